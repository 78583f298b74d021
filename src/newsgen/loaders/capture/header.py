"""Find the headline, byline, date and section in the lines above the first paragraph of a capture."""

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile

from newsgen.loaders.capture.lines import (
    MAX_HEADLINE,
    MAX_TITLE,
    Line,
    assign_role,
    ends_in_full_stop,
    ends_sentence,
    is_menu_item,
    is_prose,
    is_short,
    letters,
)
from newsgen.loaders.capture.markers import Mark, find_marker, keys
from newsgen.model.article import Role, UnknownDateWarning
from newsgen.text.arabic import fold, line_key, title_key
from newsgen.text.dates import Moment, read_date

_BREADCRUMB = re.compile(r"\s[»›>/]\s|\s[»›>]|^الرئيسية\b")
_SEPARATOR = re.compile(r"\s*[|–—-]\s+|\s+[|–—-]\s*")
_AGENCY = re.compile(r"^[^\d.؟!:]{2,40}(?:\s*[-–—|/]\s*|\s+ـ\s+)[^\d.؟!:]{2,40}$")
_WRITTEN_BY = re.compile(r"^(?:كتب|كتبت|اعداد|تحرير|متابعة|حوار)\s*:?\s+(?P<name>\S+(?:\s+\S+){0,4})$")
_COUNTED = re.compile(r"\d|\b(?:منذ|قبل)\b")
_SECTIONS = keys(
    "سياسة·مجتمع·اقتصاد·رياضة·ثقافة·فن·فنون·ثقافة وفن·ثقافة وفنون·فن وثقافة·دولي·دولية·وطني·وطنية·محلي·محليات·جهات",
    "جهويات·حوادث·منوعات·آراء·رأي·كتاب وآراء·تكنولوجيا·علوم·صحة·تعليم·مال وأعمال·خارج الحدود·حوارات·تحقيقات·تقارير",
    "إعلام·دين·السياسة·المجتمع·الاقتصاد·الرياضة·الثقافة·أخبار وطنية·أخبار دولية·أخبار محلية",
)
MAX_HEADER_LINES = 6
_MIN_MENU = 3
_MIN_REPEAT = 12
_MAX_WINDOW_TITLE = 300
_MAX_REST = 40


def read_header(candidates: list[Line]) -> None:
    """Assign roles to the lines above the first paragraph of *candidates*, which so far have the role BODY."""
    rest = _after_menu(candidates)
    rest = _after_breadcrumb_and_dates(rest)
    rest = _after_window_title(rest)
    if not rest or not _is_headline(rest):
        return
    rest[0].role = Role.HEADLINE
    _assign_header_roles(rest[1:])


def _after_menu(lines: list[Line]) -> list[Line]:
    """Assign NAVIGATION to a menu on the first lines, if a headline follows it; return the lines after it."""
    items = list(takewhile(lambda line: _is_menu_line(line.text), lines))
    if items and not is_section(items[-1].text) and not _has_headline(lines[len(items) :]):
        items.pop()  # a headline may be as short as an item of a menu
    has_section = any(is_section(line.text) for line in items)
    if len(items) < (2 if has_section else _MIN_MENU) or not _has_headline(lines[len(items) :]):
        return lines
    assign_role(items, Role.NAVIGATION)
    return lines[len(items) :]


def _has_headline(lines: list[Line]) -> bool:
    """Return whether the first of a header's *lines* that is not a date, byline or breadcrumb is a headline."""
    kinds = (is_date_line, is_breadcrumb, is_byline)
    rest = list(dropwhile(lambda line: any(is_kind(line.text) for is_kind in kinds), lines))
    return bool(rest) and _is_headline(rest)


def _after_breadcrumb_and_dates(lines: list[Line]) -> list[Line]:
    """Assign roles to leading dates, sections, breadcrumbs and ornaments; return the lines after them."""
    for position, line in enumerate(lines):
        if not letters(line.text):
            line.role = Role.BOILERPLATE
        elif is_date_line(line.text) and not read_date(line.text).rest:
            line.role = Role.DATE
        elif is_section(line.text) and not any(_is_menu_line(other.text) for other in lines[position + 1 :][:1]):
            line.role = Role.SECTION
        elif is_breadcrumb(line.text):
            line.role = Role.SECTION if section_of(line.text) else Role.NAVIGATION
        else:
            return lines[position:]
    return []


def is_breadcrumb(text: str) -> bool:
    """Return whether a header's *text* is a breadcrumb, the trail of links from the home page to the article."""
    return len(text) <= MAX_HEADLINE and fold(text).startswith("الرئيسية") and bool(_BREADCRUMB.search(text))


def _is_menu_line(text: str) -> bool:
    return is_menu_item(text) and not is_date_line(text)


def is_section(text: str) -> bool:
    """Return whether a header line's *text* is only the name of a section that newspapers commonly have."""
    return line_key(text) in _SECTIONS


def section_of(text: str) -> str | None:
    """Return the section that a header line names: a breadcrumb's second part, None if it has one, else all *text*."""
    if not is_breadcrumb(text):
        return text
    parts = [part.strip() for part in re.split(r"[»›>/]", text) if part.strip()]
    return parts[1] if len(parts) > 1 else None


