"""HTML of other systems becomes Markdown that editors can work with, and that is read back as the same text."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.formats.html_to_markdown import markdown_of_html, markdown_of_text
from newsgen.formats.html_tree import outline
from newsgen.formats.markdown_to_html import render_markdown
from newsgen.formats.plain_markdown import read_plain
from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.model.body_links import REFERENCE
from newsgen.text.arabic import clean


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>فقرة</p>\n<p>&nbsp;</p><p>ثانية &amp; ثالثة</p>", "فقرة\n\nثانية & ثالثة"),
        ("نص بلا فقرة <div>وآخر</div>", "نص بلا فقرة\n\nوآخر"),
        ("<h2>عنوان</h2><p>نص</p><h3>لغة C#</h3><h2>أ #</h2>", "## عنوان\n\nنص\n\n### لغة C#\n\n## أ \\#"),
        ("<p>هذا <strong>مهم </strong>و<em>مائل</em></p>", "هذا **مهم** و*مائل*"),
        ("<p><b>أ</b><b>ب</b></p>", "**أب**"),
        ("<p><strong>أ <em>ب</em></strong></p>", "**أ <em>ب</em>**"),
        ('<p>في <a href="https://example.org/خبر?a=1&amp;b=2">موقع</a>.</p>',
         "في [موقع](https://example.org/خبر?a=1&b=2)."),
        ('<p><a href="https://example.org/" title="شرح">موقع</a></p>', '[موقع](https://example.org/ "شرح")'),
        ('<p>مرحبا!<a href="https://example.org/">هنا</a></p>', "مرحبا\\![هنا](https://example.org/)"),
        ('<p><img src="صورة.jpg" alt="فاس [ليلا]"></p>', "![فاس \\[ليلا\\]](صورة.jpg)"),
        ('<p><img src="صورة.jpg" width="3"></p>', '<img alt="" src="صورة.jpg" width="3">'),
        ("<p>سطر<br>وسطر<br><br>وسطر<br></p>", "سطر  \nوسطر<br>  \nوسطر"),
        ("<p>سطر<br>- وسطر</p>", "سطر  \n\\- وسطر"),
        ("<ul><li>أ</li><li>ب<ol><li>ج</li></ol></li></ul>", "- أ\n- ب\n    1. ج"),
        ("<ul><li><p>أ</p><p>ب</p></li><li>ج</li></ul>", "- أ\n\n    ب\n\n- ج"),
        ("<ul><li>أ</li></ul><ul><li>ب</li></ul>", "- أ\n\n<!-- -->\n\n- ب"),
        ('<ol start="3"><li>أ</li></ol>', "3. أ"),
        ("<blockquote><p>أ</p><p>ب</p></blockquote>", "> أ\n>\n> ب"),
        ("<pre><code>a &lt; b\n\n  c\n</code></pre>", "```\na < b\n\n  c\n```"),
        ("<p>اكتب <code>a*b</code></p>", "اكتب `a*b`"),
        ("<p>أ</p><hr><p>ب</p>", "أ\n\n---\n\nب"),
        ("<p>H<sub>2</sub>O *و* [ج]</p>", "H<sub>2</sub>O \\*و\\* \\[ج\\]"),
        ('<p lang="fr">Bonjour\n\nle monde</p>', '<p lang="fr">Bonjour le monde</p>'),
        ("<figure><img src='a.jpg'><figcaption>شرح</figcaption></figure>",
         '<figure><img alt="" src="a.jpg"><figcaption>شرح</figcaption></figure>'),
        ("<table><tr><td>أ</td></tr></table>", "<table><tbody><tr><td>أ</td></tr></tbody></table>"),
        ("<a href='/a/'><h2>عنوان</h2></a>", '<div><a href="/a/"><h2>عنوان</h2></a></div>'),
        ("", ""),
        ("<p> </p><br>", ""),
    ],
)  # fmt: skip
def test_html_becomes_the_markdown_that_people_write(html, markdown):
    """Content that Markdown can express becomes Markdown; the rest stays HTML, on one line."""
    assert markdown_of_html(sanitise(html)) == markdown


def test_very_deep_nesting_is_reduced_to_its_text():
    """Nothing hangs, overflows or is lost."""
    for tag in ("div", "blockquote", "em", "ul><li"):
        html = sanitise(f"<{tag}>" * 3000 + "نص")
        assert plain_blocks(render_markdown(markdown_of_html(html))) == ("نص",)


def filled(html):
    """Return *html* without empty elements, which a reader does not miss."""
    while (less := re.sub(r"<(\w+)(?: [^>]*)?>(?:\s|&nbsp;)*</\1>", " ", html)) != html:
        html = less
    return html


def seen(html):
    """Return the parts of *html* that a reader sees: its texts that are not blank, its links and pictures."""
    texts = [text for text in plain_blocks(html) if text.strip()]
    return texts, [match["address"] for match in REFERENCE.finditer(html)]


TEXT = st.lists(
    st.sampled_from([
        "خبر", "مكتبة", " ", " ", "\n", "\u00a0", "a_b", "2022. ", "- ", "*", "**", "_", "`", "[", "]", "(", "](", "!",
        "]: ", "#", "&lt;", "&gt;", "&amp;", "&amp;nbsp;", "\\", "|", ":", ": ", "~~~", "1. ", "---", '"', "'",
        "&lt;b&gt;",
    ]),
    max_size=5,
).map("".join)  # fmt: skip
INLINE_TAGS = st.sampled_from(
    "em strong i b code sup span u a|href='https://example.org/a_b?c=1&amp;copy=2' a|href='/أ(ب)/' a|title='أ' del"
    " a|href='/ج/'|title='ش' span|lang='fr' q time abbr|title='أ'".split()
)
BLOCK_TAGS = st.sampled_from("p p p div h2 h3 blockquote pre ul ol figure dl table p|lang='fr' ol|start='7'".split())
VOIDS = st.sampled_from(["<br>", "<img src='a.jpg' alt='أ_ب'>", "<img src='/ج د.png' width=3>"])


def element(tag, inner):
    """Return the element *tag*, which may have attributes after |."""
    return f"<{tag.replace('|', ' ')}>{inner}</{tag.split('|')[0]}>"


def block(tag, inner):
    """Return a block with *inner* in the child elements that it needs."""
    name = tag.split("|")[0]
    if name in {"ul", "ol"}:
        inner = "".join(f"<li>{part}</li>" for part in inner)
    elif name == "dl":
        inner = "".join(f"<dt>{part}</dt><dd>{part}</dd>" for part in inner)
    elif name == "table":
        inner = "".join(f"<tr><td>{part}</td></tr>" for part in inner)
    return element(tag, "".join(inner))


def inlines(children):
    """Return inline elements that contain *children*."""
    return st.builds(element, INLINE_TAGS, st.lists(children, max_size=3).map("".join))


def blocks(children):
    """Return blocks that contain *children*."""
    return st.builds(block, BLOCK_TAGS, st.lists(children, min_size=1, max_size=3))


INLINE = st.recursive(TEXT | VOIDS, inlines, max_leaves=5)
HTML = st.lists(st.recursive(INLINE, blocks, max_leaves=8) | INLINE.map(lambda t: f"<p>{t}</p>"), max_size=4).map(
    "".join
)


@settings(deadline=None, max_examples=examples(200))
@given(HTML)
def test_markdown_is_read_back_as_the_same_content(html):
    """With any nesting, texts, links and pictures are kept in their order."""
    safe = filled(sanitise(html))
    again = render_markdown(markdown_of_html(safe))
    assert seen(again) == seen(safe)
    assert outline(again) == outline(safe)


def read(text):
    """Return the HTML and the blocks of Markdown *text*, as the loader reads them."""
    text = clean(text)
    html = render_markdown(text)
    return (read_plain(text) or (html, plain_blocks(html))) if text else ("", ())


def shown(paragraphs):
    """Return *paragraphs* as a reader sees them: white space folded, no invisible characters, no blank ones."""
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
def test_prose_stays_exactly_the_same(text):
    """An editor sees the text, without backslashes where Markdown would not have found markup."""
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
def test_text_that_looks_like_markdown_is_escaped(text, markdown):
    """A text that looks like a list, a heading, a quote, a link or HTML is read back as its characters."""
    assert markdown_of_text([text]) == markdown
    assert read(markdown)[1] == shown([text])


def test_text_with_hundreds_of_brackets_is_not_refused():
    """The loader refuses unclosed brackets even after backslashes, so they are written as entities."""
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
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\ufdd0\ufdd1")
"""All but two of the characters that Unicode keeps for programs: the converter uses these, and no page has them."""
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SIGNS) | st.sampled_from(WORDS) | ANY, max_size=8).map("".join), max_size=5
)


@settings(deadline=None, max_examples=examples(500))
@given(PARAGRAPHS)
@example(["أ", ": ب"])
@example(["~~~", "أ", "~~~"])
@example(["*[أ]: ب", "أ"])
def test_every_text_is_read_back(paragraphs):
    """The loader reads any paragraphs back as the same paragraphs, each one <p>; only addresses become links."""
    html, blocks = read(markdown_of_text(paragraphs))
    assert blocks == shown(paragraphs)
    assert re.findall("<(?!/?a[ >])[^>]*>", html) == ["<p>", "</p>"] * len(blocks)
