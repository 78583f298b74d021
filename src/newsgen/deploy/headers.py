"""Decide which lifetime in caches and which redirect a stored file is served with."""

import hashlib
import html
import re
from urllib.parse import quote, urljoin

from newsgen.model.media_types import BINARY, content_type
from newsgen.model.urls import NAMED_BY_DIGEST

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
LONGER = "public, max-age=86400"
"""For files whose name does not change with their content, and that readers rarely need fresh."""
_IN_ASSETS = re.compile(r"(?:assets|media)/")
_FRAGMENT = re.compile(r"search/[0-9]+/(?:index|fragment)/")
_REFRESH = re.compile(rb'<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"', re.IGNORECASE)
_CANONICAL = re.compile(rb'<link rel="?canonical"? href="?(https?://[^">\s]*)', re.IGNORECASE)
_PLAIN = "/:%?#[]@!$&'()*+,;=~"
"""Signs that a URL may contain."""
_HEAD_BYTES = 4096
RULES = "1"
"""Changes when these functions or `content_type` return something else: stored files then get their headers again."""


def cache_control(path: str) -> str:
    """Return the value of the header `Cache-Control` for the file at *path*."""
    if path.endswith(".html"):
        return SHORT
    if (_IN_ASSETS.match(path) and NAMED_BY_DIGEST.search(path)) or _FRAGMENT.match(path):
        return FOR_EVER
    return LONGER if content_type(path).startswith(BINARY) else SHORT


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
