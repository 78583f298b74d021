"""Relate each article to others with similar texts, and reuse the relations of the last build."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress
from itertools import count as count_up
from types import MappingProxyType

from newsgen.archive.related.relations import NO_RELATIONS, Relations
from newsgen.archive.related.search import Search, article_of
from newsgen.archive.related.update import update_of
from newsgen.workers.batches import IN_THIS_PROCESS, StartWorkers, in_batches

_NONE_SHOWN: Mapping[str, Collection[str]] = MappingProxyType({})


def relate(
    articles: Sequence[tuple[str, bytes]],
    count: int,
    shown: Mapping[str, Collection[str]] = _NONE_SHOWN,
    *,
    before: Relations | None = None,
    start: StartWorkers = IN_THIS_PROCESS,
) -> Relations:
    """Relate each article to the *count* articles that are nearest to it, nearest first.

    *articles* are ids, newest first, each with its profile. Of equally near articles the newer is
    preferred. Articles already *shown* by an article are left out. An article may have fewer than *count* related
    articles, or none, if the others share too few terms with it.

    Each article is compared with earlier ones alone, and a pair that is near counts for both. So the pairs of an
    article depend on a few earlier articles, and *before*, the relations of the last build, saves finding most of
    them again. All scores are whole numbers, and the result is the same on every machine and with or without
    *before*.
    """
    ids, profiles = tuple([key for key, _ in reversed(articles)]), tuple([profile for _, profile in reversed(articles)])
    hidden = {key: tuple(sorted(shown[key])) for key in ids if shown.get(key)}
    old = before or NO_RELATIONS
    if (old.count, old.ids, old.profiles, old.shown) == (count, ids, profiles, hidden):
        return old
    new = Relations(count, ids, profiles, hidden, array("I"), array("I"))
    update = update_of(old, new)
    if not update.is_small:
        everything = range(len(ids))
        rows = _search(Search(profiles), new.width, everything, start)
        return _with_nearest(replace(new, earlier=rows), everything)
    affected = update.affected()
    earlier = update.carry_earlier()
    rows = _search(Search(profiles, affected), new.width, affected, IN_THIS_PROCESS)
    chosen = update.chosen_again(affected, earlier, rows)
    for place, article in enumerate(affected):
        earlier[article * new.width : (article + 1) * new.width] = rows[place * new.width : (place + 1) * new.width]
    return _with_nearest(replace(new, earlier=earlier, nearest=update.carry_nearest()), chosen)


def _search(search: Search, width: int, articles: Sequence[int], start: StartWorkers) -> "array[int]":
    """Return *width* pairs with earlier articles for each of *articles*, which are oldest first."""
    rows = array("I")
    for batch in in_batches(start, partial(_search_batch, search, width), articles):
        rows += batch
    return rows


def _search_batch(search: Search, width: int, articles: Sequence[int]) -> "array[int]":
    """Return *width* pairs for each of *articles*, filled up with zeros; runs in a worker process."""
    rows = array("I")
    for article in articles:
        pairs = search.nearest_before(article, width)
        rows.extend(pairs + [0] * (width - len(pairs)))
    return rows


def _with_nearest(new: Relations, articles: Collection[int]) -> Relations:
    """Return *new* with the nearest ones of *articles* chosen again, from the pairs of both sides."""
    nearest = new.nearest or array("I", bytes(4 * new.count * len(new.ids)))
    for article, pairs in _pairs_of_both_sides(new, articles):
        pairs.sort(reverse=True)
        shown = new.shown.get(new.ids[article])
        others = map(article_of, pairs if shown else pairs[: new.count])
        chosen = [other + 1 for other in others if not shown or new.ids[other] not in shown][: new.count]
        nearest[article * new.count : (article + 1) * new.count] = array("I", chosen + [0] * (new.count - len(chosen)))
    return replace(new, nearest=nearest)


def _pairs_of_both_sides(new: Relations, articles: Collection[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each of *articles* with its pairs with earlier and with later ones."""
    width, near = new.width, {article: new.pairs(article) for article in articles}
    for place in compress(count_up(), map(near.__contains__, map(article_of, new.earlier))):
        if pair := new.earlier[place]:
            other = article_of(pair)
            near[other].append(pair - other + place // width)
    yield from near.items()
