"""Addresses that stand in a text become links."""

import pytest

from newsgen.formats.bare_addresses import link_addresses
from newsgen.formats.markdown_to_html import render_markdown


def linked(text):
    """Return the texts and URLs of links in *text*, which the converter and the fast path must find alike."""
    html = link_addresses(text)
    assert render_markdown(text) == f"<p>{html}</p>"
    return [
        part.partition('" rel="noopener">')[::2] for part in html.replace("</a>", '<a href="').split('<a href="')[1::2]
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("انظر https://example.org/path?a=1 للمزيد", ["https://example.org/path?a=1"]),
        ("(https://example.org)، ثم", ["https://example.org"]),
        ("https://example.org/أ؛ https://example.org/ب؟ https://example.org/ج۔", [
            "https://example.org/أ", "https://example.org/ب", "https://example.org/ج"]),
        ("«https://example.org/a.» و[https://example.org/b]", ["https://example.org/a", "https://example.org/b"]),
        ("https://ar.example.org/wiki/فاس_(مدينة).", ["https://ar.example.org/wiki/فاس_(مدينة)"]),
        ("الرابط:http://example.org:8080/x#y!", ["http://example.org:8080/x#y"]),
        ("https://example.orgوقال", ["https://example.org"]),
        ("https://مثال.شبكة/أ_ب_ج", ["https://مثال.شبكة/أ_ب_ج"]),
        ("https://example.org/a*ب", ["https://example.org/a"]),
        ("https:// و http://x و example.org و xhttps://example.org", []),
        ("a@b و @user و 12:30", []),
    ],
)  # fmt: skip
def test_an_address_ends_before_the_punctuation_of_its_sentence(text, found):
    """Arabic punctuation, quotes and closing brackets are not part of it; brackets in pairs are."""
    assert linked(text) == [(url, url) for url in found]


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("زوروا www.example.org/أ.", "https://www.example.org/أ", "www.example.org/أ"),
        ("البريد:a.b+c@example.co.ma،", "mailto:a.b+c@example.co.ma", "a.b+c@example.co.ma"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&amp;b=2"),
    ],
)
def test_an_address_without_scheme_gets_one(text, url, shown):
    """A link needs it; the text stays as it is written."""
    assert linked(text) == [(url, shown)]


@pytest.mark.parametrize(
    "text",
    [
        "[https://example.org](https://example.com)", '<a href="https://example.com">https://example.org/ **أ**</a>',
        "![https://example.org](a.jpg)", "`https://example.org`", '<img src="https://example.org/a.jpg" alt="">',
        "    https://example.org", "<https://example.org>", "<div>\nhttps://example.org\n</div>",
    ],
)  # fmt: skip
def test_an_address_in_a_link_a_picture_or_code_is_no_other_link(text):
    """A link may not contain another one."""
    assert render_markdown(text).count("<a ") == text.count("](https") + text.count("<a ") + text.count("<https")


def test_emphasis_around_an_address_is_kept():
    """Its signs are not part of the address."""
    html = render_markdown("**https://example.org/a** ~~https://example.org/b~~")
    assert "<strong><a" in html
    assert '<del><a href="https://example.org/b"' in html
