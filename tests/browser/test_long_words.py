"""A word of any length, at any place in a page, does not widen the page."""

from urllib.parse import quote

import pytest

from sample_sites import PAGES

LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  for (let node; (node = walker.nextNode()); ) {
    if (node.data.trim() && !node.parentElement.closest(".ledger :is(th, td:nth-child(2))")) texts.push(node);
  }
  for (const text of texts) {
    const whole = text.parentElement.closest(".whole");
    if (whole) whole.textContent = "« كلمةلاتنتهيه";  // a quotation mark and the longest word that is kept beside it
    if (whole) continue;
    const isolated = text.parentElement.closest("bdi:not(.long)") ?? document.createElement("bdi");
    isolated.dir = "ltr";
    isolated.textContent = "KINGDOM OF MOROCCO 5";  // the longest that is kept in one line
    if (isolated.parentElement) continue;
    text.data = `${"كلمةلاتنتهي".repeat(12)} ${"endless".repeat(20)} `;
    text.after(isolated);
  }
}"""
"""Replace every text of the page, but newsgen's own words in a ledger, by an endless Arabic word, an endless Latin one
and an isolated one; and a word kept beside its quotation mark by the longest that is."""


def widened(page, widths):
    """Lengthen the texts of *page*; return each window width that the page exceeds, with the width of the page."""
    page.evaluate(LENGTHEN)
    wide = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        wide[width] = page.evaluate("document.scrollingElement.scrollWidth")
    return {width: found for width, found in wide.items() if found > width}


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_any_length_widens_a_page(visit, name):
    """A reader scrolls in one direction, on phone, tablet and desktop."""
    assert widened(visit(name), [320, 412, 1280]) == {}


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_any_length_widens_a_page_of_large_text(large_text, name):
    """The same holds if a reader has set texts to twice their size."""
    large_text.goto(quote(PAGES[name]))
    assert widened(large_text, [320, 768]) == {}
