"""Match the articles of the last build with those of this one, so that data about them can be kept."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """The positions of the articles of an old archive in a new one; articles are numbered from the oldest."""

    old_numbers: Mapping[str, int]
    """The old number of each article by its id."""
    origins: Sequence[int]
    """The old number of each new article, increasing; -1 if it is new or has moved among the other articles."""
    new_numbers: Sequence[int]
    """The new number of each old article; -1 if it is gone or has moved among the other articles."""
    runs: Sequence[tuple[int, int]]
    """The first origin and the length of each run of consecutive origins, or of origins that are all -1."""

    @property
    def keeps_numbers(self) -> bool:
        """Whether the alignment leaves every old article the number that it had before."""
        return self.new_numbers == list(range(len(self.new_numbers)))

    def reorder(self, rows: "array[int]", width: int) -> "array[int]":
        """Return *rows*, each *width* items for one old article, in the aligned order, with zeros for origins of -1."""
        reordered = array(rows.typecode)
        for start, length in self.runs:
            empty = bytes(rows.itemsize * width * length)
            reordered += array(rows.typecode, empty) if start < 0 else rows[width * start : width * (start + length)]
        return reordered


def align(old_ids: Sequence[str], new_ids: Sequence[str]) -> Alignment:
    """Return the alignment of two lists of ids in which as many articles as possible keep their order."""
    old_numbers = dict(zip(old_ids, range(len(old_ids)), strict=True))
    origins = [old_numbers.get(key, -1) for key in new_ids]
    known = [origin for origin in origins if origin >= 0]
    if known != sorted(known):
        increasing = set(_longest_increasing(known))
        origins = [origin if origin in increasing else -1 for origin in origins]
    new_numbers = [-1] * len(old_ids)
    for number, origin in enumerate(origins):
        if origin >= 0:
            new_numbers[origin] = number
    return Alignment(old_numbers, origins, new_numbers, list(_runs(origins)))


def _runs(origins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first number and length of each run of an alignment: consecutive numbers, or numbers that are all -1."""
    start = 0
    for place in range(1, len(origins) + 1):
        before = origins[place - 1]
        if place == len(origins) or origins[place] != (before + 1 if before >= 0 else -1):
            yield origins[start], place - start
            start = place


def _longest_increasing(numbers: Sequence[int]) -> Iterator[int]:
    """Yield the longest increasing subsequence of *numbers*, the articles to align, from its end."""
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
