"""Replace the cards, forms and players of Ghost, Medium and Substack by links and pictures."""

import json
from collections.abc import Callable
from html import escape
from typing import Any

from newsgen.importers.html_pictures import inner_html, parse_fragment
from newsgen.loaders.webpage.dom import Element, drop

_DROPPED = set(
    "subscription-widget-wrap subscription-widget-wrap-editor subscription-widget subscribe-widget image-link-expand"
    " header-anchor-parent share-dialog kg-signup-card kg-email-cta-card kg-paywall".split()
)
"""Classes of boxes that invite readers to subscribe or to share."""
_ACTIONS = ("%%", "action=share", "/subscribe", "#/portal")
"""What the addresses of buttons contain that act on the site itself."""


def plain_cards(html: str) -> tuple[str, tuple[str, ...]]:
    """Return exported *html* with links for cards, without boxes to subscribe or share, and warnings of what is lost.

    Lost is what Substack embeds without an address, such as its own films.
    """
    body = parse_fragment(html) if "class=" in html else None
    if body is None:
        return html, ()
    for element in list(body.iter()):
        classes = set((element.get("class") or "").split())
        if element.getparent() is None or not classes:
            continue
        if classes & _DROPPED:
            drop(element)
            continue
        for name in classes & _CARDS.keys():
            _CARDS[name](element)
            break
    lost = dict.fromkeys(element.get("data-component-name") for element in body.iter() if _is_lost(element))
    return inner_html(body), tuple(f"has a {name} of Substack without an address, which is left out" for name in lost)


def _is_lost(element: Element) -> bool:
    """Return whether nothing would be shown of an *element* that a reader saw in the exported page."""
    has_text = bool("".join(element.itertext()).strip())
    has_file = next(element.iter("img", "iframe", "a", "audio", "video"), None) is not None
    return "data-component-name" in element.attrib and not has_text and not has_file


def _replace(element: Element, html: str) -> None:
    """Put *html* in the place of an exported *element*."""
    new = parse_fragment(html)
    if new is None:
        return
    box = element.makeelement("div")
    box.extend(list(new))
    box.tail = element.tail
    element.getparent().replace(element, box)


def _link_html(url: str, words: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(" ".join(words.split()) or url, quote=False)}</a></p>'


def _first(element: Element, *names: str) -> Element | None:
    """Return the first element in an exported card that has one of the classes *names*."""
    return next((one for one in element.iter() if {*names} & set((one.get("class") or "").split())), None)


def _words(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _bookmark(element: Element) -> None:
    """Replace a card with a link, its title and a picture of the site that it leads to, by the link."""
    link = next((one for one in element.iter("a") if one.get("href")), None)
    if link is None:
        return
    title = _first(element, "kg-bookmark-title", "kg-file-card-title", "markup--strong")
    title = next(link.iter("strong"), None) if title is None else title
    _replace(element, _link_html(link.get("href"), _words(title) or _words(link)))


def _player(element: Element) -> None:
    """Replace a player of Ghost with its buttons by a link to its file."""
    player = next(element.iter("audio", "video"), None)
    address = "" if player is None else player.get("src") or next((s.get("src") for s in player.iter("source")), "")
    if not address:
        return
    title, caption = _words(_first(element, "kg-audio-title")), next(element.iter("figcaption"), None)
    _replace(element, _link_html(address, title or _words(caption)))


def _data(element: Element) -> dict[str, Any]:
    """Return what Substack wrote about an embedded thing beside it."""
    try:
        found = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _post_card(element: Element) -> None:
    """Replace a post that Substack embeds by a link to it."""
    data = _data(element)
    address = next((data[key] for key in ("canonical_url", "url", "post_url") if isinstance(data.get(key), str)), "")
    words = next((data[key] for key in ("title", "full_text", "name") if isinstance(data.get(key), str)), "")
    if address:
        _replace(element, _link_html(address, words))


def _gallery(element: Element) -> None:
    """Replace a gallery of Substack by its pictures."""
    found = _data(element).get("gallery")
    gallery = found if isinstance(found, dict) else {}
    rows, caption = gallery.get("images"), gallery.get("caption")
    images = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    addresses = [row["src"] for row in images if isinstance(row.get("src"), str)]
    if not addresses:
        return
    pictures = "".join(f'<img src="{escape(address)}" alt="">' for address in addresses)
    words = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if isinstance(caption, str) and caption else ""
    _replace(element, f"<figure>{pictures}{words}</figure>")


def _button(element: Element) -> None:
    """Drop a button of Substack or Ghost that acts on its site; one that leads elsewhere is a link."""
    address = next((link.get("href") or "" for link in element.iter("a")), "")
    if not address or any(action in address for action in _ACTIONS):
        drop(element)


def _note_mark(element: Element) -> None:
    """Turn the number that leads to a footnote of Substack into a raised number."""
    element.tag = "sup"
    element.attrib.clear()


def _note(element: Element) -> None:
    """Put the number of a footnote of Substack at the beginning of its text."""
    number, content = _first(element, "footnote-number"), _first(element, "footnote-content")
    if number is None or content is None:
        return
    words = _words(number)
    drop(number)
    element.attrib.clear()
    first = next(content.iter("p"), content)
    first.text = f"{words}. {(first.text or '').lstrip()}"


_CARDS: dict[str, Callable[[Element], None]] = {
    **dict.fromkeys(("kg-bookmark-card", "kg-file-card", "graf--mixtapeEmbed"), _bookmark),
    **dict.fromkeys(("kg-audio-card", "kg-video-card"), _player),
    **dict.fromkeys(("tweet", "embedded-post-wrap", "digest-post-embed", "embedded-publication-wrap"), _post_card),
    "image-gallery-embed": _gallery,
    **dict.fromkeys(("button-wrapper", "kg-button-card"), _button),
    "footnote-anchor": _note_mark,
    "footnote": _note,
}
