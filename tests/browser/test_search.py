"""A reader finds articles in real Chromium, by keyboard and by ear, and reads why if the index cannot be loaded."""

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

import pytest

from newsgen.archive import shards
from newsgen.cli.entry import main

ARTICLES = {
    "a1": ("وزير الصحة يزور المستشفيات", "2020-03-01", "مجتمع", "سعيد الناصري"),
    "a2": ("زيرو انبعاثات في المدينة", "2021-05-02", "بيئة", "ليلى بناني"),
    "a3": ("الحكومة تناقش القانون", "2022-07-03", "سياسة", "ليلى بناني"),
}
BODIES = {
    "a1": "قال الوزير إن المدارس الجديدة،والطرق كذلك، ستفتح.",
    "a2": "ارتفعت أسعار المحروقات في الأسواق مرة أخرى.",
    "a3": "ناقش مجلس الحكومة القانون، وقال وزراء إن السعر مناسب.",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(root):
    """Build in *root* a site with a search, and serve it below a path; provide the address of the site."""
    (root / "content/articles").mkdir(parents=True)
    (root / "content/site.yml").write_text("font: system\nsearch: true\n")
    for name, (title, date, section, author) in ARTICLES.items():
        text = f"---\ntitle: {title}\ndate: {date}\ncategories: [{section}]\nauthor: {author}\n---\n\n{BODIES[name]}\n"
        (root / "content/articles" / f"{name}.md").write_text(text)
    assert main(["build", "--root", str(root), "--output", str(root / "served/one/two")]) == 0
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root / "served"))) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/one/two/"
        server.shutdown()


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    """Serve a site with a search; return its address."""
    with served(tmp_path_factory.mktemp("search")) as address:
        yield address


@pytest.fixture
def tab(chromium):
    """Open a page of its own."""
    with chromium.new_context() as context:
        yield context.new_page()


def results(tab):
    """Wait for the results of a search; return their headlines."""
    tab.wait_for_function("/نتائج|نتيجة|نتيجتان|تعذّر/.test(document.getElementById('page-status').textContent)")
    return tab.locator("#page-results h2").all_inner_texts()


def headlines(*names):
    return [ARTICLES[name][0] for name in names]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("وزير", {"a1", "a3"}),
        ("الوزراء", {"a1", "a3"}),
        ("زيرو", {"a2"}),
        ("مدرسه", {"a1"}),
        ("طرق", {"a1"}),
        ("والحكومة", {"a3"}),
        ("مستشفي", {"a1"}),
        ("اسعار", {"a2", "a3"}),
        ('"مجلس الحكومة"', {"a3"}),
        ('"الحكومة مجلس"', set()),
        ("الناصري", {"a1"}),
        ("الحكومه القنون", {"a3"}),
    ],
)
def test_a_query_finds_the_articles_that_have_its_words(searched, tab, query, found):
    """The forms of a word are one word, and words that only look alike are not."""
    tab.goto(f"{searched}search/?q={quote(query)}")
    assert set(results(tab)) == {ARTICLES[name][0] for name in found}


def test_the_box_of_an_article_leads_to_the_results(searched, tab):
    """Article pages have no script: their box is a form."""
    tab.goto(searched)
    tab.locator("article h3 a, article h2 a").first.click()
    assert tab.locator("script[src]").count() == 0
    tab.locator("header input[type=search]").fill("زيرو")
    tab.keyboard.press("Enter")
    assert results(tab) == headlines("a2")


def test_a_result_shows_why_it_was_found(searched, tab):
    """The excerpt is the article's own text, with the words that answer the query marked."""
    tab.goto(f"{searched}search/?q={quote('مدرسة')}")
    results(tab)
    assert tab.locator("#page-results mark").all_inner_texts() == ["المدارس"]
    assert "الجديدة،والطرق كذلك" in tab.locator(".excerpt").inner_text()


def test_a_search_is_an_address(searched, tab):
    """It can be shared, and the browser's buttons go back to an earlier one."""
    tab.goto(f"{searched}search/")
    tab.get_by_role("searchbox").fill("وزير")
    tab.keyboard.press("Enter")
    assert len(results(tab)) == 2
    tab.locator("#page-section").select_option("سياسة")
    tab.wait_for_function("document.querySelectorAll('#page-results li').length == 1")
    assert "section=" in tab.url
    tab.go_back()
    tab.wait_for_function("document.querySelectorAll('#page-results li').length == 2")
    assert tab.locator("#page-section").input_value() == ""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("author=ليلى بناني", ["a3", "a2"]),
        ("q=وزير&sort=date", ["a3", "a1"]),
        ("year=2021", ["a2"]),
        ("q=وزير&year=2021", []),
        ("section=لا أحد", []),
    ],
)
def test_results_are_filtered_and_sorted(searched, tab, asked, found):
    """By section, year and author, and by date."""
    tab.goto(f"{searched}search/?{asked}")
    assert results(tab) == headlines(*found)


def test_axe_finds_nothing_in_the_search(searched, tab, judge):
    """Without a query and with results, in light and in dark colours."""
    for query in ("", "?q=" + quote("وزير")):
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            tab.goto(f"{searched}search/{query}")
            if query:
                results(tab)
            assert judge(tab) == [], (query, scheme)


def test_without_a_script_the_search_leads_to_all_lists(searched, chromium):
    """It says what it needs, and shows no form that does nothing."""
    with chromium.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(f"{searched}search/?q=x")
        assert tab.get_by_text("جافاسكربت").is_visible()
        assert not tab.locator("#page-search").is_visible()
        assert tab.get_by_role("link", name="بيئة").first.is_visible()


@pytest.mark.parametrize(
    "lost", ["pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "*.pf_meta", "*.pf_index"]
)
def test_an_index_that_cannot_be_loaded_is_said(searched, tab, lost):
    """A reader is not left waiting, and is led to the lists."""
    tab.route(f"**/{lost}*", lambda route: route.fulfill(status=404))
    tab.goto(f"{searched}search/?q={quote('وزير')}")
    assert results(tab) == []
    assert "تعذّر" in tab.locator("#page-status").inner_text()
    assert tab.get_by_role("link", name="بيئة").first.is_visible()


def test_hostile_text_stays_text(searched, tab):
    """A query is shown in a field alone, and never as HTML."""
    tab.goto(f"{searched}search/?q={quote('<img src=x onerror=alert(1)>')}")
    results(tab)
    assert tab.locator("main img").count() == 0


def test_a_large_archive_is_searched_in_parts(tab, tmp_path, monkeypatch):
    """The page asks each part of the index, and puts the results in one order."""
    monkeypatch.setattr(shards, "MOST_ARTICLES", 1)
    with served(tmp_path) as address:
        tab.goto(f"{address}search/?q={quote('سعر')}")
        assert set(results(tab)) == set(headlines("a2", "a3"))
        tab.goto(f"{address}search/?author={quote('ليلى بناني')}&sort=date")
        assert results(tab) == headlines("a3", "a2")
        tab.goto(f"{address}search/?q={quote('الحكومة المدرسة')}")
        assert results(tab) == []
