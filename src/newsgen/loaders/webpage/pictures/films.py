"""Turn the films, sounds and other players of a web page into links."""

import re
from collections import Counter
from itertools import islice

from newsgen.formats.embeds.players import Player, file_kind, file_player, player_of, player_of_code, title_of
from newsgen.loaders.capture.lines import is_prose
from newsgen.loaders.webpage.dom import Element, absolute_url, drop, has_words, text_of
from newsgen.text.web_addresses import host_of

EMBED = "data-newsgen-embed"
"""Attribute of a paragraph that is a link to a film; it belongs to the text wherever it stands."""
_FRAMES = {"iframe", "frame", "embed", "object", "amp-iframe"}
_FILES = {"video": "video", "audio": "audio", "amp-video": "video", "amp-audio": "audio"}
_ID_ATTRIBUTES = ("data-videoid", "videoid", "data-id", "data-shortcode", "data-tweetid", "data-trackid", "data-ytid")
_NEAR = 5
"""Elements on each side of a frame among which a paragraph shows that it stands in a text."""
_PLAYS = re.compile(r"player|embed|video|watch|live|podcast|/v/", re.IGNORECASE)


def link_films(root: Element, base: str | None) -> list[str]:
    """Replace each player in the page *root* by a paragraph with a link; return warnings about frames left out."""
    left_out: Counter[str] = Counter()
    seen: set[str] = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        player = _player_in(element, base)
        if element.tag == "blockquote":
            _lead_to_post(element)
        elif player is not None:
            if player.url not in seen:
                _put_link(element, player)
            seen.add(player.url)
            drop(element)
        elif element.tag in _FRAMES | _FILES.keys():
            if not _is_hidden(element) and _is_within_text(element):
                left_out[host_of(_address(element, base)) or "an address that it does not tell"] += 1
            drop(element)
    hosts, number = ", ".join(left_out), left_out.total()
    return [f"{number} of its frames and films are left out, from {hosts}; link to what they showed"] if number else []


def _lead_to_post(quote: Element) -> None:
    """Put a link to the post that *quote* cites, which its last link tells, below it."""
    link = next(reversed(list(quote.iter("a"))), None)
    player = player_of(link.get("href") or "") if link is not None else None
    if link is None or player is None or not player.is_exact:
        return
    paragraph = quote.makeelement("p", {EMBED: ""})
    anchor = quote.makeelement("a", href=player.url)
    anchor.text = title_of(player, "")
    paragraph.append(anchor)
    paragraph.tail, quote.tail = quote.tail, None
    quote.addnext(paragraph)
    drop(link)


def _player_in(element: Element, base: str | None) -> Player | None:
    """Return the player that *element* embeds; None if it embeds none, or a frame that plays nothing."""
    if element.tag in _FILES:
        address = _address(element, base)
        return file_player(address, _FILES[element.tag]) if address else None
    if element.tag in _FRAMES:
        address = _address(element, base)
        player = player_of(address) if address and not _is_hidden(element) else None
        is_full = element.get("allowfullscreen") is not None or "fullscreen" in (element.get("allow") or "")
        plays = player and (player.is_exact or player.name != host_of(player.url) or is_full)
        return player if plays or (address and (_PLAYS.search(address) or file_kind(address))) else None
    if "-" in element.tag:
        code = element.tag.removeprefix("amp-").removeprefix("lite-")
        values = (element.get(name) for name in (*_ID_ATTRIBUTES, "data-href", "src"))
        return next(filter(None, (player_of_code(code, value) for value in values if value)), None)
    return None


def _address(element: Element, base: str | None) -> str | None:
    """Return the URL that a frame, or a film with its sources, loads; None if it has none."""
    for part in (element, *element.iter("source", "embed", "param", "a")):
        for name, value in part.items():
            is_movie = part.tag == "param" and name == "value" and (part.get("name") or "").lower() in {"movie", "src"}
            if ("src" in name and name != "srcdoc") or name in {"data", "href"} or is_movie:
                url = absolute_url(value, base) if not value.startswith(("about:", "data:")) else None
                if url:
                    return url
    return None


def _is_hidden(element: Element) -> bool:
    sizes = [element.get(name) or "" for name in ("width", "height")]
    return "display:none" in (element.get("style") or "").replace(" ", "") or bool({"0", "1"} & set(sizes))


def _is_within_text(element: Element) -> bool:
    """Return whether *element* stands among the paragraphs of a text, alone in its own box perhaps."""
    for box in (element, *element.iterancestors()):
        if has_words(box):
            return False
        beside = (*islice(box.itersiblings(), _NEAR), *islice(box.itersiblings(preceding=True), _NEAR))
        if any(is_prose(text_of(paragraph)) for paragraph in beside if paragraph.tag == "p"):
            return True
    return False


def _put_link(element: Element, player: Player) -> None:
    """Put a paragraph with a link to *player* in front of *element*, or of the figure or paragraph around it."""
    figure = next((e for e in element.iterancestors("figure") if next(e.iter("img"), None) is None), None)
    caption = text_of(figure) if figure is not None else ""
    paragraph = element.makeelement("p", {EMBED: ""})
    link = element.makeelement("a", href=player.url)
    link.text = caption or title_of(player, element.get("title") or "")
    paragraph.append(link)
    outer = next(element.iterancestors("p"), element) if figure is None else figure
    outer.addprevious(paragraph)
    if figure is not None:
        drop(figure)
    elif outer is not element and text_of(outer) == text_of(element) and next(outer.iter("img"), None) is None:
        drop(outer)
