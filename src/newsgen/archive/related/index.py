"""Inverted index, nearest neighbours, incremental update."""

from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count

from newsgen.archive.related.alignment import Alignment
from newsgen.archive.related.vectors import FULL, HEAVIEST

_LONGEST_POSTING = 48  # articles a term is known by: without a cap the work grows with the square of the archive
_LEAST_SHARED = 2  # terms
_LEAST_SCORE = 12  # percent: below, two articles share words that are in any
_HIGH = 32  # bits: a number sorts by what stands above them, then by the article, newest first
_LOW = (1 << _HIGH) - 1
_OPEN_THRESHOLD = _LEAST_SHARED << _HIGH


@dataclass(frozen=True, slots=True)
class Index:
    """The profiles of an archive, by article and by term."""

    terms: "array[int]"
    """The 16 heaviest of each article, 0 where it has fewer."""
    weights: "array[int]"
    """Theirs."""
    sizes: "array[int]"
    """In how many profiles each term is."""
    holders: "array[int]"
    """In whose: by weight, then newest first; those of term 1, then those of term 2."""


NO_INDEX = Index(array("I"), array("B"), array("I", [0]), array("I"))


def build_index(terms: "array[int]", weights: "array[int]", vocabulary: int) -> Index:
    """Return the index of profiles whose *terms* are below *vocabulary*."""
    lists: list[list[int]] = [[] for _ in range(vocabulary)]
    for place, (term, weight) in enumerate(zip(terms, weights, strict=True)):
        lists[term].append(weight << _HIGH | place // HEAVIEST)
    lists[0].clear()
    for codes in lists:
        codes.sort(reverse=True)
    holders = array("I", [code & _LOW for codes in lists for code in codes])
    return Index(terms, weights, array("I", map(len, lists)), holders)


class _Postings(dict[int, tuple[int, ...]]):
    """The articles that each term leads to, unpacked when they are asked for.

    A list is cut by weight: a new article then takes the place of one for which the term meant least.
    """

    def __init__(self, index: Index, starts: Sequence[int]) -> None:
        super().__init__()
        self._holders, self._starts = index.holders, starts
        self._articles = list(range(len(index.terms) // HEAVIEST))  # one object for each: they lie close together

    def __missing__(self, term: int) -> tuple[int, ...]:
        """Unpack the posting of a term."""
        start, end = self._starts[term], self._starts[term + 1]
        few = self._holders[start : min(end, start + _LONGEST_POSTING)]
        posting = self[term] = tuple(map(self._articles.__getitem__, few)) if end - start > 1 else ()
        return posting


class NeighbourSearch:
    """An index with what was unpacked of it."""

    def __init__(self, index: Index) -> None:
        """Prepare to search *index*."""
        self.index = index
        self.starts = list(accumulate(index.sizes, initial=0))
        self.postings = _Postings(index, self.starts)
        self._met = [0] * (len(index.terms) // HEAVIEST)
        self._searches = count(1)
        self._own = [0] * len(index.sizes)

    def terms(self, article: int) -> "array[int]":
        """Return the terms of an article's profile."""
        return self.index.terms[article * HEAVIEST : (article + 1) * HEAVIEST]

    def nearest(self, article: int, candidates: int) -> tuple[list[int], int]:
        """Return the articles nearest to *article*, best first, of at most *candidates*; and the bar for these.

        Those with the most terms in common are compared by weight.
        """
        shared = Counter(self._hits(article))  # once less than there are terms in common
        shared.pop(article, None)
        likely, threshold = list(shared), _OPEN_THRESHOLD
        if len(shared) > candidates:
            ranks = sorted([times << _HIGH | other for other, times in shared.items()])[-candidates:]
            likely, threshold = [rank & _LOW for rank in ranks], ranks[0] + (1 << _HIGH | 1)
        scores = self._scores(article, likely)
        return [score & _LOW for score in sorted(scores, reverse=True) if score >> _HIGH >= _LEAST_SCORE], threshold

    def _hits(self, article: int) -> list[int]:
        """Return each article at every term but the first that leads from *article* to it."""
        met, now, postings = self._met, next(self._searches), self.postings
        hits: list[int] = []
        add = hits.append
        for term in self.terms(article):
            for other in postings[term]:
                if met[other] == now:
                    add(other)
                else:
                    met[other] = now
        return hits

    def _scores(self, article: int, others: Sequence[int]) -> list[int]:
        """Return how near the *others* are, in whole percent, each with its number."""
        own, terms, weights = self._own, self.index.terms, self.index.weights
        row = slice(article * HEAVIEST, (article + 1) * HEAVIEST)
        for term, weight in zip(terms[row], weights[row], strict=True):
            own[term] = weight
        scores = []
        for other in others:
            product, row = 0, slice(other * HEAVIEST, (other + 1) * HEAVIEST)
            for term, weight in zip(terms[row], weights[row], strict=True):
                if own[term]:
                    product += own[term] * weight
            scores.append(100 * product // (FULL * FULL) << _HIGH | other)
        for term in self.terms(article):
            own[term] = 0
        return scores

    def compared_with(self, article: int, thresholds: Sequence[int]) -> set[int]:
        """Return the articles that take *article* for a candidate, where the *bars* are those of `nearest`."""
        led = [term for term in self.terms(article) if article in self.postings[term]]
        places = (slice(self.starts[term], self.starts[term + 1]) for term in led)
        shared = Counter(chain.from_iterable([self.index.holders[place] for place in places]))
        del shared[article]
        ranks = [(times << _HIGH | article + 1, other) for other, times in shared.items() if times >= _LEAST_SHARED]
        return {other for rank, other in ranks if rank >= thresholds[other]}


def move_threshold(threshold: int, moved: Sequence[int]) -> int:
    """Return the *bar* of an archive whose articles have *moved* to other numbers."""
    return threshold + moved[(threshold & _LOW) - 1] + 1 - (threshold & _LOW) if threshold & _LOW else threshold


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """Articles move, and some profiles are others than before."""

    old: NeighbourSearch
    alignment: Alignment
    changed: Sequence[int]
    """The articles with another profile, or one for the first time."""

    @property
    def left(self) -> list[int]:
        """The former numbers of the profiles that are no more."""
        gone = [former for former, number in enumerate(self.alignment.moved) if number < 0]
        return gone + [
            self.alignment.origins[article] for article in self.changed if self.alignment.origins[article] >= 0
        ]

    def change_index(self, terms: "array[int]", weights: "array[int]", vocabulary: int) -> Index:
        """Return what `build_index` does: only the terms of what left and what is fresh are filed again."""
        left, old = set(self.left), self.old.index
        coming: dict[int, list[int]] = defaultdict(list)
        for article in self.changed:
            for term in terms[article * HEAVIEST : (article + 1) * HEAVIEST]:
                coming[term].append(article)

        def heaviest_first(article: int) -> tuple[int, int]:
            return -weights[terms.index(term, article * HEAVIEST)], -article

        sizes = [*old.sizes, *[0] * (vocabulary - len(old.sizes))]
        former, holders, done = self._renumbered(old.holders), array("I"), 0
        for term in sorted({term for article in left for term in self.old.terms(article)}.union(coming) - {0}):
            start = self.old.starts[min(term, len(old.sizes))]
            end = start + sizes[term]
            kept = [self.alignment.moved[article] for article in old.holders[start:end] if article not in left]
            for article in coming.get(term, ()):
                insort(kept, article, key=heaviest_first)
            holders += former[done:start]
            holders.extend(kept)
            sizes[term], done = len(kept), end
        return Index(terms, weights, array("I", sizes), holders + former[done:])

    def _renumbered(self, holders: "array[int]") -> "array[int]":
        """Return the new numbers of *holders*, any number for those that are gone."""
        if self.alignment.keep_numbers:
            return holders
        numbers = [max(number, 0) for number in self.alignment.moved]
        return array("I", map(numbers.__getitem__, holders))

    def affected(self, new: NeighbourSearch, old_thresholds: Sequence[int], new_thresholds: Sequence[int]) -> set[int]:
        """Return the articles whose nearest may be others now; by the bars of what was there, before and after.

        The nearest are chosen from the candidates. So an article is reached where one of these is another, has
        another profile, or stands elsewhere among them; and where its own profile is another.
        """

        def formerly_with(former: int) -> set[int]:
            return {self.alignment.moved[other] for other in self.old.compared_with(former, old_thresholds)} - {-1}

        reached = set(self.changed)
        for former in self.left:
            reached |= formerly_with(former)
        for article in self.changed:
            reached |= new.compared_with(article, new_thresholds)
        for article in self._led_otherwise(new) - {-1}.union(self.changed):
            reached |= formerly_with(self.alignment.origins[article]) ^ new.compared_with(article, new_thresholds)
        return reached

    def _led_otherwise(self, new: NeighbourSearch) -> set[int]:
        """Return the articles to which other terms lead than before; -1 stands for those that are gone."""
        terms = {term for former in self.left for term in self.old.terms(former)}
        terms.update(term for article in self.changed for term in new.terms(article))
        articles = set()
        for term in terms:
            led = self.old.postings[term] if term < len(self.old.index.sizes) else ()
            articles |= {self.alignment.moved[former] for former in led}.symmetric_difference(new.postings[term])
        return articles
