"""Find when a web page was published and updated, from its structured data, its visible text or its URL."""

import logging
import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from newsgen.loaders.webpage.dom import Element, class_and_id, missing_extra, text_of
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

_SIDE_BLOCK = re.compile(r"comment|related|sidebar|footer|widget|most|recent|latest")
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)")
_PLACEHOLDERS = {date(1970, 1, 1), date(1900, 1, 1)}
_MAX_LENGTH = 120
_MAX_REST = 60
_MAX_LINES = 40


def published_at(data: PageData, root: Element, headline: Element | None, url: str | None) -> Moment | None:
    """Return a web page's date of publication: in structured data, else near the *headline*, else in the *url*.

    None if there is no plausible date.
    """
    declared = [data.article.get(key) for key in ("datePublished", "dateCreated", "uploadDate")]
    declared += [*data.meta(*_PUBLISHED), *data.prop("datePublished", "dateCreated")]
    return _first_moment(declared) or _printed_date(root, headline) or _date_in_url(url)


def updated_at(data: PageData, published: Moment | None) -> Moment | None:
    """Return the date of a web page's last change in structured data; None if it is not after *published*."""
    updated = _first_moment([data.article.get("dateModified"), *data.meta(*_UPDATED), *data.prop("dateModified")])
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
    return day_of(moment) > day_of(day) + timedelta(days=1)


def _first_moment(declared: Iterable[object]) -> Moment | None:
    return next((moment for text in declared if isinstance(text, str) and (moment := read_moment(text))), None)


def read_moment(text: str) -> Moment | None:
    """Return the date in a short *text* of a page, with time and zone if given; None if it is not plausible."""
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    moment: Moment | None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if len(text) > len("2015-07-26") else moment.date()
    except ValueError:
        moment = _written_moment(text)
    if moment is None or day_of(moment) in _PLACEHOLDERS or not 1850 < moment.year <= 2100:  # noqa: PLR2004 - years of newspapers
        return None
    return moment


def _written_moment(text: str) -> Moment | None:
    """Return the date in a *text* of a page, with any zone that front matter may have; None if there is none."""
    try:
        return parse_date(text)
    except ValueError:
        reading = read_date(text)
        return reading.value if len(reading.rest) <= _MAX_REST else None


def _printed_date(root: Element, headline: Element | None) -> Moment | None:
    """Return a web page's date in a <time> element, else on a short line near the *headline*; None if none."""
    times = [e for e in root.iter("time") if not _is_in_side_block(e)]
    times.sort(
        key=lambda e: not (e.get("pubdate") is not None or "publish" in class_and_id(e) or "entry" in class_and_id(e))
    )
    for element in times[:_MAX_LINES]:
        moment = read_moment(element.get("datetime") or "") or read_moment(text_of(element))
        if moment and "updated" not in class_and_id(element).replace("published updated", ""):
            return moment
    return _first_moment(
        text for element in _elements_near(headline) if (text := text_of(element)) and len(text) <= _MAX_LENGTH
    )


def _elements_near(headline: Element | None) -> list[Element]:
    """Return the elements shortly after the *headline* that may have a date, then those shortly before it."""
    if headline is None:
        return []
    after = headline.xpath(f"following::*[not(*) or self::p or self::span][position() <= {_MAX_LINES}]")
    before = headline.xpath("preceding::*[not(*)][position() <= 8]")
    return [e for e in (*after, *reversed(before)) if not _is_in_side_block(e)]


def _is_in_side_block(element: Element) -> bool:
    """Return whether a date's *element* is in a list of other articles, a comment, a sidebar or a footer."""
    blocks = (element, *element.iterancestors())
    return any(_SIDE_BLOCK.search(class_and_id(e)) for e in blocks[:8] if e.tag not in {"body", "html"})


def _date_in_url(url: str | None) -> Moment | None:
    """Return the date that the path of a page's *url* contains, such as /2014/02/03/; None if there is none."""
    match = _IN_URL.search(url or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def search_date(html: str) -> Moment | None:
    """Return the date that the library htmldate finds in a page; None if it finds none.

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
            found = find_date(html, extensive_search=False, original_date=True, max_date="2100-12-31")
    except Exception:  # noqa: BLE001 - a page may make it raise any exception
        return None
    return read_moment(found or "")
