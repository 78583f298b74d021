"""Digests and stamps change with the files, code and libraries that a build depends on, and with nothing else."""

import os
import platform
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disk_clock import wait_for_tick
from newsgen.build import file_changes as module
from newsgen.build.file_changes import UNKNOWN, digest_of_files, environment, has_changed, paths_in, stamps_of, versions

FILES = {"base.html": b"<p>", "أ/b.html": b"", "logo.svg": b"<svg/>"}


def put(folder, files):
    """Write *files*."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_the_same_files_have_the_same_digest(tmp_path):
    """Folder, order and time of writing do not count."""
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
def test_a_new_or_changed_file_changes_the_digest(tmp_path, other):
    """A template may include any file in any folder."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path)
    put(tmp_path, other)
    assert digest_of_files(tmp_path) != before


def test_a_renamed_or_deleted_file_changes_the_digest(tmp_path):
    """Names of files are part of the digest."""
    put(tmp_path, FILES)
    seen = {digest_of_files(tmp_path)}
    for old, new in [("base.html", "vase.html"), ("logo.svg", "أ/logo.svg")]:
        (tmp_path / old).rename(tmp_path / new)
        seen.add(digest_of_files(tmp_path))
    (tmp_path / "vase.html").unlink()
    seen.add(digest_of_files(tmp_path))
    assert len(seen) == 4


def test_text_that_moves_into_the_next_file_changes_the_digest(tmp_path):
    """The length of each file is part of the digest."""
    one, other = put(tmp_path / "one", {"a": b"xb", "b": b""}), put(tmp_path / "other", {"a": b"x", "b": b"b"})
    assert digest_of_files(one) != digest_of_files(other)


def test_files_behind_links_count(tmp_path):
    """A theme may share folders with other themes."""
    put(tmp_path / "shared", FILES)
    templates = put(tmp_path / "templates", {"x.html": b""})
    (templates / "shared").symlink_to("../shared")
    before = digest_of_files(templates)
    put(tmp_path / "shared", {"base.html": b"new"})
    assert digest_of_files(templates) != before


@pytest.mark.parametrize("target", [".", "..", "loop", "nowhere"])
def test_circular_and_broken_links_are_harmless(tmp_path, target):
    """Each folder is entered only once."""
    folder = put(tmp_path / "folder", FILES)
    (folder / "loop").symlink_to(target)
    assert digest_of_files(folder) == digest_of_files(folder)


@pytest.mark.parametrize("name", ["__pycache__/x.html", ".git/x.html"])
def test_folders_of_python_and_git_do_not_count(tmp_path, name):
    """They change, but templates do not include their files."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path)
    put(tmp_path, {name: b""})
    assert digest_of_files(tmp_path) == before


def test_only_files_with_the_given_ending_count(tmp_path):
    """The digest of newsgen's code depends on Python files only."""
    put(tmp_path, FILES)
    before = digest_of_files(tmp_path, ".svg")
    put(tmp_path, {"base.html": b"new"})
    assert digest_of_files(tmp_path, ".svg") == before
    put(tmp_path, {"logo.svg": b"new"})
    assert digest_of_files(tmp_path, ".svg") != before


@pytest.mark.parametrize("name", ["nowhere", "base.html"])
def test_a_missing_folder_has_a_digest(tmp_path, name):
    """A project need not have templates."""
    put(tmp_path, FILES)
    assert digest_of_files(tmp_path / name) == digest_of_files(tmp_path / "nowhere too")


def test_a_pipe_is_not_waited_for(tmp_path):
    """A pipe counts as an unreadable file."""
    os.mkfifo(tmp_path / "base.html")
    assert digest_of_files(tmp_path)


def test_newsgens_code_is_part_of_the_environment(tmp_path, monkeypatch):
    """A changed filter rebuilds all pages."""
    package = shutil.copytree(Path(module.__file__).parents[1], tmp_path / "newsgen")
    monkeypatch.setattr(module, "__file__", str(package / "build" / "file_changes.py"))
    before = environment()
    (package / "loaders" / "markdown.py").write_text("x = 1\n")
    assert environment() != before


def test_the_versions_of_libraries_are_part_of_the_environment(tmp_path, monkeypatch):
    """Only libraries that newsgen uses count."""
    monkeypatch.syspath_prepend(tmp_path)
    before = environment()
    assert environment() == before
    (tmp_path / "Requests-1.0.dist-info").mkdir()
    assert environment() == before
    (tmp_path / "Markdown-9.9.dist-info").mkdir()
    assert environment() != before


