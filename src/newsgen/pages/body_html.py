"""Fit a body into its page: links and pictures."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin

from newsgen.model.body_links import ELSEWHERE, REFERENCE, as_read, has_references, linked_name, media_name, path_of
from newsgen.model.urls import outside, relative
from newsgen.pages.media import MediaFile

Href = Callable[[str], str]
"""Returns the href of an address, as `urls` defines one; not yet escaped as HTML."""

_INDEX = re.compile("(?:(?<=/)|^)index\\.html$")
_SIDE = re.compile(r' (width|height)="(\d+)"')


def fit(html: str, link: Href, media: Mapping[str, MediaFile], page: str | None = None) -> str:
    """Return sanitised *html* with the addresses that *link* gives to media and to links that begin with a slash.

    Pictures of *media* (by `media_name`) get their size and load when they come into view. Everything else,
    and a file that *media* does not know, stays as it is; with *page* other relative links are resolved too,
    as if read at that address: with a *link* that gives absolute addresses the result can be shown anywhere.
    """
    if not has_references(html):
        return html

    def mend(match: re.Match[str]) -> str:
        written = unescape(match["address"])
        if match["img"]:
            file = media.get(media_name(written) or "")
            return _picture(match, file, link) if file and file.width else match[0]
        href = _href(written, link, media, page)
        return match[0] if href is None else f'<a{match["before"]} href="{escape(href)}"{match["after"]}>'

    return REFERENCE.sub(mend, html)


def fit_page(html: str, page: str, media: Mapping[str, MediaFile]) -> str:
    """Return sanitised *html* as the page at the address *page* shows it, below whatever path the site is."""
    return fit(html, lambda url: relative(url, page), media)


def unknown_links(links: Iterable[str], page: str, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """Return those of a body's inner *links*, shown at *page*, that lead nowhere on this site.

    *exists* tells the addresses of the site. A link is good, too, when a slash at its end makes it one.
    """
    return tuple(link for link in links if _is_broken(link, page, exists))


def _is_broken(href: str, page: str, exists: Callable[[str], bool]) -> bool:
    address = _address(path_of(href), page)
    return address is None or not any(map(exists, (address, f"{address}/", _INDEX.sub("", address))))


def _picture(match: re.Match[str], file: MediaFile, link: Href) -> str:
    """Return an <img> of *file*; where its writer gave one side, the other keeps the proportion."""
    given = {side: int(pixels) for side, pixels in _SIDE.findall(match["before"] + match["after"])}
    whole = {"width": file.width or 1, "height": file.height or 1}
    scale = next((given[side] / whole[side] for side in given), 1)
    sides = "".join(f' {side}="{max(1, round(whole[side] * scale))}"' for side in whole if side not in given)
    source = f'<img{match["before"]} src="{escape(link(file.url))}"{match["after"]}'
    return f'{source}{sides} loading="lazy" decoding="async">'


def _href(written: str, link: Href, media: Mapping[str, MediaFile], page: str | None) -> str | None:
    """Return the href to write instead of the one that is *written*; None where that is to stay."""
    path, rest = _parts(written)
    name = linked_name(written)
    if name is not None:
        return link(media[name].url) + rest if name in media else None
    if ELSEWHERE.match(path) or not (path.startswith("/") or page is not None):
        return None
    address = _address(path, page or "")
    return None if address is None else link(address) + rest


def _parts(href: str) -> tuple[str, str]:
    """Return the path of *href*, and its query and fragment as an address may hold them."""
    path = path_of(href)
    return path, outside(as_read(href).removeprefix(path))


def _address(path: str, page: str) -> str | None:
    """Return the address to which *path* leads from *page*; None where it is no address."""
    try:
        address = unquote(urljoin("/" + quote(page), path), errors="strict")
    except ValueError:
        return None
    return unicodedata.normalize("NFC", address).removeprefix("/")
