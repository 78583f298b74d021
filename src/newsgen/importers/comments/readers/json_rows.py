"""Read the objects of a form service's JSON one by one, each with its line, up to where the file is damaged."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsgen.errors import SourceError
from newsgen.importers.comments.readers.form_fields import submission_of
from newsgen.importers.comments.submissions import Finding
from newsgen.importers.items import Note, Skipped
from newsgen.text.encodings import UndecodableError, decode

_LISTS = {"submissions", "data", "results", "entries", "items"}
"""The keys of an export's object under which services list the submissions."""
_BLANKS = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)
_REMEDY = "export it again, or repair the file; what stands before that line was read"


class Record(NamedTuple):
    """One object of an export in JSON."""

    line: int
    value: Any


def read_form_json(data: bytes, name: str) -> Iterator[Finding]:
    """Yield the comments in a form's JSON *data*, called *name* in messages."""
    try:
        decoded = decode(data)
    except UndecodableError as error:
        yield SourceError(name, f"has {error}", "save the file as UTF-8", error.line)
        return
    if decoded.warning:
        yield Note(f"{name}: {decoded.warning}", is_warning=True)
    for number, found in enumerate(read_objects(decoded.text.removeprefix("\ufeff"), name), 1):
        if isinstance(found, SourceError):
            yield found
            continue
        place = f"submission {number}, line {found.line}"
        if not isinstance(found.value, dict):
            yield Skipped(place, "is not an object with the fields of a form")
            continue
        yield submission_of(found.value, place, found.line)


def read_objects(text: str, name: str) -> Iterator[Record | SourceError]:
    """Yield the objects in an export's JSON *text*: an object, objects on lines, a list, or a list in an object."""
    cursor = _Cursor(text)
    try:
        if cursor.peek() == "":
            yield SourceError(name, "is empty", "export it again")
        while cursor.peek():
            yield from cursor.items() if cursor.peek() == "[" else cursor.object()
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip())
        found = "is cut off: it ends within a value" if is_cut else f"is not valid JSON ({error.msg})"
        yield SourceError(name, found, _REMEDY, text.count("\n", 0, error.pos) + 1)
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        yield SourceError(name, f"has a value that cannot be read ({why})", _REMEDY, cursor.line)


@dataclass(slots=True)
class _Cursor:
    """A place in an export's JSON text."""

    text: str
    at: int = 0
    line: int = 1
    _counted: int = 0
    """Up to where lines have been counted."""

    def peek(self) -> str:
        """Return the next sign of the export that is not blank; "" at its end."""
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.text[self.at : self.at + 1]

    def take(self, signs: str) -> str:
        """Return the next sign of the export and go past it; raise JSONDecodeError unless it is one of *signs*."""
        sign = self.peek()
        if not sign or sign not in signs:
            raise json.JSONDecodeError(f"expected {' or '.join(signs)}", self.text, self.at)
        self.at += 1
        return sign

    def value(self) -> Record:
        """Return the next value of the export with its line."""
        self.peek()
        line = self.line
        try:
            value, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated string"):  # and so ends with the file
                raise json.JSONDecodeError(error.msg, self.text, len(self.text)) from None
            raise
        return Record(line, value)

    def items(self) -> Iterator[Record]:
        """Yield the values of the list that is next in the export."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.take(",]") == "]":
                return

    def object(self) -> Iterator[Record]:
        """Yield the values of a list within the export's next object, or else that object itself."""
        if self.peek() != "{":
            yield self.value()
            return
        self.take("{")
        line, values, is_envelope = self.line, {}, False
        while self.peek() != "}":
            key = str(self.value().value)
            self.take(":")
            if key in _LISTS and self.peek() == "[":
                is_envelope = True
                yield from self.items()
            else:
                values[key] = self.value().value
            if self.peek() != "}":
                self.take(",")
        self.take("}")
        if not is_envelope:
            yield Record(line, values)
