"""What address an article wants, and whether an editor wants another."""

from datetime import date

import pytest

from newsgen.article import Article
from newsgen.permalinks import Permalink, derived_slug, with_digest
from newsgen.urls import DEFAULT_PERMALINK

SLUG = "افتتاح-المكتبة"


def article(name, headline="افتتاح المكتبة", **others):
    """Return an article from the file of this name."""
    known = {
        "source": f"content/articles/{name}.md",
        "sha256": "",
        "encoding": "utf-8",
        "confidence": "high",
        "headline_origin": "front_matter",
    }
    return Article(id=name, headline=headline, **known | others)


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
