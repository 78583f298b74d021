"""Rewrite the pictures, captions and players of exported HTML as an article shows them."""

import re
from html import escape
from urllib.parse import unquote, urlsplit

from newsgen.loaders.webpage.dom import Element, HostilePageError, as_html, drop, parse_page
from newsgen.text.direction import direction_of

_MARKED = re.compile(r"<(?:img|table|figure|button|svg|form|input)\b|\sdir=|\strbidi=", re.IGNORECASE)
"""All that is rewritten; most texts have nothing of it and need not be parsed."""
_FURNITURE = ("button", "svg", "form", "input", "select", "textarea")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
_GOOGLE_HOST = re.compile(r"(?:\w+\.bp\.blogspot\.com|(?:lh\d|blogger)\.(?:googleusercontent|ggpht)\.com)")
_SIZE = re.compile(
    r"(?<=/)(?:s\d+|w\d+(?:-h\d+)?|h\d+)(?:-[a-z0-9-]+)?(?=/)|(?<==)(?:s\d+|w\d+(?:-h\d+)?)(?:-[a-z0-9-]+)?$"
)
"""The part of the address of a picture at Google that says its size."""
_LARGE = "s1600"
_BOX = "newsgen-fragment"
"""The id of a box around a text, without which a parser would put its beginning into a paragraph."""
_INLINE_WITH_DIRECTION = ("span", "bdi", "bdo", "a", "b", "i", "em", "strong", "font", "code")
_MAX_CAPTION = 1000


def simplify(html: str) -> str:
    """Return exported *html* with plain figures and the large pictures that it links to, without buttons and pixels."""
    body = parse_fragment(html) if _MARKED.search(html) else None
    if body is None:
        return html
    for element in list(body.iter(*_FURNITURE)):
        drop(element)
    for picture in list(body.iter("img")):
        _simplify_picture(picture)
    for table in list(body.iter("table")):
        _caption_to_figure(table)
    for figure in list(body.iter("figure")):
        _simplify_figure(figure)
    for element in body.iter():
        _drop_needless_direction(element)
    return inner_html(body)


def parse_fragment(html: str) -> Element | None:
    """Return the body of a page with the exported *html*; None if it cannot be parsed, so that its text is kept."""
    try:
        root = parse_page(f'<div id="{_BOX}">{html}</div>')
    except HostilePageError:
        return None
    body = None if root is None else root.find("body")
    if body is not None and len(body) and body[0].get("id") == _BOX:
        body[0].drop_tag()
    return body


def inner_html(element: Element) -> str:
    """Return the content of an *element* of exported HTML as HTML."""
    inner = (as_html(child) + escape(child.tail or "", quote=False) for child in element)
    return escape(element.text or "", quote=False) + "".join(inner)


def _simplify_picture(picture: Element) -> None:
    """Give *picture* the address of the large one that it links to; drop it if it only counts readers."""
    if _is_pixel(picture):
        drop(picture)
        return
    for name in ("width", "height", "border", "title"):
        if name != "title" or picture.get("alt", "") == picture.get("title"):
            picture.attrib.pop(name, None)
    picture.set("src", large_picture(picture.get("src") or ""))
    link = _link_around(picture)
    if link is not None and is_picture_address(link.get("href") or ""):
        picture.set("src", large_picture(link.get("href")))
        tail, picture.tail = link.tail, None
        link.getparent().replace(link, picture)
        picture.tail = tail


def _is_pixel(picture: Element) -> bool:
    sizes = [(picture.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return all(size in {"0", "1"} for size in sizes)


def _link_around(picture: Element) -> Element | None:
    """Return the link that shows *picture* and nothing else; None if there is none."""
    link = next(picture.iterancestors("a"), None)
    if link is None or "".join(link.itertext()).strip() or sum(1 for _ in link.iter("img")) > 1:
        return None
    return link


def is_picture_address(address: str) -> bool:
    """Return whether *address* is that of a picture, not of a page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(_PICTURE_FILE.search(unquote(parts.path)) or _GOOGLE_HOST.fullmatch(parts.hostname or ""))


def large_picture(address: str) -> str:
    """Return the *address* of a picture that Google keeps for Blogger in its large size; others are not changed."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return address
    return _SIZE.sub(_LARGE, address) if _GOOGLE_HOST.fullmatch(host) else address


def _caption_to_figure(table: Element) -> None:
    """Turn a *table* of a picture above its caption, as Blogger writes it, into a figure."""
    cells = list(table.iter("td", "th"))
    if len(cells) != 2 or sum(1 for _ in table.iter("tr")) != 2:  # noqa: PLR2004 - the picture and its caption
        return
    picture, caption = cells
    words = "".join(caption.itertext()).strip()
    has_picture = next(picture.iter("img"), None) is not None and not "".join(picture.itertext()).strip()
    if not has_picture or len(words) > _MAX_CAPTION or next(caption.iter("img"), None) is not None:
        return
    figure = table.makeelement("figure")
    picture.tag, caption.tag = "div", "figcaption"
    for cell in (picture, caption):
        cell.attrib.clear()
        cell.tail = None
        figure.append(cell)
    picture.drop_tag()
    if not words:
        figure.remove(caption)
    figure.tail = table.tail
    table.getparent().replace(table, figure)


def _simplify_figure(figure: Element) -> None:
    """Drop the boxes in a *figure*; one with a link to a film, and no picture, table or code, becomes paragraphs."""
    for box in list(figure.iter("div", "picture")):
        box.drop_tag()
    if next(figure.iter("img", "table", "pre", "blockquote"), None) is None:
        figure.tag = "div"
        for caption in list(figure.iter("figcaption")):
            caption.tag = "p"


def _drop_needless_direction(element: Element) -> None:
    """Drop the direction of an *element* if its page gives it the right one anyway, by its letters.

    Editors write one around a whole text, often the wrong one.
    """
    is_block = element.tag not in _INLINE_WITH_DIRECTION and direction_of("".join(element.itertext()))
    if element.get("dir") == "rtl" or ("dir" in element.attrib and is_block):
        del element.attrib["dir"]
