"""Archives that are compressed with Zstandard are read, each record a frame, with or without a dictionary."""

import gzip
import random
import sys

import pytest

from newsgen.errors import SourceError, install_extra
from newsgen.importers.items import ImportedItem
from newsgen.importers.warc import zstd_frames
from warc_samples import (
    imported,
    packed,
    page,
    plain_reader,
    record,
    skippable,
    trained_dictionary,
    zstd,
    zstd_packed,
)


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", plain_reader)


ONE, TWO, THREE = (record(f"http://a.example/{number}", page(str(number))) for number in (1, 2, 3))
DICTIONARY = trained_dictionary(ONE, TWO, THREE)
NOISE = random.Random(1).randbytes(300_000)


def headlines(found):
    return [each.article.headline for each in found if isinstance(each, ImportedItem)]


def faults(found):
    return [each.found for each in found if isinstance(each, SourceError)]


def with_dictionary(content, *records):
    """Return an archive that begins with the dictionary *content*."""
    return skippable(content) + zstd_packed(*records, dictionary=DICTIONARY)


@pytest.mark.parametrize(
    "data",
    [
        zstd_packed(ONE, TWO, THREE),
        zstd_packed(ONE + TWO + THREE),
        zstd_packed(ONE, TWO[:100], TWO[100:], b"", THREE),
        zstd_packed(b"") + skippable(b"padding", 3) + zstd_packed(ONE, TWO) + skippable(b"", 0) + zstd_packed(THREE),
        with_dictionary(DICTIONARY.dict_content, ONE, TWO, THREE),
        with_dictionary(zstd.compress(DICTIONARY.dict_content), ONE, TWO, THREE),
    ],
    ids=["records", "one frame", "records in parts", "extensions", "dictionary", "compressed dictionary"],
)
def test_every_form_of_the_format_is_read(data, tmp_path):
    """A record has a frame or several, other frames are skipped, and a dictionary may stand first."""
    found = imported(data, tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2", "3"]
    assert faults(found) == []


@pytest.mark.parametrize(
    "pack",
    [
        lambda data: zstd.compress(packed(data, TWO)),
        lambda data: gzip.compress(packed(data, TWO)),
        lambda data: zstd_packed(*map(packed, (data, TWO))),
        lambda data: gzip.compress(zstd_packed(zstd_packed(data), zstd_packed(TWO))),
    ],
)
def test_what_was_compressed_twice_is_decompressed_twice(pack, tmp_path):
    """Somebody has compressed all files of a folder, also those that were compressed."""
    found = imported(pack(ONE), tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2"]
    assert found[1].place.startswith("decompressed byte ")
    assert faults(found) == []


def test_damage_in_what_was_compressed_twice_is_reported(tmp_path):
    """In either layer."""
    damaged = bytearray(packed(TWO))
    damaged[len(damaged) // 2] ^= 1
    found = imported(zstd_packed(packed(ONE), bytes(damaged), packed(THREE)), tmp_path, "x.warc.zst")
    assert {"1", "3"} <= set(headlines(found))
    assert "is damaged at decompressed byte" in faults(found)[0]
    found = imported(zstd_packed(packed(ONE), packed(TWO), packed(THREE))[:-3], tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2", "3"]
    assert any("the file ends in the middle of a compressed record" in fault for fault in faults(found))


def test_the_place_of_a_page_is_where_its_frame_starts(tmp_path):
    """A tool can read the record from there."""
    first, second = imported(zstd_packed(ONE, TWO), tmp_path)
    assert first.place == "byte 0 http://a.example/1"
    assert second.place == f"byte {len(zstd_packed(ONE))} http://a.example/2"


@pytest.mark.parametrize("at", [0, 3, 6, 20, 40, -5, -1])
@pytest.mark.parametrize("dictionary", [None, DICTIONARY])
def test_a_damaged_frame_costs_no_other_record(at, dictionary, tmp_path):
    """Reading goes on at the next frame, and the fault names the place."""
    frames = [bytearray(zstd_packed(each, dictionary=dictionary)) for each in (ONE, TWO, THREE)]
    frames[1][at] ^= 0xFF
    begin = skippable(dictionary.dict_content) if dictionary else b""
    found = imported(begin + b"".join(frames), tmp_path, "x.warc.zst")
    assert {"1", "3"} <= set(headlines(found))
    assert f"is damaged at byte {len(begin) + len(frames[0])}" in faults(found)[0]


def test_text_before_the_damage_is_kept(tmp_path):
    """A wrong checksum at the end must not lose the page before it."""
    damaged = bytearray(zstd_packed(record("http://a.example/2", page("2") + NOISE)))
    damaged[-1] ^= 1
    found = imported(zstd_packed(ONE) + bytes(damaged) + zstd_packed(THREE), tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2", "3"]
    assert found[1].original == page("2") + NOISE
    assert len(faults(found)) == 1


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_an_archive_that_was_cut_off_gives_what_it_has(cut, tmp_path):
    """The message says that the file ends too early."""
    found = imported(zstd_packed(ONE, TWO, record(body=page("3") + NOISE))[:-cut], tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2", "3"]
    assert any("the file ends in the middle of a compressed record" in fault for fault in faults(found))


def test_a_bomb_between_records_is_skipped(tmp_path, monkeypatch):
    """Decompressing it stops long before its end."""
    monkeypatch.setattr(zstd_frames, "STRETCH", 2**25)
    found = imported(zstd_packed(ONE, bytes(2**26), TWO), tmp_path, "x.warc.zst")
    assert headlines(found) == ["1", "2"]
    assert "expands to more than 2000 times its size" in faults(found)[0]


def test_captures_of_one_page_in_one_frame_are_no_bomb(tmp_path):
    """They compress ten thousand times, because each is a reference to the first."""
    long = record(body=page("1") + NOISE)
    found = imported(zstd_packed(long * 200), tmp_path, "x.warc.zst")
    assert faults(found) == []


@pytest.mark.parametrize(
    ("begin", "why"),
    [
        (b"", f"needs the dictionary {DICTIONARY.dict_id}, with which the file does not begin"),
        (skippable(trained_dictionary(b"other", NOISE[:500]).dict_content), "needs the dictionary"),
        (skippable(b"no dictionary at all"), "its dictionary cannot be read"),
        (skippable(DICTIONARY.dict_content[:8] + b"\xff" * 500), "its dictionary cannot be read"),
        (skippable(zstd.compress(DICTIONARY.dict_content)[:-9]), "its dictionary cannot be read"),
        (skippable(b"")[:4] + b"\xff\xff\xff\x7f", "its dictionary has 2147483647 bytes"),
    ],
    ids=["none", "another", "no dictionary", "damaged", "cut off", "too large"],
)
def test_a_missing_dictionary_is_named(begin, why, tmp_path):
    """One message is enough, and it does not call the file another kind of file."""
    (error,) = imported(begin + zstd_packed(ONE, TWO, dictionary=DICTIONARY), tmp_path, "x.warc.zst")
    assert error.found.startswith("is compressed with Zstandard, and nothing in it can be read: ")
    assert why in error.found


def test_another_file_in_zstandard_is_no_archive(tmp_path):
    """Its first bytes are shown decompressed, because those of Zstandard say nothing."""
    (error,) = imported(zstd.compress(b"SQLite format 3"), tmp_path, "x.warc.zst")
    assert error.found == "is not a web archive: its decompressed content has no record"


@pytest.mark.parametrize(
    "data",
    [
        zstd_packed(ONE),
        zstd_packed(ONE)[:30] * 3,
        zstd_packed(ONE) + packed(TWO),
        with_dictionary(DICTIONARY.dict_content, ONE),
        gzip.compress(zstd_packed(ONE)),
    ],
    ids=["sound", "cut off", "mixed", "dictionary", "gzip"],
)
def test_without_the_library_the_remedy_is_named(data, tmp_path, monkeypatch):
    """The library for Zstandard is optional and may be missing."""
    for package in ("backports", "compression"):
        monkeypatch.setitem(sys.modules, package, None)
    (error,) = imported(data, tmp_path, "x.warc.zst")
    assert error.found == "is compressed with Zstandard, which needs a library"
    assert error.remedy == install_extra("import")


def test_random_damage_never_stops_the_reading(tmp_path):
    """Whatever bytes are wrong, the last record is read, and no exception is raised."""
    rng = random.Random(7)
    for _ in range(150):
        damaged = bytearray(zstd_packed(ONE, TWO, dictionary=DICTIONARY))
        begin = bytearray(skippable(DICTIONARY.dict_content))
        for changed in (damaged, begin):
            for _ in range(rng.randrange(1, 6)):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
        assert imported(bytes(begin + damaged), tmp_path, "x.warc.zst")
        data = skippable(DICTIONARY.dict_content) + bytes(damaged) + zstd_packed(THREE, dictionary=DICTIONARY)
        assert headlines(imported(data, tmp_path, "x.warc.zst"))[-1:] == ["3"]


def test_the_beginning_tells_the_compression():
    """Both kinds of frames may stand first."""
    assert zstd_frames.is_zstandard(zstd_packed(ONE))
    assert zstd_frames.is_zstandard(skippable(b"x"))
    assert not zstd_frames.is_zstandard(ONE)
