"""Recognise the addresses under which public web archives show the pages and pictures of other sites."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_INNER = r"(?P<inner>https?:/{1,2}[^/].*)"
_REPLAY = re.compile(rf"https?://[^/?#]+/(?:[^?#]*?/)?(?P<time>\d{{14}})(?P<form>[a-z]{{2}}_)?/{_INNER}", re.DOTALL)
"""The URL under which an archive shows a page: the capture time, then the page's original URL."""
_ARCHIVE_TODAY = r"https?://archive\.(?:today|ph|is|li|vn|fo|md)"
_TODAY = re.compile(rf"{_ARCHIVE_TODAY}/(?P<time>\d{{4}}\.\d\d\.\d\d-\d{{6}})(?P<form>)/{_INNER}", re.DOTALL)
_REWRITTEN = re.compile(
    rf"(?:(?:https?:)?//[^/?#]+)?/(?:[^?#:]*?/)??(?:\d{{14}}|(?<=/web/)\d{{1,14}})(?:[a-z]{{2}}_)?/{_INNER}"
    rf"|{_ARCHIVE_TODAY}/o/\w+/(?P<link>https?://.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Replay:
    """What the URL tells under which a public archive shows something."""

    url: str
    """The original URL."""
    time: str
    """When it was captured, in 14 digits."""
    is_rewritten: bool
    """Whether the archive rewrote the links of the page."""


def replay_of(url: str) -> Replay | None:
    """Return what the *url* of a public archive tells; None for any other URL."""
    found = _TODAY.fullmatch(url) or _REPLAY.fullmatch(url)
    if found is None:
        return None
    return Replay(_restored(found["inner"]), re.sub(r"\D", "", found["time"]), found["form"] != "id_")


def original_of(address: str) -> str:
    """Return the original URL behind an *address* that a public archive rewrote, even a relative one; else itself."""
    found = _REWRITTEN.fullmatch(address.strip()) if "http" in address else None
    return _restored(found["inner"] or found["link"]) if found else address


def _restored(url: str) -> str:
    """Return the original *url* in the address of a web archive with both slashes; some servers merge them."""
    return re.sub(r"^(https?):/+", r"\1://", url)


def parse_time(text: str) -> datetime | None:
    """Parse a web archive's time such as "2014-01-26T20:06:24Z" or "20140126200624" into UTC; None if not valid."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{8,14}", text):
        text = f"{text[:8]}T{text[8:]:0<6}"
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        return time.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
