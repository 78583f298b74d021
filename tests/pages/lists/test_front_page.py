"""The front page has a lead, and shows every article of its list exactly once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from newsgen.archive.sections import MENU_SECTIONS
from newsgen.model.article_meta import CardPicture
from newsgen.pages.lists.front_page import BLOCK_CARDS, HEADLINES, ROW, front_page
from sample_records import an_archive, an_article

PICTURE = CardPicture("media/a.0123456789.jpg", 1200, 800, "ميناء")


def day(number):
    """Return the day with this number, from the first of January 2022."""
    return date(2022, 1, 1) + timedelta(days=number)


def articles(count, **parts):
    """Make *count* dated articles, a1 the oldest."""
    return [an_article(f"a{n}", headline=f"خبر رقم {n}", published=day(n), **parts) for n in range(1, count + 1)]


def front(*given, pictures=(), size=None):
    """Return the front page of an archive in which the articles with the ids *pictures* have a picture."""
    archive = an_archive(*given)
    cards = tuple(card._replace(picture=PICTURE if card.id in pictures else None) for card in archive.cards)
    archive = replace(archive, cards=cards, by_id={card.id: card for card in cards})
    return front_page(cards[:size], archive)


def ids(cards):
    """Return the ids of *cards*."""
    return [card.id for card in cards]


def shown(page):
    """Return the ids of all cards of a front *page*, as often as they are on it."""
    blocks = [card for block in page.blocks for card in (block.large, *block.headlines)]
    return ids([*([page.lead] if page.lead else []), *page.headlines, *page.row, *blocks, *page.rest])


def test_an_empty_archive_has_no_lead():
    """The template shows a hint instead."""
    assert front().lead is None
    assert shown(front()) == []


def test_one_article_is_the_lead():
    """Nothing else is on the front page."""
    page = front(an_article("a"))
    assert (page.lead.id, shown(page)) == ("a", ["a"])


@pytest.mark.parametrize(
    ("pictures", "featured", "lead"),
    [
        ((), (), "a9"),
        (("a3", "a5"), (), "a5"),
        (("a5",), ("a2",), "a2"),
        ((), ("a2", "a4"), "a4"),
    ],
)
def test_the_lead_is_featured_or_has_a_picture_or_is_the_newest(pictures, featured, lead):
    """An editor's choice comes first; of several, the newest counts."""
    given = [replace(article, featured=article.id in featured) for article in articles(9)]
    assert front(*given, pictures=pictures).lead.id == lead


def test_a_featured_article_may_be_older_than_the_list():
    """It leads the front page, and the list is complete all the same."""
    first, *others = articles(30)
    page = front(replace(first, featured=True), *others, size=20)
    assert page.lead.id == "a1"
    assert set(shown(page)) == {"a1", *(f"a{n}" for n in range(11, 31))}


def test_the_newest_are_headlines_and_then_a_row():
    """Of twelve articles without sections, eleven stand above the rest."""
    page = front(*articles(12), pictures=["a12"])
    assert ids(page.headlines) == ["a11", "a10", "a9", "a8", "a7", "a6"]
    assert ids(page.row) == ["a5", "a4", "a3", "a2"]
    assert ids(page.rest) == ["a1"]


def test_the_row_has_pictures_if_there_are_enough():
    """With fewer than four pictures it has the next articles; the first picture here is the lead's."""
    pictures = ("a20", "a9", "a7", "a5", "a2")
    assert ids(front(*articles(20), pictures=pictures).row) == ["a9", "a7", "a5", "a2"]
    assert ids(front(*articles(20), pictures=pictures[:-1]).row) == ["a13", "a12", "a11", "a10"]


def test_a_few_articles_make_no_row():
    """A row with gaps would look broken."""
    page = front(*articles(HEADLINES + ROW), pictures=["a1"])
    assert page.row == ()
    assert len(page.rest) == ROW - 1


def test_a_section_has_a_block_of_its_newest_articles():
    """The large card is the newest with a picture; what stands above is not repeated."""
    news = articles(11)
    old = [an_article(f"s{n}", section="ماء", published=day(-n)) for n in range(9)]
    (block,) = front(*news, *old, pictures=("a11", "s2"), size=11).blocks
    assert (block.link.title, block.link.url, block.count) == ("ماء", "sections/ماء/", 9)
    assert (block.large.id, ids(block.headlines)) == ("s2", ["s0", "s1", "s3", "s4"])


def test_a_section_with_few_articles_left_has_no_block():
    """Its articles are among the rest."""
    news = articles(11)
    page = front(*news, *(an_article(f"s{n}", section="ماء", published=day(-n)) for n in range(2)), pictures=["a11"])
    assert page.blocks == ()
    assert ids(page.rest) == ["s0", "s1"]


def test_a_lead_without_a_picture_has_fewer_headlines_beside_it():
    """It is half as tall."""
    assert len(front(*articles(20)).headlines) == HEADLINES // 2


@pytest.mark.parametrize("count", [1, 2, 7, 8, 11, 30, 200])
@pytest.mark.parametrize("step", [1, 3, 50])
def test_every_article_of_the_list_is_shown_once(count, step):
    """Whatever the number of articles, sections and pictures, none is lost or repeated."""
    names = ["ماء", "بحر", "بر", "جو", "نار", "تراب", "ثلج", "ريح", None]
    given = [replace(one, section=names[n * n % len(names)]) for n, one in enumerate(articles(count))]
    page = front(*given, pictures={f"a{n}" for n in range(0, count, step)}, size=20)
    newest = {f"a{n}" for n in range(count, max(0, count - 20), -1)}
    assert newest <= set(shown(page))
    assert len(shown(page)) == len(set(shown(page)))
    assert len(page.blocks) <= MENU_SECTIONS
    assert all(len(block.headlines) < BLOCK_CARDS for block in page.blocks)
