"""Find the titles of related news on a web page, and remove their blocks from the page."""

from collections.abc import Iterator

from newsgen.loaders.capture.lines import MAX_TITLE, is_prose
from newsgen.loaders.capture.markers import Mark, Marker, find_marker
from newsgen.loaders.webpage.dom import Element, absolute_url, class_and_id, drop, text_of, unlinked_text
from newsgen.model.article import Related, RelatedLink
from newsgen.text.arabic import count_letters, fold, title_key

_HEADING_TAGS = "h1 h2 h3 h4 h5 h6 p div span strong b a legend caption td th li".split()
_RELATED = {Mark.RELATED, Mark.READ_ALSO}
_MAX_HEADING = 60
_MAX_LINE = 300
_MAX_LINKS = 20
_MIN_TITLE = 10
_SHARE_OF_LINKS = 0.5
_SITE_TAGS = {"nav", "header", "footer", "body", "html", "main"}
_POPULAR = ("الاكثر", "المزيد من الاخبار", "اخبار اخري")


def extract_related(root: Element, base: str | None) -> Related:
    """Return the related titles of the page *root*, except those in menus, and remove their blocks from it.

    URLs are made absolute with *base*. Lists of the most read articles are removed too but not returned, because
    they belong to the site and not to the article.
    """
    heading: str | None = None
    links: list[RelatedLink] = []
    for element, text, marker in list(_headings(root)):
        if element.getroottree().getroot() is not root:
            continue  # it was removed together with a block that contains it
        block = element if marker.text else _block_of(element)
        if block is None or _in_menu(block):
            continue
        if not fold(text).startswith(_POPULAR):
            links += _links(block, element, base, marker)
            heading = heading or (text.rstrip(" :：") if not marker.text else None)
        _drop_through(element, block)
    unique = {title_key(link.title): link for link in reversed(links)}
    return Related(heading, tuple(reversed(unique.values()))[:_MAX_LINKS])


def _headings(root: Element) -> Iterator[tuple[Element, str, Marker]]:
    """Yield the headings of related news on a line of their own, with their text and marker; outer elements first."""
    for element in root.iter(*_HEADING_TAGS):
        if len(element) > 3 or not _may_be_line(element):  # noqa: PLR2004 - a heading with an icon and a link
            continue
        text = text_of(element)
        marker = find_marker(text) if 2 < len(text) <= _MAX_LINE else None  # noqa: PLR2004
        if marker is None or marker.mark not in _RELATED:
            continue
        if not (_has_several_lines(element) if marker.text else len(text) > _MAX_HEADING):
            yield element, text, marker


def _may_be_line(element: Element) -> bool:
    return sum(1 for _ in zip(element.iter(), range(12), strict=False)) < 12  # noqa: PLR2004 - a block, not a line


def _has_several_lines(element: Element) -> bool:
    """Return whether *element*, which begins with the heading of related news, holds more than one line."""
    return sum(1 for _ in element.iterdescendants("p", "li", "div", "br", "tr", "h2", "h3", "h4")) > 1


def _block_of(heading: Element) -> Element | None:
    """Return the smallest element around the related news *heading* with titles and no paragraphs; None if none."""
    best = None
    for block in heading.iterancestors():
        if block.tag in _SITE_TAGS or _has_paragraphs(block, heading):
            break
        if any(_is_title(text_of(link)) for link in block.iter("a") if link is not heading):
            best = block
            break
    if best is None:
        return _list_after(heading)
    while (parent := best.getparent()) is not None and len(parent) == 1 and parent.tag not in _SITE_TAGS:
        best = parent
    return best


def _list_after(heading: Element) -> Element | None:
    """Return the related list or block of links after *heading* among the text's paragraphs; None if none follows."""
    while heading.getnext() is None and (parent := heading.getparent()) is not None and parent.tag not in _SITE_TAGS:
        if len(parent) > 1:
            return None
        heading = parent
    following = heading.getnext()
    if following is None or following.tag not in {"ul", "ol", "div", "p", "section", "table", "h3", "h4"}:
        return None
    linked = sum(count_letters(text_of(a)) for a in following.iter("a"))
    return following if linked and linked >= _SHARE_OF_LINKS * count_letters(text_of(following)) else None


def _has_paragraphs(block: Element, heading: Element) -> bool:
    """Return whether a *block* around the *heading* of related news has an article's text.

    Any paragraph above the heading is such a text. Below it there may be an excerpt for each title; two paragraphs in
    a row are a text, and so is a single one below titles without excerpts.
    """
    is_above = True
    paragraphs = titles = in_a_row = 0
    for element in block.iter():
        is_above = is_above and element is not heading
        if element.tag == "a" and _is_title(text_of(element)):
            titles, in_a_row = titles + 1, 0
        elif is_prose(unlinked_text(element)) and next(element.iterancestors("a"), None) is None:
            paragraphs, in_a_row = paragraphs + 1, in_a_row + 1
            if is_above or in_a_row > 1:
                return True
    return in_a_row == 1 and paragraphs < titles


def _in_menu(block: Element) -> bool:
    blocks = [e for e in (block, *block.iterancestors()) if e.tag not in {"body", "html"}]
    return any(e.tag in {"nav", "header", "footer"} or "menu" in class_and_id(e) for e in blocks)


def _links(block: Element, heading: Element, base: str | None, marker: Marker) -> Iterator[RelatedLink]:
    """Yield the related titles in *block*, or the title beside its *heading* if *marker* has one."""
    if marker.text:
        around = (*heading.iter("a"), *heading.iterancestors("a"))
        yield RelatedLink(marker.text, next(filter(None, (absolute_url(a.get("href"), base) for a in around)), None))
        return
    for link in block.iter("a"):
        title = text_of(link)
        if _is_title(title) and link is not heading:
            yield RelatedLink(title, absolute_url(link.get("href"), base))


def _is_title(text: str) -> bool:
    return _MIN_TITLE <= len(text) <= MAX_TITLE and len(text.split()) > 2 and not find_marker(text)  # noqa: PLR2004


def _drop_through(heading: Element, block: Element) -> None:
    """Remove the related news *block* and its *heading*, which may be outside of it."""
    if heading not in block.iterancestors():
        drop(heading)
    drop(block)
