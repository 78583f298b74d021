"""What a body shows and links is found, once each, and nothing is that lies elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.model.article import Image, StandalonePage
from newsgen.model.body_links import REFERENCE, MediaReference, has_references, inner_links, media_references, name_key
from sample_records import an_article

SOURCE = "content/articles/harbour.md"


def found(html, image=None):
    """Return kind and name of the files that an article needs."""
    record = an_article(body_html=html, image=image and Image(image))
    return [(one.kind, one.name) for one in media_references(record)]


def test_the_picture_of_an_article_comes_first():
    """Then those of its text, in their order."""
    html = '<p><img src="b.png" alt=""> <a href="media/c.pdf">c</a> <img alt="x" src="a.png"></p>'
    assert found(html, "a.png") == [("picture", "a.png"), ("picture", "b.png"), ("file", "c.pdf")]


def test_every_spelling_is_kept_once():
    """Errors are told of it as it is written."""
    html = '<img src="a.png" alt=""><img src="/media/a.png" alt=""><img src="a.png" alt="">'
    assert media_references(an_article(body_html=html)) == (
        MediaReference(SOURCE, "picture", "a.png", "a.png"),
        MediaReference(SOURCE, "picture", "/media/a.png", "a.png"),
    )


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png", "HTTP://example.org/a.png"])
def test_what_lies_elsewhere_is_none(address):
    """In a body and as the picture of an article."""
    assert found(f'<img src="{address}" alt=""><a href="{address}">x</a>', address) == []


def test_a_captured_article_needs_nothing():
    """Its paragraphs are text."""
    assert found(None) == []


def test_a_page_needs_what_its_text_shows():
    """As an article does."""
    page = StandalonePage("about", "content/pages/about.md", "من نحن", '<p><img src="a.png" alt=""></p>')
    assert media_references(page) == (MediaReference("content/pages/about.md", "picture", "a.png", "a.png"),)


def test_an_address_is_read_as_browsers_read_it():
    """Entities, percent-encoding, query and fragment."""
    assert found('<img src="a%20b.png?x=1&amp;y=2#z" alt="">') == [("picture", "a b.png")]


@given(st.text("<aimg href=src\"/> '"))
def test_a_body_is_spared_only_where_nothing_would_be_found(html):
    """The short look and the long one agree."""
    assert has_references(html) or not REFERENCE.search(html)


@given(st.lists(st.sampled_from(["/a/", "b/", "#c", "/media/a.png", "https://example.org/", "?x", "mailto:x@y", ""])))
def test_inner_links_are_told_once_in_their_order(hrefs):
    """Files, other sites and places on the same page are none."""
    html = "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)
    assert inner_links(html) == tuple(dict.fromkeys(href for href in hrefs if href in {"/a/", "b/"}))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_name_that_was_made_comparable_stays(name):
    """To do it again changes nothing."""
    assert name_key(name_key(name)) == name_key(name)
