"""Tell when and where a page was fetched, and when and where it was published."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

_REPLAY = re.compile(
    r"https?://[^/?#]+/(?:[^?#]*?/)?(?P<time>\d{14})(?P<form>[a-z]{2}_)?/(?P<inner>https?:/{1,2}[^/].*)", re.DOTALL
)
"""An address at which a public archive shows a page: its capture's time, then the page's own address."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from."""

    url: str | None
    """At which it was published; None where that is no address of the web."""
    archived_url: str | None
    """At which a public archive showed it, if it was fetched there."""
    base: str | None
    """To which its links are relative: a public archive rewrites them, but not in what it shows as `id_`."""
    captured: datetime | None
    """When its publisher sent it: to the public archive, if it was fetched there."""


def origin_of(url: str, captured: str) -> Origin:
    """Return the origin of what was fetched from *url* at the time that a record writes as *captured*."""
    fetched = moment(captured)
    url = url.partition("#")[0]
    if host_of(url) is None:
        return Origin(None, None, None, fetched)
    replay = _REPLAY.fullmatch(url)
    if replay is None:
        return Origin(url, None, url, fetched)
    inner = re.sub(r"^(https?):/+", r"\1://", replay["inner"])
    base = inner if replay["form"] == "id_" else url
    return Origin(inner, url, base, moment(replay["time"]) or fetched)


def own_address(canonical: str | None, origin: str | None) -> str | None:
    """Return the address that a page gives as its own, if it is on the site it was published at; else *origin*."""
    if not canonical or not origin:
        return origin
    there, here = host_of(canonical), host_of(origin)
    if there is None or here is None or not _is_same_site(there, here):
        return origin
    if len(urlsplit(canonical).path) <= 1 and not urlsplit(canonical).query:
        return origin  # a site that gives its home page for all its pages
    return canonical


def host_of(url: str) -> str | None:
    """Return the host of an address of the web; None for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _is_same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def moment(text: str) -> datetime | None:
    """Return the time that a record writes as "2014-01-26T20:06:24Z" or "20140126200624"."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{8,14}", text):
        text = f"{text[:8]}T{text[8:]:0<6}"
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        return time.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
