"""Related articles by text."""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Any

from newsgen.archive.related.alignment import Alignment, align
from newsgen.archive.related.index import NO_INDEX, Index, IndexUpdate, NeighbourSearch, build_index, move_threshold
from newsgen.archive.related.vectors import HEAVIEST, NO_COUNTS, TermCounts, update_counts, vector
from newsgen.text.stemming import MOST
from newsgen.workers import IN_THIS_PROCESS, Start, in_batches

_CANDIDATES = 25  # articles compared in full, at least twice as many as are wanted
_FEW = 32  # where no more than one in so many profiles is another, what follows from them is found
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Relations:
    """The related articles of an archive, and what helps to find those of its next state. All is oldest first."""

    count: int
    """How many were wanted."""
    ids: tuple[str, ...]
    keys: tuple[bytes, ...]
    """Of the articles' terms."""
    shown: Mapping[str, tuple[str, ...]]
    """What some articles show already."""
    counts: TermCounts
    index: Index
    thresholds: "array[int]"
    """What is more than an article's last candidate has, is a candidate."""
    nearest: "array[int]"
    """The related articles of each, their numbers plus one; 0 where there are fewer."""

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of each article's related ones, best first; the articles newest first."""
        if not self.count:
            return dict.fromkeys(reversed(self.ids), ())
        names = map(("", *self.ids).__getitem__, self.nearest)
        rows = reversed(list(zip(*[names] * self.count, strict=True)))
        lists = zip(reversed(self.ids), rows, strict=True)
        return {key: row if row[-1] else tuple(filter(None, row)) for key, row in lists}


_NO_RELATIONS = Relations(0, (), (), {}, NO_COUNTS, NO_INDEX, array("Q"), array("I"))


def relate(  # noqa: PLR0913 - all that the result depends on, and what helps to find it
    articles: Sequence[tuple[str, bytes]],
    terms: Callable[[str], Mapping[str, int]],
    count: int,
    shown: Mapping[str, Collection[str]] = _NOTHING,
    *,
    before: Relations | None = None,
    start: Start = IN_THIS_PROCESS,
) -> Relations:
    """Relate each article to the *count* others that are nearest to it, best first.

    *articles* are ids, newest first, each with a key of what `terms_of` says of it. *terms* is asked for this by
    id, but not where the key is that of *before*. Among equals the newer is preferred. Those that an article has
    already *shown* are left out. There may be fewer than *count*, or none, where too little is shared.
    All is counted in whole numbers, so every machine finds the same, and the same whatever was before.
    """
    ids = tuple([key for key, _ in reversed(articles)])
    keys = tuple([key for _, key in reversed(articles)])
    hidden = {key: tuple(sorted(shown[key])) for key in ids if shown.get(key)}
    old = before or _NO_RELATIONS
    if (old.count, old.ids, old.keys, old.shown) == (count, ids, keys, hidden):
        return old
    alignment = align(old.ids, ids)

    def text(article: int) -> Mapping[str, int]:
        former = alignment.places.get(ids[article], -1)  # it may have got another date
        known = former >= 0 and old.keys[former] == keys[article]
        return old.counts.text(former) if known else terms(ids[article])

    places = enumerate(zip(alignment.origins, keys, strict=True))
    read = [article for article, (origin, key) in places if origin < 0 or old.keys[origin] != key]
    counts = update_counts(old.counts, alignment, read, text)
    return _find(
        old, Relations(count, ids, keys, hidden, counts, NO_INDEX, array("Q"), array("I")), alignment, read, start
    )


