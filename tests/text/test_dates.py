"""Dates are read in all month names and layouts of Arabic newspapers."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import babel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.text.date_format import Locale, format_date
from newsgen.text.dates import DateReading, Moment, parse_date, read_date
from newsgen.text.zones import ZoneError

MAGHREB = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
TUNISIA = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
EGYPT = "يناير فبراير مارس إبريل مايو يونية يولية أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
LEVANT = (
    "كانون الثاني، شباط، آذار، نيسان، أيار، حزيران، تموز، آب، أيلول، تشرين الأول، تشرين الثاني، كانون الأول"
).split("، ")
ENGLISH = "January February March April May June July August September October November December".split()
ENGLISH_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FAMILIES = [MAGHREB, TUNISIA, EGYPT, LEVANT, ENGLISH, ENGLISH_SHORT, FRENCH]

DATE_LINES = {
    # one family or two
    "18 غشت 2022": "2022-08-18",
    "8 فيفري 2019": "2019-02-08",
    "25 كانون  الثاني 2011": "2011-01-25",
    "25 كانون\u00a0الثاني 2011": "2011-01-25",
    "3 تشرين ثاني 2021": "2021-11-03",
    "17 مارس/ آذار 2020": "2020-03-17",
    "17 آذار (مارس) 2020": "2020-03-17",
    "17 آذار - مارس 2020": "2020-03-17",
    "17 آذار أو مارس 2020": "2020-03-17",
    "28 آب/اغسطس 2013": "2013-08-28",
    "5 يوليو/تموز 2022": "2022-07-05",
    "1 تشرين الأول/أكتوبر 2021": "2021-10-01",
    "12 أغشت 2021": "2021-08-12",
    # spelled with or without hamza, harakat, tatweel, bidi marks
    "5 ابريل 2022": "2022-04-05",
    "5 إبريل 2022": "2022-04-05",
    "5 أَبْرِيل 2022": "2022-04-05",
    "5 أبـريـل 2022": "2022-04-05",
    "5 يونيه 2022": "2022-06-05",
    "5 اذار 2022": "2022-03-05",
    "\u200f5 يوليوز\u200f 2022\u200f": "2022-07-05",
    "\u200f2020\u200f/\u200f12\u200f/\u200f25": "2020-12-25",
    # digits
    "٢٥ يناير ٢٠١١": "2011-01-25",
    "۲۵ يناير ۲۰۱۱": "2011-01-25",
    "٢٠٢٠/١٢/٢٥": "2020-12-25",
    # words between the parts
    "5 من يوليو 2022": "2022-07-05",
    "5 من شهر يوليوز سنة 2022": "2022-07-05",
    "في 5 يوليوز، 2022": "2022-07-05",
    "17مارس2020": "2020-03-17",
    "17-مارس-2020": "2020-03-17",
    "28/آب/2013": "2013-08-28",
    "5 يوليوز 2022.": "2022-07-05",
    # the month first
    "November 9, 2020": "2020-11-09",
    "نوفمبر 9، 2020": "2020-11-09",
    "يوليو 18, 2022": "2022-07-18",
    "July 4th, 2015": "2015-07-04",
    "Sept. 5, 2022": "2022-09-05",
    "9 NOVEMBRE 2020": "2020-11-09",
    "1er août 2022": "2022-08-01",
    "4th of July 2015": "2015-07-04",
    # numbers
    "2022-07-18": "2022-07-18",
    "2022/7/8": "2022-07-08",
    "2022.07.18": "2022-07-18",
    "03/09/2018": "2018-09-03",
    "3-9-2018": "2018-09-03",
    "17.03.2020": "2020-03-17",
    "03 / 09 / 2018": "2018-09-03",
    # both calendars
    "11 شوال 1441هـ - 03 يونيو 2020م": "2020-06-03",
    "11 شوال 1441 الموافق 3 يونيو 2020": "2020-06-03",
    "الأربعاء 11 شوال 1441 هـ الموافق لـ 3 يونيو 2020 م": "2020-06-03",
    "11/10/1441هـ الموافق 03/06/2020م": "2020-06-03",
    "3 يونيو 2020 ميلادية الموافق 11 شوال 1441 هجرية": "2020-06-03",
    # weekdays and labels
    "الجمعة 8 فيفري 2019": "2019-02-08",
    "الإثنين ، 4 يوليوز 2022": "2022-07-04",
    "يوم الثلاثاء 5 يوليوز 2022": "2022-07-05",
    "اليوم الثلاثاء 5 يوليوز 2022": "2022-07-05",
    "نشر في 5 يوليوز 2022": "2022-07-05",
    "نُشرت في: 5 يوليوز 2022": "2022-07-05",
    "تاريخ النشر: 5 يوليوز 2022": "2022-07-05",
    "بتاريخ 2019/02/09": "2019-02-09",
    "حرر في 5 يوليوز 2022": "2022-07-05",
    "أضيف في 5 يوليوز 2022": "2022-07-05",
    "(محدثة 5 يوليوز 2022)": "2022-07-05",
    "Last updated: July 5, 2022": "2022-07-05",
    "Published on Tuesday, July 5, 2022": "2022-07-05",
    "Mis à jour le 5 juillet 2022": "2022-07-05",
    # the first date wins
    "نشر في 5/7/2022 - تم التحديث 6/7/2022": "2022-07-05",
    "نشر في 5/7/2022 - آخر تحديث 14:00 6/7/2022": "2022-07-05",
    # times
    "الثلاثاء، 5 يوليوز 2022 - 14:30": "2022-07-05T14:30",
    "الثلاثاء 05 يوليوز 2022 | 14:30:15": "2022-07-05T14:30:15",
    "5 يوليوز 2022 على الساعة 10:30": "2022-07-05T10:30",
    "10:30 - 5/7/2022": "2022-07-05T10:30",
    "5 juillet 2022 à 14h30": "2022-07-05T14:30",
    "٥ يوليو ٢٠٢٢، ١٠:٣٠ م": "2022-07-05T22:30",
    "2020/12/25 - 1:59 صباحًا": "2020-12-25T01:59",
    "2020/12/25 - 12:05 صباحا": "2020-12-25T00:05",
    "2020/12/25 - 1:59 مساءً": "2020-12-25T13:59",
    "2020/12/25 - 17:55 مساءً": "2020-12-25T17:55",
    "2020/12/25 - 11:45 ظهرا": "2020-12-25T11:45",
    "2020/12/25 - 1:15 ظهرا": "2020-12-25T13:15",
    "2020/12/25 3:10 بعد الظهر": "2020-12-25T15:10",
    "2020/12/25 11:00 ليلا": "2020-12-25T23:00",
    "2020/12/25 1:00 ليلا": "2020-12-25T01:00",
    "December 25, 2020 at 1:59 PM": "2020-12-25T13:59",
    "December 25, 2020 12:59 a.m.": "2020-12-25T00:59",
    # م after a year is the era, after a time the afternoon
    "07 أكتوبر 2020 12:19 م": "2020-10-07T12:19",
    "07 أكتوبر 2020م 05:19 م": "2020-10-07T17:19",
    "05:19 م 07 أكتوبر 2020": "2020-10-07T17:19",
    "05:19 07 أكتوبر 2020م": "2020-10-07T05:19",
    "07/10/2020م 05:19ص": "2020-10-07T05:19",
    # zones
    "17:55 GMT 17 مارس/ آذار 2020": "2020-03-17T17:55+00:00",
    "GMT 17:27 17.03.2020 (محدثة GMT 17:49 17.03.2020)": "2020-03-17T17:27+00:00",
    "الأربعاء، 28 آب/اغسطس 2013، آخر تحديث 14:00 (GMT+0400)": "2013-08-28T14:00+04:00",
    "5/7/2022 14:00 GMT+3": "2022-07-05T14:00+03:00",
    "5/7/2022 14:00 UTC-03:30": "2022-07-05T14:00-03:30",
    "5/7/2022 14:00 بتوقيت غرينتش": "2022-07-05T14:00+00:00",
    "5/7/2022 14:00 (توقيت جرينتش)": "2022-07-05T14:00+00:00",
    "5/7/2022 14:00 بتوقيت غرينتش +3": "2022-07-05T14:00+03:00",
    "5/7/2022 14:00 تغ": "2022-07-05T14:00+00:00",
    # ISO 8601 and e-mail
    "2022-07-18T10:00:00+01:00": "2022-07-18T10:00+01:00",
    "2022-07-18T10:00:00-05:00": "2022-07-18T10:00-05:00",
    "2022-07-18T10:00:00.123+0100": "2022-07-18T10:00+01:00",
    "2022-07-18T10:00Z": "2022-07-18T10:00+00:00",
    "2022-07-18 10:00": "2022-07-18T10:00",
    "2022-07-18T10:00:00,123-05:00": "2022-07-18T10:00-05:00",
    "2022-07-18T10:00:00−05:00": "2022-07-18T10:00-05:00",
    "2022-07-18 10:00:00 -0500": "2022-07-18T10:00-05:00",
    "2022-07-18 10:00:00 -05:00": "2022-07-18T10:00-05:00",
    "2022-07-18T10:00:00+03": "2022-07-18T10:00+03:00",
    "2022-07-18T10:00:00+5:30": "2022-07-18T10:00+05:30",
    "Tue, 05 Jul 2022 14:30:00 +0100": "2022-07-05T14:30+01:00",
    "Tue, 05 Jul 2022 14:30:00 -0500": "2022-07-05T14:30-05:00",
    "Tue, 05 Jul 2022 14:30:00 -0000": "2022-07-05T14:30+00:00",
}

PRINTED = {  # the zone or the end of the time is printed, but is not a part of the value
    "5/7/2022 20:55 بتوقيت مكة المكرمة": "2022-07-05T20:55",
    "5/7/2022 20:55 بتوقيت المغرب": "2022-07-05T20:55",
    "5/7/2022 20:55 بتوقيت القاهرة (17:55 GMT)": "2022-07-05T20:55",
    "2022-07-18 10:00-12:00": "2022-07-18T10:00",
    "2022-07-18 10:00 - 12:00": "2022-07-18T10:00",
}

WRITTEN = {  # in front matter only
    "2022-07-18 10:00-12:00": "2022-07-18T10:00-12:00",
    "2022-07-18 10:00 -12:00": "2022-07-18T10:00-12:00",
    "2022-07-18T10:00-3": "2022-07-18T10:00-03:00",
    "2022-07-18 10:00 +1": "2022-07-18T10:00+01:00",
    "2022-07-18 10:00 +05.30": "2022-07-18T10:00+05:30",
    "2022-07-18 10:00 PM -0500": "2022-07-18T22:00-05:00",
    "2022-07-18T10:00 EST": "2022-07-18T10:00-05:00",
    "Mon, 18 Jul 2022 10:00:00 EDT": "2022-07-18T10:00-04:00",
    "Mon, 18 Jul 2022 10:00:00 UT": "2022-07-18T10:00+00:00",
    "2022-07-18 10:00:00 +0200 CEST": "2022-07-18T10:00+02:00",
    "Mon Jul 18 2022 10:00:00 GMT+0100 (Western European Summer Time)": "2022-07-18T10:00+01:00",
    "2022-07-18 10:00 Africa/Casablanca": "2022-07-18T10:00+01:00",
    "2022-04-18 10:00 africa/casablanca": "2022-04-18T10:00+00:00",  # Ramadan
    "2022-07-18 10:00 America/Argentina/Buenos_Aires": "2022-07-18T10:00-03:00",
    "2022-07-18 10:00 Etc/GMT+5": "2022-07-18T10:00-05:00",
    "2022-03-27 02:30 Europe/Paris": "2022-03-27T02:30+01:00",  # no clock showed it
    "2022-10-30 02:30 Europe/Paris": "2022-10-30T02:30+02:00",  # clocks showed it twice
    "٥ يوليو ٢٠٢٢، ١٠:٣٠ +٠٣:٠٠": "2022-07-05T10:30+03:00",
    "5/7/2022 20:55 بالتوقيت المحلي": "2022-07-05T20:55",
}

UNKNOWN_ZONES = {
    "2022-07-18 10:00 IST": "IST is the name of several time zones",
    "2022-07-18 10:00 CST": "CST is the name of several time zones",
    "2022-07-18T10:00:00J": "unknown time zone 'j'",
    "2022-07-18 10:00 Atlantis/Capital": "unknown time zone 'atlantis/capital'",
    "2022-07-18 10:00-16:00": "no time zone is -16:00 from Greenwich",
    "2022-07-18T10:00:00+15:00": "no time zone is +15:00 from Greenwich",
    "2022-07-18T10:00:00-0560": "no time zone is -05:60 from Greenwich",
    "5/7/2022 20:55 بتوقيت المغرب": "unknown time zone 'بتوقيت المغرب'",
    "5/7/2022 20:55 بتوقيت القاهرة (17:55 GMT)": "unknown time zone",
}

NOT_ONE_MOMENT = [
    "2022-07-18 10:00 - 12:00",
    "2022-07-18 10:00 +01:00 +02:00",
    "2022-07-18 10:00:00 -0500 -0600",
    "GMT 10:00 EST 2022-07-18",
    "2022-07-18 +01:00",
    "2022-07-18 -05:00",
    "2022-07-18 10:00 الرباط",
    "2022-07-18 10:00 +0100 الرباط",
    "2022-07-18T10:00:00 A",
    "بتوقيت مكة 20:55 5/7/2022",
]

BESIDE = [
    ("القاهرة: الأربعاء، 07 أكتوبر 2020 12:19 م", "2020-10-07T12:19", "القاهرة"),
    ("الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", "2015-08-11", "الرياض واس"),
    ("هسبريس (الرباط) - 5 يوليوز 2022", "2022-07-05", "هسبريس (الرباط)"),
    ("(الرباط، 5 يوليوز 2022)", "2022-07-05", "الرباط"),
    ("نشر في الرباط يوم 5 يوليوز 2022", "2022-07-05", "الرباط"),
    ("أميــنة الإدريسي: 5 يوليوز 2022", "2022-07-05", "أمينة الإدريسي"),
    ("جريدة من الرباط، 5 يوليوز 2022", "2022-07-05", "جريدة من الرباط"),
    ("بدأ الموسم يوم 5 يوليوز 2022 في كل المدن", "2022-07-05", "بدأ الموسم كل المدن"),
    ("2022-07-18T24:10", "2022-07-18", "T24:10"),
    ("3-5 يوليوز 2022", "2022-07-05", "3"),
]

UNREADABLE = {
    "a Hijri date alone": [
        "11 شوال 1441هـ",
        "11 ربيع الأوّل 1441",
        "غرة: 1 محرم",
        "ذو الحجة 1441 هـ",
        "1441/10/11",
        "11-10-1441",
        "11/10/1441 هـ",
        "سنة 1441 هـ",
    ],
    "a relative date": [
        "منذ يومين",
        "منذُ يوم",
        "قبل ساعتين",
        "منذ 3 ساعات",
        "منذ ٣ ساعات",
        "قبل ثلاثة أيام",
        "نشر منذ شهر",
        "أمس",
        "اليوم",
        "3 hours ago",
        "Yesterday",
        "منذ حوالي ساعة",
    ],
    "a two-digit year": ["5/7/22", "05.07.22", "5 يوليوز 22", "Jul 5, 22", "٥/٧/٢٢"],
    "no such day": ["31 فبراير 2022", "31/04/2022", "2022-13-01", "09/25/2018", "29 فيفري 2019", "0/7/2022"],
    "a year outside 1800-2100": ["5 مارس 1799", "5/3/2101", "0001-01-01", "6 يونيو 1441"],
    "a date without a day": ["غشت 2022", "آب/أغسطس 2022", "كانون الثاني 2022", "July 2022"],
    "a date without a year": ["5 يوليوز", "الثلاثاء 5 يوليوز 14:30", "Nov 9"],
    "two months that disagree": ["17 مارس/نيسان 2020"],
}

PROBLEMS = {text: problem for problem, texts in UNREADABLE.items() for text in texts}

NO_DATES = [
    "",
    "   ",
    "الثلاثاء",
    "نشر في",
    "الهاتف: 0522-43-12-10",
    "+212 522 43 12 10",
    "السعر 1.200.50 درهم",
    "192.168.1.12",
    "https://example.org/2022/07/18/a.html",
    "موسم 2015/2016",
    "17:55 GMT",
    "فاز 3-1",
    "20221 زائرا",
    "²/²/2022",
]

HOSTILE = [
    "5 ",
    "1/",
    "5-",
    "مارس ",
    "في ",
    "نشر ",
    "10:00 ",
    "GMT ",
    "(",
    "=",
    "+4",
    "1441هـ ",
    "منذ ",
    "\0",
    "ـ",
]
COUNTRIES = ["MA", "TN", "LB", "EG", "IQ", "DZ", "SA"]
days = st.dates(date(1800, 1, 1), date(2100, 12, 31))
date_like = st.lists(
    st.sampled_from(
        [
            *LEVANT,
            *MAGHREB,
            *HOSTILE,
            *"0123456789٠٩",
            *" -/.:،,()TZمهـ",
            "2022",
            "GMT",
            "بتوقيت",
            "توقيت مكة",
        ]
    )
).map("".join)


def moment(iso: str) -> Moment:
    """Return the date, or the date and time, that *iso* is."""
    return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)


@pytest.mark.parametrize("names", FAMILIES, ids=lambda names: names[0])
def test_every_family_of_month_names_is_read(names: list[str]) -> None:
    """The twelve names of a family are read as the twelve months."""
    read = [read_date(f"5 {name} 2022").value for name in names]
    assert read == [date(2022, month, 5) for month in range(1, 13)]


@pytest.mark.parametrize("code", ["ar", "ar_MA", "ar_TN", "ar_DZ", "ar_LB", "ar_IQ"])
def test_month_names_agree_with_cldr(code: str) -> None:
    """Each wide name of CLDR is the same month here, so that the names of six countries fit into one table."""
    for context in ("format", "stand-alone"):
        for month, name in babel.Locale.parse(code).months[context]["wide"].items():
            assert read_date(f"5 {name} 2022") == DateReading(date(2022, month, 5), None, "")


@pytest.mark.parametrize(("text", "iso"), (DATE_LINES | PRINTED).items())
def test_a_date_line_is_read_whole(text: str, iso: str) -> None:
    """The reading of a line that is only a date has its date and time as value, with its zone, and no rest."""
    reading = read_date(text)
    assert (reading.value, reading.problem, reading.rest) == (moment(iso), None, "")
    assert str(reading.value) == str(moment(iso))  # moments of two zones are equal, their spellings are not


@pytest.mark.parametrize(("text", "iso"), DATE_LINES.items())
def test_front_matter_accepts_every_date_line(text: str, iso: str) -> None:
    """An editor may write a date as newspapers print it."""
    assert parse_date(text) == moment(iso)


@pytest.mark.parametrize(("text", "iso"), WRITTEN.items())
def test_front_matter_accepts_every_way_to_write_a_zone(text: str, iso: str) -> None:
    """What follows a time is its zone there, never the end of a span, and it becomes a fixed offset."""
    assert str(parse_date(text)) == str(moment(iso))


@pytest.mark.parametrize(("text", "problem"), UNKNOWN_ZONES.items())
def test_a_zone_that_cannot_be_read_is_named(text: str, problem: str) -> None:
    """A time never loses its zone in silence: an ambiguous, unknown or impossible one is refused."""
    with pytest.raises(ZoneError, match=re.escape(problem)):
        parse_date(text)


@pytest.mark.parametrize("text", NOT_ONE_MOMENT)
def test_more_than_one_moment_is_refused(text: str) -> None:
    """A span, a second zone, or a zone of a day without a time is not the date of an article."""
    with pytest.raises(ValueError, match="more than a date"):
        parse_date(text)


@pytest.mark.parametrize(("text", "iso", "rest"), BESIDE)
def test_the_rest_is_the_text_beside_the_date(text: str, iso: str, rest: str) -> None:
    """A place, an agency or a sentence stays in the rest in its own letters, and is refused in front matter."""
    assert read_date(text) == DateReading(moment(iso), None, rest)
    with pytest.raises(ValueError, match="more than a date"):
        parse_date(text)


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.items())
def test_an_unreadable_date_is_reported(text: str, problem: str) -> None:
    """A date that would have to be guessed or converted has no value, but a problem."""
    reading = read_date(text)
    assert (reading.value, reading.problem) == (None, problem)
    with pytest.raises(ValueError, match=problem):
        parse_date(text)


@pytest.mark.parametrize("text", ["منذ يومين", "11 شوال 1441هـ", "5/7/22", "نشر في 31 فبراير 2022"])
def test_a_line_with_an_unreadable_date_has_no_rest(text: str) -> None:
    """A date line is recognised even if its date is not readable."""
    assert read_date(text).rest == ""


def test_a_sentence_with_an_unreadable_date_keeps_its_rest() -> None:
    """The rest distinguishes a sentence that only mentions a day from a date line."""
    assert read_date("أخبار اليوم") == DateReading(None, "a relative date", "أخبار")


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_and_words_that_are_not_a_date_are_left_alone(text: str) -> None:
    """A phone number, a price, an address or a label is neither a date nor a problem, and stays whole."""
    assert read_date(text) == DateReading(None, None, text.strip())
    with pytest.raises(ValueError, match="no date"):
        parse_date(text)


def test_a_readable_date_outweighs_an_unreadable_one() -> None:
    """A relative, short or Hijri date beside a complete one is not a problem."""
    for beside in ("منذ يومين", "5/7/22", "6 ذو الحجة 1443"):
        assert read_date(f"{beside} - 5 يوليوز 2022") == DateReading(date(2022, 7, 5), None, "")


@pytest.mark.parametrize("piece", HOSTILE)
def test_only_the_first_characters_are_examined(piece: str) -> None:
    """Work is bounded: a date after 300 characters is not read, and the rest still ends like the text."""
    reading = read_date(f"{piece * 100_000} 5 يوليوز 2022")
    assert reading.value is None
    assert reading.rest.endswith("5 يوليوز 2022")


@pytest.mark.parametrize("before", range(280, 310))
def test_the_examined_text_ends_at_a_space(before: int) -> None:
    """The limit cuts no number in two: a year at the limit is read whole or not at all."""
    reading = read_date("ا" * before + " 5 يوليوز 2022 بالرباط")
    assert reading.value in (date(2022, 7, 5), None)
    assert reading.problem in (None, "a date without a year")


@given(st.text() | date_like)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Reading any text gives a value, a problem or neither, never both."""
    reading = read_date(text)
    assert reading.value is None or reading.problem is None


