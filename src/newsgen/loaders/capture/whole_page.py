"""Find the article in a copy of a whole page.

The paragraphs of an article stand together; menus are runs of short lines, and lists of other
headlines are runs of lines without a full stop. A sentence counts for its letters, a headline for
little and a short line against; the article is the stretch with the greatest sum, or the first
good one under the headline where the page's window title says what the headline is.
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
from newsgen.loaders.capture.related_titles import claim_titles, list_of_tags
from newsgen.loaders.capture.roles import FORM_MARKS, assign_marked_roles, blocks
from newsgen.model.article import Role

_FEW_LINES = 10
_CAPTION = re.compile(r"^(?:©|صورة\b|تصوير\b|\(?(?:AFP|AP|REUTERS|Getty|رويترز)\b)", re.IGNORECASE)
_FOOT = {Mark.RELATED, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}
_OF_OTHERS = {Role.BYLINE, Role.DATE, Role.SECTION}
"""Below the text such a line belongs to another article, or to the page."""
_GOOD_SUM = 150
_GREATEST_DIP = 240
_MOST_REPEATS = 20
_NEAR = 3


def is_full_page(lines: list[Line]) -> bool:
    """Tell a copy of a whole page: its window title comes again below a menu, or a menu stands above the text."""
    text = [line for line in lines if line.text]
    repeats = _repeats(text)
    if repeats and repeats[0] > _FEW_LINES and not _first_good(text[: repeats[0]], 1)[0]:
        return True
    _, (start, _) = _first_good(text, 0)
    return sum(is_menu_item(line.text) for line in text[:start]) >= _FEW_LINES


def assign_page_roles(lines: list[Line]) -> bool:
    """Settle every line of a whole page; return whether the page itself names the headline found.

    It does where the window title on its first line comes again, alone, above the text.
    """
    text = [line for line in lines if line.text]
    headline, (start, end) = _named_stretch(text)
    named = headline is not None
    if not named:
        start, end = _densest(text)
        headline = _headline_above(text, start)
    end += sum(1 for _ in takewhile(_is_paragraph, text[end:]))
    _assign_foot(text[end:])
    _assign_text(text[start:end])
    if headline and start < end:
        headline.role = Role.HEADLINE
        position = text.index(headline)
        _assign_trail(text[max(0, position - _NEAR) : position])
        _assign_metadata(text[position + 1 : start])
    assign_role((line for line in lines if line.role is None), Role.NAVIGATION)
    return named


def _named_stretch(text: list[Line]) -> tuple[Line | None, tuple[int, int]]:
    """Return the repeat of the window title with the most text under it, and where that text is."""
    best: tuple[float, Line | None, tuple[int, int]] = (0.0, None, (0, 0))
    for position in _repeats(text):
        total, stretch = _first_good(text, position + 1)
        if total > best[0] or (total == best[0] and total > 0):
            best = (total, text[position], stretch)
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


def _repeats(lines: list[Line]) -> list[int]:
    """Return where the window title on the first line comes again; not beyond what a page has room for."""
    numbers = {line.number for line in islice(find_repeats(lines[0], lines[1:]), _MOST_REPEATS)} if lines else set()
    return [position for position, line in enumerate(lines) if line.number in numbers]


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


def _assign_text(lines: list[Line]) -> None:
    """Settle the stretch that holds the article: a picture's credit takes the teaser under it along."""
    assign_marked_roles(lines)
    for opener, members in blocks(lines):
        after_caption = False
        for line in members[claim_titles(opener, members) :]:
            caption = bool(_CAPTION.match(line.text))
            teaser = after_caption and not is_prose(line.text)
            line.role = Role.BOILERPLATE if caption or teaser else Role.BODY
            after_caption = caption


def _is_paragraph(line: Line) -> bool:
    """Tell a paragraph by its length alone: the last one of a text may lack its full stop."""
    return letters(line.text) > MAX_HEADLINE and not line.marker


def _assign_trail(lines: list[Line]) -> None:
    """Settle the trail of links to the article, which stands shortly above its headline."""
    assign_role((line for line in lines if is_breadcrumb(line.text) and section_of(line.text)), Role.SECTION)


def _assign_metadata(lines: list[Line]) -> None:
    """Settle what stands between the headline and the text: labelled lines and dates; the rest is unknown."""
    assign_marked_roles(lines)
    for position, line in enumerate(lines):
        if line.role is None:
            role = header_role(line.text)
            credit = position < _NEAR and is_short(line.text) and not _CAPTION.match(line.text)
            line.role = role if credit or role is Role.DATE else Role.BOILERPLATE


def _assign_foot(lines: list[Line]) -> None:
    """Settle what stands under the text: tags, comments, a form, related titles while they look like titles."""
    assign_marked_roles(lines)
    assign_role((line for line in lines if line.role in _OF_OTHERS), Role.NAVIGATION)
    for (opener, members), (following, _) in pairwise([*blocks(lines), (None, [])]):
        if opener is None:
            continue
        if opener.mark is Mark.COMMENTS and following and following.mark in FORM_MARKS:
            named = any(comment.author for comment in read_comments([line.text for line in members]))
            assign_role(members if named else [], Role.COMMENT)
        elif opener.role is Role.RELATED_HEADING:
            assign_role(takewhile(_is_title, members), Role.RELATED)
        elif opener.marker == Marker(Mark.TAGS):
            assign_role(list_of_tags(members), Role.TAGS)


def _is_title(line: Line) -> bool:
    """Tell a title from what ends a list of them: a menu's short item, a row of links, a copyright."""
    links = line.text.count("|") > 1 or "©" in line.text
    return 20 <= len(line.text) <= MAX_TITLE and not links  # noqa: PLR2004 - shorter is a menu