def _after_window_title(lines: list[Line]) -> list[Line]:
    """Assign BOILERPLATE to a window title ("headline - paper") if the headline follows it; return the lines after."""
    near = lines[1 : 1 + MAX_HEADER_LINES]
    repeat = next(find_repeats(lines[0], near), None) if lines else None
    if repeat is None or len(lines[0].text) > MAX_TITLE:
        return lines
    position = near.index(repeat) + 1
    if any(is_prose(line.text) for line in lines[1:position]):
        return lines
    assign_role(lines[:position], Role.BOILERPLATE)
    return lines[position:]


def find_repeats(title: Line, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the capture's *lines* that repeat the headline at the start of the window title *title*."""
    openings = _openings(title.text)
    for line in lines:
        is_title = _MIN_REPEAT <= len(line.text) <= MAX_TITLE and not ends_in_full_stop(line.text)
        if is_title and title_key(line.text) in openings:
            yield line


def _openings(title: str) -> frozenset[str]:
    """Return the keys of the possible headlines in a window title: all of it, or the text before any separator."""
    if len(title) > _MAX_WINDOW_TITLE:
        return frozenset()
    parts = _SEPARATOR.split(title)
    return frozenset([title_key(title), *(title_key(" ".join(parts[:n])) for n in range(1, len(parts) + 1))])


def _is_headline(lines: list[Line]) -> bool:
    """Return whether the first of a header's *lines* is a headline: short, no full stop, above a longer paragraph.

    The paragraph after it may be shorter if it is a sentence and a longer one follows.
    """
    first, after = lines[0], [line.text for line in lines[1:] if not is_short(line.text)]
    size = len(first.text)
    if size > MAX_HEADLINE or ends_in_full_stop(first.text) or not after:
        return False
    return len(after[0]) > size or (ends_sentence(after[0]) and any(len(text) > size for text in after))


def _assign_header_roles(lines: list[Line]) -> None:
    """Assign roles to the short lines between the headline and the first paragraph."""
    short = list(takewhile(lambda line: is_short(line.text) or is_date_line(line.text), lines))
    if len(short) == len(lines) or len(short) > MAX_HEADER_LINES:
        return  # no paragraph follows, or there are too many for a header: they are the text
    is_verse = len(lines[len(short)].text) <= 60  # noqa: PLR2004 - as in `is_short`: no paragraph follows
    for line in short:
        role = header_role(line.text)
        line.role = Role.BODY if is_verse and role is Role.BOILERPLATE else role


def header_role(text: str) -> Role:
    """Return the role of a short line below a headline; a place or a motto is boilerplate."""
    if is_date_line(text):
        return Role.DATE
    if is_section(text):
        return Role.SECTION
    return Role.BYLINE if is_byline(text) else Role.BOILERPLATE


def is_byline(text: str) -> bool:
    """Return whether a short line of a capture's header is a byline such as "written by X" or "agency - X"."""
    return bool(_WRITTEN_BY.match(fold(text)) or _AGENCY.match(text))


def is_date_line(text: str) -> bool:
    """Return whether a header line is a date, perhaps with a name or place beside it, not a sentence with a date."""
    if len(text) > MAX_HEADLINE or ends_in_full_stop(text):
        return False
    reading = read_date(text)
    problem = reading.problem and _COUNTED.search(text)  # "today" alone is usually part of a newspaper's name
    return bool(reading.value or problem) and len(reading.rest) <= _MAX_REST


def byline_of(text: str) -> str:
    """Return the name on a header's unlabelled byline, such as "كتب فلان" or "هسبريس - فلان"."""
    match = _WRITTEN_BY.match(fold(text))
    return text.split(maxsplit=1)[1].lstrip(" :") if match else text


_UPDATED = re.compile(r"^(?:اخر تحديث|تم التحديث|last updated|updated)\b")


def authors_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the names on the byline and date lines of a capture's header, each once."""
    return tuple(dict.fromkeys(name for line in lines if (name := _author(line))))


def _author(line: Line) -> str | None:
    """Return the name on a header *line* without the date beside it; None if there is none, or maybe no byline."""
    if line.role is Role.BYLINE:
        name = line.marker.text if line.marker else byline_of(line.text)
        reading = read_date(name)
        return reading.rest if reading.value else name
    if line.role is not Role.DATE:
        return None
    rest = read_date(line.marker.text if line.marker else line.text).rest
    marker = find_marker(rest)
    if marker and marker.mark is Mark.BYLINE:
        return marker.text
    return byline_of(rest) if not marker and is_byline(rest) else None


def published_of(lines: Iterable[Line]) -> tuple[Moment | None, list[str]]:
    """Return the date in a capture's header, or None with a warning for each date that cannot be read.

    It is the first readable date; a date of the last update is used only if there is no other.
    """
    dated = [line for line in lines if line.role in {Role.DATE, Role.BYLINE}]
    dated.sort(key=lambda line: bool(_UPDATED.match(line_key(line.text))))  # stable, so other dates keep their order
    warnings: list[str] = []
    for line in dated:
        reading = read_date(line.text)
        if reading.value:
            return reading.value, []
        if line.role is Role.DATE:
            finding = f"line {line.number}: the date {line.text!r} cannot be read ({reading.problem or 'no date'})"
            warnings.append(UnknownDateWarning.because(finding))
    return None, warnings
