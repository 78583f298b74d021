import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import UnreadableError
from newsgen.formats.pictures.svg import is_svg, sanitised, size_of

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside="", attributes=""):
    """Return an SVG picture."""
    return f"<svg {NS} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script xlink:href="https://evil.example/x.js"/>',
        '<g onclick="alert(1)" ONLOAD="alert(1)"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href="https://evil.example/"><text>x</text></a>',
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://evil.example/'/></foreignObject>",
        '<use href="https://evil.example/x.svg#a"/>',
        '<image href="https://evil.example/x.png"/>',
        '<image href="data:image/svg+xml;base64,ALERT"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        "<style>@import 'https://evil.example/x.css';</style>",
        "<style>rect { fill: url(https://evil.example/x) }</style>",
        "<style>rect { fill: ur<!-- -->l(https://evil.example/x) }</style>",
        f"<style>{'a{}' * 5000} rect {{ fill: url(https://evil.example/x) }}</style>",
        "<style>\\40 import 'https://evil.example/x.css'</style>",
        "<rect style=\"fill: url('https://evil.example/x')\"/>",
        '<rect fill="url(https://evil.example/x)" filter="url( https://evil.example/x#a )"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        "<metadata>evil</metadata><!-- evil --><?evil alert?>",
        "<unknown><script>alert(1)</script><g>evil</g></unknown>",
        '<g xml:base="https://evil.example/"/>',
    ],
)
def test_nothing_that_runs_or_loads_is_left(inside):
    """A picture that is opened directly has the rights of the site, and one in a page must not call a stranger."""
    made = sanitised(drawing(f'{inside}<rect width="3"/>')).decode()
    assert '<rect width="3">' in made
    for word in ("alert", "evil", "script", "import", "ALERT"):
        assert word not in made


def test_shapes_text_and_colours_are_kept():
    """Most drawings have nothing else."""
    inside = (
        '<title>شعار</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.b { fill: url(#a) }</style><g transform="rotate(45 1,2)"><path class="b" d="M0 0h1"/></g>'
        '<use xlink:href="#a"/><text xml:space="preserve" style="fill:red">a &lt; &amp; "ب"</text>'
        '<image href="data:image/png;base64,iVBORw0KGgo="/>'
    )
    made = sanitised(drawing(inside, 'viewBox="0 0 4 3"')).decode()
    for part in (
        '<stop offset="0" stop-color="#fff">',
        "<style>.b { fill: url(#a) }</style>",
        '<g transform="rotate(45 1,2)"><path class="b" d="M0 0h1"></path></g>',
        '<use xlink:href="#a">',
        '<text xml:space="preserve" style="fill:red">a &lt; &amp; "ب"</text>',
        '<image href="data:image/png;base64,iVBORw0KGgo=">',
    ):
        assert part in made


@given(
    st.lists(
        st.sampled_from(['<g a="&quot;\'">', "</g>", "x &lt;", "<style>", "</style>", "<a>", "</a>", "<b>", "</b>"])
    )
)
def test_a_harmless_picture_stays_the_same(parts):
    """Its address does not change when somebody takes it from the site into another project."""
    try:
        made = sanitised(drawing("".join(parts)))
    except UnreadableError:
        return
    assert is_svg(made)
    assert sanitised(made) == made


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", "declares entities"),
        (b"<svg", "is not a well-formed SVG picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>&nbsp;</svg>", "is not a well-formed SVG picture"),
        (b"<?xml version='1.0' encoding='x'?><svg/>", "is not a well-formed SVG picture"),
        (b"<svg/>", "is not an SVG picture"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", "is not an SVG picture"),
        (drawing("<g>" * 300 + "</g>" * 300), "more than 200 levels"),
        (drawing(" " * 5_000_000), "more than 5 MB"),
    ],
)
def test_what_cannot_be_made_harmless_is_refused(data, found):
    """The message is a phrase that follows the name of the file."""
    with pytest.raises(UnreadableError, match=found):
        sanitised(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="30px" height="20.4px" viewBox="0 0 1 1"', (30, 20)),
        ('viewBox="0 0 40 20"', (40, 20)),
        ('viewBox="0,0,40,20" width="100%"', (40, 20)),
        ('viewBox="0 0 40 20" width="80"', (80, 40)),
        ('viewBox="0 0 40 20" height="10"', (20, 10)),
        ('viewBox="0 0 x 20"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_is_measured_as_browsers_show_it(attributes, size):
    """A page does not shift while it loads."""
    assert size_of(sanitised(drawing("", attributes))) == size


@pytest.mark.parametrize("data", [b"", b"text <svg", b"\x89PNG\r\n\x1a\n<svg", b"<p>text</p>"])
def test_other_files_are_not_drawings(data):
    """They are judged by their own rules."""
    assert not is_svg(data)


@pytest.mark.parametrize(
    "style", ['image-set("https://e.org/x.png" 1x)', "src('//e.org/x')", "cross-fade(url(#a), //e.org/x)"]
)
def test_no_style_loads_a_file_of_another_machine(style):
    """CSS has more than one function that does."""
    text = f"<svg xmlns='http://www.w3.org/2000/svg'><style>svg{{background:{style}}}</style><rect/></svg>"
    assert b"e.org" not in sanitised(text.encode())
