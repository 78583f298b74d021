"""Read the YAML that people write: a mapping of keys to values, each with its line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

import yaml

from newsgen.dates import parse_date
from newsgen.errors import NewsgenError, SourceError

_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_LIST_SEPARATOR = re.compile(r"\s*[،,]\s*")
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the mapping and the line its key stands on."""

    value: Any
    """str, None, list or dict; scalars are never typed by YAML, which reads 12:30 as 750."""
    line: int


class Fields:
    """A mapping being read key by key: each wrong value becomes an error, and reading goes on."""

    def __init__(self, path: str, entries: dict[str, Entry], kind: type[NewsgenError] = SourceError) -> None:
        """Read *entries* of the file *path*; errors are of *kind*."""
        self.path = path
        self.entries = entries
        self.errors: list[NewsgenError] = []
        self.warnings: list[str] = []
        self._kind = kind
        self._known: set[str] = set()

    def fail(self, key: str, found: str, remedy: str) -> None:
        """Note that the value of *key* is wrong."""
        line = self.entries[key].line if key in self.entries else None
        self.errors.append(self._kind(self.path, found, remedy, line))

    def value(self, key: str) -> Any:
        """Return the value of *key* as YAML holds it; None where it is missing or empty."""
        self._known.add(key)
        entry = self.entries.get(key)
        return entry.value if entry else None

    def text(self, key: str) -> str | None:
        """Return the value of *key* as text, white space folded."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fail(key, f"{key} is a {_shape(value)}", f"write one line of text after {key}:")
            return None
        return " ".join(value.split()) or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one line of text is split at ، and comma."""
        value = self.value(key)
        items = _LIST_SEPARATOR.split(value) if isinstance(value, str) else value or []
        if not isinstance(items, list) or not all(isinstance(item, str | None) for item in items):
            self.fail(key, f"{key} is not a list of texts", f"write {key}: [one, two]")
            return ()
        return tuple(" ".join(item.split()) for item in items if item and item.strip())

    def moment(self, key: str) -> date | None:
        """Return a date, or a date and time."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            self.fail(key, f"{key} {text!r} cannot be read ({error})", "write it like 2011-01-25 or ٢٥ يناير ٢٠١١")
            return None

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        text = self.text(key)
        if text is None:
            return default
        if text.lower() not in _TRUE | _FALSE:
            self.fail(key, f"{key} {text!r} is neither true nor false", f"write {key}: true or {key}: false")
        return text.lower() in _TRUE

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Return one of *choices*; None where the key is missing."""
        text = self.text(key)
        if text is None or text in choices:
            return text
        nearest = get_close_matches(text, choices, 1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        self.fail(key, f"{key} {text!r} is not known", f"write one of {', '.join(choices)}{hint}")
        return None

    def url(self, key: str, schemes: Sequence[str] = ("http", "https")) -> str | None:
        """Return an absolute address with one of *schemes*."""
        text = self.text(key)
        if text is None or is_url(text, schemes):
            return text
        self.fail(key, f"{key} {text!r} is no address", f"write it like {schemes[-1]}://example.org/")
        return None

    def section(self, key: str) -> "Fields":
        """Return the mapping under *key*, to be read like this one; its errors count here."""
        value = self.value(key)
        if value is not None and not isinstance(value, dict):
            self.fail(key, f"{key} is a {_shape(value)}", f"write keys under {key}:, one a line, indented")
        line = self.entries[key].line if key in self.entries else 1
        entries = {k: Entry(v, line) for k, v in value.items()} if isinstance(value, dict) else {}
        inner = Fields(self.path, entries, self._kind)
        inner.errors = self.errors
        return inner

    def unknown(self) -> dict[str, Any]:
        """Return the entries that were never asked for."""
        return {key: entry.value for key, entry in self.entries.items() if key not in self._known}

    def refuse_unknown(self) -> None:
        """Make an error of each entry that was never asked for, with the nearest known key."""
        for key in self.unknown():
            nearest = get_close_matches(key, sorted(self._known), 1, cutoff=0)[0]
            self.fail(key, f"unknown key {key!r}", f"the nearest known key is {nearest!r}")


def is_url(text: str, schemes: Sequence[str] = ("http", "https")) -> bool:
    """Tell an absolute address with one of *schemes* and a host, without white space."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in schemes and bool(parts.netloc) and not re.search(r"\s", text)


def read_mapping(text: str, path: str, first_line: int = 1, kind: type[NewsgenError] = SourceError) -> Fields:
    """Parse YAML *text* that starts on *first_line* of *path*.

    A repeated key is a warning and the last wins. Raises an error of *kind* where the text is no
    YAML, no mapping, or uses anchors (a few lines of which can stand for gigabytes).
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
        fields = Fields(path, {}, kind)
        if node is None:
            return fields
        if not isinstance(node, yaml.MappingNode):
            found, remedy = "the text is no mapping of keys to values", "write one `key: value` a line"
            raise kind(path, found, remedy, first_line)
        _read_entries(node, fields, first_line)
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        remedy = "put quotes around values that hold ': ' or begin with a sign, and align the keys"
        raise kind(path, f"broken YAML ({error.problem or error.context})", remedy, line) from None
    except yaml.reader.ReaderError as error:
        raise _unreadable(error, text, path, first_line, kind) from None
    except RecursionError:
        raise kind(path, "YAML nested too deeply", "write flat keys and values", first_line) from None
    return fields


def _unreadable(
    error: yaml.reader.ReaderError, text: str, path: str, first_line: int, kind: type[NewsgenError]
) -> NewsgenError:
    bad = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]", text)
    line = first_line + (text.count("\n", 0, bad.start()) if bad else 0)
    return kind(path, f"broken YAML ({error.reason})", "delete the invisible character", line)


def _read_entries(node: yaml.MappingNode, fields: Fields, first_line: int) -> None:
    seen: set[int] = set()
    for key_node, value_node in node.value:
        key, line = str(key_node.value), first_line + key_node.start_mark.line
        if key in fields.entries:
            fields.warnings.append(f"line {line}: {key} is repeated; the last one counts")
        try:
            fields.entries[key] = Entry(_plain(value_node, seen), line)
        except ValueError as error:
            fields.entries[key] = Entry(None, line)
            fields.fail(key, f"{key} {error}", "write the value out")


def _plain(node: yaml.Node, seen: set[int], depth: int = 0) -> Any:
    """Return *node* as str, None, list or dict."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in _NULLS else node.value
    if id(node) in seen:
        raise ValueError("uses an anchor")
    if depth > _MAX_DEPTH:
        raise ValueError("is nested too deeply")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen, depth + 1) for item in node.value]
    return {str(key.value): _plain(value, seen, depth + 1) for key, value in node.value}


def _shape(value: Any) -> str:
    return "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"
