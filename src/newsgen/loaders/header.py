"""Read what stands above the first paragraph: headline, byline, date, section."""

import re
from itertools import takewhile

from newsgen.arabic import fold, title_key
from newsgen.article import Role
from newsgen.dates import read_date
from newsgen.loaders.lines import MAX_HEADLINE, Line, ends_in_full_stop, ends_sentence, is_short, settle

_BREADCRUMB = re.compile(r"\s[»›>/]\s|\s[»›>]|^الرئيسية\b")
_AGENCY = re.compile(r"^[^\d.؟!:]{2,40}\s*(?:[-–—|/]|ـ)\s*[^\d.؟!:]{2,40}$")
_WRITTEN_BY = re.compile(r"^(?:كتب|كتبت|اعداد|تحرير|متابعة)\s+(?P<name>\S+(?:\s+\S+){0,4})$")
_MAX_HEADER_LINES = 6
_MAX_REST = 40


def read_header(candidates: list[Line]) -> None:
    """Settle the lines above the first paragraph among *candidates*, which were taken for body."""
    rest = _after_breadcrumbs_and_dates(candidates)
    rest = _after_window_title(rest)
    if not rest or not _is_headline(rest):
        return
    rest[0].role = Role.HEADLINE
    _settle_between(rest[1:])


def _after_breadcrumbs_and_dates(lines: list[Line]) -> list[Line]:
    """Settle leading dates and "home » politics" lines; return the lines after them."""
    for position, line in enumerate(lines):
        if is_date_line(line.text) and not read_date(line.text).rest:
            line.role = Role.DATE
        elif is_breadcrumb(line.text):
            line.role = Role.SECTION if section_of(line.text) else Role.NAVIGATION
        else:
            return lines[position:]
    return []


def is_breadcrumb(text: str) -> bool:
    """Tell the trail of links from the home page to the article."""
    return fold(text).startswith("الرئيسية") and bool(_BREADCRUMB.search(text)) and len(text) <= MAX_HEADLINE


def section_of(breadcrumb: str) -> str | None:
    """Return the section that a trail of links ends in; None when it names the home page alone."""
    parts = [part.strip() for part in re.split(r"[»›>/]", breadcrumb) if part.strip()]
    return parts[1] if len(parts) > 1 else None


def _after_window_title(lines: list[Line]) -> list[Line]:
    """Settle a browser's window title ("headline - paper") where the headline itself follows soon."""
    repeat = find_repeat(lines[0], lines[1 : 1 + _MAX_HEADER_LINES]) if lines else None
    if repeat is None:
        return lines
    position = lines.index(repeat)
    settle(lines[:position], Role.BOILERPLATE)
    return lines[position:]


def find_repeat(title: Line, lines: list[Line]) -> Line | None:
    """Return the first of *lines* whose text opens the window title *title*, before a separator."""
    for line in lines:
        if len(line.text) >= 12 and is_window_title(title.text, line.text):  # noqa: PLR2004 - shorter is chance
            return line
    return None


def is_window_title(title: str, headline: str) -> bool:
    """Tell whether *title* is *headline* and the name of a site or section."""
    head = re.split(r"\s*[|–—-]\s+|\s+[|–—-]\s*", title)
    openings = {title_key(title), *(title_key(" ".join(head[:n])) for n in range(1, len(head) + 1))}
    return title_key(headline) in openings


def _is_headline(lines: list[Line]) -> bool:
    """Apply the contract's rule: short, without a full stop, above a longer paragraph.

    The paragraph after it may be shorter when it is a sentence and a longer one follows.
    """
    first, after = lines[0], [line.text for line in lines[1:] if not is_short(line.text)]
    size = len(first.text)
    if size > MAX_HEADLINE or ends_in_full_stop(first.text) or not after:
        return False
    return len(after[0]) > size or (ends_sentence(after[0]) and any(len(text) > size for text in after))


def _settle_between(lines: list[Line]) -> None:
    """Settle the short lines between the headline and the first paragraph."""
    short = list(takewhile(lambda line: is_short(line.text) or is_date_line(line.text), lines))
    if len(short) == len(lines) or len(short) > _MAX_HEADER_LINES:
        return  # no paragraph follows them, or they are a list: they are the text
    for line in short:
        line.role = header_role(line.text)


def header_role(text: str) -> Role:
    """Say what a short line under a headline is; a place or a motto is boilerplate."""
    if is_date_line(text):
        return Role.DATE
    if _WRITTEN_BY.match(fold(text)) or _AGENCY.match(text):
        return Role.BYLINE
    return Role.BOILERPLATE


def is_date_line(text: str) -> bool:
    """Tell a line that is a date, perhaps with a name or a place beside it, from a sentence with one."""
    if len(text) > MAX_HEADLINE or ends_in_full_stop(text):
        return False
    reading = read_date(text)
    return bool(reading.value or reading.problem) and len(reading.rest) <= _MAX_REST


def byline_of(text: str) -> str:
    """Return the name on an unlabelled byline, such as "كتب فلان" or "هسبريس - فلان"."""
    match = _WRITTEN_BY.match(fold(text))
    return " ".join(text.split()[1:]) if match else text
