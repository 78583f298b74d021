"""Read the authors and the date of publication from the header and the foot of a capture."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from newsgen.loaders.capture.bylines import byline_of, is_byline
from newsgen.loaders.capture.foot import is_end_mark
from newsgen.loaders.capture.lines import Line
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.capture.names import is_publisher, names_person
from newsgen.model.article import Role, UnknownDateWarning
from newsgen.text.arabic import line_key
from newsgen.text.dates import Moment, read_date

_UPDATED = re.compile(r"^(?:اخر تحديث|تم التحديث|last updated|updated)\b")


def authors_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names on the byline and date lines of a capture's header, each once."""
    names = list(dict.fromkeys(name for line in lines if (name := _author(line))))
    signed = [name for name in names if not is_publisher(name) or names_person(name)]
    return tuple(signed or names)


def _author(line: Line) -> str | None:
    """Return the name on a header *line* without the date beside it; None if there is none, or maybe no byline."""
    if line.role is Role.BYLINE:
        name = line.marker.text if line.marker else byline_of(line.text)
        reading = read_date(name)
        name = reading.rest if reading.value else name
        label = find_marker(name)  # a second one, as in "تحرير من طرف فلان"
        return label.text if label and label.mark is Mark.BYLINE else name
    if line.role is not Role.DATE:
        return None
    rest = read_date(line.marker.text if line.marker else line.text).rest
    marker = find_marker(f"من {rest}" if rest.startswith("طرف ") else rest)  # "من" is a word of dates, too
    if marker and marker.mark is Mark.BYLINE:
        return marker.text
    return byline_of(rest) if not marker and is_byline(rest) else None


def published_of(lines: Iterable[Line]) -> tuple[Moment | None, list[str]]:
    """Return the date in a capture's header, or None with a warning for each date that cannot be read.

    It is the first readable date; a date of the last update is used only if there is no other. An agency prints the
    time of its report below the text, after an end mark.
    """
    lines = list(lines)
    dated = [line for line in lines if line.role in {Role.DATE, Role.BYLINE}]
    dated.sort(key=lambda line: bool(_UPDATED.match(line_key(line.text))))  # stable, so other dates keep their order
    warnings: list[str] = []
    for line in dated:
        reading = read_date(line.text)
        if reading.value:
            return _with_closing_time(reading.value, lines), []
        if line.role is Role.DATE:
            finding = f"line {line.number}: the date {line.text!r} cannot be read ({reading.problem or 'no date'})"
            warnings.append(UnknownDateWarning.because(finding))
    return None, warnings


def _with_closing_time(published: Moment, lines: Sequence[Line]) -> Moment:
    """Return *published* with the time that stands directly below the end mark of a captured report, if it has none."""
    end = next((i for i, line in enumerate(lines) if line.role is Role.BOILERPLATE and is_end_mark(line.text)), None)
    if isinstance(published, datetime) or end is None or end + 1 >= len(lines):
        return published
    return read_date(f"{published:%Y/%m/%d} - {lines[end + 1].text}").value or published
