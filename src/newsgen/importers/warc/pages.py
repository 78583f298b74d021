"""Check the digests that a web archive gives of its own bytes."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from newsgen.errors import SourceError
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.importers.warc.headers import Headers, read_http_headers
from newsgen.importers.warc.http_bodies import BODY_LIMIT, UnreadableError, body_of, is_html
from newsgen.importers.warc.provenance import Origin, moment, origin_of, own_address
from newsgen.importers.warc.records import Record
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage

_ALGORITHMS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
"""With the bytes of their digests."""


def confirms(declared: str | None, blocks: Iterable[bytes]) -> bool | None:
    """Whether one of *blocks* has the digest *declared*; None where that cannot be checked."""
    algorithm, _, value = (declared or "").strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    size = _ALGORITHMS.get(algorithm)
    wanted = _bytes(value.strip(), size) if size else None
    if wanted is None:
        return None
    return any(hashlib.new(algorithm, block, usedforsecurity=False).digest() == wanted for block in blocks)


def _bytes(value: str, size: int) -> bytes | None:
    """Return the digest that *value* spells in base 16 or, as most archives do, base 32."""
    value = value.rstrip("=")
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        digest = base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except ValueError:
        return None
    return digest if len(digest) == size else None


_HEAD = 16 * 1024
"""Bytes of a block that tell its kind."""
_HTML = {"text/html", "application/xhtml+xml"}
_TELLING = {
    "image": "images",
    "video": "videos",
    "audio": "sounds",
    "font": "fonts",
    "text/css": "style sheets",
    "text/javascript": "scripts",
    "application/javascript": "scripts",
    "application/x-javascript": "scripts",
    "application/json": "data",
    "application/pdf": "documents",
}
"""Media types that are believed: their bytes are not looked at."""
_OTHERS = {
    "warcinfo": "notes of the archive",
    "metadata": "notes of the archive",
    "request": "requests",
    "continuation": "continuations",
    "revisit": "revisits",
}


def kind_of(record: Record) -> str | None:
    """Return None for a page or the revisit of one, else the name of what the record holds, in the plural."""
    if record.url.startswith("dns:"):
        return "addresses of servers"
    if record.kind in {"resource", "conversion"}:
        return _kind_of_media(record.headers, record.head(_HEAD))
    if record.kind not in {"response", "revisit"}:
        return _OTHERS.get(record.kind, "other records")
    head = record.head(_HEAD)
    status, headers, begin = read_http_headers(head)
    if record.kind == "revisit":
        return _OTHERS["revisit"] if headers and _media(headers) not in _HTML else None
    if status != 200:  # noqa: PLR2004 - the one that says: here it is
        return "redirects" if 300 <= status < 400 else "errors of servers"  # noqa: PLR2004 - as HTTP defines them
    return _kind_of_media(headers, head[begin:])


def _kind_of_media(headers: Headers, begin: bytes) -> str | None:
    media = _media(headers)
    if media in _HTML:
        return None
    believed = _TELLING.get(media) or _TELLING.get(media.partition("/")[0])
    if believed:
        return believed
    try:
        return None if is_html(body_of(begin, headers)[0]) else "other files"
    except UnreadableError:
        return "other files"


def _media(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def charset_of(headers: Headers) -> str | None:
    """Return the encoding that HTTP declared for a page."""
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9][\w.:-]{0,39})", headers.get("content-type", ""), re.IGNORECASE)
    return found[1] if found else None


_BLOCK_LIMIT = BODY_LIMIT + 2**20
"""With headers, and the sizes of chunks."""


@dataclass(slots=True)
class Seen:
    """The pages that an archive held so far, by digest, each with its position."""

    bodies: dict[bytes, str] = field(default_factory=dict)
    """By address and body."""
    payloads: dict[bytes, str] = field(default_factory=dict)
    """By the digest that the archive gives, for revisits to refer to."""


def found_in(record: Record, where: str, name: str, seen: Seen) -> Finding:
    """Return what became of *record*, which holds a page, at *where* in the file *name*."""
    place = f"{where}{record.place}"
    if record.kind == "revisit":
        return _revisit(record, place, seen)
    block = record.block(_BLOCK_LIMIT)
    if block is None:
        return Skipped(place, f"is larger than {BODY_LIMIT >> 20} MB")
    http = record.kind == "response"
    status, headers, begin = read_http_headers(block) if http else (200, record.headers, 0)
    if not status:
        return Skipped(place, "has HTTP headers without an end")
    payload = block[begin:] if begin else block
    try:
        body, notes = body_of(payload, headers if http else {})
    except UnreadableError as error:
        return Skipped(place, str(error))
    twin = _twin(record, body, f"{where}{record.position}", seen)
    if twin:
        return Skipped(place, f"has the same bytes as the page at {twin}, which has the same address")
    doubts = tuple(_doubts(record, block, (payload, body), notes))
    return _read(_Page(body, charset_of(headers), doubts), record, place, name)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a record held, and what HTTP and the archive say of it."""

    body: bytes
    charset: str | None
    doubts: tuple[str, ...]


