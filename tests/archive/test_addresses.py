"""An address is assigned once and stays."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from newsgen.archive.address_book import BookLine
from newsgen.archive.addresses import assign
from newsgen.model.article import StandalonePage
from newsgen.model.permalinks import with_digest
from newsgen.model.urls import DEFAULT_PERMALINK, alias_url, output_path, page_url, place_key
from sample_records import an_article

HEADLINE = "افتتاح المكتبة"
SLUG = "افتتاح-المكتبة"
AT = f"articles/{SLUG}/"


def article(name, headline=HEADLINE, **others):
    """Return an article from the file of this name, without a chosen slug; aliases are as an editor writes them."""
    aliases = tuple(map(alias_url, others.pop("aliases", ())))
    return an_article(name, headline=headline, aliases=aliases, **{"slug": None} | others)


def page(name, source=None):
    """Return a standalone page."""
    return StandalonePage(name=name, source=source or f"content/pages/{name}.md", title="صفحة", body_html="")


def assigned(*articles, pages=(), book=None, permalink=DEFAULT_PERMALINK, known=()):
    """Return the assigned addresses; a line of *book* may be given by its address alone."""
    lines = {key: line if isinstance(line, BookLine) else BookLine(line) for key, line in (book or {}).items()}
    return assign(articles, pages, lines, permalink, known)


def without_errors(*articles, **others):
    """Return the assigned addresses, without any error."""
    addresses = assigned(*articles, **others)
    assert addresses.errors == ()
    return addresses


def messages(addresses):
    """Return the errors as lines."""
    return [str(error) for error in addresses.errors]


def digest_url(name):
    """Return the address of the article *name* with the digest of its id."""
    return f"articles/{with_digest(SLUG, name)}/"


# New articles


def test_a_new_article_is_named_after_its_headline_and_recorded():
    """New lines are counted, because they have to be committed."""
    addresses = without_errors(article("أ"))
    assert addresses.urls == {"أ": AT}
    assert addresses.book == {"أ": BookLine(AT)}
    assert addresses.new == 1
    assert addresses.warnings == ()


def test_articles_with_the_same_headline_all_get_a_digest():
    """No address depends on which file came first."""
    assert without_errors(article("أ"), article("ب")).urls == {name: digest_url(name) for name in "أب"}


@pytest.mark.parametrize(
    "holder",
    [
        {"book": {"قديم": AT}, "known": ["قديم"]},
        {"book": {"قديم": BookLine("articles/آخر/", (AT,))}},
        {"book": {"مسودة": f"articles/{SLUG}/INDEX.html/"}, "known": ["مسودة"]},
        {"pages": [page(SLUG)], "permalink": "{slug}/"},
    ],
)
def test_a_derived_address_gets_a_digest_if_it_is_taken(holder):
    """It may be taken by a draft's line, an older address of a vanished article or a page."""
    (url,) = without_errors(article("أ"), **holder).urls.values()
    assert url.endswith(f"{with_digest(SLUG, 'أ')}/")


@pytest.mark.parametrize(
    "other",
    [
        article("ب", "آخر", slug=SLUG),
        article("ب", "آخر", aliases=(f"/{AT}",)),
        article("ب", "آخر", aliases=(f"/{AT}source/",)),
        article("ب", "آخر", aliases=(f"/{AT}source-2.txt",)),
    ],
)
def test_a_derived_address_gives_way_to_one_that_an_editor_wrote(other):
    """It does so even if the other address is only within its capture."""
    assert without_errors(article("أ"), other).urls["أ"] == digest_url("أ")


@pytest.mark.parametrize("headline", ["Sections", "Page", "Feed", "Articles"])
def test_a_derived_address_gives_way_to_newsgens_own_pages(headline):
    """A permalink may put articles at the top of the site."""
    (url,) = without_errors(article("أ", headline), permalink="{slug}/").urls.values()
    assert url == f"{headline.lower()}-dd0eaa23/"


