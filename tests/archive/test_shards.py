"""The articles of a large archive are searched in shards."""

from datetime import date

from newsgen.archive import shards
from newsgen.archive.shards import shards_of
from newsgen.model.article_meta import Card


def cards(*months):
    """Return a card for each of *months*, newest first; None for one without a date."""
    days = [date(2020, month, 1) if month else None for month in months]
    made = [Card(f"a{number}", f"articles/{number}/", "", day, None, None, "") for number, day in enumerate(days)]
    return sorted(made, key=lambda card: str(card.published or ""), reverse=True)


def months_of(found):
    """Return the months of the articles in each shard."""
    return [[card.published.month if card.published else None for card in shard] for shard in found]


def test_a_small_archive_is_one_shard():
    """Most archives are; one without articles has none."""
    assert months_of(shards_of(cards(3, 1, 2))) == [[1, 2, 3]]
    assert shards_of([]) == []


def test_shards_follow_each_other_in_time(monkeypatch):
    """Months stay whole, articles without a date come first, and no shard has too many articles."""
    monkeypatch.setattr(shards, "MOST_ARTICLES", 3)
    assert months_of(shards_of(cards(5, 4, 4, 1, 1, None))) == [[None, 1, 1], [4, 4, 5]]
    assert months_of(shards_of(cards(2, 2, 2, 2, 1))) == [[1], [2, 2, 2], [2]]


def test_a_new_article_changes_the_last_shard_alone(monkeypatch):
    """The others need not be indexed again."""
    monkeypatch.setattr(shards, "MOST_ARTICLES", 2)
    old = cards(1, 1, 2, 2, 3)
    new = Card("new", "articles/new/", "", date(2020, 3, 2), None, None, "")
    assert shards_of([new, *old])[:-1] == shards_of(old)[:-1]


def test_the_newest_articles_of_a_large_archive_have_a_small_shard(monkeypatch):
    """To index one article again takes as long as to index its shard."""
    monkeypatch.setattr(shards, "SMALL_ARCHIVE", 4)
    monkeypatch.setattr(shards, "RECENT", 3)
    assert months_of(shards_of(cards(1, 2, 3, 4))) == [[1, 2, 3, 4]]
    assert months_of(shards_of(cards(1, 2, 3, 4, 5))) == [[1, 2, 3], [4, 5]]
    assert months_of(shards_of(cards(1, 2, 3, 4, 5, 6))) == [[1, 2, 3, 4, 5, 6]]
