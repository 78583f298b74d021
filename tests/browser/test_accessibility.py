import pytest

from sample_sites import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, page, judge, name):
    """Every kind of page passes axe in light colours, contrast included, and in the dark, where only colours change."""
    visit(name)
    assert judge(page) == []
    page.emulate_media(color_scheme="dark")
    assert judge(page, only_colours=True) == []


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
    assert {rule for rule, *_ in judge(page, only_colours=True)} == {"color-contrast"}
