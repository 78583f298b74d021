"""Count and weigh the terms of articles, and make each article's vector of its heaviest terms.

A term is the stem of a word, known by its number in the vocabulary; number 0 stands for no term.
"""

import math
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from operator import itemgetter, mul

from newsgen.archive.related.alignment import Alignment
from newsgen.text.stemming import MAX_COUNT, MAX_STEMS

VECTOR_TERMS = 16
"""The number of terms in the vector of an article."""
VECTOR_NORM = 255
"""The Euclidean length of a vector, chosen so that each weight fits into a byte."""

_WEIGHTS = 2, 5, 7  # of a term that at least a quarter, a 16th, a 64th of the articles have
_RAREST_WEIGHT = 8  # of a term that fewer articles have
_SQUARE_ROOTS = [math.sqrt(number) for number in range(MAX_COUNT + 1)]


def sample_size(articles: int) -> int:
    """Return how many of the oldest articles are counted to weigh vector terms: the greatest power of two.

    A new article therefore seldom changes any weights before the number of articles has doubled.
    """
    return 1 << max(articles.bit_length() - 1, 0)


def weights_of(document_counts: Sequence[int], counted: int) -> bytes:
    """Return the weight of each vector term: it falls in a few steps the more of the *counted* articles have it.

    *document_counts* are the numbers of articles that have each term. Term 0 stands for no term and weighs 0.
    """
    common = counted >> 2 * len(_WEIGHTS) - 1 or 1
    weights = bytearray([_RAREST_WEIGHT]) * len(document_counts)
    for term, articles in enumerate(document_counts):
        if articles >= common:
            weights[term] = _WEIGHTS[(counted.bit_length() - articles.bit_length()) // 2]
    weights[0] = 0
    return bytes(weights)


def vector(terms: Sequence[int], frequencies: Sequence[int], weights: Sequence[int]) -> "tuple[array[int], array[int]]":
    """Return an article's vector: the heaviest of its *terms*, of equally heavy ones the first, and their weights."""
    weighed = list(map(mul, map(_SQUARE_ROOTS.__getitem__, frequencies), map(weights.__getitem__, terms)))
    heaviest = sorted(range(len(weighed)), key=weighed.__getitem__, reverse=True)[:VECTOR_TERMS]
    chosen = itemgetter(*heaviest)
    heaviest_weights = chosen(weighed)
    scale = VECTOR_NORM / math.sqrt(math.fsum(map(mul, heaviest_weights, heaviest_weights)) or 1)
    return array("I", chosen(terms)), array("B", [round(weight * scale) for weight in heaviest_weights])


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The terms of an archive's articles, which are numbered from the oldest."""

    vocabulary: tuple[str, ...]
    """The terms by number; a term keeps its number in later builds. The first stands for no term."""
    terms: "array[int]"
    """The numbers of up to 64 terms of each article, filled up with 0 to 64."""
    frequencies: "array[int]"
    """The frequency of each of these terms in its article."""
    document_counts: "array[int]"
    """The number of articles that have each term, among those that `sample_size` counts."""
    weights: bytes
    """The weight of each term."""

    @property
    def articles(self) -> int:
        """The number of articles whose terms are counted for vectors."""
        return len(self.terms) // MAX_STEMS

    def of(self, article: int) -> dict[str, int]:
        """Return the terms of an article's vector with their frequencies, as they were read."""
        row = slice(article * MAX_STEMS, (article + 1) * MAX_STEMS)
        pairs = zip(self.terms[row], self.frequencies[row], strict=True)
        return {self.vocabulary[term]: frequency for term, frequency in pairs if term}

    def reweighted_since(self, old: "TermCounts") -> set[int]:
        """Return the vector terms whose weight differs from *old*."""
        if self.weights.startswith(old.weights):
            return set()
        pairs = enumerate(zip(old.weights, self.weights, strict=False))
        return {term for term, (old_weight, weight) in pairs if old_weight != weight}

    def articles_with_any(self, terms: set[int]) -> list[int]:
        """Return the articles that have any of *terms* among those counted for vectors."""
        rows = (self.terms[start : start + MAX_STEMS] for start in range(0, len(self.terms), MAX_STEMS))
        return [article for article, row in enumerate(rows) if not terms.isdisjoint(row)] if terms else []


NO_COUNTS = TermCounts(("",), array("I"), array("B"), array("I", [0]), bytes(1))


def update_counts(
    old: TermCounts, alignment: Alignment, changed: Collection[int], terms_of: Callable[[int], Mapping[str, int]]
) -> TermCounts:
    """Return the vector counts of a new archive from *old*, calling *terms_of* for *changed* articles only."""
    numbers = _TermNumbers(zip(old.vocabulary, count())) if changed else {}
    terms, frequencies = alignment.reorder(old.terms, MAX_STEMS), alignment.reorder(old.frequencies, MAX_STEMS)
    for article in changed:
        counts = terms_of(article)
        own_terms = array("I", map(numbers.__getitem__, islice(counts, MAX_STEMS)))
        own_frequencies = array("B", _cap(list(islice(counts.values(), MAX_STEMS))))
        empty = MAX_STEMS - len(own_terms)
        row = slice(article * MAX_STEMS, (article + 1) * MAX_STEMS)
        terms[row] = own_terms + array("I", bytes(own_terms.itemsize * empty))
        frequencies[row] = own_frequencies + array("B", bytes(empty))
    vocabulary = tuple(numbers) if len(numbers) > len(old.vocabulary) else old.vocabulary
    document_counts = _count_documents(old, terms, len(vocabulary), alignment, set(changed))
    weights = weights_of(document_counts, sample_size(len(alignment.origins)))
    return TermCounts(vocabulary, terms, frequencies, document_counts, weights)


def _cap(frequencies: list[int]) -> list[int]:
    """Return *frequencies* of a vector's terms with `MAX_COUNT` in place of higher ones."""
    return frequencies if max(frequencies, default=0) <= MAX_COUNT else [min(n, MAX_COUNT) for n in frequencies]


class _TermNumbers(dict[str, int]):
    """The numbers of terms; a new term gets the next number."""

    def __missing__(self, term: str) -> int:
        """Give a new vector term the next number."""
        self[term] = number = len(self)
        return number


def _count_documents(
    old: TermCounts, terms: "array[int]", vocabulary_size: int, alignment: Alignment, changed: Collection[int]
) -> "array[int]":
    """Count the articles that have each term; update the old counts if the sample still has the same size."""
    counted = sample_size(len(alignment.origins))
    document_counts, lost, added = [0] * vocabulary_size, set[int](), set(range(min(counted, len(alignment.origins))))
    if counted == sample_size(old.articles):
        document_counts[: len(old.document_counts)] = old.document_counts
        pairs = enumerate(alignment.origins[:counted])
        kept = {origin: article for article, origin in pairs if 0 <= origin < counted and article not in changed}
        lost = set(range(min(counted, old.articles))).difference(kept)
        added.difference_update(kept.values())
    for rows, articles, step in ((old.terms, lost, -1), (terms, added, 1)):
        for article in articles:
            for term in rows[article * MAX_STEMS : (article + 1) * MAX_STEMS]:
                document_counts[term] += step
    document_counts[0] = 0
    return array("I", document_counts)
