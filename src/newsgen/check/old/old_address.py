"""Define an address of the former site, and open the files that list such addresses."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from newsgen.errors import SourceError

HEAD_BYTES = 1 << 16
"""Bytes at the start of a file by which its kind is recognised."""
READ_ERRORS = (EOFError, gzip.BadGzipFile, OSError)
"""Raised by reading a file that is damaged or unreadable; `zlib.error` is raised apart from them."""
_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 1 << 16


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address of the former site, with what the file says about the page that was there."""

    url: str
    """A full URL, or a path with a leading slash."""
    hits: int = 1
    """How often it was asked for; 1 in a file that does not say so."""
    title: str = ""
    """The headline of its article; "" if unknown."""
    day: str = ""
    """The day of publication in ISO 8601; "" if unknown."""


@contextmanager
def open_file(file: Path) -> Iterator[IO[bytes]]:
    """Open a *file* of old addresses to read its bytes, decompressed if it is gzip; raise OSError."""
    with file.open("rb") as stream:
        if stream.peek(2)[:2] != _GZIP:
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield cast("IO[bytes]", unpacked)


def head_of(file: Path) -> bytes:
    """Return the first bytes of a *file* of old addresses; raise SourceError if it cannot be read."""
    import zlib  # noqa: PLC0415 - as `gzip` does

    try:
        with open_file(file) as stream:
            return stream.read(HEAD_BYTES)
    except (*READ_ERRORS, zlib.error) as error:
        raise unreadable(file, error) from None


def unreadable(file: Path, error: Exception) -> SourceError:
    """Return the error that a *file* of old addresses cannot be read to its end."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
    return SourceError(str(file), f"cannot be read ({why})", "give a whole, readable file")


def blocks(stream: IO[bytes], size: int = 1 << 22) -> Iterator[bytes]:
    """Yield a *stream* of old addresses in blocks of whole lines; a line longer than a block is cut."""
    rest = b""
    while block := stream.read(size):
        head, newline, tail = (rest + block).rpartition(b"\n")
        if newline:
            yield head
            rest = tail
        elif len(tail) > size:
            rest = b""  # no line of a log or a list is that long
        else:
            rest = tail
    if rest:
        yield rest


_NOT_PAGE = re.compile(
    r"(?:\.(?:css|js|mjs|json|map|xml|txt|png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|eot|otf|mp[34]|webm|m4[av]|ogg"
    r"|pdf|zip|gz|rss|atom|webmanifest)|/feed/?|/embed/?|/trackback/?|/wp-(?:login|cron|signup|trackback)\.php|/xmlrpc\.php)$"
    r"|^/(?:wp-(?:admin|content|includes|json)|\.well-known|cgi-bin)(?:/|$)",
    re.IGNORECASE,
)


def is_page(url: str) -> bool:
    """Return whether an address of a former site may be a page, rather than a picture, a script or a feed."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url, flags=re.IGNORECASE).partition("#")[0].partition("?")[0]
    return _NOT_PAGE.search(path or "/") is None
