"""Read from a saved web page where and when it was saved, as the tool that saved it wrote into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from newsgen.loaders.webpage.dom import Element, absolute_url
from newsgen.loaders.webpage.web_archives import original_of, parse_time, replay_of
from newsgen.text.dates import Moment
from newsgen.text.web_addresses import host_of

_HEAD_CHARACTERS = 100_000
_COMMENT = re.compile(
    r"<!--\s*((?:page )?(?:saved|mirrored|archived|captured|clipped)\b.{1,4000}?)-->", re.DOTALL | re.IGNORECASE
)
"""What browsers, SingleFile, monolith and HTTrack write above a page."""
_URL = re.compile(r"https?://[^\s<>\"']+")
_HOST_AND_PATH = re.compile(r"\bfrom ([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?)")
_TIMES = (
    re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"),
    re.compile(r"(?P<month>[A-Z][a-z]{2}) (?P<day>\d\d?) (?P<year>\d{4}) (?P<time>[\d:]{8}) GMT(?P<zone>[+-]\d{4})"),
    re.compile(r"(?P<day>\d\d?) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) (?P<time>[\d:]{8}) (?P<zone>GMT|[+-]\d{4})"),
)
"""As ISO 8601, browsers and HTTP write a time."""
_WAYBACK = re.compile(r"""wombat(?:Init)?\(\s*["'](?P<url>[^"']+)["']\s*,\s*["'](?P<time>\d{14})["']""")
_ADDRESS = re.compile(r"""[^\s,"'()]+(?:,[^\s,"'()]+)*""")
_WORDS = {"alt", "title"}
"""Attributes that people read."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where and when a page was saved."""

    url: str | None = None
    """The http or https URL at which it was published; None if nothing tells it."""
    archived_url: str | None = None
    """The URL at which a public archive showed it; None if it was not saved from one."""
    captured: Moment | None = None


class _Saved(NamedTuple):
    url: str
    time: Moment | None = None


def find_provenance(text: str, root: Element, fetched: str | None) -> Provenance:
    """Return the provenance of the page *root*, whose source is *text* and which was *fetched* from a URL, if known.

    What a tool wrote counts, and that the page declares an address in a public archive as its own. The addresses of
    a page that a public archive rewrote become the original ones again; this changes *root*.
    """
    saved = [_Saved(fetched)] if fetched else [one for one in _witnesses(text, root) if host_of(one.url)]
    replays = [one.url for one in (*saved, *map(_Saved, _declared(root))) if replay_of(one.url)]
    wayback = _WAYBACK.search(text) if "wombat" in text else None
    first = next(iter(saved), _Saved(""))
    if not replays and not wayback:
        return Provenance(first.url or None, None, first.time)
    archived = next(iter(replays), None) or (
        wayback and f"https://web.archive.org/web/{wayback['time']}/{wayback['url']}"
    )
    replay = replay_of(archived or "")
    if replay is None:
        return Provenance(first.url or None, None, first.time)
    _restore_addresses(root)
    return Provenance(absolute_url(replay.url, None), archived, parse_time(replay.time))


def _witnesses(text: str, root: Element) -> Iterator[_Saved]:
    """Yield what tools wrote above the body of the page *text* about where it was saved from."""
    head = re.split("<body", text[:_HEAD_CHARACTERS], maxsplit=1, flags=re.IGNORECASE)[0]
    for comment in _COMMENT.finditer(head):
        url = _URL.search(comment[1])
        place = _HOST_AND_PATH.search(comment[1])
        if url:
            yield _Saved(url[0], _time_in(comment[1]))
        elif place:  # HTTrack leaves out the scheme
            scheme = "https" if f"https://{place[1].partition('/')[0]}" in text else "http"
            yield _Saved(f"{scheme}://{place[1]}", _time_in(comment[1]))
    for source in root.xpath("//html/@data-scrapbook-source"):
        made = next(iter(root.xpath("//html/@data-scrapbook-create")), "")
        yield _Saved(source, parse_time(made[:14]))
    for source in root.xpath("//meta[@name='savepage-url']/@content"):
        made = next(iter(root.xpath("//meta[@name='savepage-date']/@content")), "")
        yield _Saved(source, _time_in(made))


def _time_in(text: str) -> Moment | None:
    """Return the first time, with its zone, in what a tool wrote when it saved a page; None if there is none."""
    for pattern in _TIMES:
        found = pattern.search(text)
        if found is None:
            continue
        try:
            if "day" not in pattern.groupindex:
                return (
                    parse_time(found[0]) if "Z" in found[0] else datetime.fromisoformat(found[0].replace(" UTC", "Z"))
                )
            return parsedate_to_datetime("{day} {month} {year} {time} {zone}".format(**found.groupdict()))
        except ValueError:
            continue
    return None


def _declared(root: Element) -> Iterator[str]:
    """Yield the addresses that the page *root* declares as its own."""
    yield from root.xpath("//link[contains(@rel, 'canonical') or contains(@rel, 'bookmark')]/@href")
    yield from root.xpath("//meta[@property='og:url']/@content")


def _restore_addresses(root: Element) -> None:
    """Restore the original addresses of the page *root*, which a public archive rewrote."""
    for element in root.iter():
        for name, value in element.items():
            if "http" in value and name not in _WORDS:
                element.set(name, _ADDRESS.sub(lambda address: original_of(address[0]), value))
