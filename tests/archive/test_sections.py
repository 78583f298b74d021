"""The menu's sections and the hues of sections seldom change, because they are on every page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from newsgen.archive.sections import MENU_SECTIONS
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.colours import HUES
from newsgen.model.config import SectionStyle
from sample_records import CONFIG, an_archive, an_article

NAMES = "اقتصاد بيئة تعليم ثقافة جهات رياضة سياسة صحة فنون مجتمع".split()
"""In alphabetical order."""


def articles(**counts):
    """Return so many dated articles in each section; sections that come later have newer articles."""
    names = [name for name, count in counts.items() for _ in range(count)]
    start = date(2020, 1, 1)
    return [an_article(f"{name}{n}", section=name, published=start + timedelta(days=n)) for n, name in enumerate(names)]


def menu(*given, styles=()):
    """Return the names of the sections in the menu of an archive."""
    archive = an_archive(*given, config=replace(CONFIG, related=0, sections=tuple(styles)))
    return [term.name for term in archive.menu_sections]


def hues(*given, styles=()):
    """Return the hues of an archive's sections by name."""
    return dict(an_archive(*given, config=replace(CONFIG, related=0, sections=tuple(styles))).hues)


def test_few_sections_are_all_in_the_menu_by_the_alphabet():
    """Then the menu changes only if a section appears, disappears or is renamed."""
    some = dict.fromkeys(reversed(NAMES[:MENU_SECTIONS]), 1)
    assert menu(*articles(**some)) == NAMES[:MENU_SECTIONS]
    assert menu(*articles(**some | {NAMES[2]: 50})) == NAMES[:MENU_SECTIONS]


def test_of_many_sections_the_commonest_are_in_the_menu():
    """Numbers with equally many binary digits are equal, and then the first by name stay."""
    counts, first = dict.fromkeys(NAMES, 4), sorted(NAMES)[:MENU_SECTIONS]
    last = max(NAMES)
    assert sorted(menu(*articles(**counts))) == first
    assert sorted(menu(*articles(**counts | {last: 7}))) == first
    assert sorted(menu(*articles(**counts | {last: 8}))) == [*first[:-1], last]


def test_a_new_article_seldom_changes_the_menu():
    """While ten sections grow side by side to twelve articles each, it changes only while their numbers double."""
    growing, seen, changes = [], [], 0
    for number in range(12):
        for name in NAMES:
            growing.append(an_article(f"{name}{number}", section=name, published=date(2020, 1, 1) - timedelta(number)))
            last, seen = seen, menu(*growing)
            changes += seen != last and number not in (0, 1, 3, 7)
    assert changes == 0


def test_an_editors_sections_come_first_in_the_editors_order():
    """All of them are in the menu, in any spelling, and the others fill what is left."""
    counts = dict.fromkeys(NAMES, 1)
    styles = [SectionStyle("مجتمع"), SectionStyle("الرياضة"), SectionStyle("لا أحد")]
    assert menu(*articles(**counts), styles=styles) == ["مجتمع", "رياضة", *NAMES[:4]]
    assert menu(*articles(**counts), styles=map(SectionStyle, NAMES)) == NAMES


def test_a_section_that_no_article_has_is_a_warning():
    """It is most likely misspelled."""
    archive = an_archive(*articles(رياضة=1), config=replace(CONFIG, sections=(SectionStyle("رياصة", "red"),)))
    assert [text for text in archive.warnings if "رياصة" in text and "content/site.yml" in text]


def test_the_sections_of_the_menu_have_different_hues():
    """There are eight hues, and six sections."""
    found = hues(*articles(**dict.fromkeys(NAMES, 1)))
    assert len({found[name] for name in NAMES[:MENU_SECTIONS]}) == MENU_SECTIONS
    assert set(found.values()) <= set(range(1, len(HUES) + 1))


def test_a_new_section_keeps_the_hues_of_the_older_ones():
    """Readers know a section by its hue; ten sections in the order of their first articles."""
    for count in range(1, len(NAMES)):
        before, after = (hues(*articles(**dict.fromkeys(NAMES[:more], 1))) for more in (count, count + 1))
        assert {name: after[name] for name in before} == before


def test_more_articles_do_not_change_a_hue():
    """A hue follows from the section's name and from the sections in the menu."""
    few, many = (hues(*articles(**dict.fromkeys(NAMES[:5], count))) for count in (1, 12))
    assert few == many


@pytest.mark.parametrize(("colour", "number"), [("red", 1), ("olive", 8), ("#1d4f91", 9)])
def test_an_editor_chooses_the_hue_of_a_section(colour, number):
    """A colour of its own has a number after the eight hues, and no other section of the menu gets a chosen hue."""
    found = hues(*articles(رياضة=1, سياسة=1, ثقافة=1), styles=[SectionStyle("الرياضة", colour)])
    assert found["رياضة"] == number
    assert number not in {found["سياسة"], found["ثقافة"]}


def test_cards_have_the_hue_of_their_section():
    """A card without a section has none."""
    archive = an_archive(*articles(رياضة=1), an_article("x"), config=CONFIG)
    assert {card.section: card.hue for card in archive.cards} == {"رياضة": archive.hues["رياضة"], None: 0}
    assert archive.terms.by_kind[Taxonomy.SECTION]
