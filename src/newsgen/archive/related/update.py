"""Find which relations may differ after some articles changed, and carry the others over."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from newsgen.archive.related.alignment import align
from newsgen.archive.related.relations import Relations
from newsgen.archive.related.search import WINDOW, article_of
from newsgen.text.profiles.profile import terms_of

UPDATE_DIVISOR = 32  # relations are updated if at most one article in this many changed, and found anew otherwise
_GONE = -(1 << 32)  # less than any pair


@dataclass(frozen=True, slots=True)
class Update:
    """The relations before and after some articles changed."""

    old: Relations
    new: Relations
    origins: Sequence[int]
    """The old number of each article; -1 if it is new, has changed or has moved among the others."""
    places: Sequence[int]
    """The new number of each old article, or -1."""

    @property
    def is_small(self) -> bool:
        """Whether so few articles changed that it is worth while to keep the relations of the others."""
        changes = self.origins.count(-1) + self.places.count(-1)
        return self.old.count == self.new.count and changes <= len(self.new.ids) // UPDATE_DIVISOR

    @property
    def _added(self) -> list[int]:
        """The articles of the update without an old number."""
        return [article for article, origin in enumerate(self.origins) if origin < 0]

    @property
    def _gone(self) -> list[int]:
        """The old numbers of the articles of the update without a new number."""
        return [old_number for old_number, place in enumerate(self.places) if place < 0]

    def affected(self) -> list[int]:
        """Return the articles, oldest first, near to which there may be other earlier ones than before.

        They are those that came or have changed, and those compared with one that came or is gone, because they have
        two terms of it, or one that now makes other articles the last ones with that term.
        """
        shifts, affected = self._shifts(), set(self._added)
        left, shifted = dict[int, int](), set[int]()  # how many more articles with a term are compared with a change
        for article in range(min(shifts, default=len(self.origins)), len(self.origins)):
            for term, shift in shifts[article].items() if article in shifts else ():
                left[term] = WINDOW
                if shift:
                    shifted.add(term)
            terms = left.keys() & terms_of(self.new.profiles[article])
            if len(terms) > 1 or not shifted.isdisjoint(terms):
                affected.add(article)
            for term in terms:
                left[term] -= 1
                if not left[term]:
                    del left[term]
                    shifted.discard(term)
        return sorted(affected)

    def _shifts(self) -> dict[int, Counter[int]]:
        """Return how many more articles have each term since the old relations, by the first article after them.

        A term is there even if one article with it came and another is gone.
        """
        shifts, place = defaultdict[int, Counter[int]](Counter), len(self.origins)
        for old_number in range(len(self.places) - 1, -1, -1):
            if self.places[old_number] >= 0:
                place = self.places[old_number]
            else:
                shifts[place].subtract(terms_of(self.old.profiles[old_number]))
        for article in self._added:
            shifts[article + 1].update(terms_of(self.new.profiles[article]))
        return shifts

    def carry_earlier(self) -> "array[int]":
        """Return the old pairs of each article that is still there, with the new numbers of the earlier articles."""
        width, empty = self.old.width, array("I", [0]) * self.old.width
        moves = [place - number if place >= 0 else _GONE for number, place in enumerate(self.places)]
        moved = self.origins[self._first_moved :]
        rows = (self.old.earlier[origin * width : (origin + 1) * width] if origin >= 0 else empty for origin in moved)
        pairs = chain.from_iterable(rows)
        renumbered = array("I", [max(pair + moves[article_of(pair)], 0) if pair else 0 for pair in pairs])
        return _rows(self.old.earlier, width, self._first_moved) + renumbered

    def carry_nearest(self) -> "array[int]":
        """Return the old nearest articles of each article that is still there, by their new numbers."""
        count, origins = self.old.count, self.origins
        if self._first_moved == len(origins):
            return _rows(self.old.nearest, count, len(origins))
        numbers = [0, *[place + 1 for place in self.places]]
        rows = (self.old.nearest[max(origin, 0) * count : (max(origin, 0) + 1) * count] for origin in origins)
        return array("I", map(numbers.__getitem__, chain.from_iterable(rows)))

    @property
    def _first_moved(self) -> int:
        """The first article of the update that had another number before, or the number of all articles."""
        numbers = enumerate(self.origins)
        return next((article for article, origin in numbers if origin not in (article, -1)), len(self.origins))

    def chosen_again(self, affected: Sequence[int], carried: "array[int]", rows: "array[int]") -> set[int]:
        """Return the articles whose nearest ones must be chosen again, given the *rows* of the *affected* articles.

        They are those with another pair than the *carried* one on either side, those that have or had a pair with an
        article that came or is gone, and those that show others than before.
        """
        new, old, added, gone = self.new, self.old, set(self._added), set(self._gone)
        pairs_of_gone = chain.from_iterable(old.pairs(number) for number in gone)
        chosen = added.union(self.places[article_of(pair)] for pair in pairs_of_gone) - {-1}
        for place, article in enumerate(affected):
            origin, row = self.origins[article], slice(article * new.width, (article + 1) * new.width)
            before = set(carried[row]) if origin >= 0 else set()
            after = set(rows[place * new.width : (place + 1) * new.width])
            had_gone = not gone.isdisjoint(map(article_of, old.pairs(origin)))
            if before != after or had_gone or not added.isdisjoint(map(article_of, after)):
                chosen.add(article)
                chosen.update(map(article_of, before ^ after))
        return chosen.union(n for n, key in enumerate(new.ids) if old.shown.get(key) != new.shown.get(key))


def _rows(rows: "array[int]", width: int, count: int) -> "array[int]":
    """Return the first *count* of *rows*, each *width* numbers, filled up with rows of zeros."""
    return rows[: width * count] + array("I", [0]) * (width * count - len(rows))


def update_of(old: Relations, new: Relations) -> Update:
    """Return the update of the *old* relations to the articles of *new*."""
    pairs = (list(zip(one.ids, one.profiles, strict=True)) for one in (old, new))
    origins, places = align(*pairs), [-1] * len(old.ids)
    for article, origin in enumerate(origins):
        if origin >= 0:
            places[origin] = article
    return Update(old, new, origins, places)
