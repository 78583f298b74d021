"""Render and stage what is out of date."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from newsgen.build.cache import serialise
from newsgen.build.fingerprints import Fingerprints
from newsgen.build.library import open_texts
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Progress
from newsgen.build.staging import Staging
from newsgen.build.state import Artifact, BuildState
from newsgen.errors import NewsgenError, TemplateError
from newsgen.model.article import Article
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import output_path
from newsgen.pages.page import File, Page
from newsgen.pages.plan import context_of
from newsgen.pages.site_plan import SharedContext
from newsgen.theme.render import render
from newsgen.theme.theme import Theme
from newsgen.workers import Start, in_batches


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Where pages are rendered, and with what."""

    theme: Theme
    common: SharedContext
    root: Path
    cache: Path
    staging: Staging


SETTING = "setting"
"""The name under which setting and digest of all pages are kept."""


def serialise_page(page: Page, meta: ArticleMeta) -> bytes:
    """Return *page* to be kept, and the source of the article that it shows; that has its own place in the cache."""
    return serialise((meta.source, replace(page, meta=None)))


@dataclass(frozen=True, slots=True)
class _RenderTask:
    """A page that is to be rendered."""

    page: Page
    path: str
    digest: bytes
    is_ours: bool
    """A file of ours may be in its place."""


@dataclass(slots=True)
class ArtifactBuilder:
    """Where the files of one build are made, and counted."""

    setting: RenderContext
    transaction: OutputTransaction
    fresh: BuildState
    shared: bytes
    """The digest of what every file depends on."""
    made: list[Artifact] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    """The addresses of all files of the site, made or not."""
    _fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def add_files(self, files: Iterable[File]) -> None:
        """Make those of *files* that are not what they were."""
        for file in files:
            digest = self.shared + self._fingerprints.of(file.url, file.inputs)
            path, stamp = self._claim(file.url)
            if not self._stays(path, digest, stamp):
                staged, stamp = self.setting.staging.write(path, file.content(), is_ours=stamp is not None)
                self._count(Artifact(path, digest, stamp, staged))

    def add_pages(self, pages: Iterable[Page], start: Start, errors: list[NewsgenError], progress: Progress) -> None:
        """Render those of *pages* that are not what they were.

        The errors of templates go to *errors*, each once: one mistake is met on every page.
        """
        self._print(list(self._orders(pages)), start, errors, progress)

    def update_pages(self, pages: Iterable[Page], start: Start, errors: list[NewsgenError], progress: Progress) -> None:
        """Render *pages*, all of which are in the site and claimed already."""
        orders = [_RenderTask(page, output_path(page.url), self._digest(page), is_ours=True) for page in pages]
        self._print(orders, start, errors, progress)

    def _print(
        self, orders: Sequence[_RenderTask], start: Start, errors: list[NewsgenError], progress: Progress
    ) -> None:
        batches = map(self._count_batch, in_batches(start, partial(_render, self.setting), orders))
        for one in progress(chain.from_iterable(batches), "pages", len(orders)):
            if isinstance(one, TemplateError) and one not in errors:
                errors.append(one)

    def _count_batch(self, batch: Sequence[Artifact | TemplateError]) -> Sequence[Artifact | TemplateError]:
        made = [one for one in batch if isinstance(one, Artifact)]
        self.fresh.keep_pages(made)
        for one in made:
            self._count(replace(one, page=b""))
        return batch

    def commit(self, before: Callable[[], None]) -> None:
        """Put all that was made in its place; *before* is called when nothing has been moved yet."""

        def begin(changing: Iterable[str]) -> None:
            self.fresh.invalidate(changing)
            before()

        self.transaction.commit(begin)
        self.fresh.record(self.made)
        self.fresh.remember(SETTING, (self.setting, self.shared))

    def _orders(self, pages: Iterable[Page]) -> Iterator[_RenderTask]:
        for page in pages:
            digest = self._digest(page)
            path, stamp = self._claim(page.url)
            if not self._stays(path, digest, stamp):
                yield _RenderTask(page, path, digest, stamp is not None)

    def _digest(self, page: Page) -> bytes:
        shown = page.meta.digest if page.meta else None
        return self.shared + self._fingerprints.of(page.url, page.template, page.context, shown)

    def _claim(self, url: str) -> tuple[str, str | None]:
        """Return the path of the file at *url*, and the stamp of the one of ours that is there."""
        self.urls.add(url)
        path = output_path(url)
        return path, self.transaction.claim(path)

    def _stays(self, path: str, digest: bytes, stamp: str | None) -> bool:
        """Tell whether the file is there and is what it was; then it is counted."""
        if stamp is None or self.fresh.stamp(path, digest) != stamp:
            return False
        self.transaction.add(path, is_staged=False)
        return True

    def _count(self, one: Artifact) -> None:
        self.transaction.add(one.path, is_staged=one.is_staged)
        self.made.append(one)


def _render(setting: RenderContext, orders: Sequence[_RenderTask]) -> list[Artifact | TemplateError]:
    """Render pages and stage them: what a worker does."""
    made: list[Artifact | TemplateError] = []
    with open_texts(setting.root, setting.cache) as lend:

        def read(meta: ArticleMeta) -> Article:
            return lend(meta.source, meta.digest)

        for order in orders:
            page = replace(order.page, context=context_of(order.page, setting.common, read))
            try:
                data = render(page, setting.theme)
            except TemplateError as error:
                made.append(error)
                continue
            staged, stamp = setting.staging.write(order.path, data, is_ours=order.is_ours)
            article, planned = (page.meta.id, serialise_page(order.page, page.meta)) if page.meta else (None, b"")
            made.append(Artifact(order.path, order.digest, stamp, staged, article, planned))
    return made
