"""What address an article wants, and whether an editor wants another."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.model.permalinks import Permalink, check_permalink, derived_slug, permalink_url, with_digest
from newsgen.model.urls import DEFAULT_PERMALINK, alias_url
from sample_records import an_article

SLUG = "افتتاح-المكتبة"


def article(name, headline="افتتاح المكتبة", **others):
    """Return an article from the file of this name, whose slug nobody chose."""
    return an_article(name, headline=headline, **{"slug": None} | others)


@pytest.mark.parametrize(
    ("headline", "name", "slug"),
    [("افتتاح المكتبة", "أ", SLUG), ("؟!…", "ملف", "ملف"), ("…", "؟؟", "16dfabf8"), ("خ" * 200, "أ", "خ" * 60)],
)
def test_a_derived_slug_is_never_empty_nor_too_long(headline, name, slug):
    """Headline, else id, else digits."""
    assert derived_slug(article(name, headline)) == slug


def test_digits_stay_within_the_longest_slug():
    """Eight of them, after a hyphen."""
    assert with_digest(SLUG, "أ") == f"{SLUG}-dd0eaa23"
    assert with_digest("خ" * 60, "أ") == "خ" * 55 + "-dd0eaa23"


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        ("{section}/{slug}/", "ثقافة-وفن/افتتاح-المكتبة/"),
        ("{year}/{month}/{day}/{slug}/", "2011/01/05/افتتاح-المكتبة/"),
        ("/undated/undated/{slug}", "undated/undated/افتتاح-المكتبة/"),
        ("{slug}/{slug}.x", "افتتاح-المكتبة/افتتاح-المكتبة.x/"),
        ("{year}/{id}/", "2011/a-17/"),
        ("/{slug}", "افتتاح-المكتبة/"),
    ],
)
def test_a_permalink_is_filled_from_the_article(permalink, url):
    """Section and id are slugs too."""
    one = article("A 17", section="ثقافة وفنّ", published=date(2011, 1, 5))
    assert Permalink(permalink).url(one) == url


@pytest.mark.parametrize(
    ("section", "permalink", "url"),
    [
        (None, "{section}/{id}/", "uncategorized/x/"),
        ("؟!", "{section}/{id}/", "uncategorized/x/"),
        ("Page", "{section}/{id}/", "page-3660315a/x/"),
        ("Page", "articles/{section}/{id}/", "articles/page/x/"),
        ("../../etc", "{section}/{id}/", "etc/x/"),
    ],
)
def test_a_section_is_safe_in_an_address(section, permalink, url):
    """A section named like a folder of newsgen's gets digits, the same for all its articles."""
    assert Permalink(permalink).url(article("x", section=section)) == url


@pytest.mark.parametrize(
    ("address", "permalink"),
    [
        ("articles/خبر/", DEFAULT_PERMALINK),
        ("2011/01/خبر/", DEFAULT_PERMALINK),
        ("خبر/2011/", "{year}/{slug}/"),
        ("2011-01-خبر/", "{year}-{month}-{slug}/"),
        ("undated-خبر/", "{year}-{month}-{slug}/"),
        ("أدب-خبر.x/", "{section}-{slug}.x/"),
        ("News/أي-شيء/", "{id}/"),
    ],
)
def test_a_slug_that_the_address_holds_is_not_left(address, permalink):
    """Wherever the permalink of its day had put it."""
    one = article("أ", slug="خبر", published=date(2015, 5, 5))
    assert not Permalink(permalink).is_left(address, one)


@pytest.mark.parametrize(
    ("address", "permalink"),
    [
        ("articles/آخر/", DEFAULT_PERMALINK),
        ("articles/خبر-dd0eaa23/", DEFAULT_PERMALINK),
        ("2015/خبر-طويل/", "{year}/{slug}/"),
        ("2015-آخر-خبر/", "{year}-{slug}/"),
    ],
)
def test_another_slug_is_told_from_the_one_in_the_address(address, permalink):
    """A date beside it is told from words."""
    assert Permalink(permalink).is_left(address, article("أ", slug="خبر"))


@pytest.mark.parametrize(
    ("address", "permalink", "slug"),
    [("أدب/أدب-قديم/", "{section}/{slug}/", "أدب"), ("articles/x/", DEFAULT_PERMALINK, "articles")],
)
def test_a_slug_named_like_another_part_of_the_address_is_chosen(address, permalink, slug):
    """What stands there is the section, or the permalink's own word."""
    assert Permalink(permalink).is_left(address, article("أ", slug=slug, section="أدب"))


parts = st.sampled_from(["خبر", "News", "articles", "أدب", "2011", "x.htm", "é", "index.html", "undated"])


@given(address=st.lists(parts, min_size=1, max_size=4).map("/".join), slug=parts, section=parts)
@pytest.mark.parametrize("permalink", [DEFAULT_PERMALINK, "{slug}/x", "{section}/{slug}/", "{year}/{section}-{slug}/"])
def test_how_an_address_is_spelled_does_not_decide_whether_it_was_left(permalink, address, slug, section):
    """A disk tells neither capitals nor Unicode's forms apart."""
    one = article("أ", slug=slug, section=section)
    spelled = unicodedata.normalize("NFD", address.upper())
    assert Permalink(permalink).is_left(f"{address}/", one) == Permalink(permalink).is_left(f"{spelled}//", one)