def test_an_alias_may_be_the_articles_own_address():
    """An importer writes the old path, and the permalink may make the same one."""
    addresses = without_errors(article("أ", aliases=(f"/{AT}",)))
    assert addresses.urls == {"أ": AT}
    assert addresses.redirects == {}


def test_a_chosen_slug_that_ends_in_anothers_digest_is_an_error():
    """The address with the digest is already the last resort of the other article."""
    addresses = assigned(article("أ"), article("ب"), article("ج", "خبر", slug=with_digest(SLUG, "أ")))
    assert set(addresses.urls) == {"ب", "ج"}
    found = f"has the address /{digest_url('أ')}, which is taken by content/articles/ج.md"
    assert messages(addresses) == [f"content/articles/أ.md: {found}; write a `slug:` in one of them"]


def test_ids_that_make_one_address_get_a_digest():
    """Two ids may have the same slug."""
    urls = without_errors(article("A 1"), article("a-1"), article("؟"), permalink="{id}/").urls
    assert len(set(urls.values())) == 3
    assert urls["؟"].strip("/").isalnum()


# Articles in the book


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "عنوان صُحِّح"},
        {"published": date(2012, 2, 2)},
        {"section": "رياضة"},
        {"source": "content/articles/2011/أ.md"},
    ],
)
@pytest.mark.parametrize("permalink", [DEFAULT_PERMALINK, "{section}/{year}/{slug}/", "{year}-{month}-{slug}/{id}/"])
@pytest.mark.parametrize("slug", [None, "خبر"])
@pytest.mark.parametrize("day", [None, date(2011, 1, 25)])
def test_a_published_address_does_not_move_by_itself(change, permalink, slug, day):
    """Any correction but another slug leaves it as it is."""
    before = article("أ", slug=slug, published=day)
    first = without_errors(before, permalink=permalink)
    after = without_errors(replace(before, **change), permalink=permalink, book=first.book)
    assert (after.urls, after.book, after.new) == (first.urls, first.book, 0)


@pytest.mark.parametrize("slug", [None, "خبر"])
def test_another_permalink_applies_to_new_articles_only(slug):
    """Articles in the book keep their addresses, with a chosen slug or without."""
    first = without_errors(article("أ", slug=slug))
    after = without_errors(article("أ", slug=slug), article("ب", "آخر"), book=first.book, permalink="{year}/{slug}/")
    assert after.urls == first.urls | {"ب": "undated/آخر/"}
    assert after.new == 1


def test_a_new_article_gives_way_to_one_in_the_book():
    """The older article keeps its slug."""
    assert without_errors(article("أ"), article("ب"), book={"ب": AT}).urls == {"أ": digest_url("أ"), "ب": AT}


# Chosen moves


def test_another_slug_is_a_chosen_move_and_leaves_a_redirect():
    """The old address redirects to the new one, and the book holds both."""
    addresses = without_errors(article("أ", slug="المكتبة"), book={"أ": AT})
    assert addresses.urls == {"أ": "articles/المكتبة/"}
    assert addresses.redirects == {AT: "articles/المكتبة/"}
    assert addresses.book == {"أ": BookLine("articles/المكتبة/", (AT,))}
    assert addresses.new == 1


def test_every_older_address_redirects_to_the_present_one():
    """There are no chains of redirects. The newest of the older addresses comes first."""
    book = {"أ": BookLine("articles/ثان/", ("articles/أول/",))}
    addresses = without_errors(article("أ", slug="ثالث"), book=book)
    assert addresses.book["أ"] == BookLine("articles/ثالث/", ("articles/ثان/", "articles/أول/"))
    assert addresses.redirects == dict.fromkeys(["articles/أول/", "articles/ثان/"], "articles/ثالث/")


