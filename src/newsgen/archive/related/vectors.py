"""Term counts and weights: article vectors."""

import math
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from operator import itemgetter, mul

from newsgen.archive.related.alignment import Alignment
from newsgen.text.stemming import MOST

HEAVIEST = 16
"""Terms an article is known by."""
FULL = 255
"""The length of a vector: each weight fits a byte."""
OFTEN = 100
"""Times that a term counts in an article, at most."""

_WEIGHTS = 2, 5, 7  # of a term that a quarter of the articles have, a 16th, a 64th
_RARE = 8  # of a term that fewer have
_ROOTS = [math.sqrt(times) for times in range(OFTEN + 1)]


def window(articles: int) -> int:
    """Return how many of the oldest articles are counted to weigh terms: the greatest power of two.

    So an article that is added seldom changes what others weigh, until their number has doubled.
    """
    return 1 << max(articles.bit_length() - 1, 0)


def weights_of(document_counts: Sequence[int], counted: int) -> bytes:
    """Return the weight of each term: less, the more of the *counted* articles have it, in few steps.

    How many have a term stands in *held*. The first is no term, and weighs nothing.
    """
    common = counted >> 2 * len(_WEIGHTS) - 1 or 1
    weights = bytearray([_RARE]) * len(document_counts)
    for term, articles in enumerate(document_counts):
        if articles >= common:
            weights[term] = _WEIGHTS[(counted.bit_length() - articles.bit_length()) // 2]
    weights[0] = 0
    return bytes(weights)


def vector(terms: Sequence[int], times: Sequence[int], weights: Sequence[int]) -> "tuple[array[int], array[int]]":
    """Return the heaviest of an article's *terms* and their weights; of equals those that it puts first."""
    weighed = list(map(mul, map(_ROOTS.__getitem__, times), map(weights.__getitem__, terms)))
    heaviest = sorted(range(len(weighed)), key=weighed.__getitem__, reverse=True)[:HEAVIEST]
    chosen = itemgetter(*heaviest)
    vector = chosen(weighed)
    scale = FULL / math.sqrt(math.fsum(map(mul, vector, vector)) or 1)
    return array("I", chosen(terms)), array("B", [round(weight * scale) for weight in vector])


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The terms of an archive's articles, oldest first."""

    words: tuple[str, ...]
    """The terms by their numbers; a term once met keeps its own. The first is none."""
    terms: "array[int]"
    """The 64 terms of each article, by their numbers; 0 where it has fewer."""
    times: "array[int]"
    """How often each is in the article."""
    document_counts: "array[int]"
    """How many of the articles that are counted have each term."""
    weights: bytes
    """What each term weighs."""

    @property
    def articles(self) -> int:
        """How many there are."""
        return len(self.terms) // MOST

    def text(self, article: int) -> dict[str, int]:
        """Return the terms of an article as they were read."""
        row = slice(article * MOST, (article + 1) * MOST)
        pairs = zip(self.terms[row], self.times[row], strict=True)
        return {self.words[term]: times for term, times in pairs if term}

    def weighed_otherwise(self, old: "TermCounts") -> set[int]:
        """Return the terms that weigh something else than in *old*."""
        if self.weights.startswith(old.weights):
            return set()
        pairs = enumerate(zip(old.weights, self.weights, strict=False))
        return {term for term, (former, weight) in pairs if former != weight}

    def with_any(self, terms: set[int]) -> list[int]:
        """Return the articles that have any of *terms*."""
        rows = (self.terms[start : start + MOST] for start in range(0, len(self.terms), MOST))
        return [article for article, row in enumerate(rows) if not terms.isdisjoint(row)] if terms else []


NO_COUNTS = TermCounts(("",), array("I"), array("B"), array("I", [0]), bytes(1))


def update_counts(
    old: TermCounts, alignment: Alignment, read: Collection[int], text: Callable[[int], Mapping[str, int]]
) -> TermCounts:
    """Return the bags of an archive whose articles have *moves* from *old*, with the *text* of those to be *read*."""
    numbers = _Numbers(zip(old.words, count())) if read else {}
    terms, times = alignment.carry(old.terms, MOST), alignment.carry(old.times, MOST)
    for article in read:
        bag = text(article)
        own = array("I", map(numbers.__getitem__, islice(bag, MOST)))
        often = array("B", _cap(list(islice(bag.values(), MOST))))
        empty = MOST - len(own)
        row = slice(article * MOST, (article + 1) * MOST)
        terms[row] = own + array("I", bytes(own.itemsize * empty))
        times[row] = often + array("B", bytes(empty))
    words = tuple(numbers) if len(numbers) > len(old.words) else old.words
    document_counts = _count_documents(old, terms, len(words), alignment, set(read))
    return TermCounts(words, terms, times, document_counts, weights_of(document_counts, window(len(alignment.origins))))


def _cap(times: list[int]) -> list[int]:
    """Return *times* that are no more than often."""
    return times if max(times, default=0) <= OFTEN else [min(many, OFTEN) for many in times]


class _Numbers(dict[str, int]):
    """The numbers of terms: a new one gets the next."""

    def __missing__(self, term: str) -> int:
        """Give a new term its number."""
        self[term] = number = len(self)
        return number


def _count_documents(
    old: TermCounts, terms: "array[int]", vocabulary: int, alignment: Alignment, read: Collection[int]
) -> "array[int]":
    """Count the articles that have each term; where as many were counted before, by what differs."""
    counted = window(len(alignment.origins))
    document_counts, lost, added = [0] * vocabulary, set[int](), set(range(min(counted, len(alignment.origins))))
    if counted == window(old.articles):
        document_counts[: len(old.document_counts)] = old.document_counts
        places = enumerate(alignment.origins[:counted])
        still = {origin: article for article, origin in places if 0 <= origin < counted and article not in read}
        lost = set(range(min(counted, old.articles))).difference(still)
        added.difference_update(still.values())
    for counts, articles, step in ((old.terms, lost, -1), (terms, added, 1)):
        for article in articles:
            for term in counts[article * MOST : (article + 1) * MOST]:
                document_counts[term] += step
    document_counts[0] = 0
    return array("I", document_counts)
