"""Index the names, URLs and articles of a project, so that an import can avoid and recognise them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from newsgen.archive.address_book import AddressRegistry, read_book
from newsgen.build.library import Library
from newsgen.errors import Problems, SourceError
from newsgen.filesystem import file_stem, nfc, read_file, sha256
from newsgen.importers.intake.near_duplicates import DuplicateIndex, Sketch, sketch_of
from newsgen.loaders.sources import find_sources
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import page_url, place_key, slug_of
from newsgen.text.web_addresses import host_of, page_key
from newsgen.workers.batches import StartWorkers


@dataclass(frozen=True, slots=True)
class ExistingArticle:
    """An article that the project has."""

    source: str
    """Path of its Markdown, or of the capture that is an article by itself."""
    id: str
    host: str | None
    """Host of the newspaper in its URL; None if it has no URL."""
    address: str | None = None
    """The `page_key` of the URL it was published at."""
    published: date | None = None
    container: str | None = None
    """The SHA-256 of the export that this import took it from; None for any other article."""

    @property
    def is_capture_only(self) -> bool:
        """Whether the indexed article is a capture that no Markdown file names."""
        return self.source.startswith("seeds/")


@dataclass(frozen=True, slots=True)
class State:
    """What an editor may have to decide about an article or a page."""

    headline: str
    capture: str | None
    """Path of its shown original; None if it has none."""
    is_draft: bool
    is_dated: bool


@dataclass(slots=True)
class ProjectIndex:
    """The names and URLs that are taken, and the articles by their keys and texts."""

    addresses: AddressRegistry = field(default_factory=AddressRegistry)
    slugs: set[str] = field(default_factory=set)
    """Slugs in front matter and in the address book, in the form of `place_key`."""
    names: set[str] = field(default_factory=set)
    """Ids and stems of files, in the form of `place_key`."""
    articles: dict[str, ExistingArticle] = field(default_factory=dict)
    """Articles by their sources."""
    originals: dict[str, str] = field(default_factory=dict)
    """The source of the article or page that each capture belongs to, by the SHA-256 of the capture."""
    urls: dict[str, str] = field(default_factory=dict)
    """The source of the first article at each URL, by its `page_key`."""
    states: dict[str, State] = field(default_factory=dict)
    """What an editor may have to decide about each article and page, by their sources."""
    unread: Iterator[tuple[str, Sketch]] = field(default_factory=lambda: iter(()))
    """The source and sketch of each article that is not in `duplicates` yet."""
    _duplicates: DuplicateIndex = field(default_factory=DuplicateIndex)

    @property
    def duplicates(self) -> DuplicateIndex:
        """The texts of all articles; they are read when they are first needed, so not if nothing new is imported."""
        for source, sketch in self.unread:
            self._duplicates.add(source, sketch)
        return self._duplicates

    def add(self, article: ExistingArticle, sketch: Sketch) -> None:
        """Add *article* to the project's index with its text; it replaces one of the same source."""
        self.duplicates.add(article.source, sketch)
        self.enter(article)

    def enter(self, article: ExistingArticle) -> None:
        """Add *article* to the project's index without its text."""
        self.articles[article.source] = article
        self.names.add(place_key(article.id))
        if article.address:
            self.urls.setdefault(article.address, article.source)

    def move(self, article: ExistingArticle, source: str) -> None:
        """Record that *article* has the *source* now: a capture without Markdown got a file of its own."""
        if source not in self.articles:
            self.duplicates.rename(article.source, source)
            self.articles[source] = replace(article, source=source)
            self.states[source] = self.states[article.source]
        self.articles[article.source] = self.articles[source]

    def claim_name(self, preferred: str, digest: str, own: str | None = None) -> str:
        """Return a name free in the project for a new article's files: *preferred*, or with the *digest* if taken.

        The name *own* counts as free: an interrupted import left it for this article.
        """
        for name in (preferred, f"{preferred}-{digest[:8]}", f"{preferred}-{digest}"):
            if place_key(name) not in self.names or name == own:
                self.names.add(place_key(name))
                return name
        return f"{preferred}-{digest}"

    def claim_slug(self, preferred: str) -> bool:
        """Claim the slug *preferred* in the project's index and return whether it was free."""
        if place_key(preferred) in self.slugs:
            return False
        self.slugs.add(place_key(preferred))
        return True

    def claim_page(self, preferred: str, digest: str) -> str:
        """Return a name free in the project for a new page: *preferred*, or with the *digest* if taken or reserved."""
        for name in (preferred, f"{preferred}-{digest[:8]}"):
            if not self.addresses.claim(page_url(name), f"page {digest}"):
                return name
        return f"{preferred}-{digest}"

    def claim_aliases(self, aliases: Iterable[str], owner: str) -> tuple[list[str], list[str]]:
        """Claim *aliases* in the project's index for *owner*; return those that were free, then those taken."""
        granted: list[str] = []
        refused: list[str] = []
        for alias in aliases:
            (refused if self.addresses.claim(alias, owner) else granted).append(alias)
        return granted, refused


