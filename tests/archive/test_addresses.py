"""An address is given once, and stays."""

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
from newsgen.model.urls import DEFAULT_PERMALINK, alias_url, output_path, page_url, same_place
from sample_records import an_article

HEADLINE = "افتتاح المكتبة"
SLUG = "افتتاح-المكتبة"
AT = f"articles/{SLUG}/"


def article(name, headline=HEADLINE, **others):
    """Return an article from the file of this name, whose slug nobody chose; aliases are as an editor writes them."""
    aliases = tuple(map(alias_url, others.pop("aliases", ())))
    return an_article(name, headline=headline, aliases=aliases, **{"slug": None} | others)


def page(name, source=None):
    """Return a written page."""
    return StandalonePage(name=name, source=source or f"content/pages/{name}.md", title="صفحة", body_html="")


def given_out(*articles, pages=(), book=None, permalink=DEFAULT_PERMALINK, known=()):
    """Return what is assigned; lines of the book are short for addresses below articles/."""
    lines = {key: line if isinstance(line, BookLine) else BookLine(line) for key, line in (book or {}).items()}
    return assign(articles, pages, lines, permalink, known)


def sound(*articles, **others):
    """Return the same where there must be no error."""
    addresses = given_out(*articles, **others)
    assert addresses.errors == ()
    return addresses


def told(addresses):
    """Return the errors as lines."""
    return [str(error) for error in addresses.errors]


def digits(name):
    """Return the address of the article *name* told apart from its twins."""
    return f"articles/{with_digest(SLUG, name)}/"


# New articles


def test_a_new_article_is_named_after_its_headline_and_recorded():
    """The book says how many lines are new, to be committed."""
    addresses = sound(article("أ"))
    assert addresses.urls == {"أ": AT}
    assert addresses.book == {"أ": BookLine(AT)}
    assert addresses.new == 1
    assert addresses.warnings == ()


def test_twins_all_get_digits():
    """Neither address depends on which file came first."""
    assert sound(article("أ"), article("ب")).urls == {name: digits(name) for name in "أب"}


@pytest.mark.parametrize(
    "holder",
    [
        {"book": {"قديم": AT}, "known": ["قديم"]},
        {"book": {"قديم": BookLine("articles/آخر/", (AT,))}},
        {"book": {"مسودة": f"articles/{SLUG}/INDEX.html/"}, "known": ["مسودة"]},
        {"pages": [page(SLUG)], "permalink": "{slug}/"},
    ],
)
def test_a_headline_steps_aside(holder):
    """For a draft's line, an older address of a vanished article, a page."""
    (url,) = sound(article("أ"), **holder).urls.values()
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
def test_a_headline_steps_aside_for_what_somebody_wrote(other):
    """Even where that only lies where its capture would be."""
    assert sound(article("أ"), other).urls["أ"] == digits("أ")


@pytest.mark.parametrize("headline", ["Sections", "Page", "Feed", "Articles"])
def test_a_headline_steps_aside_for_newsgens_own_pages(headline):
    """A permalink may put articles at the top."""
    (url,) = sound(article("أ", headline), permalink="{slug}/").urls.values()
    assert url == f"{headline.lower()}-dd0eaa23/"


def test_its_own_alias_does_not_drive_an_article_away():
    """An importer writes the old path, and the permalink can make the same one."""
    addresses = sound(article("أ", aliases=(f"/{AT}",)))
    assert addresses.urls == {"أ": AT}
    assert addresses.redirects == {}


def test_digits_that_somebody_wrote_are_an_error():
    """Even a headline that ends in another's eight digits cannot take its address."""
    addresses = given_out(article("أ"), article("ب"), article("ج", "خبر", slug=with_digest(SLUG, "أ")))
    assert set(addresses.urls) == {"ب", "ج"}
    found = f"has the address /{digits('أ')} of content/articles/ج.md"
    assert told(addresses) == [f"content/articles/أ.md: {found}; write a `slug:` in one of them"]


