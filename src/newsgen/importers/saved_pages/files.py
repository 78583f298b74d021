"""Import text files and saved web pages, with the pictures beside them."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import nfc, on_disk, sha256
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import MAX_PAGE_BYTES, Source
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.pages.media import is_picture
from newsgen.text.arabic import slug


def read_limited(file: Path, name: str) -> bytes:
    """Return the bytes of the saved *file*, called *name* in messages; raise SourceError if unreadable or too large."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_PAGE_BYTES + 1)
    except OSError as error:
        raise SourceError.unreadable(name, error) from None
    if len(data) > MAX_PAGE_BYTES:
        found = f"is larger than {MAX_PAGE_BYTES // 1_000_000} MB, too large for an article"
        raise SourceError(name, found, "save each article as a separate file")
    return data


def import_text(file: Path, name: str) -> Iterator[Finding]:
    """Yield the article of the text capture *file*, called *name* in messages, or a SourceError."""
    try:
        data = read_limited(file, name)
        yield ImportedItem(load_capture(Source(name, "capture", file.parent), data), data, ".txt")
    except SourceError as error:
        yield error


_SOURCE = re.compile(rb"""(?<=[\s"'])src\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.IGNORECASE)
_NOT_RELATIVE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_PLACEHOLDER = "https://saved.invalid/"
"""A URL that no page has; while the page is read, it stands for the folder of the page's pictures."""
_PLACEHOLDER_URL = re.compile(re.escape(_PLACEHOLDER) + r"(\d+)\.jpg")
_SAFE_NAME = re.compile(r"[\w-]{1,60}\.\w{1,5}", re.ASCII)


class SavedPictures:
    """The pictures saved beside the page *file*, whose bytes are *data*."""

    def __init__(self, file: Path, data: bytes) -> None:
        """Find the pictures beside a saved page and replace their addresses in *data* by placeholders."""
        self._parent = os.path.realpath(file.parent)
        self._folder = f"{slug(file.stem)[:40]}-{sha256(data)[:8]}".lstrip("-")
        self._found: list[Path] = []
        self.data = _SOURCE.sub(self._placeholder, data)
        """The page with placeholders for the addresses of these pictures."""

    def resolve(self, html: str | None) -> tuple[str | None, Mapping[str, Path]]:
        """Return saved *html* with the pictures' names for placeholders, and the file of each picture by its name."""
        shown: dict[str, Path] = {}

        def name(match: re.Match[str]) -> str:
            file = self._found[int(match[1])]
            safe = file.name if _SAFE_NAME.fullmatch(file.name) else f"{sha256(file.name.encode())[:8]}{file.suffix}"
            shown[f"{self._folder}/{safe}"] = file
            return f"{self._folder}/{safe}"

        return html and _PLACEHOLDER_URL.sub(name, html), shown

    def _placeholder(self, match: re.Match[bytes]) -> bytes:
        file = self._picture(unescape((match[1] or match[2]).decode("utf-8", "replace")).strip())
        if file is None:
            return match[0]
        self._found.append(file)
        return f'src="{_PLACEHOLDER}{len(self._found) - 1}.jpg"'.encode()

    def _picture(self, address: str) -> Path | None:
        """Return the picture file at the relative *address* in a saved page, or None if not below the page's folder."""
        if not address or _NOT_RELATIVE.match(address):
            return None
        try:
            named = f"{self._parent}/{nfc(unquote(re.split('[?#]', address)[0]))}"
            file = Path(os.path.realpath(on_disk(named)))
        except ValueError:  # it has a NUL character
            return None
        return file if file.is_relative_to(self._parent) and is_picture(file) else None


def import_webpage(file: Path, name: str) -> Iterator[Finding]:
    """Yield the article of the saved page *file*, called *name* in messages, or why it has none."""
    try:
        data = read_limited(file, name)
        saved = SavedPictures(file, data)
        article = read_webpage(saved.data, name)
    except NotAnArticleError as reason:
        yield Skipped("", reason.found)
    except NewsgenError as error:
        yield error
    else:
        html, pictures = saved.resolve(article.body_html)
        keys = (f"url {article.source_url}",) if article.source_url else ()
        yield ImportedItem(replace(article, body_html=html), data, ".html", keys, pictures=pictures)