def test_the_versions_for_a_comparison_name_what_decides_the_bytes(tmp_path, monkeypatch):
    """A worker with another newsgen, Python or library is told which of them it is."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "Markdown-9.9.dist-info").mkdir()
    found = versions()
    assert found["markdown"] == "9.9"
    assert found["Python"] == platform.python_version()
    assert {"newsgen's code", "jinja2", "nh3"} <= found.keys()


def test_a_path_of_python_that_is_not_a_folder_is_ignored(tmp_path, monkeypatch):
    """Archives and missing folders contain no metadata of libraries."""
    before = environment()
    (tmp_path / "archive.zip").write_bytes(b"")
    for name in ("archive.zip", "nowhere"):
        monkeypatch.syspath_prepend(tmp_path / name)
    assert environment() == before


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0\n"), min_size=1, max_size=40)


@pytest.fixture
def root(tmp_path, fine_clock):  # noqa: ARG001 - stamps count at once
    """Make a folder with two files that are old enough to have stamps."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"old")
    wait_for_tick(tmp_path)
    return tmp_path


def test_a_file_that_is_only_read_keeps_its_stamps(root):
    """Reading a file does not change its stamps."""
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
def test_a_change_is_detected(root, change):
    """It is detected with the same length, within the same second or with the time set back."""
    before = stamps_of(root, ["a.md"])
    wait_for_tick(root)
    change(root / "a.md")
    wait_for_tick(root)
    assert stamps_of(root, ["a.md"]) not in {before, UNKNOWN}


def test_a_link_to_another_file_is_detected(root):
    """The stamps are those of the file that a link leads to."""
    (root / "link.md").symlink_to("a.md")
    before = stamps_of(root, ["link.md"])
    (root / "link.md").unlink()
    (root / "link.md").symlink_to("b.md")
    assert stamps_of(root, ["link.md"]) != before
    (root / "b.md").unlink()
    assert stamps_of(root, ["link.md"]) == UNKNOWN


@pytest.mark.parametrize("path", ["gone.md", "a.md/x", "x\0y", "ا" * 300, "\udcff"])
def test_missing_files_have_no_stamps(root, path):
    """One missing file makes the stamps of all files unknown."""
    assert stamps_of(root, ["a.md", path]) == UNKNOWN


def test_a_file_that_has_just_changed_has_no_stamps(tmp_path, monkeypatch):
    """It may change again within the same tick of the clock; when it is older, it has stamps."""
    (tmp_path / "a.md").write_bytes(b"")
    written = (tmp_path / "a.md").stat().st_ctime_ns
    for age, is_known in [(0, False), (50_000_000, False), (3_000_000_000, True)]:
        monkeypatch.setattr("newsgen.build.file_changes.time.time_ns", lambda age=age: written + age)
        assert (stamps_of(tmp_path, ["a.md"]) != UNKNOWN) == is_known


def test_a_file_that_has_changed_since_it_was_read_has_no_stamps(root):
    """The content that was read may be older than the file."""
    now = time.time_ns()
    wait_for_tick(root)
    (root / "a.md").write_bytes(b"new")
    assert stamps_of(root, ["a.md"], now) == UNKNOWN


def test_a_file_from_the_future_has_no_stamps(tmp_path, monkeypatch):
    """The clock may have been set back since the last change."""
    (tmp_path / "a.md").write_bytes(b"")
    monkeypatch.setattr("newsgen.build.file_changes.time.time_ns", lambda: 0)
    assert stamps_of(tmp_path, ["a.md"]) == UNKNOWN


def test_a_name_of_two_lines_has_no_stamps(root):
    """It is read in each build, because it could not be distinguished from two names."""
    (root / "a\nb.md").write_bytes(b"")
    wait_for_tick(root)
    assert stamps_of(root, ["a\nb.md"]) == UNKNOWN


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_stamps_contain_the_paths(names):
    """Names may contain spaces and look like stamps."""
    assert paths_in("\n".join(f"3 16 17 18 {name}" for name in names)) == names


def test_stamps_have_the_order_of_the_paths(root):
    """There is one line for each path."""
    (root / "a b  c.md").write_bytes(b"")
    wait_for_tick(root)
    paths = ["b.md", "a b  c.md", "a.md"]
    assert paths_in(stamps_of(root, paths)) == paths


@given(st.text())
def test_damaged_stamps_match_no_file(text):
    """No content of a damaged cache raises an error."""
    assert stamps_of(Path("/nowhere"), paths_in(text)) == UNKNOWN


def test_a_source_has_changed_if_one_of_its_files_may_have(root):
    """It is alone, or has captures and comments; what is not known may have changed."""
    alone, both = stamps_of(root, ["a.md"]), stamps_of(root, ["a.md", "b.md"])
    assert not has_changed(root, "a.md", alone)
    assert not has_changed(root, "a.md", both)
    assert has_changed(root, "a.md", UNKNOWN)
    assert has_changed(root, "b.md", alone)
    (root / "b.md").write_bytes(b"new")
    assert not has_changed(root, "a.md", alone)
    assert has_changed(root, "a.md", both)
