"""Each article has its related links, each once and never a dead link."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from newsgen.archive.related.related_links import RelatedEntry
from newsgen.model.article import Related, RelatedLink
from newsgen.model.urls import absolute
from sample_records import CONFIG, an_archive, an_article

LIBRARY = "افتتاح المكتبة العمومية وسط المدينة"
INSIDE = "articles/library/"
WATER = (
    "انقطع الماء الصالح للشرب عن أحياء المدينة القديمة بسبب عطب في قناة التوزيع الرئيسية",
    "وقالت وكالة توزيع الماء إن إصلاح القناة سيستغرق يومين",
)


def library(key="library", **parts):
    """Return the article that others link to."""
    return an_article(key, headline=LIBRARY, **parts)


def beside(link, *others):
    """Return how *link* is shown beside an article in an archive with *others*."""
    reader = an_article("reader", headline="مقال عن القراءة", related=Related(None, (link,)))
    return an_archive(reader, *others).related_links["reader"].links


def test_a_title_of_an_unknown_article_is_text():
    """It is never a dead link."""
    assert beside(RelatedLink("خبر لم يُحفظ")) == (RelatedEntry("خبر لم يُحفظ", "text"),)


def test_a_title_with_a_url_links_to_the_other_site():
    """A URL of the newspaper is better than no link."""
    link = RelatedLink("خبر لم يُحفظ", "https://example.org/1")
    assert beside(link) == (RelatedEntry("خبر لم يُحفظ", "outside", "https://example.org/1"),)


@pytest.mark.parametrize(
    "title",
    [
        LIBRARY,
        "إفتتاح المكتبه العموميـة وسط المَدينة!",
        "«افتتاح المكتبة العمومية وسط المدينة»",
        "افتتاح المكتبة العمومية وسط…",
        "افتتاح المكتبة العمومية وسط المدين...",
        "افتتاح المكتبة العمومية وسط المدنية",
    ],
)
def test_a_title_that_is_a_headline_links_to_its_article(title):
    """Hamza, harakat, tatweel, punctuation, a cut or a misspelling do not matter; the title stays as printed."""
    assert beside(RelatedLink(title), library()) == (RelatedEntry(title, "inside", INSIDE),)


@pytest.mark.parametrize("title", ["افتتاح المكتبة الوطنية وسط العاصمة", "المدينة", "افتتاح"])
def test_a_title_that_only_resembles_a_headline_is_text(title):
    """No link is guessed."""
    assert beside(RelatedLink(title), library())[0].kind == "text"


def test_a_title_of_two_articles_is_text():
    """It is unknown which of them was meant."""
    assert beside(RelatedLink(LIBRARY), library(), library("other"))[0].kind == "text"


def test_an_article_does_not_link_to_itself():
    """A newspaper's list may contain the article itself."""
    assert beside(RelatedLink("مقال عن القراءة")) == (RelatedEntry("مقال عن القراءة", "text"),)


@pytest.mark.parametrize(
    "written",
    [
        *("library", "articles/library/", "/articles/library", "/old.html", "old.html"),
        *("https://example.org/lib", "https://archive.example.org/%D8%A3/articles/library/"),
    ],
)
def test_a_pinned_slug_or_address_is_shown_by_its_headline(written):
    """Its address here, alone or as a full URL, an older address or the newspaper's URL is not a title."""
    pin = RelatedLink(written, written if "://" in written else None)
    reader = an_article("reader", headline="قراءة", related=Related(None, (pin,)))
    other = library(source_url="https://example.org/lib", aliases=("old.html",))
    config = replace(CONFIG, base_url="https://archive.example.org/%D8%A3/")
    sidebar = an_archive(reader, other, config=config).related_links["reader"]
    assert sidebar.links == (RelatedEntry(LIBRARY, "inside", INSIDE),)


def test_an_article_that_is_pinned_to_itself_is_left_out():
    """Its slug is not a title, and a link to the page itself is useless."""
    assert beside(RelatedLink("reader")) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/lib",
        "http://www.example.org/lib/",
        "https://example.org/lib?utm_source=x#top",
        "https://example.org/lib?utm_source=x&ref=y",
        "https://m.example.org/lib?igshid=x",
        "https://example.org:443/%6Cib",
        "https://example.org/2011/01/lib.html",
    ],
)
def test_a_captured_link_into_the_archive_keeps_its_printed_title(url):
    """Its URL may have another spelling, or be an alias on the old site; the newspaper's short title stays."""
    other = library(source_url="https://example.org/lib", aliases=("2011/01/lib.html",))
    assert beside(RelatedLink("المكتبة تفتح", url), other) == (RelatedEntry("المكتبة تفتح", "inside", INSIDE),)


@pytest.mark.parametrize("left", ["old/100%/", "x.html", "أ/ب/", "d;e/"])
@pytest.mark.parametrize("base", ["https://archive.example.org/", "https://www.archive.example.org/n%20s/"])
def test_an_older_address_is_recognised_as_a_full_url(base, left):
    """It may be on this site below any path, or at the top of the old site."""
    other = library(source_url="https://Old.example.org/1?x=2", aliases=(left,))
    config = replace(CONFIG, base_url=base)
    for url in (absolute(left, base), f"http://old.example.org/{quote(left)}"):
        reader = an_article("reader", headline="قراءة", related=Related(None, (RelatedLink("خبر", url),)))
        found = an_archive(reader, other, config=config).related_links["reader"].links
        assert found == (RelatedEntry("خبر", "inside", INSIDE),), url


@pytest.mark.parametrize("url", ["https://example.org/lib?p=2", "https://example.com/lib", "https://[x/"])
def test_another_address_is_another_page(url):
    """A query may be the only difference between two pages."""
    assert beside(RelatedLink("خبر", url), library(source_url="https://example.org/lib"))[0].kind == "outside"


def test_a_repeated_link_is_shown_once():
    """A title and the same title with a dot link to one article, and a pinned title comes first."""
    links = (RelatedLink("library"), RelatedLink("خبر"), RelatedLink(f"{LIBRARY}."), RelatedLink("خبر"))
    reader = an_article("reader", headline="قراءة", related=Related(None, links))
    assert an_archive(reader, library()).related_links["reader"].links == (
        RelatedEntry(LIBRARY, "inside", INSIDE),
        RelatedEntry("خبر", "text"),
    )


def about_water(key, **parts):
    """Return one of several articles with the same text."""
    return an_article(key, headline=f"انقطاع الماء عن أحياء المدينة القديمة {key}", body=WATER, **parts)


def test_articles_with_similar_texts_have_computed_links():
    """They are separate from the captured links; an article on another subject is not among them."""
    sidebar = an_archive(about_water("a"), about_water("b"), library()).related_links["a"]
    assert sidebar.links == ()
    assert [link.url for link in sidebar.computed] == ["articles/b/"]


def test_captured_links_are_not_computed_again():
    """An article among the captured links is left out of the computed ones."""
    first = about_water("a", related=Related("أخبار ذات صلة", (RelatedLink("b"),)))
    sidebar = an_archive(first, about_water("b"), about_water("c")).related_links["a"]
    assert sidebar.heading == "أخبار ذات صلة"
    assert [link.url for link in sidebar.links] == ["articles/b/"]
    assert [link.url for link in sidebar.computed] == ["articles/c/"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_setting_limits_the_number_of_computed_links(count):
    """`related: 0` computes none."""
    sidebar = an_archive(*map(about_water, "abcd"), config=replace(CONFIG, related=count)).related_links["a"]
    assert len(sidebar.computed) == count
