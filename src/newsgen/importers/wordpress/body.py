"""The text of a post, as WordPress's database holds it, made into the HTML that its readers saw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from newsgen.formats.sanitise import depth, plain_blocks, sanitise
from newsgen.importers.wordpress.markup import tidy, too_deep, without_scripts, without_tags
from newsgen.importers.wordpress.shortcodes import expand_shortcodes
from newsgen.importers.wordpress.wordpress_blocks import Blocks
from newsgen.importers.wordpress.wordpress_embeds import embeds_to_links, link_lone_addresses
from newsgen.importers.wordpress.wordpress_footnotes import with_footnotes
from newsgen.importers.wordpress.wordpress_media import MediaLibrary
from newsgen.importers.wordpress.wordpress_paragraphs import paragraphs
from newsgen.text.arabic import clean

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
