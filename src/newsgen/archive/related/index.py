"""Find the earlier articles that are near to an article, with an inverted index of the terms of their profiles."""

import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsgen.text.profiles.profile import NUMBERS_SIZE, PROFILE_TERMS

_WINDOW = 18  # articles with a term that an article looks at, the last before it; related news are of the same time
_TERM_SCORE = 4  # of a common term, besides one for each bit that is set in both signatures
_MIN_SCORE = 11  # below it articles share only words that are in any article
_ARTICLE_BITS = 32  # low bits of a pair that hold the article, so that equal pairs sort by age, newest last
_ARTICLE_MASK = (1 << _ARTICLE_BITS) - 1


@dataclass(frozen=True, slots=True)
class Index:
    """The profiles of an archive's articles, which are numbered from the oldest, with the articles of each term."""

    terms: "array[int]"
    """The terms of each article, filled up with 0 to 20."""
    signatures: Sequence[int]
    postings: Mapping[int, list[int]]
    """The articles that have each term, oldest first."""

    def terms_of(self, article: int) -> "array[int]":
        """Return the terms of an article."""
        return self.terms[article * PROFILE_TERMS : (article + 1) * PROFILE_TERMS]


def build_index(profiles: Sequence[bytes]) -> Index:
    """Return the index of *profiles* as `profile_of` made them, oldest first."""
    terms = array("I", b"".join([profile[:NUMBERS_SIZE] for profile in profiles]))
    if sys.byteorder == "big":
        terms.byteswap()
    signatures = [int.from_bytes(profile[NUMBERS_SIZE:], "little") for profile in profiles]
    postings: defaultdict[int, list[int]] = defaultdict(list)
    index = Index(terms, signatures, postings)
    for article in range(len(profiles)):
        for term in index.terms_of(article):
            postings[term].append(article)
    postings[0] = []
    return index


def nearest_before(index: Index, article: int, most: int) -> list[int]:
    """Return pairs of up to *most* earlier articles that are near to *article*, each a score and an article.

    They have at least two terms in common with it. The nearest comes first, of equally near ones the newest.
    """
    hits: list[int] = []
    for term in index.terms_of(article):
        posting = index.postings[term]
        end = bisect_left(posting, article)
        if end:
            hits += posting[end - _WINDOW if end > _WINDOW else 0 : end]
    signatures, own = index.signatures, index.signatures[article]
    pairs = [
        _TERM_SCORE * common + (own & signatures[other]).bit_count() << _ARTICLE_BITS | other
        for other, common in Counter(hits).items()
        if common > 1
    ]
    pairs.sort(reverse=True)
    return [pair for pair in pairs[:most] if pair >> _ARTICLE_BITS >= _MIN_SCORE]


article_of: Callable[[int], int] = _ARTICLE_MASK.__and__
"""Returns the article of a pair, which `nearest_before` returned."""


def articles_looking_at(index: Index, place: int, terms: Sequence[int], others: int) -> Iterator[int]:
    """Yield the articles that look, or looked, at an article with these *terms* that is or was before *place*.

    Up to *others* articles may have come in between since.
    """
    for term in terms:
        posting = index.postings.get(term, ())
        first = bisect_left(posting, place)
        yield from posting[first : first + _WINDOW + others]
