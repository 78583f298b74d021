"""Plain paragraphs become Markdown that says them, and only them."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.formats.html_to_markdown import markdown_of_text
from newsgen.formats.markdown_to_html import render_markdown
from newsgen.formats.plain_markdown import read_plain
from newsgen.formats.sanitise import plain_blocks
from newsgen.text.arabic import clean


def read(text):
    """Return HTML and blocks of Markdown *text*, as the loader has them."""
    html = render_markdown(text)
    return (read_plain(text) or (html, plain_blocks(html))) if text else ("", ())


def told(paragraphs):
    """Return what a reader sees of *paragraphs*: white space folded, nothing invisible, no blank ones."""
    folded = [re.sub(r"[ \t\r\n]+", " ", clean(paragraph)).strip(" ") for paragraph in paragraphs]
    return tuple(paragraph for paragraph in folded if paragraph.strip())


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير: «سنبني 3.5 آلاف مدرسة» - وأضاف",
        "#وسم_طويل في @user_name و C# و a_b_c",
        "-5 درجات في إفران",
        "2022.",
        "[صورة] أولى: [ثانية]",
        "*كاتب من مصر",
        "AT&T و https://example.org/a?b=1&c=2 و 3 < 5 > 2",
        "| جدول | لا |",
        "C:\\مجلد",
        "// انتهى //",
        "مرحبا! (قوسان)",
        "=== نهاية ===",
    ],
)
def test_prose_stays_letter_for_letter(text):
    """An editor sees the text, and no marks against what Markdown would not have read into it."""
    assert markdown_of_text([text]) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("- قال", "\\- قال"),
        ("* قال", "\\* قال"),
        ("1. قال", "1\\. قال"),
        ("١. قال", "١\\. قال"),
        ("# قال", "\\# قال"),
        ("> قال", "\\> قال"),
        (": قال", "&#58; قال"),
        ("---", "\\---"),
        ("*** مهم ***", "\\*\\*\\* مهم \\*\\**"),
        ("[أ](ب)", "[أ]\\(ب)"),
        ("[أ]: ب", "\\[أ]: ب"),
        ("*[أ]: ب", "\\*[أ]: ب"),
        ("<b>أ</b>", "&lt;b>أ&lt;/b>"),
        ("&nbsp;", "&amp;nbsp;"),
        ("\u00a0أ", "&nbsp;أ"),
        ("سطر\r\n  وسطر", "سطر وسطر"),
        ("أ\u200fب", "أب"),
        ("\u00a0 ", ""),
    ],
)
def test_what_markdown_would_read_is_marked(text, markdown):
    """Lists, headings, quotes, links and HTML of a text are its letters."""
    assert markdown_of_text([text]) == markdown
    assert read(markdown)[1] == told([text])


def test_brackets_by_the_hundred_are_not_refused():
    """The loader refuses those that stay open, however they are escaped."""
    paragraphs = ["[" * 150, "[أ](" * 150, "<a" * 300]
    assert read(markdown_of_text(paragraphs))[1] == tuple(paragraphs)


WORDS = ["خبر", "مكتبة،", "أ", "b", "2022", "٣٫٥", "a_b", "https://example.org/a-b?c=d&e=f", "x@y.z", "كلمة.", "nbsp"]
SIGNS = [
    *"&<>\"'`*_[]()!#+-:=|~.,;/\\{}@^$%\t\r\n\x00\x02\x03\x0c\x1c\x7f\x85\u00a0\u00ad\u061c\u200b\u200f\u2003\u2028",
    *"\u2029\u3000\ufeff\ufffe", " ", " ", " ", "    ", "&amp;", "&#8207;", "&lt", "&copy", "**", "***", "__", "``",
    "[أ]", "(ب)", "[أ]: ب", "[أ] : ب", "![أ]", "*[أ]: ب", "<b>", "</b>", "<!-- ", "-->", "<p>", "<http://a.b>",
    "<a@b.c>",
    "- ", "+ ", "* ", "# ", "## ", "> ", ": ", "1. ", "١. ", "12) ", "===", "---", "- - -", "***", "* * *", "___",
    "~~~", "```", "a | b", "--|--", "<?", "<![CDATA[", "\n\n", "  \n", "\\\n", "klzzwxh:0000", "wzxhzdk:0", "{: #a}",
]  # fmt: skip
ANY = st.characters(exclude_categories=["Cs"])
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SIGNS) | st.sampled_from(WORDS) | ANY, max_size=8).map("".join), max_size=5
)


@settings(deadline=None, max_examples=500)
@given(PARAGRAPHS)
@example(["أ", ": ب"])
@example(["~~~", "أ", "~~~"])
@example(["*[أ]: ب", "أ"])
def test_every_text_comes_back(paragraphs):
    """Whatever stands in a paragraph: the loader reads the same paragraphs, each one <p>."""
    html, blocks = read(markdown_of_text(paragraphs))
    assert blocks == told(paragraphs)
    assert re.findall("<[^>]*>", html) == ["<p>", "</p>"] * len(blocks)
