"""Relate each article to others with similar texts, and reuse the relations of the last build."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, compress
from itertools import count as count_up
from types import MappingProxyType

from newsgen.archive.related.index import Index, article_of, build_index, nearest_before
from newsgen.archive.related.relations import NO_RELATIONS, Relations
from newsgen.archive.related.update import Update, update_of
from newsgen.workers import IN_THIS_PROCESS, StartWorkers, in_batches

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
    new = Relations(count, ids, profiles, hidden, array("Q"), array("I"))
    return _find(update_of(old, new, build_index(profiles)), start)


def _find(update: Update, start: StartWorkers) -> Relations:
    """Return the new relations: search what is near to affected articles, and keep the rest."""
    new, everything = update.new, range(len(update.new.ids))
    width = new.width
    if update.is_small:
        affected, earlier, nearest = sorted(update.affected()), update.carry_earlier(), update.carry_nearest()
    else:
        affected, earlier = list(everything), array("Q", [0]) * (width * len(new.ids))
        nearest = array("I", [0]) * (new.count * len(new.ids))
    searched = chain.from_iterable(in_batches(start, partial(_search_batch, update.index, width), affected))
    for article, pairs in zip(affected, searched, strict=True):
        earlier[article * width : (article + 1) * width] = pairs
    related_anew = update.related_anew(affected, earlier) if update.is_small else set(everything)
    for article, others in _choose_nearest(new, earlier, related_anew):
        nearest[article * new.count : (article + 1) * new.count] = array("I", others)
    return replace(new, earlier=earlier, nearest=nearest)


def _search_batch(index: Index, width: int, articles: Sequence[int]) -> "list[array[int]]":
    """Return *width* pairs for each of *articles* to relate, or zeros; runs in a worker process."""
    found = [nearest_before(index, article, width) for article in articles]
    return [array("Q", pairs + [0] * (width - len(pairs))) for pairs in found]


def _choose_nearest(new: Relations, earlier: "array[int]", articles: set[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each of *articles* with its row of the nearest ones, chosen from the pairs of both sides."""
    width, near = new.width, dict[int, list[int]]()
    for article in articles:
        near[article] = [pair for pair in earlier[article * width : (article + 1) * width] if pair]
    for place in compress(count_up(), map(articles.__contains__, map(article_of, earlier))):
        if pair := earlier[place]:
            other = article_of(pair)
            near[other].append(pair - other + place // width)
    empty = [0] * new.count
    for article, pairs in near.items():
        pairs.sort(reverse=True)
        shown = new.shown.get(new.ids[article])
        others = map(article_of, pairs if shown else pairs[: new.count])
        chosen = [other + 1 for other in others if not shown or new.ids[other] not in shown]
        yield article, (chosen + empty)[: new.count]
