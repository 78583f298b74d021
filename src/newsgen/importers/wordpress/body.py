"""Convert the content of a WordPress post into sanitised HTML; embedded videos and frames become links."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from urllib.parse import urlsplit

from newsgen.formats.embeds.players import player_of
from newsgen.formats.html_tree import MAX_DEPTH
from newsgen.formats.sanitise import depth, plain_blocks, sanitise
from newsgen.importers.wordpress.markup import (
    TAG,
    add_paragraphs,
    attributes,
    is_too_deep,
    normalise_tags,
    split_comments,
    strip_scripts,
    strip_tags,
)
from newsgen.importers.wordpress.shortcodes import MediaLibrary, expand_shortcodes, link, player_link
from newsgen.text.arabic import clean

_EMBEDDED = {"iframe", "embed", "object", "video", "audio", "source"}
_URL_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data")
_UNUSABLE_SCHEMES = ("data:", "javascript:", "about:", "blob:")
_LONE = re.compile(
    r"(^[ \t]*|<(?:p|div)(?:\s[^<>]*)?>\s*)(https?://[^\s<>\"\[\]]+)(?=[ \t]*(?:$|</(?:p|div)>))", re.MULTILINE
)


def embeds_to_links(text: str) -> tuple[str, list[str]]:
    """Return a WordPress body with a link for each embedded element, and the hosts that these were loaded from."""
    seen: dict[str, str] = {}

    def to_link(match: re.Match[str]) -> str:
        if match[1].lower() not in _EMBEDDED:
            return match[0]
        values = {} if match[0][1] == "/" else attributes(match[0])
        url = next(filter(None, (_usable_url(values.get(name, "")) for name in _URL_ATTRIBUTES)), "")
        if not url or url in seen:
            return ""
        seen[url] = _host(url)
        return player_link(player_of(url), url, values.get("title", ""))

    text = TAG.sub(to_link, text) if "<" in text else text
    return text, list(dict.fromkeys(seen.values()))


def _usable_url(address: str) -> str:
    if address.lower().startswith(_UNUSABLE_SCHEMES):
        return ""
    return f"https:{address}" if address.startswith("//") else address


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "this site"
    except ValueError:
        return "an unreadable address"


def link_lone_urls(text: str) -> str:
    """Return a WordPress body with a link for each URL alone on its line, which would be shown as an embed."""
    return _LONE.sub(lambda match: match[1] + link(match[2].replace("&amp;", "&")), text) if "http" in text else text


_BLOCK = re.compile(
    r"\s*+(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/_-]*+)\s*+(?P<settings>\{.*\})?\s*+(?P<alone>/?)\s*+", re.DOTALL
)
_CLASSIC_BLOCKS = {"freeform", "core/freeform", "shortcode"}
"""Blocks whose text has paragraphs separated by blank lines."""
_EMPTY_BLOCKS = {"more", "nextpage", "separator", "spacer", "page-break"}
_EMBEDS = re.compile(r"(?:core-)?embed(?:/[\w-]+)?")


@dataclass(slots=True)
class BlockReader:
    """Separates the text of a post that was written in blocks from classic text."""

    content: str
    dynamic: dict[str, None] = field(default_factory=dict)
    """Names of the blocks without text, which WordPress filled in when a page was shown, in their order."""
    _lines: set[str] = field(default_factory=set)

    def segments(self) -> Iterator[tuple[bool, str]]:
        """Yield segments of a WordPress body without comments, each with whether it was written in blocks."""
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
            if not block or block["name"] in _CLASSIC_BLOCKS:
                continue
            if block["end"]:
                depth = max(0, depth - 1)
                continue
            depth += not block["alone"]
            shown = self._html_of_settings(block)
            if shown:
                yield depth > 0, shown

    def _html_of_settings(self, block: re.Match[str]) -> str:
        """Return the HTML for a WordPress block whose content is only in its settings; "" for other blocks."""
        name, settings = block["name"], _settings(block["settings"])
        url, words = settings.get("url"), settings.get("label") or settings.get("content")
        if not block["alone"]:
            is_missing = isinstance(url, str) and _EMBEDS.fullmatch(name) and not self._has_line(url)
            return f"<p>{link(str(url))}</p>" if is_missing else ""
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return f"<p>{link(url, words if isinstance(words, str) else '')}</p>"
        if name not in _EMPTY_BLOCKS:
            self.dynamic[name] = None
        return ""

    def _has_line(self, url: str) -> bool:
        """Return whether *url*, that of an embed, is also a line of the WordPress body, as it should be."""
        if not self._lines:
            self._lines.update(self.content.replace("&amp;", "&").split("\n"))
        return url in self._lines


def _settings(text: str | None) -> dict[str, object]:
    try:
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


_FOOTNOTES_BLOCK = re.compile(r"<!--\s*wp:footnotes\s[^>]*-->")


def insert_footnotes(content: str, notes: str) -> str:
    """Return a WordPress body with its *notes*, JSON, as a list in place of the footnotes block or at the end."""
    try:
        rows = json.loads(notes)
    except (ValueError, RecursionError):
        return content
    words = [row.get("content") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    items = "".join(f"<li>{text}</li>" for text in words if isinstance(text, str) and text.strip())
    if not items:
        return content
    place = _FOOTNOTES_BLOCK.search(content)
    before, after = (content[: place.start()], content[place.end() :]) if place else (content, "")
    return f"{before}\n\n<ol>{items}</ol>\n\n{after}"


_EMPTY = re.compile(r"<(p|div)>(?:\s|&nbsp;|<br>)*+</\1>\n*")
PLAIN = re.compile(r"[ \t\n]*+(?:<p>[^<>&\x00\xa0]*+(?:<br>[^<>&\x00\xa0]*+)*+</p>[ \t\n]*+)*+")
"""Paragraphs of words without markup, which the slow sanitiser would not change."""
_WITHIN_PAGE = re.compile(r'<a href="#[^"]*"[^>]*>((?:(?!<a[ >]).)*?)</a>', re.DOTALL)
"""A link within its own page, whose target the sanitiser removes."""
_PRE = re.compile(r"(<pre\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The converted text of a post."""

    html: str
    """Sanitised HTML."""
    blocks: tuple[str, ...]
    """Its plain text, paragraph by paragraph."""
    warnings: tuple[str, ...]


