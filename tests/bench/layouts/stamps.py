"""Draw how a page dates its article: in its data, in words, in both, in its address, or not at all."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from newspapers import datelines as dates
from newspapers import words

WAYS = {"declared": 40, "printed": 32, "address": 7, "relative": 7, "updated": 6, "none": 8}
"""How often a page is dated in each way, in percent."""
_HOURS = (0, 0, 1, 2, 3, 3, 4)
_AGO = ("منذ ساعتين", "منذ 5 أيام", "قبل 3 ساعات", "منذ أسبوع واحد", "منذ 11 دقيقة")

_CHANGED = ("آخر تحديث:", "آخر تحديث", "تم التحديث في")


@dataclass(slots=True)
class Stamp:
    """The dates on a page, and which readings of them are right."""

    declared: datetime | None = None
    """In JSON-LD or meta elements."""
    changed: datetime | None = None
    """The date of the last change, in the same places."""
    element: str | None = None
    """The datetime of a <time> element."""
    printed: str | None = None
    printed_change: str | None = None
    in_address: bool = False
    right: list[object] = field(default_factory=list)
    """The moments and days any of which is right; none if the page does not tell when it was published."""

    def is_shown(self, html, address):
        """Return whether a page's *html*, or its *address* if that is known, tells the date."""
        declared = [self.declared.isoformat(), iso(self.declared)] if self.declared else []
        shown = [*declared, *filter(None, [self.element, self.printed])]
        return bool(self.right) and (any(text in html for text in shown) or bool(self.in_address and address))


def draw_stamp(page):
    """Return the dates of a *page* whose article is of `page.moment`."""
    zone = timezone(timedelta(hours=page.one_of(*_HOURS)))
    moment = page.moment.replace(tzinfo=zone)
    shown = moment.astimezone(UTC) if page.likely(0.2) else moment
    way = page.chance.choices([*WAYS], [*WAYS.values()])[0]
    if way == "declared":
        stamp = Stamp(declared=shown, right=[moment, page.moment, moment.date(), shown.date()])
        stamp.element = iso(shown) if page.likely(0.5) else None
        stamp.printed = printed(page) if page.likely(0.8) else None
        stamp.changed = shown + timedelta(minutes=page.number(0, 9000)) if page.likely(0.7) else None
        stamp.in_address = page.likely(0.3)
    elif way == "printed":
        stamp = Stamp(printed=printed(page), right=[moment, page.moment, moment.date()])
        stamp.element = page.one_of(None, None, iso(moment), f"{moment:%Y-%m-%d}")
    elif way == "address":
        stamp = Stamp(in_address=True, right=[moment.date()])
    elif way == "relative":
        stamp = Stamp(printed=page.one_of(*_AGO))
    elif way == "updated":
        stamp = _only_changed(page)
    else:
        stamp = Stamp()
    if stamp.printed and way != "relative" and page.likely(0.2):
        stamp.printed_change = (
            f"{page.one_of('آخر تحديث:', 'تم التحديث في', 'آخر تحديث')} {written(page, page.later())}"
        )
    return stamp


def _only_changed(page):
    """Return the dates of a page that tells only when it was changed; that day may be taken for the first."""
    changed = page.later()
    return Stamp(
        printed_change=f"{page.one_of('آخر تحديث:', 'آخر تحديث')} {dates.egypt(changed)}", right=[changed.date()]
    )


def iso(moment):
    """Return a moment as data has it, such as 2021-03-07T08:00:00+03:00."""
    return moment.isoformat(timespec="seconds")


def printed(page):
    """Return a line with the date of the article, in one of the ways of Arabic sites."""
    date, city = written(page, page.moment), words.city(page, *words.WORLD_CITIES)
    labelled = f"نُشر في {date}", f"تاريخ النشر: {date}", f"تم نشره {date}", f"{city} - {date}"
    return page.one_of(date, date, date, *labelled)


def written(page, day):
    """Return a date in words or figures, perhaps with the time of day."""
    weekday = dates.weekday(day)
    return page.one_of(
        dates.egypt(day),
        dates.egypt(day, form="{d} {month}، {y}"),
        dates.egypt(day, form="{month} {d}, {y}"),
        f"{weekday} {dates.egypt(day)} - {dates.clock(day)}",
        dates.maghreb(day),
        dates.in_morocco(day),
        f"{weekday}، {dates.double(day)} {dates.half_day(day)}",
        dates.double(day, slash=" / "),
        f"{day.day} {dates.LEVANT[day.month - 1]} {day.year}",
        f"{weekday} {dates.LEVANT[day.month - 1]} {day.day}, {day.year}",
        f"{weekday} {dates.hijri(day)} هـ - {dates.egypt(day)} م",
        f"{dates.egypt(day)} الموافق {dates.hijri(day, ordinal=True)} هـ",
        dates.numbers(day, "{dd}/{mm}/{y}"),
        dates.numbers(day, "{dd}.{mm}.{y}"),
        dates.numbers(day, "{d}-{m}-{y}") + " | " + dates.clock(day),
        dates.numbers(day, "{y}-{mm}-{dd}") + " " + dates.clock(day),
        dates.egypt(day).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        f"{day:%B} {day.day}, {day.year}",
    )
