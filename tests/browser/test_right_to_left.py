import re

import pytest

from requirements import need
from sample_sites import ARTICLES, PAGES

WIDTHS = [320, 360, 768, 1280]
LONGEST_LINE = """() => {
  const longest = {length: 0, text: ""};
  for (const block of document.querySelectorAll("main :is(p, li, dd, dt, td, blockquote, h1, h2, h3), aside li")) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange();
    const lines = new Map();
    for (let node; (node = walker.nextNode()); ) {
      if (node.parentElement.closest("pre, bdi")) continue;
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i); range.setEnd(node, i + 1);
        const rect = [...range.getClientRects()].at(-1);
        if (!rect || !rect.width) continue;
        const line = Math.round(rect.bottom / 4);
        lines.set(line, (lines.get(line) ?? "") + node.data[i]);
      }
    }
    for (const line of lines.values()) {
      const text = line.replace(/\\S{40,}/g, "").trim();  // a word without an end is no text to follow
      if (text.length > longest.length) Object.assign(longest, {length: text.length, text});
    }
  }
  return longest;
}"""
STYLES = """selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).map(e => {
  const style = getComputedStyle(e), size = parseFloat(style.fontSize);
  return {name: e.tagName + "." + e.className, size, lineHeight: parseFloat(style.lineHeight) / size,
          spacing: style.letterSpacing, slope: style.fontStyle, align: style.textAlign, direction: style.direction,
          line: style.textDecorationLine, offset: parseFloat(style.textUnderlineOffset) / size};
})"""
SAID_BY_THE_SITE = ":is(.kicker, .facts, .count, .terms, .tags, .more, .hint, .notes, .promise li, .neighbours span)"
"""Dates, sections, counts and hints, which are in the reader's system font and smaller than text."""
TEXT = f":is(main :is(p, li, dd, dt, label), aside :is(p, li)):not({SAID_BY_THE_SITE}, {SAID_BY_THE_SITE} *)"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(visit, name):
    """On phone, tablet and desktop a page scrolls in one direction, even with text at twice its size."""
    page = visit(name)
    for size in ("", "200%"):
        page.evaluate("size => document.documentElement.style.fontSize = size && `calc(${size} * 1.125)`", size)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, (size, width)


@pytest.mark.parametrize("name", ["Markdown", "seed's article", "missing page"])
def test_text_really_grows(visit, name):
    """Every text grows to twice its size if the reader doubles the text size."""
    page = visit(name)
    before = [style["size"] for style in page.evaluate(STYLES, TEXT)]
    page.evaluate("document.documentElement.style.fontSize = 'calc(200% * 1.125)'")
    assert [style["size"] for style in page.evaluate(STYLES, TEXT)] == pytest.approx([2 * size for size in before])


@pytest.mark.parametrize("name", PAGES)
def test_letters_join_and_text_runs_right_to_left(visit, name):
    """No element is spaced, slanted or justified, and all text runs right to left, even after a Latin word."""
    page = visit(name)
    styles = page.evaluate(STYLES, "*")
    assert {style["spacing"] for style in styles} == {"normal"}
    assert {style["slope"] for style in styles} == {"normal"}
    assert "justify" not in {style["align"] for style in styles}  # browsers have no kashida
    own = "article .text > p, article .text li"  # unlike those of visitors
    kept = f"html, body, h1, h2, h3, h4, header, main, aside, footer, nav, {own}, .card p"
    assert {style["direction"] for style in page.evaluate(STYLES, kept)} == {"rtl"}


def test_a_comment_runs_as_it_was_written(visit):
    """A visitor's English comment runs left to right between Arabic ones."""
    styles = visit("visitors' comments").evaluate(STYLES, ".visitors .text > [dir=auto]")
    assert [style["direction"] for style in styles] == ["rtl", "rtl", "ltr", "rtl"]


def test_code_runs_left_to_right(visit):
    """Code in an article runs left to right, and its lines are not broken but scrolled, by keyboard too."""
    page = visit("Markdown")
    assert {style["direction"] for style in page.evaluate(STYLES, "pre, code")} == {"ltr"}
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("(e => e.scrollWidth > e.clientWidth && e.tabIndex === 0)(document.querySelector('pre'))")
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320


TOPS = """selectors => selectors.map(e => document.querySelector(e)?.getBoundingClientRect().top)"""


