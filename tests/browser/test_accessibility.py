import pytest

from requirements import modules
from sample_sites import PAGES

LETTERS_APART = "CanvasRenderingContext2D.prototype.measureText = text => ({width: 30 * text.length}); 0"
"""Arabic letters join, and axe would take them for ligatures of an icon font and skip their contrast."""
VIOLATIONS = "async options => (await axe.run(options)).violations"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def judge():
    """Return a function that lists the violations that axe finds on a page."""
    modules("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - installed only with the extra

    script = Axe().axe_script

    def violations(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(LETTERS_APART)
            page.evaluate(script)
        found = page.evaluate(VIOLATIONS, {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        return [(rule["id"], node["html"], node["failureSummary"]) for rule in found for node in rule["nodes"]]

    return violations


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, page, judge, name):
    """Every kind of page passes axe in light and in dark colours, contrast included."""
    visit(name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert judge(page) == [], scheme


@pytest.mark.parametrize("name", ["Markdown", "visitors' comments", "seed's ledger", "home"])
def test_axe_finds_nothing_on_a_phone(visit, page, judge, name):
    """The narrow layout is accessible too: tables, the ledger and the sidebar."""
    page.set_viewport_size({"width": 360, "height": 800})
    assert judge(visit(name)) == []


def test_axe_would_find_something(visit, judge):
    """The check works: it finds a picture without a description and pale text."""
    page = visit("page")
    page.evaluate(
        "document.querySelector('main').innerHTML += '<img src=x><p style=\"color:#ddd;background:#fff\">نص</p>'"
    )
    assert {"image-alt", "color-contrast"} <= {rule for rule, *_ in judge(page)}
