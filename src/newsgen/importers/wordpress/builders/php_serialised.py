"""Read values that PHP serialised, as WordPress stores them, without making objects of their classes."""

import re

_MAX_DEPTH = 100
_SCALAR = re.compile(rb"(?:N|b:(?P<bool>[01])|[iRr]:(?P<int>-?\d{1,20})|d:(?P<float>[-+.\dEeINFA]{1,40}));")
_STRING = re.compile(rb's:(\d{1,9}):"')
_ARRAY = re.compile(rb'(?:a|O:\d{1,9}:"[^"]{0,200}"):(\d{1,9}):\{')
_START = re.compile(r'\s*(?:a:\d+:\{|O:\d+:"[\w\\]+":\d+:\{|s:\d+:")')
_NEXT = re.compile(rb'";(?=[}]|[abidsORrN][:;])')
"""The end of a string whose length is wrong: before the next value or the end of its array."""


def is_serialised(text: str) -> bool:
    """Return whether *text* starts like an array, an object or a string that PHP serialised."""
    return bool(_START.match(text))


def read_serialised(text: str) -> object:
    """Return the value that PHP serialised as *text*: arrays and objects as dicts, or as lists if numbered from 0.

    Lengths count bytes; where one is wrong, because an address was replaced or line ends were changed, the string ends
    before the next value. Raises ValueError if *text* is damaged otherwise, or nested too deeply.
    """
    return _Reader(text.strip().encode("utf-8", "surrogatepass")).value(0)


class _Reader:
    """Reads serialised values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def value(self, depth: int) -> object:
        """Return the value that starts here."""
        if depth > _MAX_DEPTH:
            raise ValueError("is nested too deeply")
        if scalar := _SCALAR.match(self.data, self.at):
            self.at = scalar.end()
            return _number(scalar)
        if string := _STRING.match(self.data, self.at):
            return self._string(string.end(), int(string[1]))
        array = _ARRAY.match(self.data, self.at)
        if array is None:
            raise ValueError(f"is damaged at byte {self.at}")
        self.at = array.end()
        return self._array(int(array[1]), depth + 1)

    def _string(self, start: int, length: int) -> str:
        end = start + length
        if self.data[end : end + 2] != b'";':
            found = _NEXT.search(self.data, start)
            end = found.start() if found else self.data.rfind(b'"')
        if end < start:
            raise ValueError(f"is cut at byte {start}")
        self.at = end + 2
        return self.data[start:end].decode("utf-8", "replace")

    def _array(self, length: int, depth: int) -> object:
        values: dict[object, object] = {}
        while len(values) < length and self.data[self.at : self.at + 1] not in {b"}", b""}:
            key = self.value(depth)
            values[key if isinstance(key, int) else str(key)] = self.value(depth)
        self.at += self.data[self.at : self.at + 1] == b"}"
        return list(values.values()) if list(values) == list(range(len(values))) else values


def _number(scalar: re.Match[bytes]) -> object:
    if scalar["bool"]:
        return scalar["bool"] == b"1"
    if scalar["int"]:
        return int(scalar["int"])
    return scalar["float"].decode() if scalar["float"] else None
