"""Every article is in every list that it belongs to, and a new one changes few pages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from newsgen.archive.blurbs import with_blurbs
from newsgen.model.article import StandalonePage
from newsgen.pages.list_pages import COMMON_TERMS, MAX_INDEX_TERMS, list_pages
from sample_records import CONFIG, a_site, an_article, plan

SMALL = replace(CONFIG, page_size=3)


def day(number):
    """Return the day with this number, from the first of January 2022."""
    return date(2022, 1, 1) + timedelta(days=number)


def numbered(count, **parts):
    """Make *count* dated articles, a1 the oldest."""
    return [an_article(f"a{n}", headline=f"خبر رقم {n}", published=day(n), **parts) for n in range(1, count + 1)]


def ids(page):
    """Return the articles that a page lists."""
    return [card.id for card in page.context["list"].items]


def test_every_kind_of_list_has_its_address():
    """Home, a list and an index of each kind, the archive by year and month, and the undated articles."""
    article = an_article(section="اقتصاد", tags=("ماء",), authors=("سعاد",), source_name="الجريدة", published=day(0))
    planned = plan(article, an_article("later"))
    assert {url: page.template for url, page in planned.items() if page.template != "article.html"} == {
        "": "home.html",
        "sections/": "terms.html",
        "sections/اقتصاد/": "list.html",
        "tags/": "terms.html",
        "tags/ماء/": "list.html",
        "authors/": "terms.html",
        "authors/سعاد/": "list.html",
        "sources/": "terms.html",
        "sources/الجريدة/": "list.html",
        "archive/": "archive.html",
        "archive/2022/": "list.html",
        "archive/2022/01/": "list.html",
        "archive/undated/": "list.html",
        "404.html": "404.html",
    }


def test_an_archive_without_terms_has_no_empty_indexes():
    """Empty indexes are neither planned nor linked, nor are those with only names without a letter."""
    assert plan().keys() == {"", "404.html"}
    planned = plan(an_article(section="؟", tags=("!!!", "???")))
    assert not {"sections/", "tags/"} & planned.keys()
    assert [link.link.url for link in planned[""].context["doors"]] == ["archive/"]


def test_home_shows_the_newest_and_numbers_the_rest():
    """With three a page, the five newest of eight articles are on the first page."""
    planned = plan(*numbered(8), config=SMALL)
    assert ids(planned[""]) == ["a8", "a7", "a6", "a5", "a4"]
    assert ids(planned["page/1/"]) == ["a3", "a2", "a1"]
    assert planned["page/1/"].template == "list.html"


def test_a_home_with_dated_articles_links_to_the_undated_ones():
    """Undated articles have a list of their own, and home shows their number."""
    context = plan(an_article("a", published=day(1)), an_article("b"))[""].context
    assert [card.id for card in context["cards"]] == ["a"]
    assert (context["undated"].link.url, context["undated"].count) == ("archive/undated/", 1)


def test_a_home_without_dated_articles_lists_undated_ones():
    """An archive of captures without known dates has a home page too."""
    planned = plan(*(an_article(f"x{n}") for n in range(7)), config=SMALL)
    context = planned[""].context
    assert [card.id for card in context["cards"]] == ["x0", "x1", "x2"]
    assert (context["undated"].link.url, context["undated"].count) == ("archive/undated/", 7)
    assert "page/1/" not in planned


def test_a_list_without_dated_articles_has_no_numbered_pages():
    """The first date that becomes known would move all of them."""
    undated = [an_article(f"x{n}", section="ماء") for n in range(7)]
    planned = plan(*undated, config=SMALL)
    assert [url for url in planned if url.startswith("sections/ماء/")] == [
        *("sections/ماء/", "sections/ماء/undated/", "sections/ماء/undated/page/1/"),
    ]
    later = plan(*undated, an_article("a", section="ماء", published=day(0)), config=SMALL)
    assert planned.keys() <= later.keys()


def test_undated_articles_follow_the_dated_ones():
    """They are on the first page of a list and not on its numbered pages."""
    planned = plan(*numbered(8, tags=("ماء",)), an_article("x", tags=("ماء",)), config=SMALL)
    first, further = planned["tags/ماء/"], planned["tags/ماء/page/1/"]
    assert [card.id for card in first.context["undated"]] == ["x"]
    assert (first.context["count"], first.context["more_undated"]) == (9, None)
    assert (further.context["undated"], ids(further)) == (None, ["a3", "a2", "a1"])


def test_many_undated_articles_have_a_list_of_their_own():
    """A first page stays short, and each article is still in a list."""
    undated = [an_article(f"x{n}", tags=("ماء",)) for n in range(7)]
    planned = plan(*numbered(1, tags=("ماء",)), *undated, config=SMALL)
    first = planned["tags/ماء/"].context
    assert [card.id for card in first["undated"]] == ["x0", "x1", "x2"]
    assert first["more_undated"] == "tags/ماء/undated/"
    assert ids(planned["tags/ماء/undated/"]) + ids(planned["tags/ماء/undated/page/1/"]) == [f"x{n}" for n in range(7)]


def test_numbered_pages_show_no_counts():
    """What changes with every article is only on first pages."""
    context = plan(*numbered(9, section="اقتصاد"), config=SMALL)["sections/اقتصاد/page/1/"].context
    names = ("count", "feed", "months", "undated", "more_undated", "blurb")
    assert [context[name] for name in names] == [None] * len(names)
    assert context["list"].pages is None


def test_first_pages_say_how_many_pages_there_are():
    """With three a page, nine articles are on a first page of three and on two numbered ones."""
    planned = plan(*numbered(9, section="اقتصاد"), config=SMALL)
    assert [planned[url].context["list"].pages for url in ("", "sections/اقتصاد/")] == [3, 3]


def test_all_pages_of_a_section_have_its_hue():
    """Lists of other kinds have none."""
    planned = plan(*numbered(9, section="اقتصاد", tags=("ماء",)), config=SMALL)
    assert planned["sections/اقتصاد/"].context["hue"] in range(1, 9)
    assert planned["sections/اقتصاد/page/1/"].context["hue"] == planned["sections/اقتصاد/"].context["hue"]
    assert planned["tags/ماء/"].context["hue"] is None
    assert planned["sections/"].context["terms"][0].hue == planned["sections/اقتصاد/"].context["hue"]


def test_the_first_page_of_an_author_shows_what_an_editor_wrote_about_the_author():
    """Numbered pages do not, so that an edit of it changes one page."""
    blurb = StandalonePage("سعاد", "content/authors/سعاد.md", "سعاد", "<p>صحفية.</p>", describes="authors")
    site = a_site(*numbered(9, authors=("سعاد",)), config=SMALL)
    with_blurb = replace(site, archive=with_blurbs(site.archive, [blurb]))
    before, after = ({plan.url: plan for plan in list_pages(one)} for one in (site, with_blurb))
    assert after["authors/سعاد/"].context()["blurb"] == "<p>صحفية.</p>"
    assert after["authors/سعاد/page/1/"].context()["blurb"] is None
    assert {url for url in before if before[url].inputs != after[url].inputs} == {"authors/سعاد/"}


def test_a_missing_page_leads_to_sections_years_and_indexes():
    """It shows nothing that changes with every article."""
    articles = numbered(9, section="اقتصاد")
    context = plan(*articles, config=SMALL)["404.html"].context
    assert [(link.link.url, link.count) for link in context["sections"]] == [("sections/اقتصاد/", None)]
    assert [(link.link.url, link.count) for link in context["years"]] == [("archive/2022/", None)]
    assert [link.url for link in context["indexes"]] == ["sections/", "archive/"]
    more = plan(*articles, an_article("new", section="اقتصاد", published=day(30)), config=SMALL)["404.html"].context
    assert more == context


def test_an_index_names_its_terms_and_counts():
    """Terms are in alphabetical order."""
    articles = [an_article("a", tags=("ماء", "بحر")), an_article("b", tags=("ماء",))]
    terms = plan(*articles)["tags/"].context["terms"]
    assert [(term.link.title, term.link.url, term.count) for term in terms] == [
        ("بحر", "tags/بحر/", 1),
        ("ماء", "tags/ماء/", 2),
    ]


def test_a_long_index_is_divided_by_letters():
    """It shows the most common tags; every tag is under its letter, without a count, so that letters seldom change."""
    tags = tuple(f"{letter}{n}" for n in range(MAX_INDEX_TERMS // 2 + 1) for letter in ("باب", "1"))
    site = a_site(an_article(tags=tags), an_article("other", tags=("ياء",)), an_article("third", tags=("ياء",)))
    planned = {plan.url: plan.page() for plan in list_pages(site)}
    index = planned["tags/"].context
    assert [letter.title for letter in index["letters"]] == ["ب", "ي", "أرقام ورموز"]
    assert (index["terms"][0].link.title, len(index["terms"])) == ("ياء", COMMON_TERMS)
    parts = [planned[letter.url].context["terms"] for letter in index["letters"]]
    assert sum(map(len, parts)) == len(tags) + 1
    assert {term.count for part in parts for term in part} == {None}


def test_the_archive_counts_years_and_months():
    """The newest year comes first, with its months in the order of the calendar; its list links to them."""
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 7, 18), date(2022, 7, 19)]
    planned = plan(*(an_article(f"a{n}", published=day) for n, day in enumerate(days)))
    years = planned["archive/"].context["years"]
    assert [(y.link.title, y.count, [(m.link.title, m.count) for m in y.months]) for y in years] == [
        ("2022", 3, [("يناير", 1), ("يوليوز", 2)]),
        ("2021", 1, [("دجنبر", 1)]),
    ]
    assert ids(planned["archive/2022/07/"]) == ["a3", "a2"]
    assert planned["archive/2022/"].context["months"] == years[0].months


def test_home_links_to_every_index_that_is_not_empty():
    """The most common sections are shown with their counts."""
    links = plan(an_article("a", section="ماء"), an_article("b", section="ماء"))[""].context["doors"]
    assert [link.link.url for link in links] == ["sections/", "archive/"]
    assert [(term.link.title, term.count) for term in links[0].terms] == [("ماء", 2)]


@pytest.mark.parametrize(
    ("url", "trail"),
    [
        ("", []),
        ("page/1/", ["", None]),
        ("sections/", []),
        ("sections/ماء/", ["", "sections/"]),
        ("sections/ماء/page/1/", ["", "sections/", "sections/ماء/"]),
        ("archive/2022/01/", ["", "archive/", "archive/2022/"]),
        ("archive/2022/01/page/1/", ["", "archive/", "archive/2022/", "archive/2022/01/"]),
        ("articles/a1/", ["", "sections/", "sections/ماء/"]),
    ],
)
def test_breadcrumbs_lead_from_home(url, trail):
    """Each step that has an address is a page."""
    planned = plan(*numbered(6, section="ماء"), config=SMALL)
    steps = [step.url for step in planned[url].context["breadcrumbs"]]
    assert steps == trail
    assert all(step in planned for step in steps if step is not None)


def shown(page):
    """Return what a page shows in a form that can be compared."""
    return repr(sorted((key, value) for key, value in page.context.items()))


@pytest.mark.parametrize("before", [4, 5, 6, 20])
def test_a_new_article_changes_first_pages_and_indexes(before):
    """It also changes its neighbour, and of the numbered pages only one that gets a newer page after it."""
    config = replace(SMALL, related=0)
    articles = numbered(before + 1, section="ماء", tags=("بحر",), authors=("سعاد",), source_name="الجريدة")
    old, new = plan(*articles[:-1], config=config), plan(*articles, config=config)
    changed = {url for url in new.keys() & old.keys() if shown(new[url]) != shown(old[url])}
    lists = {"", "sections/ماء/", "tags/بحر/", "authors/سعاد/", "sources/الجريدة/", "archive/2022/", "archive/2022/01/"}
    indexes = {"sections/", "tags/", "authors/", "sources/", "archive/"}
    added = new.keys() - old.keys()
    turned = {f"{first}page/{max(before // 3 - 1, 0)}/" for first in lists} if len(added) > 1 else set()
    assert changed == lists | indexes | {f"articles/a{before}/"} | (turned & old.keys())
    assert added - {f"articles/a{before + 1}/"} == {
        f"{first}page/{(before + 1) // 3 - 1}/" for first in lists if turned
    }


def test_every_article_is_in_each_of_its_lists():
    """Older pages and undated lists are included."""
    parts = {"section": "ماء", "tags": ("بحر", "بر"), "source_name": "الجريدة"}
    planned = plan(*numbered(12, **parts), *(an_article(f"x{n}", **parts) for n in range(5)), config=SMALL)
    lists = [page for page in planned.values() if page.template == "list.html"]
    for first in ("sections/ماء/", "tags/بحر/", "tags/بر/", "sources/الجريدة/", "archive/"):
        pages = [page for page in lists if page.url.startswith(first)]
        listed = {card.id for page in pages for card in (*page.context["list"].items, *(page.context["undated"] or ()))}
        assert len(listed) == 17
