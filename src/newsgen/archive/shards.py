"""Divide the articles of an archive into the shards of its search."""

from collections.abc import Iterable
from itertools import groupby

from newsgen.model.article_meta import Card

MOST_ARTICLES = 5_000
"""In one shard: while it is indexed, each takes a quarter of a megabyte."""
SMALL_ARCHIVE = 2_000
"""Articles of an archive that is one shard: another shard is some 60 KB more for a reader's first search."""
RECENT = 500
"""The newest articles of a larger archive have a shard of their own, because most new articles are among them."""


def shards_of(cards: Iterable[Card]) -> list[list[Card]]:
    """Return the archive's *cards* in shards, the oldest first, with whole months together if they fit.

    Undated articles are in the first shard, so that a new article changes the last one alone, which is small.
    """
    ordered = sorted(cards, key=_month)
    older = len(ordered) - (len(ordered) % RECENT if len(ordered) > SMALL_ARCHIVE else 0)
    return _by_months(ordered[:older]) + ([ordered[older:]] if ordered[older:] else [])


def _by_months(cards: Iterable[Card]) -> list[list[Card]]:
    shards: list[list[Card]] = []
    for _, group in groupby(cards, key=_month):
        month = list(group)
        if not shards or len(shards[-1]) + len(month) > MOST_ARTICLES:
            shards.append([])
        for card in month:
            if len(shards[-1]) == MOST_ARTICLES:
                shards.append([])
            shards[-1].append(card)
    return shards


def _month(card: Card) -> str:
    return str(card.published)[:7] if card.published else ""
