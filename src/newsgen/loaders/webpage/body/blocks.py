"""Divide a web page into its blocks: paragraphs, headings, items, cells and pictures, each without inner blocks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from newsgen.loaders.capture.lines import is_legal, is_prose
from newsgen.loaders.webpage.dom import Element, drop, text_of
from newsgen.loaders.webpage.pictures.films import EMBED
from newsgen.text.arabic import count_letters, title_key

BLOCK_TAGS = set(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup li main menu nav ol p pre section summary table tbody td tfoot th thead tr"
    " ul".split()
)
_NO_TEXT_TAGS = {"nav", "footer", "aside", "dialog", "menu", "select", "button", "label"}
_NO_TEXT_ROLES = set(
    "navigation complementary contentinfo search dialog alertdialog banner menu menubar toolbar tablist button"
    " alert".split()
)
_FIELDS = ("input", "textarea", "select")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Characters of Chinese and Japanese, each of which says as much as several letters."""
_DENSE_PROSE = 25
_LONG_REPEAT = 150
"""Letters."""
_REPEATED_SHARE = 0.6
_MIN_KEY = 20
_TITLE_WORDS = 3
_LABEL_WORDS = 4
_MANY_ALIKE = 3
_MOST_PROSE_IN_ITEM, _MOST_TITLES_IN_ITEM = 2, 2


@dataclass(slots=True, eq=False)
class Block:
    """A block of a web page that has no inner blocks, or a figure with its caption."""

    element: Element
    text: str
    letters: int = field(init=False)
    """Number of letters of its text."""
    linked: int = field(init=False)
    """Number of those in links."""
    is_prose: bool = field(init=False)
    key: str = field(init=False)
    """Its title key, by which it is found in another reading of the page."""

    def __post_init__(self) -> None:
        """Count the letters of a block, which is no prose if it is a picture with its caption."""
        self.letters = count_letters(self.text)
        is_in_link = any(True for _ in self.element.iterancestors("a"))
        links = (count_letters(text_of(a)) for a in self.element.iter("a") if not (a.get("href") or "").startswith("#"))
        self.linked = self.letters if is_in_link else min(self.letters, sum(links))
        self.is_prose = (
            not self.is_picture
            and not self.is_heading
            and (is_prose(self.text) or len(_DENSE.findall(self.text)) >= _DENSE_PROSE)
        )
        self.key = title_key(self.text)

    @property
    def is_picture(self) -> bool:
        """Whether the block is a picture, perhaps with its caption, or the link to a film."""
        return self.element.tag in {"figure", "img"} or self.is_film or (not self.letters and self.has_picture)

    @property
    def is_film(self) -> bool:
        """Whether the block is the link to a film or another player that the page embedded."""
        return self.element.get(EMBED) is not None

    @property
    def has_picture(self) -> bool:
        """Whether a picture is in the block."""
        return any(True for _ in self.element.iter("img"))

    @property
    def is_heading(self) -> bool:
        """Whether the block is marked as a heading."""
        return self.element.tag in _HEADINGS

    @property
    def is_bold(self) -> bool:
        """Whether all words of the block are bold, as those of a heading without its tag."""
        bold = (count_letters(text_of(e)) for e in self.element.iter("b", "strong"))
        return bool(self.letters) and max(bold, default=0) == self.letters

    @property
    def is_mostly_links(self) -> bool:
        """Whether more than half of the block's letters are in links."""
        return 2 * self.linked > self.letters and not self.is_picture

    @property
    def look(self) -> tuple[str, str, str]:
        """The tag of the block with tag and first class of its parent: paragraphs of one text look alike."""
        parent = next(e for e in self.element.iterancestors() if e.tag != "a")
        names = _without_numbers(parent.get("class") or "").split()
        return self.element.tag, parent.tag, names[0] if names else ""


def _without_numbers(names: str) -> str:
    return re.sub(r"\d+", "", names)


