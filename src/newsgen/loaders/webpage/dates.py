"""Read when a web page was published: what it says to machines, then what stands near its headline."""

import logging
import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from newsgen.loaders.webpage.dom import Element, missing_extra, names_of, text_of
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.dates import Moment, read_date

_PUBLISHED = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time", "publishedat"),
    *(
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_date",
        "cxenseparse:recs:publishtime",
    ),
    *(
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "dc.date.created",
        "dcterms.date",
        "datecreated",
    ),
    *("bt:pubdate", "article.published", "article_date_original", "date", "displaydate"),
)
_UPDATED = (
    *("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod"),
    *("last-modified", "article.updated"),
)
_NAMED_DATE = re.compile(r"\b(?:entry-date|published|post-?date|article-?date|date-?time|publish|timestamp|time|date)")
_NOT_OF_PAGE = re.compile(r"comment|related|sidebar|footer|widget|most|recent|latest")
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)")
_INVENTED = {date(1970, 1, 1), date(1900, 1, 1)}
_LONGEST = 120
_MAX_REST = 60
_MOST_LINES = 40


def published_at(data: PageData, root: Element, headline: Element | None, url: str | None) -> Moment | None:
    """Return when the page says it was published; None where it does not say, or where it cannot be so."""
    said = [data.article.get(key) for key in ("datePublished", "dateCreated", "uploadDate")]
    said += [*data.meta(*_PUBLISHED), *data.prop("datePublished", "dateCreated")]
    return _first(said) or _near(root, headline) or _in_url(url)


def updated_at(data: PageData, published: Moment | None) -> Moment | None:
    """Return when the page says it was changed, after it was *published*."""
    updated = _first([data.article.get("dateModified"), *data.meta(*_UPDATED), *data.prop("dateModified")])
    if updated is None or published is None:
        return updated
    is_later = _day(updated) >= _day(published) if _differ(updated, published) else updated > published
    return updated if is_later and updated != published else None


def _differ(one: Moment, other: Moment) -> bool:
    """Tell moments that cannot be compared: a date and a time, or times of which one has no zone."""
    if not (isinstance(one, datetime) and isinstance(other, datetime)):
        return True
    return (one.tzinfo is None) != (other.tzinfo is None)


def is_after(moment: Moment, day: date) -> bool:
    """Tell a *moment* that lies after *day* wherever on earth."""
    return _day(moment) > _day(day) + timedelta(days=1)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _first(said: Iterable[object]) -> Moment | None:
    return next((moment for text in said if isinstance(text, str) and (moment := read_moment(text))), None)


def read_moment(text: str) -> Moment | None:
    """Return the date, with its time and zone where given, that a short *text* is; None where it is none."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    moment: Moment | None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if len(text) > len("2015-07-26") else moment.date()
    except ValueError:
        reading = read_date(text)
        moment = reading.value if len(reading.rest) <= _MAX_REST else None
    if moment is None or _day(moment) in _INVENTED or not 1850 < moment.year <= 2100:  # noqa: PLR2004 - newspapers
        return None
    return moment


def _near(root: Element, headline: Element | None) -> Moment | None:
    """Return the date that stands in a <time>, in an element named so, or on a short line near the headline."""
    times = [e for e in root.iter("time") if not _is_of_another(e)]
    times.sort(key=lambda e: not (e.get("pubdate") is not None or "publish" in names_of(e) or "entry" in names_of(e)))
    for element in times[:_MOST_LINES]:
        moment = read_moment(element.get("datetime") or "") or read_moment(text_of(element))
        if moment and "updated" not in names_of(element).replace("published updated", ""):
            return moment
    return _first(text for element in _around(headline) if (text := text_of(element)) and len(text) <= _LONGEST)


def _around(headline: Element | None) -> list[Element]:
    """Return the elements shortly after the *headline*, then those shortly before it."""
    if headline is None:
        return []
    after = headline.xpath(f"following::*[not(*) or self::p or self::span][position() <= {_MOST_LINES}]")
    before = headline.xpath("preceding::*[not(*)][position() <= 8]")
    return [e for e in (*after, *reversed(before)) if not _is_of_another(e)]


def _is_of_another(element: Element) -> bool:
    """Tell what stands in a list of other articles, or in a comment."""
    around = (element, *element.iterancestors())
    return any(_NOT_OF_PAGE.search(names_of(e)) for e in around[:8] if e.tag not in {"body", "html"})


def _in_url(url: str | None) -> Moment | None:
    match = _IN_URL.search(url or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def searched_date(html: str) -> Moment | None:
    """Return the date that htmldate finds in a page, for want of a better one."""
    try:
        from htmldate import find_date  # noqa: PLC0415 - slow to import, and few pages need it
    except ImportError:
        raise missing_extra("htmldate") from None
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of time zones that dateutil does not know
            found = find_date(html, extensive_search=False, original_date=True, max_date="2100-12-31")
    except Exception:  # noqa: BLE001 - whatever a page makes it raise, the page has no date
        return None
    return read_moment(found or "")
