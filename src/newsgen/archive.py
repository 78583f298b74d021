"""The archive: every article in its order and at its address, filed under its terms, beside its neighbours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from newsgen.addresses import Addresses
from newsgen.arabic import cut_at_word
from newsgen.article import Article, WrittenPage
from newsgen.config import Config
from newsgen.sidebars import Headline, Sidebar, sidebars_of
from newsgen.terms import Terms, gather

SUMMARY_LENGTH = 180
"""Characters: what a list, a search engine and a shared link show of an article."""


@dataclass(frozen=True, slots=True)
class Card:
    """What lists may show of an article; its body stays out."""

    id: str
    url: str
    headline: str
    published: date | None
    section: str | None
    source_name: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class Archive:
    """All that is published, ordered, addressed and filed."""

    cards: tuple[Card, ...]
    """Newest first; undated articles after the dated, by id."""
    articles: Mapping[str, Article]
    """By id."""
    sidebars: Mapping[str, Sidebar]
    """By id of the article beside which they stand."""
    terms: Terms
    pages: tuple[WrittenPage, ...]
    redirects: Mapping[str, str]
    """From an address that was left, or is only an alias, to the one that stands for it."""

    by_id: Mapping[str, Card]

    @property
    def dated(self) -> tuple[Card, ...]:
        """The cards of dated articles, newest first."""
        return tuple(card for card in self.cards if card.published)

    @property
    def undated(self) -> tuple[Card, ...]:
        """The cards of undated articles, by id."""
        return tuple(card for card in self.cards if not card.published)


def assemble(articles: Iterable[Article], addresses: Addresses, config: Config) -> Archive:
    """Order the *articles* that have an address, file them under their terms and find what is related."""
    zone = zone_of(config)
    addressed = (article for article in articles if article.id in addresses.urls)
    ordered = sorted(addressed, key=lambda article: newest_first(article, zone))
    terms = gather(ordered, config.spellings)
    cards = tuple(_card(article, addresses.urls[article.id], terms) for article in ordered)
    headlines = [Headline(card.url, article) for card, article in zip(cards, ordered, strict=True)]
    return Archive(
        cards,
        {article.id: article for article in ordered},
        sidebars_of(headlines, addresses.redirects, config.related, config.base_url),
        terms,
        addresses.pages,
        {**terms.redirects, **addresses.redirects},
        {card.id: card for card in cards},
    )


def zone_of(config: Config) -> tzinfo:
    """Return the site's time zone; a machine without a time zone database knows UTC."""
    return UTC if config.timezone == "UTC" else ZoneInfo(config.timezone)


def newest_first(article: Article, zone: tzinfo) -> tuple[int, float, str]:
    """Return the key that sorts articles newest first, whatever their time zones; undated ones last.

    A date without a time stands for its midnight, a time without a zone for the site's.
    """
    if article.published is None:
        return (1, 0.0, article.id)
    return (0, -(moment(article.published, zone) - _EPOCH).total_seconds(), article.id)


def moment(value: date, zone: tzinfo) -> datetime:
    """Return *value* as a moment: a date without a time is its midnight, a time without a zone is in *zone*."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return value.replace(tzinfo=zone) if value.tzinfo is None else value


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _card(article: Article, url: str, terms: Terms) -> Card:
    repeats = article.headline_origin == "derived"  # then the first paragraph says the headline again
    opening = next(iter(article.body[repeats:] or article.body), "")
    summary = article.summary or cut_at_word(opening, SUMMARY_LENGTH)
    filed = terms.filed[article.id]
    section, source = filed.section, filed.source
    return Card(
        article.id,
        url,
        article.headline,
        article.published,
        section.title if section else None,
        source.title if source else None,
        summary,
    )
