"""Find the text of the article on a web page: every paragraph of it in order, with headings, lists and pictures."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from newsgen.formats.sanitise import sanitise
from newsgen.loaders.capture.header_lines import header_role
from newsgen.loaders.capture.interruptions import assign_interruptions
from newsgen.loaders.capture.lines import Line, ends_sentence, is_legal, is_prose
from newsgen.loaders.capture.markers import find_marker
from newsgen.loaders.webpage.body.blocks import Block, Weights, blocks_of, has_fields, is_block, is_outside, weigh
from newsgen.loaders.webpage.body.markup import plain_block, split_lines, structure_of
from newsgen.loaders.webpage.dom import Element, as_html, class_and_id, drop, own_text, text_of
from newsgen.text.arabic import count_letters, title_key
from newsgen.text.dates import read_date

_CONTENT_NAME = re.compile(
    r"(?:^|[\s_-])(?:article|post|entry|story|news|single|e)[_-]*(?:content|body|text|details)(?:$|[\s_-])|articlebody"
)
_MARKED_SHARE = 0.5
"""Share of the page's prose that an element must hold to be its text because the page calls it so."""
_BRANCH_SHARE = 0.75
"""An element with this share of the prose of the element around it holds the text."""
_MOST_BETWEEN_TWINS = 12
"""Blocks, as of an advertisement and a list of links, between two parts of a text that is split."""
_OPENING = 60
_SHORTEST_LEAD = 6
"""Words."""
_FULL_LEAD = 40
"""Letters."""
_IN_BRACKETS = re.compile(r"[(（[].*[)）\]]")
"""As the credit of an agency or an editor."""


@dataclass(slots=True)
class PageText:
    """The text of the article on a web page, as those of the page's blocks that belong to it."""

    blocks: list[Block]
    """All blocks of the page."""
    weights: Weights
    region: Element | None
    """The smallest element that holds the text; None if the page has no prose."""
    chosen: list[Block] = field(default_factory=list)
    """The blocks of the text, in their order."""

    @property
    def letters(self) -> int:
        """Number of letters of the text."""
        return sum(block.letters for block in self.chosen if not block.is_picture)

    def left_out(self) -> Iterator[Block]:
        """Yield the paragraphs of the page that might be text but were not chosen."""
        chosen = set(map(id, self.chosen))
        for block in self.blocks:
            if self.weights.prose[block.element] and id(block) not in chosen and not is_outside(block, self.weights):
                yield block


def find_text(root: Element, headline: Element | None, summary: str | None, declared: str) -> PageText:
    """Return the article's text on the page *root*; changes *root*.

    *headline* is the element that shows the headline, *summary* the description and *declared* the text, "" if
    unknown, that the page's metadata have.
    """
    blocks = blocks_of(root)
    weights = weigh(blocks, title_key(declared))
    region = _region(_own_article(root, headline, weights), blocks, weights)
    page = PageText(blocks, weights, region)
    if region is not None:
        _choose(page, region, headline, title_key(summary or "")[:_OPENING])
    return page


def _own_article(root: Element, headline: Element | None, weights: Weights) -> Element:
    """Return the article element around the *headline* if another on the page *root* has a main heading too."""
    own = next(headline.iterancestors("article"), None) if headline is not None else None
    if own is None or not weights.prose[own]:
        return root
    others = (h1 for h1 in root.iter("h1") if own not in h1.iterancestors())
    is_other = any(weights.prose[e] for h1 in others for e in h1.iterancestors("article"))
    return own if is_other else root


def _region(root: Element, blocks: list[Block], weights: Weights) -> Element | None:
    """Return the smallest element that holds the text of the page in *root*; None if there is no prose."""
    if not weights.total:
        return None
    marked = [e for e in root.iter() if weights.prose[e] >= _MARKED_SHARE * weights.prose[root] and _is_marked(e)]
    region = _descend(marked[-1] if marked else root, weights)
    region = region if is_block(region) else next(filter(is_block, region.iterancestors()), region)
    if region.tag == "p" and region.getparent().tag != "body":
        region = region.getparent()  # the text may go on in short lines beside its only paragraph
    return _with_twins(root, region, blocks, weights, is_marked=bool(marked))


