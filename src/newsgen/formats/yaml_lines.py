"""Read ordinary YAML lines much faster than a full parser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from newsgen.text.arabic import BIDI_CONTROLS


class Entry(NamedTuple):
    """A value of a mapping, and the line of its key."""

    value: Any
    """str, None, list or dict."""
    line: int
    inner: Mapping[str, "Entry"] = MappingProxyType({})
    """The entries of a mapping, with their own lines."""
    word: str | None = None
    """The word for nothing that stands there, such as null, if the value is None."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a YAML text by their keys, and the repeated keys."""

    by_key: Mapping[str, Entry]
    repeated: tuple[tuple[int, str], ...]
    """The line and the key of each repetition."""
    doubts: tuple[tuple[int, str], ...] = ()
    """The line and the finding, with its remedy, of each value that may be meant otherwise."""


_UNUSUAL = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff{BIDI_CONTROLS}]")
_QUOTED, _SINGLE = r'"[^"\\]*+(?:\\["\\][^"\\]*+|)*+"', r"'[^']*+'"
_ITEM = rf"(?:{_QUOTED}|{_SINGLE}|\w[^,:?\#\[\]{{}}]*+)[ ]*+"
_LINE = re.compile(
    rf"""
    (?P<indent>[ ]*+)
    (?: -[ ]++ | (?P<key>\w[\w-]{{0,99}}):(?![^ ])[ ]*+ )
    (?: (?P<plain>[^-?:,\[\]{{}}\#&*!|>'"%@`\s].*+)
      | (?P<quoted>{_QUOTED}|{_SINGLE})[ ]*+
      | \[[ ]*+ (?P<items>(?:{_ITEM}(?:,[ ]*+{_ITEM}|)*+)?) \][ ]*+
    )?
    """,
    re.VERBOSE,
)
"""A key and its value, or an item of a list below its key."""
_ITEMS = re.compile(_ITEM)
_ESCAPED = re.compile(r"\\(.)")
NULLS = {"~", "null", "Null", "NULL"}


class _UnusualError(ValueError):
    """The text does not consist of ordinary lines alone."""


def read_lines(text: str, first_line: int) -> Entries | None:
    """Return the entries of ordinary YAML lines from *first_line* on; None if *text* needs a full YAML parser.

    Ordinary lines are `key: value` with a plain text, a quoted one or a list in brackets, and below `key:` a
    list of such values, or one level of such keys.
    """
    if _UNUSUAL.search(text):
        return None
    reader = _Reader()
    try:
        for number, line in enumerate(text.split("\n"), first_line):
            if line and line[0] != "#":
                reader.read(line, number)
        reader.close()
    except _UnusualError:
        return None
    return Entries(reader.entries, tuple(reader.repeated))


class _Reader:
    """Build entries from ordinary lines."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.repeated: list[tuple[int, str]] = []
        self._open: str | None = None
        """The key whose value may be on the lines below it."""
        self._below: list[tuple[str, str | None, Entry]] = []
        """The indents, the keys and the values of the lines below the last key, which belong to its value."""

    def read(self, line: str, number: int) -> None:
        """Read one line of YAML that is neither blank nor a comment."""
        match = _LINE.fullmatch(line)
        if not match:
            raise _UnusualError
        indent, key, plain, quoted, items = match.groups()
        text = plain or quoted
        value: str | list[str | None] | None = _scalar(text) if text else None
        if items is not None:
            value = [_scalar(item) for item in _ITEMS.findall(items)]
        entry = Entry(value, number, word=plain.rstrip(" ") if plain and value is None else None)
        if indent or not key:
            self._below.append((indent, key, entry))
            return
        self.close()
        self._add(self.entries, key, entry)
        self._open = None if text or items is not None else key

    def close(self) -> None:
        """Store the YAML lines below the last key as its value, a list or a mapping."""
        if not self._below:
            return
        indents = {indent for indent, _, _ in self._below}
        keys = [key for _, key, _ in self._below if key]
        if self._open is None or len(indents) > 1 or len(keys) not in {0, len(self._below)}:
            raise _UnusualError
        inner: dict[str, Entry] = {}
        for key, (_, _, entry) in zip(keys, self._below, strict=False):
            self._add(inner, key, entry)
        values = {key: entry.value for key, entry in inner.items()} or [entry.value for _, _, entry in self._below]
        self.entries[self._open] = Entry(values, self.entries[self._open].line, inner)
        self._below.clear()

    def _add(self, entries: dict[str, Entry], key: str, entry: Entry) -> None:
        if key in entries:
            self.repeated.append((entry.line, key))
        entries[key] = entry


def _scalar(text: str) -> str | None:
    """Return the value of *text*, a YAML scalar between spaces, commas or brackets."""
    text = text.rstrip(" ")
    if text[0] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1]) if "\\" in text else text[1:-1]
    if text[0] == "'":
        return text[1:-1]
    if ": " in text or " #" in text or text[-1] == ":":  # a nested key or a comment begins
        raise _UnusualError
    return None if text in NULLS else text
