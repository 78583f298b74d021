"""Match an address of a former site that is gone with the article that should answer at it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsgen.check.old.old_address import OldAddress
from newsgen.check.old.published import PublishedSite
from newsgen.errors import NewsgenError
from newsgen.importers.intake.import_log import read_log
from newsgen.model.receipt import ArticleSources, Receipt
from newsgen.model.urls import slug_of
from newsgen.text.arabic import slug, title_key
from newsgen.text.web_addresses import URL_PREFIX, decoded_segment, url_key

_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)"')
_DAY = re.compile(r'<meta property="article:published_time" content="(\d{4}-\d\d-\d\d)')
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_NUMBERS = re.compile(r"^(?:a|p|post-|article-|news)?\d{1,9}[-_]|[-_,.]\d{1,9}$|^\d+$", re.IGNORECASE)
_SHORTEST_BEGINNING = 20
"""Letters of a slug that was cut, by which its article is still recognised."""


@dataclass(frozen=True, slots=True)
class Place:
    """An article of the site, and the file of `content/` that its aliases belong in."""

    address: str
    file: str
    capture: str | None
    """The capture that the file must name, because there is no such file yet; None if there is one."""


@dataclass(slots=True)
class ArticleIndex:
    """The articles of a site by all that an old address may say about them."""

    places: dict[str, Place]
    """By id."""
    imported: dict[str, set[str]]
    """The ids of articles by the addresses that they were imported from."""
    slugs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    days: dict[str, str] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    """The slugs, sorted when they are first searched for a beginning."""

    def match(self, old: OldAddress) -> Place | None:
        """Return the one article that stood at an *old* address; None if no article is sure to be it."""
        candidates = self.imported.get(_path_key(old.url), set())
        if len(candidates) != 1 and old.title:
            candidates = self._by_title(old)
        if len(candidates) != 1:
            candidates = self._by_slug(old)
        return self.places[next(iter(candidates))] if len(candidates) == 1 else None

    def _by_title(self, old: OldAddress) -> set[str]:
        found = self.titles.get(title_key(old.title), set())
        same_day = {key for key in found if old.day and self.days.get(key) == old.day}
        return same_day or (found if not old.day or not any(map(self.days.get, found)) else set())

    def _by_slug(self, old: OldAddress) -> set[str]:
        name = _last_segment(old.url)
        for text in dict.fromkeys((name, _NUMBERS.sub("", name))):
            key = slug(text)
            if key and (found := self.slugs.get(key)):
                return found
            if len(key) >= _SHORTEST_BEGINNING and (begun := self._begun_with(key)):
                return begun
        return set()

    def _begun_with(self, key: str) -> set[str]:
        """Return the ids of the articles with a slug that begins with *key*; at most two, since one is wanted."""
        self.ordered = self.ordered or sorted(self.slugs)
        found: set[str] = set()
        for one in self.ordered[bisect_left(self.ordered, key) :]:
            if not one.startswith(key) or len(found) > 1:
                break
            found |= self.slugs[one]
        return found


def index_articles(root: Path, published: PublishedSite, receipt: Receipt) -> ArticleIndex:
    """Return the articles of a *receipt*, with their headlines as the *published* pages give them."""
    places = {key: _place(key, one) for key, one in receipt.articles.items()}
    index = ArticleIndex(places, _imported(root, places))
    for key, place in places.items():
        head = published.head_of(place.address)
        title, day = _TITLE.search(head), _DAY.search(head)
        text = unescape(title[1]).lstrip("\u200f") if title else ""
        names = {slug_of(place.address), slug(key), slug(text)}
        for name in filter(None, names):
            index.slugs[name].add(key)
        if text:
            index.titles[title_key(text)].add(key)
        if day:
            index.days[key] = day[1]
    return index


def _place(key: str, article: ArticleSources) -> Place:
    markdown = next((path for path in article.sources if path.startswith("content/articles/")), None)
    capture = next((path for path in article.sources if path.startswith("seeds/")), None)
    if markdown or capture is None:
        return Place(article.address, markdown or f"content/articles/{key}.md", None)
    name = capture.removeprefix("seeds/")
    return Place(article.address, f"content/articles/{name.rpartition('.')[0] or name}.md", name)


def _imported(root: Path, places: dict[str, Place]) -> dict[str, set[str]]:
    """Return the ids of articles by the keys of the addresses that `content/imports.tsv` has for them."""
    by_file = {place.file: key for key, place in places.items()}
    found: dict[str, set[str]] = defaultdict(set)
    try:
        log = read_log(root)
    except NewsgenError:
        return found  # a build does not read the log; the next import says what is wrong with it
    for row_key, file in log.by_key.items():
        if row_key.startswith(URL_PREFIX) and file in by_file:
            found[_path_key("//" + row_key.removeprefix(URL_PREFIX))].add(by_file[file])
    return found


def _path_key(url: str) -> str:
    """Return a key of an address without its host, because the lines of a log have none."""
    full = (
        url if re.match(r"[a-z]+:", url, re.IGNORECASE) else f"http:{url}" if url.startswith("//") else f"http://x{url}"
    )
    key = url_key(full) or ""
    return key.removeprefix(URL_PREFIX).partition("/")[2]


def _last_segment(url: str) -> str:
    """Return the last part of the path of *url*, decoded, without an extension."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    segments: Iterable[str] = [part for part in path.split("/") if part]
    last = next(reversed(list(segments)), "")
    try:
        text = decoded_segment(last)[0]
    except UnicodeDecodeError:
        text = unquote(last, errors="ignore")
    return _EXTENSION.sub("", text)
