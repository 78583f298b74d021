"""What a build did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from newsgen.errors import NewsgenError


@dataclass(slots=True)
class Changes:
    """What a build did to the output folder."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]
"""Wraps what is being gone through, with a name for it and its number, to show how far it is."""


@dataclass(slots=True)
class Report:
    """What a build did, and what stood in its way."""

    articles: int = 0
    pages: int = 0
    """HTML pages of the whole site."""
    changes: Changes = field(default_factory=Changes)
    unread: list[str] = field(default_factory=list)
    """Which files beside the sources newsgen does not read; those are among the warnings."""
    notes: list[str] = field(default_factory=list)
    """What a user wants to know though nothing is wrong."""
    warnings: list[str] = field(default_factory=list)
    errors: list[NewsgenError] = field(default_factory=list)