def test_ids_that_make_one_address_are_told_apart():
    """Their slugs may be the same."""
    urls = sound(article("A 1"), article("a-1"), article("؟"), permalink="{id}/").urls
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
    """Whatever is corrected in the article, its slug apart."""
    before = article("أ", slug=slug, published=day)
    first = sound(before, permalink=permalink)
    after = sound(replace(before, **change), permalink=permalink, book=first.book)
    assert (after.urls, after.book, after.new) == (first.urls, first.book, 0)


@pytest.mark.parametrize("slug", [None, "خبر"])
def test_another_permalink_touches_new_articles_only(slug):
    """Those in the book stay where they are, a chosen slug or not."""
    first = sound(article("أ", slug=slug))
    after = sound(article("أ", slug=slug), article("ب", "آخر"), book=first.book, permalink="{year}/{slug}/")
    assert after.urls == first.urls | {"ب": "undated/آخر/"}
    assert after.new == 1


def test_a_twin_of_an_article_in_the_book_steps_aside():
    """The older one keeps its slug."""
    assert sound(article("أ"), article("ب"), book={"ب": AT}).urls == {"أ": digits("أ"), "ب": AT}


# Chosen moves


def test_another_slug_is_a_chosen_move_and_leaves_a_redirect():
    """The old address leads to the new one, in the site and in the book."""
    addresses = sound(article("أ", slug="المكتبة"), book={"أ": AT})
    assert addresses.urls == {"أ": "articles/المكتبة/"}
    assert addresses.redirects == {AT: "articles/المكتبة/"}
    assert addresses.book == {"أ": BookLine("articles/المكتبة/", (AT,))}
    assert addresses.new == 1


def test_every_address_that_was_left_leads_to_the_present_one():
    """Never through another: there is no chain. The newest stands first."""
    book = {"أ": BookLine("articles/ثان/", ("articles/أول/",))}
    addresses = sound(article("أ", slug="ثالث"), book=book)
    assert addresses.book["أ"] == BookLine("articles/ثالث/", ("articles/ثان/", "articles/أول/"))
    assert addresses.redirects == dict.fromkeys(["articles/أول/", "articles/ثان/"], "articles/ثالث/")


def test_moving_back_is_a_move_too():
    """The address that is taken again is no older one any more."""
    book = {"أ": BookLine("articles/ثان/", ("articles/أول/",))}
    addresses = sound(article("أ", slug="أول"), book=book)
    assert addresses.book == {"أ": BookLine("articles/أول/", ("articles/ثان/",))}
    assert addresses.redirects == {"articles/ثان/": "articles/أول/"}


def test_a_slug_that_is_taken_away_moves_nothing():
    """The article stays where it was published last."""
    first = sound(article("أ", slug="خبر"))
    assert sound(article("أ"), book=first.book).urls == {"أ": "articles/خبر/"}


def test_a_move_leaves_its_place_to_nobody():
    """A new article with the old headline steps aside."""
    addresses = sound(article("أ", slug="المكتبة"), article("ب"), book={"أ": AT})
    assert addresses.urls == {"أ": "articles/المكتبة/", "ب": digits("ب")}


def test_two_articles_cannot_swap_their_addresses():
    """Each would have to lead to the other and be it; both are told, and stay in the book as they were."""
    book = {"أ": BookLine("articles/أول/"), "ب": BookLine("articles/ثان/")}
    addresses = given_out(article("أ", slug="ثان"), article("ب", slug="أول"), book=book)
    assert addresses.urls == {}
    assert addresses.book == book
    assert told(addresses) == [
        "content/articles/أ.md: has the address /articles/ثان/ of content/articles/ب.md; write another `slug:`",
        "content/articles/ب.md: has the address /articles/أول/ of content/articles/أ.md; write another `slug:`",
    ]


# Lines without a source


def test_a_renamed_file_takes_its_line_over():
    """The address stays, its older ones lead to it, and the old id's line goes."""
    line = BookLine(AT, ("articles/أول/",))
    addresses = sound(article("جديد"), book={"قديم": line})
    assert addresses.book == {"جديد": line}
    assert addresses.redirects == {"articles/أول/": AT}
    assert (addresses.new, addresses.warnings) == (1, ())


