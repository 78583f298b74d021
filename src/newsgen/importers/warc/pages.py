"""Turn a record of a web archive into an article, or into the reason why it is not one."""

import base64
import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from newsgen.errors import SourceError, UnreadableError
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.importers.warc.headers import Headers, read_http_headers
from newsgen.importers.warc.http_bodies import decode_body, is_html
from newsgen.importers.warc.provenance import origin_of, source_url
from newsgen.importers.warc.records import Record
from newsgen.importers.warc.seen_pages import ReadPage, ReadRevisit
from newsgen.loaders.sources import MAX_PAGE_BYTES
from newsgen.loaders.webpage.loader import NotAnArticleError, read_webpage
from newsgen.loaders.webpage.pictures.candidates import AtHand
from newsgen.loaders.webpage.web_archives import parse_time

_ALGORITHMS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
"""Size of each algorithm's digest in bytes."""


def matches_digest(declared: str | None, blocks: Iterable[bytes]) -> bool | None:
    """Return whether one of the WARC record's *blocks* has the digest *declared*; None if that cannot be checked."""
    algorithm, _, value = (declared or "").strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    size = _ALGORITHMS.get(algorithm)
    wanted = _digest_bytes(value.strip(), size) if size else None
    if wanted is None:
        return None
    return any(hashlib.new(algorithm, block, usedforsecurity=False).digest() == wanted for block in blocks)


def _digest_bytes(value: str, size: int) -> bytes | None:
    """Return the WARC record's digest of *size* bytes that *value* has in base 16 or 32; None if it is not valid."""
    value = value.rstrip("=")
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        digest = base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except ValueError:
        return None
    return digest if len(digest) == size else None


HEAD_BYTES = 16 * 1024
"""Bytes of a block that are read to detect its kind."""
_HTML = {"text/html", "application/xhtml+xml"}
_KINDS_BY_MEDIA = {
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
"""Kinds by media types that are trusted, so that the bytes are not examined."""
_KINDS_BY_RECORD = {
    "warcinfo": "archive metadata",
    "metadata": "archive metadata",
    "request": "requests",
    "continuation": "continuations",
}


def other_kind(record: Record) -> str | None:
    """Return the kind of content of a WARC record, in the plural; None for a page or the revisit of a page."""
    if record.url.startswith("dns:"):
        return "DNS records"
    if record.kind in {"resource", "conversion"}:
        return _other_kind_of_media(record.headers, record.head(HEAD_BYTES))
    if record.kind not in {"response", "revisit"}:
        return _KINDS_BY_RECORD.get(record.kind, "other records")
    head = record.head(HEAD_BYTES)
    status, headers, body_start = read_http_headers(head)
    if record.kind == "revisit":
        return "revisits" if headers and media_of(headers) not in _HTML else None
    if status != 200:  # noqa: PLR2004 - the status of success
        return "redirects" if 300 <= status < 400 else "HTTP errors"  # noqa: PLR2004 - as HTTP defines them
    return _other_kind_of_media(headers, head[body_start:])


def _other_kind_of_media(headers: Headers, body_start: bytes) -> str | None:
    media = media_of(headers)
    if media in _HTML:
        return None
    kind = _KINDS_BY_MEDIA.get(media) or _KINDS_BY_MEDIA.get(media.partition("/")[0])
    if kind:
        return kind
    try:
        return None if is_html(decode_body(body_start, headers)[0]) else "other files"
    except UnreadableError:
        return "other files"


def media_of(headers: Headers) -> str:
    """Return the media type that HTTP *headers* declare; "" if they declare none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def charset_of(headers: Headers) -> str | None:
    """Return the encoding of a WARC record's page that the HTTP headers declare; None if they declare none."""
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9][\w.:-]{0,39})", headers.get("content-type", ""), re.IGNORECASE)
    return found[1] if found else None


MAX_BLOCK_BYTES = MAX_PAGE_BYTES + 2**20
"""Bytes of a block: a body with HTTP headers and chunk sizes."""


