"""Import an export of Blogger, as its settings or Google Takeout give it: posts and pages with their comments."""

import re
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BufferedIOBase, BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from newsgen.errors import SourceError
from newsgen.importers.exported_posts import Post, is_after, item_of, slug_in
from newsgen.importers.feeds.comments import read_comment
from newsgen.importers.feeds.entries import author_names, children, html, line, link, text, time
from newsgen.importers.feeds.reader import Element, FeedReader, RawEntry, open_feed
from newsgen.importers.items import Finding, Skipped
from newsgen.importers.wordpress.splitter import MAX_FILE_BYTES, READ_ERRORS
from newsgen.model.article import Comment

_REMEDY = "export it again from Blogger (Settings, Back up content), or repair the file"
_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
_KINDS = {"post": "post", "page": "page", "comment": "comment"}
_NOT_ARTICLES = {
    "settings": "is a setting of the blog, not an article",
    "template": "is the template of the blog, not an article",
}
_TRASH = {"SOFT_TRASHED", "TRASHED", "DELETED"}
_LIVE = {"", "LIVE", "SCHEDULED"}
_BLOCK = 1024 * 1024
_GENERIC_SLUG = re.compile(r"blog-post(?:_\d+)?|\d{1,3}(?:_\d+)?|_\d+")
"""What Blogger calls a post whose title has no Latin letters."""


def kind_of(element: Element) -> str:
    """Return what an entry of Blogger is: "post", "page", "comment", "template" or "settings"."""
    for category in children(element, "category"):
        if category.get("scheme") == _KIND_SCHEME:
            return str(category.get("term") or "").rpartition("#")[2].lower()
    if kind := text(element, "blogger:type"):
        return kind.lower()
    identity = text(element, "id")
    if next(children(element, "thr:in-reply-to"), None) is not None:
        return "comment"
    return "page" if ".page-" in identity else "post"


def post_of_comment(element: Element) -> str:
    """Return the id of the post of Blogger that a comment is on; "" if it has none."""
    answered = next(children(element, "thr:in-reply-to"), None)
    return text(element, "blogger:parent") or ("" if answered is None else (answered.get("ref") or "").strip())


def import_blogger(file: Path, name: str) -> Iterator[Finding]:
    """Yield the findings of the export *file*, called *name* in messages, entry by entry."""
    try:
        with open_feed(file) as stream, _seekable(stream) as whole:
            yield from _Importer(whole, name).run()
    except READ_ERRORS as error:
        yield SourceError(name, f"is compressed and damaged ({error})", "get the file again")
    except OSError as error:
        yield SourceError.unreadable(name, error, "make the file readable")


def _seekable(stream: BufferedIOBase) -> IO[bytes]:
    """Return the export *stream* if it is a file, else a temporary file with what it unpacks to."""
    if isinstance(stream, BufferedReader):
        return stream
    unpacked = TemporaryFile()  # noqa: SIM115 - the caller closes it
    with suppress(*READ_ERRORS):  # reported as a cut export
        for block in iter(partial(stream.read1, _BLOCK), b""):
            unpacked.write(block)
            if unpacked.tell() > MAX_FILE_BYTES:
                break  # it is no blog, and is reported as a cut export too
    unpacked.seek(0)
    return unpacked


@dataclass(slots=True)
class _Index:
    """Where the comments on each post are, so that they need not be in memory."""

    places: "dict[str, array[int]]" = field(default_factory=dict)
    """Offset and length of each comment on a post, by the id of the post."""
    posts: set[str] = field(default_factory=set)
    """The ids of all posts and pages."""

    def add(self, entry: RawEntry) -> None:
        """Add an *entry* of Blogger to the index."""
        kind = kind_of(entry.element)
        if kind == "comment":
            places = self.places.setdefault(post_of_comment(entry.element), array("q"))
            places.extend((entry.offset, len(entry.data)))
        elif kind in _KINDS:
            self.posts.add(text(entry.element, "id"))


