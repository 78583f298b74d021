"""The lines of a capture, and what their shape alone tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from newsgen.loaders.capture.markers import Mark, Marker, find_marker
from newsgen.model.article import Role
from newsgen.text.arabic import BLANKS, clean
from newsgen.text.arabic import letters as count_letters

MAX_HEADLINE = 110
"""Characters. Longer lines are paragraphs; a derived headline is cut to it."""
MAX_TITLE = 180
"""Characters. A related title is not longer; a longer line is a paragraph."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200d\u2060]")
_SENTENCE_END = re.compile(r"[.؟!…][\s»”\"')\]]*$")
_FULL_STOP = re.compile(r"(?<![.…])\.[\s»”\"')\]]*$")


@dataclass(slots=True)
class Line:
    """One non-blank line of a capture while its role is being found."""

    number: int
    raw: str
    """As decoded."""
    text: str
    """Clean and without white space around it; "" when nothing visible was there."""
    marker: Marker | None = None
    role: Role | None = None
    """None until the line is settled."""

    @property
    def mark(self) -> Mark | None:
        """The kind of marker it is, if it is one."""
        return self.marker.mark if self.marker else None


def split_lines(text: str) -> list[Line]:
    """Return the non-blank lines of *text*, numbered as an editor shows them.

    Lines end at LF, CRLF or CR only: the other separators of Unicode stand inside real articles.
    """
    numbered = enumerate(_LINE_END.split(text), start=1)
    lines = [Line(n, raw, _visible(raw)) for n, raw in numbered if raw.strip(BLANKS)]
    for line in lines:
        line.marker = find_marker(line.text)
    return lines


def _visible(raw: str) -> str:
    text = clean(raw).strip(BLANKS)
    return text if _VISIBLE.search(text) else ""


def assign_role(lines: Iterable[Line], role: Role) -> None:
    """Give *lines* their role."""
    for line in lines:
        line.role = role


@lru_cache(maxsize=256)
def letters(text: str) -> int:
    """Count the letters and digits of a line, which a dozen rules want to know of the same lines."""
    return count_letters(text)


def ends_sentence(text: str) -> bool:
    """Tell a line that ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def ends_in_full_stop(text: str) -> bool:
    """Tell a line that ends in one full stop; two or three are no full stop in a headline."""
    return bool(_FULL_STOP.search(text))


def is_prose(text: str) -> bool:
    """Tell a paragraph by its shape: long, or a sentence of some length; an address is none."""
    if text.startswith(("http://", "https://")) and " " not in text:
        return False
    count = letters(text)
    return count > MAX_HEADLINE or (count > 40 and ends_sentence(text))  # noqa: PLR2004 - see tests


def is_short(text: str) -> bool:
    """Tell a line too short for a headline or a paragraph and not a sentence: a name, a place, a menu."""
    return len(text) <= 60 and not ends_sentence(text) and not text.endswith((":", "»", '"'))  # noqa: PLR2004


def is_menu_item(text: str) -> bool:
    """Tell a line that may stand in a menu; a verse is short too, but of more words."""
    return is_short(text) and len(text.split()) <= 3  # noqa: PLR2004 - nine in ten of real menus