def test_moving_back_is_a_move_too():
    """The address that is used again is removed from the older ones."""
    book = {"أ": BookLine("articles/ثان/", ("articles/أول/",))}
    addresses = without_errors(article("أ", slug="أول"), book=book)
    assert addresses.book == {"أ": BookLine("articles/أول/", ("articles/ثان/",))}
    assert addresses.redirects == {"articles/ثان/": "articles/أول/"}


def test_removing_a_slug_moves_nothing():
    """The article keeps the address at which it was published last."""
    first = without_errors(article("أ", slug="خبر"))
    assert without_errors(article("أ"), book=first.book).urls == {"أ": "articles/خبر/"}


def test_an_older_address_is_not_assigned_again():
    """A new article with the old headline gets a digest."""
    addresses = without_errors(article("أ", slug="المكتبة"), article("ب"), book={"أ": AT})
    assert addresses.urls == {"أ": "articles/المكتبة/", "ب": digest_url("ب")}


def test_two_articles_cannot_swap_their_addresses():
    """Each address would be an article and a redirect at once; both are errors, and the book keeps both lines."""
    book = {"أ": BookLine("articles/أول/"), "ب": BookLine("articles/ثان/")}
    addresses = assigned(article("أ", slug="ثان"), article("ب", slug="أول"), book=book)
    assert addresses.urls == {}
    assert addresses.book == book
    assert messages(addresses) == [
        f"{name}: has the address /articles/{slug}/, which is taken by {owner}; write another `slug:`"
        for name, slug, owner in (
            ("content/articles/أ.md", "ثان", "content/articles/ب.md"),
            ("content/articles/ب.md", "أول", "content/articles/أ.md"),
        )
    ]


# Lines without a source


def test_a_renamed_file_takes_over_the_line_of_its_old_id():
    """The address and the redirects to it stay, and the old id's line is removed."""
    line = BookLine(AT, ("articles/أول/",))
    addresses = without_errors(article("جديد"), book={"قديم": line})
    assert addresses.book == {"جديد": line}
    assert addresses.redirects == {"articles/أول/": AT}
    assert (addresses.new, addresses.warnings) == (1, ())


def test_a_renamed_file_with_a_chosen_slug_takes_over_the_line():
    """A chosen slug counts more than a headline that happens to give the same slug."""
    addresses = without_errors(article("جديد", "آخر", slug=SLUG), article("ثالث"), book={"قديم": AT})
    assert addresses.urls == {"جديد": AT, "ثالث": digest_url("ثالث")}
    assert list(addresses.book) == ["ثالث", "جديد"]


def test_two_candidates_for_a_line_get_nothing():
    """It is unknown which file was renamed, so the line stays."""
    addresses = without_errors(article("أ"), article("ب"), book={"قديم": AT})
    assert addresses.urls == {name: digest_url(name) for name in "أب"}
    assert addresses.book["قديم"] == BookLine(AT)


def test_an_article_that_is_only_held_back_has_not_vanished():
    """The line of a draft or of a file in error is kept for it."""
    addresses = without_errors(article("أ"), book={"مسودة": AT}, known=["مسودة"])
    assert addresses.urls == {"أ": digest_url("أ")}
    assert addresses.warnings == ()


def test_a_line_without_a_source_stays_with_a_warning():
    """An address that was published once is not released unless an editor asks for it."""
    addresses = without_errors(book={"قديم": BookLine(AT, ("articles/أول/",))})
    assert addresses.book == {"قديم": BookLine(AT, ("articles/أول/",))}
    assert addresses.redirects == {}
    found = f"the source of قديم is gone and its address /{AT} stays reserved"
    assert addresses.warnings == (f"content/addresses.tsv: {found}; delete the line to release it",)


def test_many_lines_without_a_source_are_counted():
    """A folder that was moved away does not fill the screen with warnings."""
    warnings = without_errors(book={f"a{n}": f"articles/{n}/" for n in range(9)}).warnings
    assert len(warnings) == 6
    assert "the source of a4 is gone" in warnings[4]
    assert "the sources of 4 more ids are gone" in warnings[5]


