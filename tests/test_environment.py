"""What a result depends on besides its input has a digest that changes with it, and with nothing else."""

import os
import shutil
from pathlib import Path

import pytest

from newsgen.build import file_changes as module
from newsgen.build.file_changes import digest_of_files, environment

FILES = {"base.html": b"<p>", "أ/b.html": b"", "logo.svg": b"<svg/>"}


def put(folder, files):
    """Write *files*."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_the_same_files_have_the_same_digest(tmp_path):
    """Wherever they lie, in whatever order and when they were written."""
    one, other = put(tmp_path / "one", FILES), put(tmp_path / "other", dict(reversed(FILES.items())))
    os.utime(one / "base.html", (0, 0))
    assert digest_of_files(one) == digest_of_files(other)


@pytest.mark.parametrize(
    "other",
    [
        {"base.html": b"<q>"},
        {"new.html": b""},
        {".hidden/x.html": b""},
        {"__macros/x.html": b""},
        {"أ/logo.svg": b"<svg/>"},
        {"base.htmlx": b""},
    ],
    ids=repr,
)
def test_another_file_makes_another_digest(tmp_path, other):
    """Any file may be included by a template, wherever it lies."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path)
    put(tmp_path, other)
    assert digest_of_files(tmp_path) != before


def test_a_file_that_moves_or_leaves_makes_another_digest(tmp_path):
    """Names count, and where one ends and a text begins."""
    put(tmp_path, FILES)
    seen = {digest_of_files(tmp_path)}
    for old, new in [("base.html", "vase.html"), ("logo.svg", "أ/logo.svg")]:
        (tmp_path / old).rename(tmp_path / new)
        seen.add(digest_of_files(tmp_path))
    (tmp_path / "vase.html").unlink()
    seen.add(digest_of_files(tmp_path))
    assert len(seen) == 4


def test_a_text_may_go_over_into_the_next_file_only_by_changing_the_digest(tmp_path):
    """Lengths are part of it."""
    one, other = put(tmp_path / "one", {"a": b"xb", "b": b""}), put(tmp_path / "other", {"a": b"x", "b": b"b"})
    assert digest_of_files(one) != digest_of_files(other)


def test_files_behind_links_count(tmp_path):
    """A theme may share folders with others."""
    put(tmp_path / "shared", FILES)
    templates = put(tmp_path / "templates", {"x.html": b""})
    (templates / "shared").symlink_to("../shared")
    before = digest_of_files(templates)
    put(tmp_path / "shared", {"base.html": b"new"})
    assert digest_of_files(templates) != before


@pytest.mark.parametrize("target", [".", "..", "loop", "nowhere"])
def test_links_that_lead_back_or_nowhere_are_no_trap(tmp_path, target):
    """Each folder is entered once."""
    folder = put(tmp_path / "folder", FILES)
    (folder / "loop").symlink_to(target)
    assert digest_of_files(folder) == digest_of_files(folder)


@pytest.mark.parametrize("name", ["__pycache__/x.html", ".git/x.html"])
def test_what_changes_and_is_never_included_does_not_count(tmp_path, name):
    """Python's and git's own folders."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path)
    put(tmp_path, {name: b""})
    assert digest_of_files(tmp_path) == before


def test_only_files_with_the_ending_count_where_there_is_one(tmp_path):
    """As newsgen's code is Python alone."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path, ".svg")
    put(tmp_path, {"base.html": b"new"})
    assert digest_of_files(tmp_path, ".svg") == before
    put(tmp_path, {"logo.svg": b"new"})
    assert digest_of_files(tmp_path, ".svg") != before


@pytest.mark.parametrize("name", ["nowhere", "base.html"])
def test_a_folder_that_is_not_there_has_a_digest(tmp_path, name):
    """A project needs no templates."""
    put(tmp_path, FILES)
    assert digest_of_files(tmp_path / name) == digest_of_files(tmp_path / "nowhere too")


def test_a_pipe_is_not_waited_for(tmp_path):
    """It counts as unreadable."""
    os.mkfifo(tmp_path / "base.html")
    assert digest_of_files(tmp_path)


def test_newsgens_code_is_part_of_the_environment(tmp_path, monkeypatch):
    """A changed filter makes all pages anew."""
    package = shutil.copytree(Path(module.__file__).parents[1], tmp_path / "newsgen")
    monkeypatch.setattr(module, "__file__", str(package / "build" / "file_changes.py"))
    before = environment()
    (package / "loaders" / "markdown.py").write_text("x = 1\n")
    assert environment() != before


def test_the_versions_of_libraries_are_part_of_the_environment(tmp_path, monkeypatch):
    """Of those alone that newsgen uses."""
    monkeypatch.syspath_prepend(tmp_path)
    before = environment()
    assert environment() == before
    (tmp_path / "Requests-1.0.dist-info").mkdir()
    assert environment() == before
    (tmp_path / "Markdown-9.9.dist-info").mkdir()
    assert environment() != before


def test_a_path_of_python_that_is_no_folder_is_passed_over(tmp_path, monkeypatch):
    """Archives and what is not there."""
    before = environment()
    (tmp_path / "archive.zip").write_bytes(b"")
    for name in ("archive.zip", "nowhere"):
        monkeypatch.syspath_prepend(tmp_path / name)
    assert environment() == before