@given(date_like)
def test_a_reading_without_date_or_problem_is_the_text(text: str) -> None:
    """Nothing is removed from a text that mentions no date."""
    reading = read_date(text)
    if reading.value is None and reading.problem is None:
        assert reading.rest == text.strip()


@pytest.mark.parametrize("country", COUNTRIES)
@given(day=days)
def test_a_formatted_date_is_read_back(country: str, day: date) -> None:
    """Reading is the inverse of formatting in every country, with its month names and digits."""
    assert parse_date(format_date(day, Locale(country))) == day


@given(
    st.datetimes(datetime(1800, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001
    st.none() | st.integers(-14 * 60, 14 * 60),
)
def test_iso_8601_is_read_back(naive: datetime, minutes: int | None) -> None:
    """Any ISO 8601 date and time, to the second, is read as it is, with its offset."""
    zone = None if minutes is None else timezone(timedelta(minutes=minutes))
    expected = naive.replace(microsecond=0, tzinfo=zone)
    assert str(parse_date(expected.isoformat())) == str(expected)


@given(
    st.from_regex(
        r"(?a:(1[38]|20|21|00|99)\d\d-[01]\d-[0-3]\d([T ][012]\d:[0-6]\d:[0-6]\d(Z|[+-][0-2]\d:[0-6]\d)?)?)",
        fullmatch=True,
    )
)
def test_the_fast_path_for_iso_8601_gives_the_same_date(text: str) -> None:
    """It agrees with the general path: no 31 February, no year 1434, the same zones."""
    reading = read_date(text)
    read = None
    with suppress(ValueError):
        read = parse_date(text)
    assert repr(read) == repr(None if reading.rest else reading.value)
