"""Markdown is read as Arabic editors write it."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.errors import UnreadableError
from newsgen.formats.markdown_to_html import convert_markdown, render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("فقرة أولى\n\nفقرة ثانية", "<p>فقرة أولى</p>\n<p>فقرة ثانية</p>"),
        ("#وسم في أول السطر", "<p>#وسم في أول السطر</p>"),
        ("نص\n#وسم", "<p>نص\n#وسم</p>"),
        ("####### سبع", "<p>####### سبع</p>"),
        ("# عنوان\n\n## فرع\n\n#### فرع", '<h2 id="عنوان">عنوان</h2>\n<h3 id="فرع">فرع</h3>\n<h4 id="فرع-1">فرع</h4>'),
        ("## عنوان ##", '<h2 id="عنوان">عنوان</h2>'),
        ("## لغة C#", '<h2 id="لغة-c">لغة C#</h2>'),
        ("عنوان\n=====\n\nفرع\n-----", '<h2 id="عنوان">عنوان</h2>\n<h3 id="فرع">فرع</h3>'),
        ("# ", ""),
        ("أ\u00a0ب", "<p>أ&nbsp;ب</p>"),
        ("كلمة_بين_شرطات", "<p>كلمة_بين_شرطات</p>"),
        ("**مهم** و*مائل*", "<p><strong>مهم</strong> و<em>مائل</em></p>"),
        ("> اقتباس", "<blockquote>\n<p>اقتباس</p>\n</blockquote>"),
        ("- أ\n- ب", "<ul>\n<li>أ</li>\n<li>ب</li>\n</ul>"),
        ("```\n<b> & x\n```", "<pre><code>&lt;b&gt; &amp; x\n</code></pre>"),
        ("نص <b>سميك</b> 3 < 5 & 7", "<p>نص <b>سميك</b> 3 &lt; 5 &amp; 7</p>"),
        ("[موقع](https://example.org/خبر)", '<p><a href="https://example.org/خبر" rel="noopener">موقع</a></p>'),
        ("مصطلح\n:   شرح", "<dl>\n<dt>مصطلح</dt>\n<dd>شرح</dd>\n</dl>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text, html):
    """A heading needs a space after #, a hashtag is not one, and only real tags are read as tags."""
    assert render_markdown(text).strip() == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("سطر\\\nسطر  \nسطر", "<p>سطر<br>\nسطر<br>\nسطر</p>"),
        (r"\*أ\* \~\~ \< \&copy; \| \'", "<p>*أ* ~~ &lt; &amp;copy; | '</p>"),
        ("أ ~~~ب~~~ ~~ ج ~~ ~~د~~~", "<p>أ ~~~ب~~~ ~~ ج ~~ ~~د~~~</p>"),
        ("«~~أ~~»، ~~ب ~ ج ~~~ د~~ ~~`ه`~~", "<p>«<del>أ</del>»، <del>ب ~ ج ~~~ د</del> <del><code>ه</code></del></p>"),
        ("أ~~«ب»~~ج ~~«د»~~ (~~*ه*~~)", "<p>أ~~«ب»~~ج <del>«د»</del> (<del><em>ه</em></del>)</p>"),
        ("~~100~~ 80 ~5~ كلمة~~ملغاة~~", "<p><del>100</del> 80 ~5~ كلمة<del>ملغاة</del></p>"),
        ("![أ](a.jpg 'عنوان')", '<p><img alt="أ" src="a.jpg" title="عنوان"></p>'),
        ("4) أ\n5) ب", '<ol start="4">\n<li>أ</li>\n<li>ب</li>\n</ol>'),
        ("١. أ\n٢. ب", "<ol>\n<li>أ</li>\n<li>ب</li>\n</ol>"),
        ("- أ\n- ب\n* ج", "<ul>\n<li>أ</li>\n<li>ب</li>\n</ul>\n<ul>\n<li>ج</li>\n</ul>"),
        ("- أ\n  ```\n  ب\n  ```\n  *ج*", "<ul>\n<li>أ<pre><code>ب\n</code></pre>\n<em>ج</em>\n</li>\n</ul>"),
        ("[أ][1]\n[1]: /x/\n[ب]: </y z/> 'ت'", '<p><a href="/x/" rel="noopener">أ</a></p>'),
        ("[ب]\n\n[ب]:\n  </y z/>\n  'ت'", '<p><a href="/y z/" title="ت" rel="noopener">ب</a></p>'),
        ("- أ\n  *[ب]: ج\n  ب", '<ul>\n<li>أ\n<abbr title="ج">ب</abbr></li>\n</ul>'),
        ("[تنبيه]: مهم", "<p>[تنبيه]: مهم</p>"),
        ("<details><summary>أ</summary>\n\n**ب**\n\n</details>",
            "<details><summary>أ</summary>\n<p><strong>ب</strong></p>\n</details>"),
    ],
)  # fmt: skip
def test_markdown_of_other_generators_becomes_the_same_html(text, html):
    """What people write for Hugo, Jekyll and GitHub is not printed as signs."""
    assert render_markdown(text).strip() == html


