"""The cache may be lost, damaged or foreign at any time: no build fails or is wrong because of it."""

import os
import pickle
import random
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples, seed, times
from folders import GOLDEN, RICH, SITES
from newsgen.build import file_changes as environment
from newsgen.build.cache import FILE, Cache, DamagedError, connect, deserialise, serialise
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model import article
from newsgen.model.article import Article
from newsgen.model.article_meta import meta_of

RECORDS = sorted(file.parent for file in GOLDEN.glob("*/*/record.json"))
FLIPS = times("NEWSGEN_FLIPS", 20, 200)
"""How often bytes are flipped; `NEWSGEN_FLIPS=2000` for a long run."""
SEED = seed()


def opened(folder, environment=b"this one", **options):
    """Open a cache; return it with the list of its messages."""
    messages = []
    return Cache(folder, environment, messages.append, **options), messages


def facts(opened_cache):
    """Return the value stored under the name `water`."""
    return opened_cache.recall("water")


@pytest.fixture
def kept(tmp_path):
    """Make a cache with one stored value; return its folder."""
    first, messages = opened(tmp_path)
    first.remember("water", "ماء")
    first.close()
    assert messages == []
    return tmp_path


def test_a_stored_value_is_returned_by_the_next_build(kept):
    """A name without a value returns None."""
    again, messages = opened(kept)
    assert (facts(again), again.recall("fire"), messages) == ("ماء", None, [])
    again.close()


def test_a_new_value_replaces_the_old_one(kept):
    """Each name has one value."""
    again, _ = opened(kept)
    again.remember("water", "بحر")
    assert facts(again) == "بحر"
    again.close()


def test_a_cache_can_be_reset(kept):
    """`--clean` starts with an empty cache, without a message."""
    again, messages = opened(kept, reset=True)
    assert (facts(again), messages) == (None, [])
    again.close()


def test_a_transaction_is_written_whole_or_not_at_all(kept):
    """An interrupted transaction leaves the old values."""
    again, _ = opened(kept)

    def interrupt():
        with again.transaction():
            again.remember("water", "بحر")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert facts(again) == "ماء"
    again.close()


