"""Cut the article out of the page itself, from its first paragraph to its last, with the lists and headings between.

What trafilatura finds says which paragraphs are the article's; it leaves out headings and lists among them.
"""

import logging
import re
from collections.abc import Iterable, Iterator

from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, as_html, drop, missing_extra, names_of, one_line, parse_page, text_of
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import letters, title_key

_BLOCKS = set(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_OF_TEXT = set("h2 h3 h4 h5 h6 li td th dd dt blockquote pre".split())
_NEVER = {"aside", "figcaption", "footer", "form", "header", "nav"}
NOT_TEXT = re.compile(
    r"\b(?:share|sharing|social|breadcrumbs?|tags?-links|post-tags|newsletter|advert\w*|banner|cookie\w*|sidebar|widget\w*"
    r"|related\w*|comments?|respond|disqus\w*|fb-comments|pagination|nav|menu|author-box|print-only|screen-reader-text)\b"
)
_SHORTEST_KEY = 20
_COVERED = 0.95
_SHARE_OF_LINKS = 0.5
_BREAK = re.compile(r"\s*<br\s*/?>\s*")


def stretch_of(root: Element, found: str) -> str:
    """Return the stretch of the page *root* whose paragraphs *found* names; *found* itself where they are not there."""
    texts = " ".join(title_key(text) for text in plain_blocks(found))
    leaves = [e for e in root.iter(*_BLOCKS, "img") if _is_leaf(e)]
    keys = {leaf: title_key(text_of(leaf)) if leaf.tag != "img" else "" for leaf in leaves}
    matched = [leaf for leaf in leaves if len(keys[leaf]) >= _SHORTEST_KEY and keys[leaf] in texts]
    if not matched or sum(len(keys[leaf]) for leaf in matched) < _COVERED * len(texts):
        return found
    first, last = leaves.index(matched[0]), leaves.index(matched[-1])
    parents = {leaf.getparent() for leaf in matched}
    last = _through_siblings(leaves, last)
    kept = set(matched) | {leaf for leaf in leaves[first : last + 1] if _is_between(leaf, parents)}
    around = _around(matched)
    _keep_only(around, leaves, kept, texts)
    return sanitise(_as_fragment(around, kept))


def _is_leaf(element: Element) -> bool:
    """Tell a block that holds no other block, and an image outside of any such."""
    if element.tag == "img":
        return not any(e.tag in {"p", "li", "td"} and _is_leaf(e) for e in element.iterancestors())
    return not any(True for _ in element.iterdescendants(*_BLOCKS))


def _through_siblings(leaves: list[Element], last: int) -> int:
    """Return the place of the last paragraph beside that at *last*, which the search may have taken for a notice."""
    for place in range(last + 1, len(leaves)):
        if leaves[place].getparent() is not leaves[last].getparent() or not _is_paragraph(leaves[place]):
            return place - 1
    return len(leaves) - 1


def _is_paragraph(leaf: Element) -> bool:
    return leaf.tag == "p" and is_prose(text_of(leaf)) and not _is_furniture(leaf)


def _is_between(leaf: Element, parents: set[Element]) -> bool:
    """Tell what belongs to the text it stands in: a heading, an item, a neighbour of paragraphs; no box of links."""
    if _is_furniture(leaf):
        return False
    return leaf.tag == "img" or leaf.tag in _OF_TEXT or leaf.getparent() in parents or not text_of(leaf)


def _is_furniture(leaf: Element) -> bool:
    around = [leaf, *leaf.iterancestors()]
    if any(e.tag in _NEVER for e in around):
        return True
    if any(NOT_TEXT.search(names_of(e)) for e in around[:4] if e.tag not in {"body", "html", "article", "main"}):
        return True
    linked = sum(letters(text_of(a)) for a in leaf.iter("a"))
    return linked > _SHARE_OF_LINKS * letters(text_of(leaf)) and leaf.tag != "img"


def _around(matched: list[Element]) -> Element:
    """Return the smallest element that holds all that *matched*."""
    above = [matched[0], *matched[0].iterancestors()]
    for leaf in matched[1:]:
        own = {leaf, *leaf.iterancestors()}
        above = [e for e in above if e in own]
    return above[0]


def _keep_only(around: Element, leaves: Iterable[Element], kept: set[Element], texts: str) -> None:
    """Take out of *around* the blocks that are not *kept*, and words outside of blocks that no text has."""
    for leaf in leaves:
        if leaf not in kept and leaf is not around:
            drop(leaf)
    for element in list(around.iter(*_BLOCKS)):
        if element in kept or element.getparent() is None:
            continue
        if not _is_held(element.text, texts, next(iter(element), None)):
            element.text = None
        for child in list(element):
            if child.tag in _BLOCKS and not _is_held(child.tail, texts, child.getnext()):
                child.tail = None
            elif child.tag not in _BLOCKS and child.tag != "img" and title_key(text_of(child)) not in texts:
                drop(child)


def _is_held(text: str | None, texts: str, following: Element | None) -> bool:
    """Tell words outside of blocks that the text has; a few words count where they run on into an inline element."""
    key = title_key(text or "")
    runs_on = following is not None and following.tag not in _BLOCKS
    return key in texts and (len(key) >= _SHORTEST_KEY or runs_on)


def _as_fragment(around: Element, kept: set[Element]) -> str:
    """Return *around* without its wrappers: what only lays out the page says nothing of the text."""
    layout = any(len(text_of(e)) > 300 for e in kept if e.tag in {"td", "th"})  # noqa: PLR2004 - a paragraph in a cell
    for element in list(around.iter(*_BLOCKS)):
        wraps = element.tag in {"div", "center", "section", "article", "main", "fieldset", "header", "figure"}
        if wraps or (layout and element.tag in {"table", "tbody", "tr", "td", "th", "thead"}):
            if element in kept and element.tag != "figure":
                element.tag = "p"
            elif element is not around:
                element.drop_tag()
    if around.tag != "p":
        around.tag = "div"
    return as_html(around)


def split_lines(html: str) -> str:
    """Return *html* with paragraphs of their own where line breaks part sentences; verses keep their lines."""
    return re.sub(r"<p>(.*?)</p>", _split_paragraph, html, flags=re.DOTALL)


def _split_paragraph(paragraph: re.Match[str]) -> str:
    parts = [part for part in _BREAK.split(paragraph[1]) if part.strip()]
    plain = [re.sub(r"<[^>]*>", "", part) for part in parts]
    if len(parts) < 2 or sum(map(is_prose, plain)) * 2 < len(parts):  # noqa: PLR2004
        return paragraph[0]
    return "".join(f"<p>{part}</p>" for part in parts)


_PAGE_PARTS = ("nav", "header", "footer", "aside", "form", "button", "input")
_KEPT = {"html", "body", "article", "main"}
_LOST_SHARE = 0.9
_FULLER = 1.15
_SHORT_TEXT = 250
_PARAGRAPH_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote", "td", "div")
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
