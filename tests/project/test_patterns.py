"""Regular expressions mean the same on every Python that newsgen runs on."""

import re

from folders import REPOSITORY

SOURCES = sorted((REPOSITORY / "src" / "newsgen").rglob("*.py"))
POSSESSIVE_GROUP = re.compile(r"[^(\\]\) *(?:[*+?]|\{{1,2}\d*,?\d*\}{1,2})\+|\(\?>")


def test_only_single_characters_are_repeated_possessively():
    """Before 3.11.5 Python loses matches of possessive and atomic groups, so none may depend on such a group."""
    found = [
        f"{source.name}:{number}"
        for source in SOURCES
        for number, line in enumerate(source.read_text(encoding="utf-8").split("\n"), 1)
        if POSSESSIVE_GROUP.search(line)
    ]
    assert not found, "repeat the group without +, with alternatives that begin with different characters"


def test_possessive_groups_are_found_however_they_are_written():
    """With a number of repetitions, in an f-string, or after a space in a verbose pattern."""
    for pattern in ("(?:ab)*+", "(?:ab)++", "(?:ab)?+", "(?:ab){3,}+", "(?:ab){{3,5}}+", "(?: ab ) *+", "(?>ab)"):
        assert POSSESSIVE_GROUP.search(pattern)
    for pattern in (r"[^*\n]*+", r"\)*+", "(?:ab)*", "'()*+,;'", "(?:ab){0,9}"):
        assert not POSSESSIVE_GROUP.search(pattern)
