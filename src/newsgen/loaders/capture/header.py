"""Assign roles to the lines above the first paragraph of a capture."""

from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile

from newsgen.loaders.capture.bylines import MAX_BYLINE, is_pair
from newsgen.loaders.capture.header_lines import (
    has_arabic,
    header_role,
    is_breadcrumb,
    is_button,
    is_only_date,
    section_of,
    word_count,
)
from newsgen.loaders.capture.headline import MIN_REPEAT, Choice, choose_headline, find_repeats, is_mark
from newsgen.loaders.capture.lines import (
    MAX_TITLE,
    Line,
    assign_role,
    ends_in_full_stop,
    ends_sentence,
    is_legal,
    is_menu_item,
    is_paragraph,
    is_prose,
    is_short,
    letters,
)
from newsgen.loaders.capture.names import may_be_name
from newsgen.model.article import Role
from newsgen.text.arabic import title_key

MAX_HEADER_LINES = 6
"""More short lines below the headline are the text, such as a poem."""
_MAX_LOOKAHEAD = 10
_MIN_MENU = 3
_MAX_STANDFIRSTS = 3
_FEWEST_STANDFIRST_WORDS = 5
_MOST_FULL_STOPS = 0.8
_LONGEST_VERSE = 60
_OTHER_STORIES = {Role.RELATED, Role.RELATED_HEADING}


def read_header(lines: Iterable[Line], stem: str = "") -> list[str]:
    """Assign roles to the lines above the first paragraph of *lines*; return a warning for each doubt.

    Lines that may be text have the role BODY so far. *stem* is the name of the capture's file.
    """
    lines = [line for line in lines if line.text]
    assign_role(takewhile(lambda line: is_legal(line.text), lines), Role.BOILERPLATE)
    start = _start_of_text(lines)
    if start is None:
        return []
    above, text = lines[:start], lines[start:]
    for line in above:
        if line.role in _OTHER_STORIES:  # above the text they are not related news of this article
            line.role = Role.NAVIGATION if line.marker else Role.BODY
    choice = choose_headline(above, stem)
    if choice is None or not _is_above_text(choice.line, text):
        _assign_by_shape(above)
        return []
    return assign_header(above, choice, text)


def assign_header(above: Sequence[Line], choice: Choice, text: Sequence[Line]) -> list[str]:
    """Assign roles to the lines *above* the *text* of a capture around its chosen headline; return doubts."""
    position = list(above).index(choice.line)
    choice.line.role = Role.HEADLINE
    _assign_above(above[:position], choice.line)
    below = above[position + 1 :]
    doubts = [choice.doubt, _assign_bylines(below)]
    _assign_below(below, choice.line, text)
    return list(filter(None, doubts))


def _assign_bylines(below: Sequence[Line]) -> str | None:
    """Assign BYLINE to a line "X - Y" beside a date if no other line names an author; return the doubt about it."""
    if any(line.role is Role.BYLINE or header_role(line.text) is Role.BYLINE for line in below):
        return None
    dated = {i + step for i, line in enumerate(below) if is_mark(line) for step in (-1, 1)}
    for position, line in enumerate(below):
        if line.role is not Role.BODY or header_role(line.text) or len(line.text) > MAX_BYLINE:
            continue
        may_be_author = bool(dated) and may_be_name(line.text) and not is_button(line.text)
        if position in dated and (may_be_author or is_pair(line.text)):
            line.role = Role.BYLINE
        if may_be_author or is_pair(line.text):
            return f"line {line.number}: {line.text!r} may be the byline, or a caption"
    return None


def _start_of_text(lines: Sequence[Line]) -> int | None:
    """Return the position of the first paragraph below the header; None if no line is as long as one.

    A summary above the date belongs to the header, unless there are several dates, as in a chronology.
    """
    body = [(i, line) for i, line in enumerate(lines) if line.role is Role.BODY and is_paragraph(line.text)]
    is_arabic = any(has_arabic(line.text) for _, line in body)
    paragraphs = [i for i, line in body if header_role(line.text) is None and (has_arabic(line.text) or not is_arabic)]
    if not paragraphs:
        return next((i for i, line in enumerate(lines[1:], 1) if _may_be_text(line)), None)
    start, second = paragraphs[0], paragraphs[1] if len(paragraphs) > 1 else len(lines)
    is_chronology = any(is_only_date(line.text) for line in lines[second : paragraphs[-1]])
    between = lines[start + 1 : second]
    has_marks = any(is_mark(line) for line in between) and len(between) <= _MAX_LOOKAHEAD
    return second if has_marks and second < len(lines) and not is_chronology else start


def _may_be_text(line: Line) -> bool:
    return line.role is Role.BODY and not is_short(line.text) and header_role(line.text) is None


