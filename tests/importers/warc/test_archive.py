"""Web archives are imported: which records are pages, and which metadata these have."""

import errno
import gzip
import os
import zlib
from datetime import UTC, datetime

import pytest

from newsgen.errors import NewsgenError, SourceError, install_extra
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.importers.warc import archive as warc
from newsgen.importers.warc.archive import import_warc
from warc_samples import ARC_HEAD, DATE, URL, arc, imported, packed, page, plain_reader, record


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", plain_reader)


def only_page(found):
    """Return the only article among the findings."""
    (item,) = [each for each in found if isinstance(each, ImportedItem)]
    return item


@pytest.mark.parametrize(
    "data",
    [
        record(),
        packed(record()),
        gzip.compress(record(kind="warcinfo", media="application/warc-fields") + record()),
        ARC_HEAD + arc(),
        packed(ARC_HEAD, arc()),
        gzip.compress(ARC_HEAD + arc()),
    ],
    ids=["warc", "warc.gz", "one member", "arc", "arc.gz", "arc, one member"],
)
def test_a_page_is_read_from_every_archive_format(data, tmp_path):
    """The original has the bytes that the server sent; URL and time are those of the record."""
    item = only_page(imported(data, tmp_path))
    assert item.original == page()
    assert item.suffix == ".html"
    assert item.keys == (f"url {URL}",)
    assert item.article.source_url == URL
    assert item.article.archived_url is None
    assert item.article.captured == datetime(2014, 1, 26, 20, 6, 24, tzinfo=UTC)
    assert item.article.warnings == ()


def test_the_place_of_a_page_is_where_its_record_starts(tmp_path):
    """The offset is in the file, or in its decompressed bytes if the record does not start a member."""
    first, second = record("http://a.example/1"), record("http://a.example/2")
    plain = [found.place for found in imported(first + second, tmp_path)]
    members = [found.place for found in imported(packed(first, second), tmp_path)]
    one = [found.place for found in imported(packed(first + second), tmp_path)]
    assert plain == ["byte 0 http://a.example/1", f"byte {len(first)} http://a.example/2"]
    assert members == ["byte 0 http://a.example/1", f"byte {len(packed(first))} http://a.example/2"]
    assert one == ["byte 0 http://a.example/1", f"decompressed byte {len(first)} http://a.example/2"]


@pytest.mark.parametrize(
    ("coding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes), ("gzip", bytes)]
)
def test_the_original_is_the_decoded_page(coding, encode, tmp_path):
    """Transfer encodings are undone, even if the archive has undone them already."""
    body = encode(page())
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))
    headers = [("Content-Encoding", coding), ("Transfer-Encoding", "chunked")]
    for sent in (chunks, body):
        item = only_page(imported(record(body=sent, http=headers), tmp_path))
        assert item.original == page()
        assert item.article.warnings == ()


@pytest.mark.parametrize("media", ["application/xhtml+xml", "text/plain", None, "application/octet-stream"])
def test_a_page_is_detected_by_its_bytes_if_its_type_is_unspecific(media, tmp_path):
    """Old servers sent pages as plain text, or without a type."""
    assert only_page(imported(record(media=media), tmp_path)).original == page()


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_resource_and_conversion_records_are_pages_too(kind, tmp_path):
    """Some archives have the page as a browser rendered it."""
    assert only_page(imported(record(kind=kind), tmp_path)).original == page()


def test_other_records_are_counted_in_one_line(tmp_path):
    """A crawl has hundreds of images, too many to name each."""
    data = (
        record(kind="warcinfo", media="application/warc-fields")
        + record(media="image/png")
        + record(media="image/jpeg")
        + record(status="404 Not Found")
        + record(status="301 Moved")
        + record(kind="request", media="application/http", body=b"GET / HTTP/1.1\r\n\r\n")
        + record("dns:akhbar.example", kind="resource", media="text/dns")
        + record(media="text/plain", body=b"hello")
    )
    assert imported(data, tmp_path) == [
        Skipped(
            "",
            "has further records that are not pages: images (2), DNS records (1), HTTP errors (1),"
            " archive metadata (1), other files (1), redirects (1), requests (1)",
        )
    ]


def test_a_refused_page_does_not_end_the_archive(tmp_path):
    """It is reported with its URL, and the next page is read."""
    data = record("http://a.example/1", b"<html>") + record("http://a.example/2", page("broken")) + record()
    skipped, error, item = imported(data, tmp_path)
    assert (skipped.place, skipped.why) == ("byte 0 http://a.example/1", "is no article")
    assert isinstance(error, SourceError)
    assert "http://a.example/2: is broken" in error.found
    assert isinstance(item, ImportedItem)


def test_the_http_charset_is_passed_to_the_loader(tmp_path):
    """Many old pages declare their encoding nowhere else."""
    body = page().decode().encode("windows-1256")
    item = only_page(imported(record(body=body, media='text/html; charset="windows-1256"'), tmp_path))
    assert item.article.encoding == "windows-1256"
    assert item.article.headline == "افتتاح المكتبة العمومية"


def test_captures_of_one_page_are_yielded_in_order(tmp_path):
    """A capture with the same bytes is skipped; one with other bytes is yielded."""
    later = record(body=page("افتتاح المكتبة", head="<i>"), WARC_Date="2015-01-01T00:00:00Z")
    first, twin, other = imported(record() + record(WARC_Date="2014-06-01T00:00:00Z") + later, tmp_path)
    assert isinstance(first, ImportedItem)
    assert twin.why == "has the same bytes as the page at byte 0, which has the same URL"
    assert other.article.captured.year == 2015


