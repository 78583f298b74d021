"""Match the articles of the last build with those of this one, so that data about them can be kept."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[int]:
    """Return the place in *old* of each of *new*, increasing; -1 if it is not there or has moved among the others.

    As many items as possible keep their order. No item occurs twice in *old* or in *new*.
    """
    places = dict(zip(old, range(len(old)), strict=True))
    origins = [places.get(item, -1) for item in new]
    known = [origin for origin in origins if origin >= 0]
    if known != sorted(known):
        increasing = set(_longest_increasing(known))
        origins = [origin if origin in increasing else -1 for origin in origins]
    return origins


def _longest_increasing(numbers: Sequence[int]) -> Iterator[int]:
    """Yield the longest increasing subsequence of *numbers*, the places of articles to align, from its end."""
    ends: list[int] = []  # the least number that ends an increasing sequence of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    last = ends[-1] if ends else None
    while last is not None:
        yield last
        last = before[last]
