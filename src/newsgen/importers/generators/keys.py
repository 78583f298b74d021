"""Read a header key by key, in any case of letters, and keep what was not read."""

from collections.abc import Iterator, Mapping
from typing import Any

from newsgen.importers.generators.headers import Header

_GROUPS = ("taxonomies", "extra", "params")
"""Mappings in headers of Zola and Hugo, whose keys are read like those beside them."""


class Keys:
    """The keys of one header, with values that are inherited from settings or folders."""

    def __init__(self, header: Header, inherited: Mapping[str, Any] | None = None) -> None:
        """Prepare to read the keys of *header*; an *inherited* value counts where it has none."""
        self._header = header
        self._entries: dict[str, tuple[str, Any]] = {}
        self._used: set[str] = set()
        self._add(header.values)
        for group in _GROUPS:
            inner = self._entries.get(group, ("", None))[1]
            if isinstance(inner, Mapping):
                del self._entries[group]
                self._add(inner)
        self._add(inherited or {})

    def _add(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            self._entries.setdefault(str(key).lower(), (str(key), value))

    def get(self, *names: str) -> Any:
        """Return the value of the first of the header's keys *names* that is not empty; None if all are."""
        return next((value for name, value in self._named(names)), None)

    def take(self, *names: str) -> Any:
        """Return the same as `get`, and count the key of the header as read."""
        for name, value in self._named(names):
            self._used.add(name)
            return value
        return None

    def use(self, *names: str) -> None:
        """Count the header's keys *names* as read."""
        self._used.update(names)

    def _named(self, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        for name in names:
            value = self._entries.get(name, ("", None))[1]
            if value is not None and value not in ("", [], {}):
                yield name, value

    def line_of(self, name: str) -> int:
        """Return the line of the file on which the header has the key *name*."""
        return self._header.line_of(self._entries.get(name, (name, None))[0])

    def by_lower_case(self) -> dict[str, Any]:
        """Return all values of the header by their keys in lower case."""
        return {name: value for name, (_, value) in self._entries.items()}

    def rest(self) -> Iterator[tuple[str, Any]]:
        """Yield the keys of the header that were not read, as they are written, with their values."""
        for name, (key, value) in self._entries.items():
            if name not in self._used:
                yield key, value
