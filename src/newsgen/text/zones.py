"""Read the time zones that people write after a time of day: offsets, abbreviations and names of places."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

from newsgen.text.date_words import OFFSET, is_greenwich

ABBREVIATIONS = {
    "ut": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,  # RFC 2822
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}  # fmt: skip
"""The hours by which each abbreviation that means one offset is ahead of Greenwich."""
_AMBIGUOUS = frozenset("amt ast bst cst ecst gst ist pyt sst wst".split())
"""Abbreviations that countries use for different offsets; RFC 2822's CST is China's too."""
LARGEST_OFFSET = timedelta(hours=14)
_MINUTE = timedelta(minutes=1)


class ZoneError(ValueError):
    """A time has a zone that cannot be read, worded for use in a message."""

    REMEDY = "write the offset after the time, like 10:30 +05:30, or a name like Africa/Casablanca"


def read_zone(name: str) -> tzinfo:
    """Return the time zone of the folded *name*; raise ZoneError if it is unknown, ambiguous or out of range.

    Raises a plain ValueError for a word that is not the name of a zone at all, such as one in Arabic letters.
    """
    if "/" in name:
        return _zone_of_place(name)
    offset = OFFSET.search(name)
    if offset:
        return _fixed_zone(offset["sign"], int(offset["hours"]), int(offset["minutes"] or 0))
    if is_greenwich(name):
        return UTC
    if name in ABBREVIATIONS:
        return timezone(timedelta(hours=ABBREVIATIONS[name]))
    if name in _AMBIGUOUS:
        raise ZoneError(f"{name.upper()} is the name of several time zones")
    if name.isascii():
        return _zone_of_place(name)
    raise ZoneError(f"unknown time zone {name!r}") if " " in name else ValueError


def _fixed_zone(sign: str, hours: int, minutes: int) -> timezone:
    size = timedelta(hours=hours, minutes=minutes)
    if size > LARGEST_OFFSET or minutes > 59:  # noqa: PLR2004 - minutes of an hour
        raise ZoneError(f"no time zone is {sign}{hours:02}:{minutes:02} from Greenwich")
    return timezone(-size if sign == "-" else size)


def _zone_of_place(name: str) -> tzinfo:
    """Return the zone of the IANA database with *name*, in any case."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - slow to import, rarely needed

    try:
        return ZoneInfo(_places()[name.lower()])
    except (KeyError, ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneError(f"unknown time zone {name!r}") from None


@cache
def _places() -> dict[str, str]:
    """Return the names of all zones in the IANA database, by the name in lower case."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - as above

    return {name.lower(): name for name in available_timezones()}


def with_fixed_offset(value: datetime, zone: tzinfo) -> datetime:
    """Return *value* with the same clock and the offset that *zone* has then, in whole minutes.

    A time that clocks showed twice is the earlier one, and one that they skipped has the offset from before.
    Local mean time, before standard time, is rounded to a minute.
    """
    offset = value.replace(tzinfo=zone).utcoffset() or timedelta(0)
    return value.replace(tzinfo=timezone(round(offset / _MINUTE) * _MINUTE))
