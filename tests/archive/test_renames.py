"""A renamed file keeps its address if it is recognised without a guess."""

from datetime import date

import pytest

from newsgen.archive.address_book import BookLine
from newsgen.archive.renames import match_former_ids, match_renamed
from newsgen.model.permalinks import Permalink, with_digest
from sample_records import a_capture, an_article

DEFAULT = "articles/{slug}/"
HEADLINE = "افتتاح المكتبة"
SLUG = "افتتاح-المكتبة"


def article(name, **parts):
    """Return an article from the file of this name, without a chosen slug."""
    return an_article(name, **{"slug": None, "headline": HEADLINE} | parts)


def renamed(vanished, *new, permalink=DEFAULT):
    """Return the ids of renamed articles by the ids of the vanished lines, which are given with their addresses."""
    lines = {key: BookLine(address) for key, address in vanished.items()}
    return {key: article.id for key, article in match_renamed(lines, new, Permalink(permalink)).items()}


@pytest.mark.parametrize(
    ("address", "permalink"),
    [
        (f"articles/{SLUG}/", DEFAULT),
        (f"articles/{SLUG}/", "{year}/{slug}/"),
        (f"2011/{SLUG}/", "{year}/{slug}/"),
        (f"undated/{SLUG}/", DEFAULT),
        (f"articles/{with_digest(SLUG, 'old')}/", DEFAULT),
        (f"2011/{with_digest(SLUG, 'old')}/", "{section}/{slug}/"),
    ],
)
def test_a_renamed_file_is_recognised_by_its_slug(address, permalink):
    """It may have been published with another permalink or date, or with a digest."""
    assert renamed({"old": address}, article("new", published=date(2022, 1, 1)), permalink=permalink) == {"old": "new"}


def test_a_long_slug_is_recognised_before_a_digest():
    """It was cut to make room for the digest."""
    long = "خ" * 60
    new = article("new", headline=long)
    assert renamed({"old": f"articles/{with_digest(long, 'old')}/"}, new) == {"old": "new"}


def test_the_digest_may_be_that_of_an_earlier_id():
    """An article that was renamed before still has the digest of its first id; a date is not a digest."""
    assert renamed({"old": f"articles/{with_digest(SLUG, 'first')}/"}, article("new")) == {"old": "new"}
    assert renamed({"old": f"articles/{SLUG}-20220718/"}, article("new")) == {}


@pytest.mark.parametrize("address", [f"articles/{SLUG}-old/", f"2011/old-{SLUG}/"])
def test_an_id_beside_the_slug_does_not_hide_it(address):
    """An earlier permalink may have put it there."""
    assert renamed({"old": address}, article("new"), permalink="articles/{slug}-{id}/") == {"old": "new"}


@pytest.mark.parametrize(
    ("parts", "former"),
    [
        ({"source": "content/articles/file.md"}, ["file"]),
        ({"evidence": (a_capture("seeds/2022/cap.txt"), a_capture("seeds/later.txt"))}, ["cap", "later"]),
        ({"source": "content/articles/file.md", "evidence": (a_capture("seeds/cap.txt"),)}, ["file", "cap"]),
        ({}, []),
    ],
)
def test_an_article_is_recognised_by_its_former_ids(parts, former):
    """They come from its file and its captures, before these were joined or the article was given an id."""
    assert match_former_ids(["file", "cap", "later", "other"], [article("id", **parts)]).get("id", []) == former


def test_a_former_id_of_two_articles_matches_neither():
    """Two files of one name in two folders were given ids at the same time."""
    two = [article(key, source=f"content/articles/{key}/file.md") for key in "ab"]
    assert match_former_ids(["file"], two) == {}


@pytest.mark.parametrize(
    ("vanished", "new"),
    [
        ({"a": f"articles/{SLUG}/"}, ["x", "y"]),
        ({"a": f"2011/{SLUG}/", "b": f"2012/{SLUG}/"}, ["x"]),
        ({"a": f"articles/{with_digest(SLUG, 'a')}/", "b": f"articles/{with_digest(SLUG, 'b')}/"}, ["x", "y"]),
        ({"a": f"articles/{SLUG}/", "b": f"articles/{with_digest(SLUG, 'b')}/"}, ["x"]),
        ({"a": "articles/آخر/"}, ["x"]),
    ],
)
def test_an_ambiguous_line_or_article_is_not_matched(vanished, new):
    """An address that leads to the wrong article is worse than one that stays reserved."""
    assert renamed(vanished, *map(article, new)) == {}


def test_a_chosen_slug_takes_precedence_over_a_derived_one():
    """An editor's choice counts more than a headline."""
    chosen = article("chosen", headline="آخر", slug=SLUG)
    assert renamed({"a": f"articles/{SLUG}/"}, article("derived"), chosen) == {"a": "chosen"}


def test_the_same_address_takes_precedence_over_the_same_slug():
    """Two lines contain the slug, and one of them is the address that the article asks for."""
    lines = {"a": f"2011/{SLUG}/", "b": f"articles/{SLUG}/"}
    assert renamed(lines, article("new")) == {"b": "new"}
