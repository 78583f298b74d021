"""Read a web archive as one stream that stops where a record must have ended."""

import re
from typing import BinaryIO

from newsgen.importers.warc.headers import ARC_START, LONGEST_START, RECORD_START, WARC_START
from newsgen.importers.warc.stream import Chunk, unpack

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
