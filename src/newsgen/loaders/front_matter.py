"""Read front matter with any generator's keys as front matter with newsgen's keys."""

import re
from itertools import chain
from typing import Any

from newsgen.errors import SourceError
from newsgen.formats.yaml_fields import Fields
from newsgen.formats.yaml_lines import Entry
from newsgen.loaders.front_matter_keys import (
    EXPIRY_KEYS,
    FOREIGN_KEYS,
    KEYS,
    LIFTED,
    OWN_KEYS,
    PUBLISH_KEYS,
    SPELLINGS,
    nearest_key,
    normal_key,
)
from newsgen.loaders.publication import (
    STATE_KEYS,
    STRICT_FLAGS,
    Publication,
    Statement,
    doubt_about,
    flag_of,
    read_publication,
    statement_of,
)
from newsgen.model.urls import alias_url
from newsgen.text.web_addresses import is_url

_HOLDING = frozenset({*STRICT_FLAGS, *STATE_KEYS, *PUBLISH_KEYS, *EXPIRY_KEYS})
"""The keys that can hold an article back, in their normal forms; one that looks like them is an error."""
_LONG_HOLDING = frozenset(key for key in _HOLDING if len(key) >= 9)  # noqa: PLR2004
"""Those in which even two mistakes make no other word; shorter ones are as near to words like `expenses`."""
_TAKEN_OUT = _HOLDING | {"password"}
"""Keys about publication alone; templates may want to know of others, such as `live`."""
_KNOWN = frozenset({*OWN_KEYS, *FOREIGN_KEYS}) - _HOLDING
_AMBIGUOUS = frozenset({"draft", "featured"})
"""Keys of newsgen whose meaning depends on their values."""
_PARTS = re.compile(r"[\s_.-]+|(?<=[a-z])(?=[A-Z])")
_FLAGS = frozenset(flag for flag in STRICT_FLAGS if flag != "publish")
_TWINS = {"author": "authors", "categories": "category", "description": "summary"}
"""Pairs of newsgen's keys that mean the same."""
PICTURE_NAMES = ("image", "path", "url", "file", "source")
"""What other generators call the `src` of a picture."""
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def read_keys(fields: Fields) -> Publication:
    """Rename the keys of *fields* to newsgen's, take out those about publication, and return what they say.

    A key in other letters is the same key, and of repeated keys the last one counts. A key of another generator
    counts if newsgen's own is missing. An unknown key that looks like a known one is a warning, or an error if the
    known one could hold the article back.
    """
    if fields.entries.keys() <= KEYS and _AMBIGUOUS.isdisjoint(fields.entries):
        return Publication()
    reader = _Reader(fields)
    inside = [key for key, entry in fields.entries.items() if normal_key(key) in LIFTED and entry.inner]
    for key, entry in fields.entries.items():
        if key not in inside:
            reader.read(key, entry)
    for key, entry in chain.from_iterable(fields.entries[key].inner.items() for key in inside):
        reader.read(key, entry, is_inside=True)
    reader.add_foreign()
    fields.entries = reader.other | reader.own
    return read_publication(fields, reader.statements)


