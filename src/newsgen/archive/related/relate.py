"""Relate each article to others with similar texts, and reuse the relations of the last build."""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Any

from newsgen.archive.related.alignment import Alignment, align
from newsgen.archive.related.index import NO_INDEX, Index, IndexUpdate, NeighbourSearch, build_index, renumber_threshold
from newsgen.archive.related.vectors import NO_COUNTS, VECTOR_TERMS, TermCounts, update_counts, vector
from newsgen.text.stemming import MAX_STEMS
from newsgen.workers import IN_THIS_PROCESS, StartWorkers, in_batches

_CANDIDATES = 25  # articles compared by weight, at least twice as many as are wanted
UPDATE_DIVISOR = 32  # the index is updated if at most one vector in this many changed, and rebuilt otherwise
_NONE_SHOWN: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Relations:
    """The related articles of an archive, with the data to update them; all articles are oldest first."""

    count: int
    """The number of related articles that were wanted for each article."""
    ids: tuple[str, ...]
    keys: tuple[bytes, ...]
    """The key of each article's terms, as `relate` received it."""
    shown: Mapping[str, tuple[str, ...]]
    """The ids of articles that an article shows for other reasons, by its id."""
    counts: TermCounts
    index: Index
    thresholds: "array[int]"
    """The threshold of each article's candidates, as `NeighbourSearch.nearest` returns it."""
    nearest: "array[int]"
    """The numbers plus one of the related articles of each article, filled up with 0 to `count`."""

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of each article's related articles, nearest first, by its id; newest articles first."""
        if not self.count:
            return dict.fromkeys(reversed(self.ids), ())
        ids = map(("", *self.ids).__getitem__, self.nearest)
        rows = reversed(list(zip(*[ids] * self.count, strict=True)))
        lists = zip(reversed(self.ids), rows, strict=True)
        return {key: row if row[-1] else tuple(filter(None, row)) for key, row in lists}


_NO_RELATIONS = Relations(0, (), (), {}, NO_COUNTS, NO_INDEX, array("Q"), array("I"))


def relate(  # noqa: PLR0913 - everything that the result depends on, and what makes it faster
    articles: Sequence[tuple[str, bytes]],
    terms: Callable[[str], Mapping[str, int]],
    count: int,
    shown: Mapping[str, Collection[str]] = _NONE_SHOWN,
    *,
    before: Relations | None = None,
    start: StartWorkers = IN_THIS_PROCESS,
) -> Relations:
    """Relate each article to the *count* articles that are nearest to it, nearest first.

    *articles* are ids, newest first, each with a key of its terms. *terms* returns the terms of an id with
    their frequencies; it is not called if the key is the same as in *before*. Of equally near articles the newer
    is preferred. Articles already *shown* by an article are left out. An article may have fewer than *count*
    related articles, or none, if the others share too few terms with it.
    All scores are whole numbers, so that the result is the same on every machine, and with or without *before*.
    """
    ids = tuple([key for key, _ in reversed(articles)])
    keys = tuple([key for _, key in reversed(articles)])
    hidden = {key: tuple(sorted(shown[key])) for key in ids if shown.get(key)}
    old = before or _NO_RELATIONS
    if (old.count, old.ids, old.keys, old.shown) == (count, ids, keys, hidden):
        return old
    alignment = align(old.ids, ids)

    def terms_of(article: int) -> Mapping[str, int]:
        old_number = alignment.old_numbers.get(ids[article], -1)  # unlike its origin, known even if its date changed
        is_known = old_number >= 0 and old.keys[old_number] == keys[article]
        return old.counts.of(old_number) if is_known else terms(ids[article])

    pairs = enumerate(zip(alignment.origins, keys, strict=True))
    changed = [article for article, (origin, key) in pairs if origin < 0 or old.keys[origin] != key]
    counts = update_counts(old.counts, alignment, changed, terms_of)
    new = Relations(count, ids, keys, hidden, counts, NO_INDEX, array("Q"), array("I"))
    return _find_nearest(old, new, alignment, changed, start)


