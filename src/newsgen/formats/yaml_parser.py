"""Parse any YAML with PyYAML, and keep the line of each key.

Scalars stay text (YAML 1.1 would read 12:30 as 750 and `no` as false) and tags are ignored. The text is
read event by event, because composing a tree of deep brackets overflows the stack in C.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from newsgen.errors import NewsgenError
from newsgen.formats.yaml_lines import NULLS, Entries, Entry
from newsgen.text.arabic import clean

Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_DEPTH = 20
_LINE_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""Characters that end a line in YAML but not in editors, and would shift the line numbers."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_QUOTE = "put quotes around values that contain ': ' or begin with a sign, and align the keys with spaces"


def parse_yaml(text: str, path: str, first_line: int, kind: type[NewsgenError]) -> Entries:
    """Parse YAML *text* that starts on *first_line* of *path*; the last one of a repeated key counts.

    Raises an error of *kind* if the text is not YAML, or not a mapping.
    """
    reader = _Reader(text, first_line)
    try:
        entry = reader.document()
    except yaml.MarkedYAMLError as error:
        found = f"broken YAML ({error.problem or error.context})"
        raise kind(path, found, _QUOTE, first_line + _row(error, text)) from None
    except yaml.reader.ReaderError as error:
        bad = _UNREADABLE.search(text)
        line = first_line + (text.count("\n", 0, bad.start()) if bad else 0)
        raise kind(path, f"broken YAML ({error.reason})", "delete the invisible character", line) from None
    if not isinstance(entry.value, dict | None):
        raise kind(path, "the text is not a mapping of keys to values", "write one `key: value` a line", first_line)
    return Entries(entry.inner, tuple(reader.repeated))


def _row(error: yaml.MarkedYAMLError, text: str) -> int:
    """Return the line of a YAML mistake, from 0: where a quote or a bracket opens, not the end of the text."""
    around = error.context_mark
    mark = around if around and _is_at_fault(around, text) else error.problem_mark
    return mark.line if mark else 0


def _is_at_fault(mark: yaml.Mark, text: str) -> bool:
    """Return whether at *mark* of the YAML a quote or bracket opens, or a word is on a line without a colon."""
    line = [*re.split("\r\n|\r|\n", text), ""][mark.line]  # libyaml may see the end of a text on a line of its own
    return line[mark.column : mark.column + 1] in {"'", '"', "[", "{"} or ":" not in line


class _Reader:
    """Build entries from YAML's events."""

    def __init__(self, text: str, first_line: int) -> None:
        self.repeated: list[tuple[int, str]] = []
        self._events: Iterator[Any] = yaml.parse(text.translate(_LINE_BREAKS), Loader=Loader)
        self._first_line = first_line

    def document(self) -> Entry:
        """Return the only document of parsed YAML, whose value is None if the text is empty."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Entry(None, self._first_line)
        entry = self._entry(next(self._events), self._first_line)
        next(self._events)  # the end of the document
        more = next(self._events)
        if not isinstance(more, yaml.StreamEndEvent):
            raise _error("a second document", more)
        return entry

    def _entry(self, event: Any, line: int, depth: int = 0) -> Entry:
        """Return the YAML value that begins with the parser's *event*, as an entry on *line*."""
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and (not event.value or event.value in NULLS)
            return Entry(None if is_null else clean(event.value), line)
        if isinstance(event, yaml.AliasEvent):
            raise _error("an alias like *name, a few of which can stand for gigabytes", event)
        if depth > _MAX_DEPTH:
            raise _error("too many brackets or levels", event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Entry([self._entry(e, line, depth + 1).value for e in self._until(yaml.SequenceEndEvent)], line)
        inner = self._mapping(depth + 1)
        return Entry({key: entry.value for key, entry in inner.items()}, line, inner)

    def _mapping(self, depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _error("a key that is not text", event)
            key, line = clean(event.value), self._line(event)
            if key in entries:
                self.repeated.append((line, key))
            entries[key] = self._entry(next(self._events), line, depth)
        return entries

    def _line(self, event: Any) -> int:
        return self._first_line + int(event.start_mark.line)

    def _until(self, end: type[Any]) -> Iterator[Any]:
        """Yield the parser's events that begin the parts of a YAML list or mapping, up to the event *end*."""
        for event in self._events:
            if isinstance(event, end):
                return
            yield event


def _error(problem: str, event: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
