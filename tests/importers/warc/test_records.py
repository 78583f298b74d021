"""Damaged archives are read as far as possible, and each damage is reported with its place."""

import gzip
import hashlib
import random
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import NewsgenError, SourceError
from newsgen.importers.items import ImportedItem
from newsgen.importers.warc.chunks import BLOCK
from newsgen.importers.warc.records import Fault, Record, records
from warc_samples import ARC_HEAD, arc, imported, packed, page, plain_reader, record


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", plain_reader)


ONE, TWO, THREE = (record(f"http://a.example/{n}", page(str(n))) for n in (1, 2, 3))


def headlines(found):
    """Return the headlines of the articles among the findings."""
    return [each.article.headline for each in found if isinstance(each, ImportedItem)]


def damage(found):
    """Return the errors among the findings."""
    return [each.found for each in found if isinstance(each, SourceError)]


@pytest.mark.parametrize(
    "damaged",
    [
        ONE + b"garbage between\r\n" + TWO,
        ONE.removesuffix(b"\r\n\r\n") + b"garbage" + TWO,
        b"garbage before" + ONE + TWO,
        b"WARC/1.0\r\n\r\n" + ONE + TWO,
        ONE + TWO + b"garbage after",
        ONE[:-40] + TWO,
        b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n" + ONE + TWO,
        packed(ONE) + b"garbage between" + packed(TWO),
        packed(ONE)[:-3] + packed(TWO),
        packed(ONE)[:-8] + bytes(8) + packed(TWO),
        b"garbage before" + packed(ONE, TWO),
        packed(ONE, TWO)[:-9],
        ARC_HEAD + arc(body=page("1")) + b"garbage\n" + arc("http://a.example/2", page("2")),
    ],
    ids=lambda data: repr(data[:4]),
)
def test_damage_loses_no_intact_page(damaged, tmp_path):
    """The pages before and after it are imported, and each error names the byte of the damage."""
    found = imported(damaged, tmp_path)
    assert headlines(found) == ["1", "2"]
    assert damage(found)
    assert all(error.startswith("is damaged at byte ") for error in damage(found))


@pytest.mark.parametrize("length", [b"0", b"5", b"99999999999", b"-1", "٣".encode(), b""])
@pytest.mark.parametrize("pack", [lambda *each: b"".join(each), packed])
def test_a_wrong_length_loses_no_page(length, pack, tmp_path):
    """A record ends where the next one starts, regardless of its declared length."""
    begin, _, rest = TWO.partition(b"Content-Length: ")
    wrong = begin + b"Content-Length: " + length + rest[rest.index(b"\r\n") :]
    found = imported(pack(ONE, wrong, THREE), tmp_path)
    assert headlines(found) == ["1", "2", "3"]
    assert [each.original for each in found if isinstance(each, ImportedItem)][1] == page("2")
    assert len(damage(found)) == 1


@pytest.mark.parametrize("pack", [bytes, packed])
def test_a_truncated_archive_gives_the_beginning_of_its_last_page(pack, tmp_path):
    """The page has a warning that it is incomplete."""
    long = page("2") + hashlib.sha512(b"2").digest()
    data = pack(ONE + record("http://a.example/2", long))[:-30]
    found = imported(data, tmp_path)
    assert headlines(found) == ["1", "2"]
    (warning, *_) = found[1].article.warnings
    assert warning.startswith("the archive is damaged at this page: ")
    assert damage(found)


def test_reading_stops_after_a_thousand_faults(tmp_path):
    """No user reads more messages."""
    found = imported(ONE + b"WARC/1.0\r\n\r\n" * 5000, tmp_path)
    assert headlines(found) == ["1"]
    assert len(damage(found)) == 1001
    assert damage(found)[-1] == "is damaged in too many places"


