"""URLs elsewhere on the web: valid, whose, when two are the same."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit


def is_url(text: str, schemes: Sequence[str] = ("http", "https")) -> bool:
    """Tell an absolute address with one of *schemes*, a host and perhaps a port, without white space."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"[\s\\<>\"]", text)


_URL = "url "
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|amp)$", re.IGNORECASE)
_SAME_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def percent_decoded(text: str) -> bytes:
    """Return what `urllib.parse.unquote_to_bytes` does, run by run: an Arabic address is escaped letter by letter."""
    data = text.encode("utf-8", "replace")
    return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), data)


@lru_cache(maxsize=1024)
def url_key(url: str) -> str | None:
    """Return the key of an address: without scheme, www, fragment, tracking and closing slash; None for a home page."""
    try:
        parts = urlsplit(url.strip())
        host = _SAME_HOST.sub("", (parts.hostname or "").lower())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return None
    query = "&".join(sorted(p for p in parts.query.split("&") if p and not _TRACKING.match(p.partition("=")[0])))
    path = unicodedata.normalize("NFC", percent_decoded(parts.path).decode(errors="replace")).rstrip("/")
    if not host or not (path or query):
        return None
    key = f"{host}{port}{path}" + (f"?{query}" if query else "")
    return _URL + re.sub(r"\s", "%20", key)


def keys_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Return *keys* as they are kept, each once: addresses in the form of `url_key`, others on one line."""
    kept = (url_key(key.removeprefix(_URL)) if key.startswith(_URL) else " ".join(key.split()) for key in keys)
    return tuple(dict.fromkeys(filter(None, kept)))


def host_of(url: str | None) -> str | None:
    """Return the newspaper's host in an address; None where there is none."""
    try:
        host = urlsplit((url or "").strip()).hostname or ""
    except ValueError:
        return None
    return _SAME_HOST.sub("", host) or None