def test_a_phone_shows_what_is_read_next_first(visit, page):
    """Below the text are tags, related news, source, comments and form, in this order."""
    page.set_viewport_size({"width": 360, "height": 800})
    order = [".story header", ".text", ".tags", ".related", ".provenance", ".visitors", ".respond"]
    tops = visit("a thread of comments").evaluate(TOPS, order)
    assert tops == sorted(tops)
    assert None not in tops


def test_related_news_stay_in_sight(visit):
    """On a desktop they follow the reader down a long text."""
    page = visit("Markdown")
    page.evaluate("scrollTo(0, document.querySelector('.text').getBoundingClientRect().bottom - 1000)")
    box = page.locator(".related").bounding_box()
    assert 0 <= box["y"] < 100


SEPARATORS = """() => [...document.querySelectorAll(".facts > * + *")].filter(e => {
  const clip = e.parentElement.getBoundingClientRect(), box = e.getBoundingClientRect();
  const line = parseFloat(getComputedStyle(e, "::before").insetInlineStart) + 0;
  const isFirst = e.previousElementSibling.getBoundingClientRect().top < box.top - 3;
  return isFirst && box.right - line < clip.right + 6;
}).map(e => e.textContent)"""


@pytest.mark.parametrize("width", [320, 360, 412, 500, 768])
def test_no_line_begins_with_a_separator(visit, page, width):
    """A separator before the first fact of a line is clipped."""
    page.set_viewport_size({"width": width, "height": 800})
    assert visit("Markdown").evaluate(SEPARATORS) == []


def test_a_tall_picture_fits_on_the_screen(visit, page):
    """It takes four fifths of the height at most, and keeps its proportions."""
    page.set_viewport_size({"width": 1280, "height": 300})
    image = visit("Markdown").locator(".picture img")
    box = image.bounding_box()
    assert box["height"] <= 240
    assert image.evaluate("e => getComputedStyle(e).objectFit") == "contain"


@pytest.mark.parametrize("name", PAGES)
def test_text_is_large_and_its_lines_are_apart(visit, name):
    """Text is at least 16 px, and what the site says of it 14, with a line height of 1.6 to 2; headings have 1.3."""
    page = visit(name)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for style in page.evaluate(STYLES, TEXT):
            assert style["size"] >= 16, (width, style)
            assert 1.6 <= style["lineHeight"] <= 2, (width, style)
        for style in page.evaluate(STYLES, f"main {SAID_BY_THE_SITE}"):
            assert style["size"] >= 14, (width, style)
            assert 1.6 <= style["lineHeight"] <= 2, (width, style)
        for style in page.evaluate(STYLES, "h1, h2, h3, h4, h5, h6"):
            assert style["lineHeight"] >= 1.3, (width, style)


