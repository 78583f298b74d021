"""Test reading without a mouse, in dark colours, on paper, without animation and without scripts."""

from urllib.parse import quote

import pytest

from sample_sites import ARTICLES, PAGES

FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {tag: e.tagName, name: e.name ?? "", text: e.textContent.trim(),
          place: e.closest(".masthead, .breadcrumbs, main, aside, .below, footer")?.tagName,
          outline: style.outlineStyle, width: parseFloat(style.outlineWidth), size: box.width * box.height,
          inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth};
}"""
COLOURS = """() => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const {backgroundColor} = getComputedStyle(document.documentElement), {color} = getComputedStyle(document.body);
  return {paper: Math.round(luminance(backgroundColor)), ink: Math.round(luminance(color))};
}"""


def walk(page):
    """Press Tab from the top of the page to its end; return the elements that had the focus, in order."""
    stops = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] in {"BODY", "HTML"} or stop in stops[:1]:  # the focus left the page or is at its start again
            return stops
        stops.append(stop)


# By keyboard


@pytest.mark.parametrize("name", ["Markdown", "seed's article", "home", "seed's ledger", "missing page"])
def test_the_keyboard_goes_the_way_of_the_eye(visit, name):
    """The skip link comes first, then masthead, breadcrumbs, article, sidebar, source; every focus is visible."""
    stops = walk(visit(name))
    assert stops[0]["text"] == "تجاوز إلى المحتوى"
    order = ["HEADER", "NAV", "MAIN", "ASIDE", "DIV", "FOOTER"]
    places = [order.index(stop["place"]) for stop in stops[1:]]
    assert places == sorted(places)
    for stop in stops:
        if stop["tag"] in {"VIDEO", "AUDIO"}:
            continue  # the browser itself draws the focus of their buttons
        assert stop["outline"] != "none", stop
        assert stop["width"] >= 2, stop
        assert stop["size"] > 100, stop


def test_the_skip_link_is_seen_and_skips(visit):
    """The first Tab shows the skip link, and Enter then moves the focus to the article."""
    page = visit("seed's article")
    assert page.locator(".skip").bounding_box()["width"] <= 1
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inside"]
    assert page.locator(".skip").bounding_box()["width"] > 100
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["place"] in {"MAIN", "ASIDE", "DIV"}  # what follows the beginning of the article


def test_form_fields_come_in_visual_order(visit):
    """Tab visits comment, name, e-mail, site, the rules and the button: down the page and from right to left."""
    page = visit("visitors' comments")
    page.locator("#form-comment").focus()
    names = ["comment"]
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED)["name"] or page.evaluate(FOCUSED)["tag"])
    assert names == ["comment", "author", "email", "url", "A", "BUTTON"]
    boxes = [page.locator(f"#form-{name}").bounding_box() for name in names[:4]]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    assert boxes[1]["y"] == boxes[2]["y"]
    assert boxes[1]["x"] > boxes[2]["x"]


def test_a_wide_table_is_scrolled_by_keyboard(visit, page):
    """On a phone the arrow keys scroll a table that is wider than the page, and the page does not move."""
    page.set_viewport_size({"width": 360, "height": 800})
    table = visit("Markdown").locator("article table")
    assert table.evaluate("e => e.scrollWidth > e.clientWidth")
    table.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("document.querySelector('article table').scrollLeft < 0")
    assert page.evaluate("scrollX") == 0


# Light and dark


@pytest.mark.parametrize("name", ["seed's article", "seed's home", "missing page"])
def test_the_page_follows_the_readers_light(visit, page, name):
    """Dark text on a light page becomes light text on a dark page if the reader prefers it."""
    light = visit(name).evaluate(COLOURS)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(COLOURS)
    assert light["paper"] - light["ink"] > 150
    assert dark["ink"] - dark["paper"] > 150


# On paper


@pytest.mark.parametrize("name", ARTICLES)
def test_paper_shows_the_article_alone(visit, page, name):
    """Menu, form, comments, sidebar and footer are not printed; the site's name, the article and its source are."""
    visit(name)
    shown = ".masthead .name, .story > :not(.tags, .share), .below .provenance > :not(details)"
    story = f"[...document.querySelectorAll('{shown}')].map(e => e.innerText.trim()).filter(Boolean)"
    page.emulate_media(media="print")
    expected = page.evaluate(f"{story}.join(' ')").split()
    assert page.evaluate("document.body.innerText").split() == expected
    assert page.locator("h1").inner_text().split() == expected[headline_of(page)]


def headline_of(page):
    """Return the slice of the printed words that is the headline: after the section, if there is one."""
    start = len(" ".join(page.locator(".masthead .name, .kicker").all_inner_texts()).split())
    return slice(start, start + len(page.locator("h1").inner_text().split()))


def test_paper_says_where_the_article_is_from(visit, page):
    """Newspaper, address and citation are printed."""
    visit("Markdown")
    page.emulate_media(media="print")
    printed = page.evaluate("document.body.innerText")
    assert printed.startswith("أرشيف الصحافة المحلية")
    for words in ("جريدة المدينة", "https://newspaper.example.org/2023/03/07/", "محفوظ في أرشيف الصحافة المحلية"):
        assert words in printed


def test_paper_is_white_in_the_dark_too(visit, page):
    """A dark page is printed with dark text on white."""
    visit("Markdown")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(COLOURS) == {"paper": 255, "ink": 0}
    boxes = (
        "[...document.querySelectorAll('pre, .text :not(track, source)')].map(e => getComputedStyle(e).backgroundColor)"
    )
    assert set(page.evaluate(boxes)) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


def test_paper_is_not_cut_at_the_sides(visit, page):
    """On A4 paper nothing is wider than the sheet, tables and code included."""
    visit("Markdown")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    wide = "[...document.querySelectorAll('main, main *')].filter(e => e.checkVisibility() && e.scrollWidth > 640)"
    assert page.evaluate(f"{wide}.map(e => e.outerHTML.slice(0, 80))") == []
    assert page.locator("article table").evaluate("e => e.scrollWidth <= e.clientWidth + 1")


# At rest


@pytest.mark.parametrize("name", ["seed's article", "home", "visitors' comments"])
def test_nothing_moves(visit, page, name):
    """No page has an animation, a transition or smooth scrolling."""
    page.emulate_media(reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].map(e => getComputedStyle(e)).filter(style =>
      style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior !== "auto").length"""
    assert visit(name).evaluate(moving) == 0


# Without scripts


@pytest.mark.parametrize("name", ["home", "Markdown", "visitors' comments", "seed's article", "seed's ledger", "page"])
def test_the_same_text_is_there_without_scripts(visit, without_scripts, name):
    """A page shows the same words with and without JavaScript."""
    without_scripts.goto(quote(PAGES[name]))
    assert without_scripts.inner_text("body") == visit(name).inner_text("body")


@pytest.fixture(scope="module")
def without_scripts(visitor):
    """Open a browser page without JavaScript."""
    return visitor(java_script_enabled=False, viewport={"width": 1280, "height": 800}, color_scheme="light")