def index_project(root: Path, library: Library, start: StartWorkers, left_behind: set[str]) -> ProjectIndex:
    """Return an index of the project at *root*, without the files that an interrupted import has *left_behind*."""
    project = ProjectIndex()
    for key, line in read_book(root)[0].items():
        project.addresses.claim(line.address, key, article=True)
        for older in line.older:
            project.addresses.claim(older, key)
        project.slugs.add(place_key(slug_of(line.address)))
    kinds = {"article", "capture", "page"}
    sources = [one for one in find_sources(root)[0] if one.kind in kinds and one.path not in left_behind]
    project.names.update(place_key(file_stem(source.path)) for source in sources if source.kind != "page")
    project.names.update(place_key(name) for name in _stems(root / "seeds", left_behind))
    described = list(library.load([source for source in sources if source.kind != "capture"], start))
    claimed = {path for loaded in described for path in loaded.captures}
    capture_only = [source for source in sources if source.kind == "capture" and source.path not in claimed]
    metas = []
    for loaded in (*described, *library.load(capture_only, start)):
        project.names.update(map(place_key, loaded.ids))
        if isinstance(loaded.record, StandalonePage):
            for address in (page_url(loaded.record.name), *loaded.record.aliases):
                project.addresses.claim(address, loaded.source.path)
            project.originals.update(dict.fromkeys(_digests_of(root, loaded.record.captures), loaded.source.path))
            page, capture = loaded.record, next(iter(loaded.record.captures), None)
            project.states[loaded.source.path] = State(page.title, capture, page.draft, is_dated=True)
        elif isinstance(loaded.record, ArticleMeta):
            _add_meta(project, loaded.record)
            metas.append(loaded.record)
    project.unread = _sketches(library, metas)
    return project


def _digests_of(root: Path, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        with suppress(OSError):  # a build reports it
            yield sha256(read_file(root / path))


def _stems(folder: Path, left_behind: set[str]) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.is_file() and nfc(f"seeds/{file.relative_to(folder).as_posix()}") not in left_behind:
            yield file.stem


def _add_meta(project: ProjectIndex, meta: ArticleMeta) -> None:
    project.originals.update(dict.fromkeys((capture.sha256 for capture in meta.evidence), meta.source))
    if meta.slug:
        project.slugs.add(place_key(meta.slug))
    for alias in meta.aliases:
        project.addresses.claim(alias, meta.source)
    capture = meta.evidence[0].source if meta.evidence else None
    project.states[meta.source] = State(meta.headline, capture, meta.draft, meta.published is not None)
    address = page_key(meta.source_url or "")
    project.enter(ExistingArticle(meta.source, meta.id, host_of(meta.source_url), address, meta.published))


def _sketches(library: Library, metas: list[ArticleMeta]) -> Iterator[tuple[str, Sketch]]:
    """Yield the source and sketch of each of the project's articles, loading one text at a time."""
    texts = library.articles(metas)
    for meta in metas:
        try:
            article = texts[meta.id]
        except SourceError as error:  # it is no fault of the file that is imported
            raise Problems([error]) from None
        yield meta.source, sketch_of(article.headline, article.body)