def _read(page: _Page, record: Record, place: str, name: str) -> Finding:
    origin = origin_of(record.url, record.headers.get("warc-date", ""))
    try:
        article = read_webpage(page.body, name, url=origin.base, charset=page.charset)
    except NotAnArticleError as error:
        return Skipped(place, error.found)
    except SourceError as error:
        return SourceError(name, f"{place}: {error.found}", error.remedy)
    article = replace(
        article,
        source_url=_published_at(article.source_url, origin),
        archived_url=origin.archived_url,
        captured=origin.captured,
        warnings=(*article.warnings, *page.doubts),
    )
    keys = (f"url {origin.url}",) if origin.url else ()
    return ImportedItem(article, page.body, ".html", keys, place)


def _published_at(canonical: str | None, origin: Origin) -> str | None:
    if canonical and origin.archived_url:
        canonical = origin_of(canonical, "").url  # public archives rewrite this too
    return own_address(canonical, origin.url)


def _twin(record: Record, body: bytes, position: str, seen: Seen) -> str | None:
    """Return where the same page was before; remember where this one is."""
    key = hashlib.blake2b(f"{record.url}\0".encode(errors="replace") + hashlib.sha256(body).digest(), digest_size=16)
    twin = seen.bodies.get(key.digest())
    seen.bodies.setdefault(key.digest(), position)
    for known in _known_as(record):
        seen.payloads.setdefault(known, position)
    return twin


def _known_as(record: Record) -> Iterator[bytes]:
    digest = record.headers.get("warc-payload-digest")
    if digest:
        yield hashlib.blake2b(digest.encode(errors="replace"), digest_size=16).digest()


def _revisit(record: Record, place: str, seen: Seen) -> Skipped:
    """Say what a revisit proves: that the page was still the same then."""
    since = moment(record.headers.get("warc-refers-to-date", ""))
    other = record.headers.get("warc-refers-to-target-uri", record.url)
    why = "was unchanged" if other == record.url else f"had the same bytes as {other[:300]}"
    now = moment(record.headers.get("warc-date", ""))
    when = f" at {now:%Y-%m-%d %H:%M:%S} UTC" if now else ""
    before = f" since {since:%Y-%m-%d %H:%M:%S} UTC" if since else " since an earlier capture"
    earlier = next(filter(None, map(seen.payloads.get, _known_as(record))), None)
    holds = f"; the page is at {earlier}" if earlier else "; the page itself is not in this archive before it"
    return Skipped(place, why + when + before + holds)


def _doubts(record: Record, block: bytes, bodies: tuple[bytes, ...], notes: list[str]) -> Iterator[str]:
    """Yield what makes it doubtful that the page is whole and as it was."""
    yield from (f"the page {note}" for note in notes)
    yield from (f"the archive is damaged at this page: {fault}" for fault in record.faults)
    truncated = record.headers.get("warc-truncated")
    if truncated:
        yield f"the archive holds only the beginning of this page ({truncated[:40]})"
    if "warc-segment-number" in record.headers:
        yield "the archive holds this page in pieces; only this one was read"
    sound = confirms(record.headers.get("warc-payload-digest"), bodies)
    if sound is None:
        sound = confirms(record.headers.get("warc-block-digest"), [block])
    if sound is False:
        yield "the page is not as it was archived: the archive gives another digest of it"
