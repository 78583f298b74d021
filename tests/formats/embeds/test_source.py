"""The marks of tags and shortcodes change nothing but what they are for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from newsgen.formats.commonmark_blocks import read_blocks
from newsgen.formats.embeds.source import Source, without_marks
from newsgen.formats.markdown_to_html import convert_markdown

PIECES = st.sampled_from([
    *"\n\n\n <>/=\"'أ-", "\n\n", "    ", "- ", "1. ", "> ", "```\n", "<iframe src='a'>", "</iframe>", "<video>",
    "</video>", "<x-a b=1 c>", "<x-a\nb>", "</x-a>", "<script>", "</script>", "<section", "<embed/>", "<b c>", "<a:b>",
    "<a.b>", "<a.b/c>", "<mailto:a@b.c>", "<https://a.b>", "<!-- ", "-->", "<pre ", "<details>", "<summary>",
    "<picture>", "<p ", ">", " c='d'", " e", "<iframe/src='a'>", "<p/x", "<source src=a.mp4>", "<svg b='0 1'>",
])  # fmt: skip


def shape(block):
    """Return the kinds, places and texts of a block and of those in it."""
    lines = without_marks("\n".join(block.lines), ())
    return block.kind, block.first, block.last, block.mark, block.indent, lines, [shape(one) for one in block.children]


@settings(deadline=None, max_examples=examples(500))
@given(st.lists(PIECES, max_size=15).map("".join))
def test_a_mark_in_a_tag_does_not_change_the_blocks(text):
    """A tag that begins a block, or is alone on its line, still does and is."""
    assert shape(read_blocks(Source(text).marked())) == shape(read_blocks(text))


@pytest.mark.parametrize(
    "code",
    [
        "{{< figure\n  src=a.png\n\n  alt=ب >}}",
        "[caption id=a]\n\n![](a.png)\n\nب\n[/caption]",
        "{% raw %}\nأ\n\nب\n{% endraw %}",
        "{% comment %}\n\n{% endcomment %}",
    ],
)
def test_lines_are_true_after_a_shortcode_of_several_lines(code):
    """Footnotes and tags after it are found where they stand in the file."""
    text = f"{code}\n\n<form>\n\n[^1]: ب\n\n[^2]"
    first = code.count("\n") + 3
    assert [(one.line, one.found) for one in convert_markdown(text).findings] == [
        (first, "<form> is not shown, only the text in it"),
        (first + 2, "footnote [^1] is not shown"),
        (first + 4, "footnote [^2] has no text"),
    ]
