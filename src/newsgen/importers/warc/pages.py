"""Make articles of the pages that a web archive holds."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from newsgen.errors import SourceError
from newsgen.importers.incoming import Found, Incoming, Skipped
from newsgen.importers.warc.headers import read_http_headers
from newsgen.importers.warc.http_bodies import BODY_LIMIT, UnreadableError, body_of
from newsgen.importers.warc.provenance import Origin, moment, origin_of, own_address
from newsgen.importers.warc.records import Record
from newsgen.importers.warc.warc_digests import confirms
from newsgen.importers.warc.warc_kinds import charset_of
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage

_BLOCK_LIMIT = BODY_LIMIT + 2**20
"""With headers, and the sizes of chunks."""


@dataclass(slots=True)
class Seen:
    """The pages that an archive held so far, by digest, each with its position."""

    bodies: dict[bytes, str] = field(default_factory=dict)
    """By address and body."""
    payloads: dict[bytes, str] = field(default_factory=dict)
    """By the digest that the archive gives, for revisits to refer to."""


def found_in(record: Record, where: str, name: str, seen: Seen) -> Found:
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


def _read(page: _Page, record: Record, place: str, name: str) -> Found:
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
    return Incoming(article, page.body, ".html", keys, place)


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