@pytest.mark.parametrize(("slug", "permalink"), [(None, DEFAULT_PERMALINK), ("خبر", "{year}/{id}/")])
def test_an_address_without_a_chosen_slug_is_never_left(slug, permalink):
    """The permalink may not ask for one."""
    one = article("أ", slug=slug)
    assert not Permalink(permalink).is_left("articles/آخر/", one)
    assert not Permalink(permalink).is_chosen(one)


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        (DEFAULT_PERMALINK, f"articles/{SLUG}-dd0eaa23/"),
        ("{id}/{slug}/", f"أ/{SLUG}-dd0eaa23/"),
        ("{year}/{id}/", "undated/أ-dd0eaa23/"),
    ],
)
def test_twins_are_told_apart_by_their_ids(permalink, url):
    """In the slug, or in the id where the permalink asks for no slug."""
    assert Permalink(permalink).url(article("أ"), apart=True) == url


PARTS = {"slug": "افتتاح-المكتبة", "section": "ثقافة", "id": "a17"}
DATED = PARTS | {"year": "2011", "month": "01", "day": "25"}


@pytest.mark.parametrize(
    ("pattern", "dated", "undated"),
    [
        (DEFAULT_PERMALINK, "articles/افتتاح-المكتبة/", "articles/افتتاح-المكتبة/"),
        ("/{year}/{month}/{slug}", "2011/01/افتتاح-المكتبة/", "undated/افتتاح-المكتبة/"),
        ("{year}/{month}/{day}/{id}/", "2011/01/25/a17/", "undated/a17/"),
        ("{section}/{year}-{month}/{day}/{id}/", "ثقافة/2011-01/25/a17/", "ثقافة/undated/a17/"),
        ("{year}/{section}/{month}/{id}/", "2011/ثقافة/01/a17/", "undated/ثقافة/a17/"),
        ("{year}-{month}-{slug}/{id}/", "2011-01-افتتاح-المكتبة/a17/", "undated-افتتاح-المكتبة/a17/"),
        ("أخبار/{year}/{id}/", "أخبار/2011/a17/", "أخبار/undated/a17/"),
    ],
)
def test_a_permalink_is_filled(pattern, dated, undated):
    """An article without a date has one segment for all that its date would be."""
    assert permalink_url(pattern, DATED) == dated
    assert permalink_url(pattern, PARTS) == undated


@pytest.mark.parametrize(
    "pattern",
    [
        *(DEFAULT_PERMALINK, "{slug}", "/{id}/", "{year}/{month}/{day}/{slug}/", "أخبار/{section}/{slug}/"),
        *("{section}-{id}/{slug}", "news-{id}/", "Articles/{slug}/", "a/b/c/d/e/f/g/{id}/"),
    ],
)
def test_a_good_permalink_has_no_finding(pattern):
    """Slashes at its ends do not matter."""
    assert check_permalink(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "finding"),
    [
        ("", "has no {slug} and no {id}"),
        ("articles/{year}/", "has no {slug} and no {id}"),
        ("{slug}/{titel}/", "has an unknown {titel}"),
        ("{slug}/{}/", "has an unknown {}"),
        ("{slug.__class__}/{id}", "has an unknown {slug.__class__}"),
        ("a/b/c/d/e/f/g/h/{slug}/", "has more than 8 parts"),
        ("articles//{slug}/", "has a part that is empty"),
        ("articles/../{slug}/", "has a part that is empty, begins with a dot"),
        (".news/{slug}/", "has a part that is empty, begins with a dot"),
        ("{slug}/{id", "has a brace that is not closed"),
        ("{slug", "has a brace that is not closed"),
        ("{Slug}/", "has an unknown {Slug}"),
        ("news?{slug}/", "or holds other signs"),
        ("https://example.org/{slug}/", "has a part that is empty"),
        ("a\u202eb/{slug}/", "or holds other signs"),
        ("sections/{slug}/", "begins with a folder of newsgen's own pages"),
        ("robots.txt/{slug}/", "begins with a folder of newsgen's own pages"),
        ("{slug}.html", "names a file"),
        ("a/index.html/{slug}/", "names a file"),
        ("{section}-{slug}-{id}/", "has a part of more than 255 bytes"),
        ("/".join(["{section}{slug}"] * 5), "has more than 1000 bytes"),
    ],
)
def test_a_bad_permalink_is_told_in_words(pattern, finding):
    """What could leave the site, or fail on a disk one day, is refused before anything is built."""
    assert finding in check_permalink(pattern)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["{slug}", "{id}", "{section}", "{year}", "{month}", "-", "/", "أ", "."])).map("".join))
def test_what_a_good_permalink_makes_can_be_read_back(pattern):
    """An address book that newsgen wrote is one that newsgen believes."""
    if check_permalink(pattern) is None:
        for parts in (PARTS, DATED, dict.fromkeys(DATED, "9999") | {"slug": "خ" * 60, "id": "x" * 120}):
            address = permalink_url(pattern, parts)
            assert alias_url("/" + address) == address
