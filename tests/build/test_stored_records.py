"""The records of sources are stored in blocks, and each source has the record stored last."""

import random

import pytest

from newsgen.build.cache import Cache, serialise
from newsgen.build.stored_records import BLOCK_SIZE, StoredRecords


@pytest.fixture
def cache(tmp_path):
    """Open an empty cache."""
    cache = Cache(tmp_path, b"", pytest.fail)
    yield cache
    cache.close()


def add(cache, records):
    """Store records by source, in one batch, as if they were read now."""
    read = list(records.values())
    stamps = {path: f"stamps of {record}" for path, record in records.items()}
    StoredRecords(cache).add(stamps, read, serialise(read))


def test_each_source_has_the_record_stored_last(cache):
    """The law holds after any number of additions, changes and removals, in batches of any size."""
    chance, expected = random.Random(7), {}
    for step in range(60):
        sources = chance.sample([f"a{number}" for number in range(300)], chance.choice([1, 1, 3, BLOCK_SIZE]))
        if chance.random() < 0.3:
            StoredRecords(cache).remove([path for path in sources if path in expected])
            expected = {path: record for path, record in expected.items() if path not in sources}
        else:
            records = {path: f"{path} {step}" for path in sources}
            add(cache, records)
            expected |= records
        stored = StoredRecords(cache)
        assert {path: stored.record(path) for path in stored.stamps} == expected
        assert stored.stamps == {path: f"stamps of {record}" for path, record in expected.items()}
        assert stored.record("nowhere") is None


def test_a_block_without_records_is_deleted(cache):
    """A cache does not grow with articles that are gone."""
    for round_ in range(3):
        records = {f"{round_} {number}": "a" for number in range(BLOCK_SIZE)}
        add(cache, records)
        StoredRecords(cache).remove(records)
    assert cache.rows("SELECT number FROM blocks", (int,)) == []


def test_single_records_share_a_block(cache):
    """Articles that are added one by one are read as fast as those of a first build."""
    for number in range(BLOCK_SIZE + 3):
        add(cache, {f"a{number}": "a"})
    assert len(cache.rows("SELECT number FROM blocks", (int,))) == 2


def test_a_record_of_a_damaged_block_is_missing(cache):
    """It is read again from its source, and then it and the others are stored anew."""
    add(cache, {f"a{number}": number for number in range(BLOCK_SIZE)})
    cache.write("UPDATE blocks SET records = ?", [(b"\0\0\0\0broken",)])
    assert StoredRecords(cache).record("a3") is None
    add(cache, {"a3": "new"})
    assert StoredRecords(cache).record("a3") == "new"
    assert StoredRecords(cache).record("a4") is None
    assert StoredRecords(cache).record("a2") is None


def test_a_source_whose_place_is_damaged_can_be_removed(cache):
    """Its record cannot be found, but its row goes."""
    add(cache, {"a": "1", "b": "2"})
    cache.write("UPDATE sources SET place = ? WHERE path = ?", [(BLOCK_SIZE + 7, "a")])
    StoredRecords(cache).remove(["a"])
    assert StoredRecords(cache).stamps.keys() == {"b"}
    assert StoredRecords(cache).record("b") == "2"


def test_records_are_added_beside_a_damaged_block(cache):
    """Its places are not given away, so that a source whose record is read again does not take another one's place."""
    add(cache, {f"a{number}": number for number in range(3)})
    cache.write("UPDATE blocks SET records = ?", [(b"\0\0\0\0broken",)])
    add(cache, {"b": "new"})
    add(cache, {"a0": "again"})
    stored = StoredRecords(cache)
    assert [stored.record(source) for source in ("a0", "a1", "a2", "b")] == ["again", None, None, "new"]


def test_a_block_that_no_source_uses_is_replaced(cache):
    """A damaged cache may name its sources' places wrongly."""
    for part in ("a", "b"):
        add(cache, {f"{part}{number}": number for number in range(BLOCK_SIZE)})
    cache.write("DELETE FROM sources WHERE path LIKE ?", [("b%",)])
    add(cache, {f"c{number}": f"c{number}" for number in range(BLOCK_SIZE)})
    stored = StoredRecords(cache)
    assert all(stored.record(path) == path for path in stored.stamps if path.startswith("c"))
