"""Decide which type, which lifetime in caches and which redirect a stored file is served with."""

import hashlib
import html
import re
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
LONGER = "public, max-age=86400"
"""For files whose name does not change with their content, and that readers rarely need fresh."""
_HASHED = re.compile(r"(?:.*/)?[^/]*(?:[._-]|\A|/)[0-9a-f]{10,64}\.[A-Za-z0-9]+")
"""Matches the path of a file that has the digest of its content in its name."""
_IN_ASSETS = re.compile(r"(?:assets|media)/")
_FRAGMENT = re.compile(r"search/[0-9]+/(?:index|fragment)/")
_TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
    ".json": "application/json", ".jsonl": "application/x-ndjson", ".csl": "application/json",
    ".xml": "application/xml", ".txt": "text/plain", ".svg": "image/svg+xml", ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems", ".vtt": "text/vtt", ".md": "text/markdown", ".csv": "text/csv",
    ".woff2": "font/woff2", ".woff": "font/woff", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
    ".pdf": "application/pdf", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav",
    ".mp4": "video/mp4", ".webm": "video/webm", ".wasm": "application/wasm",
}  # fmt: skip
"""Written here, because the tables of operating systems differ."""
_FEED_TYPES = {
    "feed.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}
_BINARY = ("image/", "font/", "audio/", "video/")
_REFRESH = re.compile(rb'<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"', re.IGNORECASE)
_CANONICAL = re.compile(rb'<link rel="?canonical"? href="?(https?://[^">\s]*)', re.IGNORECASE)
_PLAIN = "/:%?#[]@!$&'()*+,;=~"
"""Signs that a URL may contain."""
_HEAD_BYTES = 4096
RULES = "1"
"""Changes when the functions of this module return something else: stored files then get their headers again."""


def content_type(path: str) -> str:
    """Return the value of the header `Content-Type` for the file at *path*; text is UTF-8."""
    name = PurePosixPath(path).name
    kind = _FEED_TYPES.get(name) or _TYPES.get(PurePosixPath(path).suffix.lower(), "")
    if not kind:
        return "text/plain; charset=utf-8" if name.startswith("_") else "application/octet-stream"
    is_binary = kind.startswith(_BINARY) and kind != "image/svg+xml"
    return kind if is_binary or kind in {"application/pdf", "application/wasm"} else f"{kind}; charset=utf-8"


def cache_control(path: str) -> str:
    """Return the value of the header `Cache-Control` for the file at *path*."""
    if path.endswith(".html"):
        return SHORT
    if (_IN_ASSETS.match(path) and _HASHED.fullmatch(path)) or _FRAGMENT.match(path):
        return FOR_EVER
    return LONGER if _TYPES.get(PurePosixPath(path).suffix.lower(), "").startswith(_BINARY) else SHORT


def redirect(path: str, data: bytes, prefix: str) -> str | None:
    """Return where the page *data* at *path* redirects at once, as a URL in ASCII; None if it does not.

    It is absolute if the page names its target so, else a path on the host, where the site is below *prefix*.
    """
    if not path.endswith(".html"):
        return None
    head = data[:_HEAD_BYTES]
    refresh = _REFRESH.search(head)
    if refresh is None:
        return None
    canonical = _CANONICAL.search(head)
    if canonical:
        return quote(html.unescape(canonical[1].decode(errors="replace")), safe=_PLAIN)
    relative = html.unescape(refresh[1].decode(errors="replace"))
    return quote(urljoin(quote(f"/{prefix}{path}"), relative), safe=_PLAIN)


def rules_digest(*settings: object) -> str:
    """Return a digest of all that decides about headers, with the *settings* of a target."""
    return hashlib.sha256(repr((RULES, settings)).encode()).hexdigest()[:16]
