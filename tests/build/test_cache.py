"""The cache may vanish, rot or be foreign at any time: no build fails by it, and none is wrong."""

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
from newsgen.build.cache import FILE, Cache, DamagedError, connect, seal, unseal
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model import article
from newsgen.model.article import Article
from newsgen.model.article_meta import brief_of

RECORDS = sorted(file.parent for file in GOLDEN.glob("*/*/record.json"))
FLIPS = times("NEWSGEN_FLIPS", 20, 200)
"""How often bytes are flipped; `NEWSGEN_FLIPS=2000` for a long run."""
SEED = seed()


def opened(folder, environment=b"this one", **options):
    """Open a cache; return it with what it says."""
    said = []
    return Cache(folder, environment, said.append, **options), said


def facts(opened_cache):
    """Return what is remembered under the name `water`."""
    return opened_cache.fact("water")


@pytest.fixture
def kept(tmp_path):
    """Make a cache that remembers one fact; return its folder."""
    first, said = opened(tmp_path)
    first.remember("water", "ماء")
    first.close()
    assert said == []
    return tmp_path


def test_what_is_remembered_is_there_the_next_time(kept):
    """And what is not is None."""
    again, said = opened(kept)
    assert (facts(again), again.fact("fire"), said) == ("ماء", None, [])
    again.close()


def test_what_is_remembered_again_is_the_last(kept):
    """A name has one value."""
    again, _ = opened(kept)
    again.remember("water", "بحر")
    assert facts(again) == "بحر"
    again.close()


def test_a_cache_that_is_not_believed_is_forgotten(kept):
    """`--clean` begins anew, and there is nothing to say about it."""
    again, said = opened(kept, anew=True)
    assert (facts(again), said) == (None, [])
    again.close()


def test_what_a_build_writes_together_is_written_whole_or_not_at_all(kept):
    """Whatever breaks it off."""
    again, _ = opened(kept)

    def break_off():
        with again.together():
            again.remember("water", "بحر")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert facts(again) == "ماء"
    again.close()


def damage(name, file):
    """Do to the cache *file* what its *name* says."""
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
    "other columns": "ALTER TABLE sources RENAME COLUMN brief TO summary",
    "numbers for paths": "UPDATE sources SET path = 17 WHERE path = (SELECT max(path) FROM sources)",
    "bytes for paths": "UPDATE sources SET path = x'ff00'  WHERE path = (SELECT max(path) FROM sources)",
    "stamps with a zero": "UPDATE sources SET stamps = '1 2 3 4 a' || char(0) || 'b'",
    "stamps for files": "UPDATE files SET stamp = x'00'",
    "texts of numbers": "UPDATE texts SET article = 17",
    "texts of nothing": "DELETE FROM texts",
    "facts of text": "UPDATE facts SET value = 'x' WHERE name <> 'environment'",
    "facts of JSON": "UPDATE facts SET value = CAST('{}' AS BLOB) WHERE name <> 'environment'",
    "no facts": "DELETE FROM facts WHERE name <> 'environment'",
}
IN_SILENCE = {"empty", "stamps with a zero", "texts of numbers", "texts of nothing"}
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
    """Build a small project with articles, captures and pictures, whose cache holds all there is to hold."""
    shutil.copytree(SITES / "mail", project.root, dirs_exist_ok=True)
    for name in ("articles/boats-1.md", "articles/garden.md", "articles/market.md", "pages/about.md"):
        project.write(f"content/{name}", (RICH / "content" / name).read_bytes())
    shutil.copytree(RICH / "content/media", project.root / "content/media")
    for name in ("garden.txt", "garden-later.txt"):
        shutil.copy(RICH / "seeds" / name, project.root / "seeds")
    assert build(project).code == 0
    return project


CLEAN: dict[str, bytes] = {}
"""The site as a clean build makes it after the edit of the test below, which makes it once."""


def clean(project):
    """Return the site that is made of *project* where nothing is known."""
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
def test_a_build_with_a_damaged_cache_is_right_and_says_one_line_at_most(small, kind):
    """Whatever is in its place; the next build has a good one again."""
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
    """Wherever they are: what is damaged is not believed, and all is there to make it anew."""
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
    """There is no cache then, and one line says so."""
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
    """An edit is published all the same, and again when all can be written as before."""
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
def test_whatever_front_matter_can_hold_is_unsealed_as_it_was(value):
    """Text of any kind, numbers, dates, lists and mappings."""
    assert unseal(seal(value)) == value


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_moments_keep_their_zones(zone):
    """Two moments may be equal in zones that differ."""
    moment = datetime(2022, 7, 18, 9, 30, tzinfo=zone)
    again = unseal(seal((moment, date(2022, 7, 18))))
    assert again == (moment, date(2022, 7, 18))
    assert again[0].isoformat() == moment.isoformat()
    assert str(again[0].tzinfo) == str(zone)


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case.name)
def test_every_golden_record_is_unsealed_as_it_was(case):
    """With its ledger, form and comments; and so is its brief."""
    (file,) = case.glob("input.*")
    record = load(Source(file.name, "capture", case)).record
    assert isinstance(record, Article)
    assert unseal(seal(record)) == record
    assert unseal(seal(brief_of(record))) == brief_of(record)
    assert all(isinstance(line.role, article.Role) for line in unseal(seal(record)).ledger)


