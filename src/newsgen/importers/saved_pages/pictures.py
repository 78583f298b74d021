"""Make files of content/media/ of the pictures that an imported article shows and its capture contains."""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from newsgen.filesystem import sha256
from newsgen.importers.items import ImportedItem
from newsgen.loaders.webpage.pictures.addresses import INSIDE
from newsgen.loaders.webpage.pictures.once import shown_once
from newsgen.model.body_links import REFERENCE
from newsgen.pages.media import measure_picture

Lookup = Callable[[str], bytes | Path | None]
"""Returns the picture at an absolute URL, as the page shows it, or the file that holds it; None if it is not known."""

MAX_PICTURE_BYTES = 30_000_000
MAX_PICTURES_BYTES = 200_000_000
"""Bytes of all pictures of one article."""
_FOLDER = "imported"
_DATA = re.compile(
    rb"data:image/(?P<kind>[\w.+-]{1,40})(?:;[\w=.-]{1,60}){0,3};base64,\s{0,20}+"
    rb"(?P<text>[A-Za-z0-9+/=%]++(?:\s{1,20}+(?=[A-Za-z0-9+/]{20})[A-Za-z0-9+/=%]++)*)",
    re.IGNORECASE,
)
_EMPTY_FIGURE = re.compile(r"<figure>(?:(?!<figure|<img ).)*?</figure>|<p>\s*(?:<a[^>]*>\s*</a>)?\s*</p>", re.DOTALL)


def embedded_pictures(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return a page's *data* with a URL for each picture that it contains as a data: address, and those pictures.

    The URLs begin with INSIDE, which no site has, and tell the size of the picture; equal pictures have the same.
    """
    found: dict[str, bytes] = {}

    def url(match: re.Match[bytes]) -> bytes:
        content = _decoded(match["text"])
        if not content:
            return match[0]
        measured = measure_picture(content)
        size = f"{measured.width}x{measured.height}" if measured else "unknown"
        suffix = measured.suffix if measured else re.sub(r"\W.*", "", match["kind"].decode()).lower()
        address = f"{INSIDE}{size}/{sha256(content)[:16]}.{suffix}"
        found[address] = content
        return address.encode()

    return (_DATA.sub(url, data) if b"data:image/" in data else data), found


def _decoded(text: bytes) -> bytes:
    """Return the bytes of a picture in a data: address, given as base 64, perhaps cut or escaped; b"" if unreadable."""
    text = b"".join(unquote_to_bytes(text).split()).rstrip(b"=")
    try:
        return a2b_base64(text[: len(text) - (len(text) % 4 == 1)] + b"==")
    except Base64Error:
        return b""


def with_pictures(item: ImportedItem, lookup: Lookup) -> ImportedItem:
    """Return *item* with the pictures of its text and its `image` that *lookup* finds as files of content/media/.

    Each is named by its content, so that equal pictures are one file and another import gives the same names. What is
    not found keeps its URL. A picture that cannot be shown, or is too large, is left as it is with a warning, or left
    out if it has no URL but that of `embedded_pictures`.
    """
    article, taken = item.article, _Pictures(lookup)
    html = article.body_html and REFERENCE.sub(lambda match: _shown(match, taken), article.body_html)
    if html and html != article.body_html and taken.refused:
        html = _EMPTY_FIGURE.sub("", html)
    src = taken.name(article.image.src) if article.image else None
    image = replace(article.image, src=src) if article.image and src else None
    if html and taken.files:
        html, image = shown_once(html, image)
    article = replace(article, body_html=html, image=image, warnings=(*article.warnings, *taken.warnings()))
    return replace(item, article=article, pictures={**item.pictures, **taken.files})


def _shown(match: re.Match[str], pictures: "_Pictures") -> str:
    """Return the tag of a picture in a body with the name of its file; "" if it cannot be shown at all."""
    if not match["img"]:
        return match[0]
    name = pictures.name(unescape(match["address"]))
    start, end = match.start("address") - match.start(), match.end("address") - match.start()
    return f"{match[0][:start]}{escape(name)}{match[0][end:]}" if name else ""


@dataclass(slots=True)
class _Pictures:
    """The pictures of one article that are taken out of its capture."""

    lookup: Lookup
    files: dict[str, bytes | Path] = field(default_factory=dict)
    """By their names below content/media/."""
    refused: Counter[str] = field(default_factory=Counter)
    """How many pictures were left as they were, by the reason."""
    _bytes: int = 0
    _names: dict[str, str | None] = field(default_factory=dict)

    def name(self, url: str) -> str | None:
        """Return the name of the file for the picture at *url*, or *url* without one; None if nothing can be shown."""
        if url not in self._names:
            self._names[url] = self._take(url) or (None if url.startswith(INSIDE) else url)
        return self._names[url]

    def _take(self, url: str) -> str | None:
        """Return the name of the file that the picture at *url* becomes; None if it is not known or refused."""
        found = self.lookup(url)
        if found is None:
            self.refused.update(["are not in the file"] if url.startswith(INSIDE) else [])
            return None
        content = found if isinstance(found, bytes) else _read(found)
        measured = measure_picture(content)
        digest = sha256(content)
        name = f"{_FOLDER}/{digest[:2]}/{digest[:16]}.{measured.suffix if measured else ''}"
        reason = self._doubt(len(content), is_picture=measured is not None, is_new=name not in self.files)
        if reason:
            self.refused[reason] += 1
            return None
        self._bytes += len(content) if name not in self.files else 0
        self.files.setdefault(name, found)
        return name

    def _doubt(self, size: int, *, is_picture: bool, is_new: bool) -> str | None:
        """Return why a picture of *size* bytes is not taken; None if it is."""
        if size > MAX_PICTURE_BYTES:
            return f"are larger than {MAX_PICTURE_BYTES // 1_000_000} MB"
        if not is_picture:
            return "are not of a type that can be shown (SVG, for example), or are damaged"
        if is_new and self._bytes + size > MAX_PICTURES_BYTES:
            return f"would make those of the article more than {MAX_PICTURES_BYTES // 1_000_000} MB"
        return None

    def warnings(self) -> Iterator[str]:
        """Yield a warning for each reason why pictures were not taken."""
        for reason, count in self.refused.items():
            yield f"{count} of its pictures {reason}; they are not copied: put them into content/media/ and name them"


def _read(file: Path) -> bytes:
    """Return the bytes of a picture's *file*, at most one more than a picture may have; b"" if it is not readable."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_PICTURE_BYTES + 1)
    except OSError:
        return b""