def _is_above_text(headline: Line, text: Sequence[Line]) -> bool:
    """Return whether a paragraph longer than *headline* is below it, or a sentence above a longer paragraph."""
    size = len(headline.text)
    after = [line.text for line in text if line.role is Role.BODY and not is_short(line.text)]
    return bool(after) and (len(after[0]) > size or (ends_sentence(after[0]) and any(len(t) > size for t in after)))


def _assign_by_shape(above: Sequence[Line]) -> None:
    """Assign roles to the lines of a header without a headline; a line that may be anything stays text."""
    for line in above:
        if line.role is Role.BODY:
            line.role = _role_above(line) or Role.BODY


def _role_above(line: Line) -> Role | None:
    if not letters(line.text):
        return Role.BOILERPLATE
    if is_breadcrumb(line.text):
        return Role.SECTION if section_of(line.text) else Role.NAVIGATION
    return header_role(line.text)


def _assign_above(above: Sequence[Line], headline: Line) -> None:
    """Assign roles to the lines above the *headline*: a menu, a section, a kicker, other headlines, a date."""
    repeats = {line.number for line in above if _repeats(line, headline)}
    for is_menu, run in groupby(above, key=lambda line: is_menu_item(line.text) and not is_mark(line)):
        members = list(run)
        if is_menu and len(members) >= _MIN_MENU:
            assign_role(members, Role.NAVIGATION)
            continue
        for line in members:
            if line.number in repeats:
                line.role = Role.BOILERPLATE
            elif line.role is Role.BODY:
                other = Role.BOILERPLATE if is_menu_item(line.text) else Role.NAVIGATION
                line.role = _role_above(line) or other


def _repeats(line: Line, headline: Line) -> bool:
    """Return whether *line* is another copy of the *headline*, or a window title that begins with it."""
    is_copy = len(headline.text) >= MIN_REPEAT and title_key(line.text) == title_key(headline.text)
    return is_copy or next(find_repeats(line, [headline]), None) is not None


def _assign_below(below: Sequence[Line], headline: Line, text: Sequence[Line]) -> None:
    """Assign roles to the lines between the *headline* and the *text*: byline, date, caption, standfirst, notices."""
    last_mark = max((i for i, line in enumerate(below) if is_mark(line)), default=-1)
    is_arabic = has_arabic(headline.text)
    unknown: list[tuple[int, Line]] = []
    for position, line in enumerate(below):
        if line.role is not Role.BODY:
            continue
        role = header_role(line.text)
        if role:
            line.role = role
        elif _repeats(line, headline) or (is_arabic and not has_arabic(line.text)):
            line.role = Role.BOILERPLATE
        else:
            unknown.append((position, line))
    _assign_unknown(unknown, last_mark, text)


def _assign_unknown(unknown: Sequence[tuple[int, Line]], last_mark: int, text: Sequence[Line]) -> None:
    """Assign roles to the lines below a headline that have no shape of their own; paragraphs stay text."""
    loose = [line for position, line in unknown if position > last_mark]
    are_text = len(loose) > MAX_HEADER_LINES or len(text[0].text) <= _LONGEST_VERSE
    standfirsts = 0
    for position, line in takewhile(lambda pair: not _opens_text(pair[1]), unknown):
        is_bound = position < last_mark
        if is_short(line.text) and word_count(line.text) < _FEWEST_STANDFIRST_WORDS:
            line.role = Role.BODY if are_text and not is_bound else Role.BOILERPLATE
        elif _may_be_standfirst(line) and standfirsts < _MAX_STANDFIRSTS and (is_bound or _have_full_stops(text)):
            line.role, line.is_standfirst = Role.BOILERPLATE, True
            standfirsts += 1


def _opens_text(line: Line) -> bool:
    """Return whether the text of a capture begins with *line*, which introduces what follows with a colon."""
    return line.text.endswith(":") and word_count(line.text) >= _FEWEST_STANDFIRST_WORDS


def _may_be_standfirst(line: Line) -> bool:
    is_sentence = ends_in_full_stop(line.text) and is_prose(line.text)
    return not is_sentence and word_count(line.text) >= _FEWEST_STANDFIRST_WORDS and len(line.text) <= MAX_TITLE


def _have_full_stops(text: Sequence[Line]) -> bool:
    """Return whether nearly all paragraphs of a captured *text* end in a full stop, so that a line without is none."""
    paragraphs = [line.text for line in text if line.role is Role.BODY and not is_short(line.text)]
    stops = sum(map(ends_sentence, paragraphs))
    return len(paragraphs) > 1 and stops >= _MOST_FULL_STOPS * len(paragraphs)
