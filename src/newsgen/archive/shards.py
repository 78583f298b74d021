"""Divide the articles of an archive into the shards of its search."""

from collections.abc import Iterable
from itertools import groupby

from newsgen.model.article_meta import Card

MOST_ARTICLES = 5_000
"""In one shard: while it is indexed, each takes a quarter of a megabyte."""


def shards_of(cards: Iterable[Card]) -> list[list[Card]]:
    """Return the archive's *cards* in shards, the oldest first, with whole months together if they fit.

    Undated articles are in the first shard, so that a new article changes the last one alone.
    """
    shards: list[list[Card]] = []
    for _, group in groupby(sorted(cards, key=_month), key=_month):
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
