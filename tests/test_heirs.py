"""A renamed file keeps its address; nothing is guessed."""

from datetime import date

import pytest
from samples import a_capture, an_article

from newsgen.address_book import BookLine
from newsgen.heirs import heirs_of
from newsgen.permalinks import Permalink, with_digest

DEFAULT = "articles/{slug}/"
HEADLINE = "افتتاح المكتبة"
SLUG = "افتتاح-المكتبة"


def article(name, **parts):
    """Return an article whose slug nobody chose, from the file of this name."""
    return an_article(name, **{"slug": None, "headline": HEADLINE} | parts)


def heirs(vanished, *new, permalink=DEFAULT):
    """Return the ids of heirs by the ids of the vanished lines, given with their addresses."""
    lines = {key: BookLine(address) for key, address in vanished.items()}
    return {key: heir.id for key, heir in heirs_of(lines, new, Permalink(permalink)).items()}


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


def test_the_digits_of_another_id_are_no_evidence():
    """They belong to the twin."""
    assert heirs({"old": f"articles/{with_digest(SLUG, 'twin')}/"}, article("new")) == {}


def test_an_article_that_was_given_an_id_keeps_its_address():
    """By the name of its file, or of the capture that it shows, whatever its headline says now."""
    assert heirs({"file": "articles/x/"}, article("id", source="content/articles/file.md")) == {"file": "id"}
    assert heirs({"cap": "articles/x/"}, article("id", evidence=(a_capture("seeds/2022/cap.txt"),))) == {"cap": "id"}


@pytest.mark.parametrize(
    ("vanished", "new"),
    [
        ({"a": f"articles/{SLUG}/"}, ["x", "y"]),
        ({"a": f"2011/{SLUG}/", "b": f"2012/{SLUG}/"}, ["x"]),
        ({"a": f"articles/{with_digest(SLUG, 'a')}/", "b": f"articles/{with_digest(SLUG, 'b')}/"}, ["x", "y"]),
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
