"""Divide a list of articles into pages that stay the same while the archive grows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from newsgen.model.urls import numbered_url

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """One page of a list."""

    url: str
    number: int | None
    """None on the first page, which shows the newest items; pages are numbered from the oldest."""
    items: tuple[Item, ...]
    newer: str | None
    older: str | None


def paginate(url: str, items: Sequence[Item], size: int) -> Iterator[ListPage[Item]]:
    """Yield the numbered pages of the list at *url*, whose *items* are newest first; an empty list has one page.

    The first page shows *size* to 2 x *size* - 1 items, every other page exactly *size*. Because pages are numbered
    from the oldest, a new item changes only the first page, and once in *size* times moves a full page out of it.
    """
    full = max(0, len(items) // size - 1)
    first = len(items) - full * size
    yield ListPage(url, None, tuple(items[:first]), None, numbered_url(url, full) if full else None)
    for number in range(full, 0, -1):
        start = len(items) - number * size
        yield ListPage(
            numbered_url(url, number),
            number,
            tuple(items[start : start + size]),
            numbered_url(url, number + 1) if number < full else url,
            numbered_url(url, number - 1) if number > 1 else None,
        )
