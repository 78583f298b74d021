"""Find the article in a capture of a whole page, with its menus and lists of other news.

The paragraphs of an article stand together; menus are runs of short lines, and lists of other headlines are runs of
lines without a full stop. A sentence has a weight of its letters, a headline a small one and a short line a negative
one. The article is the range of lines with the greatest sum of weights; if the window title of the page names the
headline, it is the first range below the headline with a sufficient sum.
"""

import re
from itertools import islice, pairwise, takewhile

from newsgen.loaders.capture.header import find_repeats, header_role, is_breadcrumb, is_date_line, section_of
from newsgen.loaders.capture.lines import (
    MAX_HEADLINE,
    MAX_TITLE,
    Line,
    assign_role,
    ends_sentence,
    is_menu_item,
    is_prose,
    is_short,
    letters,
)
from newsgen.loaders.capture.markers import Mark, Marker
from newsgen.loaders.capture.reader_comments import read_comments
from newsgen.loaders.capture.related_titles import assign_claimed_roles, leading_tag_lines
from newsgen.loaders.capture.roles import FORM_MARKS, assign_marked_roles, blocks
from newsgen.model.article import Role

_FEW_LINES = 10
_CAPTION = re.compile(r"^(?:©|صورة\b|تصوير\b|\(?(?:AFP|AP|REUTERS|Getty|رويترز)\b)", re.IGNORECASE)
_FOOT = {Mark.RELATED, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}
_HEADER_ROLES = {Role.BYLINE, Role.DATE, Role.SECTION}
"""Below the text, a line with such a role belongs to another article, or to the page."""
_SUFFICIENT_SUM = 150
_MAX_DIP = 240
_MAX_REPEATS = 20
_NEAR = 3


def is_full_page(lines: list[Line]) -> bool:
    """Return whether *lines* are a whole page: a window title is repeated below a menu, or a menu is above the text."""
    text = [line for line in lines if line.text]
    repeats = _repeats(text)
    if repeats and repeats[0] > _FEW_LINES and not _first_range(text[: repeats[0]], 1)[0]:
        return True
    _, (start, _) = _first_range(text, 0)
    return sum(is_menu_item(line.text) for line in text[:start]) >= _FEW_LINES


def assign_page_roles(lines: list[Line]) -> bool:
    """Assign a role to every line of a whole page; return whether the window title confirms the headline.

    It does if the window title on the first line is repeated, without the newspaper's name, above the text.
    """
    text = [line for line in lines if line.text]
    headline, (start, end) = _range_below_title(text)
    is_named = headline is not None
    if not is_named:
        start, end = _best_range(text)
        headline = _headline_above(text, start)
    end += sum(1 for _ in takewhile(_is_paragraph, text[end:]))
    _assign_foot(text[end:])
    _assign_text(text[start:end])
    if headline and start < end:
        headline.role = Role.HEADLINE
        position = text.index(headline)
        above = text[max(0, position - _NEAR) : position]
        assign_role((line for line in above if is_breadcrumb(line.text) and section_of(line.text)), Role.SECTION)
        _assign_metadata(text[position + 1 : start])
    assign_role((line for line in lines if line.role is None), Role.NAVIGATION)
    return is_named


def _range_below_title(text: list[Line]) -> tuple[Line | None, tuple[int, int]]:
    """Return the whole page's repeat of the window title with most text below it, and that half-open range.

    The line is None if the window title is not repeated above a text.
    """
    best: tuple[float, Line | None, tuple[int, int]] = (0.0, None, (0, 0))
    for position in _repeats(text):
        total, text_range = _first_range(text, position + 1)
        if total > best[0] or (total == best[0] and total > 0):
            best = (total, text[position], text_range)
    return best[1], best[2]


def _first_range(text: list[Line], first: int) -> tuple[float, tuple[int, int]]:
    """Return the sum of weights and the half-open range of a whole page's first paragraphs from *first* on.

    The range ends where the sum falls far below its peak. The sum is 0 if there is no sufficient range.
    """
    total = peak = 0.0
    start = end = first
    for position in range(first, len(text)):
        total += _weight(text[position])
        if total > peak:
            peak, end = total, position + 1
        if total < max(0.0, peak - _MAX_DIP) or total <= 0:
            if peak >= _SUFFICIENT_SUM:
                break
            total = peak = 0.0
            start = position + 1
    return (peak, (start, end)) if peak >= _SUFFICIENT_SUM else (0.0, (first, first))


