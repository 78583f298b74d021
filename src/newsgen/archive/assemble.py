"""Archive: all articles, ordered, addressed, classified, related."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from newsgen.archive.addresses import Addresses
from newsgen.archive.related.relate import Relations, relate
from newsgen.archive.related.related_links import Headline, RelatedLinks, related_links_of
from newsgen.archive.taxonomies import Terms, collect_taxonomies
from newsgen.model.article import Article, StandalonePage
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.text.dates import moment


@dataclass(frozen=True, slots=True)
class Archive:
    """All that is published, ordered, addressed and filed."""

    cards: tuple[Card, ...]
    """Newest first; undated articles after the dated, by id."""
    metas: Mapping[str, ArticleMeta]
    """By id."""
    articles: Mapping[str, Article]
    """By id; each is read when it is asked for."""
    sidebars: Mapping[str, RelatedLinks]
    """By id of the article beside which they stand."""
    terms: Terms
    pages: tuple[StandalonePage, ...]
    redirects: Mapping[str, str]
    """From an address that was left, or is only an alias, to the one that stands for it."""

    by_id: Mapping[str, Card]
    relations: Relations | None = None
    """From which the sidebars were made."""

    @property
    def dated(self) -> tuple[Card, ...]:
        """The cards of dated articles, newest first."""
        return tuple(card for card in self.cards if card.published)

    @property
    def undated(self) -> tuple[Card, ...]:
        """The cards of undated articles, by id."""
        return tuple(card for card in self.cards if not card.published)


def assemble(
    metas: Iterable[ArticleMeta],
    articles: Mapping[str, Article],
    addresses: Addresses,
    config: Config,
    find: Callable[..., Relations] = relate,
) -> Archive:
    """Order the articles that have an address, file them under their terms and *find* what is related."""
    zone = zone_of(config)
    addressed = (meta for meta in metas if meta.id in addresses.urls)
    ordered = sorted(addressed, key=lambda meta: newest_first(meta, zone))
    terms = collect_taxonomies(ordered, config.spellings)
    cards = tuple(_card(meta, addresses.urls[meta.id], terms) for meta in ordered)
    headlines = [Headline(card.url, meta) for card, meta in zip(cards, ordered, strict=True)]
    sidebars, relations = related_links_of(headlines, addresses.redirects, config.related, config.base_url, find)
    return Archive(
        cards,
        {meta.id: meta for meta in ordered},
        articles,
        sidebars,
        terms,
        addresses.pages,
        {**terms.redirects, **addresses.redirects},
        {card.id: card for card in cards},
        relations,
    )


def zone_of(config: Config) -> tzinfo:
    """Return the site's time zone; a machine without a time zone database knows UTC."""
    return UTC if config.timezone == "UTC" else ZoneInfo(config.timezone)


def newest_first(article: ArticleMeta, zone: tzinfo) -> tuple[int, float, str]:
    """Return the key that sorts articles newest first, whatever their time zones; undated ones last.

    A date without a time stands for its midnight, a time without a zone for the site's.
    """
    if article.published is None:
        return (1, 0.0, article.id)
    return (0, -(moment(article.published, zone) - _EPOCH).total_seconds(), article.id)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _card(meta: ArticleMeta, url: str, terms: Terms) -> Card:
    filed = terms.filed[meta.id]
    section, source = filed.section, filed.source
    return Card(
        meta.id,
        url,
        meta.headline,
        meta.published,
        section.title if section else None,
        source.title if source else None,
        meta.summary,
    )
