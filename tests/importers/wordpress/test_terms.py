"""The primary category of a post is its section, and its old addresses lead to it."""

import pytest

from newsgen.importers.wordpress.items import Category, Item
from newsgen.importers.wordpress.terms import aliases_of, primary_warnings, sections_and_tags

CATEGORIES = {
    "6": Category("akhbar", "أخبار"),
    "7": Category("economy", "اقتصاد"),
    "8": Category("banks", "بنوك", "economy"),
    "9": Category("رياضة", "رياضة"),
}


def a_post(*meta, link="https://marfa.example/akhbar/mizaniya/", slugs=("akhbar", "economy"), old=()):
    """Return a post in the categories with these *slugs*."""
    names = {category.slug: category.name for category in CATEGORIES.values()}
    terms = tuple(("category", slug, names[slug]) for slug in slugs)
    fields = {"link": link, "wp:status": "publish"}
    return Item(fields, terms, (*meta, *(("_wp_old_slug", slug) for slug in old)), (), 0)


@pytest.mark.parametrize(
    "meta",
    [
        ("_yoast_wpseo_primary_category", "7"),
        ("rank_math_primary_category", "7"),
        ("_primary_term_category", "7"),
        ("epc_primary_category", "7"),
        ("tie_primary_category", "economy"),
        ("jnews_primary_category", 'a:2:{s:2:"id";s:1:"7";s:4:"hide";s:0:"";}'),
        ("_category_permalink", 'a:1:{s:8:"category";s:1:"7";}'),
        ("td_post_theme_settings", 'a:2:{s:14:"td_primary_cat";s:1:"7";s:5:"other";s:1:"6";}'),
    ],
    ids=lambda meta: meta[0],
)
def test_the_primary_category_comes_first(meta):
    """Plugins and themes name it in custom fields of their own; the other categories stay."""
    assert sections_and_tags(a_post(meta), CATEGORIES)[0] == ["اقتصاد", "أخبار"]
    assert aliases_of(a_post(meta), "mizaniya", CATEGORIES) == (("akhbar/mizaniya/", "economy/mizaniya/"), [])


@pytest.mark.parametrize(
    "meta",
    [
        ("_yoast_wpseo_primary_category", "9"),
        ("_yoast_wpseo_primary_category", ""),
        ("primary_category_color", "#7"),
        ("x", "7"),
    ],
)
def test_a_category_that_the_post_has_not_is_not_its_primary_one(meta):
    """WordPress passes over it too."""
    assert sections_and_tags(a_post(meta), CATEGORIES)[0] == ["أخبار", "اقتصاد"]
    assert aliases_of(a_post(meta), "mizaniya", CATEGORIES)[0] == ("akhbar/mizaniya/",)


def test_a_primary_category_that_is_unknown_is_said():
    """The export of one author's posts may lack the categories."""
    meta = ("_yoast_wpseo_primary_category", "70")
    assert "70" in primary_warnings(a_post(meta), CATEGORIES)[0]
    assert primary_warnings(a_post(meta, slugs=("akhbar",)), CATEGORIES) == []


@pytest.mark.parametrize(
    ("link", "slugs", "primary", "wanted"),
    [
        ("/economy/banks/x/", ("banks", "akhbar"), "6", "akhbar/x/"),
        ("/akhbar/x/", ("banks", "akhbar"), "8", "economy/banks/x/"),
        ("/banks/x/", ("banks", "akhbar"), "6", "akhbar/x/"),
        ("/2020/akhbar/05/x/", ("akhbar", "economy"), "7", "2020/economy/05/x/"),
        ("/akhbar/x.html", ("akhbar", "economy"), "7", "economy/x.html"),
        ("/akhbar/akhbar/", ("akhbar", "economy"), "7", "economy/akhbar/"),
        ("/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/x/", ("رياضة", "economy"), "7", "economy/x/"),
        ("/economy/x/", ("رياضة", "economy"), "9", "رياضة/x/"),
    ],
)
def test_the_address_under_the_primary_category_is_an_alias(link, slugs, primary, wanted):
    """Whatever the structure of the site's permalinks is, with the categories above and with other encodings."""
    item = a_post(("rank_math_primary_category", primary), link=f"https://marfa.example{link}", slugs=slugs)
    aliases, warnings = aliases_of(item, "x", CATEGORIES)
    assert wanted in aliases
    assert len(aliases) == 2
    assert warnings == []


@pytest.mark.parametrize("link", ["/2020/05/x/", "/x/", "/blog/x/", "/x/akhbar/"])
def test_an_address_without_a_category_has_no_other(link):
    """No address is invented."""
    item = a_post(("rank_math_primary_category", "7"), link=f"https://marfa.example{link}")
    assert len(aliases_of(item, "x", CATEGORIES)[0]) == 1


def test_an_old_slug_leads_from_both_addresses():
    """A renamed post was at each of them."""
    item = a_post(("rank_math_primary_category", "7"), old=("qadim",))
    wanted = ("akhbar/mizaniya/", "economy/mizaniya/", "akhbar/qadim/", "economy/qadim/")
    assert aliases_of(item, "mizaniya", CATEGORIES)[0] == wanted
