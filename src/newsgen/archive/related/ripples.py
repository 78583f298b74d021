"""Tell how far a change of some profiles reaches: into the index, and whose nearest articles it can alter."""

from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsgen.archive.related.alignment import Moves
from newsgen.archive.related.index import Index, Search
from newsgen.archive.related.profiles import HEAVIEST


@dataclass(frozen=True, slots=True)
class Ripple:
    """Articles move, and some profiles are others than before."""

    old: Search
    moves: Moves
    fresh: Sequence[int]
    """The articles with another profile, or one for the first time."""

    @property
    def left(self) -> list[int]:
        """The former numbers of the profiles that are no more."""
        gone = [former for former, number in enumerate(self.moves.moved) if number < 0]
        return gone + [self.moves.origins[article] for article in self.fresh if self.moves.origins[article] >= 0]

    def change_index(self, terms: "array[int]", weights: "array[int]", vocabulary: int) -> Index:
        """Return what `build_index` does: only the terms of what left and what is fresh are filed again."""
        left, old = set(self.left), self.old.index
        coming: dict[int, list[int]] = defaultdict(list)
        for article in self.fresh:
            for term in terms[article * HEAVIEST : (article + 1) * HEAVIEST]:
                coming[term].append(article)

        def heaviest_first(article: int) -> tuple[int, int]:
            return -weights[terms.index(term, article * HEAVIEST)], -article

        sizes = [*old.sizes, *[0] * (vocabulary - len(old.sizes))]
        former, holders, done = self._renumbered(old.holders), array("I"), 0
        for term in sorted({term for article in left for term in self.old.terms(article)}.union(coming) - {0}):
            start = self.old.starts[min(term, len(old.sizes))]
            end = start + sizes[term]
            kept = [self.moves.moved[article] for article in old.holders[start:end] if article not in left]
            for article in coming.get(term, ()):
                insort(kept, article, key=heaviest_first)
            holders += former[done:start]
            holders.extend(kept)
            sizes[term], done = len(kept), end
        return Index(terms, weights, array("I", sizes), holders + former[done:])

    def _renumbered(self, holders: "array[int]") -> "array[int]":
        """Return the new numbers of *holders*, any number for those that are gone."""
        if self.moves.keep_numbers:
            return holders
        numbers = [max(number, 0) for number in self.moves.moved]
        return array("I", map(numbers.__getitem__, holders))

    def reached(self, new: Search, old_bars: Sequence[int], new_bars: Sequence[int]) -> set[int]:
        """Return the articles whose nearest may be others now; by the bars of what was there, before and after.

        The nearest are chosen from the candidates. So an article is reached where one of these is another, has
        another profile, or stands elsewhere among them; and where its own profile is another.
        """

        def formerly_with(former: int) -> set[int]:
            return {self.moves.moved[other] for other in self.old.compared_with(former, old_bars)} - {-1}

        reached = set(self.fresh)
        for former in self.left:
            reached |= formerly_with(former)
        for article in self.fresh:
            reached |= new.compared_with(article, new_bars)
        for article in self._led_otherwise(new) - {-1}.union(self.fresh):
            reached |= formerly_with(self.moves.origins[article]) ^ new.compared_with(article, new_bars)
        return reached

    def _led_otherwise(self, new: Search) -> set[int]:
        """Return the articles to which other terms lead than before; -1 stands for those that are gone."""
        terms = {term for former in self.left for term in self.old.terms(former)}
        terms.update(term for article in self.fresh for term in new.terms(article))
        articles = set()
        for term in terms:
            led = self.old.postings[term] if term < len(self.old.index.sizes) else ()
            articles |= {self.moves.moved[former] for former in led}.symmetric_difference(new.postings[term])
        return articles