def damage(name, file):
    """Damage the cache *file* in the way that *name* describes."""
    data = file.read_bytes()
    if name == "not SQLite":
        file.write_bytes(b"GIF89a" * 999)
    elif name == "empty":
        file.write_bytes(b"")
    elif name == "truncated":
        file.write_bytes(data[: len(data) // 2])
    elif name == "a folder":
        file.unlink()
        (file / "theirs").mkdir(parents=True)
    elif name == "a link to nowhere":
        file.unlink()
        file.symlink_to("nowhere/nothing")
    elif name == "another program's":
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE theirs (x)")
        connection.close()
    elif name == "another newsgen's":
        run(file, "UPDATE facts SET value = x'00' WHERE name = 'environment'")
    else:
        run(file, DAMAGE[name])


DAMAGE = {
    "without a table": "DROP TABLE files",
    "other columns": "ALTER TABLE sources RENAME COLUMN block TO part",
    "numbers for paths": "UPDATE sources SET path = 17 WHERE path = (SELECT max(path) FROM sources)",
    "bytes for paths": "UPDATE sources SET path = x'ff00'  WHERE path = (SELECT max(path) FROM sources)",
    "records of others": "UPDATE sources SET place = 0",
    "blocks that are missing": "UPDATE sources SET block = block + 7",
    "blocks of numbers": "UPDATE blocks SET records = 17",
    "places nowhere": "UPDATE sources SET place = -2, block = -1 WHERE path = (SELECT max(path) FROM sources)",
    "places far away": "UPDATE sources SET place = 1 << 60",
    "stamps with a zero": "UPDATE sources SET stamps = '1 2 3 4 a' || char(0) || 'b'",
    "stamps for files": "UPDATE files SET stamp = x'00'",
    "texts of numbers": "UPDATE texts SET article = 17",
    "texts of nothing": "DELETE FROM texts",
    "facts of text": "UPDATE facts SET value = 'x' WHERE name <> 'environment'",
    "facts of JSON": "UPDATE facts SET value = CAST('{}' AS BLOB) WHERE name <> 'environment'",
    "no facts": "DELETE FROM facts WHERE name <> 'environment'",
}
IN_SILENCE = {"empty", "stamps with a zero", "texts of nothing"}
IN_SILENCE |= {"records of others", "blocks that are missing", "places nowhere", "places far away"}
IN_SILENCE |= {"numbers for paths", "facts of JSON", "no facts", "a link to nowhere"}
KINDS = ["not SQLite", "empty", "truncated", "a folder", "another program's"]
KINDS += ["another newsgen's", *DAMAGE]


def run(file, statement):
    """Run a statement on the cache in *file*."""
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def small(project):
    """Build a small project with articles, captures and pictures, whose cache has values of every type."""
    shutil.copytree(SITES / "mail", project.root, dirs_exist_ok=True)
    for name in ("articles/boats-1.md", "articles/garden.md", "articles/market.md", "pages/about.md"):
        project.write(f"content/{name}", (RICH / "content" / name).read_bytes())
    shutil.copytree(RICH / "content/media", project.root / "content/media")
    for name in ("garden.txt", "garden-later.txt"):
        shutil.copy(RICH / "seeds" / name, project.root / "seeds")
    assert build(project).code == 0
    return project


CLEAN: dict[str, bytes] = {}
"""The site of a clean build after the edit of the test below, which builds it only once."""


def clean(project):
    """Return the site that a build of *project* without a cache produces."""
    copy = project.root.parent / "clean"
    shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns("site", ".newsgen"))
    assert project.run("build", "--root", str(copy), "--date", "2030-01-01").code == 0
    files = (file for file in (copy / "site").rglob("*") if file.is_file())
    CLEAN.update({file.relative_to(copy / "site").as_posix(): file.read_bytes() for file in files})
    return CLEAN


def build(project):
    """Build in this process."""
    return project.build("--jobs", "1", "--date", "2030-01-01")


@pytest.mark.usefixtures("fine_clock")
@pytest.mark.parametrize("kind", KINDS)
def test_a_build_with_a_damaged_cache_is_right_and_prints_at_most_one_note(small, kind):
    """The site is right with any damage, and the next build has a valid cache again."""
    built, before = build(small), small.files()
    damage(kind, small.root / ".newsgen" / FILE)
    small.write("content/articles/boats-1.md", "---\ntitle: خبر\n---\nنص\n")
    again = build(small)
    notes = [note for note in again.report["notes"] if "addresses.tsv" not in note]
    assert (again.code, len(notes)) == (0, kind not in IN_SILENCE and 1), notes
    assert all(note.startswith(f".newsgen/{FILE} ") for note in notes)
    assert before != small.files() == (CLEAN or clean(small))
    third = build(small)
    assert third.report["notes"] == ([] if kind != "a folder" else notes)
    assert (third.report["written"], built.code) == (0, 0)


@pytest.mark.law
@pytest.mark.usefixtures("fine_clock")
def test_flipped_bits_of_the_cache_change_neither_site_nor_report(small):
    """Damaged values are detected wherever they are, and read again from the sources."""
    chance = random.Random(SEED)
    last, good, file = build(small), small.files(), small.root / ".newsgen" / FILE
    data = file.read_bytes()
    for _ in range(FLIPS):
        damaged = bytearray(data)
        for _ in range(chance.choice([1, 1, 1, 4, 50])):
            damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        file.with_name(f"{FILE}-journal").unlink(missing_ok=True)
        built = build(small)
        assert built.report | {"seconds": 0, "notes": []} == last.report | {"seconds": 0, "notes": []}
        assert (built.code, len(built.report["notes"]) <= 1) == (0, True)
        assert small.files() == good


@pytest.mark.parametrize("pages", [1, 7])
def test_a_full_disk_for_the_cache_harms_no_site(small, monkeypatch, pages):
    """The build continues without a cache, with one note."""
    shutil.rmtree(small.site)

    def narrow(file, **options):
        connection = connect(file, **options)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("newsgen.build.cache.connect", narrow)
        before = len(small.root.joinpath(".newsgen", FILE).read_bytes())
        full = small.build("--clean", "--jobs", "1")
        (note,) = full.report["notes"]
        assert "full" in note
    assert (full.code, before > 4096 * pages) == (0, True)
    good = small.files()
    assert small.build("--clean", "--jobs", "1").report["written"] == 0
    assert small.files() == good


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
@pytest.mark.parametrize(("path", "mode"), [(".newsgen", 0o500), (f".newsgen/{FILE}", 0o400), (f".newsgen/{FILE}", 0)])
def test_a_cache_that_cannot_be_written_harms_no_site(small, path, mode):
    """An edit is published nevertheless, and the site equals a clean build."""
    small.write("content/articles/boats-1.md", "---\ntitle: خبر\n---\nنص\n")
    (small.root / path).chmod(mode)
    try:
        built = build(small)
    finally:
        (small.root / path).chmod(0o700)
    assert (built.code, built.report["written"] > 0) == (0, True)
    assert len([note for note in built.report["notes"] if note.startswith(".newsgen/")]) <= 1
    good = small.files()
    small.build("--clean", "--date", "2030-01-01")
    assert small.files() == good


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()) | st.dates(),
    lambda inner: st.lists(inner).map(tuple) | st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ZONES = [
    None,
    UTC,
    timezone(timedelta(hours=1)),
    timezone(timedelta(minutes=-210)),
    timezone(timedelta(hours=3), "AST"),
]


