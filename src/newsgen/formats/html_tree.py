"""A small tree of sanitised HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Union

_WHITE = re.compile(r"[ \t\r\n]+")


def fold_white(text: str) -> str:
    """Return *text* on one line, as a browser shows it."""
    if "  " in text or not text.isprintable():
        text = _WHITE.sub(" ", text).encode("utf-8", "replace").decode()  # half of a character is none
    return text.strip(" ")


_TOKEN = re.compile(r'<(?P<slash>/?)(?P<tag>[a-z0-9]+)(?P<attributes>(?: [a-z]+="[^"]*")*)>|(?P<text>[^<]+)')
_ATTRIBUTE = re.compile(' [a-z]+="[^"]*"')
_VOID = {"br", "col", "hr", "img"}
_BLOCKS = set(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary"
    " table tbody td tfoot th thead tr ul".split()
)
_MEANS_NOTHING = {"a", "span"}
"""Without attributes."""
_SAME = {"i": "em", "b": "strong", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h")}
_UNTOLD = {"p", "div", "br", "span", "a"}
"""Their places show in the texts; none of them without attributes is told for itself."""
_SEAMS = re.compile(r"</(em|i|strong|b)><\1>|<(em|i|strong|b)></\2>|<(ul|ol|blockquote|h[1-6])>(?:\s|&nbsp;)*</\3>")
_MAX_DEPTH = 40
"""Elements deeper than this are read as their text; the loader refuses ten levels more."""


@dataclass(slots=True)
class Element:
    """An element of HTML."""

    tag: str
    attributes: str = ""
    """As they are written, after a space."""
    parts: list[Union["Element", str]] = field(default_factory=list)
    """Elements and plain text."""

    @property
    def is_block(self) -> bool:
        """Tell an element that begins a new line, or holds one that does."""
        return self.tag in _BLOCKS or any(isinstance(part, Element) and part.is_block for part in self.parts)


Part = Element | str


def parse(html: str) -> list[Part]:
    """Return what sanitised *html* holds; what means nothing for a reader is looked through."""
    root: list[Part] = []
    within: list[tuple[str, list[Part]]] = [("", root)]
    for token in _TOKEN.finditer(_without_seams(html)):
        parts = within[-1][1]
        tag, attributes = token["tag"], _told_attributes(token["attributes"] or "")
        if not tag:
            parts.append(unescape(token["text"]))
        elif token["slash"]:
            if len(within) > 1 and within[-1][0] == tag:
                within.pop()
        elif tag in _VOID:
            parts.append(Element(tag, attributes))
        elif (tag in _MEANS_NOTHING and not attributes) or (len(within) > _MAX_DEPTH and tag != "a"):
            within.append((tag, parts))
        else:
            parts.append(Element(tag, attributes))
            within.append((tag, parts[-1].parts))  # type: ignore[union-attr]
    return root


def _without_seams(html: str) -> str:
    """Return *html* without what holds nothing, and without the seam between two emphases."""
    for _ in range(_MAX_DEPTH):
        html, count = _SEAMS.subn("", html)
        if not count:
            break
    return html


def _told_attributes(attributes: str) -> str:
    return attributes.replace(' rel="noopener"', "").replace(' start="1"', "") if attributes else ""


def blocks_of(parts: Sequence[Part]) -> Iterator[Element]:
    """Yield *parts* as blocks: what lies between them is paragraphs, and a bare div is only its blocks."""
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
            yield part if part.tag in _BLOCKS else Element("div", "", [part])
    yield from _paragraph(run)


def _paragraph(run: list[Part]) -> Iterator[Element]:
    if any(not part.isspace() if isinstance(part, str) else part.tag != "br" for part in run):
        yield Element("p", "", run)


def serialise(part: Part, *, verbatim: bool = False) -> str:
    """Return *part* as HTML on one line."""
    if isinstance(part, str):
        text = escape(part, quote=False).replace("\u00a0", "&nbsp;")
        return text.replace("\n", "&#10;").replace("\t", "&#9;") if verbatim else re.sub(r"[ \t\r\n]+", " ", text)
    if part.tag in _VOID:
        return f"<{part.tag}{part.attributes}>"
    inner = "".join(serialise(inner, verbatim=verbatim or part.tag == "pre") for inner in part.parts)
    return f"<{part.tag}{part.attributes}>{inner}</{part.tag}>"


@dataclass(frozen=True, slots=True)
class Outline:
    """What two pieces of HTML have in common that say the same."""

    texts: tuple[str, ...]
    """Of each block that is not blank."""
    tags: tuple[str, ...]


def outline(html: str) -> Outline:
    """Return the texts of sanitised *html*, and its lists, links, pictures and emphases in their order."""
    texts: list[str] = []
    tags: list[str] = []
    text: list[str] = []
    verbatim = False
    for token in _TOKEN.finditer(_without_seams(html) + "<p>"):
        tag = token["tag"]
        if not tag:
            text.append(unescape(token["text"]))
            continue
        if tag in _BLOCKS:
            told = "".join(text).expandtabs(4).strip("\n") if verbatim else fold_white("".join(text))
            texts += [told] if told.strip() else []
            text.clear()
        elif tag == "br":
            text.append("\n" if verbatim else " ")
        if not (verbatim and tag == "code"):
            tags += _told_tag(tag, token)
        verbatim = not token["slash"] if tag == "pre" else verbatim
    return Outline(tuple(texts), tuple(tags))


def _told_tag(tag: str, token: re.Match[str]) -> list[str]:
    if token["slash"]:
        return [f"/{_SAME.get(tag, tag)}"] if tag in _BLOCKS and tag not in _UNTOLD else []
    attributes = "".join(sorted(_ATTRIBUTE.findall(_told_attributes(token["attributes"]))))
    return [_SAME.get(tag, tag) + attributes] if attributes or tag not in _UNTOLD else []
