"""What is vouched for was made from what it says, and is in its place."""

from pathlib import Path

import pytest

from newsgen.build.cache import Cache
from newsgen.build.state import Artifact, BuildState

ROOT = Path("/project")
MADE = [Artifact("index.html", b"1", "17 4 99"), Artifact("articles/خبر/index.html", b"2", "18 4 99")]
STAMPS = {one.path: one.stamp for one in MADE}


@pytest.fixture
def cache(tmp_path):
    """Open an empty cache."""
    cache = Cache(tmp_path, b"", pytest.fail)
    yield cache
    cache.close()


def test_what_was_made_is_known_the_next_time(cache):
    """By the digest of what it was made from."""
    BuildState(cache, ROOT, ROOT / "site").record(MADE)
    fresh = BuildState(cache, ROOT, ROOT / "site")
    assert fresh.stamp("index.html", b"1") == "17 4 99"
    assert fresh.stamp("index.html", b"2") is None
    assert fresh.stamp("about/index.html", b"1") is None
    assert fresh.stamps == STAMPS


def test_what_is_withdrawn_is_known_no_more(cache):
    """The rest is; a path that nobody vouched for is no error."""
    BuildState(cache, ROOT, ROOT / "site").record(MADE)
    BuildState(cache, ROOT, ROOT / "site").invalidate(["index.html", "new.html"])
    assert BuildState(cache, ROOT, ROOT / "site").stamps.keys() == STAMPS.keys() - {"index.html"}


def test_what_is_made_again_has_its_last_stamp(cache):
    """Each path is there once."""
    fresh = BuildState(cache, ROOT, ROOT / "site")
    fresh.record(MADE)
    fresh.record([Artifact("index.html", b"3", "20 4 99")])
    assert BuildState(cache, ROOT, ROOT / "site").stamp("index.html", b"3") == "20 4 99"


@pytest.mark.parametrize("other", [ROOT / "drafts", Path("/var/www/site"), ROOT / "site" / "inner"])
def test_two_folders_do_not_confuse_each_other(cache, other):
    """Nor does what is withdrawn of one."""
    BuildState(cache, ROOT, ROOT / "site").record(MADE)
    assert BuildState(cache, ROOT, other).stamps == {}
    BuildState(cache, ROOT, other).record(MADE)
    BuildState(cache, ROOT, other).invalidate(STAMPS)
    assert BuildState(cache, ROOT, ROOT / "site").stamps.keys() == STAMPS.keys()


def test_a_project_that_is_moved_keeps_its_freshness(cache):
    """The output folder moves along; one elsewhere stays where it is."""
    BuildState(cache, ROOT, ROOT / "site").record(MADE)
    assert BuildState(cache, Path("/moved"), Path("/moved/site")).stamps.keys() == STAMPS.keys()


@pytest.mark.parametrize("name", ["\udcff", "موقع", "a\nb", "a'b"])
def test_an_output_of_any_name_is_remembered(cache, name):
    """Names on a disk are bytes."""
    BuildState(cache, ROOT, Path("/www", name)).record(MADE)
    assert BuildState(cache, ROOT, Path("/www", name)).stamps.keys() == STAMPS.keys()
    assert BuildState(cache, ROOT, Path("/www", f"{name}x")).stamps == {}