def test_a_renamed_file_with_a_slug_takes_its_line_over():
    """A chosen slug counts more than a headline that happens to make the same."""
    addresses = sound(article("جديد", "آخر", slug=SLUG), article("ثالث"), book={"قديم": AT})
    assert addresses.urls == {"جديد": AT, "ثالث": digits("ثالث")}
    assert list(addresses.book) == ["ثالث", "جديد"]


def test_two_heirs_get_nothing():
    """Nobody knows which file was renamed: the line stays."""
    addresses = sound(article("أ"), article("ب"), book={"قديم": AT})
    assert addresses.urls == {name: digits(name) for name in "أب"}
    assert addresses.book["قديم"] == BookLine(AT)


def test_an_article_that_is_only_held_back_has_not_vanished():
    """A draft, a broken file: its line waits for it."""
    addresses = sound(article("أ"), book={"مسودة": AT}, known=["مسودة"])
    assert addresses.urls == {"أ": digits("أ")}
    assert addresses.warnings == ()


def test_a_line_without_a_source_stays_and_is_told():
    """An address that was published once is not given away unasked."""
    addresses = sound(book={"قديم": BookLine(AT, ("articles/أول/",))})
    assert addresses.book == {"قديم": BookLine(AT, ("articles/أول/",))}
    assert addresses.redirects == {}
    stays = f"its address /{AT} stays reserved"
    warning = f"content/addresses.tsv: قديم has no source any more, {stays}; delete the line to free it"
    assert addresses.warnings == (warning,)


def test_many_lines_without_a_source_are_counted():
    """A folder that was moved away does not fill the screen."""
    warnings = sound(book={f"a{n}": f"articles/{n}/" for n in range(9)}).warnings
    assert len(warnings) == 6
    assert "a4 has no source" in warnings[4]
    assert "4 more ids have no source any more" in warnings[5]


@pytest.mark.parametrize("written", [{"aliases": (f"/{AT}",)}, {"slug": SLUG}])
def test_a_line_without_a_source_is_held_against_what_somebody_wrote(written):
    """Only a new article may take it over; anybody else frees it first."""
    addresses = given_out(article("أ", **written), book={"أ": "articles/أ/", "قديم": AT})
    assert addresses.urls == {}
    assert "of 'قديم' in content/addresses.tsv" in told(addresses)[0] or "by 'قديم' in" in told(addresses)[0]


# What somebody wrote


def test_two_chosen_slugs_are_an_error_that_names_both():
    """An address that somebody wrote is not changed in silence, and no headline slips into its place."""
    addresses = given_out(article("أ", slug="خبر"), article("ب", slug="خبر"), article("ج", "خبر"))
    assert addresses.urls == {"ج": f"articles/{with_digest('خبر', 'ج')}/"}
    assert told(addresses) == [
        "content/articles/ب.md: has the slug 'خبر' of content/articles/أ.md; write another `slug:` in one of them"
    ]


def test_a_chosen_slug_that_is_newsgens_is_an_error():
    """The error says whose it is."""
    addresses = given_out(article("أ", slug="sections"), permalink="{slug}/")
    assert told(addresses) == [
        "content/articles/أ.md: has the address /sections/ of newsgen's own pages; write another `slug:`"
    ]


def test_aliases_lead_to_the_article():
    """However they are spelled; those that are its address already, or repeated, are left out."""
    written = ("/2011/%D8%A3/", "2011/أ/#x", "https://old.example/2011/أ", "/خبر.html", f"/{AT}", f"/{AT}index.html")
    addresses = sound(article("أ", aliases=written))
    assert addresses.redirects == {"2011/أ/": AT, "خبر.html": AT}
    assert addresses.book == {"أ": BookLine(AT)}


