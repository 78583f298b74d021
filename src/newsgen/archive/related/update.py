"""Find which relations differ after some articles changed, and carry the others over."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from newsgen.archive.related.alignment import align
from newsgen.archive.related.index import Index, article_of, articles_looking_at, build_index
from newsgen.archive.related.relations import Relations

UPDATE_DIVISOR = 32  # relations are updated if at most one article in this many changed, and found anew otherwise


@dataclass(frozen=True, slots=True)
class Update:
    """The relations before and after some articles changed."""

    old: Relations
    new: Relations
    index: Index
    origins: Sequence[int]
    """The old number of each article; -1 if it is new, has changed or has moved among the others."""
    places: Sequence[int]
    """The new number of each old article, or -1."""

    @property
    def is_small(self) -> bool:
        """Whether so few articles changed that it is worth while to keep the relations of the others."""
        changes = self.origins.count(-1) + self.places.count(-1)
        is_alike = (self.old.count, self.old.width) == (self.new.count, self.new.width)
        return is_alike and changes <= len(self.new.ids) // UPDATE_DIVISOR

    def affected(self) -> set[int]:
        """Return the articles near to which there may be other earlier ones than before.

        An article looks at the last articles before it that have one of its terms. So it is affected if it is new or
        changed itself, or if one of those came or is gone.
        """
        added = {article for article, origin in enumerate(self.origins) if origin < 0}
        affected, changes = set(added), len(added) + self.places.count(-1)
        for article in added:
            affected.update(articles_looking_at(self.index, article, self.index.terms_of(article), changes))
        place = len(self.origins)
        for old_number in range(len(self.places) - 1, -1, -1):
            if self.places[old_number] >= 0:
                place = self.places[old_number]
            else:
                terms = build_index([self.old.profiles[old_number]]).terms
                affected.update(articles_looking_at(self.index, place, terms, changes))
        return affected

    def carry_earlier(self) -> "array[int]":
        """Return the old pairs of each article that is still there, with the new numbers of the earlier articles."""
        width, empty = self.old.width, array("Q", [0]) * self.old.width
        if all(origin in (article, -1) for article, origin in enumerate(self.origins)):  # no number changed
            return (self.old.earlier + empty * len(self.origins))[: width * len(self.origins)]
        earlier, moves = array("Q"), [place - number for number, place in enumerate(self.places)]
        for origin in self.origins:
            pairs = self.old.earlier[origin * width : (origin + 1) * width] if origin >= 0 else empty
            earlier.extend([pair and max(pair + moves[article_of(pair)], 0) for pair in pairs])
        return earlier

    def carry_nearest(self) -> "array[int]":
        """Return the old nearest articles of each article that is still there, by their new numbers."""
        count, numbers = self.old.count, [0, *[place + 1 for place in self.places]]
        rows = (self.old.nearest[max(origin, 0) * count : (max(origin, 0) + 1) * count] for origin in self.origins)
        return array("I", map(numbers.__getitem__, chain.from_iterable(rows)))

    def related_anew(self, affected: Collection[int], earlier: "array[int]") -> set[int]:
        """Return the articles whose nearest ones must be chosen again, given the *affected* and the new pairs.

        They are the affected articles, those on the other side of their old or new pairs or of a pair of an article
        that is gone, and those that show others than before.
        """
        width = self.new.width
        gone = [old_number for old_number, place in enumerate(self.places) if place < 0]
        origins = chain(gone, (self.origins[article] for article in affected if self.origins[article] >= 0))
        before = chain.from_iterable(self.old.earlier[origin * width : (origin + 1) * width] for origin in origins)
        after = chain.from_iterable(earlier[article * width : (article + 1) * width] for article in affected)
        others = {self.places[article_of(pair)] for pair in before if pair} | {
            article_of(pair) for pair in after if pair
        }
        shown = (n for n, key in enumerate(self.new.ids) if self.old.shown.get(key) != self.new.shown.get(key))
        return others.union(affected, shown) - {-1}


def update_of(old: Relations, new: Relations, index: Index) -> Update:
    """Return the update of the *old* relations to the articles of *new*, which are those of *index*."""
    pairs = (list(zip(one.ids, one.profiles, strict=True)) for one in (old, new))
    origins, places = align(*pairs), [-1] * len(old.ids)
    for article, origin in enumerate(origins):
        if origin >= 0:
            places[origin] = article
    return Update(old, new, index, origins, places)
