"""Import web pages that a browser saved in MHTML (.mht, .mhtml), with the pictures in them."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import islice
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.importers.items import Finding
from newsgen.importers.saved_pages.bundles import MAX_BUNDLE_BYTES, MAX_PARTS, Bundle, Part, finding_of, join
from newsgen.importers.saved_pages.files import read_limited

MAX_HEADER_BYTES = 64 * 1024
"""Bytes of the headers of a part, which usually have less than a thousand."""
_MAX_DEPTH = 5
_END_OF_HEADERS = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)")
_ANY_BOUNDARY = re.compile(rb"^--(\S[^\r\n]{0,150}?)[ \t]*\r?$", re.MULTILINE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_WORDS = re.compile(r"=\?[^?\s]+\?[bq]\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that is not divided further: its headers, and where its content is."""

    headers: Message
    begin: int
    end: int


def import_mhtml(file: Path, name: str) -> Iterator[Finding]:
    """Yield the article of the MHTML *file*, called *name* in messages, or why it has none."""
    try:
        data = read_limited(file, name, MAX_BUNDLE_BYTES)
        yield finding_of(_bundle(data, name), data, ".mhtml", name)
    except SourceError as error:
        yield error


def _bundle(data: bytes, name: str) -> Bundle:
    """Return the pages and pictures in the MHTML *data*; raise SourceError if it has no headers."""
    top, begin = _headers(data, 0, len(data))
    if not top.keys():
        raise SourceError(name, "is not a page in MHTML: it does not begin with headers", "save the page again")
    leaves = list(islice(_leaves(data, top, begin, len(data), 1), MAX_PARTS + 1))
    root = _root(leaves, top)
    url = _address(top, "Snapshot-Content-Location") or _base(top)
    if root:
        url = url or _base(root.headers) or _address(root.headers, "Content-Location")
        leaves = [root, *(leaf for leaf in leaves if leaf is not root)]
    parts = tuple(_part(data, leaf, url) for leaf in leaves[:MAX_PARTS])
    too_many = (f"the file has more than {MAX_PARTS} parts, and those after them are left out",)
    return Bundle(
        tuple(part for part in parts if part.is_page),
        parts,
        url,
        _date(top),
        too_many if len(leaves) > MAX_PARTS else (),
    )


def _headers(data: bytes, begin: int, end: int) -> tuple[Message, int]:
    """Return the headers of the part that begins at *begin*, and where its content begins."""
    limit = min(end, begin + MAX_HEADER_BYTES)
    blank = re.compile(rb"[ \t]*\r?\n").match(data, begin, limit)
    found = blank or _END_OF_HEADERS.search(data, begin, limit)
    block = b"" if blank else data[begin : found.start() if found else limit]
    return BytesParser().parsebytes(block, headersonly=True), found.end() if found else limit


def _leaves(data: bytes, headers: Message, begin: int, end: int, depth: int) -> Iterator[_Leaf]:
    """Yield the parts of *data* between *begin* and *end*, those inside other parts too."""
    is_divided = headers.get_content_maintype() == "multipart" and depth <= _MAX_DEPTH
    boundary = _boundary(data, headers, begin, end) if is_divided else None
    if boundary is None:
        yield _Leaf(headers, begin, end)
        return
    for start, stop in _sections(data, boundary, begin, end):
        inner, content = _headers(data, start, stop)
        yield from _leaves(data, inner, min(content, stop), stop, depth + 1)


def _boundary(data: bytes, headers: Message, begin: int, end: int) -> bytes | None:
    """Return the line between the parts, as the *headers* declare it or else as it is found; None if there is none."""
    declared = _parameter(headers, "boundary").rstrip()
    if declared and data.find(line := f"--{declared}".encode("utf-8", "surrogateescape"), begin, end) >= 0:
        return line
    found = _ANY_BOUNDARY.search(data, begin, end)
    return b"--" + found[1] if found else None


def _sections(data: bytes, boundary: bytes, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each section of *data* after a line with the *boundary*."""
    line = re.compile(rb"(?:^|\r?\n)" + re.escape(boundary) + rb"(?P<last>--)?[ \t]*(?:\r?\n|\r|\Z)", re.MULTILINE)
    start = None
    for found in line.finditer(data, begin, end):
        if start is not None:
            yield start, found.start()
        start = found.end()
        if found["last"]:
            return
    if start is not None:
        yield start, end


def _root(leaves: list[_Leaf], top: Message) -> _Leaf | None:
    """Return the part that is the page itself: that which the headers name, else the first page."""
    start = _parameter(top, "start").strip("<> ")
    pages = [leaf for leaf in leaves if leaf.headers.get_content_type() in {"text/html", "application/xhtml+xml"}]
    named = (leaf for leaf in pages if start and _content_id(leaf.headers) == start)
    return next(named, next(iter(pages), None))


def _part(data: bytes, leaf: _Leaf, url: str) -> Part:
    headers = leaf.headers
    base, location = _base(headers), _address(headers, "Content-Location")
    return Part(
        join(base or url, location) if location else "",
        headers.get_content_type(),
        _parameter(headers, "charset") or None,
        partial(_decoded, data, leaf),
        _content_id(headers),
    )


def _decoded(data: bytes, leaf: _Leaf) -> bytes:
    """Return the content of a part with its transfer encoding undone; what is damaged is left out."""
    content = data[leaf.begin : leaf.end]
    coding = str(leaf.headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if coding == "quoted-printable":
        return binascii.a2b_qp(content)
    if coding != "base64":
        return content
    letters = _NOT_BASE64.sub(b"", content)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def _content_id(headers: Message) -> str:
    return _text(headers, "Content-ID").strip("<> ")


def _base(headers: Message) -> str:
    return _address(headers, "Content-Base")


def _address(headers: Message, name: str) -> str:
    """Return the address in the header *name*, which may be folded into several lines; "" if there is none."""
    return re.sub(r"\s*[\r\n]\s*", "", _text(headers, name)).strip("<> ")


def _text(headers: Message, name: str) -> str:
    """Return the header *name* decoded; its bytes may be UTF-8, or letters in an encoding for mail."""
    raw = next((str(value) for key, value in headers.raw_items() if key.lower() == name.lower()), "")
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not _WORDS.search(text):
        return text
    try:
        return str(make_header(decode_header(re.sub(r"\s+", " ", text))))
    except (HeaderParseError, LookupError, ValueError):
        return text


def _parameter(headers: Message, name: str) -> str:
    """Return a parameter of the type of a part; "" if it has none."""
    try:
        value = headers.get_param(name, "")
    except (LookupError, ValueError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value)


def _date(headers: Message) -> datetime | None:
    """Return the time at which the page was saved; None if it is not told."""
    try:
        date = parsedate_to_datetime(_text(headers, "Date"))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
