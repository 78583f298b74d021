"""Read the loosely typed values of headers: texts, lists, names, flags and dates."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from newsgen.text.arabic import one_line
from newsgen.text.dates import Moment, parse_date

_MOMENT = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d\d)?|UTC|GMT)?(?:\s+[A-Z]{2,5})?)?"
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")


def text_of(value: Any) -> str | None:
    """Return a header's *value* as one line of text; None if it is empty, a list of several, or a mapping."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or isinstance(value, list | Mapping):
        return None
    return one_line(value.isoformat() if isinstance(value, date | time) else str(value)) or None


def texts_of(value: Any, separator: str | None = None) -> tuple[str, ...]:
    """Return a header's *value* as texts: the items of a list, or of a text split at the pattern *separator*.

    Of a mapping, such as `{name: …}`, the name or the title is its text.
    """
    if isinstance(value, list):
        return _unique(text for item in value for text in texts_of(item))
    if isinstance(value, Mapping):
        return texts_of(next((value[key] for key in ("name", "title", "label") if value.get(key)), None))
    text = text_of(value)
    return _unique(re.split(separator, text) if separator and text else [text or ""])


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, texts))))


def zone_of(name: Any) -> tzinfo | None:
    """Return the time zone with the IANA *name* in a site's settings; None if there is no such zone."""
    with suppress(ValueError, OSError, KeyError):
        return ZoneInfo(name) if isinstance(name, str) and name else None
    return None


def moment_of(value: Any, zone: tzinfo | None = None) -> Moment | None:
    """Return a header's *value* as a date, or a date and time; *zone* is that of a time without one.

    Raises ValueError, which says why, if it cannot be read.
    """
    moment = value if isinstance(value, date) else _parse(text_of(value))
    if isinstance(moment, datetime) and moment.tzinfo is None and zone:
        return moment.replace(tzinfo=zone)
    return moment


def _parse(text: str | None) -> Moment | None:
    if text is None:
        return None
    match = _MOMENT.fullmatch(text)
    if match:
        day = date(*(int(match[name]) for name in ("year", "month", "day")))
        if match["hour"] is None:
            return day
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        clock = time(hour, minute, second)
        return datetime.combine(day, clock, _offset(match["zone"]))
    with suppress(ValueError, IndexError, TypeError):
        return parsedate_to_datetime(text)
    return parse_date(text)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    match = _OFFSET.search(text)
    if not match:
        return UTC
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(size if match[1] == "+" else -size)
