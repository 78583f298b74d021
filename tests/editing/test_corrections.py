"""`newsgen withdraw` and `newsgen correct`: what they write, what they refuse, and how they are undone."""

import json
from datetime import date

import pytest
import yaml

LOG = "content/corrections.yml"


@pytest.fixture
def desk(project):
    """Two articles, one of them with a file, an id and a slug of different names."""
    project.write("content/articles/ملف.md", "---\nid: a17\nslug: library\ntitle: افتتاح المكتبة\n---\nنص.\n")
    project.write("content/articles/a18.md", "---\ntitle: المسرح\n---\nنص.\n")
    project.write("content/addresses.tsv", "a17\t/articles/library/\t/old/place/\n")
    return project


def run(desk, *arguments):
    """Run a command of the project at a known date."""
    return desk.run(*arguments, "--date", "2026-01-05", "--root", str(desk.root))


def entries(desk):
    """Return the entries of the log, read by another parser."""
    text = (desk.root / LOG).read_text(encoding="utf-8")
    return [one for one in yaml.load_all(text, yaml.BaseLoader) if one]


@pytest.mark.parametrize(
    "name", ["a17", "library", "/articles/library/", "https://x.example/old/place", "/a/a17/", "ملف", " a17 "]
)
def test_an_article_has_many_names(desk, name):
    """Its id, its slug, its present, older and short address, and its file's name."""
    done = run(desk, "withdraw", name, "--reason", "سبب")
    assert done.code == 0
    assert done.stderr.startswith("withdrawn: a17 (/articles/library/)\nnext: newsgen build")
    assert entries(desk) == [{"withdraw": "a17", "date": "2026-01-05", "reason": "سبب"}]


