"""Import a WordPress export item by item, and say for each item that is not an article why not."""

import gzip
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from importlib.util import find_spec
from io import BufferedIOBase
from pathlib import Path
from typing import Literal, cast

from newsgen.errors import SourceError, UnreadableError, install_extra
from newsgen.importers.items import Attachment, Finding, Skipped
from newsgen.importers.wordpress.article import ATTACHMENT, Export, read_article, skip_reason
from newsgen.importers.wordpress.authors import AuthorNames, is_author_type
from newsgen.importers.wordpress.items import (
    Head,
    InvalidXMLError,
    Item,
    Wrapper,
    decode_slug,
    read_head,
    read_wrapper,
)
from newsgen.importers.wordpress.markup import plain_text
from newsgen.importers.wordpress.media_library import MediaFile, MediaLibrary, SharedText, is_shared_type
from newsgen.importers.wordpress.splitter import LOST_START, MAX_PIECE_BYTES, READ_ERRORS, Piece, split_items

_REMEDY = "export it again from WordPress (Tools, Export), or repair the file"
_UNCLOSED = "runs into the next item because its text is not closed"
_POST_ID = b"<wp:post_id>"
_TYPE = re.compile(rb"post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]{1,60})", re.ASCII)
_NEXT_ITEM = re.compile(rb"(?=<item[\s>])")


def import_wxr(file: Path, name: str) -> Iterator[Finding]:
    """Yield the findings of the export *file*, called *name* in messages, item by item."""
    if find_spec("lxml") is None:
        yield SourceError(name, "cannot be read without lxml", install_extra("import"))
        return
    try:
        with _open(file) as stream:
            yield from _read(split_items(stream), file, name)
    except READ_ERRORS as error:
        yield SourceError(name, f"is compressed and damaged ({error})", "get the file again")
    except OSError as error:
        yield SourceError.unreadable(name, error, "make the file readable")


def _open(file: Path) -> BufferedIOBase:
    return cast("BufferedIOBase", gzip.open(file) if file.name.endswith(".gz") else file.open("rb"))


def _read(pieces: Iterator[Piece], file: Path, name: str) -> Iterator[Finding]:
    first = next(pieces)
    if first.kind != "between":
        yield _refusal_error(first, name, 0)
        return
    second = next(pieces, None)
    head = Head()
    try:
        wrapper = read_wrapper(first.data)
        head = read_head(first.data, is_whole=second is None)
    except UnreadableError as error:
        yield SourceError(name, str(error), _REMEDY, error.line)
        if second is None or not isinstance(error, InvalidXMLError):
            return
    if b"<content:encoded" in first.data:
        yield SourceError(name, LOST_START, _REMEDY, first.data.partition(b"<content:encoded")[0].count(b"\n") + 1)
    if second:
        with closing(MediaLibrary()) as media:
            authors = AuthorNames()
            _index(file, wrapper, media, authors)
            for login, shown in head.names.items():
                authors.add(shown, login)
            reader = _Reader(name, wrapper, Export(name, wrapper.encoding, head, media, authors))
            yield from reader.read(second)
            for piece in pieces:
                yield from reader.read(piece)
            yield from reader.end()


def _index(file: Path, wrapper: Wrapper, media: MediaLibrary, authors: AuthorNames) -> None:
    """Add what posts of an export may name, which may follow them: files and shared texts to *media*, and *authors*."""
    with _open(file) as stream, suppress(*READ_ERRORS):  # reported when the articles are read
        for piece in split_items(stream):
            if piece.kind == "item" and _is_named_by_posts(piece.data):
                _add_named(piece.data, wrapper, media, authors)


def _is_named_by_posts(data: bytes) -> bool:
    """Return whether the bytes of an item look like one of a type that posts name."""
    kinds = (kind.decode() for kind in _TYPE.findall(data))
    return any(kind == ATTACHMENT or is_shared_type(kind) or is_author_type(kind) for kind in kinds)


def _add_named(data: bytes, wrapper: Wrapper, media: MediaLibrary, authors: AuthorNames) -> None:
    try:
        item = wrapper.read_item(data)
    except UnreadableError:
        return  # reported when the articles are read
    kind = item.get("wp:post_type")
    if kind == ATTACHMENT and item.get("wp:attachment_url"):
        alt = next(iter(item.meta_values("_wp_attachment_image_alt")), "")
        caption = plain_text(item.get("excerpt:encoded"))
        file = MediaFile(item.get("wp:attachment_url"), plain_text(item.get("title")), plain_text(alt), caption)
        media.add(item.get("wp:post_id"), item.get("wp:post_parent"), file)
    elif is_author_type(kind):
        authors.add_record(item)
    elif is_shared_type(kind) and item.get("wp:status") != "trash":
        text = SharedText(item.get("wp:post_id"), item.fields.get("content:encoded", ""), item.meta)
        media.texts.add(decode_slug(item.get("wp:post_name")), text)


