"""Every command has the right exit code, writes results to stdout and messages to stderr, and no traceback."""

import errno
import json
import os
import subprocess
import sys
from datetime import date

import pytest
import yaml

from newsgen import __version__
from newsgen.cli.entry import main, print_errors
from newsgen.errors import ConfigError, SourceError

CAPTURE = """أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية الجديدة وسط المدينة، بعد أشغال دامت سنتين كاملتين.
"""
RECORD_KEYS = (
    "source sha256 encoding confidence headline headline_origin byline published section tags source_url source_name"
    " captured archived_url body body_html related comment_form comments warnings ledger"
).split()


def shell(*arguments, cwd, **surroundings):
    """Run `python -m newsgen` as a shell would."""
    command = [sys.executable, "-m", "newsgen", *arguments]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **surroundings}, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["bild"], "bild"),
        (["build", "--outptu", "x"], "--outptu"),
        (["build", "--keep"], "--keep"),
        (["build", "extra"], "extra"),
        (["build", "--root"], "--root"),
        (["build", "--date", "الثلاثاء"], "must be a date like 2022-07-18, found 'الثلاثاء'"),
        (["build", "--date", "2022-02-30"], "must be a date like 2022-07-18, found '2022-02-30'"),
        (["inspect"], "FILE"),
        (["new"], "HEADLINE"),
        (["new", "خبر\udcff"], "must be UTF-8, found "),
    ],
)
def test_wrong_usage_is_exit_code_2(project, arguments, words):
    """The last line of stderr names what is wrong, stdout stays empty, and abbreviated options are not accepted."""
    built = project.run(*arguments)
    assert (built.code, built.stdout) == (2, "")
    assert words in built.stderr.splitlines()[-1]


def test_the_command_line_is_read_without_slow_libraries():
    """`newsgen --version` answers at once, and every other command begins as fast."""
    slow = (
        "asyncio",
        "concurrent.futures",
        "dataclasses",
        "json",
        "multiprocessing",
        "newsgen.loaders",
        "newsgen.workers",
    )
    code = f"import newsgen.cli.entry, sys; print(*(name for name in {slow} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_a_build_in_which_nothing_changed_loads_no_processes():
    """To load the libraries that start them takes a good part of such a build's time."""
    slow = {"concurrent.futures", "multiprocessing"}
    code = f"import newsgen.build.incremental, sys; sys.exit(bool({slow} & {{*sys.modules}}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("root", ["nowhere", "empty", "file", "a" * 300])
