"""Parse dates as Arabic newspapers print them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from newsgen.text.date_words import FOLD, HALF_DAYS, HINT, KINDS, MARKS, MONTHS, TOKEN, kind_of
from newsgen.text.zones import ABBREVIATIONS, LARGEST_OFFSET, ZoneError, read_zone, with_fixed_offset

_Value = TypeVar("_Value")
Moment = date | datetime
"""A date, or a date and time, which has a zone if the text gave one and is naive otherwise."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """The date that a piece of text contains, and the text beside it."""

    value: Moment | None
    """None if no date is readable."""
    problem: str | None
    """Why there is no value; None if there is one, or if the text mentions no date at all."""
    rest: str
    """The text beside the date and its words; "" for a line that is only a date."""


def read_date(text: str) -> DateReading:
    """Return the first readable date of *text* and its time, without guessing or converting anything.

    A text without a date is its own rest. Beside a date the rest is spelled as in *text*, without harakat,
    tatweel, bidi marks and the punctuation at its ends. Only about the first 300 characters, up to a space, are
    examined, so that a hostile text costs no more than a line; the remaining text belongs to the rest.
    """
    return _read(text, _PRINTED)


def _read(text: str, manner: "_Manner") -> DateReading:
    head, tail = _cut(text)
    folded = " ".join(head.translate(FOLD).split())
    tokens = TOKEN.findall(folded) if HINT.search(folded) else []
    found: list[_Found[date | str]]
    found, shape = _find(_DAYS, _read_day, tokens, "".join(map(kind_of, tokens)))
    if not found and not _RELATIVE.search(shape):
        return DateReading(None, None, text.strip())
    times: list[_Found[time]]
    times, shape = _find((manner.clock,), manner.read_time, tokens, shape, len(found) if manner.is_exact else None)
    rest = " ".join(filter(None, (_rest(head, tokens, shape, manner.words), tail.strip())))
    value = _first_moment(found, times)
    problem = str(found[0].value) if found else "a relative date"
    return DateReading(value, problem if value is None else None, rest)


def parse_date(text: str) -> Moment:
    """Return the date that the whole of *text* is; raise ValueError, which says why, if it is not a date.

    A sign after its time begins the offset of a time zone, and every name there is that of a zone, because a
    span of time is not a date. Raises ZoneError, a kind of ValueError, if that zone cannot be read.
    """
    if _ISO.fullmatch(text) and (moment := _parse_iso(text)):
        return moment
    reading = _read(text, _WRITTEN)
    if reading.value is None:
        raise ValueError(reading.problem or "no date in it")
    if reading.rest:
        raise ValueError(f"more than a date: {reading.rest[:40]!r}")
    return reading.value


def _parse_iso(text: str) -> Moment | None:
    """Parse a date as programs write it, such as 2015-07-26T08:00:00Z; None if it is not a readable date."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in _READABLE_YEARS or abs(moment.utcoffset() or _NO_TIME) > LARGEST_OFFSET:
        return None
    return moment if len(text) > len("2015-07-26") else moment.date()


# A text is read by its shape: one letter for the kind of each token, so that the layouts below are short
# and do not depend on spelling. The shape of "الثلاثاء، 5 يوليوز 2022 - 14:30" is "W,_1_M_4_-_2:2".


class _Found(NamedTuple, Generic[_Value]):
    """A value, and the part of a shape that was read as it."""

    start: int
    end: int
    value: _Value


def _cut(text: str, limit: int = 300) -> tuple[str, str]:
    """Split *text* with dates at the last space before *limit*, so that no number is cut in two."""
    at = len(text) if len(text) <= limit else max(text.rfind(" ", 0, limit), 0)
    return text[:at], text[at:]


def _find(
    patterns: Iterable[re.Pattern[str]],
    read: Callable[[dict[str, str]], _Value | None],
    tokens: Sequence[str],
    shape: str,
    most: int | None = None,
) -> tuple[list[_Found[_Value]], str]:
    """Return the dates that *read* makes of matches of *patterns*, in order, and the shape with = in their place.

    If *most* is given, no more are read than that.
    """
    found: list[_Found[_Value]] = []

    def record(match: re.Match[str]) -> str:
        parts = {name: "".join(tokens[slice(*match.span(name))]) for name in match.groupdict()}
        value = read(parts) if most is None or len(found) < most else None
        if value is None:
            return match[0]
        found.append(_Found(*match.span(), value))
        return _erase(match)

    for pattern in patterns:  # an erased date cannot be read again, in part, by a later pattern
        shape = pattern.sub(record, shape)
    return sorted(found, key=attrgetter("start")), shape


def _erase(match: re.Match[str]) -> str:
    return "=" * len(match[0])


