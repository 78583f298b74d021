"""Check Atom, RSS and JSON feeds: they can be read, and each entry has an id, a date and a page of the site."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from newsgen.check.check import Check
from newsgen.check.finding import Finding, Severity
from newsgen.check.machines.addresses import base_of, fault_of, parse_time, path_of
from newsgen.check.safe_xml import UnsafeXMLError, local_name, parse_xml
from newsgen.check.site import Site
from newsgen.errors import OutputError
from newsgen.text.bidi import title_text

_REMEDY = "build again; if it stays, report it, because newsgen writes feeds itself"
_JSON_VERSION = "https://jsonfeed.org/version/1"


class Entry(NamedTuple):
    """An entry of a feed, with its dates as written."""

    id: str
    url: str
    title: str
    published: str
    updated: str
    has_text: bool


@dataclass(slots=True)
class Feed:
    """A feed of any format."""

    title: str
    page: str
    """The address of the page that it belongs to."""
    itself: str
    """Its own address, as it says; "" if it does not."""
    entries: list[Entry]
    faults: list[str] = field(default_factory=list)
    is_rfc822: bool = False
    """Whether its dates are those of e-mail."""


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the faults of the feeds of a *site*."""
    base = base_of(site)
    ids: dict[str, tuple[str, str]] = {}
    for path in site.files:
        name = path.rpartition("/")[2]
        if name in {"feed.xml", "rss.xml", "atom.xml", "feed.json"}:
            for severity, place, found in _faults(path, site, base, ids):
                yield Finding("feeds", severity, path, None, place, found, _REMEDY)


def _faults(
    path: str, site: Site, base: str | None, ids: dict[str, tuple[str, str]]
) -> Iterator[tuple[Severity, str, str]]:
    """Yield the faults of one feed; *ids* has the id of each page in the feeds before it, and grows."""
    try:
        feed = _read(site.read(path), is_json=path.endswith(".json"))
    except (UnsafeXMLError, OutputError) as error:
        yield "error", "", str(error)
        return
    for fault in feed.faults:
        yield "error", "", fault
    if not feed.title:
        yield "error", "title", "is missing"
    if base and feed.itself and path_of(feed.itself, base) != path:
        yield "error", "self", f"names {feed.itself}, which is another address"
    wrong = fault_of(feed.page, base, site)
    if wrong is not None:
        yield "error", "page", f"{feed.page or 'its address'} {wrong}"
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        for severity, fault in _entry_faults(entry, feed, base, site):
            yield severity, place, fault
        if entry.id in seen:
            yield "error", place, f"has the id {entry.id} of another entry"
        seen.add(entry.id)
        known, other = ids.setdefault(entry.url, (entry.id, path))
        if known != entry.id:
            yield "error", place, f"has another id than the same article in {other}, so readers show it twice"


def _entry_faults(entry: Entry, feed: Feed, base: str | None, site: Site) -> Iterator[tuple[Severity, str]]:
    if not entry.id:
        yield "error", "has no id"
    if not entry.title:
        yield "error", "has no title"
    if not entry.has_text:
        yield "error", "has neither a text nor a summary"
    if (fault := fault_of(entry.url, base, site)) is not None:
        yield "error", f"leads to {entry.url or 'nothing'}, which {fault}"
    if title_text(entry.title) != entry.title:
        yield "warning", "has a title that begins with a Latin letter, so readers show it from left to right"
    published, updated = _time(entry.published, feed), _time(entry.updated, feed)
    for value, time in ((entry.published, published), (entry.updated, updated)):
        if value and time is None:
            yield "error", f"has the date {value!r}, which is not valid in this format"
    if not entry.published and not entry.updated:
        yield "error", "has no date"
    if published and updated and updated < published:
        yield "warning", "was changed before it was published"


def _time(text: str, feed: Feed) -> datetime | None:
    if not feed.is_rfc822:
        return parse_time(text)
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value if value.tzinfo else None


def _read(data: bytes, *, is_json: bool) -> Feed:
    """Return the feed in *data*; raise UnsafeXMLError if it cannot be read."""
    if is_json:
        return _json(data)
    root = parse_xml(data)
    readers = {"feed": _atom, "rss": _rss}
    reader = readers.get(local_name(root.tag))
    if reader is None:
        raise UnsafeXMLError(f"is neither Atom nor RSS, but <{local_name(root.tag)}>")
    return reader(root)


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if local_name(str(one.tag)) == name), None)


def _text(element: Element | None, name: str) -> str:
    found = None if element is None else _child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def _link(element: Element, rel: str) -> str:
    links = (one for one in element if local_name(str(one.tag)) == "link")
    return next((one.get("href", "") for one in links if one.get("rel", "alternate") == rel), "")


def _atom(root: Element) -> Feed:
    entries = [
        Entry(
            _text(one, "id"),
            _link(one, "alternate"),
            _text(one, "title"),
            _text(one, "published"),
            _text(one, "updated"),
            has_text=bool(_text(one, "summary") or _text(one, "content")),
        )
        for one in root
        if local_name(str(one.tag)) == "entry"
    ]
    feed = Feed(_text(root, "title"), _link(root, "alternate"), _link(root, "self"), entries)
    feed.faults += [] if _text(root, "id") else ["has no id"]
    feed.faults += [f"entry {number} has no updated" for number, one in enumerate(entries, 1) if not one.updated]
    changed = parse_time(_text(root, "updated"))
    if changed is None:
        feed.faults.append(f"has the date {_text(root, 'updated')!r}, which is not valid in this format")
    times = list(filter(None, (parse_time(one.updated) for one in entries)))
    if changed and times and max(times) > changed:
        feed.faults.append("has an entry that is newer than the feed says it is")
    return feed


def _rss(root: Element) -> Feed:
    channel = _child(root, "channel")
    if channel is None:
        raise UnsafeXMLError("has no channel")
    entries = [
        Entry(
            _text(one, "guid"),
            _text(one, "link"),
            _text(one, "title"),
            _text(one, "pubDate"),
            "",
            has_text=bool(_text(one, "description") or _text(one, "encoded")),
        )
        for one in channel
        if local_name(str(one.tag)) == "item"
    ]
    plain = [one for one in channel if str(one.tag) == "link"]
    itself = next((one.get("href", "") for one in channel if one.get("rel") == "self"), "")
    feed = Feed(_text(channel, "title"), "".join(plain[0].itertext()).strip() if plain else "", itself, entries)
    feed.is_rfc822 = True
    feed.faults += [] if _text(channel, "description") else ["has no description"]
    return feed


def _json(data: bytes) -> Feed:
    try:
        value: Any = json.loads(data)
        items = value["items"]
        entries = [
            Entry(
                _value(one, "id"),
                _value(one, "url"),
                _value(one, "title"),
                _value(one, "date_published"),
                _value(one, "date_modified"),
                bool(_value(one, "content_html") or _value(one, "content_text")),
            )
            for one in items
        ]
        feed = Feed(_value(value, "title"), _value(value, "home_page_url"), _value(value, "feed_url"), entries)
        version = _value(value, "version")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnsafeXMLError("is not a JSON Feed") from None
    feed.faults += [] if version.startswith(_JSON_VERSION) else [f"is of the version {version!r}, which is unknown"]
    return feed


def _value(item: Any, name: str) -> str:
    value = item.get(name, "")
    return value.strip() if isinstance(value, str) else ""


CHECK = Check("feeds can be read, and each entry has an id, a date and a page of the site", of_site=of_site)