@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_longer_than_an_eye_follows(visit, name):
    """A line has at most 85 characters, on a tablet and on a desktop."""
    page = visit(name)
    for width in (768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        longest = page.evaluate(LONGEST_LINE)
        assert longest["length"] <= 85, (width, longest["text"])


def test_lines_are_really_measured(visit):
    """The measurement of lines works: it sees the wide lines of an article."""
    assert visit("seed's article").evaluate(LONGEST_LINE)["length"] > 50


BOXES = """() => Object.fromEntries(["main", "aside"].map(name => {
  const {left, right, top, bottom} = document.querySelector(name).getBoundingClientRect();
  return [name, {left, right, top, bottom}];
}))"""


@pytest.mark.parametrize("name", ["seed's article", "Markdown", "forty related titles"])
def test_the_sidebar_stands_at_the_end(visit, name):
    """Related news are left of the article on a desktop and below it on a phone; in the source they follow it."""
    page = visit(name)
    boxes = page.evaluate(BOXES)
    assert boxes["aside"]["right"] < boxes["main"]["left"]
    assert boxes["aside"]["top"] == boxes["main"]["top"]
    page.set_viewport_size({"width": 360, "height": 800})
    boxes = page.evaluate(BOXES)
    assert boxes["aside"]["top"] >= boxes["main"]["bottom"]
    order = "!!(document.querySelector('main').compareDocumentPosition(document.querySelector('aside')) & 4)"
    assert page.evaluate(order)


@pytest.mark.parametrize("name", ["home", "seed's home", "mail's home"])
def test_the_rail_stands_beside_the_lead(visit, name):
    """Headlines, or what the archive keeps, are left of the lead on a desktop and below it on a phone."""
    page = visit(name)
    lead, rail = (page.locator(f".front > .{name}") for name in ("lead", "rail"))
    first, second = lead.bounding_box(), rail.bounding_box()
    assert second["x"] + second["width"] < first["x"]
    assert first["y"] == second["y"]
    page.set_viewport_size({"width": 360, "height": 800})
    first, second = lead.bounding_box(), rail.bounding_box()
    assert second["y"] >= first["y"] + first["height"]


ISOLATED = """() => [...document.querySelectorAll("bdi[dir=ltr]:not(code *, pre *)")].map(e => {
  const style = getComputedStyle(e);
  return {text: e.textContent, direction: style.direction, wrap: style.textWrapMode ?? style.whiteSpace,
          anywhere: style.overflowWrap, long: e.classList.contains("long")};
})"""


@pytest.mark.parametrize("name", ["Markdown", "visitors' comments", "page", "seed's ledger"])
def test_numbers_and_addresses_keep_their_order(visit, name):
    """Phone numbers, prices and URLs run left to right, on one line unless they are long."""
    parts = visit(name).evaluate(ISOLATED)
    assert parts != []
    for part in parts:
        assert part["direction"] == "ltr", part
        assert part["wrap"] == ("wrap" if part["long"] else "nowrap"), part
        assert not part["long"] or part["anywhere"] == "anywhere", part
        assert part["long"] or len(part["text"]) <= 20, part


@pytest.mark.parametrize("name", ["Markdown", "visitors' comments", "page"])
def test_a_short_number_stays_whole_on_a_phone(visit, page, name):
    """Even on a narrow phone, text that fits on one line is never broken."""
    page.set_viewport_size({"width": 320, "height": 800})
    cut = """[...document.querySelectorAll(".text > p bdi:not(.long), li > p > bdi:not(.long)")].filter(e => {
      const line = parseFloat(getComputedStyle(e).lineHeight);
      return e.getClientRects().length > 1 || e.getBoundingClientRect().height > 1.2 * line;
    }).map(e => e.textContent)"""
    assert visit(name).evaluate(cut) == []


@pytest.mark.parametrize("name", ["Markdown", "page", "missing page"])
def test_links_are_underlined_below_the_dots(visit, name):
    """Links in text are underlined, a quarter em lower than in Latin text, for the dots of ب and ي."""
    styles = visit(name).evaluate(STYLES, "main > p > a, .text a")
    assert styles != []
    assert {style["line"] for style in styles} == {"underline"}
    assert all(style["offset"] == pytest.approx(0.25, abs=0.01) for style in styles)


@pytest.mark.parametrize("name", ["seed's article", "closed comments", "two captures"])
def test_an_article_is_set_in_one_family(visit, name, sites):
    """Nine in ten glyphs of a text come from the site's own font; what the site says of it has the reader's."""
    need("the extra `fonts`", list(sites["rich"].glob("assets/font.*.woff2")))
    page = visit(name)
    page.evaluate("document.fonts.ready")
    counts = glyphs(page, "article.story .text")
    ours = sum(count for (family, custom), count in counts.items() if custom and family == "Noto Naskh Arabic")
    assert ours >= 0.9 * sum(counts.values()), counts


def test_other_letters_fall_back_within_a_line(visit):
    """An article with code and tables is mostly in the site's font, and every glyph has a font."""
    counts = glyphs(visit("Markdown"), "article.story")
    assert max(counts, key=counts.get)[0].startswith("Noto Naskh Arabic")


def glyphs(page, selector):
    """Count the glyphs below an element by their font and whether it was downloaded with the page."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]
    found = session.send("DOM.querySelector", {"nodeId": root["nodeId"], "selector": selector})
    everything = session.send("DOM.querySelectorAll", {"nodeId": found["nodeId"], "selector": "*"})["nodeIds"]
    counts = {}
    for node in everything:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            key = font["familyName"], font["isCustomFont"]
            counts[key] = counts.get(key, 0) + font["glyphCount"]
    session.detach()
    return counts


@pytest.mark.parametrize("name", ARTICLES)
def test_a_title_bar_is_held_right_to_left(visit, name):
    """The title in the browser begins with an Arabic letter or with an RLM."""
    title = visit(name).title()
    assert re.match("\u200f|[\u0600-\u06ff]", title), title
