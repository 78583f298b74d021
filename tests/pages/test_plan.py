from dataclasses import replace

from newsgen.model.article import StandalonePage
from sample_records import CONFIG, a_capture, an_article, plan

ABOUT = StandalonePage("about", "content/pages/about.md", "من نحن", '<p><a href="/articles/harbour/">الميناء</a></p>')


def test_every_page_has_its_address_and_template():
    """There is a home page, each article, each ledger, each standalone page, and one page for missing addresses."""
    planned = plan(an_article(evidence=(a_capture(),)), an_article("market"), pages=[ABOUT])
    assert {url: page.template for url, page in planned.items() if not url.startswith("archive/")} == {
        "": "home.html",
        "articles/harbour/": "article.html",
        "articles/harbour/source/": "source.html",
        "articles/market/": "article.html",
        "about/": "page.html",
        "404.html": "404.html",
    }


def test_every_page_names_its_canonical_address():
    """Ledgers and aliases name their article; the page for missing addresses names none."""
    article = an_article(evidence=(a_capture(),), aliases=("old.html",))
    planned = plan(article, config=replace(CONFIG, base_url="https://archive.example.org/"))
    assert {url: page.context["canonical"] for url, page in planned.items()} == {
        "": "https://archive.example.org/",
        "articles/harbour/": "https://archive.example.org/articles/harbour/",
        "articles/harbour/source/": "https://archive.example.org/articles/harbour/",
        "a/harbour/": "https://archive.example.org/articles/harbour/",
        "archive/": "https://archive.example.org/archive/",
        "archive/undated/": "https://archive.example.org/archive/undated/",
        "old.html": "https://archive.example.org/articles/harbour/",
        "404.html": None,
    }


def test_links_of_a_standalone_page_work_below_any_path():
    """A link to /articles/… becomes relative to the page."""
    assert 'href="../articles/harbour/"' in plan(pages=[ABOUT])["about/"].context["text_html"]
