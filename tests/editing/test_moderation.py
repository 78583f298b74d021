"""`newsgen comments pending, approve, reject`: by id, by words, by sender; nothing is lost or comes back."""

import pytest
import yaml

from comment_exports import Comments, a_row, as_csv, make_comments
from folders import TESTS
from newsgen.cli.entry import main

ROWS = [
    a_row(1, author="أحمد", comment="خبر جميل، شكراً لكم"),
    a_row(2, author="احمد", email="ahmed@example.org", comment="متى تفتح المكتبة؟"),
    a_row(3, author="متجر", email="AHMED@example.org ", comment="زوروا https://spam.example الآن"),
    a_row(4, author="سعاد", comment="أربح مع القِمار اليوم"),
]


@pytest.fixture
def comments(tmp_path):
    made = make_comments(tmp_path)
    made.take("form.csv", as_csv(ROWS))
    return made


def key_of(comments, words, below="comments"):
    """Return `article/comment` of the one with these words."""
    return next(key for key, one in comments.files(below).items() if words in one["text"])


def states(comments):
    """Return the states of all comments by their authors."""
    return {one["author"]: one["state"] for one in (*comments.files().values(), *comments.rejected().values())}


def test_pending_lists_the_oldest_first(comments, capfd):
    """A line about each, an indented one with its text, and why it is held; the report has the same for scripts."""
    (comments.root / "content/comments-hold.txt").write_text("قمار\n", encoding="utf-8")
    capfd.readouterr()
    assert comments.run("pending") == 0
    out, err = capfd.readouterr()
    lines = out.splitlines()
    assert [line.split("  ")[2] for line in lines[::2]] == ["أحمد", "احمد", "متجر", "سعاد"]
    assert lines[1] == "    خبر جميل، شكراً لكم"
    assert "held: has 1 link" in lines[4]
    assert "held: has the listed word 'قمار'" in lines[6]
    assert "4 comments pending, 2 of them held" in err
    assert [one["held"] for one in comments.report["pending"]] == [
        [],
        [],
        ["has 1 link"],
        ["has the listed word 'قمار'"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "text: نص\nstate: pending\n",
        "{author: ن, state: pending, text: نص}\n",
        '"state": "pending"\ntext: نص\n',
        "Status: pending\ntext: نص\n",
        "state: approved\nstate: pending\ntext: نص\n",
        "state:\n  pending\ntext: نص\n",
    ],
)
def test_pending_lists_every_way_to_write_it(comments, text):
    """Files that are plainly approved are passed over, and no others."""
    (comments.root / "content/comments/a17/mine.yml").write_text(text, encoding="utf-8")
    (comments.root / "content/comments/a17/done.yml").write_text("state: approved\ntext: نص\n", encoding="utf-8")
    comments.run("pending")
    assert [one["id"] for one in comments.report["pending"] if "/c" not in one["id"]] == ["a17/mine"]


def test_pending_shows_no_control_characters(comments, capfd):
    """A stranger's text cannot write elsewhere on the terminal."""
    comments.take("form.csv", as_csv([a_row(5, comment="\x1b[2J\x07\u202eمرحبا", author="a\x1b]0;x\x07")]))
    capfd.readouterr()
    comments.run("pending")
    assert "\x1b" not in capfd.readouterr().out


def test_an_id_approves_one_comment(comments):
    """Only its state changes."""
    key = key_of(comments, "متى")
    before = comments.files()
    assert comments.run("approve", key) == 0
    after = comments.files()
    assert after[key] == before[key] | {"state": "approved"}
    assert [one["id"] for one in comments.report["changed"]] == [key]
    assert comments.run("approve", key.partition("/")[2]) == 0
    assert comments.report["unchanged"] == [key]


def test_patterns_do_not_approve_what_is_held(comments):
    """Links and listed words want an editor's eye; the id or --also-held says that it had it."""
    (comments.root / "content/comments-hold.txt").write_text("قمار\n", encoding="utf-8")
    comments.run("approve", "a17/*")
    assert states(comments) == {"أحمد": "approved", "احمد": "approved", "متجر": "pending", "سعاد": "pending"}
    assert len(comments.report["held"]) == 2
    comments.run("approve", key_of(comments, "القِمار"))
    comments.run("approve", "*", "--also-held")
    assert set(states(comments).values()) == {"approved"}


def test_patterns_do_not_approve_a_text_of_a_megabyte(comments):
    """It would make the page of its article heavy for everybody; its id approves it all the same."""
    comments.take("form.csv", as_csv([a_row(9, comment="م" * 1_000_000)]))
    comments.run("approve", "--matching", "ممم")
    (key,) = comments.report["held"]
    assert comments.report["changed"] == []
    comments.run("approve", key)
    assert [one["id"] for one in comments.report["changed"]] == [key]


