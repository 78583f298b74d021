"""Tell in which direction a text runs by the letters that it has."""

import re

_RIGHT_TO_LEFT = (
    r"\u05d0-\u05f2"  # Hebrew
    r"\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06ff"  # Arabic, Persian, Urdu
    r"\u0710-\u07b1\u07ca-\u08c9"  # Syriac, Thaana and others
    r"\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"  # presentation forms, rare scripts
)
"""The letters of scripts that run from right to left, for use inside a character class."""
_LEFT_TO_RIGHT = rf"[^\W\d_{_RIGHT_TO_LEFT}]"
_RIGHT_TO_LEFT_LETTER = re.compile(f"[{_RIGHT_TO_LEFT}]")
_LEFT_TO_RIGHT_LETTER = re.compile(_LEFT_TO_RIGHT)
_OTHER = f"[^<{_RIGHT_TO_LEFT}]"
_LEFT_TO_RIGHT_RUN = re.compile(f">(?={_OTHER}*+<){_OTHER}*?{_LEFT_TO_RIGHT}")


def has_right_to_left(text: str) -> bool:
    """Return whether *text* has a letter of a script that runs from right to left."""
    return _RIGHT_TO_LEFT_LETTER.search(text) is not None


def has_left_to_right(text: str) -> bool:
    """Return whether *text* has a letter of a script that runs from left to right."""
    return _LEFT_TO_RIGHT_LETTER.search(text) is not None


def direction_of(text: str) -> str | None:
    """Return rtl if *text* has a letter that runs from right to left, else ltr if it has letters, else None."""
    return "rtl" if has_right_to_left(text) else "ltr" if _LEFT_TO_RIGHT_LETTER.search(text) else None


def may_have_left_to_right_block(html: str) -> bool:
    """Return whether a text between two tags of *html* has letters that all run from left to right."""
    return _LEFT_TO_RIGHT_RUN.search(html) is not None
