"""Assemble the archive: all published articles with their order, URLs, taxonomies and related articles."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo

from newsgen.archive.addresses import Addresses
from newsgen.archive.related.relate import relate
from newsgen.archive.related.related_links import LocatedArticle, RelatedLinks, related_links_of
from newsgen.archive.related.relations import Relations
from newsgen.archive.taxonomies import Terms, collect_taxonomies
from newsgen.model.article import Article, StandalonePage, with_zones
from newsgen.model.article_meta import ArticleMeta, Card, card_fingerprint
from newsgen.model.config import Config
from newsgen.text.dates import as_datetime
from newsgen.text.languages import language_tag


@dataclass(frozen=True, slots=True)
class Archive:
    """All published articles and pages, with everything that concerns them together."""

    cards: tuple[Card, ...]
    """Newest first; undated articles follow the dated ones, sorted by id."""
    metas: Mapping[str, ArticleMeta]
    """By id."""
    articles: Mapping[str, Article]
    """By id; each is loaded when it is accessed."""
    related_links: Mapping[str, RelatedLinks]
    """By the id of the article that shows them."""
    terms: Terms
    pages: tuple[StandalonePage, ...]
    redirects: Mapping[str, str]
    """From each older address and alias to the present address."""
    by_id: Mapping[str, Card]
    card_prints: Mapping[str, bytes]
    """By id; equal fingerprints mean equal cards."""
    relations: Relations | None = None
    """The computed relations between articles, to be reused by the next build."""

    @property
    def dated(self) -> tuple[Card, ...]:
        """The cards of the archive's dated articles, newest first."""
        return tuple(card for card in self.cards if card.published)

    @property
    def undated(self) -> tuple[Card, ...]:
        """The cards of the archive's undated articles, by id."""
        return tuple(card for card in self.cards if not card.published)


def assemble(
    metas: Iterable[ArticleMeta],
    articles: Mapping[str, Article],
    addresses: Addresses,
    config: Config,
    find: Callable[..., Relations] = relate,
) -> Archive:
    """Order the articles that have an address, collect their taxonomies and *find* their related articles."""
    zone, own_zone = zone_of(config), config.zone
    addressed = (with_zones(meta, own_zone) for meta in metas if meta.id in addresses.urls)
    ordered = sorted(addressed, key=lambda meta: newest_first(meta, zone))
    terms = collect_taxonomies(ordered, config.spellings)
    language = language_tag(config.language)
    cards = tuple(_card(meta, addresses.urls[meta.id], terms, language) for meta in ordered)
    located = [LocatedArticle(card.url, meta) for card, meta in zip(cards, ordered, strict=True)]
    related, relations = related_links_of(located, addresses.redirects, config.related, config.base_url, find)
    return Archive(
        cards,
        {meta.id: meta for meta in ordered},
        articles,
        related,
        terms,
        addresses.pages,
        {**terms.redirects, **addresses.redirects},
        {card.id: card for card in cards},
        {card.id: card_fingerprint(card) for card in cards},
        relations,
    )


def zone_of(config: Config) -> tzinfo:
    """Return the time zone by which the archive is ordered."""
    return config.zone or UTC


def newest_first(article: ArticleMeta, zone: tzinfo) -> tuple[int, float, str]:
    """Return the sort key of the archive's order: newest articles first, across time zones, undated ones last.

    A date without a time counts as midnight, and a time without a zone is in *zone*.
    """
    if article.published is None:
        return (1, 0.0, article.id)
    return (0, -as_datetime(article.published, zone).timestamp(), article.id)


def _card(meta: ArticleMeta, url: str, terms: Terms, language: str | None) -> Card:
    """Return the card of an article in the archive of a site in *language*."""
    section, source = terms.by_article[meta.id].section, terms.by_article[meta.id].source
    return Card(
        meta.id,
        url,
        meta.headline,
        meta.published,
        section.title if section else None,
        source.title if source else None,
        meta.summary,
        meta.lang if meta.lang != language else None,
        hue_of(section.title) if section else 0,
    )


def hue_of(section: str) -> int:
    """Return the number of the hue of a *section* of the archive, by its name."""
    return 1 + zlib.crc32(section.encode(errors="surrogatepass")) % 8
