"""The related articles of an archive, with the data to update them, and how they are stored."""

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsgen.text.profiles.profile import NUMBERS_SIZE, SIGNATURE_SIZE

_EARLIER = 8  # earlier articles near to an article that are known, or as many as are wanted


@dataclass(frozen=True, slots=True)
class Relations:
    """The related articles of an archive, with the data to update them; all articles are oldest first."""

    count: int
    """The number of related articles that were wanted for each article."""
    ids: tuple[str, ...]
    profiles: tuple[bytes, ...]
    shown: Mapping[str, tuple[str, ...]]
    """The ids of articles that an article shows for other reasons, by its id."""
    earlier: "array[int]"
    """Of each article the pairs of `Search.nearest_before`, filled up with 0 to `width`."""
    nearest: "array[int]"
    """The numbers plus one of the related articles of each article, filled up with 0 to `count`."""

    @property
    def width(self) -> int:
        """The number of pairs of each article."""
        return max(_EARLIER, self.count)

    def pairs(self, article: int) -> list[int]:
        """Return the pairs of an article with earlier ones; none for the number -1."""
        row = self.earlier[article * self.width : (article + 1) * self.width] if article >= 0 else ()
        return [pair for pair in row if pair]

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of each article's related articles, nearest first, by its id; newest articles first."""
        if not self.count:
            return dict.fromkeys(reversed(self.ids), ())
        ids = map(("", *self.ids).__getitem__, self.nearest)
        rows = reversed(list(zip(*[ids] * self.count, strict=True)))
        lists = zip(reversed(self.ids), rows, strict=True)
        return {key: row if row[-1] else tuple(filter(None, row)) for key, row in lists}


NO_RELATIONS = Relations(0, (), (), {}, array("I"), array("I"))


RELATIONS = "relations"
"""The name under which the build cache stores the relations."""
Packed = tuple[Any, ...]
"""Relations as plain numbers, strings, bytes, dicts and tuples, ready to be stored."""


def pack(relations: Relations) -> Packed:
    """Return *relations* of articles as plain data, for the next build on a machine of the same byte order."""
    settings = relations.count, relations.ids, b"".join(relations.profiles), dict(relations.shown)
    return sys.byteorder, *settings, relations.earlier.tobytes(), relations.nearest.tobytes()


def unpack(packed: Packed) -> Relations | None:
    """Return the relations that `pack` packed; None if the machine that packed them has another byte order."""
    byte_order, count, ids, joined, shown, earlier, nearest = packed
    if byte_order != sys.byteorder:
        return None
    size = NUMBERS_SIZE + SIGNATURE_SIZE
    profiles = tuple([joined[start : start + size] for start in range(0, len(joined), size)])
    return Relations(count, ids, profiles, shown, array("I", earlier), array("I", nearest))
