"""Read typed values from YAML mappings, and report each error with its line."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from newsgen.errors import NewsgenError, SourceError
from newsgen.formats.yaml_lines import Entries, Entry, read_lines
from newsgen.text.web_addresses import is_url


def parse_entries(text: str, path: str, first_line: int, kind: type[NewsgenError]) -> Entries:
    """Parse YAML *text* with the result and the errors of `parse_yaml`, but much faster if its lines are ordinary."""
    entries = read_lines(text, first_line)
    if entries is None:
        from newsgen.formats.yaml_parser import parse_yaml  # noqa: PLC0415 - slow to import, and rarely needed

        entries = parse_yaml(text, path, first_line, kind)
    return entries


_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_LIST_SEPARATOR = re.compile(r"\s*[،,]\s*")


class Fields:
    """A mapping that is read key by key; each wrong value is recorded as an error, and reading goes on."""

    def __init__(self, path: str, entries: Mapping[str, Entry], kind: type[NewsgenError] = SourceError) -> None:
        """Prepare to read the YAML fields *entries* of the file *path*, with errors of *kind*."""
        self.path = path
        self.entries = entries
        self.errors: list[NewsgenError] = []
        self.warnings: list[str] = []
        self._kind = kind
        self._known: set[str] = set()

    def fail(self, key: str, found: str, remedy: str) -> None:
        """Record that the value of the YAML field *key* is wrong."""
        line = self.entries[key].line if key in self.entries else None
        self.errors.append(self._kind(self.path, found, remedy, line))

    def value(self, key: str) -> Any:
        """Return the value of the field *key* as YAML has it; None if it is missing or empty."""
        self._known.add(key)
        entry = self.entries.get(key)
        return entry.value if entry else None

    def text(self, key: str) -> str | None:
        """Return the YAML field *key* as text, with white space folded; None if it is missing, blank or wrong."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fail(
                key,
                f"{key} is a {_shape(value)}",
                f"write one line of text after {key}:, with quotes if it begins with a bracket",
            )
            return None
        return " ".join(value.split()) or None

    def word_for_nothing(self, key: str) -> str | None:
        """Return the word null or the like that is the value of the YAML field *key*; None if there is none."""
        entry = self.entries.get(key)
        return entry.word if entry else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a YAML field as texts without duplicates: a list, or a line split at ، and comma; empty if wrong."""
        value = self.value(key)
        if value is None:
            return ()
        items = _LIST_SEPARATOR.split(value) if isinstance(value, str) else value or []
        if not isinstance(items, list) or not all(isinstance(item, str | None) for item in items):
            self.fail(key, f"{key} is not a list of texts", f"write {key}: [one, two]")
            return ()
        return tuple(dict.fromkeys(" ".join(item.split()) for item in items if item and item.strip()))

    def names(self, key: str) -> tuple[str, ...]:
        """Return a YAML field as names like `texts`, but with the items of a list split at ، too, unlike in YAML."""
        texts = self.texts(key)
        if not any("،" in text for text in texts):
            return texts
        parts = (part.strip() for text in texts for part in text.split("،"))
        return tuple(dict.fromkeys(filter(None, parts)))

    def moment(self, key: str) -> date | None:
        """Return a YAML field as a date, or a date and time; None if it is missing or wrong."""
        text = self.text(key)
        if text is None:
            return None
        from newsgen.text.dates import parse_date  # noqa: PLC0415 - slow to import, and site.yml has no dates
        from newsgen.text.zones import ZoneError  # noqa: PLC0415

        try:
            return parse_date(text)
        except ValueError as error:
            remedy = error.REMEDY if isinstance(error, ZoneError) else "write it like 2011-01-25 or ٢٥ يناير ٢٠١١"
            self.fail(key, f"{key} {text!r} cannot be read ({error})", remedy)
            return None

    def flag(self, key: str, *, default: bool) -> bool:
        """Return whether the flag of a YAML field is set; *default* if it is missing, False if it is wrong."""
        text = self.text(key)
        if text is None:
            return default
        if text.lower() not in _TRUE | _FALSE:
            self.fail(key, f"{key} must be true or false, found {text!r}", f"write {key}: true or {key}: false")
        return text.lower() in _TRUE

    def number(self, key: str, least: int, most: int, default: int) -> int:
        """Return a YAML field as a whole number *least* to *most*, in any digits; *default* if missing or wrong."""
        text = self.text(key)
        if text is None:
            return default
        if not text.isdecimal() or not least <= int(text) <= most:
            found = f"{key} must be a number from {least} to {most}, found {text!r}"
            self.fail(key, found, f"write, for example, {key}: {default}")
            return default
        return int(text)

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Return a YAML field as one of *choices*; None if the key is missing or its value is another."""
        text = self.text(key)
        if text is None or text in choices:
            return text
        from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

        nearest = get_close_matches(text, choices, 1)
        hint = f" (did you mean {nearest[0]}?)" if nearest else ""
        self.fail(key, f"{key} {text!r} is not known", f"write one of {', '.join(choices)}{hint}")
        return None

    def url(self, key: str, schemes: Sequence[str] = ("http", "https")) -> str | None:
        """Return a YAML field as an absolute URL with one of *schemes*; None if it is missing or wrong."""
        text = self.text(key)
        if text is None or is_url(text, schemes):
            return text
        self.fail(key, f"{key} {text!r} is not a URL", f"write it like {schemes[-1]}://example.org/")
        return None

    def section(self, key: str) -> "Fields":
        """Return the YAML mapping in the field *key*, to be read like this one; its errors are recorded here too."""
        value = self.value(key)
        if value is not None and not isinstance(value, dict):
            self.fail(key, f"{key} is a {_shape(value)}", f"write indented keys under {key}:, one on each line")
        inner = Fields(self.path, self.entries[key].inner if key in self.entries else {}, self._kind)
        inner.errors = self.errors
        return inner

    def unknown(self) -> dict[str, Any]:
        """Return the values of the YAML fields that were never read."""
        return {key: entry.value for key, entry in self.entries.items() if key not in self._known}

    def refuse_unknown(self) -> None:
        """Record an error for each YAML field that was never read, with the nearest known key."""
        from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

        for key in self.unknown():
            nearest = get_close_matches(key.lower().replace("-", "_"), sorted(self._known), 1, cutoff=0)[0]
            self.fail(key, f"unknown key {key!r}", f"the nearest known key is {nearest!r}")


def read_mapping(text: str, path: str, first_line: int = 1, kind: type[NewsgenError] = SourceError) -> Fields:
    """Parse YAML *text* that starts on *first_line* of *path*, with a warning for each repeated key.

    Raises an error of *kind* if the text is not YAML, or not a mapping.
    """
    entries = parse_entries(text, path, first_line, kind)
    fields = Fields(path, entries.by_key, kind)
    fields.warnings += [f"line {line}: {key} is repeated; the last one counts" for line, key in entries.repeated]
    fields.warnings += [f"line {line}: {text}" for line, text in entries.doubts]
    return fields


def _shape(value: Any) -> str:
    return "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"
