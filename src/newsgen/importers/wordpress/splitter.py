"""Split a WordPress export into its items, byte for byte, without parsing it as XML or reading it whole."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Literal

MAX_PIECE_BYTES = 50 * 1024 * 1024
MAX_FILE_BYTES = 8 * 1024 * 1024 * 1024
"""Decompressed bytes: more than any site has, and less than a decompression bomb expands to."""
READ_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)
"""Exceptions raised by reading a damaged gzip file."""
_BLOCK = 256 * 1024
_TOKEN = rb"<(?:(!\[CDATA\[)|(!--)|(%b[\s>/])|(/%b\s{0,16}>)|(%b))"
_MAX_TOKEN_BYTES = 64
_SECTION_ENDS = {1: b"]]>", 2: b"-->"}
_ITEM, _ITEM_END, _DOCTYPE = 3, 4, 5


LOST_START = "has the text of an item above its first item: the beginning of that item is damaged"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an export; all parts together are the file."""

    kind: Literal["item", "between", "cut item", "too long", "doctype"]
    """A "cut item" ends with the file or where another starts; reading stops after "too long" and "doctype"."""
    data: bytes
    line: int
    """Line of the file on which it starts, counted from 1."""


def split_items(stream: BufferedIOBase, element: bytes = b"item", doctype: bytes = b"!DOCTYPE") -> Iterator[Piece]:
    """Split a WordPress export: yield its items and the text between them; the first piece is its head.

    *element* is a pattern that matches the name of their element, in at most 40 bytes, and *doctype* one for what may
    define entities, without groups. If the file is damaged, the pieces before the damage are yielded first, then one
    of READ_ERRORS is raised.
    """
    window = _Window(stream, re.compile(_TOKEN % (element, element, doctype)))
    in_item = False
    while (token := window.next_token()) is not None:
        kind, start, end = token
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
    if window.error:
        raise window.error


class _Window:
    """The part of a file in memory, from the start of the current piece to where the file has been read."""

    def __init__(self, stream: BufferedIOBase, token: re.Pattern[bytes]) -> None:
        self._token = token
        self.data = b""
        self.line = 1
        self.too_long = False
        self.error: Exception | None = None
        self._stream = stream
        self._start = self._at = self._read = 0
        self._section_end: bytes | None = None

    def next_token(self) -> tuple[int, int, int] | None:
        """Return the splitter's next token outside CDATA and comments as (kind, start, end); None at the file's end."""
        while True:
            if self._section_end and not self._skip_section():
                if not self._read_more():
                    return None
                continue
            match = self._token.search(self.data, self._at)
            if match is None:
                self._at = max(self._at, len(self.data) - _MAX_TOKEN_BYTES)
                if not self._read_more():
                    return None
                continue
            self._at = match.end()
            self._section_end = _SECTION_ENDS.get(match.lastindex or 0)
            if not self._section_end:
                return match.lastindex or 0, match.start(), match.end()

    def take(self, kind: Literal["item", "between", "cut item", "doctype"], end: int) -> Piece:
        """Return the split piece of a WordPress export that ends at *end*; the next one starts there."""
        piece = Piece(kind, self.data[self._start : end], self.line)
        self.line += piece.data.count(b"\n")
        self._start = end
        self._at = max(self._at, end)
        return piece

    def _skip_section(self) -> bool:
        """Skip the export's open CDATA section or comment to its end; return whether that end is in memory."""
        token = self._section_end or b""
        end = self.data.find(token, self._at)
        if end < 0:
            self._at = max(self._at, len(self.data) - len(token) + 1)
            return False
        self._at, self._section_end = end + len(token), None
        return True

    def _read_more(self) -> bool:
        """Read more of the export to split, doubling with the piece; return False at its end or at a size limit."""
        unread = len(self.data) - self._start
        if unread > MAX_PIECE_BYTES or self._read > MAX_FILE_BYTES:
            self.too_long = True
            return False
        blocks = list(self._blocks(max(_BLOCK, unread)))
        self._read += sum(map(len, blocks))
        self.data = b"".join([self.data[self._start :], *blocks])
        self._at -= self._start
        self._start = 0
        return bool(blocks)

    def _blocks(self, size: int) -> Iterator[bytes]:
        """Yield the next *size* bytes of the export to split, fewer if it ends or is damaged."""
        while size > 0 and not self.error:
            try:
                block = self._stream.read1(size)
            except READ_ERRORS as error:
                self.error = error
                return
            if not block:
                return
            size -= len(block)
            yield block
