"""Tell which records of a web archive hold a page, and name the others by kind."""

import re

from newsgen.importers.warc.headers import Headers, read_http_headers
from newsgen.importers.warc.http_bodies import UnreadableError, body_of, is_html
from newsgen.importers.warc.records import Record

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
