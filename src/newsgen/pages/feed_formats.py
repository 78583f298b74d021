"""Spell a feed as Atom, as RSS 2.0 and as JSON Feed 1.1: the same entries, each format in its own words."""

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
    """An article, as a feed shows it; every address is absolute and percent-encoded."""

    id: str
    """A URI that is the same wherever the article moves."""
    url: str
    title: str
    published: datetime
    """With a zone of whole minutes, like every moment here."""
    updated: datetime | None
    """Later than `published`; None where the article stayed as it was."""
    authors: tuple[str, ...]
    newspaper: str | None
    categories: tuple[str, ...]
    summary: str
    html: str | None
    """The whole body; None in a feed of summaries."""
    picture: str | None
    """Its address."""

    @property
    def changed(self) -> datetime:
        """When the article was last changed, or else published."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, of which there is one at least, the newest first."""

    url: str
    type: str
    """The MIME type of its format."""
    title: str
    page: str
    """The address of the page whose articles it holds."""
    site: str
    """The name of the site, which publishes the feed."""
    description: str
    language: str
    entries: tuple[FeedEntry, ...]

    @property
    def changed(self) -> datetime:
        """When the last of its entries changed: no clock decides what a feed says."""
        return max(entry.changed for entry in self.entries)


Format = Callable[[Feed], bytes]
"""Returns the text of a feed in UTF-8, ended by a line feed."""


def atom(feed: Feed) -> bytes:
    """Write *feed* as RFC 4287 has it."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "link", rel="self", type=feed.type, href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(root, "updated", _rfc3339(feed.changed))
    _add(_add(root, "author"), "name", feed.site)
    for entry in feed.entries:
        _add_atom_entry(_add(root, "entry"), entry)
    return _xml(root)


def _add_atom_entry(item: Element, entry: FeedEntry) -> None:
    _add(item, "id", entry.id)
    _add(item, "title", entry.title)
    _add(item, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.picture:
        _add(item, "link", rel="enclosure", href=entry.picture, **_picture_type(entry.picture))
    _add(item, "published", _rfc3339(entry.published))
    _add(item, "updated", _rfc3339(entry.changed))
    # An entry without an author would have the feed's, who wrote none of them.
    for name in entry.authors or filter(None, [entry.newspaper]):
        _add(_add(item, "author"), "name", name)
    for name in entry.categories:
        _add(item, "category", term=name)
    _add(item, "summary", entry.summary)
    if entry.html is not None:
        _add(item, "content", entry.html, type="html")


def rss(feed: Feed) -> bytes:
    """Write *feed* as RSS 2.0, with the modules that readers know: content, Dublin Core, media."""
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


def _add_rss_item(item: Element, entry: FeedEntry) -> None:
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.id, isPermaLink="false")
    _add(item, "pubDate", _rfc822(entry.published))
    for name in entry.authors:
        _add(item, "dc:creator", name)
    for name in entry.categories:
        _add(item, "category", name)
    _add(item, "description", escape(entry.summary, quote=False))  # which is HTML
    if entry.html is not None:
        _add(item, "content:encoded", entry.html)
    if entry.picture:
        _add(item, "media:content", url=entry.picture, medium="image", **_picture_type(entry.picture))


def json_feed(feed: Feed) -> bytes:
    """Write *feed* as JSON Feed 1.1."""
    members = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return _encoded(json.dumps(members, ensure_ascii=False, indent=2))


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    # The format wants the content in one of two forms; a summary stands for it where it is all there is.
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
_PICTURE_TYPES = {"jpg": "image/jpeg"} | {kind: f"image/{kind}" for kind in ("avif", "gif", "jpeg", "png", "webp")}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff" + NONCHARACTERS + "]")
"""What XML forbids or discourages. In JSON the first 32 are escaped before this is asked."""
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element and return it; a prefix in *tag* is written as it is."""
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element


def _picture_type(url: str) -> dict[str, str]:
    kind = _PICTURE_TYPES.get(url.rpartition(".")[2].lower())
    return {"type": kind} if kind else {}


def _rfc3339(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _rfc822(value: datetime) -> str:
    """Return a date of e-mail, whose names are English in every locale."""
    return f"{_DAYS[value.weekday()]}, {value:%d} {_MONTHS[value.month - 1]} {value:%Y %H:%M:%S %z}"


def _xml(root: Element) -> bytes:
    indent(root)
    return _encoded(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}')


def _encoded(text: str) -> bytes:
    return _UNFIT.sub("\ufffd", text).encode() + b"\n"