def read_page(
    record: Record, prefix: str, name: str, parsed: Container[bytes], at_hand: AtHand
) -> ReadPage | ReadRevisit:
    """Return the page in the WARC *record*; *name* is the file and *prefix* the archive inside it.

    A page whose key is one of *parsed* is not parsed again. *at_hand* tells which pictures the archive contains.
    """
    place = f"{prefix}{record.place}"
    if record.kind == "revisit":
        return _revisit(record, place)
    page = ReadPage(place, f"{prefix}{record.position}", None)
    try:
        body, charset, warnings = _read_body(record)
    except UnreadableError as error:
        return replace(page, finding=Skipped(place, str(error)))
    page = replace(page, body_key=_body_key(record, body), payload_keys=tuple(_payload_keys(record)))
    if page.body_key in parsed:
        return page
    return replace(page, finding=_parse(record, (body, charset, warnings), place, name, at_hand))


def _parse(
    record: Record, read: tuple[bytes, str | None, list[str]], place: str, name: str, at_hand: AtHand
) -> Finding:
    """Return the finding for the page of which `_read_body` has *read* the bytes."""
    body, charset, warnings = read
    origin = origin_of(record.url, record.headers.get("warc-date", ""))
    try:
        article = read_webpage(body, name, url=origin.base, charset=charset, at_hand=at_hand)
    except UnreadableError as error:
        return Skipped(place, str(error))
    except NotAnArticleError as error:
        return Skipped(place, error.found)
    except SourceError as error:
        return SourceError(name, f"{place}: {error.found}", error.remedy)
    article = replace(
        article,
        source_url=source_url(article.source_url, origin),
        archived_url=origin.archived_url,
        captured=origin.captured,
        warnings=(*article.warnings, *warnings),
    )
    return ImportedItem(article, body, ".html", (f"url {origin.url}",) if origin.url else (), place)


def _read_body(record: Record) -> tuple[bytes, str | None, list[str]]:
    """Return the page in the WARC *record*, the encoding that HTTP declares, and warnings; raise UnreadableError."""
    block = record.block(MAX_BLOCK_BYTES)
    if block is None:
        raise UnreadableError(f"is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    http = record.kind == "response"
    status, headers, body_start = read_http_headers(block) if http else (200, record.headers, 0)
    if not status:
        raise UnreadableError("has unreadable HTTP headers")
    payload = block[body_start:]
    body, notes = decode_body(payload, headers if http else {})
    return body, charset_of(headers), list(_warnings_of(record, block, (payload, body), notes))


def _body_key(record: Record, body: bytes) -> bytes:
    """Return a digest of URL and bytes of a page; they are the same if the page was archived twice."""
    url = f"{record.url}\0".encode(errors="replace")
    return hashlib.blake2b(url + hashlib.sha256(body).digest(), digest_size=16).digest()


def _payload_keys(record: Record) -> Iterator[bytes]:
    digest = record.headers.get("warc-payload-digest")
    if digest:
        yield hashlib.blake2b(digest.encode(errors="replace"), digest_size=16).digest()


def _revisit(record: Record, place: str) -> ReadRevisit:
    """Return a WARC revisit as skipped, with the time at which it proves that the page was unchanged."""
    reference_time = parse_time(record.headers.get("warc-refers-to-date", ""))
    other = record.headers.get("warc-refers-to-target-uri", record.url)
    why = "was unchanged" if other == record.url else f"had the same bytes as {other[:300]}"
    time = parse_time(record.headers.get("warc-date", ""))
    when = f" at {time:%Y-%m-%d %H:%M:%S} UTC" if time else ""
    before = f" since {reference_time:%Y-%m-%d %H:%M:%S} UTC" if reference_time else " since an earlier capture"
    return ReadRevisit(Skipped(place, why + when + before), tuple(_payload_keys(record)))


def _warnings_of(record: Record, block: bytes, bodies: tuple[bytes, ...], notes: list[str]) -> Iterator[str]:
    """Yield the reasons to doubt that a WARC record's page is complete and as it was archived."""
    yield from (f"the page {note}" for note in notes)
    yield from (f"the archive is damaged at this page: {fault}" for fault in record.faults)
    truncated = record.headers.get("warc-truncated")
    if truncated:
        yield f"the archive has only the beginning of this page ({truncated[:40]})"
    if "warc-segment-number" in record.headers:
        yield "the archive has this page in segments; only this one was read"
    is_intact = matches_digest(record.headers.get("warc-payload-digest"), bodies)
    if is_intact is None:
        is_intact = matches_digest(record.headers.get("warc-block-digest"), [block])
    if is_intact is False:
        yield "the page is not as it was archived: its digest differs from the one in the archive"
