import pytest

from sample_sites import PAGES


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