class _Reader:
    """Sorts the entries of front matter by what their keys mean."""

    def __init__(self, fields: Fields) -> None:
        self.own: dict[str, Entry] = {}
        self.other: dict[str, Entry] = {}
        """The entries that newsgen does not use, by their keys as written."""
        self.statements: list[tuple[Entry, Statement]] = []
        self._fields = fields
        self._foreign: list[tuple[str, str, Entry]] = []
        """newsgen's key, the key as written, and the entry."""
        self._borrowed: dict[str, str] = {}
        """The key as written of each entry that another generator's key gave, by newsgen's key."""

    def read(self, key: str, entry: Entry, *, is_inside: bool = False) -> None:
        """Read the front matter's *entry* under its *key*, which may be inside a lifted one."""
        name = normal_key(key)
        own = OWN_KEYS.get(name) if name != "draft" else None
        if own == "featured" and _picture(entry.value) is not None:
            own = None  # a theme's picture, not the flag
        statement = None if own else statement_of(key, entry.value)
        if statement:
            self._add_statement(key, entry, statement)
        elif own and not is_inside:
            self._add_own(own, key, entry)
        elif own or name in FOREIGN_KEYS:
            self._foreign.append((own or FOREIGN_KEYS[name], key, entry))
        else:
            self._add_other(key, entry)
            doubt = None if self._reports(key, name, entry) else doubt_about(key, entry.value)
            self.statements += [(entry, doubt)] if doubt else []

    def _add_statement(self, key: str, entry: Entry, statement: Statement) -> None:
        self.statements.append((entry, statement))
        if statement.kind == "from":
            self._foreign.append(("date", key, entry))
        elif normal_key(key) not in _TAKEN_OUT:
            self._add_other(key, entry)

    def _add_own(self, own: str, key: str, entry: Entry) -> None:
        if own in self.own:
            self._warn(entry, f"{key} is repeated; the last one counts")
        self.own[own] = entry

    def _add_other(self, key: str, entry: Entry) -> None:
        if self.other.setdefault(key, entry).value != entry.value:
            self._warn(entry, f"{key} is left out, because it is written twice with different values")

    def _reports(self, key: str, name: str, entry: Entry) -> bool:
        """Report the unknown *key* if it looks like a known one; return whether it does."""
        other = None if _has_suffix(key) else nearest_key(name, _KNOWN)
        holding = nearest_key(name, _LONG_HOLDING) or nearest_key(name, _HOLDING, 1)
        if flag_of(entry.value) is not None:
            holding = holding or nearest_key(name, _FLAGS, 2)
        if holding and not (other and other < holding):
            known = SPELLINGS.get(holding[1], holding[1])
            found = f"unknown key {key!r} looks like {known}, which can hold the article back"
            error = SourceError(self._fields.path, found, f"write {known}, or another key", entry.line)
            self._fields.errors.append(error)
        elif other:
            self._warn(entry, f"unknown key {key!r} is only kept for templates; did you mean {SPELLINGS[other[1]]}?")
        return bool(holding or other)

    def add_foreign(self) -> None:
        """Give the entries with keys of other generators newsgen's keys, unless newsgen's own are there too."""
        for own, key, entry in self._foreign:
            value = _converted(own, key, entry)
            if value is None:
                self._add_other(key, entry)
                if normal_key(key) == "permalink":
                    self._warn(entry, f"permalink {entry.value!r} is not used; a path or `slug: …` sets an address")
            elif own == "aliases":
                self.own[own] = Entry([*_texts(self.own.get(own)), *value], entry.line)
            else:
                self._add(own, key, entry._replace(value=value))

    def _add(self, own: str, key: str, entry: Entry) -> None:
        """Use the *entry* of another generator as newsgen's key *own* if that is missing."""
        present = self.own.get(own) or self.own.get(_TWINS.get(own, ""))
        if present is None:
            self.own[own], self._borrowed[own] = entry, key
        elif own != "date":
            if normal_key(key) not in OWN_KEYS:
                self._add_other(key, entry)
            if not set(_texts(entry)) <= set(_texts(present)):
                used = self._borrowed.get(own, own)
                self._warn(entry, f"{key} is not used, because {used} says something else; delete one of them")

    def _warn(self, entry: Entry, text: str) -> None:
        self._fields.warnings.append(f"line {entry.line}: {text}")


def _has_suffix(key: str) -> bool:
    """Return whether *key* is a known one and a short word, such as `title_en` or `authorId`."""
    parts = _PARTS.split(key)
    return any(normal_key(part) in _KNOWN and len("".join(parts)) - len(part) in {1, 2, 3} for part in parts)


def _converted(own: str, key: str, entry: Entry) -> Any:
    """Return the value under a foreign *key* as newsgen's key *own* has it; None if it means something else there."""
    value = entry.value
    if own == "image":
        return _picture(value)
    if own == "robots":
        return "noindex" if flag_of(value) else None
    if normal_key(key) in {"url", "permalink"}:
        return [value] if isinstance(value, str) and _is_path(value) else None
    return _texts(entry) if own == "aliases" else value


def _picture(value: Any) -> Any:
    """Return a theme's picture as newsgen's `image`; None if it names no picture."""
    if isinstance(value, list) and value:
        return _picture(value[0])
    if isinstance(value, dict):
        return value if set(map(normal_key, value)) & {"src", *PICTURE_NAMES} else None
    return value if isinstance(value, str) and value.split("?")[0].lower().endswith(_PICTURES) else None


def _is_path(text: str) -> bool:
    """Return whether *text*, a generator's `url` or `permalink`, is a path of this site, no pattern of paths."""
    if is_url(text) or "/" not in text or re.search("[:{}]", text):
        return False
    try:
        return bool(alias_url(text))
    except ValueError:
        return False


def _texts(entry: Entry | None) -> tuple[str, ...]:
    return Fields("", {"": entry}).texts("") if entry else ()
