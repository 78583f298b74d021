"""Import texts and saved pages."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import sha256
from newsgen.importers.items import Found, ImportedItem, Skipped
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import Source
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.pages.media import is_picture
from newsgen.text.arabic import slug

MOST_BYTES = 20_000_000
"""Of a text or a page: the longest have a tenth of it."""


def read_whole(file: Path, name: str) -> bytes:
    """Return the bytes of *file*, called *name*; raise SourceError where it cannot be read, or is too long."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(name, f"cannot be read ({error.strerror})", "make it a readable file") from None
    if len(data) > MOST_BYTES:
        found = f"has more than {MOST_BYTES // 1_000_000} MB, and no article is so long"
        raise SourceError(name, found, "save each article as a file of its own")
    return data


def import_text(file: Path, name: str) -> Iterator[Found]:
    """Yield the article in a capture, or the error that says why there is none."""
    try:
        data = read_whole(file, name)
        yield ImportedItem(load_capture(Source(name, "capture", file.parent), data), data, ".txt")
    except SourceError as error:
        yield error


_SOURCE = re.compile(rb"""(?<=[\s"'])src\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_STAND_IN = "https://saved.invalid/"
"""An address that no page has: the page is read as if its pictures lay there."""
_STOOD_IN = re.compile(re.escape(_STAND_IN) + r"(\d+)\.jpg")
_PLAIN = re.compile(r"[\w-]{1,60}\.\w{1,5}", re.ASCII)


class SavedFiles:
    """The pictures that lie beside the saved page *file*, of which *data* are the bytes."""

    def __init__(self, file: Path, data: bytes) -> None:
        """Look for them."""
        self._home = os.path.realpath(file.parent)
        self._folder = f"{slug(file.stem)[:40]}-{sha256(data)[:8]}".lstrip("-")
        self._found: list[Path] = []
        self.data = _SOURCE.sub(self._stand_in, data)
        """The page with stand-ins for the addresses of these pictures."""

    def resolve(self, html: str | None) -> tuple[str | None, Mapping[str, Path]]:
        """Return *html* with the names of the pictures for their stand-ins, and the files of those that it shows."""
        shown: dict[str, Path] = {}

        def name(match: re.Match[str]) -> str:
            file = self._found[int(match[1])]
            plain = file.name if _PLAIN.fullmatch(file.name) else f"{sha256(file.name.encode())[:8]}{file.suffix}"
            shown[f"{self._folder}/{plain}"] = file
            return f"{self._folder}/{plain}"

        return html and _STOOD_IN.sub(name, html), shown

    def _stand_in(self, match: re.Match[bytes]) -> bytes:
        file = self._file(unescape((match[1] or match[2]).decode("utf-8", "replace")).strip())
        if file is None:
            return match[0]
        self._found.append(file)
        return f'src="{_STAND_IN}{len(self._found) - 1}.jpg"'.encode()

    def _file(self, written: str) -> Path | None:
        """Return the picture that an address means, if it lies in the page's own folder."""
        if not written or _ELSEWHERE.match(written):
            return None
        try:
            file = Path(os.path.realpath(f"{self._home}/{unquote(re.split('[?#]', written)[0])}"))
        except ValueError:  # it holds a NUL
            return None
        return file if file.is_relative_to(self._home) and is_picture(file) else None


def import_webpage(file: Path, name: str) -> Iterator[Found]:
    """Yield the article of the saved page *file*, or why there is none."""
    try:
        data = read_whole(file, name)
        saved = SavedFiles(file, data)
        article = read_webpage(saved.data, name)
    except NotAnArticleError as reason:
        yield Skipped("", reason.found)
    except NewsgenError as error:
        yield error
    else:
        html, pictures = saved.resolve(article.body_html)
        keys = (f"url {article.source_url}",) if article.source_url else ()
        yield ImportedItem(replace(article, body_html=html), data, ".html", keys, pictures=pictures)
