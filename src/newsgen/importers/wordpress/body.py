"""Convert the content of a WordPress post into sanitised HTML; embedded videos and frames become links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from urllib.parse import urlsplit

from newsgen.formats.embeds.players import player_of
from newsgen.formats.html_tree import MAX_DEPTH
from newsgen.formats.sanitise import depth, plain_blocks, sanitise
from newsgen.importers.wordpress.blocks import BlockReader, insert_footnotes, insert_shared_blocks
from newsgen.importers.wordpress.builders.data import (
    builder_text,
    data_html,
    is_builder_key,
    is_damaged,
    may_hold_text,
)
from newsgen.importers.wordpress.builders.figures import link, player_link
from newsgen.importers.wordpress.markup import (
    TAG,
    add_paragraphs,
    attributes,
    is_too_deep,
    normalise_tags,
    strip_scripts,
    strip_tags,
)
from newsgen.importers.wordpress.media_library import MediaLibrary
from newsgen.importers.wordpress.shortcodes import expand_shortcodes
from newsgen.text.arabic import clean

_EMBEDDED = {"iframe", "embed", "object", "video", "audio", "source"}
_URL_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data")
_UNUSABLE_SCHEMES = ("data:", "javascript:", "about:", "blob:")
_LONE = re.compile(
    r"(^[ \t]*|<(?:p|div)(?:\s[^<>]*)?>\s*)(https?://[^\s<>\"\[\]]+)(?=[ \t]*(?:$|</(?:p|div)>))", re.MULTILINE
)


def embeds_to_links(text: str) -> tuple[str, list[str]]:
    """Return a WordPress body with a link for each embedded element, and the addresses of these."""
    seen: dict[str, None] = {}

    def to_link(match: re.Match[str]) -> str:
        if match[1].lower() not in _EMBEDDED:
            return match[0]
        values = {} if match[0][1] == "/" else attributes(match[0])
        url = next(filter(None, (_usable_url(values.get(name, "")) for name in _URL_ATTRIBUTES)), "")
        if not url or url in seen:
            return ""
        seen[url] = None
        return player_link(player_of(url), url, values.get("title", ""))

    text = TAG.sub(to_link, text) if "<" in text else text
    return text, list(seen)


def embed_warnings(urls: Iterable[str]) -> Iterator[str]:
    """Yield a warning for each host of embedded *urls*, unless the link leads to the page of the same film or post."""
    players = ((url, player_of(url)) for url in urls)
    hosts = (_host(url) for url, player in players if player is None or not player.is_exact)
    yield from (f"has an embed from {host}, which is a link now" for host in dict.fromkeys(hosts))


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


_EMPTY = re.compile(r"<(p|div)>\s*+(?:(?:&nbsp;|<br>)\s*+){0,10000}</\1>\n*")
PLAIN = re.compile(r"[ \t\n]*+(?:<p>[^<>&\x00\xa0]*+(?:<br>[^<>&\x00\xa0]*+){0,10000}</p>[ \t\n]*+){0,10000}")
"""Paragraphs of words without markup, which the slow sanitiser would not change."""
_WITHIN_PAGE = re.compile(r'<a href="#[^"]*"[^>]*>((?:(?!<a[ >]).)*?)</a>', re.DOTALL)
"""A link within its own page, whose target the sanitiser removes."""
_PRE = re.compile(r"(<pre\b)", re.IGNORECASE)
_ADJACENT_LISTS = re.compile(r"</ul>\s*<ul>")
"""Between the items of a list, each of which a page builder has as an element."""
_CLEARLY_MORE = 1.1
_PICTURE_LETTERS = 50


@dataclass(frozen=True, slots=True)
class Body:
    """The converted text of a post."""

    html: str
    """Sanitised HTML."""
    blocks: tuple[str, ...]
    """Its plain text, paragraph by paragraph."""
    warnings: tuple[str, ...]

    @property
    def letters(self) -> int:
        """How long the text is, without white space."""
        return sum(len("".join(block.split())) for block in self.blocks)


_MAX_SHARED_DEPTH = 5
_MAX_SHARED_LETTERS = 1_000_000
"""What shared texts may add to one post: each may name others several times."""


class PostReader:
    """Reads the text of one post, and collects what is not converted."""

    def __init__(self, media: MediaLibrary, post: str) -> None:
        """Read the post with the id *post*, which may name what is in *media*."""
        self.media = media
        self.post = post
        self.warnings: dict[str, None] = {}
        self._within: list[str] = []
        """The shared texts that are being read, each within the one before."""
        self._shared_letters = 0

    def warn(self, text: str) -> None:
        """Say what is not converted, as a phrase after the place of the post."""
        self.warnings[text] = None

    def convert(self, text: str) -> str:
        """Return a WordPress body, or a part of it, as HTML that lacks only its paragraphs."""
        text, scripts = strip_scripts(text)
        text, embedded = embeds_to_links(normalise_tags(text))
        if scripts:
            self.warn("has a script, which is left out")
        for warning in embed_warnings(embedded):
            self.warn(warning)
        return "".join(_link_outside_pre(expand_shortcodes(text, self)))

    def shared(self, name: str) -> str | None:
        """Return the HTML of the shared text with the id or slug *name*; None if the export does not hold it."""
        text = self.media.texts.find(name)
        if text is None:
            return None
        self._shared_letters += len(text.content)
        is_bounded = len(self._within) < _MAX_SHARED_DEPTH and self._shared_letters <= _MAX_SHARED_LETTERS
        if text.number in self._within or not is_bounded:
            self.warn(f"has the shared text {name} within itself or too often, which is left out there")
            return ""
        self._within.append(text.number)
        html = self.paragraphs(text.content) if text.content.strip() else self._builder_html(text.meta)
        self._within.pop()
        return html

    def _builder_html(self, meta: Iterable[tuple[str, str]]) -> str:
        return next((builder_text(value, self) for key, value in meta if is_builder_key(key)), "")

    def _shared_block(self, name: str, settings: dict[str, object]) -> str:
        html = self.shared(name)
        if html is None:
            self.warn(f"has the reusable block {name}, which the export does not hold")
        if settings.get("content"):
            self.warn(f"has words of its own in the pattern {name}, which are left out: {settings['content']}")
        return f"\n\n{html or ''}\n\n"

    def _html_of_data(self, name: str, settings: dict[str, object]) -> str:
        return data_html({"name": name, "settings": settings}, self) if settings else ""

    def paragraphs(self, content: str) -> str:
        """Return the HTML of a post's *content*, not yet sanitised."""
        content = insert_shared_blocks(content.replace("\r\n", "\n").replace("\r", "\n"), self._shared_block)
        blocks = BlockReader(content, self._html_of_data)
        html = "\n".join(
            add_paragraphs(self.convert(text), breaks=not in_blocks) for in_blocks, text in blocks.segments()
        )
        for name in blocks.dynamic:
            self.warn(f"has the block {name}, which WordPress filled in for each reader")
        return html

    def body(self, html: str) -> Body:
        """Return the body with the *html* of the post, sanitised."""
        html = _ADJACENT_LISTS.sub("", html) if "</ul>" in html else html
        sanitised = _sanitise(html)
        if sanitised is None:
            self.warn("has too deeply nested elements; only their text is kept")
            sanitised = sanitise(add_paragraphs(escape(unescape(strip_tags(html)), quote=False), breaks=True)).strip()
        if 'href="#' in sanitised:
            sanitised = _WITHIN_PAGE.sub(r"\1", sanitised)
        return Body(sanitised, plain_blocks(sanitised), tuple(self.warnings))