def _is_marked(element: Element) -> bool:
    return "articleBody" in (element.get("itemprop") or "").split() or bool(_CONTENT_NAME.search(class_and_id(element)))


def _descend(element: Element, weights: Weights) -> Element:
    """Return the element inside *element* that holds nearly all of its prose, in several paragraphs if it has these."""
    while True:
        inner = next((e for e in element if weights.prose[e] >= _BRANCH_SHARE * weights.prose[element]), None)
        if inner is None or (weights.paragraphs[inner] == 1 < weights.paragraphs[element]):
            return element
        element = inner


def _with_twins(root: Element, region: Element, blocks: list[Block], weights: Weights, *, is_marked: bool) -> Element:
    """Return *region*, or the element around it if the text goes on near it in elements of the same tag and class.

    If the page marked the text, only elements that it marked in this way go on with it.
    """
    places = {block.element: place for place, block in enumerate(blocks)}
    own = _range(region, places)
    around = region
    for twin in root.iter(region.tag):
        if not (weights.prose[twin] or _is_short_part(twin, region)) or _is_inside(twin, region):
            continue
        if is_marked and not _is_in_marked(twin):
            continue
        if (common := _common_parent(twin, region)) is not None:
            other = _range(twin, places)
            gap = max(own[0], other[0]) - min(own[1], other[1]) - 1
            if gap <= _MOST_BETWEEN_TWINS:
                own = min(own[0], other[0]), max(own[1], other[1])
                around = common if _is_inside(around, common) else around
    return around


def _is_short_part(element: Element, region: Element) -> bool:
    """Return whether *element* is beside *region*, and holds a sentence that is too short for a paragraph."""
    is_beside = element.getparent() is region.getparent()
    return is_beside and ends_sentence(text_of(element)) and not _is_box_of_links(element) and not has_fields(element)


def _is_in_marked(element: Element) -> bool:
    return any(_is_marked(e) for e in (element, *islice(element.iterancestors(), 2)))


def _range(element: Element, places: dict[Element, int]) -> tuple[int, int]:
    """Return the places of the first and the last block in the *element* of the page."""
    inside = [places[e] for e in element.iter() if e in places]
    return min(inside), max(inside)


def _common_parent(one: Element, other: Element) -> Element | None:
    """Return the element around *one* and *other* if these, and the elements between, have most classes in common."""
    for first, second in zip((one, *one.iterancestors()), (other, *other.iterancestors()), strict=False):
        if first is second:
            return first
        names, others = (set(re.sub(r"\d+", "", e.get("class") or "").split()) for e in (first, second))
        shared = names & others
        is_like = (
            bool(shared) and 2 * len(shared) >= min(len(names), len(others))
            if first is one
            else (3 * len(shared) >= 2 * max(len(names), len(others)))
        )
        if first.tag != second.tag or not is_like:
            return None
    return None


def _is_inside(element: Element, other: Element) -> bool:
    return element is other or other in element.iterancestors()


def _choose(page: PageText, region: Element, headline: Element | None, opening: str) -> None:
    """Choose the blocks of the *page* that are its text: from the first to the last paragraph, and the lead above."""
    blocks, weights = page.blocks, page.weights
    inside = set(region.iter())
    own = [block for block in blocks if block.element in inside and not is_outside(block, weights, region)]
    paragraphs = [block for block in own if weights.prose[block.element]]
    usual = _usual_looks(own, weights)
    main = [block for block in own if block.look in usual and (weights.prose[block.element] or _is_linked_text(block))]
    holders = {e for block in main for e in block.element.iterancestors()}
    first, last = own.index(paragraphs[0]), own.index(main[-1])
    chosen = [block for block in own[first : last + 1] if _is_text(block, usual, holders, weights)]
    chosen += _tail(own[last + 1 :], holders, weights, usual)
    page.chosen = list(_without_interruptions(chosen))
    above = _after(blocks[: blocks.index(own[first])], headline)
    inner = set(map(id, own[:first]))
    for place, block in reversed(list(enumerate(above))):
        is_next = headline is not None and not any(other.letters for other in above[:place])
        is_inner = id(block) in inner and (block.is_picture or block.look in usual)
        is_beside = region.getparent() is _box_of_its_own(block).getparent() and _is_standfirst(block)
        if is_inner or is_beside or _is_lead(block, weights, headline, opening, is_next=is_next):
            page.chosen.insert(0, block)


