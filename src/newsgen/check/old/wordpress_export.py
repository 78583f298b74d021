"""Read the addresses of posts and pages in a WordPress export."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from newsgen.check.old.old_address import READ_ERRORS, OldAddress, open_file, unreadable
from newsgen.check.safe_xml import UnsafeXMLError, local_name, parse_xml
from newsgen.errors import SourceError, UnreadableError
from newsgen.importers.wordpress.items import Wrapper, read_wrapper, strip_controls
from newsgen.importers.wordpress.splitter import Piece, split_items

_EXPORT = b"://wordpress.org/export/"
_PUBLIC = "publish"
_PAGES = ("post", "page")
_REMEDY = "export it again from WordPress (Tools, Export)"


def is_export(head: bytes) -> bool:
    """Return whether a file that starts with *head* is a WordPress export."""
    return _EXPORT in head


def read_export(file: Path) -> Iterator[OldAddress]:
    """Yield the published posts and pages of a WordPress export, with their headlines and days.

    Raises SourceError for a damaged export.
    """
    wrapper = None
    try:
        with open_file(file) as stream:
            for piece in split_items(stream):  # type: ignore[arg-type]
                if piece.kind not in {"item", "cut item", "between"}:
                    raise _damaged(file, piece)
                if wrapper is None:
                    wrapper = read_wrapper(piece.data)
                elif piece.kind != "between":
                    yield from _address(piece, wrapper, file)
    except UnreadableError as error:
        raise SourceError(str(file), str(error), _REMEDY, error.line) from None
    except (*READ_ERRORS, zlib.error) as error:
        raise unreadable(file, error) from None


def _damaged(file: Path, piece: Piece) -> SourceError:
    found = "has a DOCTYPE, which may define entities" if piece.kind == "doctype" else "has a piece that is too long"
    return SourceError(str(file), found, _REMEDY, piece.line)


def _address(piece: Piece, wrapper: Wrapper, file: Path) -> Iterator[OldAddress]:
    """Yield the address of one item, unless it was never public."""
    data = strip_controls(piece.data)[0]
    try:
        root = parse_xml(wrapper.opening + data + b"</rss>")
    except UnsafeXMLError as error:
        line = piece.line + error.line - 1
        raise SourceError(str(file), f"has an item that {error}", _REMEDY, line) from None
    item = {local_name(child.tag): (child.text or "").strip() for child in reversed(root[0])}
    if item.get("status") == _PUBLIC and item.get("post_type") in _PAGES and item.get("link"):
        day = item.get("post_date", "")[:10]
        yield OldAddress(item["link"], 1, item.get("title", ""), "" if day.startswith("0000") else day)
