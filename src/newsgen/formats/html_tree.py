"""Parse sanitised HTML into a small tree, write it as HTML, and outline its content for comparison."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Union

WHITE_SPACE = re.compile(r"[ \t\r\n]+")


def fold_white_space(text: str) -> str:
    """Return *text* of HTML on one line, with its white space folded as in a browser."""
    if "  " in text or not text.isprintable():
        text = WHITE_SPACE.sub(" ", text).encode("utf-8", "replace").decode()  # lone surrogates cannot be written
    return text.strip(" ")


_TOKEN = re.compile(r'<(?P<slash>/?)(?P<tag>[a-z0-9]+)(?P<attributes>(?: [a-z-]+="[^"]*")*)>|(?P<text>[^<]+)')
_ATTRIBUTE = re.compile(' [a-z-]+="[^"]*"')
_ID = re.compile(' id="[^"]*"')
_BARE_ADDRESS = re.compile(r'<a href="(?:https://|mailto:)?([^"]*)"(?: rel="noopener")?>\\1</a>')
"""Matches the link of an address that is its own text, as the Markdown converter makes it."""
VOID_TAGS = {"br", "col", "hr", "img", "source", "track"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK_TAGS = set(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary"
    " table tbody td tfoot th thead tr ul".split()
)
_TRANSPARENT_TAGS = {"a", "span"}
"""Tags that mean nothing without attributes, and are replaced by their content."""
_SAME_TAG = {"i": "em", "b": "strong", **dict.fromkeys(HEADINGS, "h")}
_NOT_OUTLINED = {"p", "div", "br", "span", "a"}
"""Tags that an outline leaves out if they have no attributes, because their places show in the texts."""
_REDUNDANT = re.compile(r"</(em|i|strong|b)><\1>|<(em|i|strong|b)></\2>|<(ul|ol|blockquote|h[1-6])>(?:\s|&nbsp;)*</\3>")
MAX_DEPTH = 50
"""Nested elements: people write at most ten, while some hundred exhaust Python's stack or the reader's patience."""
_MAX_TREE_DEPTH = MAX_DEPTH - 10
"""Elements nested more deeply are replaced by their text; the converter refuses more than ten levels beyond."""


@dataclass(slots=True)
class Element:
    """An element of HTML."""

    tag: str
    attributes: str = ""
    """The attributes as they are written, each after a space."""
    parts: list[Union["Element", str]] = field(default_factory=list)
    """The content: elements and plain text."""

    @property
    def is_block(self) -> bool:
        """Whether the HTML element begins a new line, or contains one that does."""
        return self.tag in _BLOCK_TAGS or any(isinstance(part, Element) and part.is_block for part in self.parts)


Part = Element | str


def parse(html: str) -> list[Part]:
    """Return sanitised *html* as a tree, with elements that mean nothing to readers replaced by their content."""
    root: list[Part] = []
    open_elements: list[tuple[str, list[Part]]] = [("", root)]
    for token in _TOKEN.finditer(_without_redundant_tags(html)):
        parts = open_elements[-1][1]
        tag, attributes = token["tag"], _without_default_attributes(token["attributes"] or "")
        if not tag:
            parts.append(unescape(token["text"]))
        elif token["slash"]:
            if len(open_elements) > 1 and open_elements[-1][0] == tag:
                open_elements.pop()
        elif tag in VOID_TAGS:
            parts.append(Element(tag, attributes))
        elif (tag in _TRANSPARENT_TAGS and not attributes) or (len(open_elements) > _MAX_TREE_DEPTH and tag != "a"):
            open_elements.append((tag, parts))
        else:
            parts.append(Element(tag, attributes))
            open_elements.append((tag, parts[-1].parts))  # type: ignore[union-attr]
    return root


def _without_redundant_tags(html: str) -> str:
    """Return *html* without empty elements, and with adjacent emphases of one kind joined."""
    for _ in range(_MAX_TREE_DEPTH):
        html, count = _REDUNDANT.subn("", html)
        if not count:
            break
    return html


def _without_default_attributes(attributes: str) -> str:
    return _ID.sub("", attributes.replace(' rel="noopener"', "").replace(' start="1"', "")) if attributes else ""


def blocks_of(parts: Sequence[Part]) -> Iterator[Element]:
    """Yield *parts* of the HTML tree as blocks: inline parts as paragraphs, a div without attributes as its blocks."""
    run: list[Part] = []
    for part in parts:
        if isinstance(part, str) or not part.is_block:
            run.append(part)
            continue
        yield from _paragraph(run)
        run = []
        if part.tag == "div" and not part.attributes:
            yield from blocks_of(part.parts)
        elif part.tag == "p" and not part.attributes:
            yield from _paragraph(part.parts)
        else:
            yield part if part.tag in _BLOCK_TAGS else Element("div", "", [part])
    yield from _paragraph(run)


def _paragraph(run: list[Part]) -> Iterator[Element]:
    if any(not part.isspace() if isinstance(part, str) else part.tag != "br" for part in run):
        yield Element("p", "", run)


def serialise(part: Part, *, verbatim: bool = False) -> str:
    """Return *part* of the tree as HTML on one line; *verbatim* keeps its white space, as inside pre."""
    if isinstance(part, str):
        text = escape(part, quote=False).replace("\u00a0", "&nbsp;")
        return text.replace("\n", "&#10;").replace("\t", "&#9;") if verbatim else WHITE_SPACE.sub(" ", text)
    if part.tag in VOID_TAGS:
        return f"<{part.tag}{part.attributes}>"
    inner = "".join(serialise(inner, verbatim=verbatim or part.tag == "pre") for inner in part.parts)
    return f"<{part.tag}{part.attributes}>{inner}</{part.tag}>"


@dataclass(frozen=True, slots=True)
class Outline:
    """The texts and tags of a piece of HTML; two pieces with the same content have equal outlines."""

    texts: tuple[str, ...]
    """The text of each block that is not blank."""
    tags: tuple[str, ...]
    """The tags that change the meaning, in their order."""


def outline(html: str) -> Outline:
    """Return the outline of sanitised *html*: its texts, and its lists, links, pictures and emphases in their order.

    Ids are left out, and so are links of addresses that are their own text: the Markdown converter adds both.
    """
    texts: list[str] = []
    tags: list[str] = []
    text: list[str] = []
    verbatim = False
    for token in _TOKEN.finditer(_without_redundant_tags(_BARE_ADDRESS.sub(r"\1", html)) + "<p>"):
        tag = token["tag"]
        if not tag:
            text.append(unescape(token["text"]))
            continue
        if tag in _BLOCK_TAGS:
            shown = "".join(text).expandtabs(4).strip("\n") if verbatim else fold_white_space("".join(text))
            texts += [shown] if shown.strip() else []
            text.clear()
        elif tag == "br":
            text.append("\n" if verbatim else " ")
        if not (verbatim and tag == "code"):
            tags += _outlined_tags(tag, token)
        verbatim = not token["slash"] if tag == "pre" else verbatim
    return Outline(tuple(texts), tuple(tags))


def _outlined_tags(tag: str, token: re.Match[str]) -> list[str]:
    """Return the tree's *tag* with sorted attributes as an outline has it, or nothing if it is left out."""
    if token["slash"]:
        return [f"/{_SAME_TAG.get(tag, tag)}"] if tag in _BLOCK_TAGS and tag not in _NOT_OUTLINED else []
    attributes = "".join(sorted(_ATTRIBUTE.findall(_without_default_attributes(token["attributes"]))))
    return [_SAME_TAG.get(tag, tag) + attributes] if attributes or tag not in _NOT_OUTLINED else []
