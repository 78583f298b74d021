import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.article import Image
from newsgen.model.pictures import MediaFile
from newsgen.pages.feeds import FeedLink, feed_files, feed_links, is_listed, term_feed
from newsgen.pages.media import Media
from requirements import modules
from sample_records import CONFIG, an_archive, an_article

SITE = "https://archive.example.org/news/"
CONFIG = replace(CONFIG, base_url=SITE, title="أرشيف المدينة", timezone="Africa/Casablanca")
NO_MEDIA = Media({})


def dated(key, day=1, **parts):
    """Return an article of March 2023."""
    return an_article(key, **{"published": date(2023, 3, day)} | parts)


def contents(files):
    """Return the content of *files* by address."""
    return {file.url: file.content() for file in files}


def files(*articles, config=CONFIG, media=NO_MEDIA):
    """Return the feeds of a site by address."""
    return contents(feed_files(an_archive(*articles, config=config), config, media))


def items(*articles, feed="feed.json", **site):
    """Return the items of the JSON Feed of a site."""
    return json.loads(files(*articles, **site)[feed])["items"]


def titles(data):
    """Return the titles of the entries of an Atom feed."""
    return [title.text for title in ET.fromstring(data).findall("{*}entry/{*}title")]


def test_a_site_has_three_feeds_and_each_section_has_one():
    """The site has Atom, RSS and JSON Feed, each section has Atom, and pages link to all of them."""
    archive = an_archive(dated("a", section="اقتصاد"), dated("b", section="رياضة"), config=CONFIG)
    sections = [term_feed(term, archive, CONFIG) for term in archive.terms.by_kind[Taxonomy.SECTION]]
    links = [*feed_links(archive, CONFIG), *sections]
    assert links == [
        FeedLink("feed.xml", "application/atom+xml", "أرشيف المدينة – Atom", "Atom"),
        FeedLink("rss.xml", "application/rss+xml", "أرشيف المدينة – RSS", "RSS"),
        FeedLink("feed.json", "application/feed+json", "أرشيف المدينة – JSON Feed", "JSON Feed"),
        FeedLink("sections/اقتصاد/feed.xml", "application/atom+xml", "اقتصاد – أرشيف المدينة", "Atom"),
        FeedLink("sections/رياضة/feed.xml", "application/atom+xml", "رياضة – أرشيف المدينة", "Atom"),
    ]
    assert [link.url for link in links] == [file.url for file in feed_files(archive, CONFIG, NO_MEDIA)]


@pytest.mark.parametrize(
    ("article", "changes"),
    [
        (dated("a", section="اقتصاد"), {"base_url": None}),
        (dated("a", section="اقتصاد"), {"feed_items": 0}),
        (an_article("a", section="اقتصاد"), {}),
        (dated("a", section="اقتصاد", robots="noindex"), {}),
    ],
)
def test_a_feed_without_entries_or_address_is_neither_written_nor_linked(article, changes):
    """The cases: no base_url, feed_items: 0, no dates, and nothing that machines may list."""
    config = replace(CONFIG, **changes)
    archive = an_archive(article, config=config)
    assert list(feed_links(archive, config)) == []
    assert [term_feed(term, archive, config) for term in archive.terms.by_kind[Taxonomy.SECTION]] == [None]
    assert files(article, config=config) == {}


def test_the_settings_say_which_lists_have_a_feed():
    """A tag's feed has the articles with the tag."""
    config = replace(CONFIG, feed_lists=("tags", "authors", "sources"))
    article = dated("a", section="اقتصاد", tags=("ماء",), authors=("سعاد",), source_name="الجريدة")
    written = files(article, dated("b", tags=("بحر",)), config=config)
    assert [url for url in written if "/" in url] == [
        *("tags/بحر/feed.xml", "tags/ماء/feed.xml", "authors/سعاد/feed.xml", "sources/الجريدة/feed.xml"),
    ]
    assert titles(written["tags/ماء/feed.xml"]) == [article.headline]


def test_only_sections_with_an_address_have_a_feed():
    """Tags have none by default, nor has a section whose name is only punctuation."""
    archive = an_archive(dated("a", section="؟!", tags=("أسواق",)), config=CONFIG)
    terms = [*archive.terms.by_kind[Taxonomy.SECTION], *archive.terms.by_kind[Taxonomy.TAG]]
    assert [term_feed(term, archive, CONFIG) for term in terms] == [None, None]
    assert list(contents(feed_files(archive, CONFIG, NO_MEDIA))) == ["feed.xml", "rss.xml", "feed.json"]


