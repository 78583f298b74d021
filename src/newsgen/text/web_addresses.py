"""Validate URLs of other sites, and recognise when two of them are the same page or host."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_url(text: str, schemes: Sequence[str] = ("http", "https")) -> bool:
    """Return whether *text* is a full web address with one of *schemes*, a host, perhaps a port, and no white space."""
    return _scheme_of(text) in schemes


@lru_cache(maxsize=1024)
def _scheme_of(text: str) -> str | None:
    """Return the scheme of a full web address, None if *text* is none; an import asks for each several times."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises if it is not a number
    except ValueError:
        return None
    return parts.scheme if parts.hostname and not re.search(r"[\s\\<>\"]", text) else None


def is_loopback(host: str) -> bool:
    """Return whether a web address with this *host* leads to this machine."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


_MAIL = re.compile(r"(?<![\w.+%@-])([\w.+%-]{1,64})@[\w-]+(?:\.[\w-]+)+")


def hide_mail_addresses(text: str) -> str:
    """Return *text* with an ellipsis in place of the host of each e-mail address, even within a web address."""
    return _MAIL.sub(r"\1@…", text) if "@" in text else text


URL_PREFIX = "url "
"""What the keys of web addresses begin with."""
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|amp)$", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def percent_decoded(text: str) -> bytes:
    """Decode a web address like `urllib.parse.unquote_to_bytes`, but faster for Arabic, all of it escaped."""
    data = text.encode("utf-8", "replace")
    return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), data)


_ESCAPED_LETTER = re.compile("%[C-Fc-f][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]")
_CUT_ESCAPE = re.compile("%[0-9A-Fa-f]?$")


def decoded_segment(segment: str) -> tuple[str, bool]:
    """Return a percent-encoded *segment* of a web address as text, and whether it was cut in the middle of a letter.

    The rest of that letter is left out, and what was encoded twice is decoded twice. Raises UnicodeDecodeError if
    the segment is not UTF-8.
    """
    has_letters = _ESCAPED_LETTER.search(segment)
    data = percent_decoded(_CUT_ESCAPE.sub("", segment) if has_letters else segment)
    is_cut = bool(has_letters and _CUT_ESCAPE.search(segment))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            raise
        text, is_cut = data[: error.start].decode(), True
    if not _ESCAPED_LETTER.search(text):
        return text, is_cut
    text, is_cut_inside = decoded_segment(text)
    return text, is_cut or is_cut_inside


@lru_cache(maxsize=1024)
def url_key(url: str) -> str | None:
    """Return the key that all spellings of a web address share; None for a home page or an invalid URL.

    It has no scheme, www or mobile host prefix, fragment, tracking parameters or trailing slash.
    """
    try:
        parts = urlsplit(url.strip())
        host = _HOST_PREFIX.sub("", (parts.hostname or "").lower())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return None
    query = "&".join(sorted(p for p in parts.query.split("&") if p and not _TRACKING.match(p.partition("=")[0])))
    path = unicodedata.normalize("NFC", percent_decoded(parts.path).decode(errors="replace")).rstrip("/")
    if not host or not (path or query):
        return None
    key = f"{host}{port}{path}" + (f"?{query}" if query else "")
    return URL_PREFIX + re.sub(r"\s", "%20", key)


_CACHE = re.compile(
    r"https?://(?:[^/?#]*\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]+/amp)/(?:s/)?", re.IGNORECASE
)
"""Matches what Google's copies of AMP pages have before the address of the page."""
_VIEW = "(?:amp|print(?:er|able)?|mobile)"
_VIEW_PATH = re.compile(
    rf"(?<=[^/])/(?:(?:{_VIEW}|m)(?=/.)|{_VIEW}(?:\.html?)?$)|[.-]amp(?=\.html?$|$)|/index\.(?:html?|php)$",
    re.IGNORECASE,
)
_VIEW_PARAMETER = re.compile(
    rf"(?:no)?(?:{_VIEW}|m)(?:=(?:[01]|true|false|yes|no)?)?|\w+=(?:amp|print(?:er|able)?)|tmpl=component|(?:phpsess|jsession)id=.*",
    re.IGNORECASE,
)


def page_key(url: str) -> str | None:
    """Return the key that the web addresses of all views of one page share: for printing, for mobiles, and AMP.

    It is the `url_key` where the address names no such view, no index file and no session; None for a home page or an
    invalid URL.
    """
    key = url_key(_CACHE.sub("https://", url.strip()))
    if key is None:
        return None
    path, _, query = key.partition("?")
    page = _VIEW_PATH.sub("", path).rstrip("/")
    kept = "&".join(one for one in query.split("&") if one and not _VIEW_PARAMETER.fullmatch(one))
    return f"{page}?{kept}" if kept else page if "/" in page else key


def normal_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """Return *keys* without duplicates in normal form: web addresses as `page_key` has them, others on one line."""
    kept = (
        page_key(key.removeprefix(URL_PREFIX)) if key.startswith(URL_PREFIX) else " ".join(key.split()) for key in keys
    )
    return tuple(dict.fromkeys(filter(None, kept)))


def host_of(url: str | None) -> str | None:
    """Return the host of a web address, without www or a mobile prefix; None if it has no host."""
    try:
        host = urlsplit((url or "").strip()).hostname or ""
    except ValueError:
        return None
    return _HOST_PREFIX.sub("", host) or None
