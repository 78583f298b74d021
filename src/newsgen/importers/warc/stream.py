"""Decompress a web archive piece by piece, skipping damaged parts."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from newsgen.importers.warc.headers import ARC_START, MAX_START_BYTES, RECORD_START, WARC_START

BLOCK = 64 * 1024
"""Bytes read at a time."""
PIECE = 256 * 1024
"""Bytes decompressed at a time."""
_RATIO, CHECKED_BYTES = 200, 32 * 2**20
"""A stretch of this many bytes that compresses better than this ratio is a bomb; text compresses to a tenth."""
_MAX_BOMBS = 10
"""Reading stops at this number of bombs; each costs a tenth of a second."""
_MEMBER_START = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_PROBE_BYTES = 512
"""Compressed bytes of a member that are enough to decompress the first line of its record."""
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Chunk:
    """Decompressed bytes of an archive, or a fault at this offset."""

    at: int
    """Offset in the file, in compressed bytes."""
    data: bytes
    is_first: bool = False
    """Whether a member of a gzip file begins here."""
    fault: str | None = None


class _Buffer:
    """The bytes of the file that are in memory, and their offset in the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.data = b""
        self.at = 0

    def has(self, count: int) -> bool:
        """Return whether *count* bytes of the WARC stream are left, and read them into memory."""
        while len(self.data) < count and (block := self._file.read(BLOCK)):
            self.data += block
        return len(self.data) >= count

    def drop(self, count: int) -> None:
        self.data = self.data[count:]
        self.at += count


@dataclass(slots=True)
class _BombDetector:
    """Watches the compression ratio to detect decompression bombs."""

    compressed: int = 0
    decompressed: int = 0
    bombs: int = 0

    def is_bomb(self, compressed: int, decompressed: int) -> bool:
        """Count the decompressed bytes of a step and return whether they were part of a bomb."""
        self.compressed += compressed
        self.decompressed += decompressed
        if self.decompressed < CHECKED_BYTES:
            return False
        bomb = self.decompressed > _RATIO * self.compressed
        self.compressed = self.decompressed = 0
        self.bombs += bomb
        return bomb


def decompress_chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Decompress and yield a WARC's bytes in order: a gzip *file* member by member, any other unchanged."""
    buffer = _Buffer(file)
    buffer.has(BLOCK)
    if _MEMBER_START.match(buffer.data) or (
        not RECORD_START.match(buffer.data) and _next_member(buffer.data, is_last=True) >= 0
    ):
        yield from _decompress_members(buffer)
    else:
        while buffer.has(1):
            yield Chunk(buffer.at, buffer.data)
            buffer.drop(len(buffer.data))


def _decompress_members(buffer: _Buffer) -> Iterator[Chunk]:
    detector = _BombDetector()
    while buffer.has(4) and detector.bombs < _MAX_BOMBS:
        if _MEMBER_START.match(buffer.data):
            yield from _decompress_member(buffer, detector)
            continue
        at = buffer.at
        if not _skip_to_member(buffer):
            yield Chunk(at, b"", fault="uncompressed bytes are between the compressed records")
    if detector.bombs == _MAX_BOMBS:
        yield Chunk(buffer.at, b"", fault="it has too many decompression bombs, so the rest is left unread")
    elif buffer.data.strip(b"\0\r\n"):
        yield Chunk(buffer.at, b"", fault="some bytes are left at the end")


def _decompress_member(buffer: _Buffer, detector: _BombDetector) -> Iterator[Chunk]:
    """Yield the decompressed current member; skip to the next one if it is damaged."""
    decompressor, is_first = zlib.decompressobj(_GZIP), True
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


def _skip_damage(buffer: _Buffer, fault: str, *, is_first: bool) -> Iterator[Chunk]:
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


def _skip_to_member(buffer: _Buffer) -> bool:
    """Skip to the next gzip member that starts a record, or to the end; return whether only padding was skipped."""
    padding = True
    while buffer.has(1):
        is_last = not buffer.has(BLOCK)
        found = _next_member(buffer.data, is_last=is_last)
        end = found if found >= 0 else len(buffer.data) if is_last else len(buffer.data) - _PROBE_BYTES
        padding = padding and not buffer.data[:end].strip(b"\0\r\n")
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


