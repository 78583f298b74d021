"""A reader finds articles in real Chromium, by keyboard and by ear, and reads why if the index cannot be loaded."""

import json
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from newsgen.archive import shards
from newsgen.cli.entry import main
from searched_sites import Quiet, served_folder

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


class _Strict(Quiet):
    """Allows a page nothing but files of its own site, and WebAssembly."""

    def end_headers(self):
        policy = "default-src 'none'; img-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
        self.send_header("Content-Security-Policy", f"{policy}; script-src 'self' 'wasm-unsafe-eval'")
        super().end_headers()


def write(root, name, body, **fields):
    """Write an article of the site in *root*."""
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    file = root / "content/articles" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{head}---\n\n{body}\n")


@contextmanager
def served(root, handler=Quiet):
    """Build in *root* a site with a search, and serve it below a path; provide the address of the site."""
    for name, (title, date, section, author) in ARTICLES.items():
        write(root, name, BODIES[name], title=title, date=date, categories=[section], author=author)
    (root / "content/site.yml").write_text("font: system\nsearch: true\n")
    assert main(["build", "--root", str(root), "--output", str(root / "served/one/two")]) == 0
    with served_folder(root / "served", handler) as address:
        yield f"{address}one/two/"


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
        assert tab.get_by_text("جافاسكربت").is_visible()  # at once
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
    """A query is shown in a field alone, and never as HTML; one of any length is answered."""
    tab.goto(f"{searched}search/?q={quote('<img src=x onerror=alert(1)>')}")
    results(tab)
    assert tab.locator("main img").count() == 0
    tab.goto(f"{searched}search/?q={quote('وزير ' * 300)}")
    assert len(results(tab)) == 2


HOSTILE = (
    "أوكازيون </script><script>alert(1)</script>",
    'أوكازيون <img src=x onerror="alert(1)">',
    "أوكازيون \ue03c\ue022 رمز؟",
    "أوكازيون \u202eمقلوب\u202c \u2067عالق",
)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Serve a site with many articles about one thing, some of them hostile."""
    root = tmp_path_factory.mktemp("many")
    for number, title in enumerate(HOSTILE):
        write(root, f"h{number}", "اتصل بالرقم +212 600 11 22 33 أو راسل desk@example.org.", title=title)
    for number in range(23):
        body = f"متحف في المدينة {number}. " + "سطر طويل عن المدينة. " * 20
        write(root, f"m{number}", body, title=f"معرض {number}")
    with served(root) as address:
        yield address


def test_hostile_headlines_are_shown_as_they_are(many, tab):
    """Tags, symbols of an icon font and marks of direction are text, and change nothing around them."""
    tab.goto(f"{many}search/?q={quote('أوكازيون')}")
    shown = results(tab)
    assert {*shown} == {HOSTILE[0], HOSTILE[1], "أوكازيون \ufffd\ufffd رمز؟", "أوكازيون مقلوب عالق"}
    assert tab.locator("main :is(img, script)").count() == 0


def test_what_reads_from_left_to_right_is_isolated(many, tab):
    """In Arabic text the groups of a phone number would change places."""
    tab.goto(f"{many}search/?q={quote('اتصل بالرقم')}")
    results(tab)
    isolated = tab.locator("#page-results li").first.locator(".excerpt bdi[dir=ltr]").all_inner_texts()
    assert isolated == ["+212 600 11 22 33", "desk@example.org"]


def test_more_results_come_by_keyboard(many, tab):
    """The focus goes to the first of them, and to the last page's when the button is gone."""
    tab.goto(f"{many}search/?q={quote('متحف')}")
    assert len(results(tab)) == 10
    assert "23" in tab.get_by_role("status").inner_text()
    for count in (20, 23):
        tab.locator("#page-more").focus()
        tab.keyboard.press("Enter")
        tab.wait_for_function("n => document.querySelectorAll('#page-results li').length == n", arg=count)
        first = tab.locator("#page-results h2 a").nth(count // 10 * 10 - (10 if count == 20 else 0))
        assert first.evaluate("e => e === document.activeElement")
    assert not tab.locator("#page-more").is_visible()


def test_a_second_press_shows_nothing_twice(many, tab):
    """An impatient reader gets each result once."""
    tab.goto(f"{many}search/?q={quote('متحف')}")
    results(tab)
    tab.evaluate("() => { const more = document.getElementById('page-more'); more.click(); more.click(); }")
    tab.wait_for_function("document.querySelectorAll('#page-results li').length >= 20")
    shown = tab.locator("#page-results h2").all_inner_texts()
    assert len(shown) == len({*shown})


def test_a_reader_comes_back_to_the_same_place(many, tab):
    """From an article, to as many results as were shown and as far down."""
    tab.goto(f"{many}search/?q={quote('متحف')}")
    results(tab)
    tab.locator("#page-more").click()
    tab.wait_for_function("document.querySelectorAll('#page-results li').length == 20")
    tab.locator("#page-results h2 a").nth(15).click()
    tab.wait_for_selector("article h1")
    tab.go_back()
    tab.wait_for_function("document.querySelectorAll('#page-results li').length == 20")
    tab.wait_for_function("scrollY > 300")
    assert tab.locator("#page-q").input_value() == "متحف"


def test_the_link_to_the_content_is_no_search(many, tab):
    """What the reader is typing stays, and the results too."""
    tab.goto(f"{many}search/?q={quote('متحف')}")
    results(tab)
    tab.locator("#page-q").fill("شيء آخر")
    tab.locator("#page-results li").first.evaluate("e => e.classList.add('kept')")
    tab.evaluate("location.hash = 'content'")
    tab.wait_for_timeout(100)
    assert tab.locator("#page-q").input_value() == "شيء آخر"
    assert tab.locator("#page-results li.kept").count() == 1


def test_nothing_moves_while_results_come(many, tab):
    """On a phone as on a desktop: the page does not jump under the reader's finger."""
    for width in (360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        for query in ("", "?q=" + quote("متحف"), "?q=" + quote("ظظظظظ")):
            tab.goto(f"{many}search/{query}")
            if query:
                results(tab)
            moved = tab.evaluate("""() => new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list => list.getEntries().forEach(one => (sum += one.value)))
                .observe({type: 'layout-shift', buffered: true});
              setTimeout(() => done(sum), 100);
            })""")
            assert moved == 0, (width, query)


def test_a_strict_policy_allows_the_search(tab, tmp_path):
    """It needs files of its own site, and `wasm-unsafe-eval` for WebAssembly; no eval, no inline script or style."""
    with served(tmp_path, _Strict) as address:
        refused = []
        tab.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        tab.goto(f"{address}search/?q={quote('زيرو')}")
        tab.wait_for_selector("#page-results h2")  # Playwright's wait_for_function would need eval
        assert tab.locator("#page-results h2").all_inner_texts() == headlines("a2")
        assert refused == []


def test_an_empty_field_begins_at_the_right(searched, tab):
    """And a Latin query is read from the left."""
    tab.goto(f"{searched}search/")
    style = tab.locator("#page-q").evaluate("e => [getComputedStyle(e).direction, getComputedStyle(e).unicodeBidi]")
    assert style == ["rtl", "plaintext"]


def test_a_page_opened_from_a_file_says_why_it_does_not_search(tab, tmp_path):
    """Browsers run no module of a file, so the message is there before the script."""
    with served(tmp_path):
        tab.goto((tmp_path / "served/one/two/search/index.html").as_uri() + "?q=x")
        message = tab.get_by_role("status")
        assert "من ملف" in message.text_content()
        message.wait_for(state="visible")


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
