"""Importing web archives: what is a page in them, and what is known of it."""

import errno
import gzip
import os
import zlib
from datetime import UTC, datetime

import pytest

from newsgen.errors import NewsgenError, SourceError
from newsgen.importers.items import Incoming, Skipped
from newsgen.importers.warc import archive as warc
from newsgen.importers.warc.archive import import_warc
from warc_samples import ARC_HEAD, DATE, URL, arc, imported, packed, page, plain_reader, record


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch):
    monkeypatch.setattr("newsgen.importers.warc.pages.read_webpage", plain_reader)


def only_page(found):
    """Return the one page among what was found."""
    (incoming,) = [each for each in found if isinstance(each, Incoming)]
    return incoming


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
def test_a_page_comes_out_of_every_kind_of_archive(data, tmp_path):
    """The page is byte for byte what the server sent; its address and time are the archive's."""
    incoming = only_page(imported(data, tmp_path))
    assert incoming.original == page()
    assert incoming.ending == ".html"
    assert incoming.keys == (f"url {URL}",)
    assert incoming.article.source_url == URL
    assert incoming.article.archived_url is None
    assert incoming.article.captured == datetime(2014, 1, 26, 20, 6, 24, tzinfo=UTC)
    assert incoming.article.warnings == ()


def test_a_page_is_placed_where_its_record_begins(tmp_path):
    """Whoever doubts finds the bytes again: in the file, or in the file unpacked."""
    first, second = record("http://a.example/1"), record("http://a.example/2")
    plain = [found.place for found in imported(first + second, tmp_path)]
    members = [found.place for found in imported(packed(first, second), tmp_path)]
    one = [found.place for found in imported(packed(first + second), tmp_path)]
    assert plain == ["byte 0 http://a.example/1", f"byte {len(first)} http://a.example/2"]
    assert members == ["byte 0 http://a.example/1", f"byte {len(packed(first))} http://a.example/2"]
    assert one == ["byte 0 http://a.example/1", f"unpacked byte {len(first)} http://a.example/2"]


@pytest.mark.parametrize(
    ("coding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes), ("gzip", bytes)]
)
def test_the_original_is_the_page_and_not_its_transfer(coding, encode, tmp_path):
    """What a browser took off is taken off here, also where the archive had done so before."""
    body = encode(page())
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))
    headers = [("Content-Encoding", coding), ("Transfer-Encoding", "chunked")]
    for sent in (chunks, body):
        incoming = only_page(imported(record(body=sent, http=headers), tmp_path))
        assert incoming.original == page()
        assert incoming.article.warnings == ()


@pytest.mark.parametrize("media", ["application/xhtml+xml", "text/plain", None, "application/octet-stream"])
def test_a_page_is_known_by_its_bytes_where_its_type_says_nothing(media, tmp_path):
    """Old servers sent pages as plain text, or without a type."""
    assert only_page(imported(record(media=media), tmp_path)).original == page()


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_pages_that_were_not_fetched_count_too(kind, tmp_path):
    """Some archives hold what a browser had made of the page."""
    assert only_page(imported(record(kind=kind), tmp_path)).original == page()


def test_what_is_no_page_is_told_in_one_line(tmp_path):
    """A crawl holds hundreds of pictures; nobody reads their names."""
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
            "holds further records, which are no pages: images (2), addresses of servers (1), errors of servers (1),"
            " notes of the archive (1), other files (1), redirects (1), requests (1)",
        )
    ]


def test_one_page_does_not_end_the_archive(tmp_path):
    """What the reader of pages refuses is said with its address, and the next page follows."""
    data = record("http://a.example/1", b"<html>") + record("http://a.example/2", page("broken")) + record()
    skipped, error, incoming = imported(data, tmp_path)
    assert (skipped.place, skipped.why) == ("byte 0 http://a.example/1", "is no article")
    assert isinstance(error, SourceError)
    assert "http://a.example/2: is broken" in error.found
    assert isinstance(incoming, Incoming)


def test_the_charset_of_http_reaches_the_reader(tmp_path):
    """Many old pages say what they are written in nowhere else."""
    body = page().decode().encode("windows-1256")
    incoming = only_page(imported(record(body=body, media='text/html; charset="windows-1256"'), tmp_path))
    assert incoming.article.encoding == "windows-1256"
    assert incoming.article.headline == "افتتاح المكتبة العمومية"


def test_captures_of_one_page_come_in_order(tmp_path):
    """The same bytes again are no further version; other bytes are."""
    later = record(body=page("افتتاح المكتبة", head="<i>"), WARC_Date="2015-01-01T00:00:00Z")
    first, twin, other = imported(record() + record(WARC_Date="2014-06-01T00:00:00Z") + later, tmp_path)
    assert isinstance(first, Incoming)
    assert twin.why == "has the same bytes as the page at byte 0, which has the same address"
    assert other.article.captured.year == 2015


