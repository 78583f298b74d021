from datetime import date, datetime, timedelta, timezone

import babel
import pytest
from babel import dates
from hypothesis import given
from hypothesis import strategies as st

from newsgen.text.date_format import Locale, format_date, format_month, local_digits, month_name


@pytest.mark.parametrize(
    ("country", "printed"),
    {
        "MA": "18 غشت 2022",
        "LB": "18 آب 2022",
        "TN": "18 أوت 2022",
        "DZ": "18 أوت 2022",
        "EG": "١٨ أغسطس ٢٠٢٢",
        "IQ": "١٨ آب ٢٠٢٢",
        "SA": "١٨ أغسطس ٢٠٢٢",
        "AE": "18 أغسطس 2022",
        "FR": "18 أغسطس 2022",
    }.items(),
)
def test_a_date_is_printed_as_in_its_country(country: str, printed: str) -> None:
    """Month names and digits are those of the country's newspapers, or general Arabic elsewhere."""
    assert format_date(date(2022, 8, 18), Locale(country)) == printed


COUNTRIES = "AE BH DJ DZ EG EH ER IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN YE FR ZZ".split()


@given(st.dates(), st.sampled_from(COUNTRIES))
def test_dates_are_printed_as_by_babel(day: date, country: str) -> None:
    """Month names are read once for a country, and every date is printed as by Babel."""
    try:
        locale = babel.Locale("ar", country)
    except babel.UnknownLocaleError:
        locale = babel.Locale("ar")
    assert format_date(day, Locale(country, "latin")) == dates.format_date(day, "d MMMM y", locale)
    assert format_month(day.year, day.month, Locale(country, "latin")) == dates.format_date(day, "MMMM y", locale)
    assert month_name(day.month, Locale(country)) == dates.format_date(day, "LLLL", locale)


def test_a_moment_is_printed_as_its_own_day() -> None:
    """The zone of a moment never changes the day that the newspaper printed."""
    late = datetime(2022, 8, 18, 23, 59, tzinfo=timezone(timedelta(hours=-11)))
    assert format_date(late, Locale("MA")) == "18 غشت 2022"


@pytest.mark.parametrize(("country", "printed"), [("MA", "غشت 2022"), ("LB", "آب 2022"), ("EG", "أغسطس ٢٠٢٢")])
def test_a_month_is_printed_as_in_its_country(country: str, printed: str) -> None:
    """The list of a month has the heading that its newspapers would use."""
    assert format_month(2022, 8, Locale(country)) == printed


def test_an_editor_may_choose_the_digits() -> None:
    """The setting of a site overrides the digits of its country."""
    assert format_date(date(2022, 8, 18), Locale("EG", "latin")) == "18 أغسطس 2022"
    assert format_date(date(2022, 8, 18), Locale("MA", "arabic-indic")) == "١٨ غشت ٢٠٢٢"
    assert local_digits("صفحة 3", Locale("MA", "arabic-indic")) == "صفحة ٣"


def test_local_digits_are_those_of_the_country() -> None:
    """Egypt uses Arabic-Indic digits, Morocco and Lebanon use Latin ones, and words stay as they are."""
    assert [local_digits("صفحة 120", Locale(country)) for country in ("EG", "MA", "LB")] == [
        "صفحة ١٢٠",
        "صفحة 120",
        "صفحة 120",
    ]


@pytest.mark.parametrize("country", "EG SA IQ SD KW QA OM YE BH JO SY PS".split())
def test_arabic_indic_digits_are_those_of_cldr(country: str) -> None:
    """Every country with Arabic-Indic digits here has them in CLDR."""
    assert babel.Locale("ar", country).default_numbering_system == "arab"
    assert local_digits("1", Locale(country)) == "١"
