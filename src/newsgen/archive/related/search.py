"""Find the earlier articles that are near to an article, by the terms of their profiles."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from newsgen.text.profiles.profile import signature_of, terms_of

WINDOW = 24
"""The articles with a term that an article is compared with: the last before it, as related news are of one time."""

_TERM_SCORE = 3  # of a common term, besides one for each bit that is set in both signatures
_MIN_SCORE = 9  # below it articles share only words that are in any article
_ARTICLE_BITS = 24  # low bits of a pair that hold the article, so that equal pairs sort by age, newest last
_ARTICLE_MASK = (1 << _ARTICLE_BITS) - 1


class Search:
    """A search for the earlier articles that are near to an article.

    It reads *profiles*, which are oldest first, only as far as it has been asked, so that the articles of a term that
    it knows are usually all earlier, and the last of them are those to compare.
    """

    def __init__(self, profiles: Sequence[bytes], articles: Sequence[int] | None = None) -> None:
        """Prepare to search articles by their *profiles*: only those in *articles*, which is faster if they are few."""
        self._profiles = profiles
        wanted = {term for article in articles or () for term in terms_of(profiles[article])}
        self._terms_of = terms_of if articles is None else lambda profile: wanted.intersection(terms_of(profile))
        self._signatures: list[int] = []
        self._postings: defaultdict[int, list[int]] = defaultdict(list)

    def nearest_before(self, article: int, most: int) -> list[int]:
        """Return pairs of up to *most* earlier articles that are near to *article*, each a score and an article.

        They have at least two terms in common with it. The nearest comes first, of equally near ones the newest.
        """
        self._read_until(article)
        seen, repeated = set[int](), list[int]()
        is_last = article == len(self._signatures)
        for term in terms_of(self._profiles[article]):
            last = self._postings[term][-WINDOW:] if is_last else self._last_before(article, term)
            repeated += seen.intersection(last)
            seen.update(last)
        signatures, own = self._signatures, signature_of(self._profiles[article])
        pairs = [
            score << _ARTICLE_BITS | other
            for other, common in Counter(repeated).items()  # the number of common terms minus one
            if (score := _TERM_SCORE * (common + 1) + (own & signatures[other]).bit_count()) >= _MIN_SCORE
        ]
        pairs.sort(reverse=True)
        return pairs[:most]

    def _last_before(self, article: int, term: int) -> list[int]:
        """Return the last articles with *term* before *article*, which is older than others that were read."""
        postings = self._postings[term]
        end = bisect_left(postings, article)
        return postings[max(0, end - WINDOW) : end]

    def _read_until(self, article: int) -> None:
        """Read the profiles of all articles before *article*; later ones may have been read already."""
        postings, terms = self._postings, self._terms_of
        for number in range(len(self._signatures), article):
            profile = self._profiles[number]
            self._signatures.append(signature_of(profile))
            for term in terms(profile):
                postings[term].append(number)


article_of: Callable[[int], int] = _ARTICLE_MASK.__and__
"""Returns the article of a pair, which `nearest_before` returned."""
