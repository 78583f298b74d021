"""Import web pages that Safari saved as a web archive (.webarchive), with the pictures in them."""

import plistlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from newsgen.errors import SourceError
from newsgen.importers.items import Finding
from newsgen.importers.saved_pages.bundles import MAX_BUNDLE_BYTES, MAX_PARTS, Bundle, Part, finding_of
from newsgen.importers.saved_pages.files import read_limited

_MAX_DEPTH = 5
_PLIST_ERRORS = (
    *(plistlib.InvalidFileException, ExpatError, ValueError, TypeError, LookupError, AttributeError),
    *(RecursionError, OverflowError, MemoryError),
)
"""What Python's reader raises if a file is damaged or hostile."""


def import_webarchive(file: Path, name: str) -> Iterator[Finding]:
    """Yield the article of Safari's web archive *file*, called *name* in messages, or why it has none."""
    try:
        data = read_limited(file, name, MAX_BUNDLE_BYTES)
        yield finding_of(_bundle(data, name), data, ".webarchive", name)
    except SourceError as error:
        yield error


def _bundle(data: bytes, name: str) -> Bundle:
    """Return the pages and pictures in the archive *data*; raise SourceError if it cannot be read."""
    try:
        archive = plistlib.loads(data)
    except _PLIST_ERRORS as error:
        found = f"is a web archive of Safari that cannot be read ({error or type(error).__name__})"
        raise SourceError(name, found, "save the page again") from None
    if not isinstance(archive, dict) or not isinstance(archive.get("WebMainResource"), dict):
        raise SourceError(name, "is a property list, but not a web archive of Safari", "save the page again")
    parts: list[Part] = []
    pages = _collect(archive, parts, 1)
    return Bundle(tuple(pages), tuple(parts[:MAX_PARTS]), pages[0].location if pages else "")


def _collect(archive: dict[str, Any], parts: list[Part], depth: int) -> list[Part]:
    """Add the files of an *archive* to *parts*, and return its page, then those in its frames."""
    main = _part(archive.get("WebMainResource"))
    pages = [main] if main and main.is_page else []
    for resource in _list(archive.get("WebSubresources")):
        part = _part(resource)
        if part and len(parts) < MAX_PARTS:
            parts.append(part)
    for frame in _list(archive.get("WebSubframeArchives")) if depth <= _MAX_DEPTH else ():
        if isinstance(frame, dict) and len(parts) < MAX_PARTS:
            pages += _collect(frame, parts, depth + 1)
    return pages


def _list(value: object) -> list[Any]:
    return value[:MAX_PARTS] if isinstance(value, list) else []


def _part(resource: object) -> Part | None:
    """Return a resource of the archive as a part; None if it has no bytes."""
    if not isinstance(resource, dict) or not isinstance(resource.get("WebResourceData"), bytes):
        return None
    url, media, charset = (
        resource.get(key) for key in ("WebResourceURL", "WebResourceMIMEType", "WebResourceTextEncodingName")
    )
    return Part(
        url if isinstance(url, str) else "",
        media.lower() if isinstance(media, str) else "",
        charset if isinstance(charset, str) else None,
        partial(bytes, resource["WebResourceData"]),
    )
