"""Extract the article from a web page, from its first paragraph to its last, with the headings and lists between.

Trafilatura finds the paragraphs of the article but leaves out headings and lists among them, so the range between
them is taken from the page itself.
"""

import logging
import re
from collections.abc import Iterable

from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import (
    Element,
    as_html,
    class_and_id,
    drop,
    missing_extra,
    one_line,
    parse_page,
    text_of,
)
from newsgen.loaders.webpage.structured_data import PageData
from newsgen.text.arabic import count_letters, title_key

_BLOCKS = set(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_TEXT_TAGS = set("h2 h3 h4 h5 h6 li td th dd dt blockquote pre".split())
_NON_TEXT_TAGS = {"aside", "figcaption", "footer", "form", "header", "nav"}
_NOT_TEXT = re.compile(
    r"\b(?:share|sharing|social|breadcrumbs?|tags?-links|post-tags|newsletter|advert\w*|banner|cookie\w*|sidebar|widget\w*"
    r"|related\w*|comments?|respond|disqus\w*|fb-comments|pagination|nav|menu|author-box|print-only|screen-reader-text)\b"
)
_MIN_KEY = 20
_MIN_COVERED = 0.95
_SHARE_OF_LINKS = 0.5
_BREAK = re.compile(r"\s*<br\s*/?>\s*")


def range_in_page(root: Element, found: str) -> str:
    """Return the range of the page *root* from the first to the last paragraph of *found*, as sanitised HTML.

    *found* is the HTML that trafilatura extracted; it is returned if too few of its paragraphs are on the page.
    Changes *root*.
    """
    texts = " ".join(title_key(text) for text in plain_blocks(found))
    leaves = [e for e in root.iter(*_BLOCKS, "img") if _is_leaf(e)]
    keys = {leaf: title_key(text_of(leaf)) if leaf.tag != "img" else "" for leaf in leaves}
    matched = [leaf for leaf in leaves if len(keys[leaf]) >= _MIN_KEY and keys[leaf] in texts]
    if not matched or sum(len(keys[leaf]) for leaf in matched) < _MIN_COVERED * len(texts):
        return found
    first, last = leaves.index(matched[0]), leaves.index(matched[-1])
    parents = {leaf.getparent() for leaf in matched}
    last = _through_siblings(leaves, last)
    kept = set(matched) | {leaf for leaf in leaves[first : last + 1] if _is_between(leaf, parents)}
    ancestor = _common_ancestor(matched)
    _keep_only(ancestor, leaves, kept, texts)
    return sanitise(_as_fragment(ancestor, kept))


def _is_leaf(element: Element) -> bool:
    """Return whether a web page's *element* is a block without inner blocks, or an image outside of such blocks."""
    if element.tag == "img":
        return not any(e.tag in {"p", "li", "td"} and _is_leaf(e) for e in element.iterancestors())
    return not any(True for _ in element.iterdescendants(*_BLOCKS))


def _through_siblings(leaves: list[Element], last: int) -> int:
    """Return the position of the last paragraph directly after *last* with its parent; trafilatura may omit these."""
    for position in range(last + 1, len(leaves)):
        if leaves[position].getparent() is not leaves[last].getparent() or not _is_paragraph(leaves[position]):
            return position - 1
    return len(leaves) - 1


def _is_paragraph(leaf: Element) -> bool:
    return leaf.tag == "p" and is_prose(text_of(leaf)) and not _is_outside_text(leaf)


def _is_between(leaf: Element, parents: set[Element]) -> bool:
    """Return whether *leaf*, among paragraphs with these *parents*, belongs to the text; a block of links does not."""
    if _is_outside_text(leaf):
        return False
    return leaf.tag == "img" or leaf.tag in _TEXT_TAGS or leaf.getparent() in parents or not text_of(leaf)


def _is_outside_text(leaf: Element) -> bool:
    """Return whether *leaf* is outside the page's body, in a menu or a share bar, or is mostly links."""
    blocks = [leaf, *leaf.iterancestors()]
    if any(e.tag in _NON_TEXT_TAGS for e in blocks):
        return True
    if any(_NOT_TEXT.search(class_and_id(e)) for e in blocks[:4] if e.tag not in {"body", "html", "article", "main"}):
        return True
    linked = sum(count_letters(text_of(a)) for a in leaf.iter("a"))
    return linked > _SHARE_OF_LINKS * count_letters(text_of(leaf)) and leaf.tag != "img"


def _common_ancestor(elements: list[Element]) -> Element:
    """Return the smallest element of a page's body that contains all of *elements*, and may be one of them."""
    common = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        ancestors = {element, *element.iterancestors()}
        common = [e for e in common if e in ancestors]
    return common[0]


def _keep_only(ancestor: Element, leaves: Iterable[Element], kept: set[Element], texts: str) -> None:
    """Remove from the body *ancestor* the blocks that are not *kept*, and words outside of blocks not in *texts*."""
    for leaf in leaves:
        if leaf not in kept and leaf is not ancestor:
            drop(leaf)
    for element in list(ancestor.iter(*_BLOCKS)):
        if element in kept or element.getparent() is None:
            continue
        if not _is_in_texts(element.text, texts, next(iter(element), None)):
            element.text = None
        for child in list(element):
            if child.tag in _BLOCKS and not _is_in_texts(child.tail, texts, child.getnext()):
                child.tail = None
            elif child.tag not in _BLOCKS and child.tag != "img" and title_key(text_of(child)) not in texts:
                drop(child)


def _is_in_texts(text: str | None, texts: str, following: Element | None) -> bool:
    """Return whether a body's *text* outside of blocks is in *texts*; a few words count only before inline elements."""
    key = title_key(text or "")
    runs_on = following is not None and following.tag not in _BLOCKS
    return key in texts and (len(key) >= _MIN_KEY or runs_on)


def _as_fragment(ancestor: Element, kept: set[Element]) -> str:
    """Return the body *ancestor* as HTML without the elements that only lay out the page."""
    is_layout_table = any(len(text_of(e)) > 300 for e in kept if e.tag in {"td", "th"})  # noqa: PLR2004 - a paragraph in a cell
    for element in list(ancestor.iter(*_BLOCKS)):
        is_wrapper = element.tag in {"div", "center", "section", "article", "main", "fieldset", "header", "figure"}
        if is_wrapper or (is_layout_table and element.tag in {"table", "tbody", "tr", "td", "th", "thead"}):
            if element in kept and element.tag != "figure":
                element.tag = "p"
            elif element is not ancestor:
                element.drop_tag()
    if ancestor.tag != "p":
        ancestor.tag = "div"
    return as_html(ancestor)


def split_lines(html: str) -> str:
    """Return a web page's body with paragraphs split at line breaks between sentences; verses keep theirs."""
    return re.sub(r"<p>(.*?)</p>", _split_paragraph, html, flags=re.DOTALL)


def _split_paragraph(paragraph: re.Match[str]) -> str:
    parts = [part for part in _BREAK.split(paragraph[1]) if part.strip()]
    plain = [re.sub(r"<[^>]*>", "", part) for part in parts]
    if len(parts) < 2 or sum(map(is_prose, plain)) * 2 < len(parts):  # noqa: PLR2004
        return paragraph[0]
    return "".join(f"<p>{part}</p>" for part in parts)


_PAGE_PARTS = ("nav", "header", "footer", "aside", "form", "button", "input")
_CONTAINER_TAGS = {"html", "body", "article", "main"}
_MIN_SHARE = 0.9
_MIN_LENGTH_RATIO = 1.15
_SHORT_TEXT = 250
_PARAGRAPH_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote", "td", "div")
_OPENING = 60


def find_body(root: Element, data: PageData, summary: str | None) -> str:
    """Return the body of a web page's article as sanitised HTML; "" if none is found.

    *data* may contain the text too. *summary* is the description of the article; a paragraph above the text that
    begins with it becomes the first paragraph. Changes *root*. Raises ConfigError if trafilatura is not installed.
    """
    declared = data.article.get("articleBody")
    declared = declared if isinstance(declared, str) else ""
    marked = _marked_element(root)
    marked_page = as_html(marked) if marked is not None else ""
    lead = _lead_paragraph(root, summary)
    found = _extract(root)
    html = range_in_page(root, found) if found else densest_block(root)
    if marked is not None:
        whole = _element_html(parse_page(marked_page))
        if _share_in(html, whole) < _MIN_SHARE or _letters_in(html) < 0.5 * _letters_in(whole):
            html = whole
    if count_letters(declared) > max(_SHORT_TEXT, _MIN_LENGTH_RATIO * _letters_in(html)):
        html = _html_of_text(declared)
    if lead and title_key(lead)[:_OPENING] not in title_key(_plain(html)):
        html = sanitise(f"<p>{_escape(lead)}</p>") + html
    return split_lines(html)


def _marked_element(root: Element) -> Element | None:
    """Return the element that microdata or hAtom marks as article body; None unless there is exactly one."""
    for path in ("//*[@itemprop='articleBody']", "//*[contains(concat(' ', @class, ' '), ' entry-content ')]"):
        found = root.xpath(path)
        if len(found) == 1 and count_letters(text_of(found[0])) > _SHORT_TEXT:
            return found[0]
    return None


def _lead_paragraph(root: Element, summary: str | None) -> str | None:
    """Return the body's paragraph, alone in its element, that begins with the words of *summary*; else None."""
    opening = title_key(summary or "")[:_OPENING]
    if len(opening) < _OPENING:
        return None
    for element in root.iter("p", "div", "h2", "h3", "strong", "span"):
        if len(element) <= 2 and title_key(one_line(element.text or "") or text_of(element)).startswith(opening):  # noqa: PLR2004
            return text_of(element)
    return None


def _extract(root: Element) -> str:
    """Return the body that trafilatura finds, as sanitised HTML; "" if it finds little, or fails."""
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
        except Exception:  # noqa: BLE001 - a page may make it raise any exception, and `densest_block` is used then
            return ""
        if _letters_in(html := sanitise(found or "")) > _SHORT_TEXT:
            return html
    return html


def densest_block(root: Element) -> str:
    """Return the element whose paragraphs have the most letters as sanitised HTML; "" if there are no paragraphs."""
    sums: dict[Element, float] = {}
    for block in root.iter("p", "td", "div"):
        own = "".join([block.text or "", *(child.tail or "" for child in block)])
        text = text_of(block) if block.tag == "p" else one_line(own)
        if is_prose(text):
            for element, share in zip((block, *block.iterancestors()), (0.4, 1.0, 0.5), strict=False):
                sums[element] = sums.get(element, 0.0) + share * count_letters(text)
    if not sums:
        return ""
    return _element_html(max(sums, key=lambda element: sums[element]))


def _element_html(element: Element) -> str:
    """Return the body *element* as sanitised HTML, without parts that are certainly no text; changes *element*."""
    for part in list(element.iter()):
        is_named = part.tag not in _CONTAINER_TAGS and part is not element and _NOT_TEXT.search(class_and_id(part))
        if part.tag in _PAGE_PARTS or is_named:
            drop(part)
    return sanitise(as_html(element))


def _share_in(html: str, whole: str) -> float:
    """Return the share of the paragraphs of the body *whole*, 0 to 1 by letters, that the text of *html* contains."""
    key, paragraphs = title_key(_plain(html)), [text for text in plain_blocks(whole) if is_prose(text)]
    contained = sum(count_letters(text) for text in paragraphs if title_key(text)[:_OPENING] in key)
    return contained / (sum(map(count_letters, paragraphs)) or 1)


def _plain(html: str) -> str:
    return " ".join(plain_blocks(html))


def _letters_in(html: str) -> int:
    return count_letters(_plain(html))


def _html_of_text(text: str) -> str:
    """Return the articleBody of JSON-LD, which may contain tags, as sanitised HTML."""
    if "<p" in text or "<br" in text:
        return sanitise(text)
    lines = filter(None, map(one_line, re.split(r"[\r\n]+", text)))
    return sanitise("".join(f"<p>{_escape(line)}</p>" for line in lines))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
