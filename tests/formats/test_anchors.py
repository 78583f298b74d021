"""Places within a text can be linked to."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folders import REPOSITORY
from newsgen.formats.anchors import RESERVED_ID, add_anchors
from newsgen.formats.markdown_to_html import render_markdown


def ids(text):
    """Return the ids in the HTML of a Markdown *text*."""
    return re.findall(' id="([^"]*)"', render_markdown(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## الفصل الثاني", ["الفصل-الثاني"]),
        ("## الفَصْلُ **الثّاني**: `x`", ["الفصل-الثاني-x"]),
        ("# أ\n\n## أ\n\n### أ", ["أ", "أ-1", "أ-2"]),
        ("## أ-1\n\n## أ\n\n## أ", ["أ-1", "أ", "أ-2"]),
        ("## ؟!", ["قسم"]),
        ("عنوان\n---", ["عنوان"]),
        ("<h3>أ</h3>", ["أ"]),
        ("## أ {#b}", ["b"]),
        ("## أ {: #b .c}", ["b"]),
        ("## أ {.c key=value}", ["أ"]),
        ("## أ {نص}", ["أ-نص"]),
        ("## b\n\n## أ {#b}\n\n<a id='b'></a>", ["b-2", "b", "b-1"]),
        ("<a name='c' id='d'>أ</a> <a id='e' name='e'>أ</a>", ["d", "e"]),
        ("<a name='_ftn1'>1</a> <span id='ann'>أ</span>\n\n<p id='أ ب'>ج</p>", ["_ftn1", "ann"]),
        ("## Content\n\n## Form note 1\n\n## Comment 5\n\n<p id='content'>أ</p>", [
            "text-content-1", "text-form-note-1", "text-comment-5", "text-content"]),
        ("## أ[^1]\n\n[^1]: ب", ["أ", "fnref:1", "fn:1"]),
    ],
)  # fmt: skip
def test_headings_have_ids_and_written_ids_are_kept(text, found):
    """Ids are unique, in Arabic, and never those of the page's own elements."""
    assert ids(text) == found


@pytest.mark.parametrize(
    ("link", "heading", "found"),
    [
        ("#الفصل-الثاني", "الفصل الثاني", "#الفصل-الثاني"),
        ("#%D9%81%D8%A7%D8%B3", "فاس", "#%D9%81%D8%A7%D8%B3"),
        ("#whats-new", "What's new", "#what-s-new"),
        ("#الفَصل-الثاني", "الفصل الثاني", "#الفصل-الثاني"),
        ("#content", "Content", "#text-content"),
        ("#غائب", "فاس", "#غائب"),
    ],
)
def test_a_link_finds_its_heading(link, heading, found):
    """Other generators make ids by other rules, so a link that only spells an id otherwise is led to it."""
    assert f'href="{found}"' in render_markdown(f"[أ]({link})\n\n## {heading}")


NAMES = st.sampled_from(["أ", "أ-1", "ب", "content", "text-content", "fn:1", "a&b", "قسم"])


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=8))
def test_no_two_ids_are_equal(names):
    """Whatever a writer chooses, and whatever headings are called."""
    html = add_anchors("".join(f'<h2 id="{name}">x</h2>' if chosen else f"<h2>{name}</h2>" for name, chosen in names))
    found = Counter(re.findall('id="([^"]*)"', html))
    assert len(found) == len(names)
    assert not any(map(RESERVED_ID.fullmatch, found))


def test_all_ids_of_the_templates_are_reserved():
    """A new id in a template needs a name that texts cannot have."""
    texts = [file.read_text(encoding="utf-8") for file in (REPOSITORY / "templates").glob("*.html")]
    names = {re.sub(r"{{.*?}}", "1", name) for text in texts for name in re.findall(r'\sid="([^"]*)"', text)}
    assert len(names) > 5
    assert {name for name in names if not RESERVED_ID.fullmatch(name)} == {"1"}  # fields and comments: see below


def test_ids_of_fields_and_comments_are_reserved():
    """Their names are made in `pages.comments`."""
    assert all(map(RESERVED_ID.fullmatch, ["form-author", "form-comment", "comment-12", "comment-أ b"]))
