"""Recognise unlabelled bylines such as "newspaper - X", and read the authors and the date of a capture."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from newsgen.loaders.capture.lines import Line, ends_sentence, is_end_mark
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.capture.names import (
    is_agency,
    is_known,
    is_person,
    is_place,
    is_publisher,
    may_be_name,
    names_person,
)
from newsgen.model.article import Role, UnknownDateWarning
from newsgen.text.arabic import fold, line_key
from newsgen.text.dates import Moment, read_date

_NAME = r"(?:[^\d.؟!:]|\.(?=\w)){2,40}"
_PAIR = re.compile(rf"^(?P<left>{_NAME}?)(?:\s*[-–—/]\s*|\s+[ـ|]\s+)(?P<right>{_NAME})$")
_WRITTEN_BY = re.compile(r"^(?:كتب|كتبت|اعداد|تحرير|متابعة|حوار|ترجمة)\s*:?\s+(?P<name>\S+(?:\s+\S+){0,4})$")
_LABEL = re.compile(r"^(?:تقرير|نص|مراسلة?|مراسلنا|مراسلتنا|مبعوثنا|ترجمة|صحا?فية?|الصحا?فية?)\s*[:：]?\s+")
_ROLE = r"(?:من|مراسلة?|مراسلنا|كاتبة?|صحا?فية?|باحثة?|محررة?|مبعوثة?|مترجمة?|تابعي?|خاص)"
_BORDER = re.compile(rf"\s*[-–—/|:،,()*]+\s*|\s+ـ\s+|\s+(?={_ROLE}\b)|\s+(?=@)")
_ROLE_WORDS = re.compile(rf"^(?:{_ROLE}\b|@\w)")
_QUOTED = re.compile(r"[«\"“][^«»\"”]{2,40}[»\"”]")
_UPDATED = re.compile(
    r"^(?:(?:تاريخ )?(?:اخر |ال)?(?:تحديث|تعديل)\b|تم (?:ال)?(?:تحديث|تعديل)|حدث في|عدل في|(?:last"
    r" )?(?:updated|modified)|mis a jour)\b"
)
_DAY_BEHIND = re.compile(r"\s+(?:في|at|on)\b.*$")
_MAX_NAME_WORDS = 5
MAX_BYLINE = 80
"""In characters."""


def is_byline(text: str) -> bool:
    """Return whether a short line of a capture's header is a byline such as "written by X" or "agency - X"."""
    text = text.strip(" :*/")
    if len(text) > MAX_BYLINE or ends_sentence(text.rstrip(".")):
        return False
    return bool(_WRITTEN_BY.match(fold(text))) or is_agency(text) or is_person(text) or _is_signature(text)


def _is_signature(text: str) -> bool:
    """Return whether all parts of a byline's *text* are names, places, newspapers or occupations.

    One part may be a name that newsgen does not know, if a place or a newspaper stands before it.
    """
    parts = _parts(text)
    if not parts or (":" in text and not _may_precede_colon(parts, text)):
        return False  # "X: …" is a headline
    strange = [part for part in parts if not (is_known(part) or _is_paper(part) or _is_occupation(part))]
    has_person = any(map(is_person, parts))
    if not strange:
        has_source = has_person or any(is_agency(part) or _is_paper(part) for part in parts)
        return has_source and (len(parts) > 1 or parts[0] != text)
    is_led = len(parts) > 1 and ":" not in text and (is_place(parts[0]) or _is_paper(parts[0]))
    is_beside_person = has_person and _is_short_name(strange[0])
    return len(strange) == 1 and (is_beside_person or (is_led and may_be_name(strange[0])))


def _may_precede_colon(parts: Sequence[str], text: str) -> bool:
    """Return whether the first of a byline's *parts* is a place or a newspaper, or one word before a person's name."""
    is_dateline = len(parts) > 1 and " " not in parts[0] and is_person(parts[1])
    return is_dateline or is_place(parts[0]) or is_publisher(parts[0]) or bool(_LABEL.match(fold(text)))


def _is_occupation(text: str) -> bool:
    """Return whether a part of a byline says what a person is, or from which city, and does not name one."""
    return bool(_ROLE_WORDS.match(fold(text))) and (not text.startswith("من ") or is_place(text.removeprefix("من ")))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BORDER.split(_without_label(text)) if part.strip()]


def _without_label(text: str) -> str:
    """Return a byline's *text* without a word such as "report" before the name."""
    label = _LABEL.match(fold(text))
    return text.split(maxsplit=1)[1].lstrip(" :") if label and len(text.split()) > 1 else text