def _read_day(parts: dict[str, str]) -> date | str:
    """Return the day that the named *parts* of a date spell, or the reason why they do not spell one."""
    month, second_month, year = parts.get("month", ""), parts.get("second_month"), parts["year"]
    is_hijri_year = month.isdecimal() and int(year) in _HIJRI_YEARS
    if is_hijri_year or KINDS.get(month) == "H" or parts["era"].startswith("ه"):
        return "a Hijri date alone"
    if not year:
        return "a date without a year"
    if len(year) < len("2022"):
        return "a two-digit year"
    if "day" not in parts:
        return "a date without a day"
    if second_month and MONTHS[second_month] != MONTHS[month]:
        return "two months that disagree"
    return _valid_day(int(year), MONTHS.get(month) or int(month), int(parts["day"]))


def _valid_day(year: int, month: int, day: int) -> date | str:
    if year not in _READABLE_YEARS:
        return "a year outside 1800-2100"
    try:
        return date(year, month, day)
    except ValueError:
        return "no such day"


def _read_time(parts: dict[str, str]) -> time | None:
    """Return the time of day that the named *parts* of a date spell; None if there is no such time."""
    try:
        return _time(parts)
    except ValueError:
        return None


def _read_written_time(parts: dict[str, str]) -> time | None:
    """Return the same as `_read_time`, but raise ZoneError for a zone of a written date that cannot be read."""
    has_two_zones = parts["leading_zone"] and parts["zone"]
    if has_two_zones or (parts["abbreviation"] and parts["abbreviation"] not in ABBREVIATIONS):
        return None
    try:
        return _time(parts | {"zone": ""} if parts["zone"] == _LOCAL_TIME else parts)
    except ZoneError:
        raise
    except ValueError:
        return None


def _time(parts: dict[str, str]) -> time:
    """Return the time of day that the named *parts* of a date spell; raise ValueError if there is no such time."""
    hour, start = int(parts["hour"]), HALF_DAYS.get(parts["half"])
    if start is not None and hour <= _NOON:  # 17:55 مساء counts 24 hours already
        hour = (start + (hour - start) % 12) % 24
    zone = parts["leading_zone"] or parts["zone"]
    return time(hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=read_zone(zone) if zone else None)


def _first_moment(found: Iterable[_Found[date | str]], times: Iterable[_Found[time]]) -> Moment | None:
    """Return the first day of *found* dates, with the first time that is not nearer to another day."""
    days = [(day, day.value) for day in found if isinstance(day.value, date)]
    for clock in times if days else ():
        gaps = [max(day.start - clock.end, clock.start - day.end) for day, _ in days]
        if gaps[0] == min(gaps):
            moment = datetime.combine(days[0][1], clock.value)
            return with_fixed_offset(moment, moment.tzinfo) if moment.tzinfo else moment
    return days[0][1] if days else None


def _rest(head: str, tokens: Sequence[str], shape: str, words: re.Pattern[str]) -> str:
    """Return the text of *head* beside dates and their *words*, in its letters from before folding."""
    for pattern in (_RELATIVE, words):
        shape = pattern.sub(_erase, shape)
    if not _WORD_KIND.search(shape):
        return ""
    clean = " ".join(head.translate(MARKS).split())
    ends = accumulate(map(len, tokens))
    spelled = (
        _BREAK if kind == "=" else clean[end - len(token) : end]
        for end, token, kind in zip(ends, tokens, shape, strict=True)
    )
    return " ".join(filter(_LETTER.search, map(_trim, "".join(spelled).split(_BREAK))))


def _trim(piece: str) -> str:
    """Return *piece* of a date's text without separators at its ends and unbalanced brackets there."""
    is_balanced = sum(map(piece.count, "([{«")) == sum(map(piece.count, ")]}»"))
    return piece.strip(_SEPARATORS if is_balanced else _SEPARATORS + "()[]{}«»")


_BREAK = "\0"
_READABLE_YEARS, _HIJRI_YEARS, _NOON, _NO_TIME = range(1800, 2101), range(1300, 1501), 12, timedelta(0)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_SEPARATORS = " .,:;-/|،؛–—•·*"
_LETTER = re.compile(r"[^\W_]")
_WORD_KIND = re.compile(r"[a-zA-Z0-9]")

# Layouts of shapes.

