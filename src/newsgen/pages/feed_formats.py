"""Write the same entries as an Atom feed, as an RSS 2.0 feed and as a JSON Feed 1.1."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from newsgen.text.bidi import NONCHARACTERS


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article as a feed shows it; every URL is absolute and percent-encoded."""

    id: str
    """A URI that stays the same if the article moves."""
    url: str
    title: str
    published: datetime
    """Its UTC offset has whole minutes, like that of every time here."""
    updated: datetime | None
    """Later than `published`; None if the article has not changed."""
    authors: tuple[str, ...]
    newspaper: str | None
    categories: tuple[str, ...]
    summary: str
    html: str | None
    """The whole body; None in a feed of summaries."""
    picture: str | None
    """Its URL; None if the article has no picture."""
    lang: str | None = None
    """The code of its language if that is not the feed's."""

    @property
    def changed(self) -> datetime:
        """The time of the feed entry's last change, or else of publication."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, newest first; there is at least one."""

    url: str
    type: str
    """The MIME type of its format."""
    title: str
    page: str
    """The URL of the page that lists its articles."""
    site: str
    """The name of the site, which publishes the feed."""
    description: str
    language: str
    entries: tuple[FeedEntry, ...]

    @property
    def changed(self) -> datetime:
        """The time of the latest change of a feed's entry; never the current time, so that two builds agree."""
        return max(entry.changed for entry in self.entries)


Format = Callable[[Feed], bytes]
"""A function that returns a feed as UTF-8 that ends with a line feed."""


def atom(feed: Feed) -> bytes:
    """Return *feed* as Atom (RFC 4287)."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "link", rel="self", type=feed.type, href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(root, "updated", _rfc3339(feed.changed))
    _add(_add(root, "author"), "name", feed.site)
    for entry in feed.entries:
        language = {"xml:lang": entry.lang} if entry.lang else {}
        _add_atom_entry(_add(root, "entry", **language), entry)
    return _xml(root)


def _add_atom_entry(element: Element, entry: FeedEntry) -> None:
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.picture:
        _add(element, "link", rel="enclosure", href=entry.picture, **_picture_type(entry.picture))
    _add(element, "published", _rfc3339(entry.published))
    _add(element, "updated", _rfc3339(entry.changed))
    # An entry without an author inherits the feed's, which is the site, and the site wrote none of them.
    for name in entry.authors or filter(None, [entry.newspaper]):
        _add(_add(element, "author"), "name", name)
    for name in entry.categories:
        _add(element, "category", term=name)
    _add(element, "summary", entry.summary)
    if entry.html is not None:
        _add(element, "content", entry.html, type="html")


def rss(feed: Feed) -> bytes:
    """Return *feed* as RSS 2.0 with the modules that readers support: content, Dublin Core, media."""
    root = Element("rss", _RSS)
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", _rfc822(feed.changed))
    _add(channel, "atom:link", rel="self", type=feed.type, href=feed.url)
    for entry in feed.entries:
        _add_rss_item(_add(channel, "item"), entry)
    return _xml(root)


def _add_rss_item(element: Element, entry: FeedEntry) -> None:
    _add(element, "title", entry.title)
    _add(element, "link", entry.url)
    _add(element, "guid", entry.id, isPermaLink="false")
    _add(element, "pubDate", _rfc822(entry.published))
    for name in entry.authors:
        _add(element, "dc:creator", name)
    if entry.lang:
        _add(element, "dc:language", entry.lang)
    for name in entry.categories:
        _add(element, "category", name)
    _add(element, "description", escape(entry.summary, quote=False))  # RSS takes it for HTML
    if entry.html is not None:
        _add(element, "content:encoded", entry.html)
    if entry.picture:
        _add(element, "media:content", url=entry.picture, medium="image", **_picture_type(entry.picture))


def json_feed(feed: Feed) -> bytes:
    """Return *feed* as JSON Feed 1.1."""
    members = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return _encode(json.dumps(members, ensure_ascii=False, indent=2))


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    # The format requires one of two forms of content; in a feed of summaries the summary takes its place.
    content = {"content_text": entry.summary} if entry.html is None else {"content_html": entry.html}
    members = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "image": entry.picture,
        "date_published": _rfc3339(entry.published),
        "date_modified": _rfc3339(entry.updated) if entry.updated else None,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.lang,
    }
    return {key: value for key, value in members.items() if value} | content


_ATOM = "http://www.w3.org/2005/Atom"
_RSS = {
    "version": "2.0",
    "xmlns:atom": _ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
_PICTURE_TYPES = {kind: f"image/{kind}" for kind in ("avif", "gif", "jpeg", "png", "webp")} | {
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff" + NONCHARACTERS + "]")
"""Characters that XML forbids or discourages. JSON has escaped the first 32 before this is applied."""
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element to a feed's XML and return it; a namespace prefix in *tag* is written as it is."""
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element


def _picture_type(url: str) -> dict[str, str]:
    kind = _PICTURE_TYPES.get(url.rpartition(".")[2].lower())
    return {"type": kind} if kind else {}


def _rfc3339(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _rfc822(value: datetime) -> str:
    """Return *value* as the date of an RSS item, an e-mail date, whose names are English in every locale."""
    return f"{_DAYS[value.weekday()]}, {value:%d} {_MONTHS[value.month - 1]} {value:%Y %H:%M:%S %z}"


def _xml(root: Element) -> bytes:
    indent(root)
    return _encode(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}')


def _encode(text: str) -> bytes:
    return _FORBIDDEN.sub("\ufffd", text).encode() + b"\n"
