"""Names, URLs and articles that the project holds."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsgen.archive.address_book import AddressRegistry, read_book
from newsgen.build.library import Library
from newsgen.filesystem import sha256, stem_of
from newsgen.importers.near_duplicates import DuplicateIndex, Sketch, sketch_of
from newsgen.loaders.sources import find_sources
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import page_url, same_place, slug_of
from newsgen.text.web_addresses import host_of, url_key
from newsgen.workers import Start


@dataclass(frozen=True, slots=True)
class ExistingArticle:
    """An article that the project holds."""

    source: str
    """Its Markdown, or the capture that is an article by itself."""
    id: str
    host: str | None
    """Of the newspaper."""
    container: str | None = None
    """The SHA-256 of the export that it came from in this import."""

    @property
    def is_bare(self) -> bool:
        """Tell a capture that no content file names."""
        return self.source.startswith("seeds/")


@dataclass(slots=True)
class ProjectIndex:
    """The names that are taken, and the articles that are there."""

    places: AddressRegistry = field(default_factory=AddressRegistry)
    slugs: set[str] = field(default_factory=set)
    """Those that somebody chose, or that are in the address book."""
    names: set[str] = field(default_factory=set)
    """Ids, and the stems of files, in the form of `same_place`."""
    pages: set[str] = field(default_factory=set)
    articles: dict[str, ExistingArticle] = field(default_factory=dict)
    """By their sources."""
    originals: dict[str, str] = field(default_factory=dict)
    """The source of the article that each capture, by its SHA-256, belongs to."""
    urls: dict[str, str] = field(default_factory=dict)
    """The same for the key of the address that an article was published at."""
    copies: DuplicateIndex = field(default_factory=DuplicateIndex)

    def add(self, known: ExistingArticle, sketch: Sketch, key: str | None) -> None:
        """Take in an article, with the *key* of the address that it was published at."""
        if known.source not in self.articles:
            self.copies.add(known.source, sketch)
        self.articles[known.source] = known
        self.names.add(same_place(known.id))
        if key:
            self.urls.setdefault(key, known.source)

    def take_name(self, wish: str, digest: str, is_own: Callable[[str], bool]) -> str:
        """Return *wish* as the name of a new article's files, or one with the *digest* where others have it.

        What *is_own* tells is no other's: the remains of an import that broke off.
        """
        for name in (wish, f"{wish}-{digest[:8]}", f"{wish}-{digest}"):
            if same_place(name) not in self.names or is_own(name):
                self.names.add(same_place(name))
                return name
        return f"{wish}-{digest}"

    def take_slug(self, wish: str) -> bool:
        """Take the slug that an article wants; tell whether it was free."""
        if same_place(wish) in self.slugs:
            return False
        self.slugs.add(same_place(wish))
        return True

    def take_page(self, wish: str, digest: str) -> str:
        """Return *wish* as the name of a new page, or one with the *digest* where it is taken or newsgen's own."""
        for name in (wish, f"{wish}-{digest[:8]}"):
            if name not in self.pages and not self.places.claim(page_url(name), f"page {name}"):
                self.pages.add(name)
                return name
        return f"{wish}-{digest}"

    def take_aliases(self, wishes: Iterable[str], owner: str) -> tuple[list[str], list[str]]:
        """Return those of *wishes* that were free and are now *owner*'s, and the others."""
        granted: list[str] = []
        refused: list[str] = []
        for alias in wishes:
            rival = self.places.claim(alias, owner)
            (refused if rival else granted).append(alias)
        return granted, refused


def index_project(root: Path, library: Library, start: Start, left_behind: set[str]) -> ProjectIndex:
    """Look through the project at *root*, but for the files that a broken import has *left_behind*."""
    project = ProjectIndex()
    for key, line in read_book(root)[0].items():
        project.places.claim(line.address, key, article=True)
        for older in line.older:
            project.places.claim(older, key)
        project.slugs.add(same_place(slug_of(line.address)))
    sources = [source for source in find_sources(root)[0] if source.path not in left_behind]
    project.names.update(same_place(stem_of(source.path)) for source in sources if source.kind != "page")
    project.names.update(same_place(name) for name in _stems(root / "seeds", left_behind))
    written = list(library.load([source for source in sources if source.kind != "capture"], start))
    claimed = {path for one in written for path in one.captures}
    bare = [source for source in sources if source.kind == "capture" and source.path not in claimed]
    metas = []
    for one in (*written, *library.load(bare, start)):
        project.names.update(map(same_place, one.ids))
        if isinstance(one.record, StandalonePage):
            project.pages.add(one.record.name)
            for address in (page_url(one.record.name), *one.record.aliases):
                project.places.claim(address, one.source.path)
            project.originals.update(dict.fromkeys(_digests(root, one.record.captures), one.source.path))
        elif isinstance(one.record, ArticleMeta):
            _take_in(project, one.record)
            metas.append(one.record)
    _know(project, library, metas)
    return project


def _digests(root: Path, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        with suppress(OSError):  # a build tells of it
            yield sha256((root / path).read_bytes())


def _stems(folder: Path, left_behind: set[str]) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.is_file() and f"seeds/{file.relative_to(folder).as_posix()}" not in left_behind:
            yield file.stem


def _take_in(project: ProjectIndex, meta: ArticleMeta) -> None:
    project.originals.update(dict.fromkeys((one.sha256 for one in meta.evidence), meta.source))
    if meta.slug:
        project.slugs.add(same_place(meta.slug))
    for alias in meta.aliases:
        project.places.claim(alias, meta.source)


def _know(project: ProjectIndex, library: Library, metas: list[ArticleMeta]) -> None:
    """Take in the articles that *briefs* tell of, with their texts, one after the other."""
    texts = library.articles(metas)
    for meta in metas:
        article = texts[meta.id]
        sketch = sketch_of(article.headline, article.body)
        known = ExistingArticle(meta.source, meta.id, host_of(meta.source_url))
        project.add(known, sketch, url_key(meta.source_url or ""))
