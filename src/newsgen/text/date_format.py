"""Format dates and digits as the newspapers of a country print them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal, NamedTuple

_TO_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# CLDR would add Lebanon, whose papers print Latin digits.
_ARABIC_INDIC = frozenset(("BH", "EG", "IQ", "JO", "KW", "OM", "PS", "QA", "SA", "SD", "SY", "YE"))


class Locale(NamedTuple):
    """How a site prints dates and numbers."""

    country: str
    """Whose month names are printed, as an ISO 3166 code of two letters."""
    digits: str | None = None
    """`latin` or `arabic-indic`; if None, the digits that newspapers of the country print."""


def format_date(value: date, locale: Locale) -> str:
    """Format the day of *value* as newspapers print it: 18 غشت 2022 in Morocco."""
    return _format_day(value.toordinal(), locale)


@lru_cache(maxsize=4096)
def _format_day(ordinal: int, locale: Locale) -> str:
    day = date.fromordinal(ordinal)
    return local_digits(f"{day.day} {_months(locale.country, 'format')[day.month]} {day.year}", locale)


def format_month(year: int, month: int, locale: Locale) -> str:
    """Format a month with its year: غشت 2022 in Morocco, آب 2022 in Lebanon."""
    return local_digits(f"{_months(locale.country, 'format')[month]} {year}", locale)


def month_name(month: int, locale: Locale) -> str:
    """Return the name of a month: غشت in Morocco, آب in Lebanon."""
    return _months(locale.country, "stand-alone")[month]


def local_digits(text: str, locale: Locale) -> str:
    """Format newsgen's own *text*, such as a date, with the digits of *locale*."""
    arabic_indic = locale.digits == "arabic-indic" if locale.digits else locale.country in _ARABIC_INDIC
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
    """Format *value* for `<time datetime>`, without a time that has no zone and would be read as local time."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat()
