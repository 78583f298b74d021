"""Find the nearest articles of each article with an inverted index of vectors, and update the index."""

from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count

from newsgen.archive.related.alignment import Alignment
from newsgen.archive.related.vectors import VECTOR_NORM, VECTOR_TERMS

_MAX_POSTING = 48  # articles per term in a search; without a limit the work grows with the square of the archive
_MIN_SHARED_TERMS = 2  # of an article and a candidate
_MIN_SCORE = 12  # percent; articles with a lower score share only words that are in any article
_ARTICLE_BITS = 32  # low bits of a rank that hold the article, so that equal ranks sort by age, newest first
_ARTICLE_MASK = (1 << _ARTICLE_BITS) - 1
_OPEN_THRESHOLD = _MIN_SHARED_TERMS << _ARTICLE_BITS


@dataclass(frozen=True, slots=True)
class Index:
    """The vectors of an archive's articles, with the list of articles (posting) of each term."""

    terms: "array[int]"
    """The terms of each article's vector, filled up with 0 to 16."""
    weights: "array[int]"
    """The weights of these terms."""
    posting_sizes: "array[int]"
    """The number of articles in each term's posting."""
    postings: "array[int]"
    """The postings of all terms, one after another; each sorted by the term's weight, then newest first."""


NO_INDEX = Index(array("I"), array("B"), array("I", [0]), array("I"))


