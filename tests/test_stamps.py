"""A file that has changed has other stamps, whatever was done to hide it."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.build.file_changes import UNKNOWN, paths_in, stamps_of

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0\n"), min_size=1, max_size=40)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Make a folder with two files, old enough to be told by their stamps."""
    monkeypatch.setattr("newsgen.build.file_changes._RACY", 0)
    monkeypatch.setattr("newsgen.build.file_changes._TICK", 0)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"old")
    tick()
    return tmp_path


def tick():
    """Wait until the clock of the disk has gone on."""
    time.sleep(0.02)


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
    tick()
    change(root / "a.md")
    tick()
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
    assert stamps_of(tmp_path, ["a.md"]) == UNKNOWN
    later = time.time_ns() + 3_000_000_000
    monkeypatch.setattr("newsgen.build.file_changes.time.time_ns", lambda: later)
    assert stamps_of(tmp_path, ["a.md"]) != UNKNOWN


def test_what_has_changed_since_a_moment_is_not_known(root):
    """Where it was read already, what was read may be older."""
    now = time.time_ns()
    tick()
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
    tick()
    assert stamps_of(root, ["a\nb.md"]) == UNKNOWN


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_stamps_say_whose_they_are(names):
    """Names may hold spaces, and look like stamps."""
    assert paths_in("\n".join(f"3 16 17 18 {name}" for name in names)) == names


def test_stamps_are_of_these_paths_in_this_order(root):
    """A line for each."""
    (root / "a b  c.md").write_bytes(b"")
    tick()
    paths = ["b.md", "a b  c.md", "a.md"]
    assert paths_in(stamps_of(root, paths)) == paths


@given(st.text())
def test_damaged_stamps_are_of_something_else(text):
    """Whatever a damaged cache holds, nothing fails."""
    assert stamps_of(Path("/nowhere"), paths_in(text)) == UNKNOWN
