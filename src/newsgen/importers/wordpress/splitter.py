"""Cut an export of WordPress into its items, byte for byte, without reading it as XML or as a whole."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Literal

MAX_PIECE = 50 * 1024 * 1024
MAX_FILE = 8 * 1024 * 1024 * 1024
"""Unpacked: more than any site has written, and less than a bomb that was packed unfolds to."""
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a packed file raises where it is damaged."""
_BLOCK = 256 * 1024
_MARK = re.compile(rb"<(?:(!\[CDATA\[)|(!--)|(item[\s>/])|(/item\s{0,16}>)|(!DOCTYPE))")
_LONGEST_MARK = 32
_ENDS = {1: b"]]>", 2: b"-->"}
_ITEM, _ITEM_END, _DOCTYPE = 3, 4, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an export; all of them together are the file."""

    kind: Literal["item", "between", "cut item", "too long", "doctype"]
    """A "cut item" ends with the file, or where another begins; after the last two nothing is read."""
    data: bytes
    line: int
    """On which it begins."""


def cut(stream: BufferedIOBase) -> Iterator[Piece]:
    """Yield the items of an export and what stands between them; the first piece is its head.

    What a broken archive still gives comes before its error: one of BROKEN.
    """
    window = _Window(stream)
    in_item = False
    while (mark := window.next_mark()) is not None:
        kind, start, end = mark
        if kind == _DOCTYPE:
            yield window.take("doctype", start)
            return
        if kind == _ITEM:
            yield window.take("cut item" if in_item else "between", start)
            in_item = True
        elif kind == _ITEM_END and in_item:
            yield window.take("item", end)
            in_item = False
    if window.too_long:
        yield Piece("too long", b"", window.line)
        return
    yield window.take("cut item" if in_item else "between", len(window.data))
    if window.broken:
        raise window.broken


class _Window:
    """The part of a file that is in memory: from the beginning of a piece to where it has been read."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self.data = b""
        self.line = 1
        self.too_long = False
        self.broken: Exception | None = None
        self._stream = stream
        self._start = self._at = self._read = 0
        self._open: bytes | None = None

    def next_mark(self) -> tuple[int, int, int] | None:
        """Return the next sign outside CDATA and comments as (kind, start, end); None where the file is over."""
        while True:
            if self._open and not self._leave():
                if not self._more():
                    return None
                continue
            match = _MARK.search(self.data, self._at)
            if match is None:
                self._at = max(self._at, len(self.data) - _LONGEST_MARK)
                if not self._more():
                    return None
                continue
            self._at = match.end()
            self._open = _ENDS.get(match.lastindex or 0)
            if not self._open:
                return match.lastindex or 0, match.start(), match.end()

    def take(self, kind: Literal["item", "between", "cut item", "doctype"], end: int) -> Piece:
        """Return the piece that reaches to *end*; the next begins there."""
        piece = Piece(kind, self.data[self._start : end], self.line)
        self.line += piece.data.count(b"\n")
        self._start = end
        self._at = max(self._at, end)
        return piece

    def _leave(self) -> bool:
        """Go to the end of the CDATA or comment that is open; tell whether it is in memory."""
        mark = self._open or b""
        end = self.data.find(mark, self._at)
        if end < 0:
            self._at = max(self._at, len(self.data) - len(mark) + 1)
            return False
        self._at, self._open = end + len(mark), None
        return True

    def _more(self) -> bool:
        """Read on, twice as much where a piece is long; tell whether there was more, of a piece that may be read."""
        left = len(self.data) - self._start
        if left > MAX_PIECE or self._read > MAX_FILE:
            self.too_long = True
            return False
        blocks = list(self._blocks(max(_BLOCK, left)))
        self._read += sum(map(len, blocks))
        self.data = b"".join([self.data[self._start :], *blocks])
        self._at -= self._start
        self._start = 0
        return bool(blocks)

    def _blocks(self, size: int) -> Iterator[bytes]:
        """Yield the next *size* bytes of the file, or what there is until it ends or breaks."""
        while size > 0 and not self.broken:
            try:
                block = self._stream.read1(size)
            except BROKEN as error:
                self.broken = error
                return
            if not block:
                return
            size -= len(block)
            yield block