_MONTH = r"(?P<month>[MH]) (?: _?[-/(|p]?_? (?P<second_month>M) _?\)? )?"
_ERA = r"(?: _?(?P<era>[eE]) )?"
_YEAR = rf"(?P<year> 4 | 2 (?! [:.,h]\d | _?a ) ) {_ERA}"
_BEFORE_YEAR = r"_? (?: [-/.,] | (?:f_)?V | f )? _?"
# A number in a longer chain of numbers is not a date but a phone number, a network address or a path.
_CHAIN_BEFORE, _CHAIN_AFTER = r"(?<!/) (?<!\d[-.])", r"(?! [/:] | [-.]\d )"
_SEP = r"(?P<sep> _?[-/.]_? )"
_DAYS = [
    re.compile(layout, re.VERBOSE)
    for layout in (
        # 5 من يوليو/تموز 2022
        rf"(?<!\d[.,/:]) (?P<day>[12]) o? _?(?:[-/.,]|(?:f_)?V|f)?_? {_MONTH} (?: {_BEFORE_YEAR} {_YEAR} )?",
        # November 9, 2020
        rf"{_MONTH} _?[.,]?_? (?P<day>[12]) (?![:/h]) o? (?: _?,?_? {_YEAR} )?",
        # غشت 2022
        rf"{_MONTH} {_BEFORE_YEAR} (?P<year>4) {_ERA}",
        # 2020/12/25
        rf"{_CHAIN_BEFORE} (?P<year>4) {_SEP} (?P<month>[12]) (?P=sep) (?P<day>[12]) {_CHAIN_AFTER} {_ERA}",
        # 03/09/2018
        rf"{_CHAIN_BEFORE} (?P<day>[12]) {_SEP} (?P<month>[12]) (?P=sep) (?P<year>4|2) {_CHAIN_AFTER} {_ERA}",
        # 1441 هـ
        r"(?P<year>4) _?(?P<era>E)",
    )
]
_OFFSET = r"[-+] (?: [12] (?: [:.]?2 )? | 4 | 0 ) (?! [:.]?\d )"
_GREENWICH = rf"(?:q_)? G (?: _?{_OFFSET} )?"
_CLOCK = rf"""
    (?: (?P<leading_zone> {_GREENWICH} ) [_:,-]{{0,3}} )?
    (?: (?<==)T )? (?<!\d[:.]) (?<!\+)  # the T of ISO 8601 follows a date
    (?P<hour>[12]) (?:_?:_?|h) (?P<minute>2) (?: :(?P<second>2) (?:[.,]\d)? )? (?!:)
    (?: _?(?P<half>[ae]) )?
"""
_PRINTED_TIME = re.compile(
    rf"""
    {_CLOCK}
    (?: [_(,-]{{0,3}} (?P<zone>
        {_GREENWICH} (?!_?[12]:)
        | Z
        | \+ (?:4|[12]:2)
        # elsewhere 10:00-12:00 is a span of time
        | (?: (?<=:2:2) | (?<=:2:2_) | (?<=[.,]\d) | (?<=[.,]\d_) | (?<=T[12]:2) )
          [-+] (?: 4 | [12](?::2)? ) (?! [:.]?\d )
    ) _?\)? )?
    """,
    re.VERBOSE,
)
_WRITTEN_TIME = re.compile(
    rf"""
    (?<!-) {_CLOCK}
    (?:
        (?: [_(,-]{{0,3}} (?=[GZqx]) | _?\(? (?=[-+]) )
        (?P<zone>
            {_GREENWICH} (?!_?[12]:)
            | Z
            | {_OFFSET}
            | q_[xl](?:_l)?
            | x (?: [/;+-] [a-zA-Z012] )*  # Africa/El_Aaiun, where ; is the underscore
        )
        (?: _?\) )?
        (?: (?<![xZl]) (?: _?\( (?: x(?:_x)* | {_GREENWICH} ) \) | _(?P<abbreviation>x) ) )?  # +0100 (CET)
    )?
    """,
    re.VERBOSE,
)
_LOCAL_TIME = "بالتوقيت المحلي"
_RELATIVE = re.compile(r"A_(?:[12N]_?)?[UVY](?!_?4) | [12]_?U_g | R", re.VERBOSE)


_BEFORE_WORD, _AFTER_WORD = r"(?:[pf]_){0,3}", r"(?:[_:]{0,2}[pf])*"
_PRINTED_WORDS = re.compile(rf"{_BEFORE_WORD} (?: [WYR] | q_(?!G)[xl](?:_l)? | =+ ) {_AFTER_WORD}", re.VERBOSE)
"""q: for example, the time of Mecca, which names no offset."""
_WRITTEN_WORDS = re.compile(rf"{_BEFORE_WORD} (?: [WYR] {_AFTER_WORD} | =+ )", re.VERBOSE)


class _Manner(NamedTuple):
    """How times and words beside dates are read."""

    clock: re.Pattern[str]
    """The layout of times."""
    read_time: Callable[[dict[str, str]], time | None]
    words: re.Pattern[str]
    """The words that are not part of the rest."""
    is_exact: bool
    """Whether each date has one time at most, and any further time is part of the rest."""


_PRINTED = _Manner(_PRINTED_TIME, _read_time, _PRINTED_WORDS, is_exact=False)
_WRITTEN = _Manner(_WRITTEN_TIME, _read_written_time, _WRITTEN_WORDS, is_exact=True)


def day_of(value: date) -> date:
    """Return the day of a date, or of a date with a time."""
    return value.date() if isinstance(value, datetime) else value


def is_before(first: date, second: date) -> bool:
    """Return whether a date or time is certainly before another, also if only one of them has a zone or a time."""
    if not isinstance(first, datetime) or not isinstance(second, datetime):
        return day_of(first) < day_of(second)
    if (first.tzinfo is None) == (second.tzinfo is None):
        return first < second
    return day_of(first) < day_of(second) - timedelta(days=1)


def as_datetime(value: date, zone: tzinfo) -> datetime:
    """Return *value* as a datetime with a zone: a date as its midnight, and a time without a zone in *zone*."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return value.replace(tzinfo=zone) if value.tzinfo is None else value
