"""Find the article in a capture of a whole page, with its menus and lists of other news.

The paragraphs of an article stand together; menus are runs of short lines, and lists of other headlines are runs of
lines without a full stop. A sentence has a weight of its letters, a headline a small one and a short line a negative
one. The article is the range of lines with the greatest sum of weights; if the window title of the page names the
headline, it is the first range below the headline with a sufficient sum.
"""

from itertools import islice, pairwise, takewhile

from newsgen.loaders.capture.header import assign_header
from newsgen.loaders.capture.header_lines import is_breadcrumb, is_caption, is_date_line, section_of
from newsgen.loaders.capture.headline import Choice, choose_headline, find_repeats
from newsgen.loaders.capture.interruptions import assign_interruptions
from newsgen.loaders.capture.lines import (
    MAX_HEADLINE,
    MAX_TITLE,
    Line,
    assign_role,
    ends_sentence,
    is_menu_item,
    is_prose,
    letters,
)
from newsgen.loaders.capture.markers import Mark, Marker
from newsgen.loaders.capture.reader_comments import read_comments
from newsgen.loaders.capture.related_titles import assign_claimed_roles, leading_tag_lines
from newsgen.loaders.capture.roles import FORM_MARKS, assign_marked_roles, blocks
from newsgen.model.article import Role

_FEW_LINES = 10
_FOOT = {Mark.RELATED, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}
_HEADER_ROLES = {Role.BYLINE, Role.DATE, Role.SECTION}
"""Below the text, a line with such a role belongs to another article, or to the page."""
_SUFFICIENT_SUM = 150
_MAX_DIP = 240
_MAX_REPEATS = 20
_NEAR = 3
_FARTHEST_HEADLINE = 15
_LONGEST_BRIDGE = 14
"""In lines."""


def is_full_page(lines: list[Line]) -> bool:
    """Return whether *lines* are a whole page: a window title is repeated below a menu, or a menu is above the text."""
    text = [line for line in lines if line.text]
    repeats = _repeats(text)
    if repeats and repeats[0] > _FEW_LINES and not _first_range(text[: repeats[0]], 1)[0]:
        return True
    _, (start, _) = _first_range(text, 0)
    return sum(is_menu_item(line.text) for line in text[:start]) >= _FEW_LINES


def assign_page_roles(lines: list[Line], stem: str) -> bool:
    """Assign a role to every line of a whole page; return whether the window title confirms the headline.

    It does if the window title on the first line is repeated, without the newspaper's name, above the text.
    *stem* is the name of the capture's file.
    """
    text = [line for line in lines if line.text]
    assign_interruptions(text)
    headline, (start, end) = _range_below_title(text)
    is_named = headline is not None
    if not is_named:
        start, end = _bridged(text, *_best_range(text))
        choice = choose_headline(text[max(0, start - _FARTHEST_HEADLINE) : start], stem)
        headline = choice.line if choice else None
    end += sum(1 for _ in takewhile(_is_paragraph, text[end:]))
    _assign_foot(text[end:])
    _assign_text(text[start:end])
    if headline and start < end:
        position = text.index(headline)
        above = text[max(0, position - _NEAR) : position]
        assign_role((line for line in above if is_breadcrumb(line.text) and section_of(line.text)), Role.SECTION)
        below = text[position + 1 : start]
        assign_marked_roles(below)
        assign_role((line for line in below if line.role is None), Role.BODY)
        assign_header([headline, *below], Choice(headline, None), text[start:end])
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
    if line.role is not None:  # it interrupts the text
        return 0
    if line.mark in _FOOT:
        return -400
    count = letters(line.text)
    if not is_prose(line.text):
        return -40
    return count if ends_sentence(line.text) or len(line.text) > MAX_TITLE else 0.2 * count - 40


def _bridged(lines: list[Line], start: int, end: int) -> tuple[int, int]:
    """Return the range of a whole page's text with the ranges beside it that only a block of titles separates."""
    while True:
        total, (first, last) = _first_range(lines, end)
        if not total or not _is_bridge(lines[end:first]):
            break
        end = last
    total, (first, last) = _first_range(lines[:start], 0)
    while total:
        if _is_bridge(lines[last:start]):
            return first, end
        total, (first, last) = _first_range(lines[:start], last)
    return start, end


def _is_bridge(gap: list[Line]) -> bool:
    """Return whether a *gap* between ranges of paragraphs is a block of other stories, and no border of articles."""
    marks = {line.mark for line in gap}
    is_border = marks & (_FOOT - {Mark.RELATED}) or any(is_date_line(line.text) for line in gap)
    return len(gap) <= _LONGEST_BRIDGE and not is_border


def _assign_text(lines: list[Line]) -> None:
    """Assign roles to the article in a whole page; a picture credit and the teaser below it are boilerplate."""
    assign_marked_roles(lines)
    for opener, members in blocks(lines):
        after_caption = False
        for line in members[assign_claimed_roles(opener, members) :]:
            is_credit = is_caption(line.text)
            is_teaser = after_caption and not is_prose(line.text)
            line.role = Role.BOILERPLATE if is_credit or is_teaser else Role.BODY
            after_caption = is_credit


def _is_paragraph(line: Line) -> bool:
    """Return whether a whole page's *line* is as long as a paragraph; the last may lack its full stop."""
    return letters(line.text) > MAX_HEADLINE and not line.marker


def _assign_foot(lines: list[Line]) -> None:
    """Assign roles to a whole page's lines below the text: tags, comments, a form, related titles while they follow."""
    assign_marked_roles(lines)
    assign_role((line for line in lines if line.role in _HEADER_ROLES), Role.NAVIGATION)
    for (opener, members), (following, _) in pairwise([*blocks(lines), (None, [])]):
        if opener is None:
            continue
        if opener.mark is Mark.COMMENTS and following:
            comments = read_comments([line.text for line in members])
            is_whole = following.mark in FORM_MARKS and any(comment.author for comment in comments)
            are_dated = bool(comments) and all(comment.author and comment.published for comment in comments)
            assign_role(members if is_whole or are_dated else [], Role.COMMENT)
        elif opener.role is Role.RELATED_HEADING:
            assign_role(takewhile(_is_title, members), Role.RELATED)
        elif opener.marker == Marker(Mark.TAGS):
            assign_role(leading_tag_lines(members), Role.TAGS)


def _is_title(line: Line) -> bool:
    """Return whether a whole page's *line* may be a related title, not a menu item, link row or copyright notice."""
    is_notice = line.text.count("|") > 1 or "©" in line.text
    return 20 <= len(line.text) <= MAX_TITLE and not is_notice  # noqa: PLR2004 - a shorter line is a menu item