def _usual_looks(own: list[Block], weights: Weights) -> set[object]:
    """Return the looks of the text's paragraphs among its *own* blocks: that of most letters, and those between."""
    looks: Counter[object] = Counter()
    for block in own:
        looks[block.look] += weights.prose[block.element]
    top = max(looks, key=lambda look: looks[look])
    last = max(place for place, block in enumerate(own) if block.look == top and weights.prose[block.element])
    return {block.look for block in own[: last + 1] if weights.prose[block.element]}


def _is_linked_text(block: Block) -> bool:
    """Return whether *block* is a paragraph although it is mostly a link: a full sentence, as titles are not."""
    return block.is_prose and block.is_mostly_links and ends_sentence(block.text) and not _is_in_card(block)


def _is_in_card(block: Block) -> bool:
    """Return whether *block* is in a link that holds more, as the picture and the title of another article."""
    return any(
        text_of(link) != block.text or link.find(".//img") is not None for link in block.element.iterancestors("a")
    )


def _is_text(block: Block, usual: set[object], holders: set[Element], weights: Weights) -> bool:
    """Return whether *block*, which stands among the paragraphs, belongs to them.

    *usual* are the looks of the text's paragraphs, and *holders* the elements that hold one.
    """
    if weights.prose[block.element] or block.is_film:
        return True
    if block.is_prose and block.is_mostly_links:
        return (block.look in usual and not _is_in_card(block)) or _is_linked_text(block)
    box = _box(block, holders)
    is_question = block.look in usual and ends_sentence(block.text)
    if (block.is_heading or is_question) and box is block.element and 0 < block.linked < block.letters:
        return find_marker(block.text) is None
    shows = bool(block.letters) or block.is_picture
    return shows and not (_is_box_of_links(box) or has_fields(box) or block.is_mostly_links or block.is_prose)


def _without_interruptions(blocks: list[Block]) -> Iterator[Block]:
    """Yield *blocks* without the lines that interrupt a text: labels of advertisements, skip links, invitations."""
    own = (b for b in blocks if b.element.tag in {"p", "div"} or "-" in b.element.tag)
    lines = {id(b): Line(0, b.text, b.text, find_marker(b.text)) for b in own}
    assign_interruptions(list(lines.values()))
    for block in blocks:
        line = lines.get(id(block))
        if line is None or line.role is None or block.is_picture:
            yield block


def _box(block: Block, holders: set[Element]) -> Element:
    """Return the largest element around *block* that holds none of the text's paragraphs."""
    box = block.element
    while (parent := box.getparent()) is not None and parent not in holders:
        box = parent
    return box


def _is_box_of_links(box: Element) -> bool:
    """Return whether *box*, which stands among the text's paragraphs, holds hardly anything but links."""
    linked = sum(count_letters(text_of(a)) for a in box.iter("a"))
    return 2 * linked > count_letters(text_of(box))


def _is_line_of_text(block: Block) -> bool:
    """Return whether *block*, which follows a paragraph and looks like it, may be a short line of the same text."""
    is_plain = len(block.text.split()) > 1 and not block.linked and not block.has_picture
    is_label = find_marker(block.text) is not None or header_role(block.text) is not None or is_legal(block.text)
    return is_plain and not is_label and not _IN_BRACKETS.fullmatch(block.text)


