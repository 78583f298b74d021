import pytest

from requirements import need
from sample_sites import ARTICLES, PAGES

KILOBYTE = 1024


@pytest.fixture
def fetched(visitor):
    """Return a function that opens a page with an empty cache and returns the bytes of every response."""

    def go(name):
        reader = visitor()
        responses = []
        reader.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - it must be a function
        reader.goto(PAGES[name])
        reader.evaluate("document.fonts.ready")
        sizes = {response.url: len(response.body()) for response in responses}
        reader.context.close()
        return sizes

    return go


@pytest.mark.parametrize("name", [name for name in ARTICLES if name != "Markdown"])
def test_an_article_is_light(fetched, name):
    """An article without a picture loads at most four files and 100 KB, uncompressed."""
    sizes = fetched(name)
    assert len(sizes) <= 4, sizes
    assert sum(sizes.values()) <= 100 * KILOBYTE, sizes


def test_the_style_sheet_is_small(sites):
    """The style sheet has at most 14 KB, including @font-face."""
    for site in sites.values():
        (style,) = site.glob("assets/style.*.css")
        assert style.stat().st_size <= 14 * KILOBYTE


def test_the_font_is_one_small_file(sites):
    """One font file of at most 40 KB serves the whole site, and its license is beside it."""
    fonts = need("the extra `fonts`", list(sites["rich"].glob("assets/font.*.woff2")))
    assert len(fonts) == 1
    assert fonts[0].stat().st_size <= 40 * KILOBYTE
    assert len(list(sites["rich"].glob("assets/font-license.*.txt"))) == 1


def test_nothing_is_asked_of_other_machines(fetched, origin):
    """A page loads nothing from other servers: no font service, no tracker, no social network."""
    assert all(url.startswith(origin) for url in fetched("seed's article"))
