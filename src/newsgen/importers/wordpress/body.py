"""What a post of WordPress shows from elsewhere: films, players and frames become links."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from urllib.parse import urlsplit

from newsgen.formats.sanitise import depth, plain_blocks, sanitise
from newsgen.importers.wordpress.markup import (
    TAG,
    attributes,
    paragraphs,
    split_comments,
    tidy,
    too_deep,
    without_scripts,
    without_tags,
)
from newsgen.importers.wordpress.shortcodes import MediaLibrary, expand_shortcodes, link
from newsgen.text.arabic import clean

_EMBEDDED = {"iframe", "embed", "object", "video", "audio", "source"}
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data")
_UNUSABLE = ("data:", "javascript:", "about:", "blob:")
_ALONE = re.compile(
    r"(^[ \t]*|<(?:p|div)(?:\s[^<>]*)?>\s*)(https?://[^\s<>\"\[\]]+)(?=[ \t]*(?:$|</(?:p|div)>))", re.MULTILINE
)


def embeds_to_links(text: str) -> tuple[str, list[str]]:
    """Return tidy *text* with a link for each thing embedded, and the hosts that these came from."""
    seen: dict[str, str] = {}

    def linked(match: re.Match[str]) -> str:
        if match[1].lower() not in _EMBEDDED:
            return match[0]
        values = {} if match[0][1] == "/" else attributes(match[0])
        url = next(filter(None, (_usable(values.get(name, "")) for name in _ADDRESSES)), "")
        if not url or url in seen:
            return ""
        seen[url] = _host(url)
        return link(url, values.get("title", ""))

    text = TAG.sub(linked, text) if "<" in text else text
    return text, list(dict.fromkeys(seen.values()))


def _usable(address: str) -> str:
    if address.lower().startswith(_UNUSABLE):
        return ""
    return f"https:{address}" if address.startswith("//") else address


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "this site"
    except ValueError:
        return "an unreadable address"


def link_lone_addresses(text: str) -> str:
    """Return *text* with a link for each address that stands alone on its line: WordPress showed what it leads to."""
    return _ALONE.sub(lambda match: match[1] + link(match[2].replace("&amp;", "&")), text) if "http" in text else text


_BLOCK = re.compile(
    r"\s*+(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/_-]*+)\s*+(?P<settings>\{.*\})?\s*+(?P<alone>/?)\s*+", re.DOTALL
)
_CLASSIC = {"freeform", "core/freeform", "shortcode"}
"""Blocks whose text has paragraphs by its blank lines."""
_WORDLESS = {"more", "nextpage", "separator", "spacer", "page-break"}
_EMBEDS = re.compile(r"(?:core-)?embed(?:/[\w-]+)?")


@dataclass(slots=True)
class Blocks:
    """What of a post is in blocks, and what is not."""

    content: str
    dynamic: dict[str, None] = field(default_factory=dict)
    """Names of the blocks that hold no text: WordPress filled them in for each reader."""
    _lines: set[str] = field(default_factory=set)

    def stretches(self) -> Iterator[tuple[bool, str]]:
        """Yield the text without comments, in stretches, and whether each was written in blocks."""
        for in_blocks, parts in groupby(self._parts(), key=lambda part: part[0]):
            yield in_blocks, "".join(text for _, text in parts)

    def _parts(self) -> Iterator[tuple[bool, str]]:
        depth = 0
        for text, comment in split_comments(self.content):
            if text:
                yield depth > 0, text
            if comment.strip() == "nextpage":
                yield depth > 0, "\n\n"
            block = _BLOCK.fullmatch(comment) if "wp:" in comment else None
            if not block or block["name"] in _CLASSIC:
                continue
            if block["end"]:
                depth = max(0, depth - 1)
                continue
            depth += not block["alone"]
            shown = self._shown(block)
            if shown:
                yield depth > 0, shown

    def _shown(self, block: re.Match[str]) -> str:
        """Return what the settings of a block alone say, as HTML."""
        name, settings = block["name"], _settings(block["settings"])
        url, words = settings.get("url"), settings.get("label") or settings.get("content")
        is_embed = bool(_EMBEDS.fullmatch(name))
        if not block["alone"]:
            missing = is_embed and isinstance(url, str) and not self._says(url)
            return f"<p>{link(url)}</p>" if missing and isinstance(url, str) else ""
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return f"<p>{link(url, words if isinstance(words, str) else '')}</p>"
        if name not in _WORDLESS:
            self.dynamic[name] = None
        return ""

    def _says(self, url: str) -> bool:
        """Tell whether the address of an embed stands on a line of the text too, as it should."""
        if not self._lines:
            self._lines.update(self.content.replace("&amp;", "&").split("\n"))
        return url in self._lines


def _settings(text: str | None) -> dict[str, object]:
    try:
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


_PLACE = re.compile(r"<!--\s*wp:footnotes\s[^>]*-->")


def with_footnotes(content: str, notes: str) -> str:
    """Return *content* with its foot*notes*, JSON, as a list where their block stands, or at its end."""
    try:
        rows = json.loads(notes)
    except (ValueError, RecursionError):
        return content
    words = [row.get("content") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    items = "".join(f"<li>{text}</li>" for text in words if isinstance(text, str) and text.strip())
    if not items:
        return content
    place = _PLACE.search(content)
    before, after = (content[: place.start()], content[place.end() :]) if place else (content, "")
    return f"{before}\n\n<ol>{items}</ol>\n\n{after}"


_EMPTY = re.compile(r"<(p|div)>(?:\s|&nbsp;|<br>)*+</\1>\n*")
_MAX_DEPTH = 50
"""As in Markdown, which the text may be made into."""
PLAIN = re.compile(r"[ \t\n]*+(?:<p>[^<>&\x00\xa0]*+(?:<br>[^<>&\x00\xa0]*+)*+</p>[ \t\n]*+)*+")
"""Paragraphs of mere words: a sanitiser leaves them as they are, and takes its time."""
_WITHIN_PAGE = re.compile(r'<a href="#[^"]*"[^>]*>((?:(?!<a[ >]).)*?)</a>', re.DOTALL)
"""A link to a place of its own page: a sanitiser takes the names of such places away."""
_PRE = re.compile(r"(<pre\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a post."""

    html: str
    """Sanitised."""
    blocks: tuple[str, ...]
    warnings: tuple[str, ...]


