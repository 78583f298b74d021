"""Take the transfer off an HTTP body: chunks and compression, as servers declare them and as they are."""

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from newsgen.importers.warc.headers import Headers

BODY_LIMIT = 20 * 2**20
"""No article is larger; a page that is, is none."""
_MOST_CHUNKS = 200_000
"""Servers send a hundred bytes at least at a time."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 4096
_STEP = 1024
"""Compressed bytes at a time: what damage costs, and a bound for what one step unpacks."""


class UnreadableError(Exception):
    """A body cannot be had; its words say why."""


def is_html(data: bytes) -> bool:
    """Whether *data* begins as a web page does."""
    return _HTML.match(data[:_SNIFFED]) is not None


def body_of(payload: bytes, headers: Headers) -> tuple[bytes, list[str]]:
    """Return the body as the server had it before it was sent, and what is wrong with it."""
    notes: list[str] = []
    if "chunked" in headers.get("transfer-encoding", "").lower():
        payload = dechunk(payload, notes)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")[:3]):
        payload = decode(payload, coding.strip(), notes)
    if len(payload) > BODY_LIMIT:
        raise UnreadableError(f"is larger than {BODY_LIMIT >> 20} MB")
    return payload, notes


def dechunk(data: bytes, notes: list[str]) -> bytes:
    """Join the chunks of *data*; archives often declare chunks and hold the joined body, which is left as it is."""
    pieces, at = [], 0
    while header := _CHUNK.match(data, at):
        size = int(header[1], 16)
        pieces.append(data[header.end() : header.end() + size])
        at = header.end() + size
        if not size or at > len(data):
            break
        if len(pieces) > _MOST_CHUNKS:
            raise UnreadableError("is sent in too many chunks")
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    else:
        if not pieces:
            return data
        pieces.append(data[at:])  # what has no size any more is text all the same
        if at < len(data):
            notes.append("is sent in chunks that are damaged")
    if at > len(data):
        notes.append("is sent in chunks, and the last is cut short")
    return b"".join(pieces)


def decode(data: bytes, coding: str, notes: list[str]) -> bytes:
    """Return *data* without its *coding*; archives often name one and hold the plain body."""
    if coding in {"", "identity", "none"} or is_html(data):
        return data
    if coding not in _DECODERS:
        raise UnreadableError(f"is compressed as {coding[:20]!r}, which newsgen cannot read")
    for decoder in _DECODERS[coding]:
        body, whole = _gather(decoder(data))
        if whole or body:
            notes.extend([] if whole else ["is compressed, and its end is damaged or missing"])
            return body
    return data


def _gather(pieces: Iterable[bytes]) -> tuple[bytes, bool]:
    """Join *pieces* as far as they come; whether that is all."""
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > BODY_LIMIT:
                raise UnreadableError(f"unpacks to more than {BODY_LIMIT >> 20} MB")
    except ValueError:
        return bytes(body), False
    return bytes(body), True


def _unzip(data: bytes, bits: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(bits)
    try:
        for at in range(0, len(data), _STEP):
            yield unpacker.decompress(data[at : at + _STEP])
            if unpacker.eof:
                return
    except zlib.error as error:
        raise ValueError from error
    raise ValueError  # it ended before its end


def _gunzip(data: bytes) -> Iterator[bytes]:
    return _unzip(data, 16 + zlib.MAX_WBITS)


def _inflate(data: bytes) -> Iterator[bytes]:
    return _unzip(data, zlib.MAX_WBITS)


def _inflate_bare(data: bytes) -> Iterator[bytes]:
    """Unpack what servers send that leave out the frame which HTTP asks for."""
    return _unzip(data, -zlib.MAX_WBITS)


def _unbrotli(data: bytes) -> Iterator[bytes]:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - of the extra `fonts`, and rarely needed
    except ImportError:
        raise UnreadableError("is compressed with Brotli; pip install brotli, and import it again") from None
    unpacker = brotli.Decompressor()
    if not hasattr(unpacker, "can_accept_more_data"):  # it cannot be bounded
        raise UnreadableError("is compressed with Brotli; pip install 'brotli>=1.2', and import it again")
    try:
        yield from _steps(unpacker, data)
    except brotli.error as error:
        raise ValueError from error
    if not unpacker.is_finished():
        raise ValueError


def _steps(unpacker: Any, data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _STEP):
        step = data[at : at + _STEP]
        while step or not unpacker.can_accept_more_data():
            yield unpacker.process(step, output_buffer_limit=2**20)
            step = b""
            if unpacker.is_finished():
                return


_DECODERS = {
    **dict.fromkeys(("gzip", "x-gzip"), (_gunzip,)),
    "deflate": (_inflate, _inflate_bare),
    "br": (_unbrotli,),
}