def warnings_of(text):
    """Return the lines and findings about a Markdown *text*."""
    return [(finding.line, finding.found) for finding in convert_markdown(text).findings]


def links_of(html):
    """Return ids and local links of *html*, in their order."""
    return re.findall(' (?:id|href)="([^"]*)"', html)


def test_footnotes_lead_there_and_back():
    """They are numbered in the order of their marks; each mark has a link back to it."""
    html = render_markdown("- أ[^ب]\n- ج[^1] د[^ب]\n\n[^1]: واحد\n\n    تتمة[^م]\n[^ب]: اثنان\n[^م]: ثلاثة\n- ه\n")
    assert re.findall(r"\[\d\]", html) == ["[1]", "[2]", "[1]", "[3]"]
    assert html.index("اثنان") < html.index("واحد") < html.index("تتمة") < html.index("ثلاثة")
    targets = links_of(html)
    assert {target[1:] for target in targets if target[0] == "#"} == {name for name in targets if name[0] != "#"}
    assert html.count("العودة إلى موضع الحاشية 1") == 2
    assert warnings_of("أ[^1]\n\n[^1]: ب") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("أ\n\nب[^1] `[^2]`", [(3, "footnote [^1] has no text")]),
        ("أ[^1]\n\n[^1]: ب\n[^س]: ج", [(4, "footnote [^س] is not shown")]),
        ("أ[^1]\n\n[^1]: ب\n\n[^1]: ج", [(5, "footnote [^1] is here again, and only the first is shown")]),
        ("[^1]: ب[^1]", [(1, "footnote [^1] is not shown")]),
        ("أ[^1]\n\n- [^1]: [^2]: > ب", [(3, "footnote [^2] is not shown")]),
        ("أ[^ب ج]\n\n[^ب ج]: د", []),
        ("///Footnotes Go Here///\n\nأ[^1]\n\n[^1]: د", []),
    ],
)
def test_a_footnote_without_text_or_mark_is_reported(text, found):
    """Nothing that is written vanishes, or stays a sign, in silence."""
    assert warnings_of(text) == found


def test_tasks_have_signs_with_names():
    """Nobody can tick them on a page; feeds and records show the signs too."""
    html = render_markdown("- [x] أ\n- [ ] ب\n  1. [X] ج\n\n  - ليس [ ] مهمة")
    assert re.findall('aria-label="([^"]*)">(.)<', html) == [("منجز", "☑"), ("غير منجز", "☐"), ("منجز", "☑")]
    assert "[ ] مهمة" in html


def test_cells_are_aligned():
    """The side is an attribute here, because feeds have no style sheet; a bar after a backslash ends no cell."""
    html = render_markdown("أ | ب | ج | د\n:--|:-:|--:|---\n1 | 2 | 3 | 4")
    assert "<td><code>a|b</code></td>" in render_markdown("|أ|\n|-|\n|`a\\|b`|")
    assert re.findall("<t[dh]( [^>]*)?>", html) == [' align="left"', ' align="center"', ' align="right"', ""] * 2


