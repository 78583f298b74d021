"""Report what a build did, and the errors, warnings and notes that it collected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsgen.errors import NewsgenError


@dataclass(slots=True)
class Changes:
    """How many files of the output folder a build wrote, left unchanged and removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def has_site(self) -> bool:
        """Whether the build has made a site, whose files it has counted."""
        return self.written + self.unchanged > 0


Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]
"""Wraps an iterable to show progress; takes the items, a name for them and their number (0 if unknown)."""


@dataclass(slots=True)
class Report:
    """What a build did, and the problems that it found."""

    articles: int = 0
    pages: int = 0
    """The number of HTML pages of the whole site."""
    changes: Changes = field(default_factory=Changes)
    unread: list[str] = field(default_factory=list)
    """The warnings about files in the source folders that newsgen does not read; *warnings* holds them too."""
    notes: list[str] = field(default_factory=list)
    """Messages for the user that report no problem."""
    warnings: list[str] = field(default_factory=list)
    errors: list[NewsgenError] = field(default_factory=list)
    drafts: int = 0
    """The number of articles and pages that are held back because they are drafts."""
    withdrawn: int = 0
    """The number of articles that an editor has withdrawn, and whose addresses have a notice."""
    shown_drafts: tuple[str, ...] = ()
    """The addresses of the drafts that are published."""
    next_change: datetime | None = None
    """The first moment after the build's at which an article appears or expires; None if there is none."""
