"""Decide whether an article is a version of one that the project has, or an article of its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from newsgen.importers.intake.near_duplicates import Likeness


class Agreement(StrEnum):
    """Whether two articles have the same address, or the same date."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"
    """One of them has none."""
    SAME_NUMBER = "same number"
    """Of addresses: both have the number that one and the same system of publishing gave them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What speaks for and against that two articles are captures of one."""

    address: Agreement
    date: Agreement
    text: Likeness
    same_title: bool


_DATES = ("same", "other", "unknown")
_TITLES = ("same", "other")
_VERSIONS = (
    # address         dates                texts              headlines
    ("same number", _DATES, ("SAME", "NEAR"), _TITLES),
    ("same number", _DATES, ("OTHER",), ("same",)),
    ("same", _DATES, ("SAME",), _TITLES),
    ("same", _DATES, ("NEAR",), ("same",)),
    ("same", ("same", "unknown"), ("NEAR",), ("other",)),  # the headline was corrected
    ("same", ("same",), ("OTHER",), ("same",)),  # the text was not found in one of them
    ("unknown", ("same", "unknown"), ("SAME",), _TITLES),
    ("other", ("same",), ("SAME",), ("same",)),  # published in two sections
)
"""The only cases in which two captures are versions of one article; a wrong version would hide an article."""


def is_version(facts: Facts) -> bool:
    """Return whether two captures with these *facts* are versions of one article."""
    title = "same" if facts.same_title else "other"
    return any(
        facts.address == address and facts.date in dates and facts.text.name in texts and title in titles
        for address, dates, texts, titles in _VERSIONS
    )


def is_clearly_apart(facts: Facts) -> bool:
    """Return whether nobody needs to look at two captures with these *facts*, which are no versions."""
    return facts.address == facts.date == Agreement.OTHER


def why_apart(facts: Facts) -> str:
    """Return the reason why two captures with these *facts* are no versions, as the end of a sentence."""
    names = {"address": facts.address, "date": facts.date}
    found = [f"another {name}" for name, value in names.items() if value == Agreement.OTHER]
    found += [f"an unknown {name}" for name, value in names.items() if value == Agreement.UNKNOWN]
    found += [] if facts.same_title else ["another headline"]
    return " and ".join(", ".join(found).rsplit(", ", 1))


_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=12)
"""When midnight in UTC is reached in the zones farthest east and west."""


def compare_dates(one: date | None, other: date | None) -> Agreement:
    """Return whether two articles can have been published on the same day.

    A time with a zone is compared with one that has none in every zone, because both may name the same moment.
    """
    if one is None or other is None:
        return Agreement.UNKNOWN
    if one.isoformat()[:10] == other.isoformat()[:10]:
        return Agreement.SAME
    (first, last), (other_first, other_last) = _moments(one), _moments(other)
    can_be_same = _has_zone(one) != _has_zone(other) and first <= other_last and other_first <= last
    return Agreement.SAME if can_be_same or first == last == other_first else Agreement.OTHER


def _moments(value: date) -> tuple[datetime, datetime]:
    """Return the first and the last moment in UTC that the date of an article can mean."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC), value.astimezone(UTC)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) + _EARLIEST, value.replace(tzinfo=UTC) + _LATEST
    midnight = datetime.combine(value, time(), UTC)
    return midnight + _EARLIEST, midnight + timedelta(days=1) + _LATEST


def _has_zone(value: date) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None
