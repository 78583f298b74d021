"""Read the article of a file that holds a web page together with its pictures and frames, as some browsers save it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape, unescape
from typing import Literal
from urllib.parse import quote, unquote, urljoin

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import sha256
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.importers.saved_pages.pictures import embedded_pictures, with_pictures
from newsgen.importers.warc.provenance import origin_of, source_url
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.loaders.webpage.pictures.addresses import INSIDE
from newsgen.pages.media import measure_picture
from newsgen.text.web_addresses import is_url, url_key

MAX_BUNDLE_BYTES = 100_000_000
"""Bytes of a page with all its pictures, fonts and scripts; the usual ones have a tenth."""
MAX_PARTS = 10_000
"""Parts that are looked at; a page with hundreds of pictures and frames has a thousand."""
_PAGES = {"text/html", "application/xhtml+xml"}
_SOURCE = re.compile(
    rb"""(?<=[\s"'/])(?P<name>src|background|poster)\s*=\s*(?:"(?P<a>[^"]{1,2000})"|'(?P<b>[^']{1,2000})'"""
    rb"""|(?P<c>[^\s"'<>]{1,2000}))""",
    re.IGNORECASE,
)
_FROM_ELSEWHERE = re.compile(r"\s*(?:https?:|//|data:)", re.IGNORECASE)
_MAX_FRAMES = 20
_SAFE = "".join(map(chr, range(33, 127)))
"""What an address may contain as it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page, a picture or another file in a bundle."""

    location: str
    """Its address as the bundle has it: a URL, a relative address, or ""."""
    media: str
    charset: str | None
    read: Callable[[], bytes] = field(repr=False)
    content_id: str = ""

    @property
    def is_page(self) -> bool:
        """Whether the part of the bundle is a web page."""
        return self.media in _PAGES


@dataclass(frozen=True, slots=True)
class Bundle:
    """A saved page with all that was saved with it."""

    pages: tuple[Part, ...]
    """The page itself, then those in its frames."""
    parts: tuple[Part, ...]
    url: str
    """Address of the page; "" if the file does not tell it."""
    captured: datetime | None = None
    warnings: tuple[str, ...] = ()


class _Parts:
    """The parts of a bundle, by their addresses."""

    def __init__(self, bundle: Bundle) -> None:
        self._by_address: dict[str, Part] = {}
        for part in bundle.parts:
            location = join(bundle.url, part.location)
            key = url_key(_quoted(location))
            for address in filter(None, (location, key, part.content_id and f"cid:{part.content_id}")):
                self._by_address.setdefault(address, part)

    def find(self, address: str) -> Part | None:
        """Return the part at *address*, which is absolute or begins with "cid:"; None if there is none."""
        known = self._by_address
        spellings = address, unquote(address), _quoted(address), url_key(_quoted(address))
        return next((known[each] for each in spellings if each in known), None)

    def picture(self, url: str) -> bytes | None:
        """Return the bytes of the part at *url*, if there is one and it is no page."""
        part = self.find(url)
        return part.read() if part and not part.is_page else None

    def at_hand(self, url: str) -> str | None:
        """Return *url* if the bundle has a picture there; the page may name others that it was not saved with."""
        part = self.find(url) if is_url(url) else None
        return url if part and not part.is_page else None

    def _address_of_frame(self, address: str) -> str:
        """Return the URL of the frame that the bundle calls *address*, "cid:…"; "" if it is no frame or has no URL."""
        part = self.find(address) if address.lower().startswith("cid:") else None
        return part.location if part and part.is_page and is_url(part.location) else ""

    def with_placeholders(self, data: bytes, base: str) -> tuple[bytes, dict[str, bytes]]:
        """Return the page *data* with URLs for addresses that only the bundle knows, and the pictures by these URLs.

        A frame gets the URL that it had, so that a film of another site is recognised.
        Such addresses begin with "cid:", name a file of the disk, or are relative in a page without a URL.
        """
        found: dict[str, bytes] = {}

        def placeholder(match: re.Match[bytes]) -> bytes:
            address = unescape((match["a"] or match["b"] or match["c"]).decode("utf-8", "replace")).strip()
            absolute = address if _FROM_ELSEWHERE.match(address) else join(base, address)
            if frame := self._address_of_frame(absolute):
                return match["name"] + f'="{escape(frame)}"'.encode()
            picture = None if _FROM_ELSEWHERE.match(absolute) else self.picture(absolute)
            measured = measure_picture(picture) if picture else None
            if picture is None or measured is None:
                return match[0]
            size = f"{measured.width}x{measured.height}"
            url = f"{INSIDE}{size}/{sha256(picture)[:16]}.{measured.suffix}"
            found[url] = picture
            return match["name"] + f'="{url}"'.encode()

        return _SOURCE.sub(placeholder, data), found


def _quoted(address: str) -> str:
    """Return an *address* in a bundle with escapes for spaces and letters, as some programs write it."""
    return quote(address, safe=_SAFE, errors="replace")


def join(base: str, address: str) -> str:
    """Return an *address* in a bundle as an absolute one, resolved against *base*; unchanged if it cannot be."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def finding_of(bundle: Bundle, original: bytes, suffix: Literal[".mhtml", ".webarchive"], name: str) -> Finding:
    """Return the finding for a *bundle* with the bytes *original*, called *name* in messages.

    If the page itself has no article, or a doubtful one, it is that of the first frame that has a sound one.
    """
    if not bundle.pages:
        return SourceError(name, "has no web page in it", "save the page again, as HTML")
    parts = _Parts(bundle)
    own = _read(bundle.pages[0], bundle, parts, name)
    if not isinstance(own, ImportedItem) or own.article.confidence == "low":
        frames = (_read(page, bundle, parts, name, is_frame=True) for page in bundle.pages[1 : 1 + _MAX_FRAMES])
        items = (found for found in frames if isinstance(found, ImportedItem) and found.article.confidence != "low")
        own = next(items, own)
    return replace(own, original=original, suffix=suffix) if isinstance(own, ImportedItem) else own


def _read(page: Part, bundle: Bundle, parts: _Parts, name: str, *, is_frame: bool = False) -> Finding:
    try:
        return _item_of(page, bundle, parts, name, is_frame=is_frame)
    except NotAnArticleError as reason:
        return Skipped("", reason.found)
    except NewsgenError as error:
        return error


def _item_of(page: Part, bundle: Bundle, parts: _Parts, name: str, *, is_frame: bool) -> ImportedItem:
    """Return the article of one *page* of a bundle with its pictures; raise the errors of `read_webpage`."""
    address = join(bundle.url, page.location) if page.location else bundle.url
    origin = origin_of(address, "")
    captured = origin.captured or bundle.captured
    data, inside = parts.with_placeholders(page.read(), address)
    data, embedded = embedded_pictures(data)
    article = read_webpage(data, name, url=origin.base, charset=page.charset, captured=captured, at_hand=parts.at_hand)
    frame = (f"the text is that of a frame of the page, from {address[:300]}",) if is_frame else ()
    article = replace(
        article,
        source_url=source_url(article.source_url, origin) or article.source_url,
        archived_url=origin.archived_url or article.archived_url,
        captured=captured or article.captured,
        warnings=(*article.warnings, *bundle.warnings, *frame),
    )
    keys = tuple(f"url {url}" for url in (origin.url or article.source_url,) if url)
    item = ImportedItem(article, b"", ".mhtml", keys)
    return with_pictures(item, lambda url: inside.get(url) or embedded.get(url) or parts.picture(url))
