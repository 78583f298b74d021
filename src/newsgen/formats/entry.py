"""What a key of YAML holds, and the line on which it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a mapping and the line its key stands on."""

    value: Any
    """str, None, list or dict."""
    line: int
    inner: Mapping[str, "Entry"] = field(default_factory=dict)
    """The entries of a mapping, with their own lines."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a YAML text by their keys, and where one of them is repeated."""

    by_key: Mapping[str, Entry]
    repeated: tuple[tuple[int, str], ...]
    """Line and key."""
