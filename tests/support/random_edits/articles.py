"""Random edits that add, delete, retitle or redate articles."""

import re
from datetime import date, timedelta
from itertools import pairwise

from random_edits.desk import Desk, items_of, quoted
from random_edits.fields import write
from random_edits.texts import DAYS, TIMES, near_title, title

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _shifted(day: str | None, days: int) -> str:
    """Return a date so many days after *day*."""
    known = day[:10] if day and _DAY.match(day) else "2020-06-15"
    return str(date.fromisoformat(known) + timedelta(days))


def _ends(desk: Desk) -> tuple[str | None, str | None]:
    dates = desk.dates()
    return (dates[0][0], dates[-1][0]) if dates else (None, None)


# --- added


def add(desk: Desk) -> str:
    """Add an article with any date."""
    return write(desk)


def add_newest(desk: Desk) -> str:
    """Add an article that is newer than all others."""
    return write(desk, date=_shifted(_ends(desk)[0], desk.chance.choice([1, 40, 400])))


def add_oldest(desk: Desk) -> str:
    """Add an article that is older than all others."""
    return write(desk, date=_shifted(_ends(desk)[1], -desk.chance.choice([1, 40, 400])))


def add_middle(desk: Desk) -> str:
    """Add an article a day before or after another one."""
    one = desk.pick(desk.dates())
    return write(desk, date=_shifted(one and one[0], desk.chance.choice([-1, 1])))


def add_same_day(desk: Desk) -> str:
    """Add an article with the date of another one."""
    one = desk.pick(desk.dates())
    return write(desk, date=one[0]) if one else ""


def add_undated(desk: Desk) -> str:
    """Add an article without a date."""
    return write(desk, date=None)


def add_future(desk: Desk) -> str:
    """Add an article that appears later, or that is dated in the future."""
    return write(desk, **{desk.chance.choice(["publishDate", "publishDate", "date"]): desk.moment(1, 4, 30, 99_999)})


def add_expiring(desk: Desk) -> str:
    """Add an article that expires later, or has expired."""
    return write(desk, expires=desk.moment(-9, 1, 4, 30, 99_999))


def add_draft(desk: Desk) -> str:
    """Add a draft."""
    return write(desk, draft="true")


def add_twin(desk: Desk) -> str:
    """Add an article with the headline of another one, so that a derived address needs a digest."""
    known = desk.pick(desk.headlines())
    return write(desk, title=quoted(known), slug=None) if known else ""


def add_named(desk: Desk) -> str:
    """Add an article with a headline that another one names as related."""
    named = _named(desk)
    return write(desk, title=quoted(named)) if named else ""


def add_copy(desk: Desk) -> str:
    """Add an article with the text of another one, which changes the computed lists of both."""
    path = desk.article()
    if path is None:
        return ""
    text = desk.text(path)
    done = write(desk)
    desk.set_text(done.partition(": ")[0], f"{text}\nزيادة {desk.chance.randint(1, 9)}\n")
    return done


# --- deleted


def delete(desk: Desk) -> str:
    """Delete any article."""
    return _delete(desk, desk.article())


def delete_newest(desk: Desk) -> str:
    """Delete the newest article."""
    return _delete(desk, next((path for _, path in desk.dates()), None))


def delete_oldest(desk: Desk) -> str:
    """Delete the oldest article."""
    return _delete(desk, next((path for _, path in reversed(desk.dates())), None))


def delete_at_edge(desk: Desk) -> str:
    """Delete the first or the last article of a numbered page of all articles."""
    dates, size = desk.dates(), desk.page_size()
    from_oldest = list(enumerate(reversed(dates)))
    return _delete(desk, desk.pick([path for place, (_, path) in from_oldest if place % size in {0, size - 1}]))


def delete_related(desk: Desk) -> str:
    """Delete an article that others pin, or name in their captured titles."""
    names = set(_all_named(desk))
    named = [path for path in desk.articles() if names & _names_of(desk, path)]
    return _delete(desk, desk.pick(named))


def delete_several(desk: Desk) -> str:
    """Delete three articles."""
    return " ".join(filter(None, (delete(desk) for _ in range(3))))


def _delete(desk: Desk, path: str | None) -> str:
    if path is None:
        return ""
    (desk.root / path).unlink()
    return path


