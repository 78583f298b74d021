import gzip
import random
import time
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import UnreadableError
from newsgen.importers.warc import http_bodies
from newsgen.importers.warc.http_bodies import dechunk, decode, decode_body, is_html
from warc_samples import zstd

TEXT = "<p>أعلنت الجماعة الحضرية اليوم افتتاح المكتبة العمومية</p>".encode() * 50


def raw_deflate(data):
    """Return *data* as raw deflate, without the zlib header, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize(("coding", "encode"), [*CODINGS.items(), ("deflate", raw_deflate), ("identity", bytes)])
@given(body=st.binary())
def test_a_compressed_body_is_decompressed(coding, encode, body):
    """Every supported coding round-trips without notes."""
    notes = []
    assert decode(encode(body), coding, notes) == body
    assert notes == []


@pytest.mark.parametrize("coding", [name for name in CODINGS if name != "zstd"])
def test_a_damaged_compressed_body_gives_its_beginning(coding):
    """The readable part is returned with a note that the rest is missing."""
    notes = []
    body = bytes(range(256)) * 8 + gzip.compress(bytes(range(256)) * 300)
    kept = decode(CODINGS[coding](body)[:-40], coding, notes)
    assert body.startswith(kept)
    assert kept
    assert notes == ["is compressed, and its end is damaged or missing"]


def test_a_damaged_body_in_zstandard_gives_its_first_blocks():
    """A block is 128 KB of text, and nothing can be read of a part of one."""
    notes = []
    body = random.Random(1).randbytes(400_000)
    kept = decode(zstd.compress(body)[:-40], "zstd", notes)
    assert body.startswith(kept)
    assert len(kept) >= 3 * 2**17
    assert notes == ["is compressed, and its end is damaged or missing"]


@pytest.mark.parametrize("coding", CODINGS)
def test_a_body_that_is_not_compressed_is_left_alone(coding):
    """Many archives keep the header but store the decompressed body."""
    page = b"<!DOCTYPE html><html>" + TEXT
    assert decode(page, coding, []) == page


@pytest.mark.parametrize(("coding", "encode"), CODINGS.items())
def test_a_bomb_is_refused(coding, encode, monkeypatch):
    """The limit is checked during decompression, not at its end."""
    monkeypatch.setattr(http_bodies, "MAX_PAGE_BYTES", 2_000_000)
    with pytest.raises(UnreadableError, match="decompresses to more than 2 MB"):
        decode(encode(bytes(2**24)), coding, [])


def test_brotli_without_an_output_limit_is_refused(monkeypatch):
    """Before version 1.2 a few bytes could fill the memory in one step."""
    monkeypatch.setattr(brotli, "Decompressor", object)
    with pytest.raises(UnreadableError, match="too old"):
        decode(brotli.compress(TEXT), "br", [])


def test_codings_are_undone_last_first():
    """The header lists them in the order in which they were applied."""
    sent = brotli.compress(gzip.compress(TEXT))
    assert decode_body(sent, {"content-encoding": "gzip, br"}) == (TEXT, [])


@given(st.lists(st.binary(min_size=1)), st.sampled_from(["\r\n", "\n"]), st.sampled_from(["", ";name=value", "  "]))
def test_chunks_are_joined(parts, newline, extra):
    """Chunk extensions and bare newlines are accepted too."""
    sent = b"".join(f"{len(part):x}{extra}{newline}".encode() + part + newline.encode() for part in parts)
    notes = []
    assert dechunk(sent + b"0\r\n\r\n", notes) == b"".join(parts)
    assert notes == []


@given(st.binary())
def test_a_body_that_is_not_chunked_is_left_alone(body):
    """Archives often keep the header but store the joined chunks."""
    page = b"<html>" + body
    assert dechunk(page, []) == page


def test_too_many_chunks_are_refused(monkeypatch):
    """Joining them would take too long, and no server sends single bytes."""
    monkeypatch.setattr(http_bodies, "MAX_CHUNKS", 10)
    with pytest.raises(UnreadableError, match="too many chunks"):
        dechunk(b"1\r\nx\r\n" * 20, [])


@pytest.mark.parametrize(
    ("sent", "body", "note"),
    [
        (b"5\r\nhello\r\nworld", b"helloworld", "was sent in chunks that are damaged"),
        (b"5\r\nhello\r\n9\r\nwor", b"hellowor", "was sent in chunks, and the last one is incomplete"),
        (b"5\r\nhello\r\n", b"hello", None),
    ],
)
def test_damaged_chunks_give_the_readable_part(sent, body, note):
    """A note says that it may be incomplete."""
    notes = []
    assert dechunk(sent, notes) == body
    assert notes == ([note] if note else [])


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html>",
        "<html>",
        "\ufeff <HTML lang=ar>",
        "<!-- x --><!-- y --><head>",
        "<?xml version='1.0'?>\n<html>",
    ],
)
def test_a_page_is_detected_by_its_first_tag(start):
    """A byte order mark, comments and an XML declaration may precede it."""
    assert is_html(start.encode())


@pytest.mark.parametrize("start", ["", "{}", "<svg>", "<?xml version='1.0'?><rss>", "<heading>", "GIF89a"])
def test_other_data_is_not_detected_as_a_page(start):
    """Feeds, images and JSON are not pages."""
    assert not is_html(start.encode())


def test_detecting_a_page_is_fast():
    """The regular expression does not backtrack on hostile data."""
    start = time.process_time()
    assert not is_html(b"<!---->" * 10_000)
    assert not is_html(b"<!--" * 10_000)
    assert time.process_time() - start < 20  # of this process alone; it takes milliseconds
