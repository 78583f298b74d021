"""Format dates and digits as the newspapers of a country print them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal

_TO_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# CLDR would add Lebanon, whose papers print Latin digits.
_ARABIC_INDIC = frozenset(("BH", "EG", "IQ", "JO", "KW", "OM", "PS", "QA", "SA", "SD", "SY", "YE"))


def format_date(value: date, country: str, digits: str | None = None) -> str:
    """Format the day of *value* with the month names and digits of *country*: 18 غشت 2022 in Morocco."""
    return _format_day(value.toordinal(), country, digits)


@lru_cache(maxsize=4096)
def _format_day(ordinal: int, country: str, digits: str | None) -> str:
    day = date.fromordinal(ordinal)
    return local_digits(f"{day.day} {_months(country, 'format')[day.month]} {day.year}", country, digits)


def format_month(year: int, month: int, country: str, digits: str | None = None) -> str:
    """Format a month with its year: غشت 2022 in Morocco, آب 2022 in Lebanon."""
    return local_digits(f"{_months(country, 'format')[month]} {year}", country, digits)


def month_name(month: int, country: str) -> str:
    """Return the name of a month in *country*: غشت in Morocco, آب in Lebanon."""
    return _months(country, "stand-alone")[month]


def local_digits(text: str, country: str, digits: str | None = None) -> str:
    """Return newsgen's own *text* with digits of the family *digits*, or of *country*'s newspapers if it is None."""
    arabic_indic = digits == "arabic-indic" if digits else country in _ARABIC_INDIC
    return text.translate(_TO_ARABIC_INDIC) if arabic_indic else text


@cache
def _months(country: str, context: Literal["format", "stand-alone"]) -> Mapping[int, str]:
    """Return the Arabic names of the months in *country*, or the general ones if CLDR does not know it, by number."""
    import babel  # noqa: PLC0415  # not needed to read articles

    try:
        locale = babel.Locale("ar", country)
    except babel.UnknownLocaleError:
        locale = babel.Locale("ar")
    return dict(locale.months[context]["wide"])


def html_datetime(value: date) -> str:
    """Return *value* for `<time datetime>`, without a time that has no zone and would be read as local time."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat()