def read_body(
    content: str, media: MediaLibrary, post: str, notes: str = "", meta: Iterable[tuple[str, str]] = ()
) -> Body:
    """Return the body of the WordPress post with the id *post*; warn of what is not converted.

    *notes* are its footnotes, JSON. Of its *content* and the data of a page builder in its custom fields, *meta*, the
    richer is taken.
    """
    reader = PostReader(media, post)
    own = reader.body(reader.paragraphs(insert_footnotes(content, notes) if notes else content))
    fields = [(key, value) for key, value in meta if is_builder_key(key)]
    if not fields and not own.html:
        fields = [(key, value) for key, value in meta if may_hold_text(key, value)]
    return _richest(own, fields, media, post) if fields else own


def _richest(own: Body, fields: Iterable[tuple[str, str]], media: MediaLibrary, post: str) -> Body:
    """Return the richest of a post's *own* body and those in its custom *fields*, with a warning if they differ."""
    best, best_key = Body("", (), ()), ""
    damage: list[str] = []
    for key, value in fields:
        if is_damaged(value):
            damage.append(f"has damaged data in the custom field {key}; compare its text with the original")
        reader = PostReader(media, post)
        found = reader.body(add_paragraphs(builder_text(value, reader), breaks=True))
        best, best_key = (found, key) if _richness(found) > _richness(best) else (best, best_key)
    own = replace(own, warnings=(*damage, *own.warnings))
    if not best.html:
        return own
    figures = f"{best.letters} letters in {best_key} where its content has {own.letters}"
    best = replace(best, warnings=(*damage, *best.warnings))
    if not own.html:
        return _with_warning(best, f"has its text only in the custom field {best_key}, from which it is read")
    if best.letters > own.letters * _CLEARLY_MORE:
        return _with_warning(best, f"has {figures}; the text of {best_key} is taken")
    if best.letters * _CLEARLY_MORE < own.letters:
        return _with_warning(own, f"has {figures}; the content is taken")
    if _richness(best) > _richness(own) and best.html.count("<img") > own.html.count("<img"):
        return _with_warning(
            best, f"has more pictures in {best_key} than in its content; the text of {best_key} is taken"
        )
    return own


def _richness(body: Body) -> int:
    return body.letters + _PICTURE_LETTERS * body.html.count("<img")


def _with_warning(body: Body, text: str) -> Body:
    return replace(body, warnings=(text, *body.warnings))


def with_lead(body: Body, lead: str) -> Body:
    """Return the *body* after *lead*, HTML such as the link to a film that WordPress showed above it."""
    html = f"{sanitise(lead).strip()}\n{body.html}".strip()
    return replace(body, html=html, blocks=plain_blocks(html))


def _sanitise(html: str) -> str | None:
    """Return a WordPress body's *html* sanitised, or None if its elements are nested too deeply."""
    if PLAIN.fullmatch(html):
        return _EMPTY.sub("", clean(html)).strip()
    if is_too_deep(html):
        return None
    sanitised = _EMPTY.sub("", sanitise(html)).strip()
    return sanitised if depth(sanitised) <= MAX_DEPTH else None


def _link_outside_pre(text: str) -> Iterator[str]:
    """Yield a WordPress body with links for lone URLs, except inside <pre>."""
    first, *rest = _PRE.split(text)
    yield link_lone_urls(first)
    for start, after in zip(rest[::2], rest[1::2], strict=True):
        inside, end, outside = after.partition("</pre>")
        yield start + inside + end + link_lone_urls(outside)
