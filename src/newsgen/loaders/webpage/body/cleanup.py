"""Clean the body of a web page: remove repeated headlines and bylines, marker lines, menus and notices."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newsgen.formats.sanitise import sanitise
from newsgen.loaders.capture.bylines import is_byline
from newsgen.loaders.capture.lines import is_prose, letters
from newsgen.loaders.capture.markers import Mark, find_marker
from newsgen.loaders.webpage.body.furniture import Place, find_mark, is_furniture, is_share_link, places_of
from newsgen.loaders.webpage.dom import Element, absolute_url, as_html, drop, parse_page, plain_text, text_of
from newsgen.text.arabic import title_key
from newsgen.text.dates import read_date

_REMOVED_MARKS = {
    *(Mark.SHARE, Mark.NAVIGATION, Mark.NEIGHBOUR, Mark.TAGS, Mark.COMMENTS, Mark.COMMENT_HEADING, Mark.COMMENT_NOTE),
    *(Mark.SUBMIT, Mark.RELATED, Mark.READ_ALSO, Mark.SECTION, Mark.DATE_LABEL),
}
_NOTICE = re.compile(
    r"(?:الآراء|التعليقات|المقالات|الاراء) (?:الواردة|المنشورة)?.{0,60}?لا ت(?:عبر|مثل|عكس)"
    r"|(?:مراجعة|نشر|حذف) (?:أي |كافة |جميع )?التعليقات"
    r"|جميع الحقوق محفوظة|حقوق النشر محفوظة|^(?:©|copyright)"
    r"|(?:اشترك|اشتركوا|انضم) (?:الآن )?(?:في|إلى|ب)(?: ?ال?(?:نشرة|قناة|قناتنا|نشرتنا))"
)
_BLOCK_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "div", "figcaption")
_MAY_BE_EMPTY = {"br", "hr", "img", "td", "th", "col"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_FEW_LINKS, _SHARE_OF_LINKS = 3, 0.7
_NEAR_TOP = 6
_MAX_NOTICE = 600
_SHOWN = 60
_LEFT_OUT = "left out as no part of the text: {!r}…; write it into the article's file if it is"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's body without furniture."""

    html: str
    warnings: tuple[str, ...] = ()
    """What was left out although it looks like a sentence."""


def clean_body(
    html: str, headline: str, authors: tuple[str, ...], base: str | None, days: Collection[date] = ()
) -> Cleaned:
    """Return a page's body cleaned: sanitised, no repeats of headline, byline and date, markers, menus and notices.

    Links are made absolute with *base*, the URL of the page; a link that cannot be made absolute becomes plain text.
    *days* are those of publication and of the last change.
    """
    if not html:
        return Cleaned("")
    root = parse_page(f"<div>{html}</div>")
    body = root.find("body")[0]
    for link in [a for a in body.iter("a") if is_share_link(a)]:
        drop(link)
    blocks = [e for e in body.iter(*_BLOCK_TAGS) if not any(True for _ in e.iterdescendants(*_BLOCK_TAGS))]
    for block in blocks:
        if _is_menu(block):
            drop(block)
    _resolve_urls(body, base)
    known = {title_key(headline), *map(title_key, authors)}
    dropped = [*_drop_furniture(blocks, known, days), *_drop_notices(blocks)]
    return Cleaned(_plain_markup(body), tuple(_LEFT_OUT.format(text[:_SHOWN]) for text in dropped if is_prose(text)))


def _drop_furniture(blocks: Sequence[Element], known: set[str], days: Collection[date]) -> Iterator[str]:
    """Drop the furniture among a body's *blocks*, and yield its texts; *known* and *days* are shown above it anyway."""
    for position, (block, place) in enumerate(zip(blocks, places_of(blocks), strict=True)):
        text = text_of(block)
        if not text and _has_picture(block):
            continue
        is_repeat = position < _NEAR_TOP and _is_repeat(text, known, place)
        is_marker = find_mark(text) in _REMOVED_MARKS
        if not text or is_marker or is_repeat or is_furniture(block, text, place, days):
            drop(block)
            yield text


def _drop_notices(blocks: Sequence[Element]) -> Iterator[str]:
    """Drop the newspaper's notices at the foot of a body, and yield their texts."""
    for block in reversed(blocks):
        text = text_of(block)
        if block.getparent() is None or not text:
            continue
        if len(text) > _MAX_NOTICE or not _NOTICE.search(text):
            return
        drop(block)
        yield text


def _plain_markup(body: Element) -> str:
    """Clean up *body*: return sanitised HTML, without div elements, empty elements and layout white space."""
    for element in list(body.iterdescendants()):
        if element.tag == "div":
            element.drop_tag()
    for element in reversed(list(body.iterdescendants())):
        if element.tag not in _MAY_BE_EMPTY and not len(element) and not (element.text or "").strip():
            drop(element)
    html = as_html(body).removeprefix("<div>").removesuffix("</div>")
    return sanitise(html if "<pre" in html else _BLANKS.sub(" ", html)).strip().replace("> <p>", ">\n<p>")


def _resolve_urls(body: Element, base: str | None) -> None:
    """Clean up a body's URLs: make links and images absolute, unwrap links and remove images without a usable one."""
    for link in list(body.iter("a")):
        url = absolute_url(link.get("href"), base) if (link.get("href") or "#")[0] != "#" else None
        if url:
            link.set("href", url)
        elif not (link.get("href") or "").startswith(("mailto:", "tel:")):
            link.drop_tag()
    for image in list(body.iter("img")):
        url = absolute_url(image.get("src"), base)
        if url:
            image.set("src", url)
            for name in ("alt", "title"):
                if image.get(name):
                    image.set(name, plain_text(image.get(name)))
        else:
            drop(image)


def _is_menu(block: Element) -> bool:
    """Return whether *block* is a row of links to clean up, with hardly any other words."""
    links = [letters(text_of(a)) for a in block.iter("a")]
    return len(links) >= _FEW_LINKS and sum(links) > _SHARE_OF_LINKS * letters(text_of(block))


def _has_picture(block: Element) -> bool:
    return any(True for _ in block.iter("img", "hr"))


def _is_repeat(text: str, known: set[str], place: Place) -> bool:
    """Return whether *text* of a body only repeats the headline, a byline or the date, shown above it anyway.

    *known* holds the title keys of the headline and the authors. A text without letters counts as a repeat.
    """
    if not letters(text) or title_key(text) in known:
        return True
    if place is not Place.ABOVE or len(text) > 90:  # noqa: PLR2004 - longer than a date line
        return False
    marker = find_marker(text)
    if marker and marker.mark is Mark.BYLINE and title_key(marker.text) in known:
        return True
    reading = read_date(text)
    beside = reading.rest if reading.value else text
    return bool(reading.value) and (not beside or title_key(beside) in known or is_byline(beside))