def test_words_are_found_in_any_spelling(comments):
    """Without harakat and hamza, as people type them."""
    comments.run("approve", "--matching", "شكرا لكم")
    assert states(comments)["أحمد"] == "approved"
    comments.run("reject", "--matching", "اربح*القمار")
    assert states(comments)["سعاد"] == "trash"
    assert sorted(states(comments).values()) == ["approved", "pending", "pending", "trash"]


def test_reject_moves_the_file_and_a_later_import_does_not_bring_it_back(comments):
    """The whole file is kept, readable, in a place of its own."""
    key = key_of(comments, "spam.example")
    before = comments.files()[key]
    assert comments.run("reject", key, "--spam") == 0
    assert key not in comments.files()
    assert comments.rejected()[key] == before | {"state": "spam"}
    report = comments.take("form.csv", as_csv(ROWS))
    assert (report["imported"], key in comments.files()) == (0, False)
    assert any(one["why"] == "was rejected, and stays so" for one in report["inputs"])


def test_a_rejected_comment_can_be_approved_by_its_id(comments):
    """A mistake is undone; patterns never bring anything back."""
    key = key_of(comments, "spam.example")
    before = comments.files()[key]
    comments.run("reject", key)
    comments.run("approve", "*", "--also-held")
    assert key not in comments.files()
    assert comments.run("approve", key) == 0
    assert (comments.files()[key], comments.rejected()) == (before | {"state": "approved"}, {})


@pytest.mark.parametrize("sender", ["hash", "ahmed@example.org", "Ahmed@Example.org"])
def test_all_comments_of_a_sender_are_rejected(comments, sender):
    """Also those that were approved already, and whatever name the sender gave."""
    comments.run("approve", key_of(comments, "متى"))
    code = comments.files()[key_of(comments, "متى")]["sender"]
    assert comments.run("reject", "--all-from", code if sender == "hash" else sender) == 0
    assert states(comments) == {"أحمد": "pending", "احمد": "trash", "متجر": "trash", "سعاد": "pending"}


def test_a_sender_can_be_named_in_any_spelling(comments):
    """أحمد and احمد are one name."""
    comments.run("reject", "--all-from", "أحْمد")
    assert sorted(states(comments).values()) == ["pending", "pending", "trash", "trash"]


def test_the_hash_of_a_sender_cannot_be_guessed_from_content(comments, tmp_path):
    """It needs a key that is not in content/, and that only the owner may read."""
    key = comments.root / ".newsgen/comments.key"
    assert key.stat().st_mode & 0o777 == 0o600
    (tmp_path / "other").mkdir()
    other = make_comments(tmp_path / "other")
    other.take("form.csv", as_csv(ROWS))
    senders = [{one["sender"] for one in made.files().values()} for made in (comments, other)]
    assert not senders[0] & senders[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["approve"], "no comment is named"),
        (["approve", "nowhere"], "no comment has the id 'nowhere'"),
        (["reject", "--matching", " "], "--matching is empty"),
        (["reject", "--all-from", ""], "--all-from is empty"),
        (["publish"], "invalid choice"),
        ([], "ACTION"),
    ],
)
def test_wrong_usage_changes_nothing(comments, capsys, arguments, words):
    """The exit code is 2, and the message says what to do."""
    before = comments.tree()
    assert comments.run(*arguments) == 2
    assert words in capsys.readouterr().err
    assert comments.tree() == before


def test_one_unknown_id_of_several_changes_nothing(comments):
    """A half-done list would have to be sorted out by hand."""
    before = comments.tree()
    assert comments.run("approve", key_of(comments, "متى"), "a17/nowhere") == 2
    assert comments.tree() == before


def test_a_dry_run_changes_nothing(comments):
    """It names what would be changed."""
    before = comments.tree()
    assert comments.run("reject", "*", "--dry-run") == 0
    assert (len(comments.report["changed"]), comments.tree()) == (4, before)


@pytest.mark.parametrize(
    "text",
    [
        "# كتبه المحرر\nauthor: ليلى\nstate: pending # ننتظر\ntext: |\n  سطر أول\n  state: approved\n",
        "author: ليلى\ntext: 'سطر أول'\nStatus: pending\n",
        "{author: ليلى, state: pending, text: سطر أول}\n",
        '"state": pending\nauthor: ليلى\ntext: سطر أول\n',
        "author: ليلى\r\nstate: pending\r\ntext: سطر أول\r\n",
    ],
)
def test_a_file_that_an_editor_wrote_keeps_its_words(comments, text):
    """Whatever way of YAML it is in, the build reads the same comment afterwards."""
    file = comments.root / "content/comments/a17/mine.yml"
    file.write_bytes(text.encode())
    assert comments.run("approve", "a17/mine") == 0
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert (read["author"], read["state"]) == ("ليلى", "approved")
    assert read["text"].startswith("سطر أول")
    if text.startswith("#"):
        assert file.read_text(encoding="utf-8").startswith("# كتبه المحرر\n")


