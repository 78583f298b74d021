"""Read the tables of an export in JSON as a stream, row by row, with their bytes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any

from newsgen.errors import SourceError

MAX_ROW_BYTES = 50 * 1024 * 1024
_MAX_DEPTH = 200
_BLOCK = 256 * 1024
_SIGN = re.compile(rb'["{}\[\]]')
_QUOTE = re.compile(rb'(?<!\\)(\\*+)"')
"""A quotation mark, and the backslashes before it: after an odd number of them it is a part of the string."""
_AFTER = re.compile(rb"\s*+(?:(:)|(?=[^\s:]))")
"""The sign after a string, so that a key is known as such."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_OPENING = {b"}": b"{", b"]": b"["}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: an object in an array of the export's `data`."""

    table: str
    data: bytes
    """Its bytes as they are in the file."""
    line: int
    """Line of the file on which it starts, counted from 1."""

    def values(self) -> dict[str, Any]:
        """Return the values of the row in the export by their names; raise ValueError if it is not valid JSON."""
        try:
            found = json.loads(self.data)
            if _SURROGATE.search(self.data):  # half a letter, which no file can contain
                found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
        except RecursionError:
            raise ValueError("is nested too deeply") from None
        return found if isinstance(found, dict) else {}


def _end_of_string(data: bytes, at: int) -> re.Match[bytes] | None:
    """Return the mark that ends the string of JSON that begins at the offset *at* of *data*; None if it goes on."""
    quote = _QUOTE.search(data, at)
    while quote and len(quote[1]) % 2:
        quote = _QUOTE.search(data, quote.end())
    return quote


@dataclass(slots=True)
class _Scanner:
    """The part of a file in memory, and the open objects and arrays around the place that has been reached."""

    stream: BufferedIOBase
    data: bytes = b""
    at: int = 0
    line: int = 1
    """Line of the first byte in memory."""
    open: list[tuple[bytes, str]] = field(default_factory=list)
    """Opening sign and key of each open object or array."""
    key: str = ""

    def next_sign(self, keep: int) -> bytes | None:
        """Return the next bracket of the export outside strings, and remember the last key; None at its end.

        The bytes from the offset *keep* on stay in memory.
        """
        while True:
            found = _SIGN.search(self.data, self.at)
            if found and found[0] != b'"':
                self.at = found.end()
                return found[0]
            quote = _end_of_string(self.data, found.end()) if found else None
            after = _AFTER.match(self.data, quote.end()) if quote else None
            if found and quote and after:
                self.key = self.data[found.end() : quote.end() - 1].decode("utf-8", "replace") if after[1] else ""
                self.at = after.end()
                continue
            self.at = found.start() if found else len(self.data)
            if len(self.data) - self.at > MAX_ROW_BYTES or not self._read(len(self.data) - min(keep, self.at)):
                return None

    def drop(self) -> None:
        """Forget the part of the export that has been read."""
        self.line += self.data.count(b"\n", 0, self.at)
        self.data, self.at = self.data[self.at :], 0

    def line_at(self, offset: int) -> int:
        """Return the line of the export at an *offset* in memory."""
        return self.line + self.data.count(b"\n", 0, offset)

    def _read(self, unread: int) -> bool:
        """Read more of the export, doubling with what is unread."""
        block = self.stream.read(max(_BLOCK, unread))
        self.data += block
        return bool(block)


def read_rows(stream: BufferedIOBase, name: str) -> Iterator[Row | SourceError]:
    """Yield the rows of all tables of an export, called *name* in messages, and an error if it is damaged."""
    scanner = _Scanner(stream)
    start = depth = None
    table = ""
    while (sign := scanner.next_sign(start or 0)) is not None:
        if sign in _OPENING:
            if not scanner.open or scanner.open.pop()[0] != _OPENING[sign]:
                yield _error(scanner, name, "is not valid JSON: a bracket closes what is not open")
                return
            if depth == len(scanner.open) and start is not None:
                yield Row(table, scanner.data[start : scanner.at], scanner.line_at(start))
                start = depth = None
                scanner.drop()
            continue
        if start is None and sign == b"{" and (table := _table_of(scanner.open)):
            start, depth = scanner.at - 1, len(scanner.open)
        if len(scanner.open) >= _MAX_DEPTH or (start is not None and scanner.at - start > MAX_ROW_BYTES):
            yield _error(scanner, name, "has a row that is nested too deeply or too large, where reading stops")
            return
        scanner.open.append((sign, scanner.key))
        scanner.key = ""
        if start is None:
            scanner.drop()
    if scanner.open or not scanner.line:
        where = f", within a row of {table!r}" if start is not None else ""
        yield _error(scanner, name, f"is cut off{where}: it ends before its brackets are closed")


def _table_of(opened: list[tuple[bytes, str]]) -> str:
    """Return the name of the table of an export whose array is the last that was *opened*; "" if there is none."""
    is_table = len(opened) > 1 and opened[-1][0] == b"[" and opened[-2] == (b"{", "data")
    return opened[-1][1] if is_table else ""


def _error(scanner: _Scanner, name: str, found: str) -> SourceError:
    line = scanner.line_at(len(scanner.data.rstrip()))
    return SourceError(name, found, "export it again, or repair the file", line)