def read_body(content: str, media: MediaLibrary, post: str, notes: str = "") -> Body:
    """Return the body of the WordPress post with the id *post* and foot*notes*, JSON; warn of what is not converted."""
    content = insert_footnotes(content, notes) if notes else content
    blocks = BlockReader(content.replace("\r\n", "\n").replace("\r", "\n"))
    warnings: list[str] = []
    html = "\n".join(
        add_paragraphs(_prepare(text, media, post, warnings), breaks=not in_blocks)
        for in_blocks, text in blocks.segments()
    )
    warnings += (f"has the block {name}, which WordPress filled in for each reader" for name in blocks.dynamic)
    sanitised = _sanitise(html)
    if sanitised is None:
        warnings.append("has too deeply nested elements; only their text is kept")
        sanitised = sanitise(add_paragraphs(escape(unescape(strip_tags(html)), quote=False), breaks=True)).strip()
    if 'href="#' in sanitised:
        sanitised = _WITHIN_PAGE.sub(r"\1", sanitised)
    return Body(sanitised, plain_blocks(sanitised), tuple(dict.fromkeys(warnings)))


def _sanitise(html: str) -> str | None:
    """Return a WordPress body's *html* sanitised, or None if its elements are nested too deeply."""
    if PLAIN.fullmatch(html):
        return _EMPTY.sub("", clean(html)).strip()
    if is_too_deep(html):
        return None
    sanitised = _EMPTY.sub("", sanitise(html)).strip()
    return sanitised if depth(sanitised) <= MAX_DEPTH else None


def _prepare(text: str, media: MediaLibrary, post: str, warnings: list[str]) -> str:
    """Return a WordPress body as HTML that lacks only its paragraphs; add what was changed to *warnings*."""
    text, scripts = strip_scripts(text)
    text, hosts = embeds_to_links(normalise_tags(text))
    text, codes = expand_shortcodes(text, media, post)
    warnings += ["has a script, which is left out"] * scripts
    warnings += (f"has an embed from {host}, which is a link now" for host in hosts)
    warnings += (f"has the shortcode [{name}], which is kept as text" for name in codes)
    return "".join(_link_outside_pre(text))


def _link_outside_pre(text: str) -> Iterator[str]:
    """Yield a WordPress body with links for lone URLs, except inside <pre>."""
    first, *rest = _PRE.split(text)
    yield link_lone_urls(first)
    for start, after in zip(rest[::2], rest[1::2], strict=True):
        inside, end, outside = after.partition("</pre>")
        yield start + inside + end + link_lone_urls(outside)
