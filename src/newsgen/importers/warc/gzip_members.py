"""Decompress a web archive that is a gzip file, member by member, skipping damaged parts."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from newsgen.importers.warc.chunks import BLOCK, MAX_BOMBS, PADDING, PIECE, TOO_MANY_BOMBS, BombDetector, Buffer, Chunk
from newsgen.importers.warc.headers import MAX_START_BYTES, RECORD_START

_RATIO, STRETCH = 200, 32 * 2**20
"""A stretch of this many bytes that compresses better than this ratio is a bomb; text compresses to a tenth."""
_MEMBER_START = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_PROBE_BYTES = 512
"""Compressed bytes of a member that are enough to decompress the first line of its record."""
_BEGIN_BYTES = 2 * MAX_START_BYTES
"""The same for the longest line, and compressed badly."""
_GZIP = 16 + zlib.MAX_WBITS


def has_members(data: bytes) -> bool:
    """Return whether a file that begins with *data* consists of gzip members, perhaps after some damage."""
    return _MEMBER_START.match(data) is not None or (
        not RECORD_START.match(data) and _next_member(data, is_last=True) >= 0
    )


def decompress_members(buffer: Buffer) -> Iterator[Chunk]:
    """Decompress and yield the bytes of a gzip file, member by member."""
    detector = BombDetector(_RATIO, STRETCH, buffer.is_known)
    while buffer.has(4) and detector.bombs < MAX_BOMBS:
        if _MEMBER_START.match(buffer.data):
            yield from _decompress_member(buffer, detector)
            continue
        at = buffer.at
        if not _skip_to_member(buffer):
            yield Chunk(at, b"", fault="uncompressed bytes are between the compressed records")
    if detector.bombs == MAX_BOMBS:
        yield Chunk(buffer.at, b"", fault=TOO_MANY_BOMBS)
    elif buffer.data.strip(PADDING):
        yield Chunk(buffer.at, b"", fault="some bytes are left at the end")


def _decompress_member(buffer: Buffer, detector: BombDetector) -> Iterator[Chunk]:
    """Yield the decompressed current member; skip to the next one if it is damaged."""
    decompressor, is_first = zlib.decompressobj(_GZIP), True
    buffer.has(_BEGIN_BYTES)  # so that what is recognised as a record does not depend on where the blocks end
    while not decompressor.eof:
        if not buffer.has(1):
            yield Chunk(buffer.at, b"", fault="the file ends in the middle of a compressed record")
            return
        at, copy = buffer.at, decompressor.copy()
        try:
            data = decompressor.decompress(buffer.data, PIECE)
        except zlib.error:
            yield Chunk(at, _decompress_up_to_damage(copy, buffer.data), is_first)
            yield from _skip_damage(buffer, "a compressed record is damaged", is_first=is_first)
            return
        rest = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
        if detector.is_bomb(len(buffer.data) - len(rest), len(data)):
            fault = f"a compressed record expands to more than {_RATIO} times its size"
            yield from _skip_damage(buffer, fault, is_first=is_first)
            return
        buffer.drop(len(buffer.data) - len(rest))
        if data or decompressor.eof:
            yield Chunk(at, data, is_first)
            is_first = False


def _skip_damage(buffer: Buffer, fault: str, *, is_first: bool) -> Iterator[Chunk]:
    yield Chunk(buffer.at, b"", fault=fault)
    buffer.drop(1 if is_first else 0)  # the damaged member starts with the magic number that is searched for
    _skip_to_member(buffer)


def _decompress_up_to_damage(decompressor: "zlib._Decompress", data: bytes) -> bytes:
    """Return what decompresses before the damage; a wrong checksum at the end must not lose the text before it."""
    saved = bytearray()
    with suppress(zlib.error):
        for byte in range(len(data)):
            saved += decompressor.decompress(data[byte : byte + 1])
    return bytes(saved)


def _skip_to_member(buffer: Buffer) -> bool:
    """Skip to the next gzip member that starts a record, or to the end; return whether only padding was skipped."""
    padding = True
    while buffer.has(1):
        is_last = not buffer.has(BLOCK)
        found = _next_member(buffer.data, is_last=is_last)
        end = found if found >= 0 else len(buffer.data) if is_last else len(buffer.data) - _PROBE_BYTES
        padding = padding and not buffer.data[:end].strip(PADDING)
        buffer.drop(end)
        if found >= 0:
            break
    return padding


def _next_member(data: bytes, *, is_last: bool) -> int:
    """Return the offset in the compressed *data* of a member that starts a record; -1 if none or near the end."""
    for found in _MEMBER_START.finditer(data):
        start = found.start()
        if not is_last and start > len(data) - _PROBE_BYTES:
            break
        with suppress(zlib.error):
            head = zlib.decompressobj(_GZIP).decompress(data[start : start + _PROBE_BYTES], _PROBE_BYTES)
            if head.startswith(b"WARC/") or RECORD_START.match(head):
                return start
    return -1