def test_redirects_are_sorted():
    """Whatever the order of articles and aliases."""
    redirects = sound(article("ب", "ب", aliases=("/1/", "/4/")), article("أ", aliases=("/3/", "/2/"))).redirects
    assert list(redirects) == ["1/", "2/", "3/", "4/"]


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("/feed/", "and that place is taken by newsgen's own pages"),
        ("/404.html", "and that place is taken by newsgen's own pages"),
        ("/articles/", "and that place is taken by newsgen's own pages"),
        ("/articles/آخر/", "and that place is taken by content/articles/ب.md"),
        ("/articles/آخر/index.html", "and that place is taken by content/articles/ب.md"),
        ("/articles/آخر/source/", "and that place is taken by content/articles/ب.md"),
        (f"/{AT}source/", "and that place is taken by content/articles/أ.md"),
        ("/articles/مسودة/", "and that place is taken by 'مسودة' in content/addresses.tsv"),
        ("/about/", "and that place is taken by content/pages/about.md"),
    ],
)
def test_an_alias_that_cannot_be_is_an_error(alias, found):
    """Its article is not published, the other one is."""
    articles = article("أ", aliases=(alias,)), article("ب", "آخر")
    book = {"أ": AT, "ب": "articles/آخر/", "مسودة": "articles/مسودة/"}
    addresses = given_out(*articles, pages=[page("about")], book=book, known=["مسودة"])
    assert list(addresses.urls) == ["ب"]
    assert len(addresses.errors) == 1
    assert found in told(addresses)[0]


@pytest.mark.parametrize("alias", ["/old.html", "/OLD.HTML", "/old.html/", "/old.html/x/"])
def test_two_aliases_in_each_others_way_are_an_error(alias):
    """The error names both; a file cannot be a folder."""
    articles = article("أ", "أول", aliases=("/old.html",)), article("ب", "ثان", aliases=(alias,))
    place = "and that place is taken by content/articles/أ.md; delete the alias, or the other address"
    expected = [f"content/articles/ب.md: has the alias /{alias_url(alias)}, {place}"]
    assert told(given_out(*articles)) == told(given_out(*reversed(articles))) == expected


def test_two_articles_cannot_be_each_others_alias():
    """Neither address could be the article and lead away from it."""
    one = article("أ", "أول", aliases=("/articles/ثان/",))
    two = article("ب", "ثان", aliases=("/articles/أول/",))
    book = {"أ": "articles/أول/", "ب": "articles/ثان/"}
    assert len(given_out(one, two, book=book).errors) == 2


def test_an_article_in_error_keeps_its_line():
    """Its address stays reserved until it is mended."""
    book = {"أ": BookLine(AT)}
    addresses = given_out(article("أ", aliases=("/feed/",)), article("ب"), book=book)
    assert addresses.urls == {"ب": digits("ب")}
    assert addresses.book["أ"] == book["أ"]


def test_a_new_article_in_error_is_not_recorded():
    """It was never published."""
    assert given_out(article("أ", aliases=("/feed/",))).book == {}


def test_two_articles_with_one_id_are_an_error_that_names_both():
    """Neither is published: who knows which was meant. Their line stays."""
    one, two, other = article("أ"), article("أ", "آخر", source="seeds/أ.txt"), article("ب", "ب")
    addresses = given_out(two, other, one, book={"أ": AT})
    assert list(addresses.urls) == ["ب"]
    assert addresses.book["أ"] == BookLine(AT)
    assert told(addresses) == [
        "seeds/أ.txt: has the id 'أ' of content/articles/أ.md; give one of them another `id:` or file name"
    ]


@pytest.mark.parametrize("name", ["a\tb", "a\nb", "a\u2028b"])
def test_an_id_that_no_line_can_hold_is_an_error(name):
    """The remedy is another file name."""
    addresses = given_out(article(name))
    assert (addresses.urls, addresses.book) == ({}, {})
    assert "has a control character in its id" in told(addresses)[0]
    assert "rename the file" in told(addresses)[0]


@pytest.mark.parametrize("name", ["articles", "assets", "sections", "page", "feed"])
def test_a_page_may_not_take_an_address_of_newsgens(name):
    """The error says whose it is."""
    addresses = given_out(pages=[page(name)])
    found = f"has the address /{name}/ of newsgen's own pages"
    assert addresses.pages == ()
    assert told(addresses) == [f"content/pages/{name}.md: {found}; rename the file, or write another `slug:`"]


