"""Tell the titles and tags that stand under their heading from the text that goes on after them."""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsgen.loaders.capture.lines import MAX_TITLE, Line, assign_role, ends_in_full_stop, ends_sentence, letters
from newsgen.loaders.capture.markers import TAG_SEPARATOR, Mark
from newsgen.model.article import Role
from newsgen.text.dates import read_date

_MAX_TAG = 40
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\]?$")
_SECTION_BELOW = re.compile(r"^في [\"“«][^\"”»]{1,40}[\"”»]$")  # what Jetpack prints under a related title
_SHARE_OF_PARAGRAPHS = 0.6
_SHORTEST_SENTENCE = 40
"""Of 8,355 real titles longer than this not one ended in a full stop."""


def claim_titles(opener: Line | None, members: list[Line]) -> int:
    """Settle the lines among *members* that belong to the marker *opener* itself; return their number."""
    if opener is None or opener.marker is None or opener.marker.text:
        return 0
    claimed: list[Line] = []
    if opener.mark is Mark.TAGS:
        claimed = list_of_tags(members) or list(takewhile(lambda line: _are_tags(line.text), members))
        assign_role(claimed, Role.TAGS)
    elif opener.mark is Mark.NEIGHBOUR:
        claimed = [line for line in members[:1] if len(line.text) <= MAX_TITLE and not ends_in_full_stop(line.text)]
        assign_role(claimed, Role.NAVIGATION)
    elif opener.mark in {Mark.RELATED, Mark.READ_ALSO}:
        claimed = members[: _text_resumes([line.text for line in members])]
        for line in claimed:
            line.role = Role.RELATED if _is_title(line.text) else Role.BOILERPLATE
    return len(claimed)


def list_of_tags(members: list[Line]) -> list[Line]:
    """Return the lines at the head of *members* that hold several tags each."""
    return list(takewhile(lambda line: TAG_SEPARATOR.search(line.text) and _are_tags(line.text), members))


def _are_tags(text: str) -> bool:
    return not ends_sentence(text) and all(len(tag) <= _MAX_TAG for tag in split_tags(text))


def split_tags(text: str) -> list[str]:
    """Return the tags in a list of them, as written."""
    parts = (part.strip(" \t\u00a0.:") for part in TAG_SEPARATOR.split(text))
    return [part for part in parts if letters(part)]


def _is_title(text: str) -> bool:
    """Tell a related title from what papers print below one: its date, its section, the opening of its text."""
    excerpt = text.endswith(("…]", "...]")) or _is_sentence(text) or (len(text) > MAX_TITLE and ends_sentence(text))
    if excerpt or not letters(text) or _SECTION_BELOW.match(text):
        return False
    reading = read_date(text)
    return bool(reading.rest) or not (reading.value or reading.problem)


def _text_resumes(texts: Sequence[str]) -> int:
    """Return how many of *texts*, the lines under a related heading, are titles before the text goes on.

    A heading at the foot is followed by titles only, some of them with an excerpt; the text goes on
    where most of what follows is paragraphs.
    """
    lines, paragraphs = len(texts), sum(map(_is_paragraph, texts))
    for position, text in enumerate(texts):
        found = _is_paragraph(text)
        if found and paragraphs >= _SHARE_OF_PARAGRAPHS * lines:
            return position
        lines, paragraphs = lines - 1, paragraphs - found
    return len(texts)


def _is_paragraph(text: str) -> bool:
    if _CUT_OFF.search(text) and (text.endswith("]") or len(text) <= MAX_TITLE):
        return False  # an excerpt, or a title cut off
    return len(text) > MAX_TITLE or _is_sentence(text)


def _is_sentence(text: str) -> bool:
    words = text.partition("http")[0].rstrip(" ([<")  # an address and a full stop end no sentence
    return len(text) > _SHORTEST_SENTENCE and ends_in_full_stop(words)
