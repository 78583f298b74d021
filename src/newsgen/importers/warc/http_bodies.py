"""Undo the transfer encoding of an HTTP body: chunks and compression, even if the headers are wrong."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from newsgen.errors import UnreadableError, install_extra
from newsgen.importers.warc.headers import Headers
from newsgen.importers.warc.zstandard import decompress_step, new_decompressor
from newsgen.loaders.sources import MAX_PAGE_BYTES

MAX_CHUNKS = 200_000
"""Chunks that a body may have; servers send at least a hundred bytes in each."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--[^-]*+(?:-(?!->)[^-]*+)*-->\s*+)*"
    rb"<(?:!doctype\s+html|html|head|body|title)\b",
    re.IGNORECASE,
)
_SNIFFED_BYTES = 4096
_WITH_BROTLI = f"to read it, {install_extra('import')}"
_STEP = 1024
"""Compressed bytes decompressed at a time; it bounds what damage costs and how far one step expands."""


def is_html(data: bytes) -> bool:
    """Return whether the HTTP body *data* starts like a web page."""
    return _HTML.match(data[:_SNIFFED_BYTES]) is not None


def decode_body(payload: bytes, headers: Headers) -> tuple[bytes, list[str]]:
    """Return the decoded HTTP body and notes about damage; raise UnreadableError if too large or undecodable."""
    notes: list[str] = []
    if "chunked" in headers.get("transfer-encoding", "").lower():
        payload = dechunk(payload, notes)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")[:3]):
        payload = decode(payload, coding.strip(), notes)
    if len(payload) > MAX_PAGE_BYTES:
        raise UnreadableError(f"is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    return payload, notes


def dechunk(data: bytes, notes: list[str]) -> bytes:
    """Return the joined chunks of an HTTP body, or *data* itself if it is not chunked; add damage to *notes*."""
    pieces, at = [], 0
    while header := _CHUNK.match(data, at):
        size = int(header[1], 16)
        pieces.append(data[header.end() : header.end() + size])
        at = header.end() + size
        if not size or at > len(data):
            break
        if len(pieces) > MAX_CHUNKS:
            raise UnreadableError("was sent in too many chunks")
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    else:
        if not pieces:
            return data
        pieces.append(data[at:])  # what follows without a chunk size is still text
        if at < len(data):
            notes.append("was sent in chunks that are damaged")
    if at > len(data):
        notes.append("was sent in chunks, and the last one is incomplete")
    return b"".join(pieces)


def decode(data: bytes, coding: str, notes: list[str]) -> bytes:
    """Return an HTTP body decompressed from *coding*, or as it is if it is not compressed; add damage to *notes*."""
    if coding in {"", "identity", "none"} or is_html(data):
        return data
    if coding not in _DECODERS:
        raise UnreadableError(f"is compressed as {coding[:20]!r}, which newsgen cannot read")
    for decoder in _DECODERS[coding]:
        body, is_complete = _join(decoder(data))
        if is_complete or body:
            notes.extend([] if is_complete else ["is compressed, and its end is damaged or missing"])
            return body
    return data


def _join(pieces: Iterable[bytes]) -> tuple[bytes, bool]:
    """Return the joined *pieces* of an HTTP body up to the first error, and whether they are complete."""
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > MAX_PAGE_BYTES:
                raise UnreadableError(f"decompresses to more than {MAX_PAGE_BYTES // 1_000_000} MB")
    except ValueError:
        return bytes(body), False
    return bytes(body), True


def _decompress(data: bytes, bits: int) -> Iterator[bytes]:
    decompressor = zlib.decompressobj(bits)
    try:
        for at in range(0, len(data), _STEP):
            yield decompressor.decompress(data[at : at + _STEP])
            if decompressor.eof:
                return
    except zlib.error as error:
        raise ValueError from error
    raise ValueError  # the data is incomplete


def _decompress_zstd(data: bytes) -> Iterator[bytes]:
    decompressor = new_decompressor()
    for at in range(0, len(data), _STEP):
        yield from decompress_step(decompressor, data[at : at + _STEP])
        if decompressor.eof:
            return
    raise ValueError  # the data is incomplete


def _decompress_brotli(data: bytes) -> Iterator[bytes]:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and rarely needed
    except ImportError:
        raise UnreadableError(f"is compressed with Brotli; {_WITH_BROTLI}") from None
    decompressor = brotli.Decompressor()
    if not hasattr(decompressor, "can_accept_more_data"):  # its output cannot be limited
        raise UnreadableError(f"is compressed with Brotli, and the installed brotli is too old; {_WITH_BROTLI}")
    try:
        yield from _brotli_pieces(decompressor, data)
    except brotli.error as error:
        raise ValueError from error
    if not decompressor.is_finished():
        raise ValueError


def _brotli_pieces(decompressor: Any, data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _STEP):
        step = data[at : at + _STEP]
        while step or not decompressor.can_accept_more_data():
            yield decompressor.process(step, output_buffer_limit=2**20)
            step = b""
            if decompressor.is_finished():
                return


_DECODERS: dict[str, tuple[Callable[[bytes], Iterator[bytes]], ...]] = {
    **dict.fromkeys(("gzip", "x-gzip"), (partial(_decompress, bits=16 + zlib.MAX_WBITS),)),
    # Some servers omit the zlib header that HTTP requires.
    "deflate": (partial(_decompress, bits=zlib.MAX_WBITS), partial(_decompress, bits=-zlib.MAX_WBITS)),
    "br": (_decompress_brotli,),
    "zstd": (_decompress_zstd,),
}
