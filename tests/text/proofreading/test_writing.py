"""Mistakes of writing are found in Arabic text, and text that is right is left alone."""

import pytest

from newsgen.text.proofreading.prose import prose_of
from newsgen.text.proofreading.writing import faults_of, unbalanced_marks

RIGHT = (
    "قال إن 1,500 درهم تكفي، وإن 3,5 كذلك.",
    "Reuters, AFP قالتا ذلك",
    "صلى الله عليه وسلم ﷺ ﴿آية﴾ و 5000 ﷼",
    "C'est l'été à Fès, où Øystein déjeune",
    "https://example.org/?a=ب?",
    "می‌خواهم",
    "ما هذا؟! لا أدري…",
    "ظل الطفل في ظلام البيت ط ظ",
)


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_has_no_mistakes(text):
    """A false alarm costs more trust than a mistake that stays."""
    assert list(faults_of(prose_of(text))) == []


WRONG = {
    "أحمد, محمد": ("comma", "،"),
    "أحمد , محمد": ("comma", "،"),
    "«أحمد», محمد": ("comma", "،"),
    "أحمد,محمد": ("comma", "،"),
    "متى?": ("question mark", "؟"),
    "متى??": ("question mark", "؟؟"),
    "حرما ? واتقوا": ("question mark", None),
    "«متى»?": ("question mark", "؟"),
    "المد?نة": ("question mark", None),
    "ﻣﺮﺣﺒﺎ": ("presentation forms", "مرحبا"),
    "ﻻ يعرف": ("presentation forms", "لا"),
    "ﺎﺒﺣﺮﻣ": ("presentation forms", None),
    "كلمة\u200f هنا": ("bidi marks", ""),
    "كلمة\u200fهنا": ("bidi marks", None),
    "ط§ظ„ظ…ط؛ط±ط¨ ظˆط§ظ„ظ‚ط¶ظٹط©": ("mojibake", None),
    "الم\ufffdينة": ("lost letters", None),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_is_found_with_what_belongs_there(text):
    """None belongs there for certain where letters are lost, or where a mark separates two words."""
    assert [(fault.kind, fault.replacement) for fault in faults_of(text)] == [WRONG[text]]


def test_pairs_of_controls_are_balanced():
    """An override is never harmless: it shows 12 as 21."""
    assert unbalanced_marks("\u202bنص\u202c \u2066C++\u2069") is None
    assert "not closed" in unbalanced_marks("\u202bنص")
    assert "not opened" in unbalanced_marks("نص\u202c")
    assert "override" in unbalanced_marks("\u202e12\u202c")


NOT_PROSE = (
    "`كود, كود`",
    "``كود, `كود``",
    "```\nكود, كود\n```",
    "~~~\nكود, كود",
    "    كود, كود",
    "<b title='نص, نص'>",
    "<pre>\nنص, نص\n</pre>",
    "<!-- نص, نص -->",
    '{{< figure alt="نص, نص" >}}',
    "{% include نص, نص %}",
    '[caption title="نص, نص"]',
    '[رابط](x.md "نص, نص")',
    "[^1]: نص, نص",
    "https://example.org/نص,نص",
    "---\ntitle: نص, نص\n---\n",
    "$$نص, نص$$",
)


@pytest.mark.parametrize("markdown", NOT_PROSE)
def test_what_machines_read_is_not_proofread(markdown):
    """A comma in code or in an address may mean something."""
    prose = prose_of(markdown)
    assert len(prose) == len(markdown)
    assert list(faults_of(prose)) == []


def test_text_beside_what_machines_read_is_proofread():
    """The words of a link and the text in an element are read by people."""
    for markdown in ("[نص, نص](x.md)", "<b>نص, نص</b>", "- نص, نص", "> نص, نص", "**نص**, نص, نص"):
        assert [fault.kind for fault in faults_of(prose_of(markdown))] == ["comma"]
