"""The pages of articles: each with its terms, neighbours and sidebar, and the ledger of its captures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from newsgen.archive import Card
from newsgen.article import Article, Evidence
from newsgen.bodies import fit_page
from newsgen.config import Config
from newsgen.forms import comment_form
from newsgen.media import Media
from newsgen.metadata import canonical, citation, citation_tags, json_ld, open_graph
from newsgen.page import Page, Site
from newsgen.picture import picture_of
from newsgen.terms import Filed, Kind
from newsgen.urls import ARCHIVE, UNDATED, Link, capture_url, ledger_url


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture behind an article, with the file that publishes its bytes."""

    evidence: Evidence
    url: str | None


def article_pages(site: Site, media: Media) -> Iterator[Page]:
    """Yield the page of each article, and of each that was captured the page of its ledger."""
    archive, config = site.archive, site.config
    for cards in (archive.dated, archive.undated):
        for card, newer, older in _with_neighbours(cards):
            article = archive.articles[card.id]
            filed = archive.terms.filed[card.id]
            trail = tuple(_trail(site, filed, article))
            context = {
                **_shown(article, card, config, media),
                "filed": filed,
                "sidebar": archive.sidebars[card.id],
                "newer": newer and Link(newer.headline, newer.url),
                "older": older and Link(older.headline, older.url),
            }
            yield site.page(card.url, "article.html", context, trail)
            if article.evidence and config.publish_captures:
                trail = (*trail, Link(card.headline, card.url))
                yield site.page(ledger_url(card.url), "source.html", _ledger(article, card, config), trail)


def _with_neighbours(cards: Sequence[Card]) -> Iterator[tuple[Card, Card | None, Card | None]]:
    """Yield each card with the next newer and the next older one."""
    return zip(cards, chain([None], cards), chain(cards[1:], [None]), strict=False)


def _trail(site: Site, filed: Filed, article: Article) -> Iterator[Link]:
    """Yield the way to the article: through its section, else through its month."""
    if filed.section:
        yield site.index(Kind.SECTION)
        yield filed.section
        return
    yield Link(site.label("archive"), ARCHIVE)
    day = article.published
    if day is None:
        yield Link(site.label("undated"), UNDATED)
    else:
        yield site.year(day.year)
        yield site.month(day.year, day.month)


def captures(article: Article, url: str, config: Config) -> tuple[Capture, ...]:
    """Return the captures behind the article at *url*."""
    publish = config.publish_captures
    return tuple(
        Capture(evidence, capture_url(url, number) if publish else None)
        for number, evidence in enumerate(article.evidence)
    )


def _shown(article: Article, card: Card, config: Config, media: Media) -> dict[str, Any]:
    picture = picture_of(article, media)
    html = article.body_html
    return {
        "article": article,
        "card": card,
        "text_html": None if html is None else fit_page(html, card.url, media.items),
        "picture": picture,
        "form": comment_form(article, config),
        "captures": captures(article, card.url, config),
        "ledger_url": ledger_url(card.url) if article.evidence and config.publish_captures else None,
        "citation": citation(article, card, config),
        "canonical": canonical(article, card, config),
        "open_graph": open_graph(article, card, config, picture),
        "citation_tags": citation_tags(article, card, config),
        "json_ld": json_ld(article, card, config, picture),
    }


def _ledger(article: Article, card: Card, config: Config) -> dict[str, Any]:
    return {
        "article": article,
        "card": card,
        "captures": captures(article, card.url, config),
        "canonical": canonical(article, card, config),
    }
