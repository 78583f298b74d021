"""Fill the patterns of addresses, and spell words in them, as other generators do."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import quote

from newsgen.text.spelling import ascii_text

_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class UnknownAddressError(ValueError):
    """An address is made by a rule that newsgen cannot follow; the message is a phrase after the rule."""


def fill(pattern: str, token: re.Pattern[str], word: Callable[[re.Match[str]], str | None]) -> str:
    """Return *pattern* as a path, with the values of *word* for its placeholders, which *token* matches."""

    def value(match: re.Match[str]) -> str:
        found = word(match)
        if found is None:
            raise UnknownAddressError(f"has {match[0]}, which newsgen does not know for this file")
        return quote(found, safe="/")

    return re.sub("/{2,}", "/", f"/{token.sub(value, pattern)}")


def date_words(moment: date | None) -> dict[str, str]:
    """Return the placeholders of dates with their values; empty if the date is unknown."""
    if moment is None:
        return {}
    clock = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    month, day = _ENGLISH_MONTHS[moment.month - 1], _ENGLISH_DAYS[moment.weekday()]
    week = moment.isocalendar()
    return {
        "year": f"{moment.year:04}",
        "short_year": f"{moment.year % 100:02}",
        "w_year": str(week.year),
        "month": f"{moment.month:02}",
        "i_month": str(moment.month),
        "short_month": month[:3],
        "long_month": month,
        "day": f"{moment.day:02}",
        "i_day": str(moment.day),
        "y_day": f"{moment.timetuple().tm_yday:03}",
        "week": f"{week.week:02}",
        "w_day": str(week.weekday),
        "short_day": day[:3],
        "long_day": day,
        "weekday": str(moment.isoweekday() % 7),
        "weekdayname": day.lower(),
        "hour": f"{clock.hour:02}",
        "minute": f"{clock.minute:02}",
        "second": f"{clock.second:02}",
        "timestamp": str(int(clock.timestamp())) if clock.tzinfo else "",
    }


def hugo_path(text: str) -> str:
    """Return *text* as Hugo writes it in a path: lower case, hyphens for spaces, and letters, digits and marks."""
    text = unicodedata.normalize("NFC", "-".join(text.lower().split()))
    return "".join(c for c in text if c.isalnum() or c in "._/\\#+~-@" or unicodedata.category(c).startswith("M"))


def ascii_slug(text: str) -> str:
    """Return *text* as a segment of Latin letters, digits and hyphens, as Zola and Nikola write it."""
    return re.sub("[^a-z0-9]+", "-", ascii_text(text).lower()).strip("-")


def pelican_slug(title: str) -> str:
    """Return the slug that Pelican makes of *title*: Latin letters and digits, with hyphens for spaces."""
    plain = re.sub(r"[^\w\s-]", "", ascii_text(unicodedata.normalize("NFKC", re.sub("<[^>]*>", "", title))))
    return re.sub(r"[-\s]+", "-", plain.strip()).lower()
