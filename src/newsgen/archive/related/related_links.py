"""The related links of an article: pinned, captured, computed."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from newsgen.archive.related.relate import Relations, relate
from newsgen.archive.related.title_index import TitleIndex
from newsgen.model.article import RelatedLink
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import slug_of
from newsgen.text.stemming import unpack_stems


class SidebarLink(NamedTuple):
    """A related title: a link into this archive, a link out of it, or text where nothing is known."""

    title: str
    kind: Literal["inside", "outside", "text"]
    url: str | None = None


class RelatedLinks(NamedTuple):
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
    article: ArticleMeta


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A related title, and where it leads."""

    link: RelatedLink
    target: str | None
    """The id of the article that it means, where one is known."""
    by_name: bool
    """The title is no title, but a slug or an address."""


def related_links_of(
    articles: Sequence[Headline],
    redirects: Mapping[str, str],
    count: int,
    base_url: str | None,
    find: Callable[..., Relations] = relate,
) -> tuple[dict[str, RelatedLinks], Relations]:
    """Return the sidebar of each of *articles* (newest first), with up to *count* computed links, by id.

    What is related to what, as *find* found it, is returned too.
    """
    by_id = {one.article.id: one for one in articles}
    led = _led(articles, redirects, base_url)
    shown = {key: {lead.target for lead in leads if lead.target} for key, leads in led.items()}
    relations = find(
        [(one.article.id, key_of(one.article.terms)) for one in articles],
        lambda key: unpack_stems(by_id[key].article.terms),
        count,
        shown,
    )
    near = relations.lists()
    inside = {key: _inside(by_id[key]) for keys in near.values() for key in keys}
    sidebars = {
        key: RelatedLinks(
            one.article.related.heading,
            _unrepeated(_link(lead, by_id.get(lead.target or "")) for lead in led[key]) if key in led else (),
            tuple([inside[other] for other in near.get(key, ())]),
        )
        for key, one in by_id.items()
    }
    return sidebars, relations


def key_of(terms: bytes) -> bytes:
    """Return the key by which `relate` knows the packed *terms* of an article again."""
    return hashlib.blake2b(terms, digest_size=8).digest()


def _led(
    articles: Sequence[Headline], redirects: Mapping[str, str], base_url: str | None
) -> dict[str, tuple[_Resolved, ...]]:
    """Return where the related titles lead of those articles that have some, by the article's id."""
    linking = [one.article for one in articles if one.article.related.links]
    if not linking:  # nobody asks for an article, and there are many to know
        return {}
    find = _finder(articles, redirects, base_url)
    return {article.id: tuple(_leads(article, find)) for article in linking}


def _leads(article: ArticleMeta, find: Callable[[RelatedLink], _Resolved]) -> Iterator[_Resolved]:
    """Yield where the article's related titles lead; one that means itself is a text, or nothing where it is a name."""
    for lead in map(find, article.related.links):
        if lead.target != article.id:
            yield lead
        elif not lead.by_name:
            yield _Resolved(lead.link, None, by_name=False)


def _finder(
    articles: Sequence[Headline], redirects: Mapping[str, str], base_url: str | None
) -> Callable[[RelatedLink], _Resolved]:
    """Return what finds an article by its original address, its slug, an alias, or its headline."""
    doors = _articles_by_name(articles, redirects, base_url)
    titles = TitleIndex((one.article.id, one.article.headline) for one in articles)

    def find(link: RelatedLink) -> _Resolved:
        bare = unquote(link.title).strip("/")
        names = [_place(link.url or ""), bare, f"{bare}/"]
        for number, name in enumerate(names):
            known = doors.get(name) if name else None
            if known:
                return _Resolved(link, known, by_name=number > 0 or link.title == link.url)
        return _Resolved(link, titles.find(link.title), by_name=False)

    return find


def _articles_by_name(
    articles: Sequence[Headline], redirects: Mapping[str, str], base_url: str | None
) -> dict[str, str | None]:
    """Return the id of the article that each name stands for, None for a name of two.

    An article's names are its slug, its id and its original address; and each address that it has or had, here,
    in full, and as a link of the old site.
    """
    doors: dict[str, str | None] = {}

    def add(article: ArticleMeta, *names: str) -> None:
        for name in names:
            if doors.setdefault(name, article.id) != article.id:
                doors[name] = None

    for one in articles:
        add(one.article, slug_of(one.url), one.article.id, _place(one.article.source_url or ""))
    here = _place(f"{base_url}x").removesuffix("x?")
    by_url = {one.url: one.article for one in articles}
    moved = ((old, by_url[new]) for old, new in redirects.items() if new in by_url)
    for url, article in chain(by_url.items(), moved):
        source = article.source_url or ""
        if _ODD.search(url):
            add(article, url, _place(f"{base_url}{url}"), _place(urljoin(source, f"/{url}")))
        else:
            there, path = _top("/".join(source.split("/", 3)[:3])), f"{url.rstrip('/')}?"
            add(article, url, here and here + path, there and there + path)
    return doors


@lru_cache(maxsize=256)
def _top(site: str) -> str:
    """Return how the `_place` of all addresses on a *site* begins, "" where it is none."""
    return _place(urljoin(site, "/x")).removesuffix("x?")


_ODD = re.compile("[%?#]")
"""What may mean something else where an address is in full."""
_TRACKING = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid|ref)=[^&]*")


def _place(url: str) -> str:
    """Return what two spellings of one web address have in common: host and path, without www. and tracking."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    query = _TRACKING.sub("", parts.query).lstrip("&")
    return f"//{parts.netloc.lower().removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{query}"


def _link(lead: _Resolved, target: Headline | None) -> SidebarLink:
    """Return the link as it is shown: a title stays as it was printed, a slug or an address is no title."""
    link = lead.link
    if target is None:
        return SidebarLink(link.title, "outside" if link.url else "text", link.url)
    return SidebarLink(target.article.headline if lead.by_name else link.title, "inside", target.url)


def _inside(target: Headline) -> SidebarLink:
    return SidebarLink(target.article.headline, "inside", target.url)


def _unrepeated(links: Iterable[SidebarLink]) -> tuple[SidebarLink, ...]:
    """Return *links* without those that lead where an earlier one leads, or say the same and lead nowhere."""
    first: dict[str, SidebarLink] = {}
    for link in links:
        first.setdefault(link.url or link.title, link)
    return tuple(first.values())
