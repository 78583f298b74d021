"""Cut the article out of the page itself, from its first paragraph to its last, with the lists and headings between.

What trafilatura finds says which paragraphs are the article's; it leaves out headings and lists among them.
"""

import re
from collections.abc import Iterable

from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, as_html, drop, names_of, text_of
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
