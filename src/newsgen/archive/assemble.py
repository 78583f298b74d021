"""Assemble the archive: all published articles with their order, URLs, taxonomies and related articles."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from newsgen.archive.addresses import Addresses
from newsgen.archive.corrections_log import NO_CORRECTIONS, CorrectionsLog
from newsgen.archive.notices import NO_NOTICES, Notices, notices_of, with_correction_day
from newsgen.archive.related.relate import relate
from newsgen.archive.related.related_links import LocatedArticle, RelatedLinks, related_links_of
from newsgen.archive.related.relations import Relations
from newsgen.archive.sections import menu_sections, section_hues, style_warnings
from newsgen.archive.taxonomies import Term, Terms, collect_taxonomies
from newsgen.model.article import Article, StandalonePage, with_zones
from newsgen.model.article_meta import ArticleMeta, Card, card_fingerprint
from newsgen.model.config import Config
from newsgen.model.pictures import CardPicture
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
    card_fingerprints: Mapping[str, bytes]
    """By id; equal fingerprints mean equal cards."""
    relations: Relations | None = None
    """The computed relations between articles, to be reused by the next build."""
    menu_sections: tuple[Term, ...] = ()
    hues: Mapping[str, int] = field(default_factory=dict)
    """The number of each section's hue, by the section's name."""
    blurbs: Mapping[str, StandalonePage] = field(default_factory=dict)
    """What an editor wrote about authors and newspapers, by the address of the list that shows it."""
    warnings: tuple[str, ...] = ()
    notices: Notices = NO_NOTICES
    """What readers are told of withdrawn articles, which are nowhere else in the archive, and of corrected ones."""

    @property
    def dated(self) -> tuple[Card, ...]:
        """The cards of the archive's dated articles, newest first."""
        return tuple(card for card in self.cards if card.published)

    @property
    def undated(self) -> tuple[Card, ...]:
        """The cards of the archive's undated articles, by id."""
        return tuple(card for card in self.cards if not card.published)


def assemble(  # noqa: PLR0913 - most sites have no log
    metas: Iterable[ArticleMeta],
    articles: Mapping[str, Article],
    addresses: Addresses,
    config: Config,
    find: Callable[..., Relations] = relate,
    *,
    log: CorrectionsLog = NO_CORRECTIONS,
) -> Archive:
    """Order the articles that have an address, collect their taxonomies and *find* their related articles.

    Those that the *log* withdraws are only among the notices of the archive.
    """
    zone, own_zone = zone_of(config), config.zone
    addressed = (with_zones(meta, own_zone) for meta in metas if meta.id in addresses.urls)
    ordered = sorted(addressed, key=lambda meta: newest_first(meta, zone))
    language = language_tag(config.language)
    notices = notices_of(ordered, addresses, log, language) if log.entries else NO_NOTICES
    withdrawn, ordered = _divide(ordered, notices, zone)
    terms = collect_taxonomies(ordered, config.spellings)
    by_id = {meta.id: meta for meta in ordered}
    menu = menu_sections(terms, config.sections)
    hues = section_hues(terms, menu, config.sections)
    cards = tuple(_card(meta, addresses.urls[meta.id], terms, language, hues) for meta in ordered)
    located = [LocatedArticle(card.url, meta) for card, meta in zip(cards, ordered, strict=True)]
    located += [LocatedArticle(addresses.urls[meta.id], meta, is_withdrawn=True) for meta in withdrawn]
    related, relations = related_links_of(located, addresses.redirects, config.related, config.base_url, find)
    return Archive(
        cards,
        by_id,
        articles,
        related,
        terms,
        addresses.pages,
        {**terms.redirects, **addresses.redirects},
        {card.id: card for card in cards},
        {card.id: card_fingerprint(card) for card in cards},
        relations,
        menu,
        hues,
        warnings=(*terms.warnings, *style_warnings(terms, config.sections), *notices.warnings),
        notices=notices,
    )


def _divide(metas: list[ArticleMeta], notices: Notices, zone: tzinfo) -> tuple[list[ArticleMeta], list[ArticleMeta]]:
    """Return the withdrawn articles and those of the archive, the corrected ones with the day of their correction."""
    ids, corrections = {one.article for one in notices.withdrawn}, notices.corrections
    published = [meta for meta in metas if meta.id not in ids] if ids else metas
    if corrections:
        published = [
            with_correction_day(one, corrections[one.id], zone) if one.id in corrections else one for one in published
        ]
    return [meta for meta in metas if meta.id in ids] if ids else [], published


def with_pictures(archive: Archive, pictures: Mapping[str, CardPicture]) -> Archive:
    """Return *archive* with *pictures* on its cards, given by the ids of the articles."""
    if not pictures:
        return archive
    changed = {key: archive.by_id[key]._replace(picture=one) for key, one in pictures.items() if key in archive.by_id}
    fingerprints = {key: card_fingerprint(card) for key, card in changed.items()}
    return replace(
        archive,
        cards=tuple(changed.get(card.id, card) for card in archive.cards),
        by_id={**archive.by_id, **changed},
        card_fingerprints={**archive.card_fingerprints, **fingerprints},
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


def _card(meta: ArticleMeta, url: str, terms: Terms, language: str | None, hues: Mapping[str, int]) -> Card:
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
        hues[section.title] if section else 0,
    )
