"""Import an export of WordPress: every item is an article, a page, or named with the reason why not."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from io import BufferedIOBase
from pathlib import Path
from typing import Literal, cast

from newsgen.errors import SourceError
from newsgen.importers.items import Attachment, Finding, Skipped
from newsgen.importers.wordpress.article import ATTACHMENT, Export, read_article, why_skipped
from newsgen.importers.wordpress.items import Head, Item, NotReadableError, Wrapper, read_head, wrapper_of
from newsgen.importers.wordpress.markup import plain
from newsgen.importers.wordpress.shortcodes import MediaFile, MediaLibrary
from newsgen.importers.wordpress.splitter import BROKEN, MAX_PIECE, Piece, cut

_AGAIN = "export it again from WordPress (Tools, Export), or mend the file"
_SWALLOWED = "goes on into the next: its text has no end"
_POST_ID = b"<wp:post_id>"
_NEXT_ITEM = re.compile(rb"(?=<item[\s>])")


def import_wxr(file: Path, name: str) -> Iterator[Finding]:
    """Yield what the export *file* holds, item by item; *name* stands for it in messages."""
    if find_spec("lxml") is None:
        yield SourceError(name, "cannot be read without lxml", "pip install 'newsgen[import]'")
        return
    try:
        with _opened(file) as stream:
            yield from _read(cut(stream), file, name)
    except BROKEN as error:
        yield SourceError(name, f"is packed, and broken ({error})", "fetch the file again")
    except OSError as error:
        yield SourceError(name, f"cannot be read ({error.strerror or error})", "make the file readable")


def _opened(file: Path) -> BufferedIOBase:
    return cast("BufferedIOBase", gzip.open(file) if file.name.endswith(".gz") else file.open("rb"))


def _read(pieces: Iterator[Piece], file: Path, name: str) -> Iterator[Finding]:
    """Yield what the *pieces* of the export *file* hold."""
    first = next(pieces)
    if first.kind != "between":
        yield _refusal(first, name, 0)
        return
    second = next(pieces, None)
    head = Head()
    try:
        wrapper = wrapper_of(first.data)
        head = read_head(first.data, is_whole=second is None)
    except NotReadableError as error:
        yield SourceError(name, str(error), _AGAIN, error.line)
        if second is None or "is no sound XML" not in str(error):
            return
    if second:
        reader = _Reader(name, wrapper, Export(name, wrapper.encoding, head, _media(file, wrapper)))
        yield from reader.read(second)
        for piece in pieces:
            yield from reader.read(piece)
        yield from reader.end()


def _media(file: Path, wrapper: Wrapper) -> MediaLibrary:
    """Return the files that an export names anywhere: posts may stand before the pictures they show."""
    library = MediaLibrary()
    with _opened(file) as stream:
        try:
            for piece in cut(stream):
                if piece.kind == "item" and b"attachment_url" in piece.data:
                    _note_file(piece.data, wrapper, library)
        except BROKEN:
            pass  # it is told where the articles are read
    return library


def _note_file(data: bytes, wrapper: Wrapper, library: MediaLibrary) -> None:
    try:
        item = wrapper.read_item(data)
    except NotReadableError:
        return  # the same
    alt = next(iter(item.metas("_wp_attachment_image_alt")), "")
    caption = plain(item.get("excerpt:encoded"))
    file = MediaFile(item.get("wp:attachment_url"), plain(item.get("title")), plain(alt), caption)
    if item.get("wp:post_type") == ATTACHMENT and file.url:
        library.add(item.get("wp:post_id"), item.get("wp:post_parent"), file)


def _refusal(piece: Piece, name: str, number: int) -> SourceError:
    """Say why nothing is read from *piece* on."""
    line = piece.line + piece.data.count(b"\n")
    if piece.kind == "doctype":
        found = "holds a DOCTYPE, as a web page does, or entities that unfold: nothing is read from there on"
        return SourceError(name, found, "export it again from WordPress (Tools, Export)", line)
    found = f"has more than {MAX_PIECE >> 20} MB in one piece after item {number}: nothing is read from there on"
    return SourceError(name, found, "split the export, or leave that post out", line)


class _Reader:
    """Reads an export piece by piece, and counts its items."""

    def __init__(self, name: str, wrapper: Wrapper, export: Export) -> None:
        self.name, self.wrapper, self.export = name, wrapper, export
        self.number = 0
        self.line = 1
        """The last that was read."""
        self.is_over = False
        """Whether the end of the export has been seen, or nothing more is read."""

    def read(self, piece: Piece) -> Iterator[Finding]:
        """Yield what *piece* is: one item, or what damage has made of it."""
        self.line = piece.line + piece.data.count(b"\n")
        self.is_over = piece.kind not in {"item", "between"}
        if piece.kind == "between":
            yield from self._between(piece)
        elif piece.kind in {"item", "cut item"}:
            yield from self._item(piece)
        else:
            yield _refusal(piece, self.name, self.number)

    def end(self) -> Iterator[Finding]:
        """Yield an error where the end of the export has not been seen."""
        if not self.is_over:
            found = f"is cut off after item {self.number}: it ends without </rss>"
            yield SourceError(self.name, found, "fetch or export the whole file again", self.line)

    def _between(self, piece: Piece) -> Iterator[Finding]:
        """Yield an error where something between two items was an item once."""
        if not piece.data.strip():
            return
        self.is_over = b"</rss>" in piece.data
        channel = piece.data.partition(b"</rss>")[0].replace(b"</channel>", b"")
        try:
            self.wrapper.parse(b"<channel>" + channel + b"</channel>")
        except NotReadableError as error:
            found = f"holds something between items that {error}"
            yield SourceError(self.name, found, _AGAIN, piece.line + error.line - 1)

    def _item(self, piece: Piece) -> Iterator[Finding]:
        self.number += 1
        try:
            if piece.data.count(_POST_ID) > 1:
                raise NotReadableError(_SWALLOWED)  # noqa: TRY301 - it is damaged, though sound XML
            item = self.wrapper.read_item(piece.data)
        except NotReadableError as error:
            yield from self._damaged(piece, error)
        else:
            yield self._found(item, piece)

    def _damaged(self, piece: Piece, error: NotReadableError) -> Iterator[Finding]:
        """Yield what is wrong; and where a CDATA that nobody closed has swallowed items, those that are whole."""
        parts = [part for part in _NEXT_ITEM.split(piece.data) if part]
        if len(parts) == 1:
            yield self._broken(piece, error)
            return
        line = piece.line
        for count, part in enumerate(parts):
            self.number += count > 0
            kind: Literal["item", "cut item"] = "item" if b"</item>" in part else "cut item"
            yield self._part(Piece(kind, part, line))
            line += part.count(b"\n")

    def _part(self, piece: Piece) -> Finding:
        before, end, _ = piece.data.rpartition(b"</item>")
        try:
            item = self.wrapper.read_item(before + end if end else piece.data)
        except NotReadableError as error:
            return self._broken(piece, error)
        if not item.get("wp:post_type"):
            return self._broken(piece, NotReadableError("is no item of WordPress"))
        return self._found(item, replace(piece, data=before + end))

    def _broken(self, piece: Piece, error: NotReadableError) -> SourceError:
        if piece.kind == "cut item":
            found = f"holds item {self.number}, from line {piece.line} on, without its end"
            return SourceError(self.name, found, _AGAIN, piece.line + piece.data.rstrip().count(b"\n"))
        found = f"holds item {self.number}, from line {piece.line} on, which {error}"
        return SourceError(self.name, found, _AGAIN, piece.line + error.line - 1)

    def _found(self, item: Item, piece: Piece) -> Finding:
        place = f"item {self.number}, line {piece.line}"
        kind = item.get("wp:post_type")
        if kind == ATTACHMENT:
            url = item.get("wp:attachment_url") or item.get("guid")
            title = plain(item.get("title")) or None
            return Attachment(url, title) if url else Skipped(place, "is a file without an address")
        why = "was in the trash" if item.get("wp:status") == "trash" else why_skipped(kind)
        found = why or read_article(item, piece.data, place, self.export)
        return Skipped(place, found) if isinstance(found, str) else found
