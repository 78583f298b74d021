"""Divide a list of articles into pages that stay the same while the archive grows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsgen.model.urls import numbered_url

Item = TypeVar("Item")
_SECOND = 2
"""The number of the page from which `older` leads to the last one."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list."""

    url: str
    number: int | None
    """None on the first page, which shows the newest items; pages are numbered from the oldest."""
    items: tuple[Item, ...]
    newer: str | None
    older: str | None
    oldest: str | None = None
    """The address of the last page; None on it and on a page that `older` leads there from."""
    pages: int | None = None
    """How many pages the list has; None on numbered pages, which the next one must not change."""


def paginate(url: str, items: Sequence[Item], size: int) -> Iterator[ListPage[Item]]:
    """Yield the numbered pages of the list at *url*, whose *items* are newest first; an empty list has one page.

    The first page shows *size* to 2 x *size* - 1 items, every other page exactly *size*. Because pages are numbered
    from the oldest, a new item changes only the first page, and once in *size* times moves a full page out of it.
    """
    full = max(0, len(items) // size - 1)
    first = len(items) - full * size
    oldest, older = numbered_url(url, 1), numbered_url(url, full) if full else None
    yield ListPage(url, None, tuple(items[:first]), None, older, oldest if full > 1 else None, full + 1)
    for number in range(full, 0, -1):
        start = len(items) - number * size
        yield ListPage(
            numbered_url(url, number),
            number,
            tuple(items[start : start + size]),
            numbered_url(url, number + 1) if number < full else url,
            numbered_url(url, number - 1) if number > 1 else None,
            oldest if number > _SECOND else None,
        )
