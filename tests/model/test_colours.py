"""Text in a colour of the site can be read by day and by night."""

import re

import pytest

from folders import REPOSITORY
from newsgen.model.colours import (
    DARK_PAPER,
    HUES,
    LIGHT_PAPER,
    MIN_CONTRAST,
    by_day,
    by_night,
    contrast,
    least_contrast,
    parse_colour,
)

STYLE = (REPOSITORY / "templates" / "assets" / "style.css").read_text(encoding="utf-8")


def values(name):
    """Return the values by day, by night and on printed paper that the style sheet gives a custom property."""
    return [parse_colour(value) for value in re.findall(rf"--{name}: (#[0-9a-f]+);", STYLE)]


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#1D4F91", "#1d4f91"),
        ("#abc", "#aabbcc"),
        ("red", None),
        ("#12345", None),
        ("#１２３", None),
        ("1d4f91", "#1d4f91"),
        ("bad", None),
    ],
)
def test_a_colour_is_written_in_hexadecimal(text, colour):
    """Three digits are short for six."""
    assert parse_colour(text) == colour


def test_contrast_is_that_of_wcag():
    """Black on white has 21, and the order does not matter."""
    assert round(contrast("#000000", "#ffffff"), 3) == 21
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777")
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colour", ["#ff8800", "#ffffff", "#000000", "#7a1f1f", "#00ff00", "#808080"])
def test_every_colour_has_a_readable_neighbour(colour):
    """It keeps its hue; black turns grey at night, and a colour that can be read stays."""
    assert least_contrast(by_day(colour), LIGHT_PAPER) >= MIN_CONTRAST
    assert least_contrast(by_night(colour), DARK_PAPER) >= MIN_CONTRAST
    assert by_day(by_day(colour)) == by_day(colour)


def test_the_papers_are_those_of_the_style_sheet():
    """The contrast is checked against what pages show."""
    assert (values("paper")[0], values("wash")[0]) == LIGHT_PAPER
    assert (values("paper")[1], values("wash")[1]) == DARK_PAPER


@pytest.mark.parametrize("number", range(1, len(HUES) + 1))
def test_section_hues_can_be_read(number):
    """The eight hues of the style sheet have AAA contrast by day and by night."""
    [(day, night)] = re.findall(rf"\.s{number} {{ --hue: light-dark\((#[0-9a-f]{{6}}), (#[0-9a-f]{{6}})\); }}", STYLE)
    assert least_contrast(day, LIGHT_PAPER) >= MIN_CONTRAST
    assert least_contrast(night, DARK_PAPER) >= MIN_CONTRAST
