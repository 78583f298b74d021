"""Import text files and saved web pages, with the pictures beside them."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import nfc, on_disk, sha256
from newsgen.importers.items import Fetch, Finding, ImportedItem, Skipped
from newsgen.importers.saved_pages.pictures import embedded_pictures, with_pictures
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import MAX_PAGE_BYTES, Source
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.loaders.webpage.pictures.addresses import INSIDE
from newsgen.model.article import Article, Evidence
from newsgen.pages.media import is_picture

MAX_SAVED_BYTES = 120_000_000
"""Bytes of a page with the pictures inside it."""


def read_limited(file: Path, name: str, limit: int | None = None) -> bytes:
    """Return the bytes of the saved *file*, called *name* in messages; raise SourceError if unreadable or too large.

    It may have *limit* bytes, or else MAX_PAGE_BYTES.
    """
    limit = limit or MAX_PAGE_BYTES
    try:
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise SourceError.unreadable(name, error) from None
    if len(data) > limit:
        found = f"is larger than {limit // 1_000_000} MB, too large for an article"
        raise SourceError(name, found, "save each article as a separate file")
    return data


def import_text(file: Path, name: str) -> Iterator[Finding]:
    """Yield the article of the text capture *file*, called *name* in messages, or a SourceError."""
    try:
        data = read_limited(file, name)
        yield ImportedItem(load_capture(Source(name, "capture", file.parent), data), data, ".txt")
    except SourceError as error:
        yield error


_NOT_RELATIVE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_LEGACY = ("cp1256", "iso8859_6")
"""Encodings in which old programs percent-encoded the names of files."""


class SavedPictures:
    """The pictures saved beside the page *file*."""

    def __init__(self, file: Path, fetch: Fetch | None = None) -> None:
        """Find the pictures beside a saved page; *fetch*, if given, brings each one there first."""
        self._parent = os.path.realpath(file.parent)
        self._fetch = fetch
        self._found: dict[str, Path] = {}

    def at_hand(self, address: str) -> str | None:
        """Return a URL for the picture at the relative *address* in a saved page; None if no file is there."""
        file = self._picture(address.strip())
        if file is None:
            return None
        url = f"{INSIDE}beside/{quote(os.path.relpath(file, self._parent))}"
        self._found[url] = file
        return url

    def lookup(self, url: str) -> Path | None:
        """Return the picture beside a saved page for which `at_hand` returned *url*; None for any other."""
        return self._found.get(url)

    def _picture(self, address: str) -> Path | None:
        """Return the picture file at the relative *address* in a saved page, or None if not below the page's folder."""
        if not address or _NOT_RELATIVE.match(address):
            return None
        path = re.split("[?#]", address)[0]
        for name in dict.fromkeys(
            (unquote(path), *(unquote(path, encoding, "replace") for encoding in _LEGACY), address)
        ):
            if self._fetch:
                self._fetch(nfc(name))
            try:
                file = Path(os.path.realpath(on_disk(f"{self._parent}/{nfc(name)}")))
            except (ValueError, OSError):  # it has a NUL character, or is too long
                continue
            if file.is_relative_to(self._parent) and is_picture(file):
                return file
        return None


def import_webpage(file: Path, name: str, fetch: Fetch | None = None) -> Iterator[Finding]:
    """Yield the article of the saved page *file*, called *name* in messages, or why it has none."""
    try:
        data = read_limited(file, name, MAX_SAVED_BYTES)
        page, inside = embedded_pictures(data)
        beside = SavedPictures(file, fetch)
        article = read_webpage(page, name, at_hand=beside.at_hand)
    except NotAnArticleError as reason:
        yield Skipped("", reason.found)
    except NewsgenError as error:
        yield error
    else:
        article = replace(article, sha256=sha256(data), evidence=_evidence(article, data))
        keys = (f"url {article.source_url}",) if article.source_url else ()
        item = ImportedItem(article, data, ".html", keys)
        yield with_pictures(item, lambda url: inside.get(url) or beside.lookup(url))


def _evidence(article: Article, data: bytes) -> tuple[Evidence, ...]:
    """Return the evidence of a saved page's *article* with the digest of its *data*, which has its pictures inside."""
    return tuple(replace(one, sha256=sha256(data)) for one in article.evidence)
