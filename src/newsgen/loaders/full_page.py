"""Find the article in a copy of a whole page, menus and all.

The paragraphs of an article stand together; menus are runs of short lines, and lists of other
headlines are runs of lines without a full stop. So the article is the stretch of lines with the
greatest sum, where a sentence counts for its letters, a headline for little and a short line against.
"""

import re

from newsgen.arabic import letters
from newsgen.article import Role
from newsgen.loaders.header import find_repeat, header_role, is_date_line
from newsgen.loaders.layout import settle_markers
from newsgen.loaders.lines import MAX_HEADLINE, MAX_TITLE, Line, ends_sentence, is_prose, settle
from newsgen.loaders.markers import Mark

_FEW_SHORT_LINES = 10
_MENU_LINE = 45
_CAPTION = re.compile(r"^(?:©|صورة\b|تصوير\b|\(?(?:AFP|AP|REUTERS|Getty|رويترز)\b)", re.IGNORECASE)
_FOOT = {Mark.RELATED, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}


def is_full_page(lines: list[Line]) -> bool:
    """Tell a copy of a whole page: a menu's worth of short lines before the first paragraph."""
    above = 0
    for line in lines:
        if is_prose(line.text):
            return above >= _FEW_SHORT_LINES
        above += len(line.text) < _MENU_LINE
    return False


def settle_page(lines: list[Line]) -> bool:
    """Settle every line of a whole page; return whether the page itself names the headline found.

    It does where the window title on its first line comes again, alone, above the text.
    """
    text = [line for line in lines if line.text]
    start, end = _densest(text, 0)
    repeats = _repeats(text[: max(start, 1)]) or _repeats(text)
    if repeats:
        first = text.index(repeats[-1]) + 1
        start, end = (start, end) if first <= start else _densest(text, first)
    headline = repeats[-1] if repeats else _headline_above(text, start)
    _settle_foot(text[end:])
    _settle_text(text[start:end])
    if headline and start < end:
        position = text.index(headline)
        headline.role = Role.HEADLINE
        _settle_metadata(text[position + 1 : start])
    settle((line for line in lines if line.role is None), Role.NAVIGATION)
    return bool(repeats)


def _repeats(lines: list[Line]) -> list[Line]:
    """Return the lines that repeat the window title on the first line, as far as they stand here."""
    found: list[Line] = []
    rest = lines[1:]
    while lines and (repeat := find_repeat(lines[0], rest)):
        found.append(repeat)
        rest = rest[rest.index(repeat) + 1 :]
    return found


def _densest(lines: list[Line], first: int) -> tuple[int, int]:
    """Return the stretch from *first* on, as a half-open range, with the greatest sum of weights."""
    best, best_range, total, start = 0.0, (first, first), 0.0, first
    for position in range(first, len(lines)):
        if total <= 0:
            total, start = 0.0, position
        total += _weight(lines[position])
        if total > best:
            best, best_range = total, (start, position + 1)
    return best_range


def _weight(line: Line) -> float:
    if line.mark in _FOOT:
        return -400
    count = letters(line.text)
    if not is_prose(line.text):
        return -40
    return count if ends_sentence(line.text) or len(line.text) > MAX_TITLE else 0.2 * count - 40


def _headline_above(lines: list[Line], start: int) -> Line | None:
    """Return the last line above the text that has a headline's length; None when there is none near."""
    for line in reversed(lines[max(0, start - 12) : start]):
        if 20 <= len(line.text) <= MAX_HEADLINE and not line.marker and not is_date_line(line.text):  # noqa: PLR2004
            return line
    return None


def _settle_text(lines: list[Line]) -> None:
    """Settle the stretch that holds the article: a picture's credit takes the teaser under it along."""
    settle_markers(lines)
    after_caption = False
    for line in lines:
        if line.role is None:
            caption = bool(_CAPTION.match(line.text))
            teaser = after_caption and not is_prose(line.text)
            line.role = Role.BOILERPLATE if caption or teaser else Role.BODY
            after_caption = caption


def _settle_metadata(lines: list[Line]) -> None:
    """Settle what stands between the headline and the text."""
    settle_markers(lines)
    for line in lines:
        if line.role is None:
            line.role = header_role(line.text)


def _settle_foot(lines: list[Line]) -> None:
    """Settle what stands under the text: a form, related titles as long as they look like titles."""
    settle_markers(lines)
    in_related = False
    for line in lines:
        if line.role is not None:
            in_related = line.role is Role.RELATED_HEADING
        elif in_related and 20 <= len(line.text) <= MAX_TITLE:  # noqa: PLR2004 - shorter is a menu
            line.role = Role.RELATED
        else:
            in_related = False