def _refusal_error(piece: Piece, name: str, number: int) -> SourceError:
    """Return the error that says why reading the WordPress export stops at *piece*."""
    line = piece.line + piece.data.count(b"\n")
    if piece.kind == "doctype":
        found = "has a DOCTYPE, which may define entities, so reading stops there"
        return SourceError(name, found, "export it again from WordPress (Tools, Export)", line)
    found = f"has more than {MAX_PIECE_BYTES >> 20} MB in one piece after item {number}, where reading stops"
    return SourceError(name, found, "split the export, or leave that post out", line)


class _Reader:
    """Reads an export piece by piece, and counts its items."""

    def __init__(self, name: str, wrapper: Wrapper, export: Export) -> None:
        self.name, self.wrapper, self.export = name, wrapper, export
        self.number = 0
        self.line = 1
        """The last line that was read."""
        self.is_finished = False
        """Whether the end of the export was reached, or reading stopped."""

    def read(self, piece: Piece) -> Iterator[Finding]:
        """Yield the findings of a *piece* of the export: one item, or what is left of damaged ones."""
        self.line = piece.line + piece.data.count(b"\n")
        self.is_finished = piece.kind not in {"item", "between"}
        if piece.kind == "between":
            yield from self._between(piece)
        elif piece.kind in {"item", "cut item"}:
            yield from self._item(piece)
        else:
            yield _refusal_error(piece, self.name, self.number)

    def end(self) -> Iterator[Finding]:
        """Yield an error if the end of the export was not reached."""
        if not self.is_finished:
            found = f"is cut off after item {self.number}: it ends without </rss>"
            yield SourceError(self.name, found, "download or export the whole file again", self.line)

    def _between(self, piece: Piece) -> Iterator[Finding]:
        """Yield an error if the text between two items of the export is not valid XML, because it was an item."""
        if not piece.data.strip():
            return
        self.is_finished = b"</rss>" in piece.data
        channel = piece.data.partition(b"</rss>")[0].replace(b"</channel>", b"")
        try:
            self.wrapper.parse(b"<channel>" + channel + b"</channel>")
        except UnreadableError as error:
            found = f"has text between items that {error}"
            yield SourceError(self.name, found, _REMEDY, piece.line + error.line - 1)

    def _item(self, piece: Piece) -> Iterator[Finding]:
        self.number += 1
        try:
            if piece.data.count(_POST_ID) > 1:
                raise UnreadableError(_UNCLOSED)  # noqa: TRY301 - it is damaged, though valid XML
            item = self.wrapper.read_item(piece.data)
        except UnreadableError as error:
            yield from self._recover_items(piece, error)
        else:
            yield self._finding_of(item, piece)

    def _recover_items(self, piece: Piece, error: UnreadableError) -> Iterator[Finding]:
        """Yield the export's error; if an unclosed CDATA section contains further complete items, yield them."""
        parts = [part for part in _NEXT_ITEM.split(piece.data) if part]
        if len(parts) == 1:
            yield self._item_error(piece, error)
            return
        line = piece.line
        for count, part in enumerate(parts):
            self.number += count > 0
            kind: Literal["item", "cut item"] = "item" if b"</item>" in part else "cut item"
            yield self._read_part(Piece(kind, part, line))
            line += part.count(b"\n")

    def _read_part(self, piece: Piece) -> Finding:
        before, end, _ = piece.data.rpartition(b"</item>")
        try:
            item = self.wrapper.read_item(before + end if end else piece.data)
        except UnreadableError as error:
            return self._item_error(piece, error)
        if not item.get("wp:post_type"):
            return self._item_error(piece, UnreadableError("is not a WordPress item"))
        return self._finding_of(item, replace(piece, data=before + end))

    def _item_error(self, piece: Piece, error: UnreadableError) -> SourceError:
        if piece.kind == "cut item":
            found = f"has item {self.number}, from line {piece.line} on, without its end"
            return SourceError(self.name, found, _REMEDY, piece.line + piece.data.rstrip().count(b"\n"))
        found = f"has item {self.number}, from line {piece.line} on, which {error}"
        return SourceError(self.name, found, _REMEDY, piece.line + error.line - 1)

    def _finding_of(self, item: Item, piece: Piece) -> Finding:
        place = f"item {self.number}, line {piece.line}"
        kind = item.get("wp:post_type")
        if kind == ATTACHMENT:
            url = item.get("wp:attachment_url") or item.get("guid")
            title = plain_text(item.get("title")) or None
            return Attachment(url, title) if url else Skipped(place, "is an attachment without a URL")
        why = "was in the trash" if item.get("wp:status") == "trash" else skip_reason(kind)
        found = why or read_article(item, piece.data, place, self.export)
        return Skipped(place, found) if isinstance(found, str) else found
