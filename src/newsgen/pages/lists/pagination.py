"""Divide a list of articles into pages that stay the same while the archive grows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from newsgen.model.urls import numbered_url

Item = TypeVar("Item")
_NEAR = 2
"""Older pages that a pager links to by number, before the oldest."""


class NumberedLink(NamedTuple):
    """A link to a numbered page of a list."""

    number: int
    url: str
    is_far: bool = False
    """Whether pages between it and the link before it are left out."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list."""

    url: str
    number: int | None
    """None on the first page, which shows the newest items; pages are numbered from the oldest."""
    items: tuple[Item, ...]
    newer: str | None
    older: str | None
    first: str
    """The address of the list's first page."""
    pages: int | None = None
    """How many pages the list has; None on numbered pages, which the next one must not change."""

    @property
    def numbered(self) -> tuple[NumberedLink, ...]:
        """The numbered pages around this page of the list, newest first, itself and the oldest among them.

        Of the newer pages only the next is among them: a further one may not exist yet, and when it is added, this page
        must not change.
        """
        newest = self.number + (self.newer != self.first) if self.number else (self.pages or 1) - 1
        last = max(1, (self.number or newest) - _NEAR)
        links = [NumberedLink(number, numbered_url(self.first, number)) for number in range(newest, last - 1, -1)]
        if last > 1:
            links.append(NumberedLink(1, numbered_url(self.first, 1), is_far=last - 1 > 1))
        return tuple(links)


def paginate(url: str, items: Sequence[Item], size: int) -> Iterator[ListPage[Item]]:
    """Yield the numbered pages of the list at *url*, whose *items* are newest first; an empty list has one page.

    The first page shows *size* to 2 x *size* - 1 items, every other page exactly *size*. Because pages are numbered
    from the oldest, a new item changes only the first page, and once in *size* times moves a full page out of it.
    """
    full = max(0, len(items) // size - 1)
    first = len(items) - full * size
    yield ListPage(url, None, tuple(items[:first]), None, numbered_url(url, full) if full else None, url, full + 1)
    for number in range(full, 0, -1):
        start = len(items) - number * size
        yield ListPage(
            numbered_url(url, number),
            number,
            tuple(items[start : start + size]),
            numbered_url(url, number + 1) if number < full else url,
            numbered_url(url, number - 1) if number > 1 else None,
            url,
        )