class _Importer:
    """Imports an export of Blogger that can be read twice."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.stream, self.name = stream, name
        self.index = _Index()

    def run(self) -> Iterator[Finding]:
        """Yield the findings of the export; comments may be anywhere in it, so they are looked for first."""
        for entry in self._reader().read():
            if isinstance(entry, RawEntry):
                self.index.add(entry)
        reader = self._reader()
        for entry in reader.read():
            yield from [entry] if isinstance(entry, SourceError) else self._findings(entry, reader)
        if not reader.number and reader.head.elements:
            yield Skipped("", "is an export of Blogger without any post")

    def _reader(self) -> FeedReader:
        self.stream.seek(0)
        return FeedReader(self.stream, self.name, _REMEDY)  # type: ignore[arg-type]

    def _findings(self, entry: RawEntry, reader: FeedReader) -> Iterator[Finding]:
        """Yield what an *entry* of Blogger is; a comment is part of its post."""
        kind = kind_of(entry.element)
        if kind == "comment":
            if post_of_comment(entry.element) not in self.index.posts:
                yield Skipped(entry.place, "is a comment on a post that the export does not contain")
        elif kind in _NOT_ARTICLES:
            yield Skipped(entry.place, _NOT_ARTICLES[kind])
        elif kind not in _KINDS:
            yield Skipped(entry.place, f"is of the kind {kind!r}, which is no post, page or comment")
        elif text(entry.element, "blogger:status").upper() in _TRASH:
            yield Skipped(entry.place, "was in the trash, with the comments on it")
        else:
            comments = list(self._comments(text(entry.element, "id"), reader))
            post = _read_post(entry, kind, reader)
            original = b"\n".join([entry.data, *(data for data, _ in comments)])
            post = replace(post, original=original, comments=tuple(comment for _, comment in comments))
            yield item_of(post, self.name, reader.wrapper.encoding)

    def _comments(self, post: str, reader: FeedReader) -> Iterator[tuple[bytes, Comment]]:
        """Yield the comments on the *post* with this id, with their bytes."""
        at = self.stream.tell()
        places = self.index.places.get(post, array("q"))
        for offset, length in zip(places[::2], places[1::2], strict=True):
            self.stream.seek(offset)
            data = self.stream.read(length)
            yield data, read_comment(reader.parse(data))
        self.stream.seek(at)


def _read_post(entry: RawEntry, kind: str, reader: FeedReader) -> Post:
    """Return the post or page of Blogger in *entry*, without its comments."""
    element, head = entry.element, reader.head.elements
    address, file_name = link(element), text(element, "blogger:filename")
    published, updated = time(element, "published", "blogger:created"), time(element, "updated")
    status = text(element, "blogger:status").upper()
    is_scheduled = status == "SCHEDULED" or is_after(published, updated) or is_after(published, time(head, "updated"))
    draft = _draft_reason(element, status)
    name = slug_in(address or file_name)
    return Post(
        original=entry.data,
        suffix=".xml",
        place=entry.place,
        title=line(element, "title"),
        html=html(element, "content", "summary"),
        key=f"blogger {text(element, 'id')}",
        kind="page" if kind == "page" else "article",
        link=address,
        slug="" if _GENERIC_SLUG.fullmatch(name) else name,
        aliases=() if draft else tuple(filter(None, (address, file_name))),
        authors=author_names(element),
        published=published,
        updated=updated,
        publish_date=published if is_scheduled and not draft else None,
        tags=tuple(_labels(element)),
        source_name=line(head, "title"),
        summary=line(element, "blogger:metaDescription"),
        draft=draft,
        warnings=entry.warnings,
    )


def _draft_reason(element: Element, status: str) -> str:
    """Return why a post of Blogger was not public, as a phrase after its place; "" if it was."""
    is_draft = any(text(control, "app:draft").lower() == "yes" for control in children(element, "app:control"))
    if is_draft or status == "DRAFT":
        return "is a draft"
    return "" if status in _LIVE else f"has the status {status!r}"


def _labels(element: Element) -> Iterator[str]:
    """Yield the labels of a post of Blogger."""
    for category in children(element, "category"):
        if category.get("scheme") != _KIND_SCHEME and (label := " ".join((category.get("term") or "").split())):
            yield label
