"""Render and stage the files of a site that are out of date."""

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
from newsgen.workers import StartWorkers, in_batches


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a worker needs to render pages and stage them."""

    theme: Theme
    shared: SharedContext
    cache_file: Path
    staging: Staging


RENDER_CONTEXT = "render context"
"""The name under which a build stores the render context and the digest of what all files depend on."""


def serialise_page(page: Page, meta: ArticleMeta) -> bytes:
    """Return an artifact's *page* and article source as bytes, without *meta*, which the cache has with the source."""
    return serialise((meta.source, replace(page, meta=None)))


@dataclass(frozen=True, slots=True)
class _RenderTask:
    """A page to render."""

    page: Page
    path: str
    digest: bytes
    is_published: bool
    """Whether the site already has a file of newsgen at this path."""


@dataclass(slots=True)
class ArtifactBuilder:
    """Produces the files of one build that are out of date, and records the others as unchanged."""

    context: RenderContext
    transaction: OutputTransaction
    state: BuildState
    shared_digest: bytes
    """The digest of what every file depends on."""
    artifacts: list[Artifact] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    """The paths of all files of the site, whether or not they were out of date, by URL."""
    _fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def add_files(self, files: Iterable[File]) -> None:
        """Produce and stage those of *files* that are out of date."""
        for file in files:
            digest = self.shared_digest + self._fingerprints.of(file.url, file.inputs)
            path, is_published, is_current = self._claim(file.url, digest)
            if not is_current:
                staged, stamp = self.context.staging.write(path, file.content(), is_published=is_published)
                self._add_artifact(Artifact(path, digest, stamp, staged))

    def add_pages(
        self, pages: Iterable[Page], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        """Render and stage those of *pages* that are out of date.

        Template errors are added to *errors*, each once, because one mistake fails on every page.
        """
        self._render_all(list(self._render_tasks(pages)), start, errors, progress)

    def update_pages(
        self, pages: Iterable[Page], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        """Render and stage *pages*, which are all published and whose paths are already claimed."""
        tasks = [_RenderTask(page, output_path(page.url), self._digest(page), is_published=True) for page in pages]
        self._render_all(tasks, start, errors, progress)

    def _render_all(
        self, tasks: Sequence[_RenderTask], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        batches = map(self._record_batch, in_batches(start, partial(render_batch, self.context), tasks))
        for result in progress(chain.from_iterable(batches), "pages", len(tasks)):
            if isinstance(result, TemplateError) and result not in errors:
                errors.append(result)

    def _record_batch(self, batch: Sequence[Artifact | TemplateError]) -> Sequence[Artifact | TemplateError]:
        artifacts = [result for result in batch if isinstance(result, Artifact)]
        self.state.keep_pages(artifacts)
        for artifact in artifacts:
            self._add_artifact(replace(artifact, page=b""))  # stored above, so it need not stay in memory
        return batch

    def commit(self, before: Callable[[], None] = lambda: None) -> None:
        """Publish the staged files and record their digests; call *before* just before the first file is moved."""

        def invalidate_changed(paths: Iterable[str]) -> None:
            self.state.invalidate(paths)
            before()

        self.transaction.commit(invalidate_changed)
        self.state.record(self.artifacts)
        self.state.remember(RENDER_CONTEXT, (self.context, self.shared_digest))

    def _render_tasks(self, pages: Iterable[Page]) -> Iterator[_RenderTask]:
        for page in pages:
            digest = self._digest(page)
            path, is_published, is_current = self._claim(page.url, digest)
            if not is_current:
                yield _RenderTask(page, path, digest, is_published)

    def _digest(self, page: Page) -> bytes:
        article_digest = page.meta.digest if page.meta else None
        return self.shared_digest + self._fingerprints.of(page.url, page.template, page.context, article_digest)

    def _claim(self, url: str, digest: bytes) -> tuple[str, bool, bool]:
        """Claim the path of the artifact at *url*; return it, and whether a file is published there and up to date."""
        path = self.paths[url] = output_path(url)
        stamp = self.transaction.claim(path)
        is_current = stamp is not None and self.state.stamp(path, digest) == stamp
        if is_current:
            self.transaction.add(path, is_staged=False)
        return path, stamp is not None, is_current

    def _add_artifact(self, artifact: Artifact) -> None:
        self.transaction.add(artifact.path, is_staged=artifact.is_staged)
        self.artifacts.append(artifact)


def render_batch(context: RenderContext, tasks: Sequence[_RenderTask]) -> list[Artifact | TemplateError]:
    """Render and stage the pages of *tasks*; runs in a worker."""
    results: list[Artifact | TemplateError] = []
    with open_texts(context.shared.config.root, context.cache_file) as read_article:

        def read(meta: ArticleMeta) -> Article:
            return read_article(meta.source, meta.digest)

        for task in tasks:
            page = replace(task.page, context=context_of(task.page, context.shared, read))
            try:
                data = render(page, context.theme)
            except TemplateError as error:
                results.append(error)
                continue
            staged, stamp = context.staging.write(task.path, data, is_published=task.is_published)
            article, planned = (page.meta.id, serialise_page(task.page, page.meta)) if page.meta else (None, b"")
            results.append(Artifact(task.path, task.digest, stamp, staged, article, planned))
    return results
