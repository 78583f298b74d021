"""A recorded file has the recorded digest and stamp until it is invalidated."""

from pathlib import Path

import pytest

from newsgen.build.cache import Cache
from newsgen.build.state import Artifact, BuildState

ROOT = Path("/project")
ARTIFACTS = [Artifact("index.html", b"1", "17 4 99", b"a"), Artifact("articles/خبر/index.html", b"2", "18 4 99", b"b")]
STAMPS = {one.path: one.stamp for one in ARTIFACTS}


@pytest.fixture
def cache(tmp_path):
    """Open an empty cache."""
    cache = Cache(tmp_path, b"", pytest.fail)
    yield cache
    cache.close()


def test_a_recorded_file_is_known_to_the_next_build(cache):
    """Its stamp is returned for the digest of its inputs, and for no other digest."""
    BuildState(cache, ROOT, ROOT / "site").record(ARTIFACTS)
    state = BuildState(cache, ROOT, ROOT / "site")
    assert state.stamp("index.html", b"1") == "17 4 99"
    assert state.stamp("index.html", b"2") is None
    assert state.stamp("about/index.html", b"1") is None
    assert state.stamps == STAMPS


def test_an_invalidated_file_is_not_known_any_more(cache):
    """Other files stay known, and it is not an error to invalidate an unknown path."""
    BuildState(cache, ROOT, ROOT / "site").record(ARTIFACTS)
    BuildState(cache, ROOT, ROOT / "site").invalidate(["index.html", "new.html"])
    assert BuildState(cache, ROOT, ROOT / "site").stamps.keys() == STAMPS.keys() - {"index.html"}


def test_a_file_that_is_recorded_again_has_its_last_stamp(cache):
    """There is one entry for each path."""
    state = BuildState(cache, ROOT, ROOT / "site")
    state.record(ARTIFACTS)
    state.record([Artifact("index.html", b"3", "20 4 99", b"c")])
    assert BuildState(cache, ROOT, ROOT / "site").stamp("index.html", b"3") == "20 4 99"


@pytest.mark.parametrize("other", [ROOT / "drafts", Path("/var/www/site"), ROOT / "site" / "inner"])
def test_two_output_folders_have_separate_entries(cache, other):
    """To record or invalidate the files of one changes nothing in the other."""
    BuildState(cache, ROOT, ROOT / "site").record(ARTIFACTS)
    assert BuildState(cache, ROOT, other).stamps == {}
    BuildState(cache, ROOT, other).record(ARTIFACTS)
    BuildState(cache, ROOT, other).invalidate(STAMPS)
    assert BuildState(cache, ROOT, ROOT / "site").stamps.keys() == STAMPS.keys()


def test_a_project_that_is_moved_keeps_its_entries(cache):
    """An output folder inside the project is stored relative to the root."""
    BuildState(cache, ROOT, ROOT / "site").record(ARTIFACTS)
    assert BuildState(cache, Path("/moved"), Path("/moved/site")).stamps.keys() == STAMPS.keys()


@pytest.mark.parametrize("name", ["\udcff", "موقع", "a\nb", "a'b"])
def test_an_output_folder_may_have_any_name(cache, name):
    """File names are bytes and need not be valid text."""
    BuildState(cache, ROOT, Path("/www", name)).record(ARTIFACTS)
    assert BuildState(cache, ROOT, Path("/www", name)).stamps.keys() == STAMPS.keys()
    assert BuildState(cache, ROOT, Path("/www", f"{name}x")).stamps == {}