def _find_nearest(
    old: Relations, new: Relations, alignment: Alignment, recounted: Iterable[int], start: StartWorkers
) -> Relations:
    """Return *new* with its index and the nearest articles of every article."""
    terms, weights, changed = _update_vectors(old, new.counts, alignment, recounted)
    vocabulary_size = len(new.counts.vocabulary)
    if new.count == old.count and len(changed) + alignment.new_numbers.count(-1) <= len(new.ids) // UPDATE_DIVISOR:
        update = IndexUpdate(NeighbourSearch(old.index), alignment, changed)
        search = NeighbourSearch(update.update_index(terms, weights, vocabulary_size))
        thresholds, nearest = _carry_nearest(old, alignment)
        affected = update.affected(search, old.thresholds, thresholds)
        affected.update(article for article, key in enumerate(new.ids) if old.shown.get(key) != new.shown.get(key))
    else:
        search = NeighbourSearch(build_index(terms, weights, vocabulary_size))
        thresholds, nearest = array("Q", [0]) * len(new.ids), array("I", [0]) * (new.count * len(new.ids))
        affected = set(range(len(new.ids)))
    articles = sorted(affected)
    searched = chain.from_iterable(in_batches(start, partial(_search_batch, search, new), articles))
    for article, (others, threshold) in zip(articles, searched, strict=True):
        nearest[article * new.count : (article + 1) * new.count] = others
        thresholds[article] = threshold
    return replace(new, index=search.index, thresholds=thresholds, nearest=nearest)


def _search_batch(search: NeighbourSearch, new: Relations, articles: Sequence[int]) -> "list[tuple[array[int], int]]":
    """Return the nearest articles of each of *articles* to relate, and its threshold; runs in a worker process."""
    found = []
    for article in articles:
        shown = new.shown.get(new.ids[article], ())
        near, threshold = search.nearest(article, max(_CANDIDATES, 2 * new.count) + len(shown))
        others = [other + 1 for other in near if new.ids[other] not in shown] + [0] * new.count
        found.append((array("I", others[: new.count]), threshold))
    return found


def _carry_nearest(old: Relations, alignment: Alignment) -> "tuple[array[int], array[int]]":
    """Return the old thresholds and nearest articles of the articles that are still there, by their new numbers."""
    thresholds, nearest = alignment.reorder(old.thresholds, 1), alignment.reorder(old.nearest, old.count)
    if alignment.keeps_numbers:
        return thresholds, nearest
    numbers = [0, *[number + 1 for number in alignment.new_numbers]]
    renumbered = [renumber_threshold(threshold, alignment.new_numbers) for threshold in thresholds]
    return array("Q", renumbered), array("I", map(numbers.__getitem__, nearest))


def _update_vectors(
    old: Relations, counts: TermCounts, alignment: Alignment, recounted: Iterable[int]
) -> "tuple[array[int], array[int], list[int]]":
    """Return the terms and weights of all vectors to relate, and the articles whose vectors changed."""
    terms = alignment.reorder(old.index.terms, VECTOR_TERMS)
    weights = alignment.reorder(old.index.weights, VECTOR_TERMS)
    term_weights, changed = list(counts.weights), []
    for article in sorted({*recounted, *counts.articles_with_any(counts.reweighted_since(old.counts))}):
        row, counted = (slice(article * width, (article + 1) * width) for width in (VECTOR_TERMS, MAX_STEMS))
        new_vector = vector(counts.terms[counted], counts.frequencies[counted], term_weights)
        if alignment.origins[article] < 0 or new_vector != (terms[row], weights[row]):
            terms[row], weights[row] = new_vector
            changed.append(article)
    return terms, weights, changed


RELATIONS = "relations"
"""The name under which the build cache stores the relations."""
Packed = tuple[Any, ...]
"""Relations as plain numbers, strings, bytes, dicts and tuples, ready to be stored."""


def pack(relations: Relations) -> Packed:
    """Return *relations* of articles as plain data, for the next build on a machine of the same byte order."""
    counts, index = relations.counts, relations.index
    count_arrays = [a.tobytes() for a in (counts.terms, counts.frequencies, counts.document_counts)]
    packed_counts = counts.vocabulary, *count_arrays, counts.weights
    packed_index = tuple(a.tobytes() for a in (index.terms, index.weights, index.posting_sizes, index.postings))
    settings = relations.count, relations.ids, relations.keys, dict(relations.shown)
    arrays = relations.thresholds.tobytes(), relations.nearest.tobytes()
    return sys.byteorder, *settings, packed_counts, packed_index, *arrays


def unpack(packed: Packed) -> Relations | None:
    """Return the relations that `pack` packed; None if the machine that packed them has another byte order."""
    byte_order, count, ids, keys, shown, packed_counts, index, thresholds, nearest = packed
    if byte_order != sys.byteorder:
        return None
    vocabulary, terms, frequencies, document_counts, weights = packed_counts
    counts = TermCounts(vocabulary, array("I", terms), array("B", frequencies), array("I", document_counts), weights)
    parts = [array(typecode, part) for typecode, part in zip("IBII", index, strict=True)]
    return Relations(count, ids, keys, shown, counts, Index(*parts), array("Q", thresholds), array("I", nearest))
