"""Addresses and output paths are spelled in one place, and are safe there."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.urls import (
    HOME,
    NOT_FOUND,
    absolute,
    article_url,
    capture_url,
    ledger_url,
    output_path,
    outside,
    page_url,
    quote_path,
    relative,
    slug_of,
)

ADDRESSES = [HOME, NOT_FOUND, "about/", "assets/style.css", "articles/افتتاح-المكتبة/", "articles/أ/source/", "x:y/"]
SEGMENT = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text not in {".", ".."}
)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (HOME, "index.html"),
        (article_url("خبر"), "articles/خبر/index.html"),
        (ledger_url(article_url("خبر")), "articles/خبر/source/index.html"),
        (capture_url(article_url("خبر")), "articles/خبر/source.txt"),
        (capture_url(article_url("خبر"), 2), "articles/خبر/source-3.txt"),
        (page_url("about"), "about/index.html"),
        (NOT_FOUND, "404.html"),
    ],
)
def test_a_page_is_the_index_of_its_folder(url, path):
    """Any server of files sends these paths for these addresses."""
    assert output_path(url) == path


def test_the_slug_is_told_from_the_address():
    """The two ways round are spelled beside each other."""
    assert slug_of(article_url("افتتاح-المكتبة")) == "افتتاح-المكتبة"


@pytest.mark.parametrize("page", ADDRESSES)
@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/some/folder/"])
def test_a_relative_link_leads_to_its_page_below_any_path(page, url, base):
    """A site may be moved to another folder of another server without a new build."""
    target = urljoin(base + quote_path(page), relative(url, page))
    assert unquote(target) == base + url


@given(st.lists(SEGMENT, min_size=1, max_size=3))
def test_no_address_becomes_anything_but_a_path(segments):
    """A colon, a question mark or a quote in an address is part of a name, never a scheme or markup."""
    link = relative("/".join(segments) + "/", HOME)
    assert not set(link) & set("\"'<>&\\ \n\t:?#")
    assert not urlsplit(link).scheme
    assert unquote(link, errors="strict") == "/".join(segments) + "/"


def test_arabic_stays_readable_in_links():
    """A reader who looks at the status bar reads words."""
    assert relative(article_url("افتتاح-المكتبة"), "about/") == "../articles/افتتاح-المكتبة/"


def test_an_absolute_address_is_ascii():
    """Feeds, sitemaps and mail take nothing else."""
    assert absolute("articles/خبر/", "https://example.org/") == "https://example.org/articles/%D8%AE%D8%A8%D8%B1/"


@pytest.mark.parametrize(
    ("spelled", "fit"),
    [
        ("https://example.org/خبر?a=1&b=%D8%A7#س", "https://example.org/خبر?a=1&b=%D8%A7#س"),
        ("https://example.org/a|b{c}[d]^`\\", "https://example.org/a%7Cb%7Bc%7D%5Bd%5D%5E%60%5C"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
    ],
)
def test_an_outside_address_is_made_fit_for_a_link(spelled, fit):
    """What no href may hold is encoded, and nothing that means something is."""
    assert outside(spelled) == outside(fit) == fit
