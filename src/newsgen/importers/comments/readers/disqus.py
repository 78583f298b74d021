"""Read the comments in an export of Disqus as a stream."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from io import BufferedIOBase
from pathlib import Path
from typing import cast
from urllib.parse import unquote
from xml.parsers import expat  # a file with a DOCTYPE is refused, so that no entity is ever expanded

from newsgen.errors import SourceError
from newsgen.importers.comments.readers.form_fields import in_utc
from newsgen.importers.comments.submissions import Finding, State, Submission
from newsgen.importers.items import Note, Skipped
from newsgen.importers.wordpress.markup import plain_text, plain_text_lines

_BLOCK = 1 << 16
_INTERNALS = "http://disqus.com/disqus-internals"
_DEEPEST = 50
_CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\n\r")
"""Bytes that XML does not allow, and that people paste into comments all the same."""
_LINK = re.compile(r"""<a\s[^<>]{0,300}?href="([^"<>]{0,4000})"[^<>]{0,300}>([^<]{0,4000})</a\s{0,9}>""", re.IGNORECASE)
"""Matches a link, within limits, so that no text of a stranger takes long."""
_REDIRECT = re.compile(r"https?://disq\.us/(?:url\?|\?)url=([^&#]*)")
"""Matches the address through which Disqus leads, before it counts the click."""
_CHECKSUM = re.compile(r":[\w-]{10,40}$")
_REMEDY = "export it again from Disqus (Admin, Community, Export), or repair the file"


class _DoctypeError(Exception):
    """The file has a DOCTYPE, which may define entities."""


class _RootError(Exception):
    """The root element of the file is not that of Disqus."""


class _DepthError(Exception):
    """The elements of the file are nested too deeply."""


def read_disqus(file: Path, name: str) -> Iterator[Finding]:
    """Yield the comments in the Disqus export *file*, called *name* in messages, up to where it is damaged.

    An export has also what was never approved, and says so only in some years, so that a comment is pending unless
    `isApproved` is true.
    """
    reader = _Reader()
    try:
        with _open(file) as stream:
            yield from _read(reader, stream)
    except expat.ExpatError as error:
        is_cut = error.code in _CUT
        found = "is cut off: it ends before its root element" if is_cut else f"is not valid XML ({_words(error)})"
        yield SourceError(name, found, _REMEDY, error.lineno)
    except _DoctypeError:
        found = "has a DOCTYPE, which may define entities, so reading stops there"
        yield SourceError(name, found, "delete the DOCTYPE", reader.line)
    except _RootError:
        yield SourceError(name, "is not an export of Disqus", "name its kind with --kind", reader.line)
    except _DepthError:
        yield SourceError(name, "has elements that are nested too deeply, where reading stops", _REMEDY, reader.line)
    except (EOFError, gzip.BadGzipFile) as error:
        yield SourceError(name, f"is compressed and damaged ({error})", "get the file again")
    except OSError as error:
        yield SourceError.unreadable(name, error)
    if reader.controls:
        yield Note(
            f"{name}: {reader.controls} control characters, which XML does not allow, are left out", is_warning=True
        )


_CUT = {
    expat.errors.codes[message]
    for message in ("no element found", "unclosed token", "partial character", "unclosed CDATA section")
}


def _words(error: expat.ExpatError) -> str:
    return expat.ErrorString(error.code)


def _open(file: Path) -> BufferedIOBase:
    return cast("BufferedIOBase", gzip.open(file) if file.name.endswith(".gz") else file.open("rb"))


def _read(reader: "_Reader", stream: BufferedIOBase) -> Iterator[Finding]:
    while block := stream.read(_BLOCK):
        try:
            reader.feed(block)
        finally:  # what was complete before the damage is read all the same
            yield from reader.take()
    try:
        reader.feed(b"", is_last=True)
    finally:
        yield from reader.take()


