"""Write the figures and links of shortcodes and page builders as HTML."""

import re
from html import escape

from newsgen.formats.embeds.players import Player, title_of
from newsgen.importers.wordpress.media_library import MediaFile

_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled)?(\.\w{2,5})(?:[?#].*)?$")


def figure(picture: str, caption: str) -> str:
    """Return a shortcode's <figure> of *picture*, which is HTML, with its caption."""
    words = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f"\n<figure>{picture}{words}</figure>\n"


def figure_of(file: MediaFile, url: str = "") -> str:
    """Return a shortcode's <figure> of *file*, a picture, which may be a link to *url*."""
    picture = f'<img src="{escape(file.url)}" alt="{escape(file.alt)}">'
    return figure(
        f'<a href="{escape(url)}">{picture}</a>' if url else picture,
        escape(" ".join(file.caption.split()), quote=False),
    )


def link(url: str, words: str = "") -> str:
    """Return a shortcode's link to *url* with the text *words*, or with the URL as its text."""
    return f'<a href="{escape(url)}">{escape(words or url, quote=False)}</a>'


def player_link(player: Player | None, url: str, title: str) -> str:
    """Return a shortcode's link to the page of a *player*, or to *url*; a page with nothing else shows it as a card."""
    if player is None:
        return link(url, title)
    return link(player.url, title if title_of(player, title) != player.name else "")


def picture_key(url: str) -> str:
    """Return what all sizes of the picture at *url* have in common."""
    return _SIZE.sub(r"\1", url.partition("://")[2] or url)
