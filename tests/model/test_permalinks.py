"""A permalink pattern gives each article its address, and only another slug moves it."""

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
    """Return an article from the file of this name, without a chosen slug."""
    return an_article(name, headline=headline, **{"slug": None} | others)


@pytest.mark.parametrize(
    ("headline", "name", "slug"),
    [("افتتاح المكتبة", "أ", SLUG), ("؟!…", "ملف", "ملف"), ("…", "؟؟", "16dfabf8"), ("خ" * 200, "أ", "خ" * 60)],
)
def test_a_derived_slug_is_never_empty_nor_too_long(headline, name, slug):
    """It is made from the headline, or else from the id, or else from the id's digest."""
    assert derived_slug(article(name, headline)) == slug


def test_a_slug_with_a_digest_is_not_longer_than_a_slug_may_be():
    """The eight digits of the digest follow a hyphen."""
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
    """Section and id are made into slugs too."""
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
    """A section named like a folder of newsgen's own pages gets a digest, the same for all its articles."""
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
def test_a_slug_that_the_address_contains_is_not_another_slug(address, permalink):
    """It may be in any segment, because an earlier permalink may have put it there."""
    one = article("أ", slug="خبر", published=date(2015, 5, 5))
    assert not Permalink(permalink).slug_differs(address, one)


@pytest.mark.parametrize(
    ("address", "permalink"),
    [
        ("articles/آخر/", DEFAULT_PERMALINK),
        ("articles/خبر-dd0eaa23/", DEFAULT_PERMALINK),
        ("2015/خبر-طويل/", "{year}/{slug}/"),
        ("2015-آخر-خبر/", "{year}-{slug}/"),
    ],
)
def test_another_slug_is_recognised(address, permalink):
    """Only a date may be beside the slug in its segment; other words make it another slug."""
    assert Permalink(permalink).slug_differs(address, article("أ", slug="خبر"))


@pytest.mark.parametrize(
    ("address", "permalink", "slug"),
    [("أدب/أدب-قديم/", "{section}/{slug}/", "أدب"), ("articles/x/", DEFAULT_PERMALINK, "articles")],
)
def test_a_slug_equal_to_another_part_of_the_address_is_another_slug(address, permalink, slug):
    """That part is the section, or a word of the permalink itself."""
    assert Permalink(permalink).slug_differs(address, article("أ", slug=slug, section="أدب"))


parts = st.sampled_from(["خبر", "News", "articles", "أدب", "2011", "x.htm", "é", "index.html", "undated"])


@given(address=st.lists(parts, min_size=1, max_size=4).map("/".join), slug=parts, section=parts)
@pytest.mark.parametrize("permalink", [DEFAULT_PERMALINK, "{slug}/x", "{section}/{slug}/", "{year}/{section}-{slug}/"])
def test_capitals_and_unicode_forms_do_not_make_another_slug(permalink, address, slug, section):
    """Some file systems ignore both differences."""
    one, pattern = article("أ", slug=slug, section=section), Permalink(permalink)
    spelled = unicodedata.normalize("NFD", address.upper())
    assert pattern.slug_differs(f"{address}/", one) == pattern.slug_differs(f"{spelled}//", one)


@pytest.mark.parametrize(("slug", "permalink"), [(None, DEFAULT_PERMALINK), ("خبر", "{year}/{id}/")])
def test_an_address_without_a_chosen_slug_never_differs_from_it(slug, permalink):
    """No slug was chosen, or the permalink does not contain it."""
    one = article("أ", slug=slug)
    assert not Permalink(permalink).slug_differs("articles/آخر/", one)
    assert not Permalink(permalink).uses_chosen_slug(one)


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        (DEFAULT_PERMALINK, f"articles/{SLUG}-dd0eaa23/"),
        ("{id}/{slug}/", f"أ/{SLUG}-dd0eaa23/"),
        ("{year}/{id}/", "undated/أ-dd0eaa23/"),
    ],
)
def test_a_unique_address_contains_a_digest_of_the_id(permalink, url):
    """It follows the slug, or the id if the permalink contains no slug."""
    assert Permalink(permalink).url(article("أ"), unique=True) == url


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
    """An article without a date has one segment in place of all segments of its date."""
    assert permalink_url(pattern, DATED) == dated
    assert permalink_url(pattern, PARTS) == undated


@pytest.mark.parametrize(
    "pattern",
    [
        *(DEFAULT_PERMALINK, "{slug}", "/{id}/", "{year}/{month}/{day}/{slug}/", "أخبار/{section}/{slug}/"),
        *("{section}-{id}/{slug}", "news-{id}/", "Articles/{slug}/", "a/b/c/d/e/f/g/{id}/"),
    ],
)
def test_a_valid_permalink_has_no_finding(pattern):
    """Slashes at its ends are ignored."""
    assert check_permalink(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "finding"),
    [
        ("", "has neither {slug} nor {id}"),
        ("articles/{year}/", "has neither {slug} nor {id}"),
        ("{slug}/{titel}/", "has an unknown placeholder {titel}"),
        ("{slug}/{}/", "has an unknown placeholder {}"),
        ("{slug.__class__}/{id}", "has an unknown placeholder {slug.__class__}"),
        ("a/b/c/d/e/f/g/h/{slug}/", "has more than 8 parts"),
        ("articles//{slug}/", "has a part that is empty"),
        ("articles/../{slug}/", "has a part that is empty, begins with a dot"),
        (".news/{slug}/", "has a part that is empty, begins with a dot"),
        ("{slug}/{id", "has a brace that is not closed"),
        ("{slug", "has a brace that is not closed"),
        ("{Slug}/", "has an unknown placeholder {Slug}"),
        ("news?{slug}/", "or contains characters other than"),
        ("https://example.org/{slug}/", "has a part that is empty"),
        ("a\u202eb/{slug}/", "or contains characters other than"),
        ("sections/{slug}/", "begins with a folder that is reserved for newsgen's own pages"),
        ("robots.txt/{slug}/", "begins with a folder that is reserved for newsgen's own pages"),
        ("{slug}.html", "ends like the name of a file"),
        ("a/index.html/{slug}/", "ends like the name of a file"),
        ("{section}-{slug}-{id}/", "has a part of more than 255 bytes"),
        ("/".join(["{section}{slug}"] * 5), "has more than 1000 bytes"),
    ],
)
def test_an_invalid_permalink_is_explained(pattern, finding):
    """A pattern that could lead out of the site or fail on a file system is rejected before anything is built."""
    assert finding in check_permalink(pattern)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["{slug}", "{id}", "{section}", "{year}", "{month}", "-", "/", "أ", "."])).map("".join))
def test_the_address_of_a_valid_permalink_can_be_read_back(pattern):
    """An address book that newsgen has written is valid."""
    if check_permalink(pattern) is None:
        for parts in (PARTS, DATED, dict.fromkeys(DATED, "9999") | {"slug": "خ" * 60, "id": "x" * 120}):
            address = permalink_url(pattern, parts)
            assert alias_url("/" + address) == address