def _find(old: Relations, new: Relations, alignment: Alignment, read: Iterable[int], start: Start) -> Relations:
    """Return *new* with its index, and all articles' nearest."""
    heaviest, weights, changed = _update_vectors(old, new.counts, alignment, read)
    vocabulary = len(new.counts.words)
    if new.count == old.count and len(changed) + alignment.moved.count(-1) <= len(new.ids) // _FEW:
        update = IndexUpdate(NeighbourSearch(old.index), alignment, changed)
        search = NeighbourSearch(update.change_index(heaviest, weights, vocabulary))
        thresholds, nearest = _carry_nearest(old, alignment)
        again = update.affected(search, old.thresholds, thresholds)
        again.update(article for article, key in enumerate(new.ids) if old.shown.get(key) != new.shown.get(key))
    else:
        search = NeighbourSearch(build_index(heaviest, weights, vocabulary))
        thresholds, nearest = array("Q", [0]) * len(new.ids), array("I", [0]) * (new.count * len(new.ids))
        again = set(range(len(new.ids)))
    articles = sorted(again)
    searched = chain.from_iterable(in_batches(start, partial(_search, search, new), articles))
    for article, (others, threshold) in zip(articles, searched, strict=True):
        nearest[article * new.count : (article + 1) * new.count] = others
        thresholds[article] = threshold
    return replace(new, index=search.index, thresholds=thresholds, nearest=nearest)


def _search(search: NeighbourSearch, new: Relations, articles: Sequence[int]) -> "list[tuple[array[int], int]]":
    """Return the nearest of each of *articles*, and its bar: what a worker does."""
    found = []
    for article in articles:
        shown = new.shown.get(new.ids[article], ())
        near, threshold = search.nearest(article, max(_CANDIDATES, 2 * new.count) + len(shown))
        others = [other + 1 for other in near if new.ids[other] not in shown] + [0] * new.count
        found.append((array("I", others[: new.count]), threshold))
    return found


def _carry_nearest(old: Relations, alignment: Alignment) -> "tuple[array[int], array[int]]":
    """Return the bars and the related articles of those that are still there, with the numbers that all have now."""
    thresholds, nearest = alignment.carry(old.thresholds, 1), alignment.carry(old.nearest, old.count)
    if alignment.keep_numbers:
        return thresholds, nearest
    numbers = [0, *[number + 1 for number in alignment.moved]]
    return array("Q", [move_threshold(threshold, alignment.moved) for threshold in thresholds]), array(
        "I", map(numbers.__getitem__, nearest)
    )


def _update_vectors(
    old: Relations, counts: TermCounts, alignment: Alignment, read: Iterable[int]
) -> "tuple[array[int], array[int], list[int]]":
    """Return the terms and weights of all profiles, and the articles of which these are others than before."""
    terms, weights = alignment.carry(old.index.terms, HEAVIEST), alignment.carry(old.index.weights, HEAVIEST)
    scale, changed = list(counts.weights), []
    for article in sorted({*read, *counts.with_any(counts.weighed_otherwise(old.counts))}):
        row, bag = (slice(article * width, (article + 1) * width) for width in (HEAVIEST, MOST))
        own = vector(counts.terms[bag], counts.times[bag], scale)
        if alignment.origins[article] < 0 or own != (terms[row], weights[row]):
            terms[row], weights[row] = own
            changed.append(article)
    return terms, weights, changed


RELATIONS = "relations"
"""The name under which relations are kept."""
Packed = tuple[Any, ...]
"""Relations as numbers, text, bytes and tuples of them."""


def pack(relations: Relations) -> Packed:
    """Return *relations* to be kept for the next build on the same machine."""
    one = relations
    counts = (
        one.counts.words,
        one.counts.terms.tobytes(),
        one.counts.times.tobytes(),
        one.counts.document_counts.tobytes(),
        one.counts.weights,
    )
    index = tuple(part.tobytes() for part in (one.index.terms, one.index.weights, one.index.sizes, one.index.holders))
    arrays = one.thresholds.tobytes(), one.nearest.tobytes()
    return sys.byteorder, one.count, one.ids, one.keys, dict(one.shown), counts, index, *arrays


def unpack(packed: Packed) -> Relations | None:
    """Return what was packed, or None where that was on another machine."""
    order, count, ids, keys, shown, (words, terms, times, document_counts, weights), index, thresholds, nearest = packed
    if order != sys.byteorder:
        return None
    counts = TermCounts(words, array("I", terms), array("B", times), array("I", document_counts), weights)
    parts = [array(kind, part) for kind, part in zip("IBII", index, strict=True)]
    return Relations(count, ids, keys, shown, counts, Index(*parts), array("Q", thresholds), array("I", nearest))
