"""Separate the titles and tags below a heading from the article text that continues after them."""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsgen.loaders.capture.header_lines import is_button, is_notice
from newsgen.loaders.capture.lines import MAX_TITLE, Line, assign_role, ends_in_full_stop, ends_sentence, letters
from newsgen.loaders.capture.markers import TAG_SEPARATOR, Mark
from newsgen.model.article import Role
from newsgen.text.dates import read_date

_MAX_TAG = 40
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\]?$")
_SECTION_BELOW = re.compile(r"^في [\"“«][^\"”»]{1,40}[\"”»]$")  # Jetpack prints this below a related title
_SHARE_OF_PARAGRAPHS = 0.7
_LONGEST_USUAL_TITLE = 130
"""In characters. Of 12,000 real titles 0.15 % are longer."""
_LONGEST_SUBHEADING = 3
"""In words."""
_MIN_SENTENCE = 40
"""In characters. None of 8,355 real titles longer than this ended in a full stop."""


def assign_claimed_roles(opener: Line | None, members: list[Line]) -> int:
    """Assign roles to the first *members* (titles, tags) that belong to the marker *opener*; return how many."""
    if opener is None or opener.marker is None or opener.marker.text:
        return 0
    claimed: list[Line] = []
    if opener.mark is Mark.TAGS:
        claimed = leading_tag_lines(members) or list(takewhile(lambda line: _are_tags(line.text), members))
        assign_role(claimed, Role.TAGS)
    elif opener.mark is Mark.NEIGHBOUR:
        claimed = [line for line in members[:1] if len(line.text) <= MAX_TITLE and not ends_in_full_stop(line.text)]
        assign_role(claimed, Role.NAVIGATION)
    elif opener.mark in {Mark.RELATED, Mark.READ_ALSO}:
        claimed = members[: _text_resumes([line.text for line in members])]
        for line in claimed:
            line.role = Role.RELATED if _is_title(line.text) else Role.BOILERPLATE
    return len(claimed)


def leading_tag_lines(members: list[Line]) -> list[Line]:
    """Return the captured lines at the start of *members*, below a heading, that hold several tags each."""
    return list(takewhile(lambda line: TAG_SEPARATOR.search(line.text) and _are_tags(line.text), members))


def _are_tags(text: str) -> bool:
    return not ends_sentence(text) and all(len(tag) <= _MAX_TAG for tag in split_tags(text))


def split_tags(text: str) -> list[str]:
    """Return the tags in a captured line below a heading, a list of tags, as written."""
    parts = (part.strip(" \t\u00a0.:") for part in TAG_SEPARATOR.split(text))
    return [part for part in parts if letters(part)]


def _is_title(text: str) -> bool:
    """Return whether *text* is a related title and not the date, section or excerpt that is printed below one."""
    is_excerpt = text.endswith(("…]", "...]")) or _is_sentence(text) or (len(text) > MAX_TITLE and ends_sentence(text))
    if is_excerpt or is_notice(text) or is_button(text) or _SECTION_BELOW.match(text):
        return False
    reading = read_date(text)
    return bool(reading.rest) or not (reading.value or reading.problem)


def _text_resumes(texts: Sequence[str]) -> int:
    """Return the position in *texts*, the lines below a related heading, at which the article text continues.

    A heading at the foot is followed only by titles, some with an excerpt. The article continues at the first
    paragraph from which most of the lines to the last one are paragraphs, not counting headings; else the result is
    len(texts).
    """
    are_paragraphs = list(map(_is_paragraph, texts))
    end = len(texts) - next((n for n, is_last in enumerate(reversed(are_paragraphs)) if is_last), len(texts))
    are_long = [len(text.split()) > _LONGEST_SUBHEADING for text in texts]
    for position in range(end):
        share = sum(are_paragraphs[position:end]) / max(1, sum(are_long[position:end]))
        if are_paragraphs[position] and share >= _SHARE_OF_PARAGRAPHS:
            return position - _has_subheading(texts[:position])
    return len(texts)


def _has_subheading(titles: Sequence[str]) -> bool:
    """Return whether the last of *titles* is so much shorter than the others that it is a heading of the text below."""
    words = [len(title.split()) for title in titles if not is_notice(title)]
    if titles and is_notice(titles[-1]):
        return False
    return len(words) > 1 and words[-1] <= _LONGEST_SUBHEADING < min(words[:-1])


def _is_paragraph(text: str) -> bool:
    if _CUT_OFF.search(text) and (text.endswith("]") or len(text) <= MAX_TITLE):
        return False  # an excerpt, or a title cut off
    return len(text) > _LONGEST_USUAL_TITLE or _is_sentence(text)


def _is_sentence(text: str) -> bool:
    words = text.partition("http")[0].rstrip(" ([<")  # a URL and a full stop do not end a sentence
    return len(text) > _MIN_SENTENCE and ends_in_full_stop(words)
