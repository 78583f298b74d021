"""Keep what a template prints for the records that several pages show, such as the cards of lists."""

from typing import Any

from newsgen.model.article_meta import Card
from newsgen.pages.comments.form import Field

MAX_KEPT = 4_000
"""Parts of pages that are kept of one template: some 6 MB, if they are cards."""


class _Mark(str):
    """A text that is recognised by identity."""

    __slots__ = ()


HERE = _Mark()
"""Stands where a kept part has the relative path to the home page, which differs between pages."""
Key = tuple[int, object, str]


class KeptParts(dict[Key, tuple[str, ...]]):
    """The parts of pages that loops of a template print, cut where they have the relative path to the home page."""

    def keep(self, key: Key | None, printed: list[str]) -> tuple[str, ...]:
        """Return as a part of pages what a loop *printed*, and keep it under *key* unless that is None."""
        part, first = [], 0
        for number, piece in enumerate(printed):
            if piece is HERE:
                part.append("".join(printed[first:number]))
                first = number + 1
        made = (*part, "".join(printed[first:]))
        if key is not None:
            if len(self) >= MAX_KEPT:
                self.clear()
            self[key] = made
        return made


def part_key(loop: int, item: Any) -> Key | None:
    """Return the key of what a template's *loop*, by its number, prints for *item*; None if it is not to be kept.

    Equal cards can have dates that are printed differently, because zones write and name one moment differently.
    """
    if type(item) is Card:
        return loop, item, repr(item.published)
    return (loop, item, "") if type(item) is Field else None
