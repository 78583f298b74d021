"""Pages are scanned like browsers do, in time that grows only with their length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.check.addresses import candidates, css_urls, refresh_target
from newsgen.check.html_scanner import EndTag, StartTag, Text, parse_tag, rich_tags, tokens


def tags(html):
    """Return the start tags with attributes in a page."""
    return [tag for tag in (parse_tag(source) for source, _ in rich_tags(html)) if tag]


@pytest.mark.parametrize(
    ("html", "attributes"),
    [
        ("<a href=x>", {"href": "x"}),
        ("<A HREF='x y' href=z>", {"href": "x y"}),
        ('<a\nhref = "a>b"\tclass>', {"href": "a>b", "class": ""}),
        ("<a href=x/y/>", {"href": "x/y/"}),
        ("<a/href=x />", {"href": "x"}),
        ('<a href="&lt;&amp;&#x41;">', {"href": "<&A"}),
        ('<a href="x', {"href": "x"}),
        ("<a ==x>", {"=": "x"}),
    ],
)
def test_attributes_are_read_like_browsers_do(html, attributes):
    """Quotes, white space and character references have every form that HTML allows."""
    (tag,) = tags(html)
    assert (tag.name, tag.attributes) == ("a", attributes)


def test_what_is_in_comments_and_scripts_is_no_tag():
    """The end of a script is its own end tag alone."""
    html = "<!-- <a href=1> --><script>'<a href=2></b>'</script><a href=3><title>a <b href=4></title><!--><a href=5>"
    assert [tag.attributes.get("href") for tag in tags(html)] == [None, "3", None, "5"]
    assert [tag.text for tag in tags(html)] == ["'<a href=2></b>'", "", "a <b href=4>", ""]


def test_tokens_are_tags_and_texts_with_their_lines():
    """A text is without character references."""
    html = "<p>أ &amp; ب\n<b class=x>ج</b><!-- x\n -->\n<title>\nd</title>"
    assert tokens(html) == (
        StartTag("p", {}, 1),
        Text("أ & ب\n", 1),
        StartTag("b", {"class": "x"}, 2),
        Text("ج", 2),
        EndTag("b", 2),
        Text("\n", 3),
        StartTag("title", {}, 4, "\nd"),
    )


PARTS = [*"<>/!-='\" \nab&;", "<a ", "<title>", "</title>", "<!--", "-->", "href="]


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_every_text_is_scanned(html):
    """Nothing raises an error, and both ways of scanning find the same tags."""
    found = [one._replace(line=0) for one in tokens(html) if isinstance(one, StartTag)]
    assert [tag for tag in found if tag.attributes] == [tag for tag in tags(html) if tag.attributes]


def test_addresses_in_attributes_and_css():
    """Commas end a candidate only before white space; comments of CSS name no file."""
    assert list(candidates(" a.png, b,c.png 2x ,d.png 100w,e.png")) == ["a.png", "b,c.png", "d.png", "e.png"]
    assert list(css_urls("/* url(a) */ @import 'b'; url( \"c d\" ) url(e)")) == ["b", "c d", "e"]
    assert [refresh_target(value) for value in ("0; url='a b'", "5;URL=x", "3", "0 , x", "x")] == [
        "a b",
        "x",
        "",
        "x",
        None,
    ]
