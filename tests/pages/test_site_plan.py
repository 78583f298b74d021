from dataclasses import replace
from datetime import date

from newsgen.model.article import StandalonePage
from newsgen.model.urls import Link
from sample_records import CONFIG, a_site, an_article, complete


def menu(*articles, **parts):
    """Return the addresses of a site's menu."""
    return [link.url for link in a_site(*articles, **parts).shared.navigation]


def test_the_menu_links_only_to_pages_that_exist():
    """It has home and standalone pages, each section, and the archive if it is not empty."""
    pages = [StandalonePage("about", "content/pages/about.md", "من نحن", "")]
    assert menu(pages=pages) == ["", "about/"]
    assert menu(an_article(), pages=pages) == ["", "archive/", "about/"]
    assert menu(an_article(section="ماء"), pages=pages) == ["", "sections/ماء/", "archive/", "about/"]


def test_a_menu_without_all_sections_leads_to_their_index():
    """The menu has the main sections only."""
    links = menu(*(an_article(f"a{n}", section=f"قسم {n}") for n in range(7)))
    assert links == ["", *(f"sections/قسم-{n}/" for n in range(6)), "sections/", "archive/"]


def test_links_to_sections_have_the_hue_of_the_section():
    """An editor's own menu and foot too."""
    chosen = (Link("ماء", "sections/ماء/"), Link("الجريدة", "https://newspaper.example.org/"))
    site = a_site(an_article(section="ماء"), config=replace(CONFIG, navigation=chosen, footer=chosen))
    hue = site.archive.hues["ماء"]
    assert [link.hue for link in site.shared.navigation] == [hue, 0]
    assert [link.hue for link in site.shared.footer] == [hue, 0]
    assert [link.hue for link in a_site(an_article(section="ماء")).shared.navigation] == [0, hue, 0]


def test_an_editors_menu_replaces_the_default():
    """The editor's menu is shown unchanged, even if it is empty."""
    chosen = (Link("الجريدة", "https://newspaper.example.org/"),)
    assert [link[:2] for link in a_site(config=replace(CONFIG, navigation=chosen)).shared.navigation] == list(chosen)
    assert a_site(config=replace(CONFIG, navigation=())).shared.navigation == ()


def test_a_page_receives_what_all_pages_show():
    """Its own values replace those of the site."""
    site = a_site()
    page = complete(site.page("x/", "page.html", {"canonical": None, "own": 1}, [Link("أ", "a/")]), site)
    everywhere = {"site", "lang", "labels", "navigation", "feeds", "canonical", "breadcrumbs"}
    everywhere |= {"footer", "logo", "social_image", "site_feeds", "indexes", "pages", "corrections_url"}
    assert page.context.keys() == everywhere | {"own"}
    assert page.context["canonical"] is None
    assert page.context["breadcrumbs"] == (Link("الرئيسية", ""), Link("أ", "a/"))


def test_the_foot_of_every_page_links_to_the_indexes_that_are_not_empty():
    """It has the standalone pages too."""
    pages = [StandalonePage("about", "content/pages/about.md", "من نحن", "")]
    shared = a_site(an_article(section="ماء", tags=("بحر",)), pages=pages).shared
    assert [link.url for link in shared.indexes] == ["sections/", "tags/", "archive/"]
    assert [link.url for link in shared.pages] == ["about/"]
    assert a_site().shared.indexes == ()


def test_years_and_months_are_named_as_in_the_country():
    """Digits and month names are those that the country's newspapers use."""
    site = a_site(an_article(published=date(2022, 8, 18)), config=replace(CONFIG, country="EG"))
    assert site.year_link(2022) == Link("٢٠٢٢", "archive/2022/")
    assert site.month_link(2022, 8) == Link("أغسطس ٢٠٢٢", "archive/2022/08/")
