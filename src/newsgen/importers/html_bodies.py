"""Convert the HTML of an exported article into sanitised HTML, as `wordpress.body` does for WordPress."""

import re
from collections.abc import Iterable
from html import escape, unescape

from newsgen.formats.html_tree import MAX_DEPTH
from newsgen.formats.sanitise import depth, plain_blocks, sanitise
from newsgen.importers.html_pictures import simplify
from newsgen.importers.wordpress.body import Body, embed_warnings, embeds_to_links, link_lone_urls
from newsgen.importers.wordpress.markup import (
    add_paragraphs,
    is_too_deep,
    normalise_tags,
    split_comments,
    strip_scripts,
    strip_tags,
)

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BLANKS = re.compile(r"\s*\n\s*")
_PRE = re.compile(r"(<pre\b.*?(?:</pre\s*>|$))", re.IGNORECASE | re.DOTALL)
_PLAYER_EDGE = re.compile(r"(<(?:iframe|object|video|audio)\b)|(</(?:iframe|object|video|audio)\s*>)", re.IGNORECASE)
_BREAK_IN_LIST = re.compile(
    r"(</(?:li|td|tr)\s*>|<(?:ul|ol|table|tbody|tr)\b[^<>]*>)(?:\s*<br\s*/?>)+(?=\s*<)", re.IGNORECASE
)
"""Line ends where a list or a table can have only items or rows."""
_ELEMENT = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPTY = re.compile(r"<(p|div|a|span)(?: rel=\"noopener\")?>\s*+(?:(?:&nbsp;|<br>)\s*+){0,10000}</\1>\n*")


def read_html(content: str, remarks: Iterable[str] = ()) -> Body:
    """Return the body of an article whose HTML is *content*, with *remarks* and what was changed as its warnings.

    Text without any element is taken as paragraphs between blank lines.
    """
    text = content.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    html = "".join(part for part, _ in split_comments(text))
    if _ELEMENT.search(html):
        html = _on_one_line(html)
    html, has_script = strip_scripts(_BREAK_IN_LIST.sub(r"\1", html))
    html, embedded = embeds_to_links(normalise_tags(_PLAYER_EDGE.sub(_as_block, html)))
    html = add_paragraphs(link_lone_urls(_simplified(html)), breaks=True)
    warnings = [*remarks, *(["has a script, which is left out"] * has_script)]
    warnings += embed_warnings(embedded)
    body = None if is_too_deep(html) else _without_empty(sanitise(html))
    if body is None or depth(body) > MAX_DEPTH:
        warnings.append("has too deeply nested elements; only their text is kept")
        body = sanitise(add_paragraphs(escape(unescape(strip_tags(html)), quote=False), breaks=True)).strip()
    return Body(body, plain_blocks(body), tuple(dict.fromkeys(warnings)))


def _as_block(edge: re.Match[str]) -> str:
    """Return the start or the end of an exported player with that of a block, so that it is a paragraph of its own."""
    return f"<div>{edge[1]}" if edge[1] else f"{edge[2]}</div>"


def _simplified(html: str) -> str:
    return html if is_too_deep(html) else simplify(html)


def _on_one_line(html: str) -> str:
    """Return exported *html* with spaces for the ends of its lines, except inside <pre>, where <br> is one."""
    parts = _PRE.split(html)
    return "".join(
        _BREAK.sub("\n", part) if number % 2 else _BLANKS.sub(" ", part) for number, part in enumerate(parts)
    )


def _without_empty(html: str) -> str:
    """Return sanitised *html* without the empty elements of an export, and those that contained nothing else."""
    for _ in range(3):
        html, count = _EMPTY.subn("", html)
        if not count:
            break
    return html.strip()
