"""Recognise unlabelled bylines, such as "newspaper - X" or "X from city", and the name in them."""

import re

from newsgen.loaders.capture.lines import ends_sentence
from newsgen.loaders.capture.names import is_agency, is_known, is_person, is_place, is_publisher
from newsgen.text.arabic import fold

_NAME = r"(?:[^\d.؟!:]|\.(?=\w)){2,40}"
_PAIR = re.compile(rf"^(?P<left>{_NAME}?)(?:\s*[-–—/]\s*|\s+[ـ|]\s+)(?P<right>{_NAME})$")
_WRITTEN_BY = re.compile(r"^(?:كتب|كتبت|اعداد|تحرير|متابعة|حوار|ترجمة)\s*:?\s+(?P<name>\S+(?:\s+\S+){0,4})$")
_LABEL = re.compile(r"^(?:تقرير|نص|مراسلة?|مراسلنا|مراسلتنا|مبعوثنا|ترجمة|صحا?فية?|الصحا?فية?)\s*[:：]?\s+")
_ROLE = r"(?:من|مراسلة?|مراسلنا|كاتبة?|صحا?فية?|باحثة?|محررة?|مبعوثة?|مترجمة?|تابعي?|خاص|رئيسة?|استاذة?)"
_BORDER = re.compile(rf"\s*[-–—/|:،,()*]+\s*|\s+(?={_ROLE}\b)|\s+(?=@)")
_ROLE_WORDS = re.compile(rf"^(?:{_ROLE}\b|@\w)")
_QUOTED = re.compile(r"[«\"“][^«»\"”]{2,40}[»\"”]")
_MAX_NAME_WORDS = 5
_LONGEST = 100
"""In characters."""


def is_byline(text: str) -> bool:
    """Return whether a short line of a capture's header is a byline such as "written by X" or "agency - X"."""
    text = text.strip(" :*/")
    if len(text) > _LONGEST or ends_sentence(text.rstrip(".")):
        return False
    return bool(_WRITTEN_BY.match(fold(text))) or is_agency(text) or is_person(text) or _is_signature(text)


def _is_signature(text: str) -> bool:
    """Return whether all parts of a byline's *text* are names, places, newspapers or occupations."""
    parts = _parts(text)
    sources = sum(is_person(part) or is_agency(part) or _is_paper(part) for part in parts)
    strange = [part for part in parts if not (is_known(part) or _is_paper(part) or _ROLE_WORDS.match(fold(part)))]
    has_person = any(map(is_person, parts))
    return (
        len(parts) > 1 and sources > 0 and (not strange or (has_person and len(strange) == 1 and _is_name(strange[0])))
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BORDER.split(_without_label(text)) if part.strip()]


def _without_label(text: str) -> str:
    """Return a byline's *text* without a word such as "report" before the name."""
    label = _LABEL.match(fold(text))
    return text.split(maxsplit=1)[1].lstrip(" :") if label and len(text.split()) > 1 else text


def _is_paper(text: str) -> bool:
    return is_publisher(text) or bool(_QUOTED.fullmatch(text))


def _is_name(text: str) -> bool:
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
    parts = [part for part in _parts(text) if not is_place(part) and not _ROLE_WORDS.match(fold(part))]
    people = [part for part in parts if is_person(part)]
    papers = [part for part in parts if _is_paper(part) or is_agency(part)]
    if papers and people and len(parts) == len(papers) + len(people):
        start, end = text.find(parts[0]), text.find(parts[-1]) + len(parts[-1])
        return text[start:end]
    return "، ".join(people or papers) or text
