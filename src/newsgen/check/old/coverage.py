"""Prove address by address what becomes of a former site, and propose the aliases that are missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsgen.check.old.articles import ArticleIndex, Place, index_articles
from newsgen.check.old.kinds import kind_of
from newsgen.check.old.old_address import OldAddress
from newsgen.check.old.published import Answer, Fate, PublishedSite
from newsgen.errors import SourceError
from newsgen.model.receipt import read_receipt
from newsgen.model.urls import is_reserved

_LISTS = (
    (re.compile(r"(?:.+/)?category/(?:.+/)?([^/]+)/"), "sections/{}/"),
    (re.compile(r"(?:.+/)?tag/([^/]+)/"), "tags/{}/"),
    (re.compile(r"(?:.+/)?author/([^/]+)/"), "authors/{}/"),
    (re.compile(r"(\d{4})/"), "archive/{}/"),
    (re.compile(r"(\d{4})/(\d\d)/"), "archive/{}/{}/"),
    (re.compile(r"(\d{4})/(\d\d)/\d\d/"), "archive/{}/{}/"),
)
"""The lists of WordPress, and where newsgen has them; an alias belongs to an article, so no list has one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one old address."""

    old: OldAddress
    answer: Answer
    place: Place | None = None
    """For an address that is gone: the article that should answer."""
    alias: str = ""
    """The alias that this article needs."""
    instead: str = ""
    """For an address at which a static host serves nothing: the address of what stood there."""

    def describe(self) -> dict[str, Any]:
        """Return the outcome for the JSON report."""
        known = {
            "target": self.answer.target if self.answer.fate != "gone" else "",
            "found": self.answer.why,
            "alias": self.alias,
            "file": self.place.file if self.place and self.alias else "",
            "instead": self.instead,
        }
        return {"address": self.old.url, "hits": self.old.hits, "becomes": self.answer.fate} | {
            key: value for key, value in known.items() if value or (key == "target" and self.answer.fate != "gone")
        }


@dataclass(slots=True)
class Coverage:
    """What becomes of all addresses of a former site."""

    kind: str
    counts_hits: bool
    served_at: str = "/"
    """The path at which the new site is served."""
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        """Return how many old addresses have one *fate*."""
        return sum(one.answer.fate == fate for one in self.outcomes)

    def hits(self, *fates: Fate) -> int:
        """Return how often the old addresses with these *fates* were asked for."""
        return sum(one.old.hits for one in self.outcomes if one.answer.fate in fates)

    @property
    def gone(self) -> list[Outcome]:
        """The old addresses that are gone, those asked for most often first."""
        return sorted((one for one in self.outcomes if one.answer.fate == "gone"), key=lambda one: -one.old.hits)

    def aliases(self) -> Mapping[Place, list[str]]:
        """Return the aliases to add for the old addresses, by article."""
        found: dict[Place, list[str]] = {}
        for one in self.outcomes:
            if one.place and one.alias:
                known = found.setdefault(one.place, [])
                if one.alias not in known:
                    known.append(one.alias)
        return dict(sorted(found.items(), key=lambda item: item[0].file))


def prove(root: Path, site: Path, file: Path) -> Coverage:
    """Return what becomes, in the finished *site*, of each address that *file* names.

    Raises SourceError if the file cannot be read, and OutputError if the site has no receipt.
    """
    kind, published, receipt = kind_of(file), PublishedSite(site), read_receipt(site)
    coverage = Coverage(kind.name, kind.counts_hits, published.served_at)
    index: ArticleIndex | None = None
    for old in _distinct(kind.read(file)):
        answer = published.answer(old.url)
        if answer.fate == "gone":
            index = index or index_articles(root, published, receipt)
            coverage.outcomes.append(_gone(old, answer, index, published))
        else:
            coverage.outcomes.append(Outcome(old, answer))
    if not coverage.outcomes:
        raise SourceError(str(file), f"names no page ({kind.name})", "give a file with the former site's pages")
    return coverage


def _distinct(addresses: Iterable[OldAddress]) -> Iterator[OldAddress]:
    seen: set[str] = set()
    for old in addresses:
        if old.url not in seen:
            seen.add(old.url)
            yield old


def _gone(old: OldAddress, answer: Answer, index: ArticleIndex, published: PublishedSite) -> Outcome:
    """Return the outcome of an address that is gone, with the article or the list that takes its place."""
    path = answer.path
    if path is None:
        place = index.match(old)
        return Outcome(old, answer, place, instead=place.address if place else "")
    for pattern, list_url in _LISTS:
        if found := pattern.fullmatch(path):
            instead = list_url.format(*found.groups())
            return Outcome(old, answer, instead=instead if published.answer(f"/{instead}").fate != "gone" else "")
    place = index.match(old)
    return Outcome(old, answer, place, f"/{path}" if place and not is_reserved(path) else "")
