"""WACZ files are imported, and unsafe zip members are refused."""

import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgen.importers.items import ImportedItem
from newsgen.importers.warc import wacz
from warc_samples import imported, packed, plain_reader, record, zstd_packed


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


def collection(*packages, compression=zipfile.ZIP_STORED, listed=()):
    """Return a WACZ file that holds WACZ files, pairs of name and data, and lists these and further ones."""
    resources = [{"name": name, "path": name} for name in (*(name for name, _ in packages), *listed)]
    description = json.dumps({"profile": "multi-wacz-package", "resources": resources})
    return zipped([*packages, ("datapackage.json", description.encode())], compression)


ONE = zipped([("archive/data.warc.gz", packed(record("http://a.example/1")))])
TWO = zipped([("archive/data.warc.gz", packed(record("http://a.example/2")))])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["x.wacz", "x.zip"])
def test_a_collection_of_wacz_files_is_read(compression, name, tmp_path):
    """The place of a page names the WACZ file and the archive in it."""
    data = collection(("one.wacz", ONE), ("sub/two.WACZ", TWO), compression=compression)
    one, two = imported(data, tmp_path, name)
    assert one.place == "one.wacz/archive/data.warc.gz byte 0 http://a.example/1"
    assert two.place == "sub/two.WACZ/archive/data.warc.gz byte 0 http://a.example/2"


def test_a_page_in_several_files_of_a_collection_is_one(tmp_path):
    """The second says where the first is."""
    item, twin = imported(collection(("one.wacz", ONE), ("two.wacz", ONE)), tmp_path, "x.wacz")
    assert isinstance(item, ImportedItem)
    assert twin.why.startswith("has the same bytes as the page at one.wacz/archive/data.warc.gz byte 0")


def test_collections_may_contain_collections(tmp_path):
    """But not without end."""
    data = ONE
    for depth in range(3):
        data = collection((f"{depth}.wacz", data))
    (item,) = imported(data, tmp_path, "x.wacz")
    assert item.place == "2.wacz/1.wacz/0.wacz/archive/data.warc.gz byte 0 http://a.example/1"
    error, _ = imported(collection(("3.wacz", data)), tmp_path, "x.wacz")
    assert error.found == "3.wacz/2.wacz/1.wacz/0.wacz: is nested too deep"


def test_a_damaged_file_of_a_collection_costs_no_other(tmp_path):
    """It is named, with what is wrong."""
    error, item = imported(collection(("one.wacz", ONE[:-30]), ("two.wacz", TWO)), tmp_path, "x.wacz")
    assert error.found == "one.wacz: cannot be read (File is not a zip file)"
    assert item.place.startswith("two.wacz/")


def test_a_compressed_file_of_a_collection_is_extracted_up_to_a_limit(tmp_path, monkeypatch):
    """The disk must not fill up, and all that is extracted counts together."""
    monkeypatch.setattr(wacz, "MAX_EXTRACTED_BYTES", len(ONE) + 10)
    data = collection(("one.wacz", ONE), ("two.wacz", TWO), compression=zipfile.ZIP_DEFLATED)
    item, error = imported(data, tmp_path, "x.wacz")
    assert item.place.startswith("one.wacz/")
    assert "too large to be extracted; unpack the file" in error.found


def test_a_collection_that_only_lists_files_names_them(tmp_path):
    """The user can download them; parts of the URL that give access for an hour are left out."""
    urls = ["https://files.example/a.wacz?X-Amz-Signature=secret", "https://files.example/b.wacz"]
    (error,) = imported(collection(listed=urls), tmp_path, "x.wacz")
    assert error.found == (
        "lists WACZ files that are not in it: https://files.example/a.wacz, https://files.example/b.wacz"
    )
    assert error.remedy == "download them, and import them too"
    item, error = imported(collection(("one.wacz", ONE), listed=urls[1:]), tmp_path, "x.wacz")
    assert isinstance(item, ImportedItem)
    assert error.found == "lists WACZ files that are not in it: https://files.example/b.wacz"


@pytest.mark.parametrize("name", ["crawl.warc.gz", "deep/crawl.warc.zst", "archive/crawl.warc.zst", "archive/x.arc.gz"])
def test_archives_in_any_folder_of_a_zip_file_are_read(name, tmp_path):
    """Some services deliver archives in a plain zip file, and some compress them with Zstandard."""
    data = zstd_packed(record()) if name.endswith("zst") else packed(record())
    (item,) = imported(zipped([(name, data)]), tmp_path, "x.zip")
    assert item.place.startswith(f"{name} byte 0")


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_collection_never_stops_the_import(tmp_path, data):
    """Whatever is wrong with it, there is a message or a page, and no exception is raised."""
    damaged = bytearray(collection(("one.wacz", ONE), ("two.wacz", TWO)))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert imported(bytes(damaged), tmp_path, "x.wacz")
