"""Decide what publish and expiry dates hold back at the moment of a build."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Options
from newsgen.text.dates import as_datetime, day_of


def date_held_back(record: ArticleMeta | StandalonePage, options: Options, zone: tzinfo) -> str | None:
    """Return why the dates of *record* hold it back from a site in the time *zone*; None if they do not."""
    start, end = record.publish_date, record.expiry_date
    if start and _is_later(start, options, zone):
        return f"until {day_of(start)}, its publish date; build again on that day"
    if end and not _is_later(end, options, zone):
        return f"since {day_of(end)}, its expiry date; delete that date to publish it again"
    return None


def next_change(records: Iterable[ArticleMeta | StandalonePage], options: Options, zone: tzinfo) -> datetime | None:
    """Return the first moment from which a build publishes others of *records*; None if there is none."""
    if options.until or options.now is None:
        return None
    moments = (moment for one in records for moment in (one.publish_date, one.expiry_date) if moment)
    later = (as_datetime(moment, zone) for moment in moments if _is_later(moment, options, zone))
    return min((moment.astimezone(UTC) for moment in later), default=None)


def _is_later(moment: date, options: Options, zone: tzinfo) -> bool:
    """Return whether *moment* is after the day that the user chose, or else after the present moment in *zone*."""
    if options.until:
        return day_of(moment) > options.until
    return options.now is None or as_datetime(moment, zone) > options.now