def read_body(content: str, media: MediaLibrary, post: str, notes: str = "") -> Body:
    """Return the text of the post with the number *post*; what WordPress alone could show is reported.

    Its foot*notes* stand beside it, as JSON.
    """
    content = with_footnotes(content, notes) if notes else content
    blocks = Blocks(content.replace("\r\n", "\n").replace("\r", "\n"))
    reports: list[str] = []
    html = "\n".join(
        paragraphs(_prepared(text, media, post, reports), breaks=not in_blocks)
        for in_blocks, text in blocks.stretches()
    )
    reports += (f"holds the block {name}, which WordPress filled in for each reader" for name in blocks.dynamic)
    safe = _sanitised(html)
    if safe is None:
        reports.append("has elements in each other without end: only their text is kept")
        safe = sanitise(paragraphs(escape(unescape(without_tags(html)), quote=False), breaks=True)).strip()
    if 'href="#' in safe:
        safe = _WITHIN_PAGE.sub(r"\1", safe)
    return Body(safe, plain_blocks(safe), tuple(dict.fromkeys(reports)))


def _sanitised(html: str) -> str | None:
    """Return *html* fit for a page; None where its elements lie deeper in each other than a page may have them."""
    if PLAIN.fullmatch(html):
        return _EMPTY.sub("", clean(html)).strip()
    if too_deep(html):
        return None
    safe = _EMPTY.sub("", sanitise(html)).strip()
    return safe if depth(safe) <= _MAX_DEPTH else None


def _prepared(text: str, media: MediaLibrary, post: str, reports: list[str]) -> str:
    """Return *text* as tidy HTML in which only the paragraphs are missing; note what has changed in *reports*."""
    text, scripts = without_scripts(text)
    text, hosts = embeds_to_links(tidy(text))
    text, codes = expand_shortcodes(text, media, post)
    reports += ["holds a script, which is left out"] * scripts
    reports += (f"showed something from {host}, which is a link now" for host in hosts)
    reports += (f"holds the shortcode [{name}], which no longer does anything" for name in codes)
    return "".join(_linked(text))


def _linked(text: str) -> Iterator[str]:
    """Yield *text* with links for lone addresses, but not inside <pre>."""
    first, *rest = _PRE.split(text)
    yield link_lone_addresses(first)
    for start, after in zip(rest[::2], rest[1::2], strict=True):
        inside, end, outside = after.partition("</pre>")
        yield start + inside + end + link_lone_addresses(outside)
