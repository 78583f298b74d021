"""Related articles by text."""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Any

from newsgen.archive.related.alignment import Moves, moves_between
from newsgen.archive.related.index import NO_INDEX, Index, Ripple, Search, build_index, move_bar
from newsgen.archive.related.vectors import HEAVIEST, NO_BAGS, Bags, change_bags, profile
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
    bags: Bags
    index: Index
    bars: "array[int]"
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


_NO_RELATIONS = Relations(0, (), (), {}, NO_BAGS, NO_INDEX, array("Q"), array("I"))


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
    moves = moves_between(old.ids, ids)

    def text(article: int) -> Mapping[str, int]:
        former = moves.places.get(ids[article], -1)  # it may have got another date
        known = former >= 0 and old.keys[former] == keys[article]
        return old.bags.text(former) if known else terms(ids[article])

    places = enumerate(zip(moves.origins, keys, strict=True))
    read = [article for article, (origin, key) in places if origin < 0 or old.keys[origin] != key]
    bags = change_bags(old.bags, moves, read, text)
    return _find(old, Relations(count, ids, keys, hidden, bags, NO_INDEX, array("Q"), array("I")), moves, read, start)


def _find(old: Relations, new: Relations, moves: Moves, read: Iterable[int], start: Start) -> Relations:
    """Return *new* with its index, and all articles' nearest."""
    heaviest, weights, fresh = _change_profiles(old, new.bags, moves, read)
    vocabulary = len(new.bags.words)
    if new.count == old.count and len(fresh) + moves.moved.count(-1) <= len(new.ids) // _FEW:
        ripple = Ripple(Search(old.index), moves, fresh)
        search = Search(ripple.change_index(heaviest, weights, vocabulary))
        bars, nearest = _carry_nearest(old, moves)
        again = ripple.reached(search, old.bars, bars)
        again.update(article for article, key in enumerate(new.ids) if old.shown.get(key) != new.shown.get(key))
    else:
        search = Search(build_index(heaviest, weights, vocabulary))
        bars, nearest = array("Q", [0]) * len(new.ids), array("I", [0]) * (new.count * len(new.ids))
        again = set(range(len(new.ids)))
    articles = sorted(again)
    searched = chain.from_iterable(in_batches(start, partial(_search, search, new), articles))
    for article, (others, bar) in zip(articles, searched, strict=True):
        nearest[article * new.count : (article + 1) * new.count] = others
        bars[article] = bar
    return replace(new, index=search.index, bars=bars, nearest=nearest)


def _search(search: Search, new: Relations, articles: Sequence[int]) -> "list[tuple[array[int], int]]":
    """Return the nearest of each of *articles*, and its bar: what a worker does."""
    found = []
    for article in articles:
        shown = new.shown.get(new.ids[article], ())
        near, bar = search.nearest(article, max(_CANDIDATES, 2 * new.count) + len(shown))
        others = [other + 1 for other in near if new.ids[other] not in shown] + [0] * new.count
        found.append((array("I", others[: new.count]), bar))
    return found


def _carry_nearest(old: Relations, moves: Moves) -> "tuple[array[int], array[int]]":
    """Return the bars and the related articles of those that are still there, with the numbers that all have now."""
    bars, nearest = moves.carry(old.bars, 1), moves.carry(old.nearest, old.count)
    if moves.keep_numbers:
        return bars, nearest
    numbers = [0, *[number + 1 for number in moves.moved]]
    return array("Q", [move_bar(bar, moves.moved) for bar in bars]), array("I", map(numbers.__getitem__, nearest))


def _change_profiles(
    old: Relations, bags: Bags, moves: Moves, read: Iterable[int]
) -> "tuple[array[int], array[int], list[int]]":
    """Return the terms and weights of all profiles, and the articles of which these are others than before."""
    terms, weights = moves.carry(old.index.terms, HEAVIEST), moves.carry(old.index.weights, HEAVIEST)
    scale, fresh = list(bags.weights), []
    for article in sorted({*read, *bags.with_any(bags.weighed_otherwise(old.bags))}):
        row, bag = (slice(article * width, (article + 1) * width) for width in (HEAVIEST, MOST))
        own = profile(bags.terms[bag], bags.times[bag], scale)
        if moves.origins[article] < 0 or own != (terms[row], weights[row]):
            terms[row], weights[row] = own
            fresh.append(article)
    return terms, weights, fresh


RELATIONS = "relations"
"""The name under which relations are kept."""
Packed = tuple[Any, ...]
"""Relations as numbers, text, bytes and tuples of them."""


def pack(relations: Relations) -> Packed:
    """Return *relations* to be kept for the next build on the same machine."""
    one = relations
    bags = one.bags.words, one.bags.terms.tobytes(), one.bags.times.tobytes(), one.bags.held.tobytes(), one.bags.weights
    index = tuple(part.tobytes() for part in (one.index.terms, one.index.weights, one.index.sizes, one.index.holders))
    arrays = one.bars.tobytes(), one.nearest.tobytes()
    return sys.byteorder, one.count, one.ids, one.keys, dict(one.shown), bags, index, *arrays


def unpack(packed: Packed) -> Relations | None:
    """Return what was packed, or None where that was on another machine."""
    order, count, ids, keys, shown, (words, terms, times, held, weights), index, bars, nearest = packed
    if order != sys.byteorder:
        return None
    bags = Bags(words, array("I", terms), array("B", times), array("I", held), weights)
    parts = [array(kind, part) for kind, part in zip("IBII", index, strict=True)]
    return Relations(count, ids, keys, shown, bags, Index(*parts), array("Q", bars), array("I", nearest))