def test_a_feed_has_the_newest_dated_articles_newest_first():
    """There are as many as the settings allow; undated articles are left out."""
    articles = [dated(f"a{day}", day, headline=f"خبر {day}") for day in (3, 9, 5, 7)]
    config = replace(CONFIG, feed_items=3)
    assert [item["title"] for item in items(*articles, an_article("قديم"), config=config)] == [
        "خبر 9",
        "خبر 7",
        "خبر 5",
    ]


def test_the_feed_of_a_section_has_only_its_articles():
    """Newer articles of other sections are not in it."""
    written = files(
        dated("a", 1, section="اقتصاد", headline="السوق"),
        dated("b", 2, section="اقتصاد", headline="الميناء"),
        dated("c", 3, section="رياضة", headline="المباراة"),
    )
    assert titles(written["sections/اقتصاد/feed.xml"]) == ["الميناء", "السوق"]
    assert titles(written["feed.xml"]) == ["المباراة", "الميناء", "السوق"]


@pytest.mark.parametrize(
    ("robots", "listed"),
    [
        (None, True),
        ("nofollow", True),
        ("noindex", False),
        ("NoIndex, nofollow", False),
        ("nofollow،noindex", False),
        ("none", False),
        ("max-snippet:50 noarchive", True),
    ],
)
def test_an_editor_can_hide_an_article_from_machines(robots, listed):
    """`robots` is a list as crawlers read it, in upper or lower case, with Latin or Arabic commas."""
    assert is_listed(an_article(robots=robots)) == listed


def test_an_entry_keeps_its_id_when_its_article_moves():
    """No feed reader shows it twice; another article, or another site, has another id."""
    before, after = (items(dated("market", slug=slug))[0] for slug in ("سوق", "سوق-الجملة"))
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]
    elsewhere = items(dated("market"), config=replace(CONFIG, base_url="https://other.example.org/"))[0]
    assert len({before["id"], items(dated("port"))[0]["id"], elsewhere["id"]}) == 3
    assert before["id"].startswith("urn:uuid:")


def test_an_entry_links_to_this_archive():
    """It does so even if the newspaper's own page is the canonical one."""
    article = dated("a", slug="سوق", canonical="source", source_url="https://newspaper.example.org/1")
    assert items(article)[0]["url"] == SITE + "articles/%D8%B3%D9%88%D9%82/"


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        (date(2023, 8, 7), None, ("2023-08-07T00:00:00+01:00", None)),
        (date(2011, 1, 25), None, ("2011-01-25T00:00:00+00:00", None)),
        (datetime(2023, 8, 7, 9, 30), None, ("2023-08-07T09:30:00+01:00", None)),  # noqa: DTZ001 - as newspapers print
        (datetime(2023, 8, 7, 9, 30, tzinfo=UTC), None, ("2023-08-07T09:30:00+00:00", None)),
        (date(1905, 5, 1), None, ("1905-05-01T00:30:20+00:00", None)),
        (date(2023, 8, 7), date(2023, 8, 9), ("2023-08-07T00:00:00+01:00", "2023-08-09T00:00:00+01:00")),
        (date(2023, 8, 7), date(2023, 8, 1), ("2023-08-07T00:00:00+01:00", None)),
        (datetime(2023, 8, 7, 9, 30, tzinfo=UTC), date(2023, 8, 7), ("2023-08-07T09:30:00+00:00", None)),
    ],
)
def test_a_date_is_a_moment_in_the_sites_zone(published, updated, expected):
    """A day is its midnight in the zone, or in UTC before standard time; `updated` is never before `published`."""
    item = items(an_article("a", published=published, updated=updated))[0]
    assert (item["date_published"], item.get("date_modified")) == expected


