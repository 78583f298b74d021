"""Find when a web page was published and updated, and judge whether what the page says of it agrees."""

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from newsgen.loaders.capture.bylines import is_update_line
from newsgen.loaders.capture.header_lines import is_caption, is_date_line
from newsgen.loaders.capture.lines import is_legal, is_prose
from newsgen.loaders.webpage.dom import (
    Element,
    as_html,
    class_and_id,
    drop,
    missing_extra,
    own_text,
    text_of,
)
from newsgen.loaders.webpage.facts.places import beside_article
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.dates import Moment, day_of, parse_date, read_date

_PUBLISHED = (
    "article:published_time article:published og:published_time og:article:published_time datepublished pubdate"
    " publishdate publish-date publish_date publication_date published_time publishedat parsely-pub-date"
    " sailthru.date citation_publication_date citation_date cxenseparse:recs:publishtime dc.date.issued"
    " dcterms.issued dcterms.created dc.date dc.date.created dcterms.date datecreated bt:pubdate article.published"
    " article_date_original date displaydate"
).split()
_UPDATED = (
    "article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified lastmod last-modified"
    " article.updated"
).split()

_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/_-]|$)")
_STAMP_NAMES = re.compile(
    r"(?:^|[\s_-])(?:published|dt-published|pubdate|updated|dt-updated|date|time|timestamp)(?:$|[\s_-])"
)
_UPDATE_NAMES = re.compile(r"(?:^|[\s_-])(?:updated|modified|dt-updated|last-?modified|dateModified)(?:$|[\s_-])")
_PUBLISH_NAMES = re.compile(r"(?:^|[\s_-])(?:published|publish|pubdate|dt-published|entry)")
_ZONE_NAME = re.compile(r"\s*\[[\w/+-]+\]$|\s*\([^()]*\)$")
_JAVASCRIPT = re.compile(r"^[A-Z][a-z]{2},? ([A-Z][a-z]{2}) (\d\d?) (\d{4}) ([\d:]+) GMT([+-]\d{4}).*$")
_EPOCH = re.compile(r"(?:/Date\()?(\d{10}|\d{13})(?:\)/)?")
_MILLISECONDS = 13
"""Digits of an epoch in milliseconds; one in seconds has ten."""
_PLACEHOLDERS = {date(1970, 1, 1), date(1900, 1, 1)}
_LINE_TAGS = "p span div li td time small b strong font h2 h3 h4".split()
_MAX_LENGTH = 120
_MAX_REST = 60
_MAX_ELEMENTS = 600
_MAX_PARTS = 12
_NEAR_ABOVE = 4
"""A date above the headline belongs to it only if this many elements around the headline, at most, contain it too."""
_CLOSE_ABOVE = 6
"""In elements. For one that is so close above the headline twice as many are searched, as in tables."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dating:
    """When a page was published, as far as what it says can be trusted."""

    moment: Moment | None
    """None if no plausible date was found."""
    doubts: tuple[str, ...] = ()
    """Why the date may be wrong, in words for warnings."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """One place at which a page gives its date."""

    name: str
    moment: Moment


def published_at(data: PageData, root: Element, headline: Element | None, url: str | None) -> Dating:
    """Return a web page's date of publication: the one on which most of its witnesses agree, the most reliable first.

    The witnesses are JSON-LD, meta elements, microdata, what is printed near the *headline*, and the *url*. Without
    any, a search of the page is believed if the page prints no other day.
    """
    is_beside = beside_article(headline)
    updated = _first_moment([data.article.get("dateModified"), *data.meta(*_UPDATED)])
    witnesses = list(_witnesses(data, root, headline, url, is_beside))
    if not witnesses:
        return _searched(root, headline, is_beside)
    votes = [sum(_is_same_day(one, other) for other in witnesses) for one in witnesses]
    best = witnesses[votes.index(max(votes))]
    agreeing = [one.moment for one in witnesses if day_of(one.moment) == day_of(best.moment)]
    moment = next((moment for moment in agreeing if isinstance(moment, datetime)), best.moment)
    contrary = [
        one
        for one in witnesses
        if not _is_same_day(one, best) and (updated is None or day_of(one.moment) != day_of(updated))
    ]
    doubts = [
        f"{best.name} has the date {day_of(best.moment)}, but {one.name} has {day_of(one.moment)}" for one in contrary
    ]
    return Dating(moment, tuple(f"{doubt}; check its date" for doubt in doubts[:1]))


def _is_same_day(one: _Witness, other: _Witness) -> bool:
    """Return whether two witnesses of a page give the same day, in some time zone."""
    return abs(day_of(one.moment) - day_of(other.moment)) <= _DAY


def _witnesses(
    data: PageData, root: Element, headline: Element | None, url: str | None, is_beside: Callable[[Element], bool]
) -> Iterator[_Witness]:
    """Yield what each witness gives as the date of a page, the most reliable first."""
    keys = ("datePublished", "dateCreated", "uploadDate")
    marked = [e for name in ("datePublished", "dateCreated") for e in data.props.get(name, ()) if not is_beside(e)]
    found = {
        "JSON-LD": _first_moment(node.get(key) for node in (data.article, data.webpage) for key in keys),
        "a meta element": _first_moment(data.meta(*_PUBLISHED)),
        "microdata": _first_moment(_value_of(e) for e in marked),
        "the page": _printed_date(root, headline, is_beside),
        "its URL": _date_in_url(url),
    }
    for name, moment in found.items():
        if moment:
            yield _Witness(name, moment)


def updated_at(data: PageData, published: Moment | None) -> Moment | None:
    """Return the date of a web page's last change in structured data; None if it is not after *published*."""
    declared = (data.article.get("dateModified"), data.webpage.get("dateModified"))
    updated = _first_moment([*declared, *data.meta(*_UPDATED), *data.prop("dateModified")])
    if updated is None or published is None:
        return updated
    is_later = day_of(updated) >= day_of(published) if not _are_comparable(updated, published) else updated > published
    return updated if is_later and updated != published else None


