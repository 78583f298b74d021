"""The archive: every article in its order, at its address, with its related news resolved."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from newsgen.arabic import MAX_SLUG_BYTES, cut_at_word, cut_slug, slug, title_key
from newsgen.article import Article, RelatedLink, WrittenPage
from newsgen.errors import NewsgenError, SourceError
from newsgen.urls import RESERVED, article_url, slug_of

SUMMARY_LENGTH = 180
"""Characters: what a list, a search engine and a shared link show of an article."""


@dataclass(frozen=True, slots=True)
class Card:
    """What lists and sidebars may show of an article; its body stays out."""

    id: str
    url: str
    headline: str
    published: date | None
    section: str | None
    source_name: str | None
    summary: str


@dataclass(frozen=True, slots=True)
class SidebarLink:
    """A related title: a link into this archive, a link out of it, or text where nothing is known."""

    title: str
    kind: Literal["inside", "outside", "text"]
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """All that is published, ordered and addressed."""

    cards: tuple[Card, ...]
    """Newest first; undated articles after the dated, by id."""
    articles: Mapping[str, Article]
    """By id."""
    sidebars: Mapping[str, tuple[SidebarLink, ...]]
    """By id of the article beside which they stand."""
    pages: tuple[WrittenPage, ...]


def assemble(
    articles: Iterable[Article], pages: Iterable[WrittenPage], zone: str
) -> tuple[Archive, list[NewsgenError]]:
    """Order *articles*, give each its address and resolve its related titles.

    An article whose id or chosen address is another's is an error, and not in the archive.
    """
    errors: list[NewsgenError] = []
    by_id = _unique(articles, errors)
    addresses = _addresses(by_id.values(), errors)
    local = UTC if zone == "UTC" else ZoneInfo(zone)  # a machine without a time zone database knows UTC
    ordered = sorted(
        (article for article in by_id.values() if article.id in addresses),
        key=lambda article: newest_first(article, local),
    )
    cards = tuple(_card(article, addresses[article.id]) for article in ordered)
    sidebars = _sidebars(ordered, cards)
    written = _written_pages(pages, errors)
    return Archive(cards, {article.id: article for article in ordered}, sidebars, written), errors


def newest_first(article: Article, zone: tzinfo) -> tuple[int, float, str]:
    """Return the key that sorts articles newest first, whatever their time zones; undated ones last.

    A date without a time stands for its midnight, a time without a zone for the site's.
    """
    moment = article.published
    if moment is None:
        return (1, 0.0, article.id)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return (0, -(moment - _EPOCH).total_seconds(), article.id)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _unique(articles: Iterable[Article], errors: list[NewsgenError]) -> dict[str, Article]:
    """Return articles by id; two with one id are an error that names both, and neither is kept."""
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[article.id].append(article)
    for same in groups.values():
        for article in same[1:]:
            found = f"has the id {article.id!r} of {same[0].source}"
            errors.append(SourceError(article.source, found, "give one of them another `id:` or file name"))
    return {key: same[0] for key, same in groups.items() if len(same) == 1}


def _addresses(articles: Iterable[Article], errors: list[NewsgenError]) -> dict[str, str]:
    """Return the address of each article, by id; one that another article holds is an error, and not given."""
    owners: dict[str, Article] = {}
    for name, article in _names(articles, errors):
        owner = owners.setdefault(name, article)
        if owner is not article:
            found = f"has the address {article_url(name)!r} of {owner.source}"
            errors.append(SourceError(article.source, found, "write a `slug:` in one of them"))
    return {article.id: article_url(name) for name, article in owners.items()}


def _names(articles: Iterable[Article], errors: list[NewsgenError]) -> Iterator[tuple[str, Article]]:
    """Yield the last segment of each article's address.

    A slug that an editor chose is kept or refused; one that was derived from a headline and is
    wanted twice gets 8 digits of the id's SHA-256 in every article that wants it.
    """
    wanted: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        wanted[article.slug or derived_slug(article)].append(article)
    for name, same in wanted.items():
        chosen = [article for article in same if article.slug]
        for article in chosen[1:]:
            found = f"has the slug {name!r} of {chosen[0].source}"
            errors.append(SourceError(article.source, found, "write another `slug:` in one of them"))
        for article in same:
            if not article.slug:
                yield name if len(same) == 1 else with_digest(name, article.id), article
            elif len(chosen) == 1:
                yield name, article


def derived_slug(article: Article) -> str:
    """Return the slug of the headline, else of the id, else digits of the id's digest; never empty."""
    return slug(article.headline) or slug(article.id) or _digest(article.id)


def with_digest(name: str, article_id: str) -> str:
    """Return *name* told apart from its twins by its article's id, within the longest slug."""
    digest = _digest(article_id)
    return f"{cut_slug(name, MAX_SLUG_BYTES - len(digest) - 1)}-{digest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _card(article: Article, url: str) -> Card:
    repeats = article.headline_origin == "derived"  # then the first paragraph says the headline again
    opening = next(iter(article.body[repeats:] or article.body), "")
    summary = article.summary or cut_at_word(opening, SUMMARY_LENGTH)
    return Card(article.id, url, article.headline, article.published, article.section, article.source_name, summary)


def _sidebars(articles: Iterable[Article], cards: Iterable[Card]) -> dict[str, tuple[SidebarLink, ...]]:
    """Resolve every related link, once per title and target."""
    doors = _doors(articles, cards)
    sidebars = {}
    for article in articles:
        links = (_resolve(link, doors, article.id) for link in article.related.links)
        sidebars[article.id] = tuple(dict.fromkeys(links))
    return sidebars


def _doors(articles: Iterable[Article], cards: Iterable[Card]) -> dict[str, Card]:
    """Return the cards by folded headline, slug and original address, where those name one article."""
    doors: dict[str, list[Card]] = defaultdict(list)
    for article, card in zip(articles, cards, strict=True):
        names = {title_key(article.headline), slug_of(card.url), article.source_url}
        for name in filter(None, names):
            doors[name].append(card)
    return {name: found[0] for name, found in doors.items() if len(found) == 1}


def _resolve(link: RelatedLink, doors: Mapping[str, Card], article_id: str) -> SidebarLink:
    """Return the link as it is shown: a title stays as it was printed, a slug or an address is no title."""
    for name in (link.url, title_key(link.title), link.title):
        card = doors.get(name) if name else None
        if card and card.id != article_id:
            untitled = link.title in {link.url, slug_of(card.url)}
            return SidebarLink(card.headline if untitled else link.title, "inside", card.url)
    return SidebarLink(link.title, "outside" if link.url else "text", link.url)


def _written_pages(pages: Iterable[WrittenPage], errors: list[NewsgenError]) -> tuple[WrittenPage, ...]:
    """Return the pages whose names are free."""
    taken: dict[str, WrittenPage] = {}
    for page in pages:
        owner = "newsgen's own pages" if page.name in RESERVED else None
        if page.name in taken:
            owner = taken[page.name].source
        if owner or not page.name:
            found = f"has the address /{page.name}/ of {owner}" if owner else "has a name without a letter"
            errors.append(SourceError(page.source, found, "rename the file, or write another `slug:`"))
            continue
        taken[page.name] = page
    return tuple(taken.values())
