"""A saved page tells where and when it was saved, in whatever way its tool wrote that."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsgen.loaders.webpage.loader import read_webpage
from sample_pages import news_page

PAGE = "https://www.marfa.example/news.php?id=4101"
REPLAY = f"https://web.archive.org/web/20210314092030/{PAGE}"
SINGLE_FILE = f"""<!--
 Page saved with SingleFile
 url: {PAGE}
 saved date: Sun Mar 14 2021 10:20:30 GMT+0100 (Central European Standard Time)
-->"""
TIME = datetime(2021, 3, 14, 9, 20, 30, tzinfo=UTC)
LINK = "<p>وللمزيد يرجى الاطلاع على <a href='/docs/plan.html'>مخطط الحديقة</a> في موقع البلدية الرسمي.</p>"


@pytest.mark.parametrize(
    ("first", "head", "time"),
    [
        (f"<!DOCTYPE html>\n<!-- saved from url=(0042){PAGE} -->\n", "", None),
        ("<!DOCTYPE html>", SINGLE_FILE, TIME),
        (f"<!-- Saved from {PAGE} at 2021-03-14T09:20:30Z using monolith v2.8.1 -->", "", TIME),
        (
            "",
            (
                f"<!-- Mirrored from {PAGE.removeprefix('https://')} by HTTrack Website Copier/3.x [XR&CO'2014],"
                " Sun, 14 Mar 2021 09:20:30 GMT -->"
                "<script src='https://www.marfa.example/a.js'></script>"
            ),
            TIME,
        ),
        (
            "",
            (
                f"<meta name='savepage-url' content='{PAGE}'>"
                "<meta name='savepage-date' content='Sun Mar 14 2021 10:20:30 GMT+0100'>"
            ),
            TIME,
        ),
    ],
)
def test_what_a_tool_wrote_is_the_address_of_the_page(first, head, time):
    """Browsers, SingleFile, monolith, HTTrack and Save Page WE each have their own form."""
    article = read_webpage(news_page(LINK, head=head, first=first), "a.html")
    assert (article.source_url, article.captured) == (PAGE, time)
    assert 'href="https://www.marfa.example/docs/plan.html"' in article.body_html
    assert not article.warnings


def test_singlefile_tells_the_time_with_its_zone():
    """It is the clock of the person who saved the page."""
    captured = read_webpage(news_page(head=SINGLE_FILE), "a.html").captured
    assert captured.utcoffset() == timedelta(hours=1)
    assert captured == datetime(2021, 3, 14, 10, 20, 30, tzinfo=timezone(timedelta(hours=1)))


def test_webscrapbook_writes_on_the_root():
    """Its time is in UTC."""
    page = news_page(LINK).replace(
        b"<html ", f"<html data-scrapbook-source='{PAGE}' data-scrapbook-create='20210314092030123' ".encode()
    )
    article = read_webpage(page, "a.html")
    assert (article.source_url, article.captured) == (PAGE, TIME)


@pytest.mark.parametrize(
    ("first", "head"),
    [
        ("", f"<link rel='canonical' href='{REPLAY}'>"),
        (f"<!-- saved from url=(0090){REPLAY} -->", ""),
        ("", f"<script>__wm.wombat('{PAGE}','20210314092030','https://web.archive.org/','web','/_static/');</script>"),
        ("", f"<link rel='canonical' href='https://archive.ph/2021.03.14-092030/{PAGE}'>"),
        ("", f"<link rel='bookmark' href='http://archive.today/20210314092030/{PAGE}'>"),
    ],
)
def test_a_page_saved_from_a_public_archive_has_its_own_address(first, head):
    """Its links and pictures lead to the site again."""
    html = (
        "<p>وللمزيد <a href='https://web.archive.org/web/20210314092030/https://www.marfa.example/docs/plan.html'>"
        "مخطط الحديقة</a> في موقع البلدية.</p><img src='/web/20210314092030im_/https://www.marfa.example/i/a.jpg'>"
    )
    article = read_webpage(news_page(html, head=head, first=first), "a.html")
    assert (article.source_url, article.captured) == (PAGE, TIME)
    assert article.archived_url.endswith(PAGE)
    assert article.archived_url != PAGE
    assert 'href="https://www.marfa.example/docs/plan.html"' in article.body_html
    assert 'src="https://www.marfa.example/i/a.jpg"' in article.body_html


def test_a_link_into_an_archive_stays_on_any_other_page():
    """The newspaper wanted its readers to see the old page."""
    html = f"<p>وكان الموقع قد نشر <a href='{REPLAY}'>خبرا آخر</a> قبل سنوات في صفحته الأولى.</p>"
    assert f'href="{REPLAY}"' in read_webpage(news_page(html), "a.html").body_html


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0014)about:internet -->",
        "<!-- saved from url=(0020)file:///C:/page.html -->",
        "<!-- saved from url=(0010)javascript:alert(1) -->",
        "<!-- Template downloaded from https://themes.example/ -->",
        "<!-- saved time with https -->",
    ],
)
def test_what_is_no_web_address_is_not_taken(comment):
    """A comment may say anything."""
    assert read_webpage(news_page(first=comment), "a.html").source_url is None


def test_a_comment_in_the_text_is_not_believed():
    """Readers and editors can write one there."""
    assert read_webpage(news_page(f"<!-- saved from url=(0042){PAGE} -->"), "a.html").source_url is None


def test_a_relative_canonical_link_is_resolved_against_the_base():
    """Some sites write all links so."""
    head = "<base href='https://www.marfa.example/ar/'><link rel='canonical' href='news/7'>"
    assert read_webpage(news_page(head=head), "a.html").source_url == "https://www.marfa.example/ar/news/7"


def test_a_home_page_is_not_the_address_of_an_article():
    """Some sites declare it on every page; links are still resolved against it."""
    head = "<link rel='canonical' href='https://www.marfa.example/'>"
    article = read_webpage(news_page(LINK, head=head), "a.html")
    assert article.source_url is None
    assert 'href="https://www.marfa.example/docs/plan.html"' in article.body_html


@pytest.mark.parametrize(
    ("first", "head", "url"),
    [
        (f"<!-- saved from url=(0042){PAGE} -->", "<link rel='canonical' href='https://other.example/1'>", PAGE),
        (
            "",
            f"<link rel='canonical' href='{PAGE}'><meta property='og:url' content='https://other.example/1'>",
            PAGE,
        ),
    ],
)
def test_witnesses_that_disagree_are_told(first, head, url):
    """What was in the address bar counts more than what the page says of itself."""
    article = read_webpage(news_page(head=head, first=first), "a.html")
    assert article.source_url == url
    assert any("other.example" in warning and "source_url" in warning for warning in article.warnings)