@settings(deadline=None, max_examples=examples(50))
@given(VALUES)
def test_all_values_of_front_matter_are_deserialised_unchanged(value):
    """Text, numbers, dates, lists and mappings can be serialised."""
    assert deserialise(serialise(value)) == value


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_datetimes_keep_their_time_zones(zone):
    """Two equal datetimes may have different zones."""
    moment = datetime(2022, 7, 18, 9, 30, tzinfo=zone)
    again = deserialise(serialise((moment, date(2022, 7, 18))))
    assert again == (moment, date(2022, 7, 18))
    assert again[0].isoformat() == moment.isoformat()
    assert str(again[0].tzinfo) == str(zone)


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case.name)
def test_every_golden_record_is_deserialised_unchanged(case):
    """The article keeps its ledger, form and comments; its metadata is unchanged too."""
    (file,) = case.glob("input.*")
    record = load(Source(file.name, "capture", case)).record
    assert isinstance(record, Article)
    assert deserialise(serialise(record)) == record
    assert deserialise(serialise(meta_of(record))) == meta_of(record)
    assert all(isinstance(line.role, article.Role) for line in deserialise(serialise(record)).ledger)


def test_every_record_of_the_rich_project_is_deserialised_unchanged():
    """It has all kinds of front matter, also keys that newsgen does not know."""
    root = RICH
    files = [(f, "article") for f in root.glob("content/articles/*.md")] + [(f, "page") for f in root.glob("*/pages/*")]
    for file, kind in files:
        record = load(Source(file.relative_to(root).as_posix(), kind, root)).record
        assert deserialise(serialise(record)) == record


@given(st.binary(max_size=99), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_is_detected(data, place, change):
    """The byte may be in the value or in its checksum."""
    damaged = bytearray(serialise(data))
    damaged[place % len(damaged)] ^= change
    with pytest.raises(DamagedError):
        deserialise(bytes(damaged))


@pytest.mark.parametrize("length", [0, 1, 4, 5])
def test_truncated_data_is_detected(length):
    """Data of any length is detected, also empty data."""
    with pytest.raises(DamagedError):
        deserialise(serialise("ماء")[:length])


@dataclass
class Calls:
    """An object that is pickled as a call of a function."""

    function: Callable[..., Any]
    argument: str

    def __reduce__(self):
        """Return the call."""
        return self.function, (self.argument,)


def with_checksum(pickled):
    """Return a pickle of another program with a correct checksum."""
    return zlib.crc32(pickled).to_bytes(4, "big") + pickled


def calling(module, name, *arguments):
    """Pickle a call of *name* in *module*; *name* may contain dots."""
    texts = b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name))
    inner = b"".join(pickle.dumps(one, protocol=0)[:-1] for one in arguments)
    return b"\x80\x04" + texts + b"\x93(" + inner + b"tR."


