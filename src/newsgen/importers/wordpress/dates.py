"""Read the dates of a WordPress export, which has each in local time and in GMT."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MAX_OFFSET = timedelta(hours=14)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - compared before the zone is known
_YEAR = re.compile(r" [12][0-9]{3} ")
_MINUTE = timedelta(minutes=1)


def with_zone(local: str, gmt: str) -> datetime | None:
    """Return WordPress's *local* time with the zone that follows from *gmt*, or without; None if both are missing."""
    local_time, gmt_time = _parse(local), _parse(gmt)
    if local_time is None or gmt_time is None:
        return local_time or (gmt_time.replace(tzinfo=UTC) if gmt_time else None)
    offset = round((local_time - gmt_time) / _MINUTE) * _MINUTE
    return local_time.replace(tzinfo=timezone(offset)) if abs(offset) <= _MAX_OFFSET else local_time


def utc_or_local(gmt: str, local: str) -> datetime | None:
    """Return WordPress's *gmt* time in UTC, or *local* without a zone if *gmt* is missing; None if both are."""
    gmt_time = _parse(gmt)
    return gmt_time.replace(tzinfo=UTC) if gmt_time else _parse(local)


def publication_time(local: str, gmt: str, pub_date: str) -> datetime | None:
    """Return when a WordPress post was published; *pub_date*, in RSS format, is often wrong in drafts and used last."""
    found = with_zone(local, gmt)
    if found:
        return found
    if not _YEAR.search(pub_date):  # "30 Nov -0001" would be read as a year and a zone
        return None
    try:
        parsed = parsedate_to_datetime(pub_date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    is_plausible = _FIRST_YEAR <= parsed.year <= _LAST_YEAR and parsed.replace(tzinfo=None) != _EPOCH
    return parsed if is_plausible else None


def update_time(post: datetime | None, local: str, gmt: str) -> datetime | None:
    """Return when a WordPress post was last changed; None if within a minute of its publication *post*."""
    change_time = with_zone(local, gmt)
    if not change_time or not post:
        return change_time
    return change_time if change_time.replace(tzinfo=None) - post.replace(tzinfo=None) > _MINUTE else None


def _parse(text: str) -> datetime | None:
    """Parse a time of WordPress's database; None if it is invalid, 0000-00-00 or 1970-01-01, which mean no date."""
    try:
        time = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return time if _FIRST_YEAR <= time.year <= _LAST_YEAR and time != _EPOCH else None
