"""Find the text of the article on a web page: trafilatura's finding, held against what the page marks as its text."""

import logging
import re
from collections.abc import Iterator

from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, as_html, drop, missing_extra, names_of, one_line, parse_page, text_of
from newsgen.loaders.webpage.page_stretch import NOT_TEXT, split_lines, stretch_of
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import letters, title_key

_PAGE_PARTS = ("nav", "header", "footer", "aside", "form", "button", "input")
_KEPT = {"html", "body", "article", "main"}
_LOST_SHARE = 0.9
_FULLER = 1.15
_SHORT_TEXT = 250
_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote", "td", "div")
_OPENING = 60


def find_body(root: Element, data: PageData, lead: str | None) -> str:
    """Return the article's text as sanitised HTML; "" where there is none.

    *data* may hold the text too; *lead* is its description: where a paragraph of the page
    opens with it, above the text, it is the first paragraph. Changes *root*.
    """
    said = data.article.get("articleBody")
    said = said if isinstance(said, str) else ""
    marked = _marked(root)
    held = as_html(marked) if marked is not None else ""
    lead_block = _lead(root, lead)
    found = _extract(root)
    html = stretch_of(root, found) if found else densest(root)
    if marked is not None:
        own = _whole(parse_page(held))
        if _share_in(html, _prose(own)) < _LOST_SHARE or letters(_plain(html)) < 0.5 * letters(_plain(own)):
            html = own
    if letters(said) > _FULLER * letters(_plain(html)) and letters(said) > _SHORT_TEXT:
        html = _from_said(said)
    if lead_block and not _holds(html, lead_block):
        html = sanitise(f"<p>{_escape(lead_block)}</p>") + html
    return split_lines(html)


def _marked(root: Element) -> Element | None:
    """Return the one element that microdata, or hAtom, marks as the article's text."""
    for path in ("//*[@itemprop='articleBody']", "//*[contains(concat(' ', @class, ' '), ' entry-content ')]"):
        found = root.xpath(path)
        if len(found) == 1 and letters(text_of(found[0])) > _SHORT_TEXT:
            return found[0]
    return None


def _lead(root: Element, lead: str | None) -> str | None:
    """Return the paragraph, alone in its element, that opens with the words of *lead*."""
    opening = title_key(lead or "")[:_OPENING]
    if len(opening) < _OPENING:
        return None
    for element in root.iter("p", "div", "h2", "h3", "strong", "span"):
        if len(element) <= 2 and title_key(one_line(element.text or "") or text_of(element)).startswith(opening):  # noqa: PLR2004
            return text_of(element)
    return None


def _holds(html: str, text: str) -> bool:
    return title_key(text)[:_OPENING] in title_key(_plain(html))


def _extract(root: Element) -> str:
    """Return what trafilatura finds, as sanitised HTML; "" where it finds little, or fails."""
    try:
        from trafilatura import extract  # noqa: PLC0415 - slow to import, and a build without pages needs none
    except ImportError:
        raise missing_extra("trafilatura") from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = as_html(root)
    for precision in (True, False):
        try:
            found = extract(
                page,
                output_format="html",
                favor_precision=precision,
                include_comments=False,
                include_links=True,
                include_images=True,
                include_formatting=True,
                include_tables=True,
                deduplicate=False,
            )
        except Exception:  # noqa: BLE001 - whatever a page makes it raise, there is a simpler way
            return ""
        if letters(_plain(html := sanitise(found or ""))) > _SHORT_TEXT:
            return html
    return html


def densest(root: Element) -> str:
    """Return the element whose paragraphs hold the most letters, without rows of links, as sanitised HTML."""
    sums: dict[Element, float] = {}
    for block in root.iter("p", "td", "div"):
        own = "".join([block.text or "", *(child.tail or "" for child in block)])
        text = text_of(block) if block.tag == "p" else one_line(own)
        if is_prose(text):
            for around, share in zip((block, *block.iterancestors()), (0.4, 1.0, 0.5), strict=False):
                sums[around] = sums.get(around, 0.0) + share * letters(text)
    if not sums:
        return ""
    best = max(sums, key=lambda element: sums[element])
    return _whole(best)


def _whole(element: Element) -> str:
    """Return all of *element* but what is surely no text, as sanitised HTML."""
    for part in list(element.iter()):
        named = part.tag not in _KEPT and part is not element and NOT_TEXT.search(names_of(part))
        if part.tag in _PAGE_PARTS or named:
            drop(part)
    return sanitise(as_html(element))


def _prose(html: str) -> list[str]:
    return [text for text in plain_blocks(html) if is_prose(text)]


def _share_in(html: str, paragraphs: list[str]) -> float:
    """Return which share of *paragraphs* the text of *html* holds, by their letters."""
    whole = title_key(_plain(html))
    held = sum(letters(text) for text in paragraphs if title_key(text)[:_OPENING] in whole)
    return held / (sum(map(letters, paragraphs)) or 1)


def _plain(html: str) -> str:
    return " ".join(plain_blocks(html))


def _from_said(text: str) -> str:
    """Return the paragraphs of JSON-LD's articleBody, which may hold tags, as sanitised HTML."""
    if "<p" in text or "<br" in text:
        return sanitise(text)
    return sanitise("".join(f"<p>{_escape(line)}</p>" for line in _lines(text)))


def _lines(text: str) -> Iterator[str]:
    yield from filter(None, map(one_line, re.split(r"[\r\n]+", text)))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
