"""Paragraphs and bullets are read by a fast path, exactly as the converter and the sanitiser read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.errors import UnreadableError
from newsgen.formats.markdown_to_html import convert_markdown
from newsgen.formats.plain_markdown import read_plain
from newsgen.formats.sanitise import plain_blocks
from newsgen.text.arabic import clean


def converted(text):
    """Return the converter's HTML and blocks of *text*; None if it refuses the text, or has a finding about it."""
    try:
        rendered = convert_markdown(text)
    except UnreadableError:
        return None
    return None if rendered.findings else (rendered.html, plain_blocks(rendered.html))


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
        ("أ\n\n- ب\n\n- «ج»", "<p>أ</p>\n<ul>\n<li>\n<p>ب</p>\n</li>\n<li>\n<p>«ج»</p>\n</li>\n</ul>"),
        ("- ب\n\n* «ج»", "<ul>\n<li>ب</li>\n</ul>\n<ul>\n<li>«ج»</li>\n</ul>"),
        ("1. ب\n\n2. «ج»", "<ol>\n<li>\n<p>ب</p>\n</li>\n<li>\n<p>«ج»</p>\n</li>\n</ol>"),
        ("١. أ", "<ol>\n<li>أ</li>\n</ol>"),
        ("7) أ\n\n3. ج", '<ol start="7">\n<li>أ</li>\n</ol>\n<ol start="3">\n<li>ج</li>\n</ol>'),
        ("فلان _ جدة\n\n_ أ _ ب", "<p>فلان _ جدة</p>\n<p>_ أ _ ب</p>"),
        ("** أ\n\nب ** ج *د\n\n***هـ", "<p>** أ</p>\n<p>ب ** ج *د</p>\n<p>***هـ</p>"),
        ("AT&T\n  أ\n\n2022.", "<p>AT&amp;T\nأ</p>\n<p>2022.</p>"),
        (
            "(www.x.ma/أ&ب)، أ.",
            '<p>(<a href="https://www.x.ma/أ&amp;ب" rel="noopener">www.x.ma/أ&amp;ب</a>)، أ.</p>',
        ),
    ],
)  # fmt: skip
def test_ordinary_articles_are_read_without_the_converter(text, html):
    """Numbers, hashtags, lists with blank lines, and signs that only look like emphasis do not need it."""
    plain = read_plain(text)
    assert plain is not None
    assert plain[0] == html
    assert plain == converted(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "أ **ب** ج", "_أ_", "[أ](https://example.org/)", "[أ]: /ب/", "*[أ]: ب", "أ `ب`", "<b>أ</b>",
        "أ &amp; ب",
        "AT&T;", "أ\\*", "# أ", "أ\n---", "أ\n===", "***", "- - -", "> أ", "1. أ\n2. ب", "123456. أ", "_ _ _", "** **",
        "أ*ب ج*", "****", "أ _ب _", "- أ\n \n   ب", "1) أ\n\n2)",
        "- أ\n- ب", "- # أ",
        "أ\n: ب", "~~أ~~", "أ[^1]", "- [ ] أ", "1) [ ] أ", "- أ\n  ب", "- أ\n\n  ب", "-     أ", "أ\\\nب",
        "أ\n\n: ب", "~~~\nأ\n~~~", "أ | ب\n--|--\nج | د", "    أ", "\tأ", "أ  \nب", "\u00a0أ", "أ\ufdd0ب",
        "[" * 60, "${toc}", "https://youtu.be/a-b", "أ\n\nwww.youtube.com/watch?v=a", "{{ a.b }}",
        "[gallery ids=1]", "أ {.ب}", "!!! note",
    ],
)  # fmt: skip
def test_text_with_other_markup_is_left_to_the_converter(text):
    """Links, emphasis, HTML, headings, tables, tight lists and controls need the converter."""
    assert read_plain(text) is None


WORDS = [
    "خبر", "مكتبة،", "أ", "b", "2022", "«قال»", "٣٫٥", "C#", "a_b", "https://example.org/a-b?c=d", "x@y.z",
    "https://example.org/a_b/(ج)", "www.example.org", "أ@ب.ج", "(https://example.org).", "http://مثال.شبكة",
    "كلمة.", "-1", "\u200cها", "https://youtu.be/a-b", "www.youtube.com/watch?v=a",
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
    "\n\n ",
    "\n ",
    "\n\n1) ",
    "\n\n12. ",
    "\n\n- [ ] ",
]
SIGNS = [
    *"&<>\"'`*_[]()!#+-:=|~.,;/\\{}@^$%\t\r\x00\x01\x02\x03\x0c\x1c\x7f\x85\u00ad\u061c\u064e\u0640\u200b\u200c\u200f",
    *"\u2003\u2028\u2029\u202e\u3000\ufeff\ufffe\ufffd\U0001f600", "&amp;", "&nbsp;", "&#8207;", "&lt", "&copy",
    "& ", " & ",
    "**", "***", "__", " * ", " _ ", "_", "*", "_", "*", "[أ]", "[أ]", "[أ](ب)", "[أ][ب]", "[أ] (ب)", "[أ]: ب",
    "[أ] : ب", "![أ]",
    "~~", "~~أ~~", "[^1]", "\n\n[^1]: ب", "https://", "www.", "@", "&b=", "?a=1&b=2", "&amp", "{", "{#a}", "1)", "\n  ",
    "\n\n  ", "\n  - ", "\n\n   - ", "[x] ", "*[أ]: ب",
    "{{", "}}", "{%", "%}", "{{ a.b }}", "{% a %}", "{.a}", "{:.a}", "[a b=1]", "[/a]", "[gallery]", "![[a.png]]",
    "\n\n${toc}\n\n", "\n\n[TOC]\n\n", "\n\n@[toc]\n\n", "\n\n:::note\n", "\n\n!!! note\n", "\n\n??? note\n",
    "\nimport a from 'b'\n", "\nexport const a\n", "[[أ]]", "+++\na = 1\n", "\n\nhttps://x.com/a/status/1\n\n",
    "HTTPS://YOUTU.BE/a",
    "<b>", "</b>", "<!-- ", "-->", "<p>", "://", "...", "``", "\\\\", "klzzwxh:0000", "wzxhzdk:0",
    *[f"{before}{start}" for before in ("\n", "\n\n") for start in (
        "", " ", "   ", "    ", "\t", "\u00a0", "- ", "-", "-  ", "* ", "*", "** ", "*** ", "_ ", "+ ", "- - ",
        "-\u00a0", "# ", "#",
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
    lambda drawn: "".join(with_signs(*drawn))
)


def with_signs(words, signs):
    """Return *words* with *signs* inserted at their places."""
    for place, sign in signs:
        words = [*words[:place], sign, *words[place:]]
    return words


@settings(deadline=None, max_examples=examples(500))
@given(TEXTS)
def test_the_fast_path_agrees_with_the_converter(text):
    """For any text the fast path either leaves it to the converter, or gives exactly the same result."""
    text = clean(text)  # as a loader gives it to either
    plain = read_plain(text)
    assert plain is None or plain == converted(text)
