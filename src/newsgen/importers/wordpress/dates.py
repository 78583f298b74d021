"""The dates of a WordPress export: the site's own clock, and Greenwich's beside it."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MAX_OFFSET = timedelta(hours=14)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - as it is written, before its zone is known
_YEAR = re.compile(r" [12][0-9]{3} ")
_MINUTE = timedelta(minutes=1)


def moment(local: str, gmt: str) -> datetime | None:
    """Return the time that is *local* on the site's clock, with its zone where *gmt* tells it."""
    here, there = _time(local), _time(gmt)
    if here is None or there is None:
        return here or (there.replace(tzinfo=UTC) if there else None)
    offset = round((here - there) / _MINUTE) * _MINUTE
    return here.replace(tzinfo=_zone(offset)) if abs(offset) <= _MAX_OFFSET else here


def _zone(offset: timedelta) -> timezone:
    return timezone(offset) if offset else UTC


def greenwich(gmt: str, local: str) -> datetime | None:
    """Return the time that is *gmt* in Greenwich; where that is not known, *local* without a zone."""
    there = _time(gmt)
    return there.replace(tzinfo=UTC) if there else _time(local)


def published(local: str, gmt: str, feed: str) -> datetime | None:
    """Return when a post was published; *feed* is the same in the words of RSS, and often nonsense in drafts."""
    found = moment(local, gmt)
    if found:
        return found
    if not _YEAR.search(feed):  # "30 Nov -0001" would be read as a year and a zone
        return None
    try:
        spoken = parsedate_to_datetime(feed)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    is_sound = _FIRST_YEAR <= spoken.year <= _LAST_YEAR and spoken.replace(tzinfo=None) != _EPOCH
    return spoken if is_sound else None


def updated(post: datetime | None, local: str, gmt: str) -> datetime | None:
    """Return when a post was last changed, if that was more than a minute after it was published."""
    changed = moment(local, gmt)
    if not changed or not post:
        return changed
    return changed if changed.replace(tzinfo=None) - post.replace(tzinfo=None) > _MINUTE else None


def _time(text: str) -> datetime | None:
    """Read a time as WordPress's database writes it; 0000-00-00 and 1970-01-01 stand for none."""
    try:
        time = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return time if _FIRST_YEAR <= time.year <= _LAST_YEAR and time != _EPOCH else None
