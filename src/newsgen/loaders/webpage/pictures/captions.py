"""Put each picture of a web page and its caption, told by its place, into one figure."""

import re
from collections import Counter
from itertools import islice

from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, class_and_id, text_of
from newsgen.text.arabic import count_letters

_CAPTION_NAME = re.compile(r"caption|legend|credit|desc|تعليق")
_MAX_CAPTION = 300
"""Letters."""
_BOXES = {"div", "dl", "table", "section", "aside", "span", "center", "li"}
_BELOW = {"p", "div", "span", "small", "em", "i", "center", "cite", "blockquote", "figcaption", "h5", "h6"}
_NOT_IN_CAPTIONS = ("h1", "h2", "h3", "h4", "ul", "ol", "time", "form")
_OUTER_SHARE, _FEW_PARAGRAPHS = 3, 3


def frame_captions(root: Element) -> None:
    """Make a figure of each box of the page *root* that holds an image and its caption, and nothing else."""
    for figure in list(root.iter("figure")):
        if _has_one_image(figure) and next(figure.iter("figcaption"), None) is None and _is_short(figure):
            _make_figure(figure, next(figure.iter("img")), text_of(figure))
    letters = _letters_by_element(root)
    in_paragraphs = sum(is_prose(text_of(p)) for p in root.iter("p")) >= _FEW_PARAGRAPHS
    for image in list(root.iter("img")):
        if any(True for _ in image.iterancestors("figure")):
            continue
        box = _captioned_box(image, letters, in_paragraphs=in_paragraphs)
        box = _box_with_next(image, letters) if box is None else box
        if box is not None:
            _make_figure(box, image, text_of(box))


def _has_one_image(element: Element) -> bool:
    return len(list(islice(element.iter("img"), 2))) == 1


def _is_short(element: Element) -> bool:
    return 0 < count_letters(text_of(element)) <= _MAX_CAPTION


def _letters_by_element(root: Element) -> Counter[Element]:
    """Return the number of letters in each element of the page *root*, counted once for all of them."""
    letters: Counter[Element] = Counter()
    for element in reversed(list(root.iter())):
        letters[element] += count_letters(element.text or "")
        if (parent := element.getparent()) is not None:
            letters[parent] += letters[element] + count_letters(element.tail or "")
    return letters


def _captioned_box(image: Element, letters: Counter[Element], *, in_paragraphs: bool) -> Element | None:
    """Return the largest box around *image* that holds only the image and its caption; None if there is none.

    Where the page's prose is *in_paragraphs*, a sentence that is in none may be a caption.
    """
    largest = None
    for box in image.iterancestors():
        is_more = letters[box] > _MAX_CAPTION or not _has_one_image(box)
        if is_more or box.tag in {"body", "html", "article", "main"}:
            break
        if box.tag in _BOXES and letters[box] and _is_caption_below(box, image) and _is_within_text(box, letters):
            may_be_prose = box.tag == "table" or (
                in_paragraphs and not any(is_prose(text_of(p)) for p in box.iter("p"))
            )
            if may_be_prose or _is_named(box, image) or not is_prose(text_of(box)):
                largest = box
    return largest


def _is_caption_below(box: Element, image: Element) -> bool:
    """Return whether all words in *box* stand below its *image* and look like a caption."""
    if _has_words_above(box, image) or next(box.iter(*_NOT_IN_CAPTIONS), None) is not None:
        return False
    linked = sum(count_letters(text_of(a)) for a in box.iter("a"))
    return _is_named(box, image) or 2 * linked < count_letters(text_of(box))


def _has_words_above(box: Element, image: Element) -> bool:
    element = image
    while element is not box:
        above = (text_of(e) + (e.tail or "") for e in element.itersiblings(preceding=True))
        element = element.getparent()
        if any(map(count_letters, (element.text or "", *above))):
            return True
    return False


def _is_named(box: Element, image: Element) -> bool:
    """Return whether the element with the words in *box*, which holds *image*, is called a caption."""
    named = (e for e in box.iterdescendants() if _CAPTION_NAME.search(class_and_id(e)))
    return any(image not in e.iterdescendants() and text_of(e) for e in named)


def _is_within_text(box: Element, letters: Counter[Element]) -> bool:
    """Return whether there is much text around *box*; else it may be the article itself."""
    around = next((letters[e] for e in box.iterancestors() if letters[e] > letters[box]), 0)
    return around >= _OUTER_SHARE * letters[box]


def _box_with_next(image: Element, letters: Counter[Element]) -> Element | None:
    """Return a new box with *image* and the caption in the next paragraph; None if there is no caption."""
    box = image
    while not letters[parent := box.getparent()] and parent.tag not in {"body", "html"} and _has_one_image(parent):
        box = parent
    below = box.getnext()
    if below is None or (box.tail or "").strip() or below.tag not in _BELOW or not _is_short(below):
        return None
    slanted = sum(count_letters(text_of(e)) for e in below.iter("em", "i", "small", "figcaption"))
    is_caption = _CAPTION_NAME.search(class_and_id(below)) or slanted >= count_letters(text_of(below))
    if not is_caption or next(below.iter("img"), None) is not None:
        return None
    together = box.makeelement("figure")
    box.addprevious(together)
    together.tail, below.tail = below.tail, None
    together.extend([box, below])
    return together


def _make_figure(box: Element, image: Element, caption: str) -> None:
    """Replace the content of *box* by its *image*, in its link if it has one, and the *caption*."""
    link = next((a for a in image.iterancestors("a") if box in a.iterancestors()), None)
    href = link.get("href") if link is not None else None
    figure = box.makeelement("figure")
    shown = figure.makeelement("a", href=href) if href else figure
    words = figure.makeelement("figcaption")
    words.text = caption
    image.tail = None
    shown.append(image)
    figure.extend([words] if shown is figure else [shown, words])
    figure.tail = box.tail
    box.getparent().replace(box, figure)
