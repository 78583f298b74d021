"""Give every line of a capture its role.

Marker lines cut a capture into blocks; a block's role follows from the marker that opens it, and
from whether it holds paragraphs. When in doubt a line is body: a stray line among the paragraphs
is seen by a reader, a paragraph lost to the foot is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsgen.loaders.capture.form_labels import find_form_fields
from newsgen.loaders.capture.header import MAX_HEADER_LINES, is_date_line, read_header
from newsgen.loaders.capture.lines import Line, assign_role, is_prose, letters
from newsgen.loaders.capture.markers import Mark
from newsgen.loaders.capture.reader_comments import look_like_comments
from newsgen.loaders.capture.related_titles import claim_titles
from newsgen.model.article import Role
from newsgen.text.dates import read_date

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
_IN_TEXT = {None, Role.RELATED, Role.RELATED_HEADING}

_Block = tuple[Line | None, list[Line]]


def assign_roles_in_order(lines: list[Line]) -> None:
    """Settle every line of a capture that holds an article and little else."""
    assign_role((line for line in lines if not line.text), Role.BOILERPLATE)
    assign_marked_roles(lines)
    above = _Above()
    for opener, members in blocks(lines):
        _assign_block_roles(opener, members, above)
    body = [line for line in lines if line.role is Role.BODY]
    read_header(body)
    _assign_last_date(body)


def assign_marked_roles(lines: Iterable[Line]) -> None:
    """Settle the marker lines, and the labels of a form where its heading or its note came before."""
    in_form = False
    for line in lines:
        if in_form and find_form_fields(line.text) is not None:
            line.role = Role.COMMENT_FIELD
        elif line.marker:
            line.role = ROLE_OF_MARK[line.marker.mark]
            in_form = line.mark in FORM_MARKS
            if line.mark is Mark.READ_ALSO and line.marker.text:
                line.role = Role.RELATED


def blocks(lines: Iterable[Line]) -> Iterator[_Block]:
    """Cut *lines* at the settled ones: each block is its opener and the unsettled lines after it."""
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
class _Above:
    """What stands above a block."""

    letters: int = 0
    """The size of the text so far; 0 while there was nothing but a header."""
    foot: Role | None = None
    """COMMENT among visitors' comments, COMMENT_HEADING from the form on, None before."""
    said: bool = False
    """Whether a comment stands there; "3 comments" above a share bar is but a link."""


def _assign_block_roles(opener: Line | None, members: list[Line], above: _Above) -> None:
    """Settle the unmarked lines after the marker *opener*."""
    if opener and above.letters:
        _enter_foot(opener, above)
    rest = members[claim_titles(opener, members) :]
    role = _role_of_rest(opener.role if opener else None, rest, above)
    assign_role(rest, role)
    above.said |= role is Role.COMMENT and bool(rest)
    if role is Role.BODY:
        above.letters += _size(rest)
        above.foot = None


def _enter_foot(opener: Line, above: _Above) -> None:
    """Note that the foot begins, or what of it; among comments a name or a date is a visitor's."""
    if opener.role is Role.COMMENT:
        above.foot = Role.COMMENT
    elif opener.role in _FORM_ROLES:
        above.foot = Role.COMMENT_HEADING
    elif above.foot is Role.COMMENT and opener.role in {Role.BYLINE, Role.DATE}:
        opener.role = Role.COMMENT
    elif above.foot is Role.COMMENT and opener.role is Role.SHARE:
        above.foot = Role.COMMENT if above.said else None
    elif above.foot is Role.COMMENT:
        above.foot = Role.COMMENT_HEADING


def _size(lines: list[Line]) -> int:
    """Count the letters of a text; 0 for a few short lines, which are a header."""
    is_text = len(lines) > MAX_HEADER_LINES or any(is_prose(line.text) for line in lines)
    return sum(letters(line.text) for line in lines) if is_text else 0


def _role_of_rest(opener: Role | None, rest: list[Line], above: _Above) -> Role:
    """Say what the lines are that a marker does not claim.

    Below the foot's beginning they are text only where they outweigh all text above: a summary came there.
    """
    size = _size(rest)
    if above.foot is Role.COMMENT:
        comments = size <= above.letters or look_like_comments([line.text for line in rest])
        return Role.COMMENT if comments else Role.BODY
    if above.foot or opener in _FORM_ROLES:
        return Role.BODY if size > above.letters else Role.BOILERPLATE
    return Role.BODY if size or opener in _IN_TEXT or not above.letters else Role.BOILERPLATE


def _assign_last_date(body: list[Line]) -> None:
    """Settle a bare date under the last paragraph."""
    for _, last in list(pairwise(body))[-1:]:
        if last.role is Role.BODY and is_date_line(last.text) and not read_date(last.text).rest:
            last.role = Role.DATE
