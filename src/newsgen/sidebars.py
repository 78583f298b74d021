"""What stands beside an article: pins and captured titles, led to the archive's own pages, then what is computed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from newsgen.article import Article, RelatedLink
from newsgen.matching import TitleIndex
from newsgen.related import relate, terms_of
from newsgen.urls import slug_of


@dataclass(frozen=True, slots=True)
class SidebarLink:
    """A related title: a link into this archive, a link out of it, or text where nothing is known."""

    title: str
    kind: Literal["inside", "outside", "text"]
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sidebar:
    """The related news of an article."""

    heading: str | None
    """As it was captured; None where there was none."""
    links: tuple[SidebarLink, ...]
    """What an editor pinned, then the captured titles."""
    computed: tuple[SidebarLink, ...]
    """The archive's articles that say most of the same, none of them among `links`."""


@dataclass(frozen=True, slots=True)
class Headline:
    """An article with its address."""

    url: str
    article: Article


def sidebars_of(articles: Sequence[Headline], redirects: Mapping[str, str], count: int) -> dict[str, Sidebar]:
    """Return the sidebar of each of *articles* (newest first), with up to *count* computed links, by id."""
    by_id = {one.article.id: one for one in articles}
    find = _finder(articles, redirects)
    led = {one.article.id: tuple(_lead(one.article, find)) for one in articles}
    shown = {key: {target for _, target in links if target} for key, links in led.items()}
    texts = [(one.article.id, terms_of(one.article.headline, one.article.body)) for one in articles if count]
    near = relate(texts, count, shown) if count else {}
    return {
        key: Sidebar(
            one.article.related.heading,
            _unrepeated(_link(link, by_id.get(target or "")) for link, target in led[key]),
            tuple(_inside(by_id[other]) for other in near.get(key, ())),
        )
        for key, one in by_id.items()
    }


def _lead(article: Article, find: Callable[[RelatedLink], str | None]) -> Iterator[tuple[RelatedLink, str | None]]:
    """Yield the article's related titles, each with the id of the article it means, where one is known."""
    for link in article.related.links:
        target = find(link)
        yield link, target if target != article.id else None


def _finder(articles: Sequence[Headline], redirects: Mapping[str, str]) -> Callable[[RelatedLink], str | None]:
    """Return what finds an article by its original address, its slug, an alias, or its headline."""
    doors: dict[str, set[str]] = defaultdict(set)
    by_url = {one.url: one for one in articles}
    for one in articles:
        names = {slug_of(one.url), one.url, one.article.id, _place(one.article.source_url or "")}
        for name in names:
            doors[name].add(one.article.id)
    for old, new in redirects.items():
        if new in by_url:
            target = by_url[new].article
            doors[old].add(target.id)
            doors[_place(urljoin(target.source_url or "", f"/{old}"))].add(target.id)  # a link of the old site
    titles = TitleIndex((one.article.id, one.article.headline) for one in articles)

    def find(link: RelatedLink) -> str | None:
        for name in (_place(link.url or ""), link.title, unquote(link.title).strip("/") + "/"):
            known = doors.get(name, ()) if name else ()
            if len(known) == 1:
                return next(iter(known))
        return titles.find(link.title)

    return find


def _place(url: str) -> str:
    """Return what two spellings of one web address have in common: host and path, without www. and tracking."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    query = "" if parts.query.startswith(("utm_", "fbclid", "ref=")) else parts.query
    return f"//{parts.netloc.lower().removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{query}"


def _link(link: RelatedLink, target: Headline | None) -> SidebarLink:
    """Return the link as it is shown: a title stays as it was printed, a slug or an address is no title."""
    if target is None:
        return SidebarLink(link.title, "outside" if link.url else "text", link.url)
    names = {link.url, slug_of(target.url), target.article.id, target.url}
    untitled = link.title in names or unquote(link.title).strip("/") + "/" == target.url
    return SidebarLink(target.article.headline if untitled else link.title, "inside", target.url)


def _inside(target: Headline) -> SidebarLink:
    return SidebarLink(target.article.headline, "inside", target.url)


def _unrepeated(links: Iterable[SidebarLink]) -> tuple[SidebarLink, ...]:
    """Return *links* without those that lead where an earlier one leads, or say the same and lead nowhere."""
    first: dict[str, SidebarLink] = {}
    for link in links:
        first.setdefault(link.url or link.title, link)
    return tuple(first.values())
