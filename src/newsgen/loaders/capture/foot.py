"""Judge the lines after the last paragraph of a capture by their shape, because no list of labels is complete."""

import re
from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile

from newsgen.loaders.capture.bylines import is_byline
from newsgen.loaders.capture.header_lines import (
    is_button,
    is_caption,
    is_notice,
    is_only_date,
    is_site_name,
    word_count,
)
from newsgen.loaders.capture.lines import (
    Line,
    assign_role,
    ends_in_full_stop,
    ends_sentence,
    is_end_mark,
    is_legal,
    is_paragraph,
    is_prose,
    letters,
)
from newsgen.loaders.capture.markers import Mark, Marker, is_promo_heading
from newsgen.model.article import Role
from newsgen.text.arabic import fold

_ITEM = re.compile(r"\d+\s*[-–.)]")
_LONGEST_HEADING = 4
"""In words."""
_COMMENTING = re.compile(r"\b(?:ال|لل?|بال)?(?:تعليق|تعليقات|تعليقك|تعليقكم|تعليقاتكم)\b")
_MOST_WORDS_ABOUT_COMMENTS = 7
_LONGEST_TAG = 3
"""In words."""
_FEWEST_WORDS_IN_SENTENCE = 3


def read_foot(lines: Sequence[Line]) -> list[str]:
    """Assign roles to the body's lines after the last paragraph of *lines*; return a warning for each doubt."""
    body = [line for line in lines if line.role is Role.BODY]
    assign_role(takewhile(lambda line: is_legal(line.text), reversed(body)), Role.BOILERPLATE)
    body = [line for line in body if line.role is Role.BODY]
    last = next((i for i in reversed(range(len(body))) if _is_text(body[i])), None)
    if last is None or not any(is_prose(line.text) for line in body):
        return []
    tail = list(dropwhile(lambda line: ends_sentence(line.text), body[last + 1 :]))
    end = next((i for i, line in enumerate(tail) if is_end_mark(line.text)), len(tail))
    assign_role(tail[end:], Role.BOILERPLATE)  # an agency's time and number follow its end mark
    is_signed = any(line.role is Role.BYLINE for line in lines)
    rest = [line for line in tail[:end] if not _assign_by_shape(line, is_signed=is_signed or line is not tail[0])]
    if not rest or _introduces_list(body[last], rest[0]):
        return []
    return _read_groups(rest)


def _is_text(line: Line) -> bool:
    """Return whether a captured *line* is text by its shape: a paragraph, a short sentence or a URL, as of a post."""
    if is_paragraph(line.text) or "://" in line.text:
        return True
    return ends_in_full_stop(line.text) and word_count(line.text) >= _FEWEST_WORDS_IN_SENTENCE


def _introduces_list(paragraph: Line, line: Line) -> bool:
    """Return whether a list that belongs to the text begins at *line*, below the captured *paragraph*."""
    is_long = word_count(line.text) > _LONGEST_HEADING
    is_introduced = paragraph.text.endswith((":", "：")) or (is_long and line.text.endswith((":", "：")))
    return is_introduced or _ITEM.match(line.text) is not None


def _assign_by_shape(line: Line, *, is_signed: bool) -> bool:
    """Assign a role to a *line* after the text that has the shape of a date, byline, tag or notice, if it has.

    If the article *is_signed*, a name is no byline but perhaps a tag.
    """
    kinds = (is_notice, is_caption, is_button, is_site_name, _is_about_comments)
    if not letters(line.text) or any(is_kind(line.text) for is_kind in kinds):
        line.role = Role.BOILERPLATE
    elif line.text.startswith("#"):
        line.role, line.marker = Role.TAGS, Marker(Mark.TAGS, line.text)
    elif is_only_date(line.text):
        line.role = Role.DATE
    elif not is_signed and is_byline(line.text):
        line.role = Role.BYLINE
    return line.role is not Role.BODY


def _is_about_comments(text: str) -> bool:
    return bool(_COMMENTING.search(fold(text))) and word_count(text) <= _MOST_WORDS_ABOUT_COMMENTS


def _read_groups(lines: Sequence[Line]) -> list[str]:
    """Assign roles to *lines* after the text, in groups of a heading and its titles; return the doubts."""
    doubts = []
    starts = [i for i in range(len(lines)) if _is_heading(lines, i)]
    loose = lines[: starts[0]] if starts else lines
    if loose:
        found = "short line" if len(loose) == 1 else f"{len(loose)} short lines"
        doubts.append(f"line {loose[0].number}: {found} after the last paragraph may not belong to the text")
    for start, end in pairwise([*starts, len(lines)]):
        heading, members = lines[start], lines[start + 1 : end]
        are_tags = all(word_count(line.text) <= _LONGEST_TAG for line in members)
        if are_tags and not is_promo_heading(heading.text):
            assign_role([heading, *members], Role.TAGS)
            heading.marker = Marker(Mark.TAGS)
        else:
            heading.role = Role.RELATED_HEADING
            assign_role(members, Role.RELATED)
        if heading.mark is not Mark.RELATED:
            kind = "tags" if are_tags else "titles of other articles"
            doubts.append(f"line {heading.number}: the lines below {heading.text!r} were taken as {kind}")
    return doubts


def _is_heading(lines: Sequence[Line], position: int) -> bool:
    """Return whether the line at *position* is a heading: short, above a longer line or below a gap."""
    line = lines[position]
    following = lines[position + 1] if position + 1 < len(lines) else None
    if following is None or word_count(line.text) > _LONGEST_HEADING or not letters(line.text):
        return False
    previous = lines[position - 1] if position else None
    is_apart = previous is None or line.gap > previous.gap or word_count(previous.text) > _LONGEST_HEADING
    is_shorter = word_count(line.text) < word_count(following.text) or previous is None
    return is_promo_heading(line.text) or (is_apart and is_shorter)
