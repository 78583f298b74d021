"""Read a feed or an export of Blogger as a stream: its head, then its entries one by one, with their bytes."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from importlib import import_module
from io import BufferedIOBase
from pathlib import Path
from typing import Any, cast

from newsgen.errors import SourceError, UnreadableError
from newsgen.importers.wordpress.items import Wrapper, xml_start
from newsgen.importers.wordpress.splitter import LOST_START, MAX_PIECE_BYTES, Piece, split_items

_PREFIX = rb"(?:[A-Za-z][\w.-]{0,20}:)?"
_ATTRIBUTES = rb"""((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>"""
_ROOT = re.compile(rb"<" + _PREFIX + rb"(feed|rss|RDF)(?=[\s>])" + _ATTRIBUTES)
_CHANNEL = re.compile(rb"<" + _PREFIX + rb"channel(?=[\s>])" + _ATTRIBUTES)
_NAMESPACE = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_DOCTYPE_WITH_ENTITIES = rb"!DOCTYPE(?![^<>\[]{0,300}>)"
_ROOT_END = re.compile(rb"</" + _PREFIX + rb"(?:feed|rss|RDF)\s*>")
_CHANNEL_END = re.compile(rb"</" + _PREFIX + rb"channel\s*>")
_CDATA_OR_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|&(?:(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);|([A-Za-z][A-Za-z0-9]*);)|&", re.DOTALL
)
"""CDATA sections and valid references, which are not changed, entities of HTML by their names, and other & signs."""
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_USUAL_NAMESPACES = {
    b"app": b"http://www.w3.org/2007/app",
    b"blogger": b"http://schemas.google.com/blogger/2018",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"gd": b"http://schemas.google.com/g/2005",
    b"media": b"http://search.yahoo.com/mrss/",
    b"thr": b"http://purl.org/syndication/thread/1.0",
}
"""Prefixes that feeds use without declaring them."""
Element = Any
"""An lxml element; lxml does not come with types."""


@dataclass(frozen=True, slots=True)
class Head:
    """The elements of a feed itself, before its entries."""

    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry of a feed, as XML."""

    element: Element
    data: bytes
    """Its bytes as they are in the file."""
    place: str
    """Where it is, in words: "item 12, line 345"."""
    offset: int
    """Position of its first byte."""
    warnings: tuple[str, ...] = ()
    """What had to be changed so that it is XML."""


def open_feed(file: Path) -> BufferedIOBase:
    """Open the feed *file* for reading; it may be compressed."""
    return cast("BufferedIOBase", gzip.open(file) if file.name.endswith((".gz", ".gzip")) else file.open("rb"))


@dataclass(slots=True)
class FeedReader:
    """Reads a feed from *stream*, which is called *name* in messages."""

    stream: BufferedIOBase
    name: str
    remedy: str
    """What to do about a damaged file, for errors."""
    head: Head = field(default_factory=Head)
    wrapper: Wrapper = field(default_factory=lambda: Wrapper(b"", "utf-8"))
    number: int = 0
    """Number of entries so far."""

    def read(self) -> Iterator[RawEntry | SourceError]:
        """Yield the entries of the feed, and an error for each part that cannot be read; the head is read first."""
        pieces = split_items(self.stream, _PREFIX + b"(?:item|entry)", _DOCTYPE_WITH_ENTITIES)
        first = next(pieces)
        if first.kind != "between":
            yield self._stop(first)
            return
        try:
            self._read_head(first.data)
        except UnreadableError as error:
            yield SourceError(self.name, str(error), self.remedy, error.line)
            return
        if b"<content" in first.data:
            yield SourceError(self.name, LOST_START, self.remedy, first.data.partition(b"<content")[0].count(b"\n") + 1)
        last, offset = first, len(first.data)
        for piece in pieces:
            last = piece
            yield from self._read_piece(piece, offset)
            offset += len(piece.data)
        yield from self._end(last)

    def parse(self, data: bytes) -> Element:
        """Return the entry of the feed with these bytes as XML; raise UnreadableError if they are not valid XML."""
        return self._parse(data)[0]

    def _parse(self, data: bytes) -> tuple[Element, tuple[str, ...]]:
        """Return an entry of the feed as XML, and what had to be changed for that; raise UnreadableError."""
        changed: tuple[str, ...] = ()
        try:
            root, controls = self.wrapper.parse(data)
        except UnreadableError:
            mended = _with_valid_ampersands(data)
            if mended == data:
                raise
            root, controls = self.wrapper.parse(mended)
            changed = ("has & signs that are not valid XML; they are read as in HTML",)
        if controls:
            changed = (*changed, f"has {controls} control characters, which are left out")
        return root[0], changed

    def _read_head(self, data: bytes) -> None:
        if not data.strip():
            raise UnreadableError("is empty")
        if data.startswith(_UTF16_BOMS):
            raise UnreadableError("is in UTF-16, which is not read; save it as UTF-8")
        root = _ROOT.search(data)
        if not root:
            raise UnreadableError("is neither a feed nor an export of Blogger")
        declared = _DECLARED.match(data, xml_start(data))
        encoding = declared[1].decode().lower() if declared else "utf-8"
        channel = _CHANNEL.search(data, root.end())
        opening = b'<?xml version="1.0" encoding="%s"?><rss%s>' % (encoding.encode(), _namespaces(root, channel))
        self.wrapper = Wrapper(opening, encoding)
        self.head = Head(tuple(_recovered(opening + data[(channel or root).end() :])))

    def _read_piece(self, piece: Piece, offset: int) -> Iterator[RawEntry | SourceError]:
        """Yield what is in a *piece* of the feed: an entry, or an error for a damaged one."""
        if piece.kind == "between":
            yield from self._between(piece)
        elif piece.kind == "item":
            self.number += 1
            try:
                element, warnings = self._parse(piece.data)
            except UnreadableError as error:
                found = f"has item {self.number}, from line {piece.line} on, which {error}"
                yield SourceError(self.name, found, self.remedy, piece.line + error.line - 1)
            else:
                yield RawEntry(element, piece.data, f"item {self.number}, line {piece.line}", offset, warnings)
        elif piece.kind == "cut item":
            self.number += 1
            found = f"has item {self.number}, from line {piece.line} on, without its end"
            yield SourceError(self.name, found, self.remedy, piece.line + piece.data.rstrip().count(b"\n"))
        else:
            yield self._stop(piece)

    def _between(self, piece: Piece) -> Iterator[SourceError]:
        """Yield an error if the text between two entries of the feed is not valid XML, because it was one."""
        text = _CHANNEL_END.sub(b"", _ROOT_END.split(piece.data)[0])
        if not text.strip():
            return
        try:
            self.wrapper.parse(b"<channel>" + text + b"</channel>")
        except UnreadableError as error:
            found = f"has text between items that {error}"
            yield SourceError(self.name, found, self.remedy, piece.line + error.line - 1)

    def _stop(self, piece: Piece) -> SourceError:
        """Return the error that says why reading the feed stops at *piece*."""
        line = piece.line + piece.data.count(b"\n")
        if piece.kind == "doctype":
            found = "has a DOCTYPE, which may define entities, so reading stops there"
            return SourceError(self.name, found, "delete the DOCTYPE", line)
        found = f"has more than {MAX_PIECE_BYTES >> 20} MB in one piece after item {self.number}, where reading stops"
        return SourceError(self.name, found, "split the file, or leave that item out", line)

    def _end(self, last: Piece) -> Iterator[SourceError]:
        """Yield an error if the *last* piece of the feed is not its end."""
        if last.kind == "between" and not _ROOT_END.search(last.data):
            found = f"is cut off after item {self.number}: it ends without the end of its root element"
            line = last.line + last.data.count(b"\n")
            yield SourceError(self.name, found, "download or export the whole file again", line)


def _namespaces(root: re.Match[bytes], channel: re.Match[bytes] | None) -> bytes:
    """Return the declarations of namespaces that hold for the entries of a feed, as attributes on one line."""
    found: dict[bytes, bytes] = {}
    for start in filter(None, (root, channel)):
        for namespace in _NAMESPACE.finditer(start.groups()[-1]):
            found.setdefault(namespace[1] or b"", b" " + b" ".join(namespace[0].split()))
    for prefix, address in _USUAL_NAMESPACES.items():
        found.setdefault(prefix, b' xmlns:%s="%s"' % (prefix, address))
    return b"".join(found.values())


def _with_valid_ampersands(data: bytes) -> bytes:
    """Return an entry of a feed with the characters that HTML's entities mean, and every other & escaped."""
    return _CDATA_OR_AMPERSAND.sub(_valid_ampersand, data)


def _valid_ampersand(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode()
    if match[0] != b"&" and not name:
        return match[0]
    letters = html5.get(f"{name};", "") if name else ""
    return "".join(f"&#{ord(letter)};" for letter in letters).encode() or b"&amp;" + match[0][1:]


def _recovered(data: bytes) -> list[Element]:
    """Return the elements at the beginning of a feed, *data*, whose end is missing."""
    etree = import_module("lxml.etree")  # an optional dependency that is slow to load
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    return [] if root is None else [child for child in root if _is_readable(child)]


def _is_readable(element: Element) -> bool:
    """Return whether all texts in an *element* of a damaged feed can be read; half a letter may be left of one."""
    try:
        for one in element.iter():
            _ = one.text, one.attrib.values()
    except UnicodeDecodeError:
        return False
    return True
