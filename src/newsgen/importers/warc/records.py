"""Read the records of a web archive one by one, skipping damaged parts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from newsgen.importers.warc.headers import MAX_HEADER_BYTES, RECORD_START, Headers, HeadersError, read_record_headers
from newsgen.importers.warc.stream import LINE, ArchiveStream

if TYPE_CHECKING:
    from newsgen.importers.warc.zstandard import Dictionary

_NEWLINES = b"\r\n"
_RECORD_ENDS = (b"\r\n\r\n", b"\n\n")
_MAX_URL_LENGTH = 300
"""Characters of a URL that a message shows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A damaged part of an archive."""

    place: str
    what: str


@dataclass(slots=True)
class Record:
    """One record; its block is read on demand."""

    position: str
    """Where it begins, in words: "byte 123"."""
    headers: Headers
    length: int | None
    """Bytes of its block; None if the declared length is missing or wrong, so that it ends at the next record."""
    faults: list[str] = field(default_factory=list)
    """The damage found in it; complete after the block was read."""
    offset: int | None = field(kw_only=True, repr=False)
    """Offset in the file at which it can be read alone; None if it is compressed together with others."""
    _stream: ArchiveStream = field(kw_only=True, repr=False)
    _begin: int = field(kw_only=True, repr=False)

    @property
    def kind(self) -> str:
        """The type of the WARC record: "response", "revisit" and so on."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The URL that the WARC record fetched; "" if the record has none."""
        address = self.headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # wget 1.19 wrote these
        return address.strip().replace(" ", "%20")

    @property
    def place(self) -> str:
        """The WARC record's position and address."""
        return f"{self.position} {self.url[:_MAX_URL_LENGTH]}".strip()

    def head(self, count: int) -> bytes:
        """Return the first *count* bytes of a record's block without reading it; later bytes follow a short block."""
        return self._stream.peek(count)  # not limited by the declared length, which may be wrong

    def block(self, limit: int) -> bytes | None:
        """Read a WARC record's block and return it; None if it has more than *limit* bytes."""
        wanted = 0 if self.length is None else min(self.length, limit + 1)
        block = self._read(wanted)
        if len(block) > limit:
            return None
        if len(block) < wanted:
            self.faults.append(f"its block has {len(block)} of {self.length} bytes")
            block = block.removesuffix(b"\r\n\r\n")
        elif self.length is None or not _can_end(self._stream.peek):
            block += self._read_to_next_start(limit - len(block))
            if self.length is not None:
                self.faults.append(f"its block has {len(block)} bytes, not {self.length}")
        return bytes(block) if len(block) <= limit else None

    def skip_rest(self) -> None:
        """Skip what is left of a WARC record's block."""
        while self.length is None and self._stream.read_to_start():
            pass
        remaining = (self.length or 0) - (self._stream.tell() - self._begin)
        while remaining > 0:
            data = self._stream.read(remaining)
            if not data:
                self.faults = self.faults or [f"its block is {remaining} bytes short of {self.length}"]
                return
            remaining -= len(data)

    def _read(self, count: int) -> bytearray:
        data = bytearray()
        while len(data) < count and (piece := self._stream.read(count - len(data))):
            data += piece
        return data

    def _read_to_next_start(self, limit: int) -> bytes:
        """Read up to the start of the next WARC record, or slightly more than *limit* bytes."""
        data = bytearray()
        while len(data) <= limit and (piece := self._stream.read_to_start()):
            data += piece
        return bytes(data.removesuffix(b"\r\n\r\n"))


def records(
    file: BinaryIO, *, seekable: bool, dictionary: "Dictionary | None" = None, at: int | None = None
) -> Iterator[Record | Fault]:
    """Yield the WARC records and faults of *file* in order; a file without a record yields only faults.

    *dictionary* is that of a file of Zstandard that is not read from its beginning; *at* is the `offset` of the record
    at which the file stands, if all of it was read before and no damage was found.
    """
    stream = ArchiveStream(file, dictionary, at)
    while True:
        stream.inside = False
        yield from _skip_to_start(stream)
        position = stream.tell()
        first = stream.readline()
        if not first:
            return
        stream.inside = True
        found = _start_record(stream, position, first, file if seekable else None)
        yield found
        if isinstance(found, Record):
            found.skip_rest()
            yield from (Fault(found.place, fault) for fault in found.faults)


def _skip_to_start(stream: ArchiveStream) -> Iterator[Fault]:
    """Skip to the line that starts a WARC record, or to the end; yield a fault for what was skipped."""
    start, skipped = stream.tell(), 0
    while piece := stream.read_to_start():
        skipped += len(piece) if skipped or piece.translate(None, b"\r\n\0") else 0
        if not skipped:
            start = stream.tell()
    yield from (Fault(*fault) for fault in stream.faults)
    stream.faults.clear()
    if skipped:
        yield Fault(stream.place(start), f"{skipped} bytes do not belong to a record")


def _start_record(stream: ArchiveStream, position: int, first: bytes, file: BinaryIO | None) -> Record | Fault:
    """Return the WARC record whose *first* line was read; a seekable *file* serves to check its declared length."""
    place, offset = stream.place(position), stream.offset(position)
    try:
        headers = read_record_headers(first, stream.readline)
    except HeadersError:
        return Fault(place, f"a record has more than {MAX_HEADER_BYTES} bytes of headers")
    declared = headers.get("content-length", "")
    length = int(declared) if re.fullmatch(r"[0-9]{1,15}", declared) else None
    faults = []
    if length is None:
        faults.append("it does not declare its length")
    elif file and not stream.compressed and not _can_end_at(file, stream.tell() + length):
        faults.append(f"it declares {length} bytes, and no record can end there")
        length = None
    return Record(place, headers, length, faults, offset=offset, _stream=stream, _begin=stream.tell())


def _can_end_at(file: BinaryIO, position: int) -> bool:
    """Return whether a WARC record of *file*, which is not compressed, may end at *position*."""

    def look(count: int) -> bytes:
        file.seek(position)
        return file.read(count)

    here = file.tell()
    ended = position <= file.seek(0, 2) and _can_end(look)
    file.seek(here)
    return ended


def _can_end(look: Callable[[int], bytes]) -> bool:
    """Return whether the bytes that *look* returns can follow a WARC record: newlines, then a record or the end."""
    if look(4).startswith(_RECORD_ENDS):
        return True
    data = look(LINE).lstrip(_NEWLINES)
    return not data or RECORD_START.match(data) is not None
