"""After any edits in any order, an incremental build produces the same site as a clean build."""

import shutil
from pathlib import Path

import pytest

from effort import seed, times
from random_edits import Editor

STEPS = times("NEWSGEN_STEPS", 7, 50)
"""The number of builds by each editor; use `NEWSGEN_STEPS=1000 NEWSGEN_SEED=1` for a long run with other edits."""
SEED = seed()
WAYS = {
    "alone": ["--jobs", "1"],
    "workers": ["--jobs", "4"],
    "alone, nothing racy": ["--jobs", "1"],
    "workers, nothing racy": ["--jobs", "4"],
}
NOT_COPIED = shutil.ignore_patterns("site", "drafts", ".newsgen")


@pytest.fixture(params=WAYS)
def way(request):
    """Return the way to build: in this process or in workers, with or without stamps for new files."""
    if request.param.startswith("workers"):
        request.getfixturevalue("one_item_batches")  # a single batch would be built in this process
    if request.param.endswith("nothing racy"):
        # Files that have just changed are always read again, which in a test would be all files.
        request.getfixturevalue("fine_clock")
    return request.param


def published(root: Path) -> tuple[dict[str, bytes], bytes]:
    """Return the published files of a project and its address book."""
    files = {file.relative_to(root).as_posix(): file for file in (root / "site").rglob("*") if file.is_file()}
    book = root / "content/addresses.tsv"
    return {name: file.read_bytes() for name, file in files.items()}, book.read_bytes() if book.exists() else b""


def said(built, root: Path):
    """Return what a build reported about the content, without the folder of the project."""
    return str([built.code, built.report["warnings"], built.report["errors"]]).replace(str(root), "ROOT")


def differing(one, other):
    """Return the names of files that differ, for the message of a failed test."""
    return [name for name in {*one[0], *other[0]} if one[0].get(name) != other[0].get(name)]


@pytest.mark.law
def test_a_build_after_any_edits_is_a_clean_build(project, way, tmp_path):
    """Site, address book and report are the same, byte for byte, and building again changes nothing."""
    editor = Editor(project.root, tmp_path / "aside", f"{way} {SEED}")
    options = [*WAYS[way], "--date", "2030-01-01"]
    clean = tmp_path / "clean"
    for _ in range(STEPS):
        editor.random_edits()
        tolerant = ["--keep-going"] * (editor.chance.random() < 0.8)
        if editor.chance.random() < 0.15:
            editor.history.append("drafts")
            project.build(*options, *tolerant, "--drafts", "--output", str(project.root / "drafts"))
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(project.root, clean, ignore=NOT_COPIED)
        before, history = published(project.root), "\n".join(editor.history[-15:])
        built = project.build(*options, *tolerant)
        assert built.code in {0, 1}, (built.stderr, history)
        fresh = project.build("--jobs", "1", *options[2:], *tolerant, "--root", str(clean))
        assert said(built, project.root) == said(fresh, clean), history
        assert len([note for note in built.report["notes"] if ".newsgen" in note]) <= 1, history
        if "nothing was published" in built.stderr:
            assert published(project.root) == before, history
            assert not (clean / "site").exists(), history
            continue
        assert differing(published(clean), published(project.root)) == [], history
        assert published(clean) == published(project.root), history
        again = project.build(*options, *tolerant)
        counted = again.report["written"], again.report["removed"], again.report["notes"]
        assert (counted, said(again, project.root)) == ((0, 0, []), said(built, project.root)), history
        assert {key: again.report[key] for key in ("articles", "pages")} == {
            key: fresh.report[key] for key in ("articles", "pages")
        }, history
