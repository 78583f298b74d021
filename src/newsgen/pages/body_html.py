"""Rewrite the links and pictures of a body for the page that shows it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin

from newsgen.model.body_links import (
    ELSEWHERE,
    ID,
    REFERENCE,
    as_read,
    has_references,
    is_place,
    linked_name,
    media_name,
    path_of,
)
from newsgen.model.pictures import MediaFile, Variant
from newsgen.model.urls import encode_external_url, relative

Href = Callable[[str], str]
"""A function that returns the href of an address (see `model.urls`), not yet escaped as HTML."""

_INDEX_FILE = re.compile("(?:(?<=/)|^)index\\.html$")
_ENCODED = "%/?#!$&'()*+,;=:@~"
"""Signs that stay as they are in a query and a fragment that are encoded already."""
_ALIGNMENT = re.compile(r'(?P<before><t[dh](?: [a-z]+="[^"]*")*?) align="(?P<side>[a-z]+)"')
_SIDES = {"left": "end", "center": "center", "right": "start"}
"""The classes of cells that are aligned to a side, in a page that runs from right to left."""
TEXT_SIZES = "(min-width: 40rem) 36rem, 100vw"
"""How wide the style sheet shows a picture of a text; here, a rem has 16 pixels."""
_LAZY = ' loading="lazy"'
_DIMENSION = re.compile(r' (width|height)="(\d+)"')


def rewrite_links(
    html: str, link: Href, media: Mapping[str, MediaFile], page: str | None = None, *, sizes: bool = False
) -> str:
    """Return sanitised *html* with the hrefs that *link* returns for media and for links that begin with a slash.

    Pictures in *media* (by `media_name`) get their size and are loaded lazily; with *sizes* browsers may choose a
    smaller one, also in WebP. Everything else, including files that are not in *media*, is left unchanged. If *page*
    is given, other relative links are resolved too, as if read at that address; if *link* then returns absolute URLs,
    the result can be shown anywhere.
    """
    if not has_references(html):
        return html

    def rewrite(match: re.Match[str]) -> str:
        old = unescape(match["address"])
        if match["img"]:
            file = media.get(media_name(old) or "")
            return _picture_tag(match, file, link, sizes=sizes) if file and file.width else match[0]
        href = _new_href(old, link, media, page if match["tag"] == "a" else None)
        before, after = match.start("address") - match.start(), match.end("address") - match.start()
        return match[0] if href is None else f"{match[0][:before]}{escape(href)}{match[0][after:]}"

    return REFERENCE.sub(rewrite, html)


def rewrite_for_page(html: str, page: str, media: Mapping[str, MediaFile], *, is_led_by_picture: bool = True) -> str:
    """Return sanitised *html* with links relative to the address *page*, so that the site works below any path.

    The alignment of a cell becomes a class, because in pages the attribute, which feeds need, is not valid. Unless the
    page *is_led_by_picture* above its text, the first picture of the text is loaded at once.
    """
    if '="' not in html:  # most bodies have no attribute at all
        return html
    if ' align="' in html:
        html = _ALIGNMENT.sub(lambda match: f'{match["before"]} class="{_SIDES[match["side"]]}"', html)
    html = rewrite_links(html, lambda url: relative(url, page), media, sizes=True)
    return html if is_led_by_picture else html.replace(_LAZY, ' fetchpriority="high"', 1)


def rewrite_for_feed(html: str, link: Href, media: Mapping[str, MediaFile], page: str) -> str:
    """Return sanitised *html* of the article at the address *page* with the absolute URLs that *link* returns.

    Ids are left out, because several articles stand in one feed; links to them lead to the article's page.
    """
    return rewrite_links(ID.sub(r"\1", html) if ' id="' in html else html, link, media, page)


def unresolved_links(links: Iterable[str], page: str, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """Return those of a body's inner *links*, shown at *page*, that lead to nothing on this site.

    *exists* returns whether the site has an address. A link may lack the slash at its end, or name index.html.
    """
    return tuple(link for link in links if _is_broken(link, page, exists))


def _is_broken(href: str, page: str, exists: Callable[[str], bool]) -> bool:
    return not any(map(exists, _meant(href, page)))


def unresolved_places(links: Iterable[str], page: str, ids: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return those of a body's inner *links*, shown at *page*, that lead to a place that is not in its text.

    *ids* has the places in the text of each article and page, by address; links to other pages are not checked.
    """
    targets = ((link, next((ids[one] for one in _meant(link, page) if one in ids), None)) for link in links)
    return tuple(link for link, places in targets if places is not None and not is_place(link, places))


def _meant(href: str, page: str) -> tuple[str, ...]:
    """Return the addresses that a body's link may mean; none if it is not valid."""
    address = _resolve(path_of(href), page)
    return () if address is None else (address, f"{address}/", _INDEX_FILE.sub("", address))


def _picture_tag(match: re.Match[str], file: MediaFile, link: Href, *, sizes: bool) -> str:
    """Return a body's <img> of *file* with its size; if one side was given, the other keeps the proportion."""
    given = {side: int(pixels) for side, pixels in _DIMENSION.findall(match["before"] + match["after"])}
    whole = {"width": file.width or 1, "height": file.height or 1}
    scale = next((given[side] / whole[side] for side in given), 1)
    sides = "".join(f' {side}="{max(1, round(whole[side] * scale))}"' for side in whole if side not in given)
    choice = _choice(file.sizes, link, given.get("width")) if sizes and file.sizes else ""
    url = file.fallback.url if choice else file.url
    tag = f'<img{match["before"]} src="{escape(link(url))}"{match["after"]}{sides}{choice}{_LAZY} decoding="async">'
    if not sizes or not file.webp:
        return tag
    return f'<picture><source type="image/webp"{_choice(file.webp, link, given.get("width"))}>{tag}</picture>'


def _choice(variants: Sequence[Variant], link: Href, width: int | None) -> str:
    """Return the attributes by which a browser chooses a size of a body's picture, *width* pixels wide if not None."""
    urls = ", ".join(f"{link(size.url)} {size.width}w" for size in variants)
    return f' srcset="{escape(urls)}" sizes="{f"{width}px" if width else TEXT_SIZES}"'


def _new_href(old: str, link: Href, media: Mapping[str, MediaFile], page: str | None) -> str | None:
    """Return the href that replaces *old* in a body; None if it stays as it is."""
    path, name = path_of(old), media_name(old)
    rest = encode_external_url(as_read(old).removeprefix(path))  # the query and the fragment
    rest = rest if page is None else quote(rest, safe=_ENCODED)
    if name is not None and name in media:
        return link(media[name].url) + rest
    if linked_name(old) is not None:
        return None
    if ELSEWHERE.match(path) or not (path.startswith("/") or page is not None):
        return None
    address = _resolve(path, page or "")
    return None if address is None else link(address) + rest


def _resolve(path: str, page: str) -> str | None:
    """Return the address to which the *path* in a body leads from *page*; None if it is not a valid address."""
    try:
        address = unquote(urljoin("/" + quote(page), path), errors="strict")
    except ValueError:
        return None
    return unicodedata.normalize("NFC", address).removeprefix("/")