def test_a_table_has_head_and_body():
    """Tables are written as in other Markdown."""
    html = render_markdown("| السنة | العدد |\n|---|---|\n| 2021 | 12 |\n")
    assert "<th>السنة</th>" in html
    assert "<td>12</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "> " * 3_000 + "نص",
        ">" * 10_000 + "نص",
        "\n".join(f"{'    ' * level}- أ" for level in range(250)),
        "1. " * 3_000 + "نص",
        "- " * 3_000 + "نص",
        "<div>" * 10_000,
        "<b>" * 10_000,
        "<ul><li>" * 5_000,
    ],
    ids=["quotes", "tight quotes", "lists", "numbers", "dashes", "divs", "bolds", "items"],
)
def test_very_deep_nesting_is_refused(text):
    """The stack does not overflow, and the next text is read as usual."""
    with pytest.raises(UnreadableError):
        render_markdown(text)
    assert render_markdown("فقرة\n\n- أ") == "<p>فقرة</p>\n<ul>\n<li>أ</li>\n</ul>"


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "![" * 10_000, "[أ](" * 10_000, "[" * 5_000 + "]" * 5_000, "<a " * 10_000, "<![CDATA[" * 10_000],
    ids=["brackets", "pictures", "links", "nests", "tags", "sections"],
)
def test_hundreds_of_unclosed_brackets_are_refused_at_once(text):
    """Each would make the converter read the rest of the text again: hours for a page of them."""
    with pytest.raises(UnreadableError, match="unclosed brackets") as caught:
        render_markdown("نص\n\n" + text)
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "*" * 10_000, "*أ " * 5_000, "**أ *ب " * 3_000, "_أ " * 5_000, "`" * 10_000, "\\" * 10_000, "# " + "#" * 10_000,
        "&" * 10_000, "<" * 10_000, "|" * 5_000 + "\n" + "|-" * 5_000, "[]" * 5_000, "()" * 5_000, ":(" * 150,
        "~" * 10_000, "~~أ " * 3_000, "www." * 5_000, "https://a.b/" + "(" * 5_000, "a@" * 5_000,
        "[^1]" * 5_000 + "\n\n[^1]: أ",
        "- [ ] أ\n" * 2_000, "أ\n: ب\n\n" * 1_000, "# أ\n\n" * 1_000, "# أ {" + "#a " * 3_000, "[a]: /b\n" * 2_000,
        "<x-y " + "a=b " * 3_000, "\n" * 50_000, " " * 50_000 + "أ", "[أ](https://example.org/) " * 2_000,
    ],
)  # fmt: skip
def test_thousands_of_signs_are_only_text(text):
    """A line of asterisks is odd, but does not fail or hang."""
    render_markdown(text)


@pytest.mark.parametrize("open_text", ["> " * 40, "- " * 20, "1. " * 20])
def test_ordinary_nesting_does_not_depend_on_the_stack(open_text):
    """The same text gives the same HTML from a shallow and from a deep call."""
    shallow = render_markdown(open_text + "نص")

    def dive(levels):
        return dive(levels - 1) if levels else render_markdown(open_text + "نص")

    assert dive(sys.getrecursionlimit() // 2) == shallow


PROSE = st.lists(st.text("ابتث جحخد\u064e\u00a0«»،؛؟.!", min_size=1), min_size=1, max_size=5)


@settings(deadline=None, max_examples=examples(80))
@given(PROSE)
def test_plain_paragraphs_are_kept_exactly(paragraphs):
    """Text without signs is neither changed, reordered nor joined."""
    texts = [text.strip() for text in paragraphs]
    html = render_markdown("\n\n".join(texts)).replace("&nbsp;", "\u00a0")
    assert html == "\n".join(f"<p>{text}</p>" for text in texts if text)


def test_one_text_leaves_no_trace_in_the_next():
    """Abbreviations and link targets of one article do not appear in another."""
    render_markdown("*[أ]: ألف\n\n[مرجع]: https://example.org/\n\nأ [مرجع]")
    assert render_markdown("أ [مرجع]") == "<p>أ [مرجع]</p>"