def _are_comparable(first: Moment, second: Moment) -> bool:
    """Return whether two dates of a page are both times, and both have a time zone or neither has."""
    if not (isinstance(first, datetime) and isinstance(second, datetime)):
        return False
    return (first.tzinfo is None) == (second.tzinfo is None)


def is_after(moment: Moment, day: date) -> bool:
    """Return whether a page's date *moment* is after *day* in every time zone."""
    return day_of(moment) > day_of(day) + _DAY


def _first_moment(declared: Iterable[object]) -> Moment | None:
    texts = (str(value) for value in declared if isinstance(value, str | int))
    return next((moment for text in texts if (moment := read_moment(text))), None)


def read_moment(text: str) -> Moment | None:
    """Return the date in a short *text* of a page, with time and zone if given; None if it is not plausible."""
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    moment = _epoch(text) or _iso_moment(_ZONE_NAME.sub("", text)) or _written_moment(text)
    if moment is None or day_of(moment) in _PLACEHOLDERS or not 1850 < moment.year <= 2100:  # noqa: PLR2004 - years of newspapers
        return None
    return moment


def _epoch(text: str) -> Moment | None:
    """Return the moment that *text* gives as the seconds or milliseconds since 1970; None if it is not a number."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    seconds = int(match[1]) // (1000 if len(match[1]) == _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _iso_moment(text: str) -> Moment | None:
    """Return the date in an ISO 8601 *text* of a page, in whole seconds; None if it is not one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(microsecond=0) if len(text) > len("2015-07-26") else moment.date()


def _written_moment(text: str) -> Moment | None:
    """Return the date in a *text* of a page, with any zone that front matter may have; None if there is none."""
    text = _JAVASCRIPT.sub(r"\2 \1 \3 \4 \5", text)
    try:
        return parse_date(text)
    except ValueError:
        reading = read_date(text)
        return reading.value if len(reading.rest) <= _MAX_REST else None


def _value_of(element: Element) -> str:
    """Return the date that an *element* gives for programs, else its text; its text if that is another day."""
    shown = text_of(element)
    values = (element.get(name) for name in ("datetime", "content", "title", "data-date", "data-datetime"))
    value = next((value for value in values if value and read_moment(value)), None)
    given, printed = read_moment(value or ""), _line_moment(shown)
    is_other = given and printed and abs(day_of(given) - day_of(printed)) > _DAY
    return shown if value is None or is_other else value


def _printed_date(root: Element, headline: Element | None, is_beside: Callable[[Element], bool]) -> Moment | None:
    """Return a web page's date in a <time> element, else on a short line near the *headline*; None if none."""
    stamps = [e for e in _stamps(root, headline) if not is_beside(e) and _may_be_stamp(e)]
    stamps.sort(key=lambda e: not _PUBLISH_NAMES.search(class_and_id(e)) and e.get("pubdate") is None)
    moments = [moment for e in stamps if (moment := read_moment(_value_of(e)))]
    if moments and (headline is not None or len(set(map(day_of, moments))) == 1):
        return moments[0]
    return next(filter(None, map(_line_moment, _lines_near(headline, is_beside))), None)


def _stamps(root: Element, headline: Element | None) -> list[Element]:
    """Return the page's elements that give a date for programs: those below the *headline*, then those right above."""
    if headline is None:
        return list(root.xpath("//time | //abbr[@title]"))
    below = headline.xpath("descendant::time | following::time | following::abbr[@title]")
    above = headline.xpath("preceding::time | preceding::abbr[@title]")
    return [*below, *(e for e in reversed(above) if _is_near(e, headline))]