@pytest.mark.parametrize("command", ["build", "new"])
def test_a_root_that_is_not_a_project_is_exit_code_2(project, tmp_path, command, root):
    """A mistyped --root must neither empty a published site nor create a new project."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    built = project.run(command, *(["خبر"] if command == "new" else []), "--root", str(tmp_path / root))
    assert (built.code, built.stdout) == (2, "")
    assert f"error: {tmp_path / root}: " in built.stderr
    assert "give the project's folder with --root" in built.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("site", "options"), [("titel: x\n", []), ("title: 'x\n", []), ("", ["--output", "{root}/seeds"])]
)
def test_wrong_configuration_is_exit_code_2(article_project, site, options):
    """Nothing is built with wrong settings."""
    article_project.write("content/site.yml", site)
    built = article_project.build(*(option.format(root=article_project.root) for option in options))
    assert built.code == 2
    assert built.report["errors"]
    assert not article_project.site.exists()


def test_the_worst_error_decides_the_exit_code(capsys):
    """If both content and configuration are wrong, the exit code is 2."""
    assert print_errors([SourceError("أ", "x", "y")]) == 1
    assert print_errors([SourceError("أ", "x", "y"), ConfigError("ب", "x", "y")]) == 2
    assert capsys.readouterr().err == "error: أ: x; y\n" * 2 + "error: ب: x; y\n"


def test_a_build_prints_a_summary_in_one_line(article_project):
    """The summary is on stderr, because stdout is for results."""
    article_project.write("content/site.yml", "font: system\nbase_url: https://example.org/\n")
    built = article_project.build()
    assert (built.code, built.stdout) == (0, "")
    assert built.stderr.startswith("content/addresses.tsv: new or changed lines: 1; commit the file\n")
    built = article_project.build()
    assert built.stderr.startswith(f"1 article, 7 pages in {article_project.site}: 0 written, ")
    assert built.stderr.count("\n") == 1


def test_only_the_first_warnings_are_printed(project):
    """A large archive has thousands; the report lists them all."""
    for number in range(30):
        project.write(f"seeds/{number}.pdf", "x")
    built = project.build()
    assert built.stderr.count("warning: seeds/") <= 20
    assert "more warnings; use --report FILE to list them all" in built.stderr
    assert sum(".pdf" in warning for warning in built.report["warnings"]) == 30


@pytest.mark.parametrize("report", ["missing/report.json", ".", "content"])
def test_a_report_that_cannot_be_written_is_an_error_before_the_build(article_project, report):
    """The exit code is 2 and nothing is built."""
    root = article_project.root
    built = article_project.run("build", "--root", str(root), "--report", str(root / report))
    assert (built.code, article_project.site.exists()) == (2, False)
    assert "cannot be written as a report; name another file with --report" in built.stderr


def test_a_report_that_fails_late_is_one_more_error(article_project):
    """The disk may fill up during the build; the other errors are still printed."""
    article_project.write("seeds/فارغ.txt", "")
    built = article_project.run("build", "--root", str(article_project.root), "--report", "/dev/full")
    assert built.code == 2
    assert "error: seeds/فارغ.txt: " in built.stderr
    assert f"error: /dev/full: cannot be written ({os.strerror(errno.ENOSPC)})" in built.stderr


def test_a_report_is_written_for_a_root_that_is_not_a_project(tmp_path, project):
    """A script that reads the report finds the reason in it."""
    project.run("build", "--root", str(tmp_path), "--report", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["errors"][0]["found"] == "holds neither seeds/ nor content/"


def test_a_report_is_utf8_and_safe_for_a_terminal(project):
    """Arabic is readable, and control characters are escaped."""
    project.write("seeds/خبر\u202e\x1b.txt", "")
    built = project.build()
    assert built.report["errors"][0]["path"] == "seeds/خبر\\u202e\\x1b.txt"
    assert "خبر" in (project.root.parent / "report.json").read_text(encoding="utf-8")


def test_an_interrupted_publication_is_reported(article_project, monkeypatch):
    """The site is then neither the old nor the new one, and the next build completes it."""
    moves, replace = iter([None, None, None]), os.replace  # the address book is moved first

    def move(source, target):
        if next(moves, "full") == "full":
            raise OSError(errno.EIO, "Input/output error", str(target))
        return replace(source, target)

    monkeypatch.setattr(os, "replace", move)
    broken = article_project.build()
    monkeypatch.undo()
    assert broken.code == 1
    assert "Input/output error" in broken.stderr
    assert "publishing was interrupted; the next build completes it: " in broken.stderr
    assert article_project.build().code == 0


def test_inspect_prints_the_record_of_a_capture(project):
    """The documented keys come first and in their order, and Arabic is not escaped."""
    file = project.write("seeds/lib.txt", CAPTURE)
    shown = project.run("inspect", str(file))
    record = json.loads(shown.stdout)
    assert (shown.code, shown.stderr) == (0, "")
    assert list(record)[: len(RECORD_KEYS)] == RECORD_KEYS
    assert record["source"] == "seeds/lib.txt"
    assert record["body"] == [CAPTURE.strip()]
    assert record["ledger"] == [{"line": 1, "role": "body", "text": CAPTURE.strip()}]
    assert record["related"] == {"heading": None, "links": []}
    assert record["comment_form"] is None
    assert "المكتبة" in shown.stdout


def test_inspect_prints_the_record_of_an_article(project):
    """The record of a Markdown article has the HTML beside the plain text, and the capture that it names."""
    project.write("seeds/lib.txt", CAPTURE)
    text = "---\ntitle: مكتبة\ndate: 2022-07-18T12:30:00+01:00\ncapture: lib.txt\nمراسل: علان\n---\nنص **مهم**\n"
    record = json.loads(project.run("inspect", str(project.write("content/articles/خبر.md", text))).stdout)
    assert (record["headline"], record["headline_origin"]) == ("مكتبة", "front_matter")
    assert record["published"] == "2022-07-18T12:30:00+01:00"
    assert (record["body"], record["body_html"]) == (["نص مهم"], "<p>نص <strong>مهم</strong></p>")
    assert record["captures"][0]["source"] == "seeds/lib.txt"
    assert record["extra"] == {"مراسل": "علان"}


@pytest.mark.parametrize(("name", "text"), [("خبر.txt", CAPTURE), ("خبر.md", "---\ntitle: مكتبة\n---\nنص\n")])
def test_inspect_works_outside_a_project(tmp_path, project, monkeypatch, name, text):
    """A capture can be inspected before there is a project around it."""
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "alone")
    shown = project.run("inspect", name)
    assert (shown.code, json.loads(shown.stdout)["source"]) == (0, name)


def test_inspect_prints_a_page(project):
    """A page is not an article and has another record."""
    file = project.write("content/pages/about.md", "---\ntitle: من نحن\n---\nنص\n")
    assert json.loads(project.run("inspect", str(file)).stdout)["title"] == "من نحن"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("seeds/x.txt", b"\x00", "holds no text"),
        ("seeds/missing.txt", None, f"cannot be read ({os.strerror(errno.ENOENT)})"),
        ("seeds", None, "is not a file"),
        ("seeds/x.pdf", b"x", "is not a file type that newsgen reads"),
        ("content/articles/x.md", b"---\ndate: x\n---\n", "date 'x' cannot be read"),
    ],
)
def test_inspect_of_an_unreadable_file_is_exit_code_1(project, name, data, words):
    """All its errors are on stderr, and stdout is empty."""
    if data is not None:
        project.write(name, data)
    shown = project.run("inspect", str(project.root / name))
    assert (shown.code, shown.stdout) == (1, "")
    assert shown.stderr.startswith("error: ")
    assert words in shown.stderr


HEADLINES = [
    "افتتاح المكتبة العمومية",
    "قال: \"نعم\" و'لا' \\ # خبر: {x} [y] & *z",
    "<script>alert(1)</script> خبر",
    "../../etc/passwd",
    "2022-07-18",
    "نعم: لا",
    "- قائمة",
    "خبر\nعلى\tسطرين\u2028وثلاثة",
    "\u202eمقلوب\u202c \x07 نص",
    "خبر " * 100,
    "{{ 7 * 7 }} خبر 😀",
]


@pytest.mark.parametrize("headline", HEADLINES)
def test_new_creates_a_draft_with_the_given_headline(project, headline):
    """With any headline the file is valid, and it is not published until it is no longer a draft."""
    before = date.today()  # noqa: DTZ011 - the local date of the user
    started = project.run("new", headline, "--root", str(project.root)) if not headline.startswith("-") else None
    started = started or project.run("new", "--root", str(project.root), "--", headline)
    assert started.code == 0
    assert "draft: true` to publish it" in started.stderr
    (file,) = (project.root / "content" / "articles").iterdir()
    assert started.stdout == f"{file}\n"
    front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
    assert before <= front["date"] <= date.today()  # noqa: DTZ011 - it may be midnight
    record = json.loads(project.run("inspect", str(file)).stdout)
    plain = "".join(letter for letter in headline if letter not in "\u202e\u202c\x07")
    assert record["headline"] == " ".join(plain.split())
    assert project.build().report["articles"] == 0
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", "") + "نص\n", encoding="utf-8")
    assert project.build().report["articles"] == 1


def test_new_does_not_overwrite(project):
    """The existing file stays unchanged, and the error says what to do."""
    project.run("new", "خبر", "--root", str(project.root))
    file = project.write("content/articles/خبر.md", "what was written")
    again = project.run("new", "خَبَر!", "--root", str(project.root))
    assert (again.code, again.stdout) == (1, "")
    assert f"error: {file}: already exists; edit it, or choose another headline" in again.stderr
    assert file.read_text() == "what was written"


@pytest.mark.parametrize("headline", ["", " ", "؟!", "😀", "\u202e"])
def test_new_needs_a_headline_with_a_letter(project, headline):
    """The file is named after the headline."""
    started = project.run("new", headline, "--root", str(project.root))
    assert (started.code, started.stdout) == (2, "")
    assert "has no letter or digit" in started.stderr


def test_new_where_the_folder_is_a_file_is_an_error(project):
    """The file is not taken for an existing article."""
    project.write("content/articles", "x")
    started = project.run("new", "خبر", "--root", str(project.root))
    assert started.code == 1
    assert f"cannot be written ({os.strerror(errno.EEXIST)})" in started.stderr


def test_help_and_version_are_on_stdout(project):
    """They are results that the user asked for, not messages."""
    assert project.run("--version").stdout == f"newsgen {__version__}\n"
    for arguments in (["--help"], ["build", "--help"]):
        shown = project.run(*arguments)
        assert (shown.code, shown.stderr) == (0, "")
        assert "newsgen" in shown.stdout


def test_ctrl_c_prints_no_traceback(article_project, monkeypatch):
    """The exit code is 130, as shells expect."""

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("newsgen.build.pipeline.load_all", stop)
    built = article_project.build()
    assert built.code == 130
    assert "stopped" in built.stderr


def test_a_bug_keeps_its_traceback(article_project, monkeypatch):
    """Only errors that a user can correct are printed as one line."""
    monkeypatch.setattr("newsgen.build.pipeline.load_all", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["build", "--root", str(article_project.root)])


def test_a_deleted_current_folder_prints_no_traceback(article_project, tmp_path, monkeypatch):
    """The current folder of a shell may have been removed."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    built = article_project.run("build", "--root", str(article_project.root))
    assert built.code == 2
    assert "the current folder no longer exists; change to an existing folder" in built.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_output_is_utf8_in_any_locale(article_project, locale):
    """Arabic is printed as UTF-8, also in the locale C."""
    article_project.write("seeds/مكتبة.txt", CAPTURE)
    shown = shell("inspect", "seeds/مكتبة.txt", cwd=article_project.root, LC_ALL=locale)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "المكتبة" in shown.stdout.decode()