@pytest.mark.parametrize("written", [{"aliases": (f"/{AT}",)}, {"slug": SLUG}])
def test_an_editor_cannot_use_the_address_of_a_line_without_a_source(written):
    """Only a renamed article may take it over; for any other use the line is deleted first."""
    addresses = assigned(article("أ", **written), book={"أ": "articles/أ/", "قديم": AT})
    assert addresses.urls == {}
    assert "which is taken by 'قديم' in content/addresses.tsv" in messages(addresses)[0]


# Addresses that editors wrote


def test_two_chosen_slugs_are_an_error_that_names_both():
    """An address that an editor wrote is never changed silently, and no derived address takes its place."""
    addresses = assigned(article("أ", slug="خبر"), article("ب", slug="خبر"), article("ج", "خبر"))
    assert addresses.urls == {"ج": f"articles/{with_digest('خبر', 'ج')}/"}
    assert messages(addresses) == [
        "content/articles/ب.md: has the same slug 'خبر' as content/articles/أ.md; write another `slug:` in one of them"
    ]


def test_a_chosen_slug_that_is_reserved_for_newsgen_is_an_error():
    """The error names the owner."""
    addresses = assigned(article("أ", slug="sections"), permalink="{slug}/")
    found = "has the address /sections/, which is taken by newsgen's own pages"
    assert messages(addresses) == [f"content/articles/أ.md: {found}; write another `slug:`"]


def test_aliases_redirect_to_the_article():
    """Any spelling is accepted; aliases equal to its address, or repeated, are left out."""
    written = ("/2011/%D8%A3/", "2011/أ/#x", "https://old.example/2011/أ", "/خبر.html", f"/{AT}", f"/{AT}index.html")
    addresses = without_errors(article("أ", aliases=written))
    assert addresses.redirects == {"2011/أ/": AT, "خبر.html": AT}
    assert addresses.book == {"أ": BookLine(AT)}


def test_redirects_are_sorted():
    """Their order does not depend on that of articles and aliases."""
    addresses = without_errors(article("ب", "ب", aliases=("/1/", "/4/")), article("أ", aliases=("/3/", "/2/")))
    assert list(addresses.redirects) == ["1/", "2/", "3/", "4/"]


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("/feed/", "which is taken by newsgen's own pages"),
        ("/404.html", "which is taken by newsgen's own pages"),
        ("/articles/", "which is taken by newsgen's own pages"),
        ("/articles/آخر/", "which is taken by content/articles/ب.md"),
        ("/articles/آخر/index.html", "which is taken by content/articles/ب.md"),
        ("/articles/آخر/source/", "which is taken by content/articles/ب.md"),
        (f"/{AT}source/", "which is taken by content/articles/أ.md"),
        ("/articles/مسودة/", "which is taken by 'مسودة' in content/addresses.tsv"),
        ("/about/", "which is taken by content/pages/about.md"),
    ],
)
def test_an_alias_that_is_taken_is_an_error(alias, found):
    """Its article is not published, but the other article is."""
    articles = article("أ", aliases=(alias,)), article("ب", "آخر")
    book = {"أ": AT, "ب": "articles/آخر/", "مسودة": "articles/مسودة/"}
    addresses = assigned(*articles, pages=[page("about")], book=book, known=["مسودة"])
    assert list(addresses.urls) == ["ب"]
    assert len(addresses.errors) == 1
    assert found in messages(addresses)[0]


@pytest.mark.parametrize("alias", ["/old.html", "/OLD.HTML", "/old.html/", "/old.html/x/"])
def test_two_conflicting_aliases_are_an_error(alias):
    """The error names both articles; a file cannot be a folder."""
    articles = article("أ", "أول", aliases=("/old.html",)), article("ب", "ثان", aliases=(alias,))
    taken = "which is taken by content/articles/أ.md; delete the alias, or the other address"
    expected = [f"content/articles/ب.md: has the alias /{alias_url(alias)}, {taken}"]
    assert messages(assigned(*articles)) == messages(assigned(*reversed(articles))) == expected