def test_a_revisit_says_that_a_page_was_unchanged(tmp_path):
    """It is skipped with the time until which the page was unchanged, and the position of the page."""
    refers = {"WARC_Refers_To_Date": DATE, "WARC_Refers_To_Target_URI": URL, "WARC_Date": "2014-03-01T12:00:00Z"}
    first = record(WARC_Payload_Digest="sha1:ABC")
    revisit = record(kind="revisit", body=b"", WARC_Payload_Digest="sha1:ABC", **refers)
    _, known = imported(first + revisit, tmp_path)
    (unknown,) = imported(revisit, tmp_path)
    assert known.why == (
        "was unchanged at 2014-03-01 12:00:00 UTC since 2014-01-26 20:06:24 UTC; the page is at byte 0"
    )
    assert unknown.why.endswith("the page itself is not in this archive before it")


def test_a_page_from_a_public_archive_has_two_urls(tmp_path):
    """It has the newspaper's URL, the archive's URL as evidence, and the capture time of the archive."""
    replay = f"https://web.archive.org/web/20110125120000id_/{URL}"
    item = only_page(imported(record(replay), tmp_path))
    assert item.article.archived_url == replay
    assert item.article.source_url == URL
    assert item.keys == (f"url {URL}",)
    assert item.article.captured == datetime(2011, 1, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://www.akhbar.example/2014/maktaba", True),
        ("https://other.example/2014/maktaba", False),
        ("http://akhbar.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_canonical_url_on_the_same_site_is_used(canonical, kept, tmp_path):
    """It is ignored if it is on another site, a home page or not a web URL."""
    body = page(head=f'<link rel="canonical" href="{canonical}">')
    assert only_page(imported(record(body=body), tmp_path)).article.source_url == (canonical if kept else URL)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"WARC_Block_Digest": "sha1:" + "A" * 32}, "digest differs from the one in the archive"),
        ({"WARC_Payload_Digest": "md5:" + "0" * 32}, "digest differs from the one in the archive"),
        ({"WARC_Truncated": "length"}, "only the beginning of this page (length)"),
        ({"WARC_Segment_Number": "1"}, "in segments"),
    ],
)
def test_a_doubtful_page_has_a_warning(changes, warning, tmp_path):
    """It is imported all the same, because it may be the only copy."""
    data = record()
    if "WARC_Block_Digest" in changes:
        data = data.replace(b"WARC-Payload-Digest", b"X-Payload-Digest")
    for name, value in changes.items():
        data = data.replace(name.replace("_", "-").encode(), b"X-Old").replace(
            b"\r\nWARC-Type", f"\r\n{name.replace('_', '-')}: {value}\r\nWARC-Type".encode(), 1
        )
    (warned,) = only_page(imported(data, tmp_path)).article.warnings
    assert warning in warned


def test_a_page_that_is_too_large_is_skipped(tmp_path, monkeypatch):
    """A page of more than 20 MB is not an article, and may be a decompression bomb."""
    bomb = gzip.compress(bytes(30 * 2**20))
    data = record("http://a.example/1", bomb, http=[("Content-Encoding", "gzip")]) + record()
    skipped, item = imported(data, tmp_path)
    assert skipped.why == "decompresses to more than 20 MB"
    assert isinstance(item, ImportedItem)
    monkeypatch.setattr("newsgen.importers.warc.pages.MAX_BLOCK_BYTES", 1000)
    for data in (record(body=page() + b" " * 2000) + record(), packed(record(body=page() + b" " * 2000), record())):
        skipped, item = imported(data, tmp_path)
        assert skipped.why == "is larger than 20 MB"
        assert isinstance(item, ImportedItem)


def test_an_unknown_compression_is_named(tmp_path):
    """The user can then decompress the archive with another tool."""
    (skipped,) = imported(record(body=b"LZ4", http=[("Content-Encoding", "lz4")]), tmp_path)
    assert skipped.why == "is compressed as 'lz4', which newsgen cannot read"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "is empty"),
        (page(), "is not a web archive: it begins with '<!doctype html>"),
        (gzip.compress(page()), "is not a web archive: its decompressed content has no record"),
        (b"\x28\xb5\x2f\xfd123", "is compressed with Zstandard"),
        (b"\x1f\x8b\x08\0garbage" * 100, "is not a web archive"),
        (b"\0" * 1000, "is not a web archive"),
        (b"PK\x03\x04 and no more", "cannot be read"),
    ],
)
def test_a_file_that_is_not_an_archive_is_one_error(data, found, tmp_path):
    """The user gets one message, no matter how many bytes are wrong."""
    (error,) = imported(data, tmp_path)
    assert error.path == "x.warc"
    assert error.found.startswith(found)


def test_a_missing_file_is_an_error(tmp_path):
    """The message has the reason of the operating system."""
    (error,) = import_warc(tmp_path / "absent.warc", "absent.warc")
    assert error.found == f"cannot be read ({os.strerror(errno.ENOENT)})"


def test_without_the_library_the_remedy_is_named(tmp_path, monkeypatch):
    """The library warcio is optional and may be missing."""
    monkeypatch.setattr(warc, "can_read_archives", lambda: False)
    (error,) = imported(record(), tmp_path)
    assert isinstance(error, NewsgenError)
    assert error.remedy == install_extra("import")


def test_closing_the_importer_closes_its_file(tmp_path, recwarn):
    """The caller may stop before the last page."""
    (tmp_path / "x.warc").write_bytes(record() * 3)
    found = import_warc(tmp_path / "x.warc", "x.warc")
    next(found)
    found.close()
    assert not recwarn.list
