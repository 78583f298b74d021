"""Measure the confidence in the reading of a capture, and name what contradicts it."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from newsgen.loaders.capture.header_lines import is_only_date
from newsgen.loaders.capture.lines import MAX_HEADLINE, Line, ends_sentence, is_menu_item, is_prose, is_short
from newsgen.model.article import Confidence, Role, UnknownDateWarning
from newsgen.text.arabic import fold
from newsgen.text.date_words import TOKEN, kind_of

_MENU_LENGTH = 8
_FEW_PARAGRAPHS, _MOST = 2, 0.8
_LONGEST_HEADING = 3
"""In words."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_DATE = 60


def confidence_in(lines: Sequence[Line], doubts: Sequence[str]) -> tuple[Confidence, list[str]]:
    """Return the confidence in a capture's reading, with a warning for each reason against it.

    *doubts* are those of the header and the foot. It is high only if nothing contradicts the reading.
    """
    warnings = [*doubts, *_strange_lines(lines)]
    body = [line.text for line in lines if line.role is Role.BODY]
    left_out = [
        line for line in lines if line.role is Role.BOILERPLATE and not line.is_standfirst and is_prose(line.text)
    ]
    if left_out:
        warnings.append(f"long lines left out of the body: {len(left_out)}")
    short = _longest_run(map(is_short, body))
    if short >= _MENU_LENGTH:
        warnings.append(f"the body contains {short} short lines in a row, which may be a poem, a list or a menu")
    if not any(map(is_prose, body)):
        warnings.append("no line of the body is as long as a paragraph")
        menu = [line.text for line in lines if line.role in {Role.BODY, Role.NAVIGATION, Role.SECTION}]
        return "low" if _longest_run(map(is_menu_item, menu)) >= _MENU_LENGTH else "medium", warnings
    return "medium" if warnings else "high", warnings


def _strange_lines(lines: Sequence[Line]) -> list[str]:
    """Return a warning for lines that do not fit the text: a date, or a short line where paragraphs end in full stops.

    These are perhaps captions, boxes or comments, which have no label. Headings of a text have at most three words.
    """
    body = [line for line in lines if line.role is Role.BODY]
    paragraphs = [line.text for line in body if not is_short(line.text)]
    has_stops = len(paragraphs) > _FEW_PARAGRAPHS and sum(map(ends_sentence, paragraphs)) > _MOST * len(paragraphs)
    dates = [line for line in body if is_only_date(line.text)]
    short = [line for line in body if has_stops and _is_strange(line.text)]
    return [
        *(f"line {line.number}: a date stands alone in the text" for line in dates[:1]),
        *(f"line {line.number}: a short line among the paragraphs may be a caption or a heading" for line in short[:1]),
    ]


def _is_strange(text: str) -> bool:
    is_item = not text[0].isalpha() or text.endswith((":", "»", '"', "،", ")"))
    return len(text) <= MAX_HEADLINE and len(text.split()) > _LONGEST_HEADING and not (is_item or ends_sentence(text))


def missed_date(lines: Sequence[Line]) -> str | None:
    """Return a warning for the first line above a capture's text that may be an unreadable date; None if none may."""
    start = next((i for i, line in enumerate(lines) if line.role is Role.BODY and is_prose(line.text)), 0)
    for line in lines[:start]:
        is_aside = line.role in {Role.BOILERPLATE, Role.NAVIGATION, Role.BODY} and len(line.text) <= _LONGEST_DATE
        if (
            is_aside
            and _YEAR.search(line.text)
            and any(kind_of(word) in "MW" for word in TOKEN.findall(fold(line.text)))
        ):
            return UnknownDateWarning.because(f"line {line.number}: {line.text!r} may be the date")
    return None


def lowered(confidence: Confidence) -> Confidence:
    """Return the *confidence* in a reading that something contradicts."""
    return "medium" if confidence == "high" else confidence


def _longest_run(values: Iterable[bool]) -> int:
    return max((sum(1 for _ in run) for value, run in groupby(values) if value), default=0)