def test_two_articles_cannot_be_each_others_alias():
    """No address can be an article and a redirect at once."""
    one = article("أ", "أول", aliases=("/articles/ثان/",))
    two = article("ب", "ثان", aliases=("/articles/أول/",))
    book = {"أ": "articles/أول/", "ب": "articles/ثان/"}
    assert len(assigned(one, two, book=book).errors) == 2


def test_an_article_in_error_keeps_its_line():
    """Its address stays reserved until the article is corrected."""
    book = {"أ": BookLine(AT)}
    addresses = assigned(article("أ", aliases=("/feed/",)), article("ب"), book=book)
    assert addresses.urls == {"ب": digest_url("ب")}
    assert addresses.book["أ"] == book["أ"]


def test_a_new_article_in_error_is_not_recorded():
    """It was never published."""
    assert assigned(article("أ", aliases=("/feed/",))).book == {}


def test_two_articles_with_one_id_are_an_error_that_names_both():
    """Neither is published, because it is unknown which was meant. Their line stays."""
    one, two, other = article("أ"), article("أ", "آخر", source="seeds/أ.txt"), article("ب", "ب")
    addresses = assigned(two, other, one, book={"أ": AT})
    assert list(addresses.urls) == ["ب"]
    assert addresses.book["أ"] == BookLine(AT)
    assert messages(addresses) == [
        "seeds/أ.txt: has the same id 'أ' as content/articles/أ.md; give one of them another `id:` or file name"
    ]


@pytest.mark.parametrize("name", ["a\tb", "a\nb", "a\u2028b"])
def test_an_id_that_the_book_cannot_hold_is_an_error(name):
    """The remedy is another file name."""
    addresses = assigned(article(name))
    assert (addresses.urls, addresses.book) == ({}, {})
    assert "has a control character in its id" in messages(addresses)[0]
    assert "rename the file" in messages(addresses)[0]


@pytest.mark.parametrize("name", ["articles", "assets", "sections", "page", "feed"])
def test_a_page_may_not_take_an_address_of_newsgens_own_pages(name):
    """The error names the owner."""
    addresses = assigned(pages=[page(name)])
    found = f"has the address /{name}/, which is taken by newsgen's own pages"
    assert addresses.pages == ()
    assert messages(addresses) == [f"content/pages/{name}.md: {found}; rename the file, or write another `slug:`"]


def test_of_two_pages_with_one_name_the_first_is_kept():
    """The error names both, and so does the error of a page whose address an article has."""
    pages = [page("about"), page("about", "content/pages/ABOUT.md"), page("خبر")]
    addresses = assigned(article("أ"), pages=pages, book={"أ": "خبر/"})
    assert addresses.pages == (pages[0],)
    remedy = "rename the file, or write another `slug:`"
    assert messages(addresses) == [
        f"content/pages/ABOUT.md: has the address /about/, which is taken by content/pages/about.md; {remedy}",
        f"content/pages/خبر.md: has the address /خبر/, which is taken by content/articles/أ.md; {remedy}",
    ]


def test_a_page_without_a_letter_in_its_name_is_an_error():
    """Its address would be the home page."""
    assert "has a name without a letter or digit" in messages(assigned(pages=[page("")]))[0]


# Laws

WORD = st.sampled_from(["خبر", "آخر", "source", "sections", "About", "؟", with_digest("خبر", "a")])
ALIAS = st.sampled_from(["/خبر/", "/old.html", "/old.html/x/", "/articles/آخر/", "/articles/خبر/source/", "/About/"])
PERMALINK = st.sampled_from([DEFAULT_PERMALINK, "{slug}/", "{section}/{slug}/", "{year}/{slug}/", "{id}/"])
DAY = st.sampled_from([None, date(2011, 1, 25), date(2012, 2, 2)])


