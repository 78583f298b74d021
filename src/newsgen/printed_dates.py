"""Print dates and numbers as the newspapers of a country do."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

_DAY, _MONTH, _NAME = "d MMMM y", "MMMM y", "LLLL"
_TO_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# CLDR would add Lebanon, whose papers print Latin digits.
_ARABIC_INDIC = frozenset(("BH", "EG", "IQ", "JO", "KW", "OM", "PS", "QA", "SA", "SD", "SY", "YE"))


def format_date(value: date, country: str, digits: str | None = None) -> str:
    """Print the day of *value* with the month names and digits of *country*: 18 غشت 2022 in Morocco."""
    return local_digits(_printer(country, _DAY)(value), country, digits)


def format_month(year: int, month: int, country: str, digits: str | None = None) -> str:
    """Print a month with its year: غشت 2022 in Morocco, آب 2022 in Lebanon."""
    return local_digits(_printer(country, _MONTH)(date(year, month, 1)), country, digits)


def month_name(month: int, country: str) -> str:
    """Return the name of a month in *country*: غشت in Morocco, آب in Lebanon."""
    return _printer(country, _NAME)(date(2000, month, 1))


def local_digits(text: str, country: str, digits: str | None = None) -> str:
    """Write the digits of newsgen's own *text* in the family *digits*, else as the newspapers of *country* do."""
    arabic_indic = digits == "arabic-indic" if digits else country in _ARABIC_INDIC
    return text.translate(_TO_ARABIC_INDIC) if arabic_indic else text


@cache
def _printer(country: str, pattern: str) -> Callable[[date], str]:
    """Return what prints a date in Arabic for *country*, or for nowhere if CLDR does not know it."""
    import babel.dates  # noqa: PLC0415  # reading needs no Babel

    try:
        locale = babel.Locale("ar", country)
    except babel.UnknownLocaleError:
        locale = babel.Locale("ar")
    return partial(babel.dates.format_date, format=pattern, locale=locale)
