"""Unpack a web archive piece by piece, past what is damaged in it."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsgen.importers.warc.headers import ARC_START, LONGEST_START, RECORD_START, WARC_START

BLOCK = 64 * 1024
"""Bytes read at once."""
PIECE = 256 * 1024
"""Bytes unpacked at once."""
_RATIO, _STRETCH = 200, 32 * 2**20
"""Text shrinks to a tenth; a bomb to a thousandth. A long stretch that shrinks so is none of ours."""
_MOST_BOMBS = 10
"""Each costs a tenth of a second; more of them are no accident."""
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_SHORTEST = 512
"""Bytes of a member that surely give the first line of its record."""
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some bytes of an archive, unpacked; or why there are none here."""

    at: int
    """Where they stand in the file, packed."""
    data: bytes
    first: bool = False
    """Whether a member of a gzip file begins here."""
    fault: str | None = None


class _Raw:
    """The file as it is: the bytes in hand, and where they stand."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.data = b""
        self.at = 0

    def has(self, count: int) -> bool:
        """Whether *count* bytes are left; they are in hand then."""
        while len(self.data) < count and (block := self._file.read(BLOCK)):
            self.data += block
        return len(self.data) >= count

    def drop(self, count: int) -> None:
        self.data = self.data[count:]
        self.at += count


@dataclass(slots=True)
class _Gauge:
    """Watches how far bytes swell."""

    packed: int = 0
    unpacked: int = 0
    bombs: int = 0

    def bursts(self, packed: int, unpacked: int) -> bool:
        """Count what was unpacked; whether that was a bomb."""
        self.packed += packed
        self.unpacked += unpacked
        if self.unpacked < _STRETCH:
            return False
        bomb = self.unpacked > _RATIO * self.packed
        self.packed = self.unpacked = 0
        self.bombs += bomb
        return bomb


def unpack(file: BinaryIO) -> Iterator[Chunk]:
    """Yield the bytes of *file* in order: a gzip file member by member, any other file as it is."""
    raw = _Raw(file)
    raw.has(BLOCK)
    if _MEMBER.match(raw.data) or (not RECORD_START.match(raw.data) and _next_member(raw.data, whole=True) >= 0):
        yield from _members(raw)
    else:
        while raw.has(1):
            yield Chunk(raw.at, raw.data)
            raw.drop(len(raw.data))


def _members(raw: _Raw) -> Iterator[Chunk]:
    gauge = _Gauge()
    while raw.has(4) and gauge.bombs < _MOST_BOMBS:
        if _MEMBER.match(raw.data):
            yield from _member(raw, gauge)
            continue
        at = raw.at
        if not _skip_to_member(raw):
            yield Chunk(at, b"", fault="bytes that are not packed stand between the packed ones")
    if gauge.bombs == _MOST_BOMBS:
        yield Chunk(raw.at, b"", fault="so much swells so far that the rest is left unread")
    elif raw.data.strip(b"\0\r\n"):
        yield Chunk(raw.at, b"", fault="some bytes are left at the end")


def _member(raw: _Raw, gauge: _Gauge) -> Iterator[Chunk]:
    """Yield what the member at hand unpacks to; go to the next when it is damaged."""
    unpacker, first = zlib.decompressobj(_GZIP), True
    while not unpacker.eof:
        if not raw.has(1):
            yield Chunk(raw.at, b"", fault="the file ends in the middle of a packed record")
            return
        at, spare = raw.at, unpacker.copy()
        try:
            data = unpacker.decompress(raw.data, PIECE)
        except zlib.error:
            yield Chunk(at, _salvage(spare, raw.data), first)
            yield from _pass_over(raw, "a packed record is damaged", first=first)
            return
        rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if gauge.bursts(len(raw.data) - len(rest), len(data)):
            yield from _pass_over(raw, f"a packed record swells to more than {_RATIO} times its size", first=first)
            return
        raw.drop(len(raw.data) - len(rest))
        if data or unpacker.eof:
            yield Chunk(at, data, first)
            first = False


def _pass_over(raw: _Raw, fault: str, *, first: bool) -> Iterator[Chunk]:
    yield Chunk(raw.at, b"", fault=fault)
    raw.drop(1 if first else 0)  # it begins with the very mark that is looked for
    _skip_to_member(raw)


def _salvage(unpacker: "zlib._Decompress", data: bytes) -> bytes:
    """Return what comes out before the damage: a wrong checksum at the end must not cost the text before it."""
    saved = bytearray()
    try:
        for byte in range(len(data)):
            saved += unpacker.decompress(data[byte : byte + 1])
    except zlib.error:
        pass
    return bytes(saved)


def _skip_to_member(raw: _Raw) -> bool:
    """Go to where a record begins in a member of its own, or to the end; whether only padding was passed."""
    padding = True
    while raw.has(1):
        whole = not raw.has(BLOCK)
        found = _next_member(raw.data, whole=whole)
        end = found if found >= 0 else len(raw.data) if whole else len(raw.data) - _SHORTEST
        padding = padding and not raw.data[:end].strip(b"\0\r\n")
        raw.drop(end)
        if found >= 0:
            break
    return padding


def _next_member(data: bytes, *, whole: bool) -> int:
    """Return where in *data* a member begins that holds a record; -1 for nowhere, or too near its end to be sure."""
    for found in _MEMBER.finditer(data):
        if not whole and found.start() > len(data) - _SHORTEST:
            break
        try:
            begin = zlib.decompressobj(_GZIP).decompress(data[found.start() : found.start() + _SHORTEST], _SHORTEST)
        except zlib.error:
            continue
        if begin.startswith(b"WARC/") or RECORD_START.match(begin):
            return found.start()
    return -1


LINE = 64 * 1024
"""The longest line that is read as one."""
_NEWLINES = re.compile(rb"[\r\n]*+")


class ArchiveStream:
    """The unpacked bytes of an archive, of which a few blocks are in memory.

    Inside a record, reading stops before a member that begins with a record, and before damage,
    whatever length the record declares.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read *file* from its beginning."""
        self.inside = False
        """Whether a record is being read."""
        self.faults: list[tuple[str, str]] = []
        """Where the archive was found damaged, and how."""
        self.packed = False
        """Whether the file is a gzip file; known once something was read."""
        self._chunks = unpack(file)
        self._held: Chunk | None = None
        self._data = b""
        self._next = 0
        self._base = 0
        self._starts: dict[int, int] = {}

    def tell(self) -> int:
        """Return how many unpacked bytes came before."""
        return self._base + self._next

    def place(self, position: int) -> str:
        """Name a *position* for people: in the file itself where that can be said."""
        if not self.packed:
            return f"byte {position}"
        at = self._starts.get(position)
        return f"unpacked byte {position}" if at is None else f"byte {at}"

    def peek(self, count: int) -> bytes:
        """Return the next *count* bytes, fewer at the record's end, and stay before them."""
        while len(self._data) - self._next < count and self._fill():
            pass
        return self._data[self._next : self._next + count]

    def read(self, count: int) -> bytes:
        """Return at most *count* bytes; none at the record's end."""
        if self._next >= len(self._data) and not self._fill():
            return b""
        data = self._data[self._next : self._next + count]
        self._next += len(data)
        return data

    def readline(self) -> bytes:
        """Return a line with its end; a piece of one that is longer than `LINE`."""
        while True:
            end = self._data.find(b"\n", self._next, self._next + LINE) + 1
            if end or len(self._data) - self._next >= LINE or not self._fill():
                return self.read(end - self._next if end else LINE)

    def read_to_start(self) -> bytes:
        """Return a piece of what stands before the next record; b"" at its first line, or at the end."""
        while True:
            start = self._start()
            if start is not None:
                return self.read(start - self._next)
            safe = len(self._data) - self._next - LONGEST_START
            if safe > 0 or not self._fill():
                return self.read(safe if safe > 0 else LONGEST_START)

    def _start(self) -> int | None:
        """Return where the next record begins in the bytes in hand."""
        blank = _NEWLINES.match(self._data, self._next)
        begin = blank.end() if blank else self._next
        if RECORD_START.match(self._data, begin):
            return begin
        warc = WARC_START.search(self._data, begin)
        arc = ARC_START.search(self._data, begin, warc.start() if warc else len(self._data))
        return arc.end() if arc else warc.start() if warc else None

    def _fill(self) -> bool:
        """Take in the next chunk; False where the record ends with its member, by damage, or with the file."""
        while True:
            self._held = self._held or next(self._chunks, None)
            chunk = self._held
            if chunk is None or (self._stops_at(chunk) and (self.inside or self._next < len(self._data))):
                return False
            self._held = None
            if chunk.fault:
                self.faults.append((f"byte {chunk.at}", chunk.fault))
            else:
                self._take(chunk)
                return True

    @staticmethod
    def _stops_at(chunk: Chunk) -> bool:
        return chunk.fault is not None or (chunk.first and RECORD_START.match(chunk.data) is not None)

    def _take(self, chunk: Chunk) -> None:
        self._base += self._next
        self._data = self._data[self._next :] + chunk.data
        self._next = 0
        self._starts = {position: at for position, at in self._starts.items() if position >= self._base}
        if chunk.first:
            self.packed = True
            self._starts[self._base + len(self._data) - len(chunk.data)] = chunk.at
