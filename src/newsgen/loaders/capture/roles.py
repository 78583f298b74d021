"""Assign a role to every line of a capture that contains an article and little else.

Marker lines split a capture into blocks; a block's role follows from the marker that opens it, and from whether it
contains paragraphs. When in doubt a line is body, because a reader notices a stray line among the paragraphs but not
a paragraph that is missing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsgen.loaders.capture.foot import read_foot
from newsgen.loaders.capture.header import MAX_HEADER_LINES, read_header
from newsgen.loaders.capture.interruptions import assign_interruptions
from newsgen.loaders.capture.lines import Line, assign_role, is_legal, is_prose, letters
from newsgen.loaders.capture.markers import Mark
from newsgen.loaders.capture.reader_comments import is_counter, look_like_comments, thread_without_heading
from newsgen.loaders.capture.related_titles import assign_claimed_roles
from newsgen.loaders.form_labels import find_form_fields
from newsgen.model.article import Role
from newsgen.text.arabic import fold

ROLE_OF_MARK: dict[Mark, Role] = {
    Mark.RELATED: Role.RELATED_HEADING,
    Mark.READ_ALSO: Role.RELATED_HEADING,
    Mark.COMMENT_HEADING: Role.COMMENT_HEADING,
    Mark.COMMENT_NOTE: Role.COMMENT_NOTE,
    Mark.SUBMIT: Role.COMMENT_FIELD,
    Mark.COMMENTS: Role.COMMENT,
    Mark.SHARE: Role.SHARE,
    Mark.TAGS: Role.TAGS,
    Mark.SECTION: Role.SECTION,
    Mark.BYLINE: Role.BYLINE,
    Mark.DATE_LABEL: Role.DATE,
    Mark.NAVIGATION: Role.NAVIGATION,
    Mark.NEIGHBOUR: Role.NAVIGATION,
}
FORM_MARKS = {Mark.COMMENT_HEADING, Mark.COMMENT_NOTE, Mark.SUBMIT}
_FORM_ROLES = {Role.COMMENT_HEADING, Role.COMMENT_NOTE, Role.COMMENT_FIELD}
_IN_TEXT = {None, Role.RELATED, Role.RELATED_HEADING, Role.BOILERPLATE}

_ABOUT_COMMENTS = re.compile("تعليق|علق|راي|ردك|comment|reply")
_LONGEST_LABEL = 40
"""In characters."""
_MAX_FORM, _FEWEST_LABELS = 5, 3
"""In lines, and in different labels among them: the least that is recognised as a form without a heading."""

_Block = tuple[Line | None, list[Line]]


def assign_roles_in_order(lines: list[Line], stem: str) -> list[str]:
    """Assign a role to every line of a capture that contains an article and little else; return the doubts.

    *stem* is the name of the capture's file.
    """
    assign_role((line for line in lines if not line.text), Role.BOILERPLATE)
    assign_marked_roles(lines)
    assign_interruptions(lines)
    state = _BlockState()
    for opener, members in blocks(lines):
        _assign_block_roles(opener, members, state)
    doubt = _assign_headless_thread(lines)
    for line in lines:
        if line.role is Role.COMMENT and (is_counter(line.text) or is_legal(line.text)):
            line.role = Role.BOILERPLATE
    return [*doubt, *read_header(lines, stem), *read_foot(lines)]


def _assign_headless_thread(lines: Sequence[Line]) -> list[str]:
    """Assign COMMENT to readers' comments below the text that have no heading; return the doubt about them."""
    body = [line for line in lines if line.role is Role.BODY]
    first = next((i for i, line in enumerate(body) if is_prose(line.text)), len(body)) + 1
    start = thread_without_heading([line.text for line in body[first:]])
    if start is None:
        return []
    assign_role(body[first + start :], Role.COMMENT)
    return [f"line {body[first + start].number}: the lines from here on were taken as readers' comments"]


def assign_marked_roles(lines: Iterable[Line]) -> None:
    """Assign roles to the marker lines, and to the labels of a form that follow its heading or note."""
    lines = list(lines)
    in_form = False
    for position, line in enumerate(lines):
        if not in_form and _begins_form(lines, position):
            in_form = True
            _assign_form_heading(lines[:position])
        if in_form and find_form_fields(line.text) is not None:
            line.role = Role.COMMENT_FIELD
        elif line.marker:
            line.role = ROLE_OF_MARK[line.marker.mark]
            in_form = line.mark in FORM_MARKS
            if line.mark is Mark.READ_ALSO and line.marker.text:
                line.role = Role.RELATED


