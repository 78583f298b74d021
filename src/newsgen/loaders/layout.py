"""Give every line of a plain capture its role: the text, and the foot that the paper printed under it.

Marker lines cut a capture into blocks; a block's role follows from the marker that opens it, and
from whether it holds paragraphs. When in doubt a line is body: a stray line among the paragraphs
is seen by a reader, a paragraph lost to the foot is not.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from newsgen.article import Role
from newsgen.dates import read_date
from newsgen.loaders.header import read_header
from newsgen.loaders.lines import (
    MAX_TITLE,
    Line,
    ends_in_full_stop,
    ends_sentence,
    is_prose,
    settle,
)
from newsgen.loaders.markers import Mark, find_form_fields

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
_MAX_TAG = 40

_Block = tuple[Line | None, list[Line]]


def settle_plain(lines: list[Line]) -> None:
    """Settle every line of a capture that holds an article and little else."""
    settle((line for line in lines if not line.text), Role.BOILERPLATE)
    settle_markers(lines)
    text_came = False
    for opener, members in _blocks(lines):
        _settle_block(opener, members, text_came=text_came)
        text_came = text_came or any(line.role is Role.BODY and is_prose(line.text) for line in members)
    body = [line for line in lines if line.role is Role.BODY]
    read_header(body)
    _settle_last_date(body)


def settle_markers(lines: Iterable[Line]) -> None:
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


def _blocks(lines: Iterable[Line]) -> Iterator[_Block]:
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


def _settle_block(opener: Line | None, members: list[Line], *, text_came: bool) -> None:
    """Settle the unmarked lines after the marker *opener*; *text_came* when a paragraph stood above."""
    rest = members[_claimed(opener, members) :]
    settle(rest, _role_of_rest(opener.role if opener else None, rest, text_came=text_came))


def _claimed(opener: Line | None, members: list[Line]) -> int:
    """Settle the lines that belong to the marker itself, such as related titles; return their number."""
    if opener is None or opener.marker is None or opener.marker.text:
        return 0
    claimed: list[Line] = []
    if opener.mark is Mark.TAGS:
        claimed = list(takewhile(lambda line: _is_tag(line.text), members))
        settle(claimed, Role.TAGS)
    elif opener.mark is Mark.NEIGHBOUR:
        claimed = [line for line in members[:1] if len(line.text) <= MAX_TITLE and not ends_in_full_stop(line.text)]
        settle(claimed, Role.NAVIGATION)
    elif opener.mark in {Mark.RELATED, Mark.READ_ALSO}:
        claimed = members[: _text_resumes(opener.mark, [line.text for line in members])]
        settle(claimed, Role.RELATED)
    return len(claimed)


def _is_tag(text: str) -> bool:
    return len(text) <= _MAX_TAG and not ends_sentence(text)


def _text_resumes(mark: Mark, texts: list[str]) -> int:
    """Return how many of *texts*, the lines under a related heading, are titles before the text goes on.

    A heading at the foot is followed by titles only, some of them with an excerpt; the text goes on
    where most of what follows is paragraphs. "Read also" stands between paragraphs more often than not.
    """
    least = 60 if mark is Mark.READ_ALSO else 130
    paragraph = [_is_paragraph(text, least) for text in texts]
    for position, found in enumerate(paragraph):
        if found and sum(paragraph[position:]) >= 0.6 * len(texts[position:]):
            return position
    return len(texts)


def _is_paragraph(text: str, least: int) -> bool:
    if re.search(r"(?:\[…\]|\[\.\.\.\]|…|\.\.\.)$", text):
        return False  # an excerpt, or a title cut off
    return len(text) > MAX_TITLE or (len(text) > least and ends_in_full_stop(text))


def _role_of_rest(opener: Role | None, rest: list[Line], *, text_came: bool) -> Role:
    """Say what the lines are that a marker does not claim."""
    prose = any(is_prose(line.text) for line in rest)
    if opener in {Role.COMMENT_HEADING, Role.COMMENT_NOTE, Role.COMMENT_FIELD}:
        return Role.BODY if prose and not text_came else Role.BOILERPLATE
    if opener is Role.COMMENT and text_came:
        return Role.COMMENT
    in_text = opener in {None, Role.RELATED, Role.RELATED_HEADING}
    return Role.BODY if prose or in_text or not text_came else Role.BOILERPLATE


def _settle_last_date(body: list[Line]) -> None:
    """Settle a bare date under the last paragraph."""
    if len(body) > 1 and body[-1].role is Role.BODY:
        reading = read_date(body[-1].text)
        if reading.value and not reading.rest:
            body[-1].role = Role.DATE
