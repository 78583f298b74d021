"""Go through the records of a web archive, and over what is damaged between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from newsgen.importers.warc.headers import HEADERS_LIMIT, RECORD_START, Headers, TooLongError, read_record_headers
from newsgen.importers.warc.stream import LINE, ArchiveStream

_NEWLINES = b"\r\n"
_ENDS = (b"\r\n\r\n", b"\n\n")
_LONGEST_URL = 300
"""Letters of an address that a message shows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Damage in an archive."""

    place: str
    what: str


@dataclass(slots=True)
class Record:
    """One record; its block is read when somebody wants it."""

    position: str
    """Where it begins, for people."""
    headers: Headers
    length: int | None
    """Bytes of its block; None where what it declares is not true: it goes on to the next record then."""
    faults: list[str] = field(default_factory=list)
    """How it was found damaged; complete once the block was read."""
    _stream: ArchiveStream = field(kw_only=True, repr=False)
    _begin: int = field(kw_only=True, repr=False)

    @property
    def kind(self) -> str:
        """The type of record: "response", "revisit", …."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address that was fetched; "" where there is none."""
        address = self.headers.get("warc-target-uri", "").removeprefix("<").removesuffix(">")  # as wget 1.19 wrote it
        return address.strip().replace(" ", "%20")

    @property
    def place(self) -> str:
        """The record's position and address."""
        return f"{self.position} {self.url[:_LONGEST_URL]}".strip()

    def head(self, count: int) -> bytes:
        """Return the first *count* bytes of the block before it is read; of a short one also what follows it."""
        return self._stream.peek(count)  # whatever length it declares: that may be wrong

    def block(self, most: int) -> bytes | None:
        """Read the block and return it; None where it has more than *most* bytes."""
        wanted = 0 if self.length is None else min(self.length, most + 1)
        block = self._read(wanted)
        if len(block) > most:
            return None
        if len(block) < wanted:
            self.faults.append(f"its block has {len(block)} bytes of {self.length}")
            block = block.removesuffix(b"\r\n\r\n")
        elif self.length is None or not _ended(self._stream.peek):
            block += self._to_next_start(most - len(block))
            if self.length is not None:
                self.faults.append(f"its block has {len(block)} bytes, not {self.length}")
        return bytes(block) if len(block) <= most else None

    def finish(self) -> None:
        """Pass over what is left of the block."""
        while self.length is None and self._stream.read_to_start():
            pass
        left = (self.length or 0) - (self._stream.tell() - self._begin)
        while left > 0:
            data = self._stream.read(left)
            if not data:
                self.faults = self.faults or [f"its block is {left} bytes short of {self.length}"]
                return
            left -= len(data)

    def _read(self, count: int) -> bytearray:
        data = bytearray()
        while len(data) < count and (piece := self._stream.read(count - len(data))):
            data += piece
        return data

    def _to_next_start(self, most: int) -> bytes:
        """Read on to where the next record begins, over *most* bytes at most."""
        data = bytearray()
        while len(data) <= most and (piece := self._stream.read_to_start()):
            data += piece
        return bytes(data.removesuffix(b"\r\n\r\n"))


def records(file: BinaryIO, *, seekable: bool) -> Iterator[Record | Fault]:
    """Yield the records of *file* in order, and its faults; a file without a record gives nothing but faults."""
    stream = ArchiveStream(file)
    while True:
        stream.inside = False
        yield from _to_start(stream)
        position = stream.tell()
        first = stream.readline()
        if not first:
            return
        stream.inside = True
        found = _open(stream, stream.place(position), first, _Ends(file) if seekable else None)
        yield found
        if isinstance(found, Record):
            found.finish()
            yield from (Fault(found.place, fault) for fault in found.faults)


def _to_start(stream: ArchiveStream) -> Iterator[Fault]:
    """Go to the line that begins a record, or to the end; tell of all that was passed."""
    begin, passed = stream.tell(), 0
    while piece := stream.read_to_start():
        passed += len(piece) if passed or piece.translate(None, b"\r\n\0") else 0
        if not passed:
            begin = stream.tell()
    yield from (Fault(*fault) for fault in stream.faults)
    stream.faults.clear()
    if passed:
        yield Fault(stream.place(begin), f"{passed} bytes belong to no record")


def _open(stream: ArchiveStream, position: str, first: bytes, ends: "_Ends | None") -> Record | Fault:
    try:
        headers = read_record_headers(first, stream.readline)
    except TooLongError:
        return Fault(position, f"a record has more than {HEADERS_LIMIT} bytes of headers")
    declared = headers.get("content-length", "")
    length = int(declared) if re.fullmatch(r"[0-9]{1,15}", declared) else None
    faults = []
    if length is None:
        faults.append("it does not declare its length")
    elif ends and not stream.packed and not ends.at(stream.tell() + length):
        faults.append(f"it declares {length} bytes, and no record can end there")
        length = None
    return Record(position, headers, length, faults, _stream=stream, _begin=stream.tell())


@dataclass(frozen=True, slots=True)
class _Ends:
    """Looks ahead in a file that is not packed."""

    file: BinaryIO

    def at(self, position: int) -> bool:
        """Whether a record may end at *position*."""
        here = self.file.tell()
        inside = position <= self.file.seek(0, 2)
        ended = inside and _ended(lambda count: self._look(position, count))
        self.file.seek(here)
        return ended

    def _look(self, position: int, count: int) -> bytes:
        self.file.seek(position)
        return self.file.read(count)


def _ended(look: Callable[[int], bytes]) -> bool:
    """Whether what *look* shows can follow a record: newlines, then another record or nothing."""
    if look(4).startswith(_ENDS):
        return True
    data = look(LINE).lstrip(_NEWLINES)
    return not data or RECORD_START.match(data) is not None
