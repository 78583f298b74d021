"""Derive the original URL and capture time of a page from the URL and time of its record."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from newsgen.loaders.webpage.web_archives import parse_time, replay_of


@dataclass(frozen=True, slots=True)
class Origin:
    """The URLs and the capture time of a page."""

    url: str | None
    """URL at which it was published; None if that is not an http or https URL."""
    archived_url: str | None
    """URL at which a public archive showed it; None if it was not fetched from one."""
    base: str | None
    """URL that its links are relative to; public archives rewrite links, except in captures marked `id_`."""
    captured: datetime | None
    """Time at which its publisher sent it, to the public archive if it was fetched from one; None if unknown."""


def origin_of(url: str, captured: str) -> Origin:
    """Return the provenance of a page whose WARC record has *url* and the time *captured*, as written there."""
    fetched = parse_time(captured)
    url = url.partition("#")[0]
    if web_host(url) is None:
        return Origin(None, None, None, fetched)
    replay = replay_of(url)
    if replay is None:
        return Origin(url, None, url, fetched)
    base = url if replay.is_rewritten else replay.url
    return Origin(replay.url, url, base, parse_time(replay.time) or fetched)


def source_url(canonical: str | None, origin: Origin) -> str | None:
    """Return the URL of an archived page from that which it declares and that of its *origin*."""
    if canonical and origin.archived_url:
        canonical = origin_of(canonical, "").url  # public archives rewrite the canonical URL too
    return choose_url(canonical, origin.url)


def choose_url(canonical: str | None, origin: str | None) -> str | None:
    """Return an archived page's URL: *canonical*, which it declares, if on the site of *origin*; else *origin*."""
    if not canonical or not origin:
        return origin
    canonical_host, origin_host = web_host(canonical), web_host(origin)
    if canonical_host is None or origin_host is None or not _is_same_site(canonical_host, origin_host):
        return origin
    if len(urlsplit(canonical).path) <= 1 and not urlsplit(canonical).query:
        return origin  # some sites declare their home page on every page
    return canonical


def web_host(url: str) -> str | None:
    """Return the host of an archived page's http or https URL; None for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _is_same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