def test_a_record_may_continue_in_another_member(tmp_path):
    """Some tools compress blocks of bytes instead of records."""
    data = ONE + TWO
    found = imported(b"".join(gzip.compress(data[at : at + 100]) for at in range(0, len(data), 100)), tmp_path)
    assert headlines(found) == ["1", "2"]
    assert damage(found) == []


def test_a_bomb_between_records_is_skipped(tmp_path, monkeypatch):
    """Decompressing it stops long before its end."""
    monkeypatch.setattr("newsgen.importers.warc.gzip_members.STRETCH", 2**20)
    found = imported(packed(ONE, bytes(2**23), TWO), tmp_path)
    assert headlines(found) == ["1", "2"]
    (error,) = damage(found)
    assert "expands to more than 200 times its size" in error


def test_reading_stops_after_ten_bombs(tmp_path, monkeypatch):
    """Reading all of them would take too long."""
    monkeypatch.setattr("newsgen.importers.warc.gzip_members.STRETCH", 2**20)
    found = imported(packed(ONE, bytes(2**21)) * 12 + packed(TWO), tmp_path)
    assert headlines(found) == ["1"]
    assert damage(found)[-1].endswith("the rest is left unread")
    assert len(damage(found)) == 11


def read_all(data, *, seekable=True):
    """Return the blocks of all records of an archive."""
    found = records(BytesIO(data), seekable=seekable)
    return [each.block(2**20) for each in found if isinstance(each, Record)]


blocks = st.binary(max_size=300).filter(lambda block: b"WARC/" not in block)


def warc_record(block):
    """Return a WARC record with *block*."""
    return b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block)


@given(st.lists(blocks, max_size=5), st.integers(1, 400))
def test_compression_does_not_change_what_is_read(contents, size):
    """Plain, compressed by record, whole or in pieces, the blocks are the same and no damage is reported."""
    each = [warc_record(block) for block in contents]
    data = b"".join(each)
    pieces = b"".join(gzip.compress(data[at : at + size]) for at in range(0, len(data), size))
    for form in (data, packed(*each), gzip.compress(data), pieces):
        assert read_all(form) == contents
        assert not [fault for fault in records(BytesIO(form), seekable=True) if isinstance(fault, Fault)]
    assert read_all(data, seekable=False) == contents


@given(st.data())
def test_a_damaged_archive_is_read_to_its_end(data):
    """Changing, removing or inserting bytes never raises an exception or prevents the end."""
    whole = data.draw(st.sampled_from([ONE + TWO + THREE, packed(ONE, TWO, THREE), gzip.compress(ONE + TWO), ARC_HEAD]))
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(begin, min(len(whole), begin + 50)))
        whole = whole[:begin] + data.draw(st.binary(max_size=20)) + whole[end:]
    for each in records(BytesIO(whole), seekable=True):
        if isinstance(each, Record):
            each.head(100)
            each.block(1000)


@given(st.binary(max_size=500))
def test_random_bytes_are_not_an_archive(data):
    """The start of a record is never guessed."""
    assert not any(isinstance(each, Record) for each in records(BytesIO(data), seekable=True))


def test_every_error_can_be_printed(tmp_path):
    """A URL in an archive may have control characters, which are escaped."""
    data = record("http://a.example/\x1b[31m", page("broken"))
    (error,) = imported(data, tmp_path)
    assert isinstance(error, NewsgenError)
    assert "\x1b" not in str(error)


def test_the_place_of_a_member_does_not_depend_on_how_the_file_is_read(tmp_path):
    """A member may begin in the last bytes of a block; its place is where it begins all the same."""
    for missing in range(1, 40, 3):
        noise = random.Random(1).randbytes(BLOCK)
        first = packed(record(body=noise, media="image/png"))
        first = packed(record(body=noise[: 2 * BLOCK - len(first) - missing], media="image/png"))
        found = imported(first + packed(ONE, TWO), tmp_path)
        assert found[0].place == f"byte {len(first)} http://a.example/1"
        assert len(found) == 3
