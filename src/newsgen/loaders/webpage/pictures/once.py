"""Show each picture of an article once."""

import re
from dataclasses import replace
from html import unescape

from newsgen.loaders.webpage.pictures.addresses import LOST, picture_key
from newsgen.model.article import Image
from newsgen.text.arabic import title_key

_IMAGE = r"<img [^>]*>"
_SHOWN = re.compile(rf"<figure[^>]*>(?:(?!</?figure).)*?</figure>|<a [^>]*>\s*{_IMAGE}\s*</a>|{_IMAGE}", re.DOTALL)
"""A picture in sanitised HTML with what belongs to it."""
_SRC = re.compile(r'<img [^>]*?\bsrc="([^"]*)"')
_ALT = re.compile(r'<img [^>]*?\balt="([^"]*)"')
_LOST_ALT = re.compile(rf'<img (?=[^>]*{re.escape(LOST)})[^>]*?\balt="([^"]*)"')
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_EMPTY = re.compile(r"<p>\s*</p>\s*|<figure>\s*</figure>\s*")


def without_lost(html: str) -> tuple[str, str | None]:
    """Return a body without the pictures whose address the page does not tell, and a warning that counts them."""
    number = html.count(LOST)
    if not number:
        return html, None
    alts = " · ".join(filter(None, (unescape(alt) for alt in _LOST_ALT.findall(html))))
    kept = _EMPTY.sub("", _SHOWN.sub(lambda shown: "" if LOST in shown[0] else shown[0], html))
    which = f" ({alts[:200]})" if alts else ""
    why = f"the page does not tell the address of {number} of its pictures{which}, or has them inside itself"
    return kept, f"{why}; save the page with its pictures, and import it"


def shown_once(html: str, image: Image | None) -> tuple[str, Image | None]:
    """Return sanitised *html* with each picture once, and *image*, the article's, which is shown above the text.

    Sizes of a picture are the same picture. The article's image takes the caption that the picture has in the text; a
    picture whose repetition has another caption is kept.
    """
    seen: dict[str, str] = {}
    mine = picture_key(image.src) if image else None

    def keep(match: re.Match[str]) -> str:
        nonlocal image
        sources = _SRC.findall(match[0])
        if len(sources) != 1:
            return match[0]
        key, caption = picture_key(unescape(sources[0])), _plain(_CAPTION.findall(match[0]))
        if image and key == mine:
            alt = image.alt or _plain(_ALT.findall(match[0]))
            image = replace(image, alt=alt, caption=caption if caption and mine not in seen else image.caption)
            seen.setdefault(key, image.caption or "")
        is_new = key not in seen
        known = title_key(seen.setdefault(key, caption))
        return match[0] if is_new or (caption and title_key(caption) != known) else ""

    shown = _SHOWN.sub(keep, html) if "<img " in html else html
    return (_EMPTY.sub("", shown) if shown != html else html), image


def _plain(found: list[str]) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split()) if found else ""
