"""Find the blocks that interrupt the text of a capture: skip links, captions, advertisement labels."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from newsgen.loaders.capture.header_lines import (
    header_role,
    is_button,
    is_caption,
    is_date_line,
    is_duration,
    word_count,
)
from newsgen.loaders.capture.lines import (
    MAX_TITLE,
    Line,
    assign_role,
    ends_in_full_stop,
    ends_sentence,
    is_paragraph,
    is_prose,
    letters,
)
from newsgen.loaders.capture.markers import Mark, Marker, inline_title, is_promo_heading
from newsgen.model.article import Role
from newsgen.text.arabic import fold, line_key

_SKIP = re.compile(
    r"^(?:تخط[ي]?|تخطي|تجاوز|تجاهل|skip)\s+(?P<title>.+?)\s+(?:و|and\s+)(?:واصل|تابع|اكمل|استمر|متابعة|مواصلة|continue)\b"
)
_MAY_SKIP = re.compile(r"\W*(?:تخط|تجاو|تجاهل|[Ss]kip)")
_END = re.compile(r"^(?:(?P<title>.+?)\s+نهاية|نهاية\s+(?P<after>.+)|end of\s+(?P<english>.+))$")
_LONGEST_BLOCK = 25
"""In lines. A skip link without an end is followed by no more lines than this."""
_ADVERTISEMENT = re.compile(
    r"\b(?:اعلان|الاعلان|اعلانات|اعلانية|اعلاني|ممول|برعاية|advertisements?|ads?|sponsored|publicité)\b"
)
_SKIP_TO = re.compile(r"^تخطي? (?:الي|المحتوي)\b")
_LONGEST_LABEL, _LONGEST_ADVERTISEMENT = 3, 6
_FEWEST_REPEATS = 2
_ENDS_OF_TEXT = {Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE}
_TEXT_ROLES = {None, Role.BODY}


def assign_interruptions(lines: Sequence[Line]) -> None:
    """Assign roles to the lines of a capture that interrupt its text, so that both sides belong to one article."""
    lines = [line for line in lines if line.text]
    for position, line in enumerate(lines):
        skip = _SKIP.match(line_key(line.text)) if _MAY_SKIP.match(line.text) and len(line.text) <= MAX_TITLE else None
        if skip:
            _assign_skipped(lines[position : _end_of_block(lines, position, skip["title"])], skip["title"])
    between = _between_paragraphs(lines)
    inside = [line for line in between if len(line.text) <= MAX_TITLE]
    counts = Counter(line_key(line.text) for line in inside if _is_label(line, _LONGEST_LABEL))
    for line in inside:
        title = inline_title(line.text)
        if title:
            line.role, line.marker = Role.RELATED, Marker(Mark.READ_ALSO, title)
            continue
        is_repeated = counts[line_key(line.text)] >= _FEWEST_REPEATS and not is_date_line(line.text)
        is_advertisement = _is_label(line, _LONGEST_ADVERTISEMENT) and _ADVERTISEMENT.search(fold(line.text))
        is_furniture = is_caption(line.text) or _SKIP_TO.match(line_key(line.text))
        if is_furniture or is_advertisement or (is_repeated and _is_label(line, _LONGEST_LABEL)):
            line.role = Role.BOILERPLATE
    _assign_boxes(between)


def _is_label(line: Line, most_words: int) -> bool:
    """Return whether a captured *line* has at most *most_words* words, as a label has, and is no question."""
    is_short = letters(line.text) > 0 and word_count(line.text) <= most_words
    return is_short and not line.text.endswith((".", ":", "؟"))


def _assign_boxes(between: Sequence[Line]) -> None:
    """Assign roles to boxes among paragraphs: runs of short lines, one of which invites readers to subscribe."""
    for is_open, run in groupby(between, key=lambda line: line.role is None and not _is_paragraph(line)):
        members = [line for line in run if header_role(line.text) not in {Role.DATE, Role.BYLINE}]
        if is_open and any(is_button(line.text) or is_duration(line.text) for line in members):
            assign_role(members, Role.BOILERPLATE)


def _is_sentence(text: str) -> bool:
    return is_paragraph(text) or (ends_in_full_stop(text) and len(text.split()) > _LONGEST_ADVERTISEMENT)


def _is_paragraph(line: Line) -> bool:
    return is_prose(line.text) or ends_sentence(line.text)


def _end_of_block(lines: Sequence[Line], start: int, title: str) -> int:
    """Return the position after the block that the skip link at *start* opens: its end, or else the next paragraph."""
    near = lines[start + 1 : start + 1 + _LONGEST_BLOCK]
    for position, line in enumerate(near, start + 1):
        end = _END.match(line_key(line.text)) if len(line.text) <= MAX_TITLE else None
        if end and title in {end["title"], end["after"], end["english"]}:
            return position + 1
    return next((i for i, line in enumerate(near, start + 1) if is_prose(line.text)), start + 1)


def _assign_skipped(block: Sequence[Line], title: str) -> None:
    """Assign roles to the lines of a *block* that a skip link leads past: related titles, or what is no text."""
    assign_role(block, Role.BOILERPLATE)
    if not is_promo_heading(title):
        return
    for line in block[1:]:
        if line_key(line.text) == title:
            line.role = Role.RELATED_HEADING
        elif not _END.match(line_key(line.text)) and word_count(line.text) > _LONGEST_LABEL:
            line.role = Role.RELATED


def _between_paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Return the unassigned lines between the first and the last paragraph of a capture."""
    end = next((i for i, line in enumerate(lines) if line.mark in _ENDS_OF_TEXT), len(lines))
    paragraphs = [i for i, line in enumerate(lines[:end]) if line.role in _TEXT_ROLES and _is_sentence(line.text)]
    if not paragraphs:
        return []
    inside = lines[paragraphs[0] : paragraphs[-1]]
    return [line for line in inside if line.role is None]