def is_block(element: Element) -> bool:
    """Return whether *element* of a web page is a block by its tag; elements that a site defines itself are."""
    return element.tag in BLOCK_TAGS or "-" in element.tag


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of the page *root* in their order, those without text and picture left out.

    Text outside of blocks becomes paragraphs first, also between two line breaks: changes *root*.
    """
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        return []
    for button in list(body.iter("button")):
        drop(button)
    _open_details(body)
    _wrap_loose_text(body)
    leaves = ((e, text_of(e)) for e in _leaves(body))
    blocks = [Block(e, text) for e, text in leaves if text or e.tag == "img" or e.find(".//img") is not None]
    repeats = {*_repeats(blocks), *_second_copies(blocks)}
    return [block for block in blocks if block.element not in repeats]


def _repeats(blocks: list[Block]) -> Iterator[Element]:
    """Yield the elements of those *blocks* that only repeat several others, as texts for machines do."""
    keys = {block.key for block in blocks if block.is_prose and len(block.key) >= _MIN_KEY}
    for block in blocks:
        if block.letters < _LONG_REPEAT:
            continue
        held = [key for key in keys if key in block.key and key != block.key]
        if len(held) > 1 and sum(map(len, held)) > _REPEATED_SHARE * len(block.key):
            yield block.element


def _second_copies(blocks: list[Block]) -> Iterator[Element]:
    """Yield the elements of those *blocks* that repeat paragraphs of another box, as a copy for small screens does."""
    seen: dict[tuple[str, str], Element] = {}
    prose = [block for block in blocks if block.is_prose and len(block.key) >= _MIN_KEY]
    is_second = False
    for one, other in pairwise(prose):
        pair = one.key, other.key
        box = one.element.getparent()
        was_second, is_second = is_second, seen.setdefault(pair, box) is not box
        if is_second:
            yield from (other.element,) if was_second else (one.element, other.element)


def _open_details(body: Element) -> None:
    """Replace each disclosure in the *body* of a page by what it holds; the label of a single one is a button."""
    folded = list(body.iter("details"))
    for details in folded:
        for summary in details.findall("summary"):
            text = text_of(summary)
            if len(folded) == 1 and len(text.split()) <= _LABEL_WORDS and not text.endswith("؟"):
                drop(summary)
            else:
                summary.tag = "h3"
        details.drop_tag()


def _leaves(body: Element) -> Iterator[Element]:
    """Yield the elements of a page's *body* that become blocks."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element.tag == "figure" or not _has_inner_blocks(element):
            yield element
        else:
            waiting += reversed([e for e in element if is_block(e) or e.tag == "img" or _has_inner_blocks(e)])


def _has_inner_blocks(element: Element) -> bool:
    return any(is_block(e) for e in element.iterdescendants())


def _wrap_loose_text(body: Element) -> None:
    """Put text of the page's *body* that stands beside blocks, or between pairs of line breaks, into paragraphs."""
    holders: set[Element] = set()
    for element in body.iter():
        if is_block(element) or (element.tag == "br" and _is_double(element)):
            _add_parents(element, holders, to_block=element.tag == "br")
    for element in [e for e in body.iter() if e in holders]:
        if not any(parent.tag in {"figure", "pre"} for parent in (element, *element.iterancestors())):
            _wrap_runs(element, holders)


def _add_parents(element: Element, holders: set[Element], *, to_block: bool) -> None:
    """Add the parents of *element* to *holders* of blocks, up to the next block if *to_block*."""
    for parent in element.iterancestors():
        if parent in holders and not to_block:
            return
        holders.add(parent)
        if to_block and is_block(parent):
            return


def _is_double(br: Element) -> bool:
    """Return whether the line break *br* is followed by another one at once."""
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip(" \t\r\n\u00a0")


def _wrap_runs(element: Element, holders: set[Element]) -> None:
    """Put each run of text and inline elements directly in *element* into a paragraph, or several between breaks."""
    run: list[Element] = []
    text, element.text = element.text, None
    children = list(element)
    position = 0
    for child in [*children, None]:
        is_end = child is None or is_block(child) or child in holders or (child.tag == "br" and _is_double(child))
        if child is not None and child.tag == "br" and not run and not (text or "").strip():
            text = child.tail  # a break above the first word shows nothing
            element.remove(child)
            continue
        if not is_end:
            run.append(child)
            continue
        if (text or "").strip() or any((e.tail or "").strip() or e.tag == "img" or text_of(e) for e in run):
            paragraph = element.makeelement("p")
            paragraph.text = text
            element.insert(position, paragraph)
            for inline in run:
                paragraph.append(inline)
            position += 1
        else:
            for inline in run:
                element.remove(inline)
        run = []
        if child is not None:
            text, child.tail = child.tail, None
            position += 1


