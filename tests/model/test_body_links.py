"""The media files and inner links of a body are found, each once, and addresses elsewhere are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.model.article import Image, StandalonePage
from newsgen.model.body_links import REFERENCE, MediaReference, has_references, inner_links, media_references, name_key
from sample_records import an_article

SOURCE = "content/articles/harbour.md"


def found(html, image=None):
    """Return kind and name of the media files that an article refers to."""
    record = an_article(body_html=html, image=image and Image(image))
    return [(one.kind, one.name) for one in media_references(record)]


def test_the_picture_of_an_article_comes_first():
    """The media of its text follow, in their order."""
    html = '<p><img src="b.png" alt=""> <a href="media/c.pdf">c</a> <img alt="x" src="a.png"></p>'
    assert found(html, "a.png") == [("picture", "a.png"), ("picture", "b.png"), ("file", "c.pdf")]


def test_every_spelling_is_kept_once():
    """Errors quote it as it is written."""
    html = '<img src="a.png" alt=""><img src="/media/a.png" alt=""><img src="a.png" alt="">'
    assert media_references(an_article(body_html=html)) == (
        MediaReference(SOURCE, "picture", "a.png", "a.png"),
        MediaReference(SOURCE, "picture", "/media/a.png", "a.png"),
    )


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png", "HTTP://example.org/a.png"])
def test_an_address_elsewhere_is_not_a_media_file(address):
    """The law holds in a body and for the picture of an article."""
    assert found(f'<img src="{address}" alt=""><a href="{address}">x</a>', address) == []


def test_a_captured_article_refers_to_no_media():
    """Its paragraphs are plain text."""
    assert found(None) == []


def test_a_standalone_page_refers_to_the_media_of_its_text():
    """It is treated like an article."""
    page = StandalonePage("about", "content/pages/about.md", "من نحن", '<p><img src="a.png" alt=""></p>')
    assert media_references(page) == (MediaReference("content/pages/about.md", "picture", "a.png", "a.png"),)


def test_an_address_is_read_as_browsers_read_it():
    """Entities and percent-encoding are decoded, and query and fragment are dropped."""
    assert found('<img src="a%20b.png?x=1&amp;y=2#z" alt="">') == [("picture", "a b.png")]


@given(st.text("<aimg href=src\"/> '"))
def test_the_quick_check_overlooks_nothing(html):
    """If it finds no picture or link, the full search would not find one either."""
    assert has_references(html) or not REFERENCE.search(html)


@given(st.lists(st.sampled_from(["/a/", "b/", "#c", "/media/a.png", "https://example.org/", "?x", "mailto:x@y", ""])))
def test_inner_links_are_listed_once_in_their_order(hrefs):
    """Links to media, to other sites and to places on the same page are left out."""
    html = "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)
    assert inner_links(html) == tuple(dict.fromkeys(href for href in hrefs if href in {"/a/", "b/"}))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_key_of_a_name_is_its_own_key(name):
    """Keys can then be compared with keys."""
    assert name_key(name_key(name)) == name_key(name)