def test_a_locale_that_cannot_name_files_is_refused(article_project):
    """A wrongly decoded file name would result in another URL."""
    ascii_shell = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    built = shell("build", cwd=article_project.root, **ascii_shell)
    assert built.returncode == 2
    assert b"set LC_ALL=C.UTF-8 or PYTHONUTF8=1" in built.stderr


@pytest.mark.parametrize(
    ("command", "code", "stderr"),
    [
        ("inspect seeds/library.txt | head -c 1", 0, ""),
        ("inspect seeds/library.txt >&-", 0, ""),
        (
            "inspect seeds/library.txt > /dev/full",
            1,
            f"error: the output cannot be written ({os.strerror(errno.ENOSPC)})",
        ),
        ("build --root nowhere 2>&-", 2, ""),
        ("build --root nowhere 2> /dev/full", 2, ""),
        ("build --root nowhere 2>&1 >/dev/null | true", 2, ""),
    ],
)
def test_a_closed_pipe_prints_no_traceback(article_project, command, code, stderr):
    """The pipe may be closed or the disk full; the exit code does not change."""
    line = f"set -o pipefail; '{sys.executable}' -m newsgen {command}"
    ran = subprocess.run(["bash", "-c", line], cwd=article_project.root, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert ran.stderr.startswith(stderr)
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


def test_progress_is_not_written_to_a_pipe(article_project):
    """Progress is shown on terminals only."""
    built = shell("build", cwd=article_project.root)
    assert built.returncode == 0
    assert b"\r" not in built.stderr
    assert built.stdout == b""


def test_progress_is_shown_on_a_terminal(article_project, monkeypatch):
    """The line counts sources and pages, and is cleared at the end."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    built = article_project.build()
    assert "\rsources 1/1\r\x1b[K" in built.stderr
    assert "pages 6\r\x1b[K" in built.stderr


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1000"])
def test_jobs_must_be_a_number_of_processes(article_project, jobs):
    """The number is from 1 to 256; anything else is wrong usage."""
    built = article_project.build("--jobs", jobs)
    assert built.code == 2
    assert f"must be a number from 1 to 256, found {jobs!r}" in built.stderr


def test_a_build_with_nothing_to_do_repeats_the_report(article_project):
    """The numbers of articles and pages, warnings and errors are the same, and nothing is written."""
    first, again = article_project.build(), article_project.build()
    assert {key: again.report[key] for key in ("articles", "pages", "warnings", "errors")} == {
        key: first.report[key] for key in ("articles", "pages", "warnings", "errors")
    }
    assert (again.report["written"], again.report["unchanged"]) == (0, first.report["written"])


def test_ctrl_c_after_the_end_changes_nothing():
    """The interrupt may arrive while Python is shutting down; the exit code stays 0 and stderr stays empty."""
    program = (
        "import atexit, os, signal; from newsgen.cli import run\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT); run()"
    )
    done = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), ValueError()])
def test_an_interrupt_that_python_wraps_in_an_error_is_an_interrupt(project, monkeypatch, cause):
    """Python 3.11 does so while it defines a class; any other error is a bug and keeps its traceback."""

    def interrupted(_):
        raise RuntimeError("Error calling __set_name__") from cause

    monkeypatch.setattr("newsgen.cli.new.run", interrupted)
    if isinstance(cause, KeyboardInterrupt):
        stopped = project.run("new", "خبر")
        assert stopped.code == 130
        assert stopped.stderr == "stopped; if publishing had begun, the next build completes it\n"
    else:
        with pytest.raises(RuntimeError):
            project.run("new", "خبر")
