"""WACZ files are imported, and unsafe zip members are refused."""

import zipfile
from io import BytesIO

import pytest

from newsgen.importers.items import ImportedItem
from newsgen.importers.warc import wacz
from warc_samples import imported, packed, plain_reader, record


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", plain_reader)


def zipped(members, compression=zipfile.ZIP_STORED):
    """Return a zip file of *members*, pairs of name and data."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_all_archives_in_a_wacz_are_read_in_order(compression, tmp_path):
    """The place of a page names the archive it is in."""
    first, second = record("http://a.example/1"), record("http://a.example/2")
    members = [("archive/b.warc.gz", packed(first)), ("pages/pages.jsonl", b"{}"), ("archive/a.warc", second)]
    one, two = imported(zipped(members, compression), tmp_path, "x.wacz")
    assert one.place == "archive/b.warc.gz byte 0 http://a.example/1"
    assert two.place == "archive/a.warc byte 0 http://a.example/2"


@pytest.mark.parametrize("name", ["../archive/x.warc", "/archive/x.warc", "archive/../../x.warc", "C:/archive/x.warc"])
def test_a_name_that_leads_outside_is_refused(name, tmp_path):
    """Nothing is extracted, but a file that contains this name cannot be trusted."""
    error, item = imported(zipped([(name, record()), ("archive/y.warc", record())]), tmp_path, "x.wacz")
    assert error.found == f"{name}: has a name that leads outside the archive"
    assert isinstance(item, ImportedItem)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_duplicate_member_is_refused(tmp_path):
    """Other tools may read the other one of the two."""
    item, error = imported(zipped([("archive/x.warc", record()), ("archive/x.warc", b"")]), tmp_path, "x.wacz")
    assert isinstance(item, ImportedItem)
    assert error.found == "archive/x.warc: is in the file twice"


def test_an_encrypted_member_is_refused(tmp_path):
    """It cannot be read without a password."""
    data = bytearray(zipped([("archive/x.warc", record())]))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    error, _ = imported(bytes(data), tmp_path, "x.wacz")
    assert error.found == "archive/x.warc: is encrypted"


def test_a_bomb_is_refused_unread(tmp_path, monkeypatch):
    """The directory has its decompressed size."""
    monkeypatch.setattr(wacz, "MIN_BOMB_BYTES", 2**20)
    error, _ = imported(zipped([("archive/x.warc", bytes(2**21))], zipfile.ZIP_DEFLATED), tmp_path, "x.wacz")
    assert error.found == "archive/x.warc: expands to more than 200 times its size"


def test_a_huge_directory_is_refused(tmp_path, monkeypatch):
    """The zip library would read all of it into memory."""
    monkeypatch.setattr(wacz, "MAX_DIRECTORY_BYTES", 10_000)
    (error,) = imported(zipped([(f"archive/{n}.warc", b"") for n in range(1000)]), tmp_path, "x.wacz")
    assert error.found.startswith("cannot be read (its directory has")


def test_a_damaged_member_does_not_end_the_file(tmp_path):
    """The next archive is still read."""
    data = bytearray(zipped([("archive/x.warc", record("http://a.example/1") * 2), ("archive/y.warc", record())]))
    data[data.index(b"\r\n\r\n") + 100] ^= 1  # so that its checksum does not match
    found = imported(bytes(data), tmp_path, "x.wacz")
    assert any("archive/x.warc: cannot be read (" in str(each) for each in found)
    assert found[-1].place.startswith("archive/y.warc byte 0")


def test_a_zip_without_an_archive_is_an_error(tmp_path):
    """Any zip file may be renamed to .wacz."""
    (error,) = imported(zipped([("readme.txt", b"")]), tmp_path, "x.wacz")
    assert error.found == "has no record of a web archive"