def test_a_revisit_proves_that_a_page_was_unchanged(tmp_path):
    """It holds no page, but it says when the page was still the same, and where the page is."""
    refers = {"WARC_Refers_To_Date": DATE, "WARC_Refers_To_Target_URI": URL, "WARC_Date": "2014-03-01T12:00:00Z"}
    first = record(WARC_Payload_Digest="sha1:ABC")
    revisit = record(kind="revisit", body=b"", WARC_Payload_Digest="sha1:ABC", **refers)
    _, known = imported(first + revisit, tmp_path)
    (unknown,) = imported(revisit, tmp_path)
    assert known.why == (
        "was unchanged at 2014-03-01 12:00:00 UTC since 2014-01-26 20:06:24 UTC; the page is at byte 0"
    )
    assert unknown.why.endswith("the page itself is not in this archive before it")


def test_a_page_fetched_from_a_public_archive_has_two_addresses(tmp_path):
    """A reader wants the newspaper's address, and the archive's as the proof; the time is the archive's capture."""
    replay = f"https://web.archive.org/web/20110125120000id_/{URL}"
    incoming = only_page(imported(record(replay), tmp_path))
    assert incoming.article.archived_url == replay
    assert incoming.article.source_url == URL
    assert incoming.keys == (f"url {URL}",)
    assert incoming.article.captured == datetime(2011, 1, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://www.akhbar.example/2014/maktaba", True),
        ("https://other.example/2014/maktaba", False),
        ("http://akhbar.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_page_may_know_its_address_better(canonical, kept, tmp_path):
    """Its own word is taken where it is on the same site and is no home page."""
    body = page(head=f'<link rel="canonical" href="{canonical}">')
    assert only_page(imported(record(body=body), tmp_path)).article.source_url == (canonical if kept else URL)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"WARC_Block_Digest": "sha1:" + "A" * 32}, "gives another digest of it"),
        ({"WARC_Payload_Digest": "md5:" + "0" * 32}, "gives another digest of it"),
        ({"WARC_Truncated": "length"}, "only the beginning of this page (length)"),
        ({"WARC_Segment_Number": "1"}, "in pieces"),
    ],
)
def test_a_doubtful_page_comes_with_a_warning(changes, warning, tmp_path):
    """It is imported all the same: it may be the only copy there is."""
    data = record()
    if "WARC_Block_Digest" in changes:
        data = data.replace(b"WARC-Payload-Digest", b"X-Payload-Digest")
    for name, value in changes.items():
        data = data.replace(name.replace("_", "-").encode(), b"X-Old").replace(
            b"\r\nWARC-Type", f"\r\n{name.replace('_', '-')}: {value}\r\nWARC-Type".encode(), 1
        )
    (warned,) = only_page(imported(data, tmp_path)).article.warnings
    assert warning in warned


def test_a_page_that_is_too_large_is_passed_over(tmp_path, monkeypatch):
    """Nobody wrote an article of 20 MB; a bomb is one."""
    bomb = gzip.compress(bytes(30 * 2**20))
    data = record("http://a.example/1", bomb, http=[("Content-Encoding", "gzip")]) + record()
    skipped, incoming = imported(data, tmp_path)
    assert skipped.why == "unpacks to more than 20 MB"
    assert isinstance(incoming, Incoming)
    monkeypatch.setattr("newsgen.importers.warc.pages._BLOCK_LIMIT", 1000)
    for data in (record(body=page() + b" " * 2000) + record(), packed(record(body=page() + b" " * 2000), record())):
        skipped, incoming = imported(data, tmp_path)
        assert skipped.why == "is larger than 20 MB"
        assert isinstance(incoming, Incoming)


def test_an_unknown_compression_is_named(tmp_path):
    """Then somebody can unpack the archive with another tool."""
    (skipped,) = imported(record(body=b"\x28\xb5\x2f\xfd", http=[("Content-Encoding", "zstd")]), tmp_path)
    assert skipped.why == "is compressed as 'zstd', which newsgen cannot read"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "is empty"),
        (page(), "is no web archive: it begins with '<!doctype html>"),
        (gzip.compress(page()), "is no web archive: what it unpacks to holds no record"),
        (b"\x28\xb5\x2f\xfd123", "is compressed with Zstandard"),
        (b"\x1f\x8b\x08\0garbage" * 100, "is no web archive"),
        (b"\0" * 1000, "is no web archive"),
        (b"PK\x03\x04 and no more", "cannot be read"),
    ],
)
def test_what_is_no_archive_is_one_error(data, found, tmp_path):
    """However much is wrong with it, a user reads it once."""
    (error,) = imported(data, tmp_path)
    assert error.path == "x.warc"
    assert error.found.startswith(found)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    """The reason is the system's."""
    (error,) = import_warc(tmp_path / "absent.warc", "absent.warc")
    assert error.found == f"cannot be read ({os.strerror(errno.ENOENT)})"


def test_without_the_library_the_remedy_is_named(tmp_path, monkeypatch):
    """The extra is not installed with newsgen itself."""
    monkeypatch.setattr(warc, "can_read_archives", lambda: False)
    (error,) = imported(record(), tmp_path)
    assert isinstance(error, NewsgenError)
    assert error.remedy == "pip install 'newsgen[import]'"


def test_an_importer_that_is_left_closes_its_file(tmp_path, recwarn):
    """Whoever looks for one page need not read them all."""
    (tmp_path / "x.warc").write_bytes(record() * 3)
    found = import_warc(tmp_path / "x.warc", "x.warc")
    next(found)
    found.close()
    assert not recwarn.list
