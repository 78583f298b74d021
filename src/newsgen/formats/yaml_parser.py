"""Parse any YAML with PyYAML, and keep the line of each key.

Scalars stay text (YAML 1.1 would read 12:30 as 750 and `no` as false) and tags are ignored. The text is
read event by event, because composing a tree of deep brackets overflows the stack in C.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from newsgen.errors import NewsgenError
from newsgen.formats.yaml_lines import NULLS, Entries, Entry
from newsgen.formats.yaml_mistakes import Mistake, broken_key, cut_comment, explain, open_quote
from newsgen.text.arabic import clean

Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_DEPTH = 20
_LINE_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""Characters that end a line in YAML but not in editors, and would shift the line numbers."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_QUOTE = "put quotes around values that contain ': ' or begin with a sign, and align the keys with spaces"
_ONE_A_LINE = "write one `key: value` a line"
_LINE_ENDS = re.compile("\r\n|\r|\n")


def parse_yaml(text: str, path: str, first_line: int, kind: type[NewsgenError]) -> Entries:
    """Parse YAML *text* that starts on *first_line* of *path*; the last one of a repeated key counts.

    Raises an error of *kind* if the text is not YAML, or not a mapping.
    """
    lines = [*_LINE_ENDS.split(text), ""]  # libyaml may see the end of a text on a line of its own
    reader = _Reader(text, lines, first_line)
    try:
        entry = reader.document()
    except (yaml.MarkedYAMLError, _MistakeError) as error:
        mistake = _mistake(error, lines)
        raise kind(path, f"broken YAML ({mistake.found})", mistake.remedy, first_line + mistake.row) from None
    except yaml.reader.ReaderError as error:
        bad = _UNREADABLE.search(text)
        line = first_line + (text.count("\n", 0, bad.start()) if bad else 0)
        raise kind(path, f"broken YAML ({error.reason})", "delete the invisible character", line) from None
    if not isinstance(entry.value, dict | None):
        row = next((row for row, line in enumerate(lines) if line.strip()), 0)
        mistake = broken_key(lines, row) or Mistake(0, "the text is not a mapping of keys to values", _ONE_A_LINE)
        raise kind(path, mistake.found, mistake.remedy, first_line + mistake.row)
    return Entries(entry.inner, tuple(reader.repeated), tuple(reader.doubts))


def _mistake(error: "yaml.MarkedYAMLError | _MistakeError", lines: Sequence[str]) -> Mistake:
    """Return the mistake that *error* of the YAML parser is about."""
    if isinstance(error, _MistakeError):
        return error.mistake
    row = _row(error, lines)
    return explain(lines, row) or Mistake(row, error.problem or error.context or "", _QUOTE)


def _row(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> int:
    """Return the line of a YAML mistake, from 0: where a quote or a bracket opens, not the end of the text."""
    around = error.context_mark
    mark = around if around and _is_at_fault(around, lines) else error.problem_mark
    return mark.line if mark else 0


def _is_at_fault(mark: yaml.Mark, lines: Sequence[str]) -> bool:
    """Return whether at *mark* of the YAML a quote or bracket opens, or a word is on a line without a colon."""
    line = lines[mark.line]
    return line[mark.column : mark.column + 1] in {"'", '"', "[", "{"} or ":" not in line


class _MistakeError(Exception):
    """YAML that can be parsed, but is refused."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake)
        self.mistake = mistake


class _Reader:
    """Build entries from YAML's events."""

    def __init__(self, text: str, lines: Sequence[str], first_line: int) -> None:
        self.repeated: list[tuple[int, str]] = []
        self.doubts: list[tuple[int, str]] = []
        self._lines = lines
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
            raise _error("a second document", more, "delete the line ---, or put quotes around it")
        return entry

    def _entry(self, event: Any, line: int, depth: int = 0) -> Entry:
        """Return the YAML value that begins with the parser's *event*, as an entry on *line*."""
        if isinstance(event, yaml.ScalarEvent):
            self._doubt(event)
            is_null = event.implicit[0] and (not event.value or event.value in NULLS)
            return Entry(None, line, word=event.value or None) if is_null else Entry(clean(event.value), line)
        if isinstance(event, yaml.AliasEvent):
            raise _error("an alias like *name", event, "write the value out, or put quotes around the text")
        if depth > _MAX_DEPTH:
            raise _error("too many brackets or levels", event, "put quotes around a text with brackets")
        if isinstance(event, yaml.SequenceStartEvent):
            return Entry([self._entry(e, line, depth + 1).value for e in self._until(yaml.SequenceEndEvent)], line)
        inner = self._mapping(depth + 1)
        return Entry({key: entry.value for key, entry in inner.items()}, line, inner)

    def _mapping(self, depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in self._until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _error("a key that is not text", event, "put quotes around the key")
            self._check_spaces(event)
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

    def _check_spaces(self, event: Any) -> None:
        """Raise an error if an odd space at the beginning of a line made its text or key part of another."""
        for row in range(event.start_mark.line, event.end_mark.line + 1):
            mistake = None if event.style else broken_key(self._lines, row, is_read=True)
            if mistake:
                raise _MistakeError(mistake)

    def _doubt(self, event: Any) -> None:
        """Record what the YAML parser leaves out of the unquoted text of *event*, or adds to it, without a word."""
        start, end = event.start_mark, event.end_mark
        sign = "&" if event.anchor else "!" if event.tag and not event.tag.startswith("tag:") else ""
        if sign:
            self._add_doubt(start.line, f"YAML leaves out the word with {sign}; put quotes around the value")
        if start.line < end.line and event.style in {"'", '"'} and (mistake := open_quote(self._lines, start.line)):
            raise _MistakeError(mistake)
        if event.style:  # quoted, or a block
            return
        if end.line > start.line:
            self._check_spaces(event)
        for row in range(start.line + 1, end.line + 1):
            if self._lines[row].lstrip().startswith("- "):
                self._add_doubt(row, "this is no list item but more of the text above; align the items of a list")
        if cut_comment(self._lines[end.line][end.column :], event.value):
            self._add_doubt(end.line, "what follows ' #' is a comment and is left out; put quotes around the value")

    def _add_doubt(self, row: int, text: str) -> None:
        self.doubts.append((self._first_line + row, text))


def _error(problem: str, event: Any, remedy: str) -> "_MistakeError":
    return _MistakeError(Mistake(event.start_mark.line, problem, remedy))
