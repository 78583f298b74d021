"""Tell quickly whether a page may break a rule for Arabic; nearly all pages need no closer look."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.bidi import may_have_left_to_right, title_text

_DATE = re.compile(r"\d{4,}(?:-(\d\d)(?:-(\d\d))?)?")
_TIME = re.compile(r"([^T ]+)[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?")
_OTHER_TIMES = re.compile(r"\d\d:\d\d(?::\d\d)?|\d\d-\d\d|\d{4}-W\d\d|P[\dTDHMSWY.]+|Z|[+-]\d\d:?\d\d")
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_SUSPECT = ("&lrm", "&rlm", "&#", "style", "STYLE", "Style", "auto", "AUTO", "Auto")
"""Bidi marks as references, and CSS and directions, which only a closer look can judge."""
_HEADING = re.compile(r"<h([1-6])(?=[\s>/])", re.IGNORECASE)
_IMAGE = re.compile(r"<img(?=[\s/])[^>]*", re.IGNORECASE)
_SIZED = re.compile(r'(?=.*\swidth="\d+")(?=.*\sheight="\d+")', re.DOTALL)
_DATETIME = re.compile(r"(?<=datetime=)(?:\"([^\"]*)\"|([^>]*))|(?<=datetime )([^>]*)")
_TIME_TEXT, _COUNT_TEXT = re.compile("<time[^<>]*>([^<]*)"), re.compile("count[\"'][^<>]*>([^<]*)")
_ISOLATED_OR_TAG = re.compile(r'<bdi dir="ltr"[^<>]*>[^<]*</bdi>|<[^<>]*>')
_OG_TITLE = re.compile(r"<meta[^<>]*og:title[^<>]*", re.IGNORECASE)
_CONTENT = re.compile(r'content="([^"]*)"')


def may_have_faults(html: str) -> bool:
    """Return whether a page needs a closer look; it may still turn out to be as it should be."""
    title = _OG_TITLE.search(html)
    if title and not _is_plain_title(title[0]):
        return True
    start = _BODY.search(html)
    body = html[start.start() :] if start else html
    return (
        _CONTROL.search(body) is not None
        or any(word in body for word in _SUSPECT)
        or not _are_in_order(list(map(int, _HEADING.findall(body))))
        or not all(map(_SIZED.match, _IMAGE.findall(body)))
        or not all(is_time(quoted) for quoted, *_ in _DATETIME.findall(body))
        or _mixes_digits(body)
        or may_have_left_to_right(unescape(_ISOLATED_OR_TAG.sub(" ", body)))
    )


def _is_plain_title(tag: str) -> bool:
    content = _CONTENT.search(tag)
    text = unescape(content[1]) if content else None
    return text is not None and title_text(text) == text


def _are_in_order(levels: list[int]) -> bool:
    return levels.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def _mixes_digits(body: str) -> bool:
    text = "".join(_TIME_TEXT.findall(body) + _COUNT_TEXT.findall(body))
    is_latin = not text.isascii() and re.search("[0-9]", text) is not None
    return is_latin and re.search("[\u0660-\u0669]", text) is not None


def is_time(value: str) -> bool:
    """Return whether *value* is one that HTML allows in <time datetime>."""
    match = _TIME.fullmatch(value.strip())
    day = match[1] if match else value.strip()
    found = _DATE.fullmatch(day)
    if not found:
        return match is None and _OTHER_TIMES.fullmatch(day) is not None
    try:
        date(int(day[:4]) or 1, int(found[1] or 1), int(found[2] or 1))
    except ValueError:
        return False
    return match is None or found[2] is not None