def test_everything_of_the_rich_project_is_unsealed_as_it_was():
    """Every kind of front matter is in it, with keys that newsgen does not know."""
    root = RICH
    files = [(f, "article") for f in root.glob("content/articles/*.md")] + [(f, "page") for f in root.glob("*/pages/*")]
    for file, kind in files:
        record = load(Source(file.relative_to(root).as_posix(), kind, root)).record
        assert unseal(seal(record)) == record


@given(st.binary(max_size=99), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_is_seen(data, place, change):
    """In the value or in its checksum."""
    damaged = bytearray(seal(data))
    damaged[place % len(damaged)] ^= change
    with pytest.raises(DamagedError):
        unseal(bytes(damaged))


@pytest.mark.parametrize("length", [0, 1, 4, 5])
def test_what_is_cut_off_is_seen(length):
    """Down to nothing."""
    with pytest.raises(DamagedError):
        unseal(seal("ماء")[:length])


@dataclass
class Calls:
    """Pickles as the call of a function."""

    function: Callable[..., Any]
    argument: str

    def __reduce__(self):
        """Be pickled."""
        return self.function, (self.argument,)


def sealed(pickled):
    """Return what somebody else pickled under a right checksum."""
    return zlib.crc32(pickled).to_bytes(4, "big") + pickled


def by_way_of(module, name, *arguments):
    """Pickle a call of what *module* calls *name*, dots and all."""
    texts = b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name))
    inner = b"".join(pickle.dumps(one, protocol=0)[:-1] for one in arguments)
    return b"\x80\x04" + texts + b"\x93(" + inner + b"tR."


HOSTILE = {
    "a function": pickle.dumps(Calls(os.system, "touch {}")),
    "eval": pickle.dumps(Calls(eval, "open('{}', 'w')")),
    "a class of another module": pickle.dumps(Calls(Path, "{}")),
    "a class that a module imports": pickle.dumps(attrgetter("__class__")),
    "the same, under its name there": by_way_of("newsgen.model.article_meta", "attrgetter", "__class__"),
    "a class further down": by_way_of("newsgen.model.article", "dataclasses.types.SimpleNamespace"),
    "a function further down": by_way_of("newsgen.model.article", "dataclasses.sys.exit"),
    "a function of the module": by_way_of("newsgen.model.article", "record", 1),
    "a name that is not there": by_way_of("newsgen.model.article", "Nothing"),
    "a module that is not there": by_way_of("newsgen.nothing", "Nothing"),
    "a record without its parts": by_way_of("newsgen.model.article", "Article"),
    "no pickle": b"\x00",
    "nothing": b"",
    "half a pickle": pickle.dumps(["ماء"])[:-3],
    "an empty stack": b"\x80\x04.",
}


@pytest.mark.parametrize("pickled", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pickle_is_refused_and_not_run(pickled, tmp_path, monkeypatch):
    """Its checksum is right, as anybody can make it; records are all that it may make."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DamagedError):
        unseal(sealed(pickled.replace(b"{}", b"hi")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("fine_clock")
def test_a_cache_with_hostile_rows_builds_the_site_and_runs_nothing(small, monkeypatch, tmp_path):
    """In all that is unsealed: facts, briefs and texts."""
    build(small)
    good = small.files()
    victim = tmp_path / "victim"
    monkeypatch.setenv("VICTIM", str(victim))
    hostile = sealed(pickle.dumps(Calls(os.system, 'touch "$VICTIM"')))
    with sqlite3.connect(small.root / ".newsgen" / FILE) as connection:
        connection.execute("UPDATE sources SET brief = ?", (hostile,))
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
def test_a_row_under_another_path_is_not_believed(small):
    """The brief says whose it is."""
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
    """Results of other code are not believed, and one line says so."""
    monkeypatch.setattr("newsgen.build.incremental.environment", lambda: b"other")
    (note,) = build(small).report["notes"]
    assert note == (
        f".newsgen/{FILE} is of another version of newsgen or of its libraries; it was thrown away, and is built anew"
    )
    assert build(small).report["notes"] == []
    assert environment.environment() != b"other"
