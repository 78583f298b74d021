"""Decide which feeds a site has, and what each of them contains of the newest dated articles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from html import escape
from itertools import chain, islice
from uuid import NAMESPACE_URL, uuid5

from newsgen.archive.assemble import Archive, zone_of
from newsgen.archive.taxonomies import Taxonomy, Term
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Config
from newsgen.model.urls import HOME, JSON_FEED, RSS, absolute, feed_url
from newsgen.pages.body_html import rewrite_for_feed
from newsgen.pages.feed_formats import Feed, FeedEntry, Format, atom, json_feed, rss
from newsgen.pages.media import Media, picture_of
from newsgen.pages.page import File
from newsgen.pages.structured_data import language_tag
from newsgen.text.bidi import title_text
from newsgen.text.dates import as_datetime

_ATOM_TYPE = "application/atom+xml"
_SITE_FEEDS: tuple[tuple[str, str, str, Format], ...] = (
    ("Atom", feed_url(HOME), _ATOM_TYPE, atom),
    ("RSS", RSS, "application/rss+xml", rss),
    ("JSON Feed", JSON_FEED, "application/feed+json", json_feed),
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as pages link to it."""

    url: str
    type: str
    """Its MIME type."""
    title: str
    name: str
    """The name of its format, such as "Atom"."""


def feed_links(archive: Archive, config: Config) -> Iterator[FeedLink]:
    """Yield the feeds of the whole site; none without `base_url` or if they would be empty."""
    if _newest_ids(_all_ids(archive), archive, config):
        for name, url, mime, _ in _SITE_FEEDS:
            yield FeedLink(url, mime, f"{config.title} – {name}", name)


def term_feed(term: Term, archive: Archive, config: Config) -> FeedLink | None:
    """Return the feed of a section, tag or other *term*; None if its kind has none, or if it would be empty."""
    if term.kind not in config.feed_lists or term.url is None or not _newest_ids(term.ids, archive, config):
        return None
    return FeedLink(feed_url(term.url), _ATOM_TYPE, f"{term.name} – {config.title}", "Atom")


def feed_files(archive: Archive, config: Config, media: Media) -> Iterator[File]:
    """Yield the file of every feed."""
    newest = _newest_ids(_all_ids(archive), archive, config)
    builder = _FeedBuilder(archive, config, media)
    for link, (*_, write) in zip(feed_links(archive, config), _SITE_FEEDS, strict=False):
        yield builder.file(link, config.title, HOME, newest, write)
    for term in chain.from_iterable(archive.terms.by_kind[kind] for kind in Taxonomy if kind in config.feed_lists):
        feed = term_feed(term, archive, config)
        if feed and term.url:
            yield builder.file(feed, feed.title, term.url, _newest_ids(term.ids, archive, config), atom)


def is_listed(article: ArticleMeta) -> bool:
    """Return whether feeds, and the sitemap too, may list *article*: its `robots` has neither noindex nor none."""
    return not {"noindex", "none"} & set(re.split(r"[\s,،]+", (article.robots or "").lower()))


def _all_ids(archive: Archive) -> Iterator[str]:
    return (card.id for card in archive.cards)


def _newest_ids(ids: Iterable[str], archive: Archive, config: Config) -> list[str]:
    """Return the first of *ids* (newest first) that belong in a feed, as many as it may hold."""
    if not config.base_url:
        return []
    articles = (archive.metas[key] for key in ids)
    return [a.id for a in islice((a for a in articles if a.published and is_listed(a)), config.feed_items)]


@dataclass(frozen=True, slots=True)
class _FeedBuilder:
    """Builds feeds: their entries at once, the texts of articles only when a feed is written."""

    archive: Archive
    config: Config
    media: Media

    def file(self, link: FeedLink, title: str, page: str, ids: Sequence[str], write: Format) -> File:
        """Return the file of the feed of the articles with *ids*."""
        feed = Feed(
            url=_absolute(link.url, self.config),
            type=link.type,
            title=title,
            page=_absolute(page, self.config),
            site=self.config.title,
            description=self.config.description,
            language=language_tag(self.config),
            entries=tuple(map(self.entry, ids)),
        )
        if self.config.feed_content != "full":
            return File(link.url, (feed,), lambda: write(feed))
        metas = [self.archive.metas[key] for key in ids]
        inputs = [(meta.digest, self.media.of(meta.references)) for meta in metas]
        return File(link.url, (feed, inputs), lambda: write(self.with_texts(feed, ids)))

    def entry(self, key: str) -> FeedEntry:
        """Return the feed entry of an article, without its text."""
        archive, config = self.archive, self.config
        meta, card, terms = archive.metas[key], archive.by_id[key], archive.terms.by_article[key]
        zone = zone_of(config)
        published = _feed_time(meta.published or date.min, zone)  # `_newest_ids` returns dated articles only
        updated = _feed_time(meta.updated, zone) if meta.updated else published
        picture = picture_of(meta, self.media.items)
        return FeedEntry(
            id=uuid5(NAMESPACE_URL, f"{config.base_url}{key}").urn,
            url=_absolute(card.url, config),
            title=title_text(meta.headline),
            published=published,
            updated=updated if updated > published else None,
            authors=tuple(author.title for author in terms.authors),
            newspaper=terms.source.title if terms.source else None,
            categories=tuple(dict.fromkeys(link.title for link in (terms.section, *terms.tags) if link)),
            summary=card.summary,
            lang=card.lang,
            html=None,
            picture=picture.address(config.base_url) if picture else None,
        )

    def with_texts(self, feed: Feed, ids: Sequence[str]) -> Feed:
        """Return *feed* with the texts of its articles."""
        entries = zip(feed.entries, ids, strict=True)
        return replace(feed, entries=tuple(replace(entry, html=self.html(key)) for entry, key in entries))

    def html(self, key: str) -> str:
        """Return the text of a feed entry's article as HTML in which all URLs are absolute."""
        article = self.archive.articles[key]
        if article.body_html is None:
            return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in article.body)
        url = self.archive.by_id[key].url
        link = partial(_absolute, config=self.config)
        return rewrite_for_feed(article.body_html, link, self.media.items, url)


def _feed_time(value: date, zone: tzinfo) -> datetime:
    """Return *value* as a time that feeds can write: in UTC if its offset has seconds, as before standard time."""
    known = as_datetime(value, zone)
    offset = known.utcoffset()
    return known.astimezone(UTC) if offset and offset.total_seconds() % 60 else known


def _absolute(url: str, config: Config) -> str:
    return absolute(url, config.base_url or "")  # without base_url there are no feeds