LINE = 64 * 1024
"""Bytes of the longest line that is read at once."""
_NEWLINES = re.compile(rb"[\r\n]*+")


class ArchiveStream:
    """The decompressed bytes of an archive as a stream that keeps a few blocks in memory.

    Inside a record, reading stops before a member that starts with a record, and before damage,
    regardless of the length that the record declares.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read the stream of the WARC *file* from its beginning."""
        self.inside = False
        """Whether a record is being read."""
        self.faults: list[tuple[str, str]] = []
        """Position and description of each damage."""
        self.compressed = False
        """Whether the file is a gzip file; set when the first bytes are read."""
        self._chunks = decompress_chunks(file)
        self._held: Chunk | None = None
        self._data = b""
        self._next = 0
        self._base = 0
        self._member_starts: dict[int, int] = {}

    def tell(self) -> int:
        """Return the stream's position in decompressed bytes of the WARC."""
        return self._base + self._next

    def place(self, position: int) -> str:
        """Return *position* of the decompressed stream in words, as an offset in the file itself if that is known."""
        if not self.compressed:
            return f"byte {position}"
        at = self._member_starts.get(position)
        return f"decompressed byte {position}" if at is None else f"byte {at}"

    def peek(self, count: int) -> bytes:
        """Return the next *count* bytes of the stream, fewer at the record's end, without moving forward."""
        while len(self._data) - self._next < count and self._read_chunk():
            pass
        return self._data[self._next : self._next + count]

    def read(self, count: int) -> bytes:
        """Return at most *count* bytes of the decompressed stream; b"" at the record's end."""
        if self._next >= len(self._data) and not self._read_chunk():
            return b""
        data = self._data[self._next : self._next + count]
        self._next += len(data)
        return data

    def readline(self) -> bytes:
        """Return a line of the decompressed stream with its newline, or `LINE` bytes of a longer one."""
        while True:
            end = self._data.find(b"\n", self._next, self._next + LINE) + 1
            if end or len(self._data) - self._next >= LINE or not self._read_chunk():
                return self.read(end - self._next if end else LINE)

    def read_to_start(self) -> bytes:
        """Return some bytes of the stream before the next record; b"" at its first line or at the end."""
        while True:
            start = self._next_start()
            if start is not None:
                return self.read(start - self._next)
            safe = len(self._data) - self._next - MAX_START_BYTES
            if safe > 0 or not self._read_chunk():
                return self.read(safe if safe > 0 else MAX_START_BYTES)

    def _next_start(self) -> int | None:
        """Return the index at which the stream's next record starts; None if no record starts in memory."""
        blank = _NEWLINES.match(self._data, self._next)
        begin = blank.end() if blank else self._next
        if RECORD_START.match(self._data, begin):
            return begin
        warc = WARC_START.search(self._data, begin)
        arc = ARC_START.search(self._data, begin, warc.start() if warc else len(self._data))
        return arc.end() if arc else warc.start() if warc else None

    def _read_chunk(self) -> bool:
        """Read the stream's next chunk; return False if the record ends here: by its member, damage or the file."""
        while True:
            self._held = self._held or next(self._chunks, None)
            chunk = self._held
            if chunk is None or (self._ends_record(chunk) and (self.inside or self._next < len(self._data))):
                return False
            self._held = None
            if chunk.fault:
                self.faults.append((f"byte {chunk.at}", chunk.fault))
            else:
                self._append(chunk)
                return True

    @staticmethod
    def _ends_record(chunk: Chunk) -> bool:
        return chunk.fault is not None or (chunk.is_first and RECORD_START.match(chunk.data) is not None)

    def _append(self, chunk: Chunk) -> None:
        self._base += self._next
        self._data = self._data[self._next :] + chunk.data
        self._next = 0
        self._member_starts = {position: at for position, at in self._member_starts.items() if position >= self._base}
        if chunk.is_first:
            self.compressed = True
            self._member_starts[self._base + len(self._data) - len(chunk.data)] = chunk.at
