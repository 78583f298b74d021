"""Find which relations may differ after some articles changed, and carry the others over."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from newsgen.archive.related.alignment import align
from newsgen.archive.related.relations import Relations
from newsgen.archive.related.search import WINDOW, article_of
from newsgen.text.profiles.profile import terms_of

UPDATE_DIVISOR = 32  # relations are updated if at most one article in this many changed, and found anew otherwise


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

        An article is compared with the last articles before it that have one of its terms. So it is affected if it
        is new or changed itself, or if one of those came or is gone.
        """
        changes, affected, left = self._changes(), set(self._added), dict[int, int]()
        for article in range(min(changes, default=len(self.origins)), len(self.origins)):
            for profile in changes.get(article, ()):
                left.update(dict.fromkeys(terms_of(profile), WINDOW))
            for term in left.keys() & terms_of(self.new.profiles[article]):
                affected.add(article)
                left[term] -= 1
                if not left[term]:
                    del left[term]
        return sorted(affected)

    def _changes(self) -> dict[int, list[bytes]]:
        """Return the profiles that came or are gone since the old relations, by the first article after them."""
        changes, place = defaultdict(list), len(self.origins)
        for old_number in range(len(self.places) - 1, -1, -1):
            if self.places[old_number] >= 0:
                place = self.places[old_number]
            else:
                changes[place].append(self.old.profiles[old_number])
        for article in self._added:
            changes[article + 1].append(self.new.profiles[article])
        return changes

    def carry_earlier(self) -> "array[int]":
        """Return the old pairs of each article that is still there, with the new numbers of the earlier articles."""
        width, empty = self.old.width, array("I", [0]) * self.old.width
        if all(origin in (article, -1) for article, origin in enumerate(self.origins)):  # no number changed
            return (self.old.earlier + empty * len(self.origins))[: width * len(self.origins)]
        earlier, places = array("I"), self.places
        moves = [place - number for number, place in enumerate(places)]
        for origin in self.origins:
            pairs = self.old.earlier[origin * width : (origin + 1) * width] if origin >= 0 else empty
            numbered = zip(pairs, map(article_of, pairs), strict=True)
            earlier.extend([pair + moves[other] if pair and places[other] >= 0 else 0 for pair, other in numbered])
        return earlier

    def carry_nearest(self) -> "array[int]":
        """Return the old nearest articles of each article that is still there, by their new numbers."""
        count, numbers = self.old.count, [0, *[place + 1 for place in self.places]]
        rows = (self.old.nearest[max(origin, 0) * count : (max(origin, 0) + 1) * count] for origin in self.origins)
        return array("I", map(numbers.__getitem__, chain.from_iterable(rows)))

    def chosen_again(self, affected: Sequence[int], carried: "array[int]", rows: "array[int]") -> set[int]:
        """Return the articles whose nearest ones must be chosen again, given the *rows* of the *affected* articles.

        They are those with another pair than the *carried* one on either side, those that have or had a pair with an
        article that came or is gone, and those that show others than before.
        """
        new, old, added, gone = self.new, self.old, set(self._added), set(self._gone)
        pairs_of_gone = chain.from_iterable(old.pairs(number) for number in gone)
        chosen = added.union(self.places[article_of(pair)] for pair in pairs_of_gone) - {-1}
        for place, article in enumerate(affected):
            before = set(carried[article * new.width : (article + 1) * new.width])
            after = set(rows[place * new.width : (place + 1) * new.width])
            had_gone = not gone.isdisjoint(map(article_of, old.pairs(self.origins[article])))
            if before != after or had_gone or not added.isdisjoint(map(article_of, after)):
                chosen.add(article)
                chosen.update(map(article_of, before ^ after))
        return chosen.union(n for n, key in enumerate(new.ids) if old.shown.get(key) != new.shown.get(key))


def update_of(old: Relations, new: Relations) -> Update:
    """Return the update of the *old* relations to the articles of *new*."""
    pairs = (list(zip(one.ids, one.profiles, strict=True)) for one in (old, new))
    origins, places = align(*pairs), [-1] * len(old.ids)
    for article, origin in enumerate(origins):
        if origin >= 0:
            places[origin] = article
    return Update(old, new, origins, places)
