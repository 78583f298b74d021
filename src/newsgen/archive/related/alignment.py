"""Match the articles of two builds."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the articles of one archive stand in the next, in both by their numbers from the oldest."""

    places: Mapping[str, int]
    """The former numbers by id."""
    origins: Sequence[int]
    """The number that each had before, rising; -1 where it was not there, or stood elsewhere among the others."""
    moved: Sequence[int]
    """The number that each of the former has now, -1 where it has none."""
    runs: Sequence[tuple[int, int]]
    """The origin of each run of articles that stood together, -1 where they were not there, and its length."""

    @property
    def keep_numbers(self) -> bool:
        """Whether all that were there have the numbers that they had."""
        return self.moved == list(range(len(self.moved)))

    def carry(self, rows: "array[int]", width: int) -> "array[int]":
        """Return the *rows* of *width* in the order of the new archive, zeros for what was not there."""
        carried = array(rows.typecode)
        for start, length in self.runs:
            empty = bytes(rows.itemsize * width * length)
            carried += array(rows.typecode, empty) if start < 0 else rows[width * start : width * (start + length)]
        return carried


def align(former: Sequence[str], ids: Sequence[str]) -> Alignment:
    """Return where the *former* articles stand among the *ids*: as many as kept their order."""
    places = dict(zip(former, range(len(former)), strict=True))
    origins = [places.get(key, -1) for key in ids]
    known = [origin for origin in origins if origin >= 0]
    if known != sorted(known):
        rising = set(_longest_rising(known))
        origins = [origin if origin in rising else -1 for origin in origins]
    moved = [-1] * len(former)
    for number, origin in enumerate(origins):
        if origin >= 0:
            moved[origin] = number
    return Alignment(places, origins, moved, list(_runs(origins)))


def _runs(origins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first of each run of consecutive numbers, and its length; -1 runs with itself."""
    start = 0
    for place in range(1, len(origins) + 1):
        before = origins[place - 1]
        if place == len(origins) or origins[place] != (before + 1 if before >= 0 else -1):
            yield origins[start], place - start
            start = place


def _longest_rising(numbers: Sequence[int]) -> Iterator[int]:
    """Yield the longest rising subsequence of *numbers*, backwards."""
    ends: list[int] = []  # the least number that a sequence of each length can end with
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    last = ends[-1] if ends else None
    while last is not None:
        yield last
        last = before[last]