def _begins_form(lines: Sequence[Line], position: int) -> bool:
    """Return whether the labels of a comment form begin at *position*, even without a heading that newsgen knows."""
    if len(lines[position].text) > _LONGEST_LABEL or not find_form_fields(lines[position].text):
        return False
    near = [find_form_fields(line.text) for line in lines[position : position + _MAX_FORM]]
    names = {label.name for labels in near for label in labels or ()}
    return len(names) >= _FEWEST_LABELS and "email" in names


def _assign_form_heading(above: Sequence[Line]) -> None:
    """Assign COMMENT_HEADING to the line directly above a form if it speaks of comments and has no role yet."""
    if (
        above
        and above[-1].role is None
        and _ABOUT_COMMENTS.search(fold(above[-1].text))
        and not is_prose(above[-1].text)
    ):
        above[-1].role = Role.COMMENT_HEADING


def blocks(lines: Iterable[Line]) -> Iterator[_Block]:
    """Split captured *lines* at those with a role; yield each block: its opener and the lines without a role after it.

    The opener of the first block is None.
    """
    opener: Line | None = None
    members: list[Line] = []
    for line in lines:
        if line.role is None:
            members.append(line)
            continue
        yield opener, members
        opener, members = line, []
    yield opener, members


@dataclass(slots=True)
class _BlockState:
    """The state of a capture at the start of a block: the size of the text above, and the part of the foot."""

    letters: int = 0
    """Letters of text so far; 0 while there has been only a header."""
    foot: Role | None = None
    """COMMENT among readers' comments, COMMENT_HEADING from the comment form on, None above the foot."""
    has_comments: bool = False
    """Whether any line is a comment; "3 comments" above a share bar may be only a link."""


def _assign_block_roles(opener: Line | None, members: list[Line], state: _BlockState) -> None:
    """Assign roles to the unmarked lines after the marker *opener*, and update *state*."""
    if opener and state.letters:
        _update_foot(opener, state)
    rest = members[assign_claimed_roles(opener, members) :]
    role = _role_of_rest(opener.role if opener else None, rest, state)
    assign_role(rest, role)
    state.has_comments |= role is Role.COMMENT and bool(rest)
    if role is Role.BODY:
        state.letters += _size(rest)
        state.foot = None


def _update_foot(opener: Line, state: _BlockState) -> None:
    """Set the part of the capture's foot that *opener* begins; among comments, a byline or date is a comment's."""
    if opener.role is Role.COMMENT:
        state.foot = Role.COMMENT
    elif opener.role in _FORM_ROLES:
        state.foot = Role.COMMENT_HEADING
    elif state.foot is Role.COMMENT and opener.role in {Role.BYLINE, Role.DATE}:
        opener.role = Role.COMMENT
    elif state.foot is Role.COMMENT and opener.role is Role.SHARE:
        state.foot = Role.COMMENT if state.has_comments else None
    elif state.foot is Role.COMMENT:
        state.foot = Role.COMMENT_HEADING


def _size(lines: list[Line]) -> int:
    """Return the number of letters in a captured text; 0 for a few short lines, which are a header."""
    is_text = len(lines) > MAX_HEADER_LINES or any(is_prose(line.text) for line in lines)
    return sum(letters(line.text) for line in lines) if is_text else 0


def _role_of_rest(opener: Role | None, rest: list[Line], state: _BlockState) -> Role:
    """Return the role of the lines of a captured block that its marker does not claim.

    In the foot they are body only if they are longer than all the text above, which is then only a summary.
    """
    size = _size(rest)
    if state.foot is Role.COMMENT:
        are_comments = size <= state.letters or look_like_comments([line.text for line in rest])
        return Role.COMMENT if are_comments else Role.BODY
    if state.foot or opener in _FORM_ROLES:
        return Role.BODY if size > state.letters else Role.BOILERPLATE
    return Role.BODY if size or opener in _IN_TEXT or not state.letters else Role.BOILERPLATE