def _is_near(element: Element, headline: Element) -> bool:
    """Return whether an *element* with a date, above the *headline*, is in one block with it."""
    around = [e for e in headline.iterancestors() if e.tag not in {"body", "html"}]
    is_close = element in headline.xpath(f"preceding::*[position() <= {_CLOSE_ABOVE}]")
    limit = 2 * _NEAR_ABOVE if is_close else _NEAR_ABOVE
    return any(e in around[:limit] for e in element.iterancestors())


def _may_be_stamp(element: Element) -> bool:
    """Return whether the date of a page's *element* may be that of publication, not of a change or in a sentence."""
    name = class_and_id(element)
    if _UPDATE_NAMES.search(name) and not _PUBLISH_NAMES.search(name):
        return False
    line = element.getparent()
    if line is None:
        return True
    is_sentence = is_prose(text_of(line) if line.tag == "p" else own_text(line))
    return not is_sentence and not is_update_line(_line_of(line))


def _line_moment(line: str) -> Moment | None:
    """Return the date of a page's *line* that has a date and hardly more; None for captions, notices and changes."""
    if not is_date_line(line) or is_caption(line) or is_legal(line) or is_update_line(line):
        return None
    return read_moment(line)


def _lines_near(headline: Element | None, is_beside: Callable[[Element], bool]) -> Iterator[str]:
    """Yield the short lines with a digit between the *headline* and the first paragraph, then those above it.

    Below the text only what the page calls a date is yielded.
    """
    if headline is None:
        return
    has_begun = False
    for element in headline.xpath(f"following::*[position() <= {_MAX_ELEMENTS}]"):
        text = _line_of(element)
        has_begun = has_begun or _is_paragraph(element)
        if text and (not has_begun or _STAMP_NAMES.search(class_and_id(element))) and not is_beside(element):
            yield text
    for element in reversed(headline.xpath("preceding::*[position() <= 30]")):
        if (text := _line_of(element)) and _is_near(element, headline) and not is_beside(element):
            yield text


def _is_paragraph(element: Element) -> bool:
    """Return whether an *element* of a page has prose of its own, outside of the blocks inside it."""
    return is_prose(text_of(element) if element.tag == "p" else own_text(element))


def _line_of(element: Element) -> str:
    """Return the text of a page's *element* if it may be a line with a date, else ""."""
    if sum(1 for _ in zip(element.iter(), range(_MAX_PARTS), strict=False)) == _MAX_PARTS:
        return ""
    text = text_of(element)
    if len(text) > _MAX_LENGTH or not any(map(str.isdigit, text)):
        return ""
    is_repeated = sum(1 for child in element if read_moment(text_of(child))) > 1  # once for screen readers, too
    return "" if is_repeated else text


def _date_in_url(url: str | None) -> Moment | None:
    """Return the date that the path of a page's *url* contains, such as /2014/02/03/; None if there is none."""
    match = _IN_URL.search(url or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _searched(root: Element, headline: Element | None, is_beside: Callable[[Element], bool]) -> Dating:
    """Return the date that htmldate finds on a page without its side blocks and head, if it finds only one there."""
    before = set(headline.xpath("preceding::*")) if headline is not None else set()

    def is_apart(element: Element) -> bool:
        if is_beside(element) or is_legal(line := _line_of(element)):
            return True
        return bool(line) and element in before and not _is_near(element, headline)

    apart = {number for number, element in enumerate(root.iter()) if is_apart(element)}
    page = deepcopy(root)
    for element in [e for number, e in enumerate(page.iter()) if number in apart]:
        drop(element)
    days = {day_of(moment) for e in page.iter(*_LINE_TAGS) if (moment := _line_moment(_line_of(e)))}
    found = {_search_date(as_html(page), original=original) for original in (True, False)}
    day = found.pop()
    if found or day is None or (days and days != {day_of(day)}):
        return Dating(None)
    return Dating(day, (f"its date {day_of(day)} was found by a search of the whole page; check its date",))


def _search_date(html: str, *, original: bool) -> Moment | None:
    """Return the date that the library htmldate finds in a page, the first or the last one; None if it finds none.

    Raises ConfigError if htmldate is not installed.
    """
    try:
        from htmldate import find_date  # noqa: PLC0415 - slow to import, and few pages need it
    except ImportError:
        raise missing_extra("htmldate") from None
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings of time zones that dateutil does not know
            found = find_date(html, extensive_search=False, original_date=original, max_date="2100-12-31")
    except Exception:  # noqa: BLE001 - a page may make it raise any exception
        return None
    return read_moment(found or "")