def _repeats(lines: list[Line]) -> list[int]:
    """Return the positions of a whole page's lines that repeat the window title on its first, at most _MAX_REPEATS."""
    numbers = {line.number for line in islice(find_repeats(lines[0], lines[1:]), _MAX_REPEATS)} if lines else set()
    return [position for position, line in enumerate(lines) if line.number in numbers]


def _best_range(lines: list[Line]) -> tuple[int, int]:
    """Return the half-open range of a whole page's lines with the greatest sum of weights."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    for position in range(len(lines)):
        if total <= 0:
            total, start = 0.0, position
        total += _weight(lines[position])
        if total > best:
            best, best_range = total, (start, position + 1)
    return best_range


def _weight(line: Line) -> float:
    """Return how much a whole page's *line* speaks for an article (positive) or for a menu or foot (negative)."""
    if line.mark in _FOOT:
        return -400
    count = letters(line.text)
    if not is_prose(line.text):
        return -40
    return count if ends_sentence(line.text) or len(line.text) > MAX_TITLE else 0.2 * count - 40


def _headline_above(lines: list[Line], start: int) -> Line | None:
    """Return a whole page's last line above *start* as long as a headline; None if none of the 12 lines is."""
    for line in reversed(lines[max(0, start - 12) : start]):
        if 20 <= len(line.text) <= MAX_HEADLINE and not line.marker and not is_date_line(line.text):  # noqa: PLR2004
            return line
    return None


def _assign_text(lines: list[Line]) -> None:
    """Assign roles to the article in a whole page; a picture credit and the teaser below it are boilerplate."""
    assign_marked_roles(lines)
    for opener, members in blocks(lines):
        after_caption = False
        for line in members[assign_claimed_roles(opener, members) :]:
            is_caption = bool(_CAPTION.match(line.text))
            is_teaser = after_caption and not is_prose(line.text)
            line.role = Role.BOILERPLATE if is_caption or is_teaser else Role.BODY
            after_caption = is_caption


def _is_paragraph(line: Line) -> bool:
    """Return whether a whole page's *line* is as long as a paragraph; the last may lack its full stop."""
    return letters(line.text) > MAX_HEADLINE and not line.marker


def _assign_metadata(lines: list[Line]) -> None:
    """Assign roles to a whole page's lines between headline and text; an unrecognised line is boilerplate."""
    assign_marked_roles(lines)
    for position, line in enumerate(lines):
        if line.role is None:
            role = header_role(line.text)
            is_near = position < _NEAR and is_short(line.text) and not _CAPTION.match(line.text)
            line.role = role if is_near or role is Role.DATE else Role.BOILERPLATE


def _assign_foot(lines: list[Line]) -> None:
    """Assign roles to a whole page's lines below the text: tags, comments, a form, related titles while they follow."""
    assign_marked_roles(lines)
    assign_role((line for line in lines if line.role in _HEADER_ROLES), Role.NAVIGATION)
    for (opener, members), (following, _) in pairwise([*blocks(lines), (None, [])]):
        if opener is None:
            continue
        if opener.mark is Mark.COMMENTS and following and following.mark in FORM_MARKS:
            has_author = any(comment.author for comment in read_comments([line.text for line in members]))
            assign_role(members if has_author else [], Role.COMMENT)
        elif opener.role is Role.RELATED_HEADING:
            assign_role(takewhile(_is_title, members), Role.RELATED)
        elif opener.marker == Marker(Mark.TAGS):
            assign_role(leading_tag_lines(members), Role.TAGS)


def _is_title(line: Line) -> bool:
    """Return whether a whole page's *line* may be a related title, not a menu item, link row or copyright notice."""
    is_notice = line.text.count("|") > 1 or "©" in line.text
    return 20 <= len(line.text) <= MAX_TITLE and not is_notice  # noqa: PLR2004 - a shorter line is a menu item