# --- retitled


def retitle(desk: Desk) -> str:
    """Give an article another headline."""
    return desk.set(desk.article(), title=quoted(title(desk.chance)))


def retitle_slightly(desk: Desk) -> str:
    """Correct a letter, a sign or a number of a headline."""
    path = desk.article()
    old = items_of(desk.fields(path).get("title")) if path else []
    return desk.set(path, title=quoted(near_title(desk.chance, old[0]))) if old else ""


def retitle_as_other(desk: Desk) -> str:
    """Give an article the headline of another one, so that a related title may mean either."""
    known = desk.pick(desk.headlines())
    return desk.set(desk.article(), title=quoted(known)) if known else ""


def retitle_as_named(desk: Desk) -> str:
    """Give an article a headline that another one names as related."""
    named = _named(desk)
    return desk.set(desk.article(), title=quoted(named)) if named else ""


def retitle_named(desk: Desk) -> str:
    """Correct the headline of an article that others name as related."""
    names = set(_all_named(desk))
    path = desk.pick([path for path in desk.articles() if names & _names_of(desk, path)])
    return desk.set(path, title=quoted(title(desk.chance)))


def retitle_newest(desk: Desk) -> str:
    """Correct the headline of the newest article."""
    return desk.set(next((path for _, path in desk.dates()), None), title=quoted(title(desk.chance)))


def _all_named(desk: Desk) -> list[str]:
    """Return all titles, slugs and ids that articles and captures name as related."""
    pinned = [name for path in desk.articles() for name in items_of(desk.fields(path).get("related"))]
    captured = [
        line
        for path in desk.find("seeds/*.txt")
        for line in desk.read(path).partition("أخبار ذات صلة")[2].partition("اترك تعليقا")[0].splitlines()
        if line.strip()
    ]
    return sorted({*pinned, *captured})


def _named(desk: Desk) -> str | None:
    """Return a title that is named as related, without the marks of one that is cut off."""
    named = desk.pick(_all_named(desk))
    return re.sub(r"[ .…]+$", "", named) + desk.chance.choice(["", "", " بعد عام"]) if named else None


def _names_of(desk: Desk, path: str) -> set[str]:
    fields = desk.fields(path)
    stem = path.rpartition("/")[2].removesuffix(".md")
    return {*items_of(fields.get("title")), fields.get("slug", stem), fields.get("id", stem)}


# --- redated


def redate(desk: Desk) -> str:
    """Change the date of an article: its neighbours, its month and its year."""
    return desk.set(desk.article(), date=desk.chance.choice(DAYS) + desk.chance.choice(TIMES))


def redate_near(desk: Desk) -> str:
    """Move an article by a day or a month."""
    one = desk.pick(desk.dates())
    return desk.set(one[1], date=_shifted(one[0], desk.chance.choice([-31, -1, 1, 31]))) if one else ""


def redate_as_other(desk: Desk) -> str:
    """Give an article the date of another one, so that their ids decide the order."""
    one = desk.pick(desk.dates())
    return desk.set(desk.article(), date=one[0]) if one else ""


def swap_dates(desk: Desk) -> str:
    """Exchange the dates of two neighbours."""
    dates = desk.dates()
    pair = desk.pick(list(pairwise(dates)))
    if not pair or pair[0][0] == pair[1][0]:
        return ""
    (newer, one), (older, other) = pair
    return desk.set(one, date=older) + desk.set(other, date=newer)


def undate(desk: Desk) -> str:
    """Remove the date of an article."""
    one = desk.pick(desk.dates())
    return desk.set(one[1], date=None) if one else ""


EDITS = [
    *((act, 2) for act in (add, add_newest, add_oldest, add_middle, add_same_day, add_undated, add_twin)),
    *((act, 2) for act in (add_future, add_expiring, add_draft, add_named, add_copy)),
    *((act, 3) for act in (delete, delete_newest, delete_oldest, delete_at_edge, delete_related)),
    *((act, 3) for act in (retitle, retitle_slightly, retitle_as_named, retitle_named)),
    *((act, 2) for act in (retitle_as_other, retitle_newest, redate, redate_near, redate_as_other, swap_dates, undate)),
    (delete_several, 1),
]
"""The edits with their relative frequency."""
