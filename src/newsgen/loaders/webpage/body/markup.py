"""Write the blocks of an article's text as plain paragraphs, headings, figures, lists and tables."""

import re

from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, text_of

_BREAK = re.compile(r"\s*<br\s*/?>\s*")


def structure_of(element: Element) -> Element | None:
    """Return the outermost list, quotation or table of data around the block *element*; None if there is none."""
    found = None
    for parent in element.iterancestors():
        if parent.tag in {"ul", "ol", "dl", "blockquote"} or (parent.tag == "table" and _is_data(parent)):
            found = parent
    return found


def _is_data(table: Element) -> bool:
    """Return whether *table* of a web page has data in its cells, and does not only lay out the page."""
    rows = [sum(1 for cell in row if cell.tag in {"td", "th"}) for row in table.iter("tr")]
    if table.find(".//table") is not None or max(rows, default=0) < 2 or len(rows) < 2:  # noqa: PLR2004 - else no table
        return False
    return not any(len(text_of(cell)) > 300 for cell in table.iter("td"))  # noqa: PLR2004 - a text in a cell


def plain_block(element: Element) -> Element:
    """Return the block *element* as a paragraph, heading or picture, in its link if it stands in one."""
    link = next((e.get("href") for e in element.iterancestors("a") if e.get("href")), None)
    if element.tag not in {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure", "img", "p"}:
        element.tag = "p"
    element.tail = None
    _join_credit(element)
    for part in element.iter():
        part.attrib.pop("dir", None)  # a build finds the direction of each block by itself
    if not link or element.tag in {"figure", "img"}:
        return element
    anchor = element.makeelement("a", href=link)
    anchor.text, element.text = element.text, None
    anchor.extend(list(element))
    element.append(anchor)
    return element


def _join_credit(element: Element) -> None:
    """Put what a figure says beside its caption, as the credit of a picture, into the caption."""
    caption: Element = element.find(".//figcaption") if element.tag == "figure" else None
    if caption is None:
        return
    following = caption.getnext()
    if following is not None and text_of(following) and following.find(".//img") is None:
        following.tag = "span"
        caption.append(following)


def split_lines(html: str) -> str:
    """Return a web page's body with paragraphs split at line breaks between sentences; verses keep theirs."""
    return re.sub(r"<p>(.*?)</p>", _split_paragraph, html, flags=re.DOTALL)


def _split_paragraph(paragraph: re.Match[str]) -> str:
    parts = [part for part in _BREAK.split(paragraph[1]) if part.strip()]
    plain = [re.sub(r"<[^>]*>", "", part) for part in parts]
    if len(parts) < 2 or sum(map(is_prose, plain)) * 2 < len(parts):  # noqa: PLR2004
        return paragraph[0]
    return "".join(f"<p>{part}</p>" for part in parts)