def test_an_entry_has_the_terms_that_the_page_shows():
    """Authors, section and tags appear once each, in the archive's spelling."""
    articles = [
        dated("a", 1, section="اقتصاد", tags=("أسواق",)),
        dated("b", 2, section="اقتصاد", tags=("أسواق",)),
        dated("c", 3, section="الإقتصاد", tags=("اسواق", "اقتصاد"), authors=("سعاد المريني",), summary="موجز السوق"),
    ]
    item = items(*articles)[0]
    assert item["tags"] == ["اقتصاد", "أسواق"]
    assert item["authors"] == [{"name": "سعاد المريني"}]
    assert item["summary"] == item["content_text"] == "موجز السوق"


FULL = replace(CONFIG, feed_content="full")


def test_a_full_feed_has_captured_paragraphs_as_text():
    """Text of a capture that looks like markup is escaped."""
    item = items(dated("a", body=("السعر < 5 & أكثر", "<script>x</script>")), config=FULL)[0]
    assert item["content_html"] == "<p>السعر &lt; 5 &amp; أكثر</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_all_urls_in_a_full_feed_are_absolute():
    """Links within the site, pictures and files have absolute URLs."""
    html = '<p><a href="/about/">عنا</a> <a href="../b/">ب</a> <a href="https://example.org/">خارج</a></p>'
    html += '<img alt="" src="سوق.png">'
    media = Media({"سوق.png": MediaFile("media/سوق.0123456789.png", 640, 480, "content/media/سوق.png")})
    content = items(dated("a", body_html=html), config=FULL, media=media)[0]["content_html"]
    assert f'href="{SITE}about/"' in content
    assert f'href="{SITE}articles/b/"' in content
    assert 'href="https://example.org/"' in content
    assert f'src="{SITE}media/%D8%B3%D9%88%D9%82.0123456789.png"' in content


@pytest.mark.parametrize(
    ("src", "address"),
    [
        ("سوق.png", SITE + "media/%D8%B3%D9%88%D9%82.0123456789.png"),
        ("https://photos.example.org/a b.jpg", "https://photos.example.org/a%20b.jpg"),
        ("//photos.example.org/42", "https://photos.example.org/42"),
    ],
)
def test_the_picture_of_an_article_is_in_its_entry(src, address):
    """Its URL is absolute, whether it is a file of the site or on another site."""
    media = Media({"سوق.png": MediaFile("media/سوق.0123456789.png", 640, 480, "content/media/سوق.png")})
    assert items(dated("a", image=Image(src)), media=media)[0]["image"] == address


def test_every_feed_passes_a_feed_reader():
    """The feeds have Arabic addresses, hostile headlines and whole bodies."""
    modules("feedparser")
    import feedparser  # noqa: PLC0415

    articles = [
        dated(
            "سوق", 1, section="اقتصاد & مال", headline="]]> <script>", body_html="<p>فتح <b>السوق</b> &amp; الميناء</p>"
        ),
        dated("ميناء", 2, section="اقتصاد & مال", headline="ميناء\x1a\ufffe", authors=("سعاد <b>",), tags=("أ&ب",)),
    ]
    written = files(*articles, config=FULL)
    feeds = {url: feedparser.parse(data) for url, data in written.items() if url.endswith(".xml")}
    assert list(feeds) == ["feed.xml", "rss.xml", "sections/اقتصاد-مال/feed.xml"]
    assert [feed.bozo for feed in feeds.values()] == [0, 0, 0]
    assert [len(feed.entries) for feed in feeds.values()] == [2, 2, 2]


zones = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1800, 1, 2), datetime(2100, 12, 30), timezones=zones)  # noqa: DTZ001


@settings(deadline=None, max_examples=examples(50))
@given(published=st.dates(date(1800, 1, 2), date(2100, 12, 30)) | moments, updated=st.none() | moments)
@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Riyadh", "UTC"])
def test_any_date_can_be_written(zone, published, updated):
    """The offset has only hours and minutes, and the last change is never before publication."""
    item = items(an_article("a", published=published, updated=updated), config=replace(CONFIG, timezone=zone))[0]
    published = datetime.fromisoformat(item["date_published"])
    assert len(item["date_published"]) == len("2023-08-07T00:00:00+01:00")
    assert published <= datetime.fromisoformat(item.get("date_modified", item["date_published"]))


def test_the_same_archive_makes_the_same_feeds():
    """The order in which articles are found does not matter."""
    articles = [dated(f"a{day}", day, section="اقتصاد", tags=("أسواق", "موانئ")) for day in range(1, 6)]
    assert files(*articles) == files(*reversed(articles))