@dataclass(slots=True)
class Weights:
    """How much of the prose of a page, in letters, each element holds that may be the article's."""

    prose: Counter[Element] = field(default_factory=Counter)
    """Letters of prose that may be the article's, by the elements that hold it."""
    paragraphs: Counter[Element] = field(default_factory=Counter)
    """Number of these paragraphs, by the elements that hold them."""
    total: int = 0

    def add(self, block: Block, letters: int) -> None:
        """Count *letters* of the web page's *block* for all elements that hold it."""
        self.total += letters
        for parent in (block.element, *block.element.iterancestors()):
            self.prose[parent] += letters
            self.paragraphs[parent] += 1


def weigh(blocks: list[Block], declared: str) -> Weights:
    """Return how much prose the elements of a page hold: *blocks* that are no links, teasers or legal notices.

    What *declared* contains, the title key of the text in the page's metadata, is prose in any case.
    """
    weights = Weights()
    own = [block for block in blocks if block.is_prose and not block.is_mostly_links]
    own = [block for block in own if not is_legal(block.text)] or own
    titles = _count_by_holder(block for block in blocks if _is_linked_title(block))
    prose = _count_by_holder(own)
    items = Counter(_kind_of_item(item) for item, number in titles.items() if number <= _MOST_TITLES_IN_ITEM)
    items.update(_kind_of_item(block.element) for block in own if _begins_with_title(block.element))
    texts = {block.element for block in own if not _is_teaser(block, titles, prose, items)}
    for block in blocks:
        if block.element in texts or (len(block.key) >= _MIN_KEY and not block.is_heading and block.key in declared):
            weights.add(block, block.letters)
    for block in [] if weights.total else blocks:  # perhaps a page of a few short lines
        is_line = block.element.tag in {"p", "blockquote", "pre"} and not block.is_mostly_links
        if is_line and not _is_teaser(block, titles, prose, items):
            weights.add(block, block.letters)
    return weights


def _count_by_holder(blocks: Iterable[Block]) -> Counter[Element]:
    """Return how many of *blocks* each element around one of them holds."""
    return Counter(parent for block in blocks for parent in block.element.iterancestors())


def _is_linked_title(block: Block) -> bool:
    return block.linked > 0 and block.is_mostly_links and len(block.text.split()) >= _TITLE_WORDS


def _begins_with_title(element: Element) -> bool:
    """Return whether the web page's *element* begins with a line that is the linked title of what follows."""
    first, second = (*element[:2], None, None)[:2]
    if first is None or second is None or first.tag != "a" or second.tag != "br":
        return False
    beside = f"{element.text or ''}{first.tail or ''}"
    return not beside.strip() and len(text_of(first).split()) >= _TITLE_WORDS


def _kind_of_item(item: Element) -> tuple[Element, str, str]:
    return item.getparent(), item.tag, _without_numbers(item.get("class") or "")


def _is_teaser(
    block: Block, titles: Counter[Element], prose: Counter[Element], items: Counter[tuple[Element, str, str]]
) -> bool:
    """Return whether *block* is the excerpt below a linked title, in one of several items that look alike.

    *titles* and *prose* count these by the elements that hold them, *items* the children with titles by their kinds.
    """
    if items[_kind_of_item(block.element)] >= _MANY_ALIKE:
        return True
    for item in block.element.iterancestors():
        if prose[item] > _MOST_PROSE_IN_ITEM or titles[item] > _MOST_TITLES_IN_ITEM:
            return False
        kind = _kind_of_item(item)
        if titles[item] and items[kind] >= (2 if kind[2] else _MANY_ALIKE):
            return True
    return False


def is_outside(block: Block, weights: Weights, region: Element | None = None) -> bool:
    """Return whether *block* is in a part of the page that is no text: a menu, a box beside the text, a form.

    A part that holds most of the page's prose is text, whatever it is called. Parts around *region* do not count.
    """
    for element in (block.element, *block.element.iterancestors()):
        if element is region or element.tag in {"body", "html"}:
            return False
        if _is_part_without_text(element) and 2 * weights.prose[element] < weights.total:
            return True
    return False


def _is_part_without_text(element: Element) -> bool:
    if element.tag in _NO_TEXT_TAGS or (element.get("role") or "").lower() in _NO_TEXT_ROLES:
        return True
    return element.tag == "form" and has_fields(element)


def has_fields(element: Element) -> bool:
    """Return whether a field to fill in is in the *element* of a web page."""
    return any(e.get("type") != "hidden" for e in element.iter(*_FIELDS))
