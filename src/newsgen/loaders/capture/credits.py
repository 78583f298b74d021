"""Read who wrote an article and when it was published, from its byline and date lines."""

import re
from collections.abc import Iterable

from newsgen.loaders.capture.header import byline_of, is_byline
from newsgen.loaders.capture.lines import Line
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.model.article import Role
from newsgen.text.arabic import line_key
from newsgen.text.dates import Moment, read_date

_UPDATED = re.compile(r"^(?:اخر تحديث|تم التحديث|last updated|updated)\b")
DATE_REMEDY = "add content/articles/<id>.md with `capture:` and `date:`"


def authors_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names on the byline and date lines, each once."""
    return tuple(dict.fromkeys(name for line in lines if (name := _author(line))))


def _author(line: Line) -> str | None:
    """Return the name on *line*, without the date beside it; on a date line only what is surely a byline."""
    if line.role is Role.BYLINE:
        return _without_date(line.marker.text if line.marker else byline_of(line.text))
    if line.role is not Role.DATE:
        return None
    rest = read_date(line.marker.text if line.marker else line.text).rest
    marker = find_marker(rest)
    if marker and marker.mark is Mark.BYLINE:
        return marker.text
    return byline_of(rest) if not marker and is_byline(rest) else None


def _without_date(name: str) -> str:
    reading = read_date(name)
    return reading.rest if reading.value else name


def published_of(lines: Iterable[Line]) -> tuple[Moment | None, list[str]]:
    """Return the date of publication, or a warning with a remedy for each date that cannot be read.

    The first readable one; a date of the last update only where there is no other.
    """
    dated = [line for line in lines if line.role in {Role.DATE, Role.BYLINE}]
    dated.sort(key=lambda line: bool(_UPDATED.match(line_key(line.text))))  # stable: else in their order
    doubts = []
    for line in dated:
        reading = read_date(line.text)
        if reading.value:
            return reading.value, []
        if line.role is Role.DATE:
            why = reading.problem or "no date"
            doubts.append(f"line {line.number}: the date {line.text!r} cannot be read ({why}); {DATE_REMEDY}")
    return None, doubts
