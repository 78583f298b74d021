"""A renamed file keeps its address; nothing is guessed."""

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
    """Return an article whose slug nobody chose, from the file of this name."""
    return an_article(name, **{"slug": None, "headline": HEADLINE} | parts)


def heirs(vanished, *new, permalink=DEFAULT):
    """Return the ids of heirs by the ids of the vanished lines, given with their addresses."""
    lines = {key: BookLine(address) for key, address in vanished.items()}
    return {key: heir.id for key, heir in match_renamed(lines, new, Permalink(permalink)).items()}


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
def test_a_renamed_file_is_known_by_its_slug(address, permalink):
    """Whatever permalink and date were in force, and though it had digits to tell it from a twin."""
    assert heirs({"old": address}, article("new", published=date(2022, 1, 1)), permalink=permalink) == {"old": "new"}


def test_a_long_slug_is_known_beside_its_digits():
    """It was cut for them."""
    long = "خ" * 60
    renamed = article("new", headline=long)
    assert heirs({"old": f"articles/{with_digest(long, 'old')}/"}, renamed) == {"old": "new"}


def test_digits_may_be_those_of_an_earlier_name():
    """A twin that was renamed before still has the digits of its first id; a date is none of them."""
    assert heirs({"old": f"articles/{with_digest(SLUG, 'first')}/"}, article("new")) == {"old": "new"}
    assert heirs({"old": f"articles/{SLUG}-20220718/"}, article("new")) == {}


@pytest.mark.parametrize("address", [f"articles/{SLUG}-old/", f"2011/old-{SLUG}/"])
def test_an_id_beside_the_slug_does_not_hide_it(address):
    """The permalink may have put it there."""
    assert heirs({"old": address}, article("new"), permalink="articles/{slug}-{id}/") == {"old": "new"}


@pytest.mark.parametrize(
    ("parts", "former"),
    [
        ({"source": "content/articles/file.md"}, ["file"]),
        ({"evidence": (a_capture("seeds/2022/cap.txt"), a_capture("seeds/later.txt"))}, ["cap", "later"]),
        ({"source": "content/articles/file.md", "evidence": (a_capture("seeds/cap.txt"),)}, ["file", "cap"]),
        ({}, []),
    ],
)
def test_an_article_is_known_by_its_former_ids(parts, former):
    """Those of its file and of the captures that it shows, before they were joined or it was given an id."""
    assert match_former_ids(["file", "cap", "later", "other"], [article("id", **parts)]).get("id", []) == former


def test_a_former_id_of_two_articles_is_nobodys():
    """Two files of one name in two folders were given ids at once."""
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
def test_where_two_could_be_meant_nobody_is(vanished, new):
    """An address that answers for another article is worse than one that waits for an editor."""
    assert heirs(vanished, *map(article, new)) == {}


def test_a_chosen_slug_goes_before_a_derived_one():
    """What an editor wrote says more than a headline."""
    chosen = article("chosen", headline="آخر", slug=SLUG)
    assert heirs({"a": f"articles/{SLUG}/"}, article("derived"), chosen) == {"a": "chosen"}


def test_the_very_address_goes_before_the_slug_elsewhere():
    """Two lines hold the slug, and one of them is where the article would be."""
    lines = {"a": f"2011/{SLUG}/", "b": f"articles/{SLUG}/"}
    assert heirs(lines, article("new")) == {"b": "new"}
