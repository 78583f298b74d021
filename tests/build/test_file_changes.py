"""What a result depends on besides its input has a digest that changes with it, and with nothing else."""

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disk_clock import wait_for_tick
from newsgen.build import file_changes as module
from newsgen.build.file_changes import UNKNOWN, digest_of_files, environment, paths_in, stamps_of

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


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0\n"), min_size=1, max_size=40)


@pytest.fixture
def root(tmp_path, fine_clock):  # noqa: ARG001 - stamps count at once
    """Make a folder with two files, old enough to be told by their stamps."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"old")
    wait_for_tick(tmp_path)
    return tmp_path


def test_a_file_that_is_left_alone_keeps_its_stamps(root):
    """Reading it is no change."""
    before = stamps_of(root, ["a.md", "b.md"])
    assert (root / "a.md").read_bytes() == b"old"
    assert stamps_of(root, ["a.md", "b.md"]) == before != UNKNOWN


def edit_in_place(file):
    file.write_bytes(b"new")


def edit_by_renaming(file):
    file.with_name("draft").write_bytes(b"new")
    file.with_name("draft").replace(file)


def edit_and_set_the_time_back(file):
    before = file.stat()
    file.write_bytes(b"new")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_an_older_file_in_its_place(file):
    file.with_name("older").write_bytes(b"new")
    os.utime(file.with_name("older"), ns=(0, file.stat().st_mtime_ns))
    file.with_name("older").replace(file)


def exchange_it_with_another(file):
    other = file.with_name("b.md")
    file.rename(file.with_name("c.md"))
    other.rename(file)
    file.with_name("c.md").rename(other)


def put_a_link_in_its_place(file):
    file.unlink()
    file.symlink_to("b.md")


@pytest.mark.parametrize(
    "change",
    [
        edit_in_place,
        edit_by_renaming,
        edit_and_set_the_time_back,
        put_an_older_file_in_its_place,
        exchange_it_with_another,
        put_a_link_in_its_place,
    ],
)
def test_a_change_is_seen(root, change):
    """Of the same length, in the same second, with the time set back."""
    before = stamps_of(root, ["a.md"])
    wait_for_tick(root)
    change(root / "a.md")
    wait_for_tick(root)
    assert stamps_of(root, ["a.md"]) not in {before, UNKNOWN}


def test_a_link_that_leads_elsewhere_is_seen(root):
    """Stamps are those of the file at its end."""
    (root / "link.md").symlink_to("a.md")
    before = stamps_of(root, ["link.md"])
    (root / "link.md").unlink()
    (root / "link.md").symlink_to("b.md")
    assert stamps_of(root, ["link.md"]) != before
    (root / "b.md").unlink()
    assert stamps_of(root, ["link.md"]) == UNKNOWN


@pytest.mark.parametrize("path", ["gone.md", "a.md/x", "x\0y", "ا" * 300, "\udcff"])
def test_what_is_not_there_has_no_stamps(root, path):
    """Not even together with what is."""
    assert stamps_of(root, ["a.md", path]) == UNKNOWN


def test_what_has_changed_just_now_is_not_known(tmp_path, monkeypatch):
    """It may change again in the same tick of the disk's clock; once it is old, it is known."""
    (tmp_path / "a.md").write_bytes(b"")
    written = (tmp_path / "a.md").stat().st_ctime_ns
    for age, is_known in [(0, False), (50_000_000, False), (3_000_000_000, True)]:
        monkeypatch.setattr("newsgen.build.file_changes.time.time_ns", lambda age=age: written + age)
        assert (stamps_of(tmp_path, ["a.md"]) != UNKNOWN) == is_known


def test_what_has_changed_since_a_moment_is_not_known(root):
    """Where it was read already, what was read may be older."""
    now = time.time_ns()
    wait_for_tick(root)
    (root / "a.md").write_bytes(b"new")
    assert stamps_of(root, ["a.md"], now) == UNKNOWN


def test_a_clock_that_was_set_back_makes_no_file_known(tmp_path, monkeypatch):
    """A change in the future is no old one."""
    (tmp_path / "a.md").write_bytes(b"")
    monkeypatch.setattr("newsgen.build.file_changes.time.time_ns", lambda: 0)
    assert stamps_of(tmp_path, ["a.md"]) == UNKNOWN


def test_a_name_of_two_lines_has_no_stamps(root):
    """It is read each time: nobody could tell it from two names."""
    (root / "a\nb.md").write_bytes(b"")
    wait_for_tick(root)
    assert stamps_of(root, ["a\nb.md"]) == UNKNOWN


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_stamps_say_whose_they_are(names):
    """Names may hold spaces, and look like stamps."""
    assert paths_in("\n".join(f"3 16 17 18 {name}" for name in names)) == names


def test_stamps_are_of_these_paths_in_this_order(root):
    """A line for each."""
    (root / "a b  c.md").write_bytes(b"")
    wait_for_tick(root)
    paths = ["b.md", "a b  c.md", "a.md"]
    assert paths_in(stamps_of(root, paths)) == paths


@given(st.text())
def test_damaged_stamps_are_of_something_else(text):
    """Whatever a damaged cache holds, nothing fails."""
    assert stamps_of(Path("/nowhere"), paths_in(text)) == UNKNOWN