def build_index(terms: "array[int]", weights: "array[int]", vocabulary_size: int) -> Index:
    """Return the inverted index of vectors whose *terms* are all below *vocabulary_size*."""
    lists: list[list[int]] = [[] for _ in range(vocabulary_size)]
    for position, (term, weight) in enumerate(zip(terms, weights, strict=True)):
        lists[term].append(weight << _ARTICLE_BITS | position // VECTOR_TERMS)
    lists[0].clear()
    for ranks in lists:
        ranks.sort(reverse=True)
    postings = array("I", [rank & _ARTICLE_MASK for ranks in lists for rank in ranks])
    return Index(terms, weights, array("I", map(len, lists)), postings)


class _CutPostings(dict[int, tuple[int, ...]]):
    """The articles at the beginning of each term's posting, unpacked on first access.

    A posting is sorted by weight, so that a new article displaces one in which the term weighs least.
    """

    def __init__(self, index: Index, starts: Sequence[int]) -> None:
        super().__init__()
        self._postings, self._starts = index.postings, starts
        self._articles = list(range(len(index.terms) // VECTOR_TERMS))  # shared objects, close together in memory

    def __missing__(self, term: int) -> tuple[int, ...]:
        """Unpack the posting of a term of the index."""
        start, end = self._starts[term], self._starts[term + 1]
        cut = self._postings[start : min(end, start + _MAX_POSTING)]
        posting = self[term] = tuple(map(self._articles.__getitem__, cut)) if end - start > 1 else ()
        return posting


class NeighbourSearch:
    """A search for the nearest articles in an index."""

    def __init__(self, index: Index) -> None:
        """Prepare to search the inverted *index*."""
        self.index = index
        self.starts = list(accumulate(index.posting_sizes, initial=0))
        self.cut_postings = _CutPostings(index, self.starts)
        self._last_search = [0] * (len(index.terms) // VECTOR_TERMS)
        self._searches = count(1)
        self._own_weights = [0] * len(index.posting_sizes)

    def terms(self, article: int) -> "array[int]":
        """Return the terms of an article's vector in the index."""
        return self.index.terms[article * VECTOR_TERMS : (article + 1) * VECTOR_TERMS]

    def nearest(self, article: int, candidates: int) -> tuple[list[int], int]:
        """Return the articles nearest to *article*, nearest first, and the threshold of its candidates.

        The candidates are at most as many articles as *candidates* says, those with the most terms in common;
        they are compared by weight. A rank at the threshold or above makes another article a candidate.
        """
        shared = Counter(self._hits(article))  # the number of common terms minus one
        shared.pop(article, None)
        likely, threshold = list(shared), _OPEN_THRESHOLD
        if len(shared) > candidates:
            ranks = sorted([number << _ARTICLE_BITS | other for other, number in shared.items()])[-candidates:]
            likely, threshold = [rank & _ARTICLE_MASK for rank in ranks], ranks[0] + (1 << _ARTICLE_BITS | 1)
        scores = sorted(self._scores(article, likely), reverse=True)
        return [score & _ARTICLE_MASK for score in scores if score >> _ARTICLE_BITS >= _MIN_SCORE], threshold

    def _hits(self, article: int) -> list[int]:
        """Return each article that shares terms with *article*, once for every common term but the first."""
        last_search, current, cut_postings = self._last_search, next(self._searches), self.cut_postings
        hits: list[int] = []
        add = hits.append
        for term in self.terms(article):
            for other in cut_postings[term]:
                if last_search[other] == current:
                    add(other)
                else:
                    last_search[other] = current
        return hits

    def _scores(self, article: int, others: Sequence[int]) -> list[int]:
        """Return the similarity of *article* to each of *others* in whole percent, above the bits of its number."""
        own, terms, weights = self._own_weights, self.index.terms, self.index.weights
        row = slice(article * VECTOR_TERMS, (article + 1) * VECTOR_TERMS)
        for term, weight in zip(terms[row], weights[row], strict=True):
            own[term] = weight
        scores = []
        for other in others:
            product, row = 0, slice(other * VECTOR_TERMS, (other + 1) * VECTOR_TERMS)
            for term, weight in zip(terms[row], weights[row], strict=True):
                if own[term]:
                    product += own[term] * weight
            scores.append(100 * product // (VECTOR_NORM * VECTOR_NORM) << _ARTICLE_BITS | other)
        for term in self.terms(article):
            own[term] = 0
        return scores

    def articles_considering(self, article: int, thresholds: Sequence[int]) -> set[int]:
        """Return the articles of the index that have *article* as a candidate, by *thresholds* of `nearest`."""
        terms = [term for term in self.terms(article) if article in self.cut_postings[term]]
        slices = (slice(self.starts[term], self.starts[term + 1]) for term in terms)
        shared = Counter(chain.from_iterable([self.index.postings[posting] for posting in slices]))
        del shared[article]
        enough = ((other, number) for other, number in shared.items() if number >= _MIN_SHARED_TERMS)
        return {other for other, number in enough if number << _ARTICLE_BITS | article + 1 >= thresholds[other]}


def renumber_threshold(threshold: int, new_numbers: Sequence[int]) -> int:
    """Return *threshold* with the new number of the article in its low bits."""
    low = threshold & _ARTICLE_MASK
    return threshold + new_numbers[low - 1] + 1 - low if low else threshold


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """An update of an index after articles were renumbered and some vectors changed."""

    old: NeighbourSearch
    alignment: Alignment
    changed: Sequence[int]
    """The articles whose vectors differ or are new."""

    @property
    def removed(self) -> list[int]:
        """The old numbers of the indexed vectors that are gone or replaced."""
        gone = [old_number for old_number, number in enumerate(self.alignment.new_numbers) if number < 0]
        replaced = map(self.alignment.origins.__getitem__, self.changed)
        return gone + [old_number for old_number in replaced if old_number >= 0]

    def update_index(self, terms: "array[int]", weights: "array[int]", vocabulary_size: int) -> Index:
        """Return the index that `build_index` would return, sorting only postings of changed vectors again."""
        removed, old, new_numbers = set(self.removed), self.old.index, self.alignment.new_numbers
        added: dict[int, list[int]] = defaultdict(list)
        for article in self.changed:
            for term in terms[article * VECTOR_TERMS : (article + 1) * VECTOR_TERMS]:
                added[term].append(article)

        def heaviest_first(article: int) -> tuple[int, int]:
            return -weights[terms.index(term, article * VECTOR_TERMS)], -article

        posting_sizes = [*old.posting_sizes, *[0] * (vocabulary_size - len(old.posting_sizes))]
        renumbered, postings, done = self._renumbered(old.postings), array("I"), 0
        for term in sorted({term for article in removed for term in self.old.terms(article)}.union(added) - {0}):
            start = self.old.starts[min(term, len(old.posting_sizes))]
            end = start + posting_sizes[term]
            kept = [new_numbers[article] for article in old.postings[start:end] if article not in removed]
            for article in added.get(term, ()):
                insort(kept, article, key=heaviest_first)
            postings += renumbered[done:start]
            postings.extend(kept)
            posting_sizes[term], done = len(kept), end
        return Index(terms, weights, array("I", posting_sizes), postings + renumbered[done:])

    def _renumbered(self, postings: "array[int]") -> "array[int]":
        """Return *postings* with the articles' new numbers, and 0 in place of articles that are gone."""
        if self.alignment.keeps_numbers:
            return postings
        numbers = [max(number, 0) for number in self.alignment.new_numbers]
        return array("I", map(numbers.__getitem__, postings))

    def affected(self, new: NeighbourSearch, old_thresholds: Sequence[int], new_thresholds: Sequence[int]) -> set[int]:
        """Return the articles whose nearest ones in the index may differ, given old thresholds by old and new numbers.

        The nearest articles are chosen from the candidates. So an article is affected if its own vector changed,
        or if one of its candidates is new or gone, has another vector or has another rank.
        """

        def considered_before(old_number: int) -> set[int]:
            others = self.old.articles_considering(old_number, old_thresholds)
            return {self.alignment.new_numbers[other] for other in others} - {-1}

        affected = set(self.changed)
        for old_number in self.removed:
            affected |= considered_before(old_number)
        for article in self.changed:
            affected |= new.articles_considering(article, new_thresholds)
        for article in self._relisted(new) - {-1}.union(self.changed):
            before = considered_before(self.alignment.origins[article])
            affected |= before ^ new.articles_considering(article, new_thresholds)
        return affected

    def _relisted(self, new: NeighbourSearch) -> set[int]:
        """Return the articles that entered or left the cut posting of a term; -1 stands for those that are gone."""
        terms = {term for old_number in self.removed for term in self.old.terms(old_number)}
        terms.update(term for article in self.changed for term in new.terms(article))
        articles = set()
        for term in terms:
            listed = self.old.cut_postings[term] if term < len(self.old.index.posting_sizes) else ()
            articles |= {self.alignment.new_numbers[article] for article in listed} ^ set(new.cut_postings[term])
        return articles
