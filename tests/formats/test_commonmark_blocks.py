"""Blocks are read as CommonMark and Hugo read them."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare_markdown import blocks_of
from effort import examples
from folders import GOLDEN
from newsgen.formats.commonmark_blocks import read_blocks
from newsgen.formats.markdown_to_html import render_markdown

HUGO = json.loads((GOLDEN / "markdown" / "hugo-0.168.json").read_text(encoding="utf-8"))


def shape(blocks):
    """Return the kinds of *blocks*, each container's with those of its own blocks."""
    return [
        (block.kind, *shape(block.children)) if block.children else block.kind if block.lines else (block.kind,)
        for block in blocks
    ]


@pytest.mark.parametrize("row", HUGO, ids=range(len(HUGO)))
def test_a_text_has_the_blocks_that_hugo_gives_it(row):
    """Texts of other generators can be brought along; Hugo's blocks were written down by compare_markdown.py."""
    assert blocks_of(render_markdown(row["text"])) == row["blocks"]


P, LIST = "paragraph", ("item", "paragraph")


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("- أ\n  - ب\n   - ج\n- د", [("item", P, LIST, LIST), LIST]),
        ("- أ\n\t- ب".expandtabs(4), [("item", P, LIST)]),
        ("1. أ\n   - ب", [("item", P, LIST)]),
        ("10. أ\n    - ب", [("item", P, LIST)]),
        ("قال:\n- أ\n- ب", [P, LIST, LIST]),
        ("قال:\n1) أ", [P, LIST]),
        ("في عام\n2022. انتهى", [P]),
        ("2022.", [P]),
        ("-1 درجة", [P]),
        ("- أ\nب", [LIST]),
        ("- أ\n\nب", [LIST, P]),
        ("- أ\n\n  ب", [("item", P, P)]),
        ("- أ\n  > ب\n  ج", [("item", P, ("quote", P))]),
        ("> أ\nب\n\n> ج", [("quote", P), ("quote", P)]),
        ("> - أ\n>   ب", [("quote", LIST)]),
        ("- أ\n  ~~~\n\n  ب\n  ~~~\n- ج", [("item", P, "fence"), LIST]),
        ("- ```\n  ب\nج", [("item", "fence"), P]),
        ("أ\n```sh\nب\n```\nج", [P, "fence", P]),
        ("أ\n\n    ب\n\n    ج\nد", [P, "code", P]),
        ("أ\n    ب", [P]),
        ("أ\nب\n---\nج", ["heading", P]),
        ("أ\n***", [P, ("rule",)]),
        ("#وسم", [P]),
        ("أ | ب\n--|--\nج | د\n- ه", ["table", LIST]),
        ("أ | ب\n--|--|--", [P]),
        ("أ\n: ب\n: ج", ["term", ("definition", P), ("definition", P)]),
        ("[^1]: أ\n[^2]: ب\n\n    ج\n\nد", [("footnote", P), ("footnote", P, P), P]),
        ("<div>\n**أ**\n\nب\n\n</div>", ["html", P, "html"]),
        ("<!-- أ\n\nب -->\nج", ["html", P]),
        ("<!-- أ\n\nب", [P, P]),
        ("<b>أ</b>\nب", [P]),
        ("<x-y>\nب", ["html"]),
    ],
)
def test_lines_become_blocks(text, shaped):
    """Containers end where their indent or sign ends, except for a paragraph's further lines."""
    assert shape(read_blocks(text).children) == shaped


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "- ", "* ", "1. ", "2) ", "> ", "  ", "   ", "    ", "  - ", "    - ", "> - "]),
        st.sampled_from(["أ", "كلمة", "```", "~~~", "# أ", "---", "===", "|أ|ب|", "|-|-|", "[^1]: أ", ": ب", "<p>"]),
    ).map("".join),
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=examples(300))
@given(LINES)
def test_no_word_is_lost(lines):
    """Every word of a text is in its blocks, in its order; only signs become structure."""

    def words(blocks):
        for block in blocks:
            yield from " ".join(block.lines).split()
            yield from words(block.children)

    text = "\n".join(lines)
    found = [word for word in words(read_blocks(text).children) if word == "كلمة"]
    assert len(found) == text.count("كلمة")


@given(LINES)
def test_blocks_follow_each_other(lines):
    """The lines of blocks are those of the text, so that a warning names the right one."""

    def check(block):
        assert all(before.first <= before.last < after.first for before, after in pairwise(block.children))
        assert all(block.first <= inner.first <= inner.last <= block.last for inner in block.children)
        for inner in block.children:
            check(inner)

    check(read_blocks("\n".join(lines)))
