"""Find the article of the project that a comment from elsewhere belongs to."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from newsgen.archive.address_book import read_book
from newsgen.build.library import Library
from newsgen.errors import NewsgenError, Problems
from newsgen.filesystem import nfc
from newsgen.loaders.load import LOADERS
from newsgen.loaders.sources import Source, find_sources
from newsgen.model.article import Article
from newsgen.model.article_meta import ArticleMeta, meta_of
from newsgen.model.permalinks import derived_slug
from newsgen.model.short_addresses import short_url
from newsgen.model.urls import alias_url, place_key, slug_of
from newsgen.text.arabic import title_key
from newsgen.text.web_addresses import page_key
from newsgen.workers.batches import StartWorkers

_POST_NUMBER = re.compile(r"(?:^|[?&])(?:p|post|page_id)=(\d+)(?:&|$)")
_AMBIGUOUS = ""
"""Stands for the id where two articles have the same name."""


@dataclass(slots=True)
class ArticleNames:
    """All names by which comments may call the articles of a project."""

    base_path: str = ""
    """The path of the site below its host, without slashes at its ends."""
    ids: set[str] = field(default_factory=set)
    _places: dict[str, str] = field(default_factory=dict)
    """The ids by addresses on the site, present and former, in the form of `place_key`."""
    _urls: dict[str, str] = field(default_factory=dict)
    """The ids by the addresses at which newspapers published them, in the form of `page_key`."""
    _numbers: dict[str, str] = field(default_factory=dict)
    """The ids by the numbers of WordPress."""
    _slugs: dict[str, str] = field(default_factory=dict)
    _headlines: dict[str, str] = field(default_factory=dict)
    _stems: dict[str, str] = field(default_factory=dict)
    """The ids by the names of the articles' files, without their endings."""

    def add(self, meta: ArticleMeta, addresses: Iterable[str]) -> None:
        """Add an article that comments may name, with its *addresses* in the address book."""
        self.ids.add(meta.id)
        for address in (*addresses, *meta.aliases, short_url(meta.id)):
            self._places.setdefault(place_key(address), meta.id)
        for slug in {meta.slug or derived_slug(meta), *map(slug_of, addresses)}:
            _enter(self._slugs, place_key(slug), meta.id)
        key = page_key(meta.source_url or "")
        if key:
            _enter(self._urls, key, meta.id)
        number = dict(meta.extra).get("comment_post_ID")
        if isinstance(number, str) and number.isdecimal():
            _enter(self._numbers, number, meta.id)
        _enter(self._headlines, title_key(meta.headline), meta.id)

    def add_file(self, source: Source, key: str) -> None:
        """Let the stem of the file of the article *key* be one of its names too, unless another article has it."""
        _enter(self._stems, source.stem, key)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names that articles are most often called by: ids, and the last parts of addresses."""
        yield from self.ids
        yield from self._slugs

    def find(self, targets: Iterable[str], headline: str = "") -> str | None:
        """Return the id of the article that a comment names by the first of its *targets* that is known.

        The *headline* counts only if it is that of one article. None if no article is found.
        """
        found = next(filter(None, map(self._find, targets)), None)
        return found or (self._headlines.get(title_key(headline)) if headline.strip() else None) or None

    def _find(self, target: str) -> str | None:
        target = nfc(target.strip())[:4000]
        if target in self.ids:
            return target
        is_url = "://" in target
        url_key = page_key(target) if is_url else None
        number = _POST_NUMBER.search(target.partition("#")[0].partition("?")[2] or target)
        return (
            (self._urls.get(url_key) if url_key else None)
            or self._at_place(target)
            or (self._numbers.get(number[1]) if number else self._numbers.get(target))
            or (None if is_url else self._slugs.get(place_key(target.strip("/"))))
            or self._stems.get(target)
            or None
        )

    def _at_place(self, target: str) -> str | None:
        """Return the id of the article at the address *target*, a path or a URL, on the site or where it was before."""
        try:
            parts = urlsplit(target)
            path = parts.path.strip("/")
            below = path.removeprefix(f"{self.base_path}/") if self.base_path else path
            places = {place_key(alias_url(f"/{one}")) for one in (below, path)}
        except ValueError:
            return None
        found = next((self._places[place] for place in sorted(places) if place in self._places), None)
        return found or next(filter(None, (self._slugs.get(slug_of(place)) for place in sorted(places))), None)


def _enter(names: dict[str, str], name: str, key: str) -> None:
    """Enter *name* for the article *key*; it means none if another article has it too."""
    names[name] = key if names.get(name, key) == key else _AMBIGUOUS


def read_article_names(root: Path, library: Library, start: StartWorkers, base_url: str | None) -> ArticleNames:
    """Return the names of all articles of the project at *root*, those with errors only by their ids."""
    names = ArticleNames(urlsplit(base_url or "").path.strip("/"))
    book = read_book(root)[0]
    sources = [source for source in find_sources(root)[0] if source.kind in {"article", "capture"}]
    written = list(library.load([source for source in sources if source.kind == "article"], start))
    claimed = {path for one in written for path in one.captures}
    others = [source for source in sources if source.kind == "capture" and source.path not in claimed]
    for loaded in (*written, *library.load(others, start)):
        names.ids.update(loaded.ids)
        for key in loaded.ids[:1]:
            names.add_file(loaded.source, key)
        meta = loaded.record or _without_comments(loaded.source)
        if isinstance(meta, ArticleMeta):
            line = book.get(meta.id)
            names.add(meta, (line.address, *line.older) if line else ())
    return names


def _without_comments(source: Source) -> ArticleMeta | None:
    """Return the article of a *source* whose comment files may have errors; None if it has some itself."""
    with suppress(NewsgenError, Problems):
        record = LOADERS[source.kind, source.suffix](source, source.read())
        return meta_of(record) if isinstance(record, Article) else None
    return None
