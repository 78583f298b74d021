"""Decide which feeds a site has, and what each of them says of the newest dated articles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from html import escape
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from newsgen.archive import Archive, moment, zone_of
from newsgen.article import Article
from newsgen.bodies import fit
from newsgen.config import Config
from newsgen.feed_formats import Feed, FeedEntry, Format, atom, json_feed, rss
from newsgen.media import Media
from newsgen.metadata import language_tag
from newsgen.picture import picture_of
from newsgen.terms import Filed, Kind, Term
from newsgen.urls import HOME, JSON_FEED, RSS, absolute, feed_url

_ATOM_TYPE = "application/atom+xml"
_SITE_FEEDS: tuple[tuple[str, str, str, Format], ...] = (
    ("Atom", feed_url(HOME), _ATOM_TYPE, atom),
    ("RSS", RSS, "application/rss+xml", rss),
    ("JSON Feed", JSON_FEED, "application/feed+json", json_feed),
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed, as pages link to it."""

    url: str
    type: str
    """Its MIME type."""
    title: str
    name: str
    """Of its format, such as "Atom"."""


def feed_links(archive: Archive, config: Config) -> Iterator[FeedLink]:
    """Yield the feeds of the whole site; none without `base_url`, or where they would be empty."""
    if _newest(_all_ids(archive), archive, config):
        for name, url, mime, _ in _SITE_FEEDS:
            yield FeedLink(url, mime, f"{config.title} – {name}", name)


def section_feed(term: Term, archive: Archive, config: Config) -> FeedLink | None:
    """Return the feed of a section; None where it would be empty, or *term* is no section with an address."""
    if term.kind is not Kind.SECTION or term.url is None or not _newest(term.ids, archive, config):
        return None
    return FeedLink(feed_url(term.url), _ATOM_TYPE, f"{term.name} – {config.title}", "Atom")


def feed_files(archive: Archive, config: Config, media: Media) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of every feed."""
    entries = _entries(_all_ids(archive), archive, config, media)
    for link, (*_, write) in zip(feed_links(archive, config), _SITE_FEEDS, strict=False):
        yield link.url, write(_feed(link, config.title, HOME, entries, config))
    for term in archive.terms.by_kind[Kind.SECTION]:
        feed = section_feed(term, archive, config)
        if feed and term.url:
            entries = _entries(term.ids, archive, config, media)
            yield feed.url, atom(_feed(feed, feed.title, term.url, entries, config))


def is_listed(article: Article) -> bool:
    """Tell whether machines may list *article*: its editor's `robots` says neither noindex nor none."""
    return not {"noindex", "none"} & set(re.split(r"[\s,،]+", (article.robots or "").lower()))


def _all_ids(archive: Archive) -> Iterator[str]:
    return (card.id for card in archive.cards)


def _newest(ids: Iterable[str], archive: Archive, config: Config) -> list[str]:
    """Return those of *ids* (newest first) that belong into a feed, as many as it may hold."""
    if not config.base_url:
        return []
    articles = (archive.articles[key] for key in ids)
    return [a.id for a in islice((a for a in articles if a.published and is_listed(a)), config.feed_items)]


def _feed(link: FeedLink, title: str, page: str, entries: tuple[FeedEntry, ...], config: Config) -> Feed:
    return Feed(
        url=_absolute(link.url, config),
        type=link.type,
        title=title,
        page=_absolute(page, config),
        site=config.title,
        description=config.description,
        language=language_tag(config),
        entries=entries,
    )


def _entries(ids: Iterable[str], archive: Archive, config: Config, media: Media) -> tuple[FeedEntry, ...]:
    zone = zone_of(config)
    return tuple(_entry(key, archive, config, media, zone) for key in _newest(ids, archive, config))


def _entry(key: str, archive: Archive, config: Config, media: Media, zone: tzinfo) -> FeedEntry:
    article, card, filed = archive.articles[key], archive.by_id[key], archive.terms.filed[key]
    published = _moment(article.published or date.min, zone)  # `_newest` lets none without a date in
    updated = _moment(article.updated, zone) if article.updated else published
    return FeedEntry(
        id=uuid5(NAMESPACE_URL, f"{config.base_url}{key}").urn,
        url=_absolute(card.url, config),
        title=article.headline,
        published=published,
        updated=updated if updated > published else None,
        authors=tuple(author.title for author in filed.authors),
        newspaper=filed.source.title if filed.source else None,
        categories=_categories(filed),
        summary=card.summary,
        html=_html(article, card.url, config, media) if config.feed_content == "full" else None,
        picture=_picture(article, config, media),
    )


def _moment(value: date, zone: tzinfo) -> datetime:
    """Return *value* as a moment that feeds can spell: before standard time zones had seconds too."""
    known = moment(value, zone)
    offset = known.utcoffset()
    return known.astimezone(UTC) if offset and offset.total_seconds() % 60 else known


def _categories(filed: Filed) -> tuple[str, ...]:
    """Return the names of an article's section and tags, each once."""
    links = [filed.section, *filed.tags] if filed.section else filed.tags
    return tuple(dict.fromkeys(link.title for link in links))


def _html(article: Article, url: str, config: Config, media: Media) -> str:
    """Return the body of the article at *url*, all its addresses absolute."""
    if article.body_html is None:
        return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in article.body)
    return fit(article.body_html, lambda address: _absolute(address, config), media.items, url)


def _picture(article: Article, config: Config, media: Media) -> str | None:
    picture = picture_of(article, media)
    return picture.address(config.base_url) if picture else None


def _absolute(url: str, config: Config) -> str:
    return absolute(url, config.base_url or "")  # where there is none, there are no entries
