from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.text.web_addresses import host_of, keys_of, percent_decoded, url_key

SAME = [
    "https://www.example.ma/2011/01/%D8%AE%D8%A8%D8%B1/",
    "http://example.ma/2011/01/خبر",
    "https://m.example.ma/2011/01/خبر/?utm_source=x&fbclid=1#comments",
    "https://EXAMPLE.ma:443/2011/01/%d8%ae%d8%a8%d8%b1",
]


def test_spellings_of_one_address_are_one_key():
    """A page is saved from its mobile address, from a shared link, with and without https."""
    assert {url_key(url) for url in SAME} == {"url example.ma/2011/01/خبر"}


def test_a_query_that_names_the_article_is_part_of_its_key():
    """Older newspapers have an address for all articles, and a number."""
    assert url_key("http://a.ma/news.php?id=2&p=1") == "url a.ma/news.php?id=2&p=1"
    assert url_key("http://a.ma/news.php?id=2") != url_key("http://a.ma/news.php?id=3")


@pytest.mark.parametrize("url", ["https://example.ma/", "https://example.ma", "no url", "http://[", "http://a:99999/x"])
def test_a_home_page_is_no_key(url):
    """A site that calls its home page the address of each article would make one of them all."""
    assert url_key(url) is None


def test_keys_are_kept_on_one_line_each_once():
    """They stand between tabs."""
    assert keys_of(["wxr https://a.ma\t7\n", "url https://a.ma/x/", "url http://www.a.ma/x", "url https://a.ma/"]) == (
        "wxr https://a.ma 7",
        "url a.ma/x",
    )


def test_the_host_tells_the_newspaper():
    """Whatever page of it."""
    assert host_of("https://www.hespress.com/a/b") == host_of("http://m.hespress.com/") == "hespress.com"
    assert host_of(None) is None


@given(st.lists(st.sampled_from(["%", "%d8", "%D8%a7", "%zz", "%4", "1", "a", "خ", "/"])))
def test_escapes_are_read_as_the_standard_library_reads_them(parts):
    """Only sooner."""
    text = "".join(parts)
    assert percent_decoded(text) == unquote_to_bytes(text)