def _tail(blocks: Iterable[Block], holders: set[Element], weights: Weights, usual: set[object]) -> Iterator[Block]:
    """Yield those of *blocks* that follow the last usual paragraph and go on with the text."""
    blocks = list(blocks)
    headings: list[Block] = []
    goes_on = True
    for block in blocks:
        box = _box(block, holders)
        goes_on = goes_on and box is block.element and block.look in usual and _is_line_of_text(block)
        if goes_on:
            yield block
            continue
        inside = [other for other in blocks if other is block or box in other.element.iterancestors()]
        if (not block.letters and not block.is_picture) or has_fields(box):
            continue
        if any(other.is_mostly_links and other.letters for other in inside):
            if find_marker(block.text) is None:
                headings.clear()  # they are the headings of these links
            continue
        is_heading = (
            block.is_heading or (block.is_bold and not ends_sentence(block.text)) or block.text.endswith(("؟", ":"))
        )
        if box is block.element and is_heading and not block.is_prose:
            headings.append(block)
            continue
        whole = structure_of(block.element)
        is_sentence = block.is_picture or whole is not None or ends_sentence(block.text)
        is_part = is_sentence and text_of(box) == text_of(block.element if whole is None else whole)
        is_plain = all(other.is_prose or other.is_picture for other in inside)
        if is_part or (weights.prose[block.element] and is_plain):
            yield from headings
            yield block
        headings.clear()
    yield from headings


def _is_lead(block: Block, weights: Weights, headline: Element | None, opening: str, *, is_next: bool) -> bool:
    """Return whether *block*, which stands above the text and below the *headline*, is its lead.

    Without a headline, only a block that begins with the *opening* of the page's description is the lead; a heading
    is it if it *is_next* to the headline.
    """
    if len(opening) == _OPENING and block.key.startswith(opening):
        return True
    if is_legal(block.text):
        return False
    is_line = header_role(block.text) is not None or _is_dated_line(block.text)
    is_standfirst = is_next and len(block.text.split()) >= _SHORTEST_LEAD and not is_line
    is_heading = not block.is_mostly_links and (is_standfirst or (block.is_heading and is_prose(block.text)))
    is_text = bool(weights.prose[block.element]) or is_heading
    return headline is not None and is_text and not is_outside(block, weights)


def _is_standfirst(block: Block) -> bool:
    """Return whether *block*, which stands in a box with the text and above it, is as long as a lead."""
    is_long = not block.is_picture and not block.linked and block.letters >= _FULL_LEAD
    if not is_long or header_role(block.text) is not None or is_legal(block.text):
        return False
    return not _is_dated_line(block.text)


def _is_dated_line(text: str) -> bool:
    """Return whether *text* has a date and is no sentence, as a line of author, date and counters."""
    return not ends_sentence(text) and read_date(text).value is not None


def _box_of_its_own(block: Block) -> Element:
    """Return the largest element around *block* that holds nothing else."""
    box = block.element
    while (parent := box.getparent()) is not None and len(parent) == 1 and not own_text(parent):
        box = parent
    return box


def _after(blocks: list[Block], headline: Element | None) -> list[Block]:
    """Return those of *blocks* that follow the *headline* on the page; all of them if it is not among them."""
    if headline is None:
        return blocks
    parts = {headline, *headline.iterdescendants(), *headline.iterancestors()}
    places = [place for place, block in enumerate(blocks) if block.element in parts]
    return blocks[places[-1] + 1 :] if places else blocks


def html_of(page: PageText) -> str:
    """Return the text of the *page* as sanitised HTML without the elements that only lay out the page; changes it."""
    if page.region is None or not page.chosen:
        return ""
    out = page.region.makeelement("div")
    chosen = {block.element for block in page.chosen}
    done: set[Element] = set()
    for block in page.chosen:
        whole = structure_of(block.element)
        if whole is None:
            out.append(plain_block(block.element))
        elif whole not in done:
            done.add(whole)
            others = [b.element for b in page.blocks if b.element not in chosen and whole in b.element.iterancestors()]
            for other in others:
                drop(other)
            whole.tail = None
            for part in whole.iter():
                part.attrib.pop("dir", None)
            out.append(whole)
    return split_lines(sanitise(as_html(out)))
