"""Read the decompressed bytes of a web archive as a stream of records."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast

from newsgen.importers.warc.chunks import BLOCK, Buffer, Chunk
from newsgen.importers.warc.gzip_members import decompress_members, has_members
from newsgen.importers.warc.headers import ARC_START, MAX_START_BYTES, RECORD_START, WARC_START
from newsgen.importers.warc.zstd_frames import decompress_frames, is_zstandard

if TYPE_CHECKING:
    from newsgen.importers.warc.zstandard import Dictionary


def decompress_chunks(file: BinaryIO, dictionary: "Dictionary | None" = None, at: int | None = None) -> Iterator[Chunk]:
    """Decompress and yield a WARC's bytes in order: member by member, frame by frame, or unchanged.

    What was compressed twice is decompressed twice. *dictionary* is that of a file of Zstandard that is not read from
    its beginning; *at* is as for `Buffer`.
    """
    chunks = _decompress_once(Buffer(file, at), dictionary)
    for _ in range(_MAX_LAYERS):
        first = next(chunks, None)
        chunks = chain([first] if first else [], chunks)
        if first is None or not first.is_first or not is_compressed(first.data):
            break
        chunks = _decompress_again(chunks)
    yield from chunks


def is_compressed(data: bytes) -> bool:
    """Return whether a file that begins with *data* is compressed."""
    return data.startswith(b"\x1f\x8b\x08") or is_zstandard(data)


def _decompress_once(buffer: Buffer, dictionary: "Dictionary | None") -> Iterator[Chunk]:
    buffer.has(BLOCK)
    if is_zstandard(buffer.data):
        yield from decompress_frames(buffer, dictionary)
    elif has_members(buffer.data):
        yield from decompress_members(buffer)
    else:
        while buffer.has(1):
            yield Chunk(buffer.at, buffer.data)
            buffer.drop(len(buffer.data))


def _decompress_again(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Decompress what is inside decompressed *chunks*, and yield their faults too."""
    inner = _Decompressed(chunks)
    for chunk in _decompress_once(Buffer(cast("BinaryIO", inner)), None):
        yield replace(chunk, is_nested=True)
        yield from inner.faults
        inner.faults.clear()
    yield from inner.faults


class _Decompressed:
    """The decompressed bytes of a file as a file to read."""

    def __init__(self, chunks: Iterator[Chunk]) -> None:
        self._chunks = chunks
        self.faults: list[Chunk] = []

    def read(self, _: int) -> bytes:
        """Return some bytes; b"" at the end."""
        for chunk in self._chunks:
            self.faults += [chunk] if chunk.fault else []
            if chunk.data:
                return chunk.data
        return b""


_MAX_LAYERS = 2
"""Number of times that data are decompressed again."""
LINE = 64 * 1024
"""Bytes of the longest line that is read at once."""
_NEWLINES = re.compile(rb"[\r\n]*+")


class ArchiveStream:
    """The decompressed bytes of an archive as a stream that keeps a few blocks in memory.

    Inside a record, reading stops before a member that starts with a record, and before damage,
    regardless of the length that the record declares.
    """

    def __init__(self, file: BinaryIO, dictionary: "Dictionary | None" = None, at: int | None = None) -> None:
        """Read the stream of the WARC *file* from where it is; *dictionary* and *at* are as for `decompress_chunks`."""
        self.inside = False
        """Whether a record is being read."""
        self.faults: list[tuple[str, str]] = []
        """Position and description of each damage."""
        self.compressed = False
        """Whether the file is compressed; set when the first bytes are read."""
        self._chunks = decompress_chunks(file, dictionary, at)
        self._held: Chunk | None = None
        self._data = b""
        self._next = 0
        self._base = at or 0
        self._member_starts: dict[int, int] = {}

    def tell(self) -> int:
        """Return the stream's position in decompressed bytes of the WARC."""
        return self._base + self._next

    def place(self, position: int) -> str:
        """Return *position* of the decompressed stream in words, as an offset in the file itself if that is known."""
        at = self.offset(position)
        return f"decompressed byte {position}" if at is None else f"byte {at}"

    def offset(self, position: int) -> int | None:
        """Return the offset in the file at which reading can start to find *position* of the stream; None if none."""
        return self._member_starts.get(position) if self.compressed else position

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
                self.faults.append((f"{'decompressed ' * chunk.is_nested}byte {chunk.at}", chunk.fault))
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
        if chunk.is_first and not chunk.is_nested:
            self._member_starts[self._base + len(self._data) - len(chunk.data)] = chunk.at
