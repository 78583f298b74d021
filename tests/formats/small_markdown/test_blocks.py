"""Comments have paragraphs, emphasis, links, quotes, code and lists; everything else in them stays text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.formats.sanitise import depth
from newsgen.formats.small_markdown.blocks import MAX_DEPTH, small_markdown_html

TAGS = {"a", "bdi", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "span", "strong", "ul"}
ATTRIBUTES = {"class", "dir", "href", "rel", "value"}


class _Parts(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.text, self.open = set(), set(), [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [dict(attrs)] if tag == "a" else []
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def html(text):
    """Return the HTML of a comment without the attribute that all its blocks have."""
    return small_markdown_html(text).replace(' dir="auto"', "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سطر\nآخر\n\nفقرة", "<p>سطر<br>\nآخر</p>\n<p>فقرة</p>"),
        ("سطر\r\nآخر", "<p>سطر<br>\nآخر</p>"),
        ("قول **مهم** و*مائل*", "<p>قول <strong>مهم</strong> و<em>مائل</em></p>"),
        ("__مهم__ _مائل_ ***كلاهما***", "<p><strong>مهم</strong> <em>مائل</em> <strong><em>كلاهما</em></strong></p>"),
        ("**مفتوح *وآخر** بلا نهاية", "<p><strong>مفتوح *وآخر</strong> بلا نهاية</p>"),
        ("> قال\n>> قيل\nرد", "<blockquote><p>قال</p>\n<blockquote><p>قيل</p></blockquote></blockquote>\n<p>رد</p>"),
        ("- أول\n- ثان\n  - فرع", "<ul>\n<li>أول</li>\n<li>ثان\n<ul>\n<li>فرع</li>\n</ul></li>\n</ul>"),
        ("* أول\n\n* ثان", "<ul>\n<li>أول</li>\n<li>ثان</li>\n</ul>"),
        ("1. أول\n2. ثان", "<ol>\n<li>أول</li>\n<li>ثان</li>\n</ol>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("```\nif a < b:\n    *c*\n```\nبعد", "<pre><code>if a &lt; b:\n    *c*\n</code></pre>\n<p>بعد</p>"),
        ("```\nبلا نهاية", "<pre><code>بلا نهاية\n</code></pre>"),
        (r"\*نجمة\* \<", "<p>*نجمة* &lt;</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_comments_have_the_markup_that_people_know(text, expected):
    """A line break in a paragraph is kept, as comment fields show it."""
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# عنوان",
        "---",
        "* * *",
        "| أ | ب |",
        "![صورة][1]",
        "<script>alert(1)</script>",
        "<b onclick=x>",
        "&lt;",
        "[x](javascript:alert)",
        "[x](data:text/html,x)",
        "[x](//evil.example.org)",
        "[x](/articles/)",
        "[x][1]",
        "3*4*5",
        "snake_case_name",
        "2 * 3 * 4",
        ">:(",
        "-لا",
        "1-أول",
        "أرقام ١. هنا",
        "    أربع مسافات",
        "***",
        "`مفتوح",
        "$x^2$",
        "[^1]",
        ":::",
        "{{ labels }}",
    ],
)
def test_everything_else_stays_text(text):
    """Headings, rules, tables, pictures, HTML, and links that run code or lead into the site are shown as written."""
    found = _Parts(small_markdown_html(text))
    assert found.text == text.strip()
    assert found.tags <= {"p", "bdi"}


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("[رابط](https://a.example.org/x)", "https://a.example.org/x", "رابط"),
        ("[رابط](https://a.example.org/(x)?a=1&b=%3C#y)", "https://a.example.org/(x)?a=1&b=%3C#y", "رابط"),
        ("<https://a.example.org/x>", "https://a.example.org/x", "https://a.example.org/x"),
        ("https://a.example.org/أخبار.", "https://a.example.org/أخبار", "https://a.example.org/أخبار"),
        ("www.example.org", "https://www.example.org", "www.example.org"),
        ("[رابط](https://bank.example.org@evil.example.org/)", "https://evil.example.org/", "رابط"),
        ("[رابط](https://a.example.org/100%[)", "https://a.example.org/100%25%5B", "رابط"),
        ("[رابط](https://a.example.org/100%|)", "https://a.example.org/100%25%7C", "رابط"),
        ("[https://bank.example.org](https://evil.example.org)", None, None),
        ("[www.bank.example.org](https://evil.example.org)", None, None),
        ("[رابط](https://)", None, None),
        ("layla@example.org", None, None),
    ],
)
def test_links_lead_to_the_address_that_they_show(text, href, words):
    """A link passes on no rank of this site; words that look like one address never lead to another."""
    found = _Parts(small_markdown_html(text))
    if href is None:
        assert found.links == []
        assert found.text == text
    else:
        assert found.links == [{"href": href, "rel": "ugc nofollow noopener"}]
        assert found.text.rstrip(".") == words


def test_a_list_keeps_the_numbers_that_people_wrote():
    """A year at the start of a line does not become 1, and does not begin a list inside a paragraph."""
    assert html("2011. كان\n2013. صار") == '<ol>\n<li value="2011">كان</li>\n<li value="2013">صار</li>\n</ol>'
    assert html("كان ذلك في\n2011. ثم") == "<p>كان ذلك في<br>\n2011. ثم</p>"


def test_each_block_has_its_own_direction():
    """An English paragraph below an Arabic one runs from left to right; the edge of a quote stays where it is."""
    text = small_markdown_html("عربي\n\nEnglish\n\n> quote\n\n- item")
    assert text.count('<p dir="auto">') == 3
    assert "<blockquote>" in text
    assert '<ul dir="auto">' in text


SIGNS = st.sampled_from([*"*_`>-+#[]()<&\\ \n!|~1.", "اب", "x", "**", "```", "https://a.b/", "](", "\n\n", "  "])


@settings(max_examples=examples(300))
@given(st.lists(SIGNS, max_size=40).map("".join))
def test_no_text_brings_other_elements(text):
    """Whatever visitors write, elements nest, and only those of comments are on the page."""
    found = _Parts(small_markdown_html(text))
    assert found.open == []
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert all(link["href"].startswith(("https://", "http://")) for link in found.links)


LETTERS = st.sampled_from([*"*_>-+<&\\ \n!|", "اب", "ج", "x", "**", "\n\n", "  ", "1. "])


@settings(max_examples=examples(300))
@given(st.lists(LETTERS, max_size=40).map("".join))
def test_no_word_is_lost(text):
    """Every letter is on the page, in its order."""
    shown = "".join(filter(str.isalpha, _Parts(small_markdown_html(text)).text))
    assert shown == "".join(filter(str.isalpha, text))


@pytest.mark.parametrize(
    "unit", ["> ", "- ", "[", "*a ", "`a``", "_", "[a](http://a(", "a@", "https://", "\\", "<", "1. "]
)
def test_hostile_comments_take_no_time(unit):
    """A comment as long as WordPress allows is read in one pass, and its quotes and lists have a limit."""
    text = unit * (65_525 // len(unit))
    assert depth(small_markdown_html(text)) <= 2 * MAX_DEPTH + 4
