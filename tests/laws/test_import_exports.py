"""Exports and feeds keep the laws of every import, whatever platform they are from."""

import json
from pathlib import Path

import pytest

from folders import REPOSITORY
from newsgen.cli.entry import main
from newsgen.importers.intake.project_files import ProjectFiles

SAMPLES = REPOSITORY / "tests" / "importers"
INPUTS = {
    "blogger": SAMPLES / "feeds" / "blog-05-20-2012.xml",
    "takeout": SAMPLES / "feeds" / "Takeout",
    "feed": SAMPLES / "feeds" / "feed.rss",
    "ghost": SAMPLES / "exports" / "harbour.ghost.json",
    "medium": SAMPLES / "exports" / "medium",
    "substack": SAMPLES / "exports" / "substack",
}
PUBLISHED = {"blogger": 2, "takeout": 1, "feed": 1, "ghost": 1, "medium": 1, "substack": 2}
"""The number of articles that a build shows: no drafts, and none that wait for their moment."""


@pytest.fixture(params=INPUTS)
def name(request):
    """Return the name of a sample."""
    return request.param


@pytest.fixture
def source(name):
    """Return the path of the sample."""
    return INPUTS[name]


def tree(root: Path):
    """Return the files of content/ and seeds/."""
    files = (file for top in ("content", "seeds") for file in (root / top).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def imported(source, root):
    """Import the sample and return the files of the project."""
    root.mkdir(exist_ok=True)
    assert main(["import", str(source), "--root", str(root)]) == 0
    return tree(root)


def test_a_repeated_import_changes_nothing(source, tmp_path):
    """All that it found the first time is in the log."""
    assert imported(source, tmp_path / "p") == imported(source, tmp_path / "p")


def test_the_project_builds_and_shows_each_article_once(name, source, tmp_path):
    """An original is evidence: no article of its own, and not published, for it may name readers."""
    imported(source, tmp_path / "p")
    report = tmp_path / "report.json"
    arguments = ["build", "--root", str(tmp_path / "p"), "--date", "2026-01-01", "--report", str(report)]
    assert main(arguments) == 0
    assert json.loads(report.read_text())["articles"] == PUBLISHED[name]
    shown = b"".join(file.read_bytes() for file in (tmp_path / "p" / "site").rglob("*") if file.is_file())
    assert b"private.example" not in shown
    assert main(arguments) == 0
    assert json.loads(report.read_text())["written"] == 0


def test_an_interrupted_import_continues(source, tmp_path, monkeypatch):
    """The result is that of an import that was never interrupted."""
    whole = imported(source, tmp_path / "whole")
    write, left = ProjectFiles.write, [2]

    def stop(self, path, data):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        write(self, path, data)

    (tmp_path / "p").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(ProjectFiles, "write", stop)
        assert main(["import", str(source), "--root", str(tmp_path / "p")]) != 0
    assert imported(source, tmp_path / "p") == whole


def test_a_dry_run_writes_nothing(source, tmp_path):
    """It reports what it would do."""
    (tmp_path / "p").mkdir()
    assert main(["import", str(source), "--root", str(tmp_path / "p"), "--dry-run"]) == 0
    assert tree(tmp_path / "p") == {}
