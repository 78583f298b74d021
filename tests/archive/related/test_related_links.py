"""Beside each article stands what belongs to it, each once, and never a dead link."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from newsgen.archive.related.related_links import SidebarLink
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
    """Make the article that others link to."""
    return an_article(key, headline=LIBRARY, **parts)


def beside(link, *others):
    """Return how *link* is shown beside an article in an archive with *others*."""
    reader = an_article("reader", headline="مقال عن القراءة", related=Related(None, (link,)))
    return an_archive(reader, *others).sidebars["reader"].links


def test_a_title_that_nobody_holds_is_text():
    """Never a dead link."""
    assert beside(RelatedLink("خبر لم يُحفظ")) == (SidebarLink("خبر لم يُحفظ", "text"),)


def test_a_title_with_an_address_leads_outside():
    """A known URL of the newspaper is better than nothing."""
    link = RelatedLink("خبر لم يُحفظ", "https://example.org/1")
    assert beside(link) == (SidebarLink("خبر لم يُحفظ", "outside", "https://example.org/1"),)


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
def test_a_title_that_is_anothers_headline_leads_to_it(title):
    """Hamza, harakat, tatweel and punctuation apart, cut off or with a slip; it stays as it was printed."""
    assert beside(RelatedLink(title), library()) == (SidebarLink(title, "inside", INSIDE),)


@pytest.mark.parametrize("title", ["افتتاح المكتبة الوطنية وسط العاصمة", "المدينة", "افتتاح"])
def test_a_title_that_is_only_like_a_headline_is_text(title):
    """A link is never guessed."""
    assert beside(RelatedLink(title), library())[0].kind == "text"


def test_a_title_of_two_articles_is_text():
    """Who knows which of them was meant."""
    assert beside(RelatedLink(LIBRARY), library(), library("other"))[0].kind == "text"


def test_an_article_is_not_its_own_neighbour():
    """A newspaper's list may hold the article itself."""
    assert beside(RelatedLink("مقال عن القراءة")) == (SidebarLink("مقال عن القراءة", "text"),)


@pytest.mark.parametrize(
    "written",
    [
        *("library", "articles/library/", "/articles/library", "/old.html", "old.html"),
        *("https://example.org/lib", "https://archive.example.org/%D8%A3/articles/library/"),
    ],
)
def test_a_pinned_slug_or_address_is_shown_by_its_headline(written):
    """An address is no title: the article's here, also in full, one that it left, or the newspaper's."""
    pin = RelatedLink(written, written if "://" in written else None)
    reader = an_article("reader", headline="قراءة", related=Related(None, (pin,)))
    other = library(source_url="https://example.org/lib", aliases=("old.html",))
    config = replace(CONFIG, base_url="https://archive.example.org/%D8%A3/")
    sidebar = an_archive(reader, other, config=config).sidebars["reader"]
    assert sidebar.links == (SidebarLink(LIBRARY, "inside", INSIDE),)


def test_an_article_that_is_pinned_to_itself_is_left_out():
    """Its slug is no title, and there is nothing to lead to."""
    assert beside(RelatedLink("reader")) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/lib",
        "http://www.example.org/lib/",
        "https://example.org/lib?utm_source=x#top",
        "https://example.org/lib?utm_source=x&ref=y",
        "https://example.org/2011/01/lib.html",
    ],
)
def test_a_captured_link_into_the_archive_keeps_its_printed_title(url):
    """Its address may be spelled another way, or be an alias of the old site; the newspaper's short title stays."""
    other = library(source_url="https://example.org/lib", aliases=("2011/01/lib.html",))
    assert beside(RelatedLink("المكتبة تفتح", url), other) == (SidebarLink("المكتبة تفتح", "inside", INSIDE),)


@pytest.mark.parametrize("left", ["old/100%/", "x.html", "أ/ب/", "d;e/"])
@pytest.mark.parametrize("base", ["https://archive.example.org/", "https://www.archive.example.org/n%20s/"])
def test_an_address_that_was_left_is_known_in_full(base, left):
    """On this site below any path, and at the top of the old one, however it looks."""
    other = library(source_url="https://Old.example.org/1?x=2", aliases=(left,))
    config = replace(CONFIG, base_url=base)
    for url in (absolute(left, base), f"http://old.example.org/{quote(left)}"):
        reader = an_article("reader", headline="قراءة", related=Related(None, (RelatedLink("خبر", url),)))
        found = an_archive(reader, other, config=config).sidebars["reader"].links
        assert found == (SidebarLink("خبر", "inside", INSIDE),), url


@pytest.mark.parametrize("url", ["https://example.org/lib?p=2", "https://example.com/lib", "https://[x/"])
def test_another_address_is_another_page(url):
    """A query may be all that tells two pages apart."""
    assert beside(RelatedLink("خبر", url), library(source_url="https://example.org/lib"))[0].kind == "outside"


def test_a_link_that_is_there_twice_is_shown_once():
    """A title and the same title with a dot lead to the same place, and a pin goes before."""
    links = (RelatedLink("library"), RelatedLink("خبر"), RelatedLink(f"{LIBRARY}."), RelatedLink("خبر"))
    reader = an_article("reader", headline="قراءة", related=Related(None, links))
    assert an_archive(reader, library()).sidebars["reader"].links == (
        SidebarLink(LIBRARY, "inside", INSIDE),
        SidebarLink("خبر", "text"),
    )


def about_water(key, **parts):
    """Make one of several articles that say the same."""
    return an_article(key, headline=f"انقطاع الماء عن أحياء المدينة القديمة {key}", body=WATER, **parts)


def test_articles_that_say_the_same_stand_beside_each_other():
    """By what they say, under their own heading; an article on another subject does not."""
    sidebar = an_archive(about_water("a"), about_water("b"), library()).sidebars["a"]
    assert sidebar.links == ()
    assert [link.url for link in sidebar.computed] == ["articles/b/"]


def test_what_was_captured_is_not_computed_again():
    """No repeats: what stands above is left out below."""
    first = about_water("a", related=Related("أخبار ذات صلة", (RelatedLink("b"),)))
    sidebar = an_archive(first, about_water("b"), about_water("c")).sidebars["a"]
    assert sidebar.heading == "أخبار ذات صلة"
    assert [link.url for link in sidebar.links] == ["articles/b/"]
    assert [link.url for link in sidebar.computed] == ["articles/c/"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_site_says_how_many_are_computed(count):
    """`related: 0` computes none."""
    sidebar = an_archive(*map(about_water, "abcd"), config=replace(CONFIG, related=count)).sidebars["a"]
    assert len(sidebar.computed) == count