def _is_paper(text: str) -> bool:
    return is_publisher(text) or bool(_QUOTED.fullmatch(text))


def _is_short_name(text: str) -> bool:
    """Return whether a strange part of a byline may be the name of a city or a newspaper."""
    return len(text.split()) <= 2 and not any(map(str.isdigit, text))  # noqa: PLR2004 - such as "دار السلام"


def is_pair(text: str) -> bool:
    """Return whether a line of a capture's header has the shape "X - Y", with a few words on either side."""
    pair = _PAIR.match(text.rstrip(" :"))
    return pair is not None and max(len(part.split()) for part in pair.groups()) <= _MAX_NAME_WORDS


def byline_of(text: str) -> str:
    """Return the name on a header's unlabelled byline, such as "كتب فلان" or "هسبريس - فلان".

    A place, an occupation and an address beside the name are left out; the name of a newspaper before it stays.
    """
    text = text.strip(" :*/")
    if _WRITTEN_BY.match(fold(text)):
        return text.split(maxsplit=1)[1].lstrip(" :")
    if is_person(text) or is_agency(text):
        return text
    parts = [part for part in _parts(text) if not is_place(part) and not _is_occupation(part)]
    known = [part for part in parts if is_person(part) or is_agency(part) or _is_paper(part) or may_be_name(part)]
    if parts and (known == parts or (len(parts) == 2 and ":" not in text)):  # noqa: PLR2004 - perhaps an unknown paper
        name = text[text.find(parts[0]) : text.find(parts[-1]) + len(parts[-1])]
        return name if name.count("(") == name.count(")") else name.replace("(", "").replace("  ", " ").strip()
    return "، ".join(filter(is_person, parts)) or text


def authors_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names on the byline and date lines of a capture's header, each once."""
    names = list(dict.fromkeys(name for line in lines if (name := _author(line))))
    signed = [name for name in names if not is_publisher(name) or names_person(name)]
    return tuple(signed or names)


def _author(line: Line) -> str | None:
    """Return the name on a header *line* without the date beside it; None if there is none, or maybe no byline."""
    if line.role is Role.BYLINE:
        name = line.marker.text if line.marker else byline_of(line.text)
        reading = read_date(name)
        name = reading.rest if reading.value else name
        name = _DAY_BEHIND.sub("", name)
        label = find_marker(name)  # a second one, as in "تحرير من طرف فلان"
        return label.text if label and label.mark is Mark.BYLINE else name
    if line.role is not Role.DATE:
        return None
    rest = read_date(line.marker.text if line.marker else line.text).rest
    marker = find_marker(f"من {rest}" if rest.startswith("طرف ") else rest)  # "من" is a word of dates, too
    if marker and marker.mark is Mark.BYLINE:
        return marker.text
    return byline_of(rest) if not marker and is_byline(rest) else None


def is_update_line(text: str) -> bool:
    """Return whether a line of a header with a date says that it is the date of the last update."""
    return bool(_UPDATED.match(line_key(text)))


def published_of(lines: Iterable[Line]) -> tuple[Moment | None, list[str]]:
    """Return the date in a capture's header, or None with a warning for each date that cannot be read.

    It is the first readable date; a date of the last update, and one above the headline, which may be the day of the
    copy, are used only if there is no other. An agency prints the
    time of its report below the text, after an end mark.
    """
    lines = list(lines)
    dated = [line for line in lines if line.role in {Role.DATE, Role.BYLINE}]
    headline = next((line.number for line in lines if line.role is Role.HEADLINE), 0)
    dated.sort(key=lambda line: (is_update_line(line.text), line.number < headline))
    warnings: list[str] = []
    for line in dated:
        reading = read_date(line.text)
        if reading.value:
            return _with_closing_time(reading.value, lines), []
        if line.role is Role.DATE:
            finding = f"line {line.number}: the date {line.text!r} cannot be read ({reading.problem or 'no date'})"
            warnings.append(UnknownDateWarning.because(finding))
    return None, warnings


def _with_closing_time(published: Moment, lines: Sequence[Line]) -> Moment:
    """Return *published* with the time that stands directly below the end mark of a captured report, if it has none."""
    end = next((i for i, line in enumerate(lines) if line.role is Role.BOILERPLATE and is_end_mark(line.text)), None)
    if isinstance(published, datetime) or end is None or end + 1 >= len(lines):
        return published
    return read_date(f"{published:%Y/%m/%d} - {lines[end + 1].text}").value or published
