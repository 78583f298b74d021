from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.text.web_addresses import (
    decoded_segment,
    hide_mail_addresses,
    host_of,
    normal_keys,
    page_key,
    percent_decoded,
    url_key,
)

SAME = [
    "https://www.example.ma/2011/01/%D8%AE%D8%A8%D8%B1/",
    "http://example.ma/2011/01/خبر",
    "https://m.example.ma/2011/01/خبر/?utm_source=x&fbclid=1#comments",
    "https://EXAMPLE.ma:443/2011/01/%d8%ae%d8%a8%d8%b1",
]


def test_spellings_of_one_url_have_one_key():
    """A page may be saved from its mobile URL or a shared link, with or without https."""
    assert {url_key(url) for url in SAME} == {"url example.ma/2011/01/خبر"}


def test_a_query_that_names_the_article_is_part_of_its_key():
    """Older newspapers have one path for all articles, and a number in the query."""
    assert url_key("http://a.ma/news.php?id=2&p=1") == "url a.ma/news.php?id=2&p=1"
    assert url_key("http://a.ma/news.php?id=2") != url_key("http://a.ma/news.php?id=3")


@pytest.mark.parametrize("url", ["https://example.ma/", "https://example.ma", "no url", "http://[", "http://a:99999/x"])
def test_a_home_page_has_no_key(url):
    """A site that gives its home page as the URL of each article would make all articles one."""
    assert url_key(url) is None


def test_keys_are_kept_on_one_line_each_once():
    """They are stored between tabs."""
    assert normal_keys(
        ["wxr https://a.ma\t7\n", "url https://a.ma/x/", "url http://www.a.ma/x", "url https://a.ma/"]
    ) == (
        "wxr https://a.ma 7",
        "url a.ma/x",
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://a.ma/2014/x",
        "http://www.a.ma/2014/x/",
        "https://m.a.ma/2014/x?utm_medium=social",
        "https://a.ma/2014/x/amp/",
        "https://a.ma/amp/2014/x",
        "https://amp.a.ma/2014/x?amp",
        "https://a.ma/2014/x?output=amp&noamp=1",
        "https://a.ma/2014/x?print=1",
        "https://a.ma/2014/x?tmpl=component&print=1&m=1",
        "https://a.ma/2014/x/print",
        "https://a.ma/print/2014/x",
        "https://a.ma/2014/x/index.html",
        "https://a.ma/2014/x/?PHPSESSID=1a2b",
        "https://www.google.com/amp/s/a.ma/2014/x/amp",
        "https://a-ma.cdn.ampproject.org/c/s/a.ma/2014/x",
    ],
)
def test_all_views_of_a_page_have_one_key(url):
    """Pages are also saved as they are shown for printing, on a mobile, or by Google."""
    assert page_key(url) == "url a.ma/2014/x"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.ma/news.php?id=2&p=1",
        "http://a.ma/?p=17",
        "http://a.ma/?m=201101",
        "http://a.ma/amp",
        "http://a.ma/mobiles/x",
        "http://a.ma/m",
        "http://a.ma/x?page=2",
        "http://a.ma/index.php",
    ],
)
def test_an_address_without_a_view_keeps_its_key(url):
    """A number may name the article, and a section may be called so."""
    assert page_key(url) == url_key(url)


def test_the_host_identifies_the_newspaper():
    """All pages of a newspaper have the same host, with www or a mobile prefix too."""
    assert host_of("https://www.hespress.com/a/b") == host_of("http://m.hespress.com/") == "hespress.com"
    assert host_of(None) is None


@given(st.lists(st.sampled_from(["%", "%d8", "%D8%a7", "%zz", "%4", "1", "a", "خ", "/"])))
def test_escapes_are_decoded_as_by_the_standard_library(parts):
    """The result is the same, only faster."""
    text = "".join(parts)
    assert percent_decoded(text) == unquote_to_bytes(text)


@pytest.mark.parametrize(
    ("segment", "decoded"),
    [
        ("%d8%ae%D8%A8%d8%b1", ("خبر", False)),
        ("خبر-24", ("خبر-24", False)),
        ("100%", ("100%", False)),
        ("%25d8%25ae", ("خ", False)),
        ("%d8%ae%d8", ("خ", True)),
        ("%d8%ae%d", ("خ", True)),
        ("%d8%ae%", ("خ", True)),
        ("%d8", ("", True)),
        ("%25d8%25ae%25d8", ("خ", True)),
    ],
)
def test_a_segment_is_decoded_up_to_a_cut_letter(segment, decoded):
    """WordPress cuts long addresses, and some exports encode them twice."""
    assert decoded_segment(segment) == decoded


@pytest.mark.parametrize("segment", ["%ff", "%C7%E1%E3%DF", "%d8a"])
def test_a_segment_in_another_encoding_is_an_error(segment):
    """It is not guessed."""
    with pytest.raises(UnicodeDecodeError):
        decoded_segment(segment)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("راسلوني: layla@example.org.", "راسلوني: layla@…."),
        ("mailto:layla.b+news@mail.example.org", "mailto:layla.b+news@…"),
        ("https://example.org/?m=layla@example.org&x", "https://example.org/?m=layla@…&x"),
        ("ليلى@مثال.موقع", "ليلى@…"),
        ("https://m.example.org/@layla/1", "https://m.example.org/@layla/1"),
        ("https://m.example.org/@layla@example.org", "https://m.example.org/@layla@example.org"),
        ("@layla قالت: 3 @ 5", "@layla قالت: 3 @ 5"),
        ("a@b", "a@b"),
    ],
)
def test_email_addresses_are_hidden(text, shown):
    """The name before the sign stays, so that a sentence can be read; handles are no e-mail addresses."""
    assert hide_mail_addresses(text) == shown
