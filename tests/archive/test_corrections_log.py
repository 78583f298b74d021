"""content/corrections.yml, as an editor writes it by hand: what it says, and what is wrong with it."""

from datetime import date

import pytest

from newsgen.archive.corrections_log import parse_log

LOG = """# سجل
---
withdraw: a17  # بطلب
date: 2026-01-05
reason: سُحب بطلب من الكاتب.
---

# remark
correct: a18
date: ٧ يناير ٢٠٢٦
note: |
  الفقرة الأولى
  تتمتها.

  --- الثانية
---
date: 2026-01-09
correct: a18
note: "خطأ: في الاسم"
undone: 2026-01-10
---
"""


def errors_of(text):
    """Return the errors of a log as they are printed, without its path."""
    return [str(error).removeprefix("content/corrections.yml:") for error in parse_log(text)[1]]


def test_entries_are_documents_of_yaml():
    """Remarks, blank lines and any order of keys are accepted; blank lines divide a note into paragraphs."""
    log, errors, warnings = parse_log(LOG)
    assert (errors, warnings) == ([], [])
    assert [(one.action, one.article, one.day, one.undone, one.line) for one in log.entries] == [
        ("withdraw", "a17", date(2026, 1, 5), None, 3),
        ("correct", "a18", date(2026, 1, 7), None, 9),
        ("correct", "a18", date(2026, 1, 9), date(2026, 1, 10), 18),
    ]
    assert log.entries[1].paragraphs == ("الفقرة الأولى تتمتها.", "--- الثانية")
    assert log.withdrawals.keys() == {"a17"}
    assert log.corrections == {"a18": (log.entries[1],)}


def test_the_newest_correction_is_first_and_of_one_day_the_last_written():
    """The order in the file decides only within a day."""
    days = ["2026-01-05", "2026-01-09", "2026-01-05"]
    text = "---\n".join(f"correct: a\ndate: {day}\nnote: {number}\n" for number, day in enumerate(days))
    assert [one.paragraphs[0] for one in parse_log(text)[0].corrections["a"]] == ["1", "2", "0"]


ENTRY = "withdraw: a\ndate: 2026-01-05\nreason: سبب\n"
WRONG = {
    "no date": ("withdraw: a\nreason: س\n", "1: has no date; write, for example, date: 2026-01-25"),
    "an unreadable date": (ENTRY.replace("2026-01-05", "أمس"), "2: date 'أمس' cannot be read"),
    "an empty reason": ("withdraw: a\ndate: 2026-01-05\nreason: ' '\n", "3: reason is empty; write the words"),
    "no reason": ("withdraw: a\ndate: 2026-01-05\n", "1: has no reason; write the words"),
    "a list": (ENTRY.replace("سبب", "[س]"), "3: reason must be a text"),
    "another's text": (ENTRY.replace("reason", "note"), "has note, which belongs to `correct:`; write reason: in its"),
    "no article": ("date: 2026-01-05\nreason: س\n", "1: has neither `withdraw:` nor `correct:`"),
    "two actions": (ENTRY + "correct: b\nnote: س\n", "1: has both `withdraw:` and `correct:`"),
    "an unknown key": (ENTRY + "undon: 2026-01-06\n", "4: unknown key 'undon'; the nearest known key is 'undone'"),
    "an empty undone": (ENTRY + "undone:\n", "4: undone is empty; write, for example, undone: 2026-01-25"),
    "broken YAML": (ENTRY + "--- \nreason: 'x\n", "5: broken YAML"),
    "withdrawn twice": (f"{ENTRY}---\n{ENTRY}", "5: 'a' is withdrawn on line 1 too; delete one of the two entries"),
    "a conflict": (f"<<<<<<< mine\n{ENTRY}", "1: contains a merge conflict; keep the entries of both sides"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_with_its_line(wrong):
    """A finding and a remedy for each."""
    text, message = WRONG[wrong]
    assert any(message in found for found in errors_of(text)), errors_of(text)


def test_an_entry_of_an_unknown_article_names_the_nearest():
    """One that is undone may name an article that is gone."""
    log = parse_log("correct: libary\ndate: 2026-01-05\nnote: س\n---\n" + ENTRY + "undone: 2026-01-06\n")[0]
    (error,) = log.check({"library", "theatre"})
    assert str(error) == "content/corrections.yml:1: no article has the id 'libary'; the nearest known id is 'library'"
