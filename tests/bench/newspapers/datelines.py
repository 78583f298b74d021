"""Write dates as each newspaper prints them."""

from datetime import UTC, date

_DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
_MAGHREB = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
_EGYPT = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
LEVANT = "كانون الثاني·شباط·آذار·نيسان·أيار·حزيران·تموز·آب·أيلول·تشرين الأول·تشرين الثاني·كانون الأول".split("·")
_HIJRI = "محرم·صفر·ربيع الأول·ربيع الآخر·جمادى الأولى·جمادى الآخرة·رجب·شعبان·رمضان·شوال·ذو القعدة·ذو الحجة".split("·")
_EPOCH = date(622, 7, 19).toordinal()


def weekday(day):
    """Return the Arabic name of the day of the week."""
    return _DAYS[day.weekday()]


def maghreb(day):
    """Return a date such as 5 يوليوز 2022."""
    return f"{day.day} {_MAGHREB[day.month - 1]} {day.year}"


def in_morocco(moment):
    """Return a moment such as الثلاثاء 5 يوليوز 2022 - 09:00."""
    return f"{weekday(moment)} {maghreb(moment)} - {clock(moment)}"


def egypt(day, form="{d} {month} {y}"):
    """Return a date such as 5 يوليو 2022; *form* has the fields of `numbers`, and month."""
    return numbers(day, form.replace("{month}", _month(day)))


def _month(day):
    return _EGYPT[day.month - 1]


def double(day, slash="/ "):
    """Return a date with both names of its month, such as 5 يوليو/ تموز 2022."""
    return f"{day.day} {_month(day)}{slash}{LEVANT[day.month - 1]} {day.year}"


def numbers(day, form="{d}/{m}/{y}"):
    """Return a date in digits; *form* has the fields d, m, y, and dd and mm, which have two digits."""
    return form.format(d=day.day, m=day.month, y=day.year, dd=f"{day.day:02}", mm=f"{day.month:02}")


def clock(moment):
    """Return a time such as 09:05."""
    return f"{moment:%H:%M}"


def half_day(moment):
    """Return a time of twelve hours such as 09:05 ص."""
    return f"{moment.hour % 12 or 12:02}:{moment:%M} {'م' if moment.hour >= 12 else 'ص'}"


def hijri(day, *, ordinal=False):
    """Return the date of the tabular Islamic calendar, such as 6 ذو الحجة 1443 or, as *ordinal*, 6 من ذي الحجة 1443."""
    days = day.toordinal() - _EPOCH
    cycle, days = divmod(days, 10631)
    year = next(year for year in range(30, -1, -1) if _days_before(year) <= days)
    days -= _days_before(year)
    month = min(11, int(days / 29.5))
    first = (month * 59 + 1) // 2
    name = _HIJRI[month]
    if ordinal:
        name = f"من {name.replace('ذو', 'ذي', 1) if name.startswith('ذو') else name}"
    return f"{days - first + 1:02} {name} {cycle * 30 + year + 1}"


def _days_before(year):
    """Return the days of a cycle of thirty Islamic years before its *year*, counted from 0."""
    return year * 354 + (year * 11 + 14) // 30


def greenwich(moment):
    """Return *moment* in UTC."""
    return moment.replace(tzinfo=UTC)
