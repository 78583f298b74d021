"""Paragraphs and bullets are read at once, exactly as the converter and the sanitiser read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.formats.markdown_to_html import UnreadableTextError, render_markdown
from newsgen.formats.plain_markdown import read_plain
from newsgen.formats.sanitise import plain_blocks


def converted(text):
    """Return what the converter makes of *text*; None where it refuses it."""
    try:
        html = render_markdown(text)
    except UnreadableTextError:
        return None
    return html, plain_blocks(html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\nفقرة أولى\n\n\nفقرة\nثانية \n", "<p>فقرة أولى</p>\n<p>فقرة\nثانية </p>"),
        ("1944 - وفاة\n\n-5 درجات\n\n3.5 مليون", "<p>1944 - وفاة</p>\n<p>-5 درجات</p>\n<p>3.5 مليون</p>"),
        ('أ\u00a0ب & "ج" > د', '<p>أ&nbsp;ب &amp; "ج" &gt; د</p>'),
        ("#وسم_طويل في @user_name", "<p>#وسم_طويل في @user_name</p>"),
        ("*كاتب من مصر\n\n[القطط] نائمة]", "<p>*كاتب من مصر</p>\n<p>[القطط] نائمة]</p>"),
        ("أ\n\n   ب", "<p>أ</p>\n<p>ب</p>"),
        ("- أ", "<ul>\n<li>أ</li>\n</ul>"),
        ("أ\n\n- ب\n\n* «ج»", "<p>أ</p>\n<ul>\n<li>\n<p>ب</p>\n</li>\n<li>\n<p>«ج»</p>\n</li>\n</ul>"),
    ],
)  # fmt: skip
def test_what_most_articles_hold_is_read_without_a_converter(text, html):
    """Numbers, hashtags, a star before a writer's name and bullets are no reason to call one."""
    plain = read_plain(text)
    assert plain is not None
    assert plain[0] == html
    assert plain == converted(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "أ **ب** ج", "_أ_", "[أ](https://example.org/)", "[أ]: /ب/", "*[أ]: ب", "أ `ب`", "<b>أ</b>",
        "أ &amp; ب",
        "AT&T;", "أ\\*", "# أ", "أ\n---", "أ\n===", "***", "- - -", "> أ", "1. أ", "١. أ", "- أ\n- ب", "- # أ",
        "أ\n: ب",
        "أ\n\n: ب", "~~~\nأ\n~~~", "أ | ب\n--|--\nج | د", "    أ", "\tأ", "أ  \nب", "\u00a0أ", "أ\x02ب",
        "أ\u200fب", "[" * 60,
    ],
)  # fmt: skip
def test_what_may_mean_more_is_left_to_the_converter(text):
    """Links, emphasis, HTML, headings, tables, tight lists and controls are Markdown's business."""
    assert read_plain(text) is None


WORDS = [
    "خبر", "مكتبة،", "أ", "b", "2022", "«قال»", "٣٫٥", "C#", "a_b", "https://example.org/a-b?c=d", "x@y.z",
    "كلمة.", "-1", "\u200cها",
]  # fmt: skip
BLANKS = [
    *[" "] * 9,
    "  ",
    "\u00a0",
    "\n",
    *["\n\n"] * 6,
    "\n\n\n",
    "\n\n- ",
    "\n\n* ",
    "\n\n+  ",
    "\n\n  ",
    " \n\n",
    "\n\n  - ",
]
SIGNS = [
    *"&<>\"'`*_[]()!#+-:=|~.,;/\\{}@^$%\t\r\x00\x01\x02\x03\x0c\x1c\x7f\x85\u00ad\u061c\u064e\u0640\u200b\u200c\u200f",
    *"\u2003\u2028\u2029\u202e\u3000\ufeff\ufffe\ufffd\U0001f600", "&amp;", "&nbsp;", "&#8207;", "&lt", "&copy",
    "& ", " & ",
    "**", "***", "__", " * ", " _ ", "_", "*", "_", "*", "[أ]", "[أ]", "[أ](ب)", "[أ][ب]", "[أ] (ب)", "[أ]: ب",
    "[أ] : ب", "![أ]",
    "*[أ]: ب", "<b>", "</b>", "<!-- ", "-->", "<p>", "://", "...", "``", "\\\\", "klzzwxh:0000", "wzxhzdk:0",
    *[f"{before}{start}" for before in ("\n", "\n\n") for start in (
        "", " ", "   ", "    ", "\t", "\u00a0", "- ", "-", "-  ", "* ", "*", "+ ", "- - ", "-\u00a0", "# ", "#",
        "##", "> ", ">", ": ", ":",
        ":   ", "1. ", "1.", "1) ", "١. ", "12345. ", "=", "===", "===\n", "---", "---\n", "- -", "***", "* * *",
        "___", "~~~", "```", "|", "| ",
        "\\", " - ", "   * ", "    - ", "&", "_", "[", "&nbsp;", "a | b\n--|--\n",
    )],
    "  \n", "\\\n", "\n \n", "\n    \n", "\n\u00a0\n", "\r\n",
]  # fmt: skip
ANY = st.characters(exclude_categories=["Cs"])
PROSE = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS)).map("".join), max_size=12)
TEXTS = st.tuples(PROSE, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(SIGNS) | ANY), max_size=3)).map(
    lambda drawn: "".join(strewn(*drawn))
)


def strewn(words, signs):
    """Return *words* with *signs* among them, at their places."""
    for place, sign in signs:
        words = [*words[:place], sign, *words[place:]]
    return words


@settings(deadline=None, max_examples=examples(500))
@given(TEXTS)
def test_plain_prose_is_what_the_converter_makes_of_it(text):
    """Whatever stands in a text: either the converter is asked, or its answer is known, letter for letter."""
    plain = read_plain(text)
    assert plain is None or plain == converted(text)