@dataclass(slots=True)
class _Element:
    """A thread or a post that is being read: the texts of its elements by their paths, and its attributes."""

    kind: str
    id: str
    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the text of a Disqus element; "" if it is missing."""
        return "".join(self.texts.get(name, ())).strip()

    def is_set(self, name: str) -> bool:
        """Return whether a flag of a Disqus element is set."""
        return self.get(name).lower() == "true"


class _Reader:
    """Parses an export of Disqus block by block; only its threads are kept, and the posts not taken yet."""

    def __init__(self) -> None:
        """Start with an empty export."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._path: list[str] = []
        self._element: _Element | None = None
        self._threads: dict[str, _Element] = {}
        self._posts: list[_Element] = []
        self._number = 0
        self._is_utf16: bool | None = None  # known from the first block; its letters have bytes like control characters
        self.controls = 0
        """Number of control characters that were left out."""

    @property
    def line(self) -> int:
        """The line of the Disqus export that has been reached."""
        return self._parser.CurrentLineNumber

    def feed(self, block: bytes, *, is_last: bool = False) -> None:
        """Parse the next bytes of the export; raise ExpatError, or an error of this module."""
        if self._is_utf16 is None:
            self._is_utf16 = b"\0" in block[:64]
        valid = block if self._is_utf16 else block.translate(None, _CONTROLS)
        self.controls += len(block) - len(valid)
        self._parser.Parse(valid, is_last)

    def take(self) -> Iterator[Finding]:
        """Yield the complete posts that were not taken yet."""
        posts, self._posts = self._posts, []
        for post in posts:
            self._number += 1
            yield self._finding(post)

    def _finding(self, post: _Element) -> Finding:
        place = f"post {self._number}, line {post.line}"
        text = plain_text_lines(_with_addresses(post.get("message")))
        if not text:
            return Skipped(place, "has no text")
        thread = self._threads.get(post.references.get("thread", ""))
        state, reason = _state_of(post)
        parent = post.references.get("parent", "")
        return Submission(
            text,
            place,
            post.line,
            author=plain_text(post.get("author/name")) or post.get("author/username"),
            email=post.get("author/email"),
            url=post.get("author/link"),
            date=in_utc(post.get("createdAt")),
            targets=tuple(filter(None, (thread.get("link"), *thread.get("id").split()[:2]))) if thread else (),
            headline=plain_text(thread.get("title")) if thread else "",
            id=f"disqus-{post.id}" if post.id else "",
            parent=f"disqus-{parent}" if parent else "",
            state=state,
            reason=reason,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        identity = attributes.get(f"{_INTERNALS} id", "")
        if not self._path and local != "disqus":
            raise _RootError
        if len(self._path) > _DEEPEST:
            raise _DepthError
        if len(self._path) == 1 and local in {"thread", "post"}:
            self._element = _Element(local, identity, self.line)
        elif self._element and len(self._path) == 2 and identity:  # noqa: PLR2004 - it refers to another element
            self._element.references[local] = identity
        self._path.append(local)

    def _end(self, _: str) -> None:
        self._path.pop()
        if self._element and len(self._path) == 1:
            if self._element.kind == "thread":
                self._threads[self._element.id] = self._element
            else:
                self._posts.append(self._element)
            self._element = None

    def _text(self, text: str) -> None:
        if self._element and (self._element.kind == "post" or self._path[2:] != ["message"]):
            self._element.texts.setdefault("/".join(self._path[2:]), []).append(text)

    def _doctype(self, *_: object) -> None:
        raise _DoctypeError


def _with_addresses(message: str) -> str:
    """Return the HTML of a *message* with the addresses of its links in full, which Disqus shortens for readers."""
    return _LINK.sub(_address_and_label, message) if "<a" in message else message


def _address_and_label(link: re.Match[str]) -> str:
    address, label = unescape(link[1]), unescape(link[2]).strip()
    wrapped = _REDIRECT.match(address)
    if wrapped:
        address = _CHECKSUM.sub("", unquote(wrapped[1]))
    shown = label.rstrip(".…").partition("://")[2] or label.rstrip(".…")
    return escape(address if shown in address else f"{label} ({address})")


def _state_of(post: _Element) -> tuple[State, str]:
    if post.is_set("isDeleted"):
        return "trash", "it was deleted in Disqus"
    if post.is_set("isSpam"):
        return "spam", "Disqus has it as spam"
    return ("approved" if post.is_set("isApproved") else "pending"), ""
