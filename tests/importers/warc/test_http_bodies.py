import gzip
import time
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.importers.warc import http_bodies as warc_bodies
from newsgen.importers.warc.http_bodies import UnreadableError, body_of, dechunk, decode, is_html

TEXT = "<p>أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية</p>".encode() * 50


def bare_deflate(data):
    """Return what some servers call deflate."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.mark.parametrize(("coding", "encode"), [*CODINGS.items(), ("deflate", bare_deflate), ("identity", bytes)])
@given(body=st.binary())
def test_a_compressed_body_comes_back(coding, encode, body):
    """Whatever the server did for the transfer is undone."""
    notes = []
    assert decode(encode(body), coding, notes) == body
    assert notes == []


@pytest.mark.parametrize(("coding", "encode"), CODINGS.items())
def test_a_damaged_compressed_body_gives_its_beginning(coding, encode):
    """Half a page is better than none, and says that it is half."""
    notes = []
    body = bytes(range(256)) * 8 + gzip.compress(bytes(range(256)) * 300)
    kept = decode(encode(body)[:-40], coding, notes)
    assert body.startswith(kept)
    assert kept
    assert notes == ["is compressed, and its end is damaged or missing"]


@pytest.mark.parametrize("coding", CODINGS)
def test_a_body_that_is_not_compressed_is_left_alone(coding):
    """Many archives keep the header and unpack the body."""
    page = b"<!DOCTYPE html><html>" + TEXT
    assert decode(page, coding, []) == page


@pytest.mark.parametrize(("coding", "encode"), CODINGS.items())
def test_a_bomb_is_given_up(coding, encode, monkeypatch):
    """It is noticed on the way, not at the end."""
    monkeypatch.setattr(warc_bodies, "BODY_LIMIT", 2**21)
    with pytest.raises(UnreadableError, match="unpacks to more than 2 MB"):
        decode(encode(bytes(2**24)), coding, [])


def test_brotli_that_cannot_be_bounded_is_refused(monkeypatch):
    """Before 1.2 a few bytes could fill the memory in one step."""
    monkeypatch.setattr(brotli, "Decompressor", object)
    with pytest.raises(UnreadableError, match=r"brotli>=1\.2"):
        decode(brotli.compress(TEXT), "br", [])


def test_codings_are_undone_last_first():
    """As they were applied."""
    sent = brotli.compress(gzip.compress(TEXT))
    assert body_of(sent, {"content-encoding": "gzip, br"}) == (TEXT, [])


@given(st.lists(st.binary(min_size=1)), st.sampled_from(["\r\n", "\n"]), st.sampled_from(["", ";name=value", "  "]))
def test_chunks_are_joined(parts, newline, extra):
    """Also those of servers that are sloppy about newlines."""
    sent = b"".join(f"{len(part):x}{extra}{newline}".encode() + part + newline.encode() for part in parts)
    notes = []
    assert dechunk(sent + b"0\r\n\r\n", notes) == b"".join(parts)
    assert notes == []


@given(st.binary())
def test_nothing_is_lost_of_a_body_that_only_claims_to_be_chunked(body):
    """Archives often join the chunks and keep the header."""
    page = b"<html>" + body
    assert dechunk(page, []) == page


def test_a_body_in_single_bytes_is_given_up(monkeypatch):
    """It would take long to join, and no server sends it."""
    monkeypatch.setattr(warc_bodies, "_MOST_CHUNKS", 10)
    with pytest.raises(UnreadableError, match="too many chunks"):
        dechunk(b"1\r\nx\r\n" * 20, [])


@pytest.mark.parametrize(
    ("sent", "body", "note"),
    [
        (b"5\r\nhello\r\nworld", b"helloworld", "is sent in chunks that are damaged"),
        (b"5\r\nhello\r\n9\r\nwor", b"hellowor", "is sent in chunks, and the last is cut short"),
        (b"5\r\nhello\r\n", b"hello", None),
    ],
)
def test_broken_chunks_give_what_is_there(sent, body, note):
    """And say that it may not be all."""
    notes = []
    assert dechunk(sent, notes) == body
    assert notes == ([note] if note else [])


@pytest.mark.parametrize(
    "begin",
    [
        "<!DOCTYPE html>",
        "<html>",
        "\ufeff <HTML lang=ar>",
        "<!-- x --><!-- y --><head>",
        "<?xml version='1.0'?>\n<html>",
    ],
)
def test_a_page_is_known_by_its_beginning(begin):
    """Whatever stands before its first tag."""
    assert is_html(begin.encode())


@pytest.mark.parametrize("begin", ["", "{}", "<svg>", "<?xml version='1.0'?><rss>", "<heading>", "GIF89a"])
def test_what_is_no_page_is_known_too(begin):
    """A feed is no page."""
    assert not is_html(begin.encode())


def test_a_beginning_is_judged_at_once():
    """Nobody can make the pattern try for long."""
    begin = time.process_time()
    assert not is_html(b"<!---->" * 10_000)
    assert not is_html(b"<!--" * 10_000)
    assert time.process_time() - begin < 20  # of this process alone; it takes milliseconds
