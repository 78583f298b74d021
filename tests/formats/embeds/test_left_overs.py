"""Markup of other generators that a page shows as text is named with its line."""

import pytest

from newsgen.formats.markdown_to_html import convert_markdown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("أ [[ملاحظة|نص]]", "a link between notes ([[ملاحظة|نص]])"),
        (":::note\nنص\n:::", "the beginning of a box (:::note)"),
        ("::: {warning}\nنص\n:::", "the beginning of a box (::: {warning})"),
        ('!!! note "عنوان"\n    نص', "the beginning of a box (!!! note)"),
        ("أ {: .lead }", "a list of attributes ({: .lead })"),
        ("[TOC]", "the place of a table of contents ([TOC])"),
        ("import Tabs from '@theme/Tabs';", "a line of JavaScript (import Tabs from '@theme/Tabs';)"),
        ("export const x = 1", "a line of JavaScript (export const x = 1)"),
    ],
)
def test_left_over_markup_is_named(text, said):
    """It stays as text, because newsgen cannot know what it meant."""
    (finding,) = convert_markdown(f"أ\n\n{text}\n\nب").findings
    assert (finding.line, finding.found) == (3, f"{said} is shown as text")


def test_a_second_front_matter_is_named():
    """A file that was moved twice may have two."""
    (finding,) = convert_markdown("---\ntitle: أ\n---\n\nب").findings
    assert finding.found.startswith("a second front matter")


@pytest.mark.parametrize(
    "text",
    [
        "`[[أ]]` و[[1]](/a/) و[[أ]: ب",
        "```\n:::note\n[TOC]\n```",
        "!!! كلمة\n\n??? لماذا",
        "import من المغرب\n\nexport هو التصدير",
        "{أ} و{ب: ج}",
        "<!-- [[أ]] -->\n\nنص",
    ],
)
def test_prose_and_code_are_not_named(text):
    """Signs of ordinary texts are text."""
    assert convert_markdown(text).findings == ()