@st.composite
def articles_of(draw, names="abcd"):
    """Draw some articles that may ask for the same addresses."""
    return [
        article(
            name,
            draw(WORD),
            slug=draw(st.none() | st.none() | st.sampled_from(["خبر", "آخر", "source"])),
            aliases=tuple(draw(st.lists(ALIAS, max_size=1))),
            section=draw(st.none() | WORD),
            published=draw(DAY),
        )
        for name in draw(st.lists(st.sampled_from(names), unique=True))
    ]


PAGES = st.lists(st.sampled_from(["خبر", "about", "source"]), unique=True).map(lambda names: list(map(page, names)))


@settings(deadline=None)
@given(articles_of(), articles_of("bcde"), PAGES, PERMALINK, PERMALINK)
def test_assigning_again_changes_nothing(before, after, pages, first_permalink, permalink):
    """A second build leaves the address book as it is."""
    book = assign(before, pages, {}, first_permalink, ()).book
    first = assign(after, pages, book, permalink, "a")
    assume(not first.errors)
    again = assign(after, pages, first.book, permalink, "a")
    assert again == replace(first, new=0)


@settings(deadline=None)
@given(articles_of(), articles_of(), PAGES, PERMALINK, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(before, after, pages, permalink, random):
    """The order of the book's lines does not matter either."""
    book = assign(before, pages, {}, permalink, ()).book
    expected = assign(after, pages, book, permalink, "a")
    lines, shuffled = list(book.items()), list(after)
    random.shuffle(lines)
    random.shuffle(shuffled)
    assert assign(shuffled, pages, dict(lines), permalink, "a") == expected


@settings(deadline=None)
@given(articles_of(), articles_of("bcde"), PAGES, PERMALINK, PERMALINK)
def test_no_two_files_conflict(before, after, pages, first_permalink, permalink):
    """All pages, articles, captures and redirects have paths of their own, and no file is a folder."""
    book = assign(before, pages, {}, first_permalink, ()).book
    result = assign(after, pages, book, permalink, ())
    urls = [*result.urls.values(), *result.redirects, *(page_url(one.name) for one in result.pages)]
    captures = [f"{url}{name}" for url in result.urls.values() for name in ("source/", "source.txt", "source-2.txt")]
    files = [output_path(url).casefold() for url in [*urls, *captures]]
    assert len(set(files)) == len(files)
    assert len(set(map(place_key, urls))) == len(urls)
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
    assert not folders & set(files)


@settings(deadline=None)
@given(articles_of(), PAGES, PERMALINK, PERMALINK, st.lists(st.tuples(WORD, WORD, DAY), min_size=4, max_size=4))
def test_no_edit_but_a_slug_moves_an_article(articles, pages, first_permalink, permalink, edits):
    """Headlines, sections, dates and the permalink may change."""
    first = assign(articles, pages, {}, first_permalink, ())
    assume(not first.errors)
    edited = [
        replace(one, headline=headline, section=section, published=day)
        for one, (headline, section, day) in zip(articles, itertools.cycle(edits), strict=False)
    ]
    second = assign(edited, pages, first.book, permalink, ())
    assume(not second.errors)  # a slug that the first permalink did not ask for may be a move now, and clash
    kept = {one.id for one in articles if not one.slug or "{slug}" in first_permalink}
    assert {key: second.urls[key] for key in kept} == {key: first.urls[key] for key in kept}


@settings(deadline=None)
@given(articles_of(), articles_of(), PAGES, PERMALINK)
def test_a_published_address_always_leads_to_its_article(before, after, pages, permalink):
    """As long as the article exists, it is at that address, or the address redirects to it."""
    first = assign(before, pages, {}, permalink, ())
    second = assign(after, pages, first.book, permalink, first.urls)
    for key in first.urls.keys() & second.urls.keys():
        present = second.urls[key]
        assert first.urls[key] == present or second.redirects[first.urls[key]] == present
