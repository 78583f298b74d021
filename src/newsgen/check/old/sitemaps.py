"""Read the addresses of a former site's sitemap, or of an index of sitemaps whose parts are beside it."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from newsgen.check.old.old_address import READ_ERRORS, OldAddress, open_file, unreadable
from newsgen.check.safe_xml import UnsafeXMLError, entries
from newsgen.errors import SourceError

_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_MAX_PARTS = 1000


def is_sitemap(head: bytes) -> bool:
    """Return whether a file that starts with *head* is a sitemap or an index of sitemaps."""
    return _ROOT.search(head.replace(b"\0", b"")) is not None


def read_sitemap(file: Path) -> Iterator[OldAddress]:
    """Yield the pages of a sitemap; those of an index are read from the files of the same names in its folder.

    Raises SourceError for what is not XML, and for a part that is missing.
    """
    parts = []
    for kind, url in _locations(file):
        if kind == "sitemap":
            parts.append(url)
        else:
            yield OldAddress(url)
    for url in parts[:_MAX_PARTS]:
        for kind, page in _locations(_beside(file, url)):
            if kind == "url":
                yield OldAddress(page)


def _locations(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the address of each entry of a sitemap, with its kind: url or sitemap."""
    try:
        with open_file(file) as stream:
            for kind, entry in entries(stream, ("url", "sitemap")):
                location = next((text for name, text in entry if name == "loc" and text), None)
                if location:
                    yield kind, location
    except UnsafeXMLError as error:
        raise SourceError(str(file), str(error), "give the sitemap as the site published it", error.line) from None
    except (*READ_ERRORS, zlib.error) as error:
        raise unreadable(file, error) from None


def _beside(index: Path, url: str) -> Path:
    """Return the file beside an *index* of sitemaps that is a copy of its part at *url*; raise SourceError."""
    try:
        name = urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        name = ""
    for candidate in (name, f"{name}.gz", name.removesuffix(".gz")):
        file = index.parent / candidate
        if candidate and "\0" not in candidate and len(candidate) < 200 and file.is_file() and file != index:  # noqa: PLR2004
            return file
    found = f"names the sitemap {url}, which is not in its folder"
    raise SourceError(str(index), found, f"save that file as {index.parent / (name or 'sitemap.xml')}")