HOSTILE = [
    "<b>&\"'",
    "--- \nx: y",
    "a: b #c",
    "؟\n\n  > - [x](y)\n\n\n{{ z }}",
    "…\u2028…",
    "|",
    "\u202eabc",
    "no",
    "- ، -",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_are_written_so_that_they_are_read_back(desk, text):
    """Lines are joined, blank lines divide paragraphs, and control characters are left out."""
    assert run(desk, "correct", "a18", "--note", text).code == 0
    (entry,) = entries(desk)
    words = text.replace("\u202e", "").replace("\u2028", " ").split()
    assert entry["note"].split() == words


def test_an_entry_of_an_article_that_is_gone_can_be_undone(desk):
    """Its id is known from the log alone; and an id may have odd signs."""
    key = "خبر: #1 - [x]"
    desk.write("content/articles/odd.md", f"---\nid: '{key}'\ntitle: خبر\n---\nنص.\n")
    assert run(desk, "withdraw", key, "--reason", "سبب").code == 0
    assert desk.build().code == 0
    (desk.root / "content/articles/odd.md").unlink()
    assert run(desk, "withdraw", key, "--undo").code == 0
    assert entries(desk) == [{"withdraw": key, "date": "2026-01-05", "reason": "سبب", "undone": "2026-01-05"}]


def test_what_an_editor_wrote_in_the_log_stays(desk):
    """Entries are added at the end, and undoing one adds one line to it."""
    mine = "# لا تُحذف\n---\ncorrect: a18 # نص\ndate: 2025-01-01\nnote: >-\n  قديم\n\n# تعليق\n"
    desk.write(LOG, mine)
    assert run(desk, "withdraw", "a18", "--reason", "أول\n\nثان").code == 0
    added = "---\nwithdraw: a18\ndate: 2026-01-05\nreason: |\n  أول\n\n  ثان\n"
    assert (desk.root / LOG).read_text(encoding="utf-8") == mine + added
    assert run(desk, "withdraw", "a18", "--undo").code == 0
    assert run(desk, "correct", "a18", "--undo", "1").code == 0
    undone = "undone: 2026-01-05\n"
    assert (desk.root / LOG).read_text(encoding="utf-8") == mine + undone + added + undone


def test_doing_it_twice_changes_nothing(desk):
    """So a command that was interrupted can be run again; and so can one that undoes."""
    for arguments in (
        ("withdraw", "a17", "--reason", "سبب"),
        ("withdraw", "a17", "--undo"),
        ("correct", "a17", "--note", "خطأ"),
        ("correct", "a17", "--undo"),
    ):
        assert "so already" not in run(desk, *arguments).stderr
        before = (desk.root / LOG).read_bytes()
        again = run(desk, *arguments)
        assert (again.code, (desk.root / LOG).read_bytes()) == (0, before)
        assert "it was so already" in again.stderr


def test_a_correction_keeps_its_number(desk):
    """Undoing the first leaves the second the second; without a number there must be only one."""
    for note in ("واحد", "اثنان", "ثلاثة"):
        run(desk, "correct", "a17", "--note", note)
    assert run(desk, "correct", "a17", "--undo", "1").code == 0
    unclear = run(desk, "correct", "a17", "--undo")
    assert unclear.code == 2
    assert "a17 has several corrections; give one number after --undo: 1: 2026-01-05 واحد; 2: " in unclear.stderr
    assert run(desk, "correct", "a17", "--undo", "2").code == 0
    assert [entry["note"] for entry in entries(desk) if "undone" not in entry] == ["ثلاثة"]
    assert run(desk, "correct", "a17", "--undo").code == 0


REFUSED = {
    "an unknown article": (("withdraw", "a71", "--reason", "س"), "no article is called 'a71'; the nearest known id"),
    "an empty reason": (("withdraw", "a17", "--reason", " \n"), "--reason is empty; give the words"),
    "nothing to undo": (("correct", "a17", "--undo"), "a17 was never corrected"),
    "a number that is not there": (("correct", "a18", "--undo", "7"), "a18 was never corrected"),
    "no number": (("correct", "a17", "--undo", "0"), "must be a number from 1"),
    "nothing": (("withdraw", "a17"), "--reason"),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_cannot_be_done_changes_nothing(desk, refused):
    """It is an error of usage, and says what to do."""
    arguments, message = REFUSED[refused]
    done = run(desk, *arguments)
    assert (done.code, (desk.root / LOG).exists()) == (2, False)
    assert message in done.stderr


def test_a_withdrawn_article_is_withdrawn_or_corrected_again_only_when_that_is_undone(desk):
    """Another reason would contradict the first."""
    run(desk, "withdraw", "a17", "--reason", "سبب")
    for arguments in (("withdraw", "a17", "--reason", "آخر"), ("correct", "a17", "--note", "خطأ")):
        done = run(desk, *arguments)
        assert done.code == 2
        assert f"a17 is withdrawn since 2026-01-05 ({LOG}, line 4); undo that first" in done.stderr


def test_a_log_with_errors_is_left_alone(desk):
    """What an entry says is not guessed."""
    desk.write(LOG, "withdraw: a17\n")
    done = run(desk, "correct", "a18", "--note", "خطأ")
    assert (done.code, (desk.root / LOG).read_text(encoding="utf-8")) == (1, "withdraw: a17\n")
    assert f"{LOG}:1: has no date" in done.stderr
    desk.write(LOG, "{correct: a17, date: 2026-01-01, note: خطأ}\n")
    done = run(desk, "correct", "a17", "--undo")
    assert (done.code, "write `undone: 2026-01-05` into this entry by hand" in done.stderr) == (1, True)


def test_a_dry_run_writes_nothing_and_the_report_says_what_it_would(desk, tmp_path):
    """Scripts get the same as people; without a date it is today's."""
    file = tmp_path / "done.json"
    done = desk.run(
        *("correct", "library", "--note", "خطأ", "--dry-run", "--root", str(desk.root), "--report", str(file))
    )
    assert (done.code, (desk.root / LOG).exists()) == (0, False)
    assert "would be corrected: a17 (/articles/library/), correction 1" in done.stderr
    said = json.loads(file.read_text(encoding="utf-8"))
    assert abs(date.fromisoformat(said["date"]) - date.today()).days <= 1  # noqa: DTZ011 - as the command has it
    del said["date"]
    assert said == {
        "action": "correct",
        "article": "a17",
        "address": "/articles/library/",
        "number": 1,
        "undo": False,
        "changed": True,
        "dry_run": True,
        "warnings": [],
        "errors": [],
        "notes": [],
    }
