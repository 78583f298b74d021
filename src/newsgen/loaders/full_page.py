"""Find the article in a copy of a whole page, menus and all.

The paragraphs of an article stand together; menus are runs of short lines, and lists of other
headlines are runs of lines without a full stop. A sentence counts for its letters, a headline for
little and a short line against; the article is the stretch with the greatest sum, or the first
good one under the headline where the page's window title says what the headline is.
"""

import re

from newsgen.arabic import letters
from newsgen.article import Role
from newsgen.loaders.header import find_repeat, is_date_line
from newsgen.loaders.layout import settle_markers
from newsgen.loaders.lines import MAX_HEADLINE, MAX_TITLE, Line, ends_sentence, is_prose, is_short, settle
from newsgen.loaders.markers import Mark

_FEW_LINES = 10
_CAPTION = re.compile(r"^(?:©|صورة\b|تصوير\b|\(?(?:AFP|AP|REUTERS|Getty|رويترز)\b)", re.IGNORECASE)
_FOOT = {Mark.RELATED, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}
_ABOVE_THE_TEXT = {Role.BYLINE, Role.DATE, Role.SECTION}
_GOOD_SUM = 150
_GREATEST_DIP = 240


def is_full_page(lines: list[Line]) -> bool:
    """Tell a copy of a whole page: its window title comes again far down, or a menu stands above the text."""
    text = [line for line in lines if line.text]
    repeat = find_repeat(text[0], text[1:]) if text else None
    if repeat and text.index(repeat) > _FEW_LINES:
        return True
    above = 0
    for line in text:
        if letters(line.text) > MAX_HEADLINE:
            return above >= _FEW_LINES
        above += is_short(line.text)
    return False


def settle_page(lines: list[Line]) -> bool:
    """Settle every line of a whole page; return whether the page itself names the headline found.

    It does where the window title on its first line comes again, alone, above the text.
    """
    text = [line for line in lines if line.text]
    headline, (start, end) = _named_stretch(text)
    named = headline is not None
    if not named:
        start, end = _densest(text)
        headline = _headline_above(text, start)
    _settle_foot(text[end:])
    _settle_text(text[start:end])
    if headline and start < end:
        headline.role = Role.HEADLINE
        _settle_metadata(text[text.index(headline) + 1 : start])
    settle((line for line in lines if line.role is None), Role.NAVIGATION)
    return named


def _named_stretch(text: list[Line]) -> tuple[Line | None, tuple[int, int]]:
    """Return the repeat of the window title with the most text under it, and where that text is."""
    best: tuple[float, Line | None, tuple[int, int]] = (0.0, None, (0, 0))
    for repeat in _repeats(text):
        total, stretch = _first_good(text, text.index(repeat) + 1)
        if total > best[0] or (total == best[0] and total > 0):
            best = (total, repeat, stretch)
    return best[1], best[2]


def _first_good(text: list[Line], first: int) -> tuple[float, tuple[int, int]]:
    """Return sum and range of the first stretch of paragraphs from *first* on; it ends in a long dip."""
    total = peak = 0.0
    start = end = first
    for position in range(first, len(text)):
        total += _weight(text[position])
        if total > peak:
            peak, end = total, position + 1
        if total < max(0.0, peak - _GREATEST_DIP) or total <= 0:
            if peak >= _GOOD_SUM:
                break
            total = peak = 0.0
            start = position + 1
    return (peak, (start, end)) if peak >= _GOOD_SUM else (0.0, (first, first))


def _repeats(lines: list[Line]) -> list[Line]:
    """Return the lines that repeat the window title on the first line, as far as they stand here."""
    found: list[Line] = []
    rest = lines[1:]
    while lines and (repeat := find_repeat(lines[0], rest)):
        found.append(repeat)
        rest = rest[rest.index(repeat) + 1 :]
    return found


def _densest(lines: list[Line]) -> tuple[int, int]:
    """Return the stretch, as a half-open range, with the greatest sum of weights."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    for position in range(len(lines)):
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
    """Settle what stands between the headline and the text: labelled lines and dates; the rest is unknown."""
    settle_markers(lines)
    for line in lines:
        if line.role is None:
            line.role = Role.DATE if is_date_line(line.text) else Role.BOILERPLATE


def _settle_foot(lines: list[Line]) -> None:
    """Settle what stands under the text: a form, related titles as long as they look like titles."""
    settle_markers(lines)
    in_related = False
    for line in lines:
        if line.role in _ABOVE_THE_TEXT:
            line.role = Role.NAVIGATION  # it belongs to another article, or to the page
        if line.role is not None:
            in_related = line.role is Role.RELATED_HEADING
        elif in_related and 20 <= len(line.text) <= MAX_TITLE:  # noqa: PLR2004 - shorter is a menu
            line.role = Role.RELATED
        else:
            in_related = False