def test_of_two_pages_with_one_name_the_first_is_kept():
    """The error names both; so it does for a page where an article stands already."""
    pages = [page("about"), page("about", "content/pages/ABOUT.md"), page("خبر")]
    addresses = given_out(article("أ"), pages=pages, book={"أ": "خبر/"})
    assert addresses.pages == (pages[0],)
    remedy = "rename the file, or write another `slug:`"
    assert told(addresses) == [
        f"content/pages/ABOUT.md: has the address /about/ of content/pages/about.md; {remedy}",
        f"content/pages/خبر.md: has the address /خبر/ of content/articles/أ.md; {remedy}",
    ]


def test_a_page_without_a_letter_in_its_name_is_an_error():
    """It would be the home page."""
    assert "has a name without a letter" in told(given_out(pages=[page("")]))[0]


# Laws

WORD = st.sampled_from(["خبر", "آخر", "source", "sections", "About", "؟", with_digest("خبر", "a")])
ALIAS = st.sampled_from(["/خبر/", "/old.html", "/old.html/x/", "/articles/آخر/", "/articles/خبر/source/", "/About/"])
PERMALINK = st.sampled_from([DEFAULT_PERMALINK, "{slug}/", "{section}/{slug}/", "{year}/{slug}/", "{id}/"])
DAY = st.sampled_from([None, date(2011, 1, 25), date(2012, 2, 2)])


@st.composite
def articles_of(draw, names="abcd"):
    """Draw some articles that may want the same addresses."""
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
    """Building twice leaves the address book as it is, whatever happened before."""
    book = assign(before, pages, {}, first_permalink, ()).book
    first = assign(after, pages, book, permalink, "a")
    assume(not first.errors)
    again = assign(after, pages, first.book, permalink, "a")
    assert again == replace(first, new=0)


@settings(deadline=None)
@given(articles_of(), articles_of(), PAGES, PERMALINK, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(before, after, pages, permalink, random):
    """Nor that of the book's lines."""
    book = assign(before, pages, {}, permalink, ()).book
    expected = assign(after, pages, book, permalink, "a")
    lines, shuffled = list(book.items()), list(after)
    random.shuffle(lines)
    random.shuffle(shuffled)
    assert assign(shuffled, pages, dict(lines), permalink, "a") == expected


@settings(deadline=None)
@given(articles_of(), articles_of("bcde"), PAGES, PERMALINK, PERMALINK)
def test_no_two_files_are_in_each_others_way(before, after, pages, first_permalink, permalink):
    """Of all pages, articles, captures and redirects each has its place, and no file is a folder."""
    book = assign(before, pages, {}, first_permalink, ()).book
    result = assign(after, pages, book, permalink, ())
    urls = [*result.urls.values(), *result.redirects, *(page_url(one.name) for one in result.pages)]
    captures = [f"{url}{name}" for url in result.urls.values() for name in ("source/", "source.txt", "source-2.txt")]
    files = [output_path(url).casefold() for url in [*urls, *captures]]
    assert len(set(files)) == len(files)
    assert len(set(map(same_place, urls))) == len(urls)
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
    assert not folders & set(files)


@settings(deadline=None)
@given(articles_of(), PAGES, PERMALINK, PERMALINK, st.lists(st.tuples(WORD, WORD, DAY), min_size=4, max_size=4))
def test_no_edit_but_a_slug_moves_an_article(articles, pages, first_permalink, permalink, edits):
    """Headlines, sections, dates and the permalink may change as they like."""
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
def test_an_address_that_was_published_leads_to_its_article_for_ever(before, after, pages, permalink):
    """As long as the article is there: at the address itself, or by a redirect from it."""
    first = assign(before, pages, {}, permalink, ())
    second = assign(after, pages, first.book, permalink, first.urls)
    for key in first.urls.keys() & second.urls.keys():
        present = second.urls[key]
        assert first.urls[key] == present or second.redirects[first.urls[key]] == present
