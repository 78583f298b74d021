"""Collect the related links of each article: those pinned by an editor, captured, and computed from texts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple
from urllib.parse import unquote, urljoin

from newsgen.archive.related.relate import relate
from newsgen.archive.related.relations import Relations
from newsgen.archive.related.title_index import TitleIndex
from newsgen.filesystem import nfc
from newsgen.model.article import RelatedLink
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.urls import slug_of
from newsgen.text.web_addresses import url_key


class RelatedEntry(NamedTuple):
    """A related title: a link to an article here, a link to another site, or plain text if no URL is known."""

    title: str
    kind: Literal["inside", "outside", "text"]
    url: str | None = None
    day: int | None = None
    """The day of its publication as an ordinal, which is fingerprinted faster than a date; None if it is not known."""

    @property
    def published(self) -> date | None:
        """The day of the related article's publication; None if it is not known."""
        return None if self.day is None else date.fromordinal(self.day)


class RelatedLinks(NamedTuple):
    """The related links of an article, as its page shows them."""

    heading: str | None
    """The captured heading; None if there is none."""
    links: tuple[RelatedEntry, ...]
    """The titles that an editor pinned, then the captured titles."""
    computed: tuple[RelatedEntry, ...]
    """The articles with the most similar texts, without those among `links`."""


@dataclass(frozen=True, slots=True)
class LocatedArticle:
    """An article with its address."""

    url: str
    article: ArticleMeta
    is_withdrawn: bool = False
    """Whether related titles that mean it are left out."""


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A related title with the article that it means."""

    link: RelatedLink
    target: str | None
    """The id of the article; None if none is known."""
    by_name: bool
    """Whether the title is not a headline but a slug, an id or an address."""


def related_links_of(
    articles: Sequence[LocatedArticle],
    redirects: Mapping[str, str],
    count: int,
    base_url: str | None,
    find: Callable[..., Relations] = relate,
) -> tuple[dict[str, RelatedLinks], Relations]:
    """Return the related links of each of *articles* by id, with up to *count* computed links.

    *articles* are newest first, and withdrawn ones are last. The relations that *find* returned are returned too.
    """
    resolved = _resolve_links(articles, redirects, base_url)
    articles = [one for one in articles if not one.is_withdrawn]
    by_id = {one.article.id: one for one in articles}
    shown = {key: {link.target for link in links if link.target} for key, links in resolved.items()}
    relations = find(
        [(one.article.id, one.article.profile) for one in articles],
        count,
        shown,
    )
    headline_of = {key: _headline_entry(one) for key, one in by_id.items()}.__getitem__
    links = {key: _without_repeats(_entry(r, by_id.get(r.target or "")) for r in resolved[key]) for key in resolved}
    related = {
        key: RelatedLinks(by_id[key].article.related.heading, links.get(key, ()), tuple(map(headline_of, nearest)))
        for key, nearest in relations.lists().items()
    }
    return related, relations


def _resolve_links(
    articles: Sequence[LocatedArticle], redirects: Mapping[str, str], base_url: str | None
) -> dict[str, tuple[_Resolved, ...]]:
    """Return the resolved titles of the articles that have related titles, by the article's id."""
    linking = [one.article for one in articles if one.article.related.links and not one.is_withdrawn]
    if not linking:  # then the resolver, which indexes all articles, is not needed
        return {}
    resolve = _make_resolver(articles, redirects, base_url)
    withdrawn = {one.article.id for one in articles if one.is_withdrawn}
    return {
        article.id: tuple(one for one in _resolved_titles(article, resolve) if one.target not in withdrawn)
        for article in linking
    }


def _resolved_titles(article: ArticleMeta, resolve: Callable[[RelatedLink], _Resolved]) -> Iterator[_Resolved]:
    """Yield the article's resolved titles; its own headline becomes plain text, and its own name is left out."""
    for resolved in map(resolve, article.related.links):
        if resolved.target != article.id:
            yield resolved
        elif not resolved.by_name:
            yield _Resolved(resolved.link, None, by_name=False)


def _make_resolver(
    articles: Sequence[LocatedArticle], redirects: Mapping[str, str], base_url: str | None
) -> Callable[[RelatedLink], _Resolved]:
    """Return a function that finds the article of a title by original URL, slug, id, address or headline."""
    by_name = _articles_by_name(articles, redirects, base_url)
    titles = TitleIndex((one.article.id, one.article.headline) for one in articles)

    def resolve(link: RelatedLink) -> _Resolved:
        bare = nfc(unquote(link.title)).strip("/")
        names = [url_key(link.url or ""), bare, f"{bare}/"]
        for number, name in enumerate(names):
            target = by_name.get(name) if name else None
            if target:
                return _Resolved(link, target, by_name=number > 0 or link.title == link.url)
        return _Resolved(link, titles.find(link.title), by_name=False)

    return resolve


def _articles_by_name(
    articles: Sequence[LocatedArticle], redirects: Mapping[str, str], base_url: str | None
) -> dict[str, str | None]:
    """Return the id of the article that each name in a related link means, None for a name of two articles.

    The names of an article are its slug, its id, its original URL, and each address that it has or had: alone,
    as a full URL of this site, and as a URL of the original site.
    """
    by_name: dict[str, str | None] = {}

    def add(article: ArticleMeta, *names: str | None) -> None:
        for name in filter(None, names):
            if by_name.setdefault(name, article.id) != article.id:
                by_name[name] = None

    for one in articles:
        add(one.article, slug_of(one.url), one.article.id, url_key(one.article.source_url or ""))
    own_site = _site_key(base_url or "")
    by_url = {one.url: one.article for one in articles}
    older = ((old, by_url[new]) for old, new in redirects.items() if new in by_url)
    for url, article in chain(by_url.items(), older):
        source = article.source_url or ""
        if _SPECIAL.search(url):
            add(article, url, url_key(f"{base_url}{url}"), url_key(urljoin(source, f"/{url}")))
        else:  # the same keys, without the cost of parsing every URL
            source_site, path = _site_key("/".join([*source.split("/", 3)[:3], ""])), url.rstrip("/")
            add(article, url, own_site and own_site + path, source_site and source_site + path)
    return by_name


@lru_cache(maxsize=256)
def _site_key(site: str) -> str:
    """Return the beginning of the `url_key` of all related links below *site*, a URL with a final slash; else ""."""
    return (url_key(f"{site}x") or "x").removesuffix("x")


_SPECIAL = re.compile(r"[%?#\s]")
"""Matches characters of an address that `url_key` does not leave as they are."""


def _entry(resolved: _Resolved, target: LocatedArticle | None) -> RelatedEntry:
    """Return the related link of a title: as it was printed, or with the headline in place of a name."""
    link = resolved.link
    if target is None:
        return RelatedEntry(link.title, "outside" if link.url else "text", link.url)
    entry = _headline_entry(target)
    return entry if resolved.by_name else entry._replace(title=link.title)


def _headline_entry(target: LocatedArticle) -> RelatedEntry:
    return entry_of(target.article, target.url)


def entry_of(article: ArticleMeta | Card, url: str) -> RelatedEntry:
    """Return the related link to an *article* at *url*, under its own headline."""
    published = article.published
    return RelatedEntry(article.headline, "inside", url, published.toordinal() if published else None)


def _without_repeats(entries: Iterable[RelatedEntry]) -> tuple[RelatedEntry, ...]:
    """Return related links without those that have the URL of an earlier one, or its title and no URL."""
    first: dict[str, RelatedEntry] = {}
    for entry in entries:
        first.setdefault(entry.url or entry.title, entry)
    return tuple(first.values())
