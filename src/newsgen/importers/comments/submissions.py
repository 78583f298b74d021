"""Define what readers of comment exports yield: one comment as it was sent, or what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from newsgen.errors import NewsgenError
from newsgen.importers.items import Note, Skipped

State = Literal["approved", "pending", "spam", "trash"]


@dataclass(frozen=True, slots=True)
class Submission:
    """One comment as an export holds it; a stranger wrote it, and nothing in it is checked."""

    text: str
    place: str
    """Where in its file it is, in words: "line 12"."""
    line: int | None = None
    author: str = ""
    email: str = ""
    """Only in memory: what is kept of it is a keyed hash, as in `senders`."""
    url: str = ""
    date: date | str | None = None
    """As it is written, unless the format has a type for dates."""
    targets: tuple[str, ...] = ()
    """What may name its article, the best first: an id, a number of WordPress, an address, or a path."""
    headline: str = ""
    """The headline of its article; it counts only if nothing else names the article."""
    id: str = ""
    """The preferred name of its file; "" for one made of its content."""
    parent: str = ""
    """The file name of the comment that it answers; "" if it answers the article."""
    state: State = "pending"
    """A form can contain any field, so that only an export of moderated comments may say `approved`."""
    reason: str = ""
    """Why its state is spam or trash, as a phrase."""


Finding = Submission | Skipped | Note | NewsgenError
Reader = Callable[[bytes, str], Iterator[Finding]]
"""Yields the findings in the bytes of an export; the second argument is its name for messages."""