HOSTILE = {
    "a function": pickle.dumps(Calls(os.system, "touch {}")),
    "eval": pickle.dumps(Calls(eval, "open('{}', 'w')")),
    "a class of another module": pickle.dumps(Calls(Path, "{}")),
    "a class that a module imports": pickle.dumps(attrgetter("__class__")),
    "the same, under its name there": calling("newsgen.model.pickling", "attrgetter", "__class__"),
    "a class further down": calling("newsgen.model.article", "dataclasses.types.SimpleNamespace"),
    "a function further down": calling("newsgen.model.article", "dataclasses.sys.exit"),
    "a function of the module": calling("newsgen.model.article", "record", 1),
    "a name that is not there": calling("newsgen.model.article", "Nothing"),
    "a module that is not there": calling("newsgen.nothing", "Nothing"),
    "a record without its parts": calling("newsgen.model.article", "Article"),
    "no pickle": b"\x00",
    "nothing": b"",
    "half a pickle": pickle.dumps(["ماء"])[:-3],
    "an empty stack": b"\x80\x04.",
}


@pytest.mark.parametrize("pickled", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pickle_is_refused_and_not_run(pickled, tmp_path, monkeypatch):
    """The checksum does not protect against forgery, so a pickle may create only records, dates and paths."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DamagedError):
        deserialise(with_checksum(pickled.replace(b"{}", b"hi")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("fine_clock")
def test_a_cache_with_hostile_rows_builds_the_site_and_runs_nothing(small, monkeypatch, tmp_path):
    """Facts, metadata and texts that cannot be deserialised are read again from the sources."""
    build(small)
    good = small.files()
    victim = tmp_path / "victim"
    monkeypatch.setenv("VICTIM", str(victim))
    hostile = with_checksum(pickle.dumps(Calls(os.system, 'touch "$VICTIM"')))
    with sqlite3.connect(small.root / ".newsgen" / FILE) as connection:
        connection.execute("UPDATE blocks SET records = ?", (hostile,))
        connection.execute("UPDATE texts SET article = ?", (hostile,))
        connection.execute("UPDATE facts SET value = ? WHERE name <> 'environment'", (hostile,))
        connection.execute("DELETE FROM files")
    connection.close()
    connection.close()
    built = build(small)
    assert (built.code, built.report["written"]) == (0, 0)
    assert small.files() == good
    assert not victim.exists()


@pytest.mark.usefixtures("fine_clock")
def test_a_row_under_another_path_is_ignored(small):
    """The metadata names its source."""
    build(small)
    small.write("content/articles/new.md", "---\ntitle: خبر\n---\nنص\n")
    run(
        small.root / ".newsgen" / FILE,
        "UPDATE sources SET path = 'content/articles/new.md' WHERE path = 'content/articles/boats-1.md'",
    )
    built = build(small)
    assert (built.code, built.report["errors"]) == (0, [])
    assert (small.site / "articles/خبر/index.html").exists()


def test_another_version_has_another_cache(small, monkeypatch):
    """Results of other code are not used, and one note says so."""
    monkeypatch.setattr("newsgen.build.incremental.environment", lambda: b"other")
    (note,) = build(small).report["notes"]
    assert note == f".newsgen/{FILE} was made by another version of newsgen or of its libraries and has been rebuilt"
    assert build(small).report["notes"] == []
    assert environment.environment() != b"other"