def test_what_cannot_be_published_is_not_approved(comments):
    """The error names the file and what to do."""
    comments.take("form.csv", as_csv([a_row(6, author="ن" * 1000)]))
    (key,) = comments.rejected()
    assert comments.run("approve", key) == 1
    assert "shorten `author:`" in comments.report["errors"][0]["remedy"]
    file = comments.root / "content/comments/a17/mine.yml"
    file.write_text("state: pending\nauthor: ليلى\ntext: راسلوني على l@example.org\n", encoding="utf-8")
    assert comments.run("approve", "a17/mine") == 1
    assert "e-mail address" in comments.errors[0][1]


def test_an_error_in_one_file_does_not_stop_the_others(comments):
    """It is listed with its line, and the exit code is 1."""
    (comments.root / "content/comments/a17/broken.yml").write_text("author: x\nstate: aproved\n", encoding="utf-8")
    assert comments.run("approve", "a17/*", "--also-held") == 1
    assert comments.errors[0][0] == 2
    assert {one["state"] for one in comments.files().values()} == {"approved", "aproved"}


def test_a_command_that_was_killed_between_two_places_can_be_repeated(comments):
    """The file is whole in one place or in both, never in none."""
    key = key_of(comments, "متى")
    file = comments.root / f"content/comments/{key}.yml"
    data = file.read_bytes()
    comments.run("reject", key)
    file.write_bytes(data)
    assert comments.run("reject", file.relative_to(comments.root).as_posix()) == 0
    assert (key in comments.files(), key in comments.rejected()) == (False, True)


def test_a_rejected_comment_does_not_hide_another_with_its_name(comments):
    """Neither file is overwritten."""
    key = key_of(comments, "متى")
    comments.run("reject", key)
    (comments.root / f"content/comments/{key}.yml").write_text("state: pending\ntext: آخر\n", encoding="utf-8")
    before = comments.tree()
    assert comments.run("reject", f"content/comments/{key}.yml") == 1
    assert "is another comment" in comments.errors[0][1]
    assert comments.tree() == before


CAPTURE = (
    "خبر\n\nأعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.\n\n"
    "تعليقان\n\nسعاد يقول:\nخبر جميل\n\nقارئ يقول:\nتعليق مسيء جدا\n\nاترك تعليقا\nالتعليق *\nالاسم *\n"
)


@pytest.mark.parametrize("has_folder", [True, False])
def test_a_rejected_comment_stays_away_from_a_page_whose_capture_has_it(project, has_folder):
    """And an incremental build shows the same as a clean one."""
    project.write("content/site.yml", "publish_captures: false\n")
    project.write("seeds/page.txt", CAPTURE)
    if has_folder:
        project.write("content/comments/page/c1.yml", "author: آخر\ntext: تعليق حسن\n")
    assert project.build().code == 0
    (path,) = [path for path, data in project.files().items() if "تعليق مسيء جدا".encode() in data]
    project.write("content/comments-rejected/page/c2.yml", "author: قارئ\nstate: trash\ntext: تعليق مسيء جدا\n")
    assert project.build().code == 0
    assert "تعليق مسيء جدا" not in project.read(path)
    assert "خبر جميل" in project.read(path)
    incremental = project.files()
    assert project.build("--clean").code == 0
    assert project.files() == incremental


def test_a_later_import_of_articles_does_not_bring_a_rejected_comment_back(tmp_path):
    """A post that changed is exported again, with all its comments."""
    root = tmp_path / "project"
    root.mkdir()
    harbour = (TESTS / "importers/wordpress/harbour.xml").read_bytes()
    (tmp_path / "first.xml").write_bytes(harbour)
    assert main(["import", str(tmp_path / "first.xml"), "--root", str(root)]) == 0
    comments = Comments(root)
    before = comments.files()
    key = next(key for key, one in before.items() if one["state"] == "approved")
    assert comments.run("reject", key) == 0
    (tmp_path / "second.xml").write_bytes(harbour.replace("صباح اليوم".encode(), "مساء اليوم".encode()))
    main(["import", str(tmp_path / "second.xml"), "--root", str(root)])
    assert key not in comments.files()
    assert key in comments.rejected()


def test_what_is_rejected_or_pending_is_never_published(comments):
    """Not its text, not the hash of its sender, in no file of the site."""
    comments.run("approve", key_of(comments, "شكراً"))
    comments.run("reject", key_of(comments, "متى"))
    assert main(["build", "--root", str(comments.root)]) == 0
    files = [file.read_bytes() for file in (comments.root / "site").rglob("*") if file.is_file()]
    assert any("شكراً لكم".encode() in data for data in files)
    senders = [one["sender"] for one in (*comments.files().values(), *comments.rejected().values())]
    for words in ("متى تفتح", "spam.example", *senders):
        assert not any(words.encode() in data for data in files)
