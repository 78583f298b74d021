"""Make the links that share an article without a script, and what a shared link shows on social networks."""

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from newsgen.formats.pictures.headline_picture import HEIGHT, WIDTH, Look, draw
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.model.urls import absolute, encode_value, social_url
from newsgen.pages.media import Picture
from newsgen.pages.page import File
from newsgen.pages.site_plan import SitePlan
from newsgen.text.arabic import one_line


class ShareLinks(NamedTuple):
    """The URLs that share an article, by service."""

    whatsapp: str
    facebook: str
    x: str
    telegram: str
    email: str


def share_links(card: Card, config: Config) -> ShareLinks | None:
    """Return the URLs that share the article of *card*; None if the site has no `base_url` or wants none.

    They share the full address, because networks that read the page do not follow the page at the short one.
    """
    if not config.share_links or not config.base_url:
        return None
    title, url = encode_value(one_line(card.headline)), encode_value(absolute(card.url, config.base_url))
    return ShareLinks(
        f"https://wa.me/?text={title}%0A{url}",
        f"https://www.facebook.com/sharer/sharer.php?u={url}",
        f"https://x.com/intent/post?text={title}&url={url}",
        f"https://t.me/share/url?url={url}&text={title}",
        f"mailto:?subject={title}&body={title}%0D%0A%0D%0A{url}",
    )


def social_picture(article: ArticleMeta, look: str | None) -> str | None:
    """Return the address of the picture made for links that share *article*; None if it has a picture of its own.

    The address follows from all that the picture shows: the headline, and its *look*, which is None if the site has
    no such pictures.
    """
    if look is None or article.image:
        return None
    return social_url(hashlib.sha256(f"{look}\0{social_text(article)}".encode(errors="replace")).hexdigest()[:20])


def social_text(article: ArticleMeta) -> str:
    """Return the text of the picture made for links that share *article*."""
    return one_line(article.headline)


def social_files(site: SitePlan, look: Look) -> Iterator[File]:
    """Yield the pictures made for shared links, with this *look*; articles with one headline share a picture."""
    metas = map(site.archive.metas.__getitem__, (card.id for card in site.archive.cards))
    texts = {url: social_text(meta) for meta in metas if (url := social_picture(meta, site.look))}
    for url, text in texts.items():
        yield File(url, (), partial(draw, look, text), is_independent=True)


def social_tags(picture: str | None, card: Card, config: Config) -> list[tuple[str, str]]:
    """Return the Open Graph properties of the *picture*, an address, made for links that share an article."""
    if picture is None or not config.base_url:
        return []
    return [
        ("og:image", absolute(picture, config.base_url)),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", one_line(card.headline)),
    ]


def twitter_card(picture: Picture | None, social: str | None, config: Config) -> tuple[str, str]:
    """Return the tag by which X and others show a shared article with its picture, or without one."""
    is_shown = social or (picture and picture.address(config.base_url))
    return "twitter:card", "summary_large_image" if is_shown else "summary"
