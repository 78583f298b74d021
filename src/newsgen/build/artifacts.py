"""Render and stage the files of a site that are out of date."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple

from newsgen.build.cache import deserialise, serialise
from newsgen.build.library import article_of
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Progress
from newsgen.build.staging import Staging, sha256_of_file
from newsgen.build.state import Artifact, BuildState
from newsgen.errors import NewsgenError, TemplateError
from newsgen.filesystem import Content
from newsgen.model.fingerprints import fingerprint
from newsgen.model.urls import output_path
from newsgen.pages.article_pages import inputs_of
from newsgen.pages.page import File, Page, PagePlan
from newsgen.pages.plan import context_of
from newsgen.pages.site_plan import SharedContext
from newsgen.theme.render import render
from newsgen.theme.theme import Theme
from newsgen.workers.batches import StartWorkers, batches, in_batches


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a worker needs to render pages and stage them."""

    theme: Theme
    shared: SharedContext
    staging: Staging


RENDER_CONTEXT = "render context"
"""The name under which a build stores the render context and the digest of what all files depend on."""


@dataclass(frozen=True, slots=True)
class _RenderTask:
    """A page to render."""

    page: Page | bytes
    """The page of an article is serialised, to be kept: after a change of the body alone it is not planned again."""
    path: str
    digest: bytes
    is_published: bool
    """Whether the site already has a file of newsgen at this path."""
    article: str | None
    """The id of the article that the page shows; None if it shows none."""
    text: bytes | None = None
    """The serialised article: a worker may be on a machine without the cache."""


class _MakeTask(NamedTuple):
    """A file to make that is no page; the fields are those of `_RenderTask`."""

    path: str
    digest: bytes
    is_published: bool
    content: Callable[[], Content]


@dataclass(slots=True)
class ArtifactBuilder:
    """Produces the files of one build that are out of date, and records the others as unchanged."""

    context: RenderContext
    transaction: OutputTransaction
    state: BuildState
    shared_digest: bytes
    """The digest of what every file depends on."""
    read_text: Callable[[str, str], bytes]
    """Returns the serialised article of a source, given its path and the digest of the article's metadata."""
    artifacts: list[Artifact] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    """The paths of all files of the site, whether or not they were out of date, by URL."""

    def add_files(self, files: Iterable[File]) -> None:
        """Produce and stage those of *files* that are out of date."""
        for file in files:
            digest = self._digest_of(file)
            path, is_published, is_current = self._claim(file.url, digest)
            if not is_current:
                staged = self.context.staging.write(path, file.content(), is_published=is_published)
                self._add_artifact(Artifact.of(path, digest, staged))

    def make_files(self, files: Iterable[File], start: StartWorkers) -> None:
        """Produce and stage in workers those of *files* that are out of date; their contents can be pickled."""
        for artifacts in in_batches(start, partial(make_batch, self.context.staging), self._make_tasks(files)):
            for artifact in artifacts:
                self._add_artifact(artifact)

    def _make_tasks(self, files: Iterable[File]) -> Iterator[_MakeTask]:
        for file in files:
            digest = self._digest_of(file)
            path, is_published, is_current = self._claim(file.url, digest)
            if not is_current:
                yield _MakeTask(path, digest, is_published, file.content)

    def _digest_of(self, file: File) -> bytes:
        own = fingerprint(file.url, file.inputs)
        return own if file.is_independent else self.shared_digest + own

    def add_pages(
        self, plans: Iterable[PagePlan], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        """Render and stage those of the planned pages that are out of date.

        Template errors are added to *errors*, each once, because one mistake fails on every page.
        """
        self._render_all(self._render_tasks(plans), start, errors, progress)

    def update_pages(
        self, pages: Iterable[Page], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        """Render and stage *pages* of articles, which are all published and whose paths are already claimed."""
        tasks = (
            self._task(page, output_path(page.url), self.shared_digest + inputs_of(page), is_published=True)
            for page in pages
        )
        self._render_all(tasks, start, errors, progress)

    def _render_all(
        self, tasks: Iterable[_RenderTask], start: StartWorkers, errors: list[NewsgenError], progress: Progress
    ) -> None:
        rendered = in_batches(start, partial(render_batch, self.context), self._kept(tasks))
        for result in progress(chain.from_iterable(rendered), "pages", 0):
            if isinstance(result, Artifact):
                self._add_artifact(result)
            elif result not in errors:
                errors.append(result)

    def _kept(self, tasks: Iterable[_RenderTask]) -> Iterator[_RenderTask]:
        """Yield *tasks*, and keep the pages of articles among them for the next build."""
        for batch in batches(tasks):
            self.state.keep_pages((task.path, task.digest, task.page) for task in batch if isinstance(task.page, bytes))
            yield from batch

    def update_file(self, file: File) -> None:
        """Produce and stage *file*, which is published and whose path is already claimed."""
        path = output_path(file.url)
        staged = self.context.staging.write(path, file.content(), is_published=True)
        self._add_artifact(Artifact.of(path, self._digest_of(file), staged))

    def sha256s(self) -> dict[str, bytes]:
        """Return the SHA-256 digests of all files that were added, also of those that were up to date, by path.

        Raises OutputError if a file that is not in the cache cannot be read.
        """
        known = self.state.sha256s() | {artifact.path: artifact.sha256 for artifact in self.artifacts}
        output = self.transaction.output
        return {path: known.get(path) or sha256_of_file(output / path) for path in self.paths.values()}

    def commit(self, before: Callable[[], None] = lambda: None) -> None:
        """Publish the staged files and record their digests; call *before* just before the first file is moved."""

        def invalidate_changed(paths: Iterable[str]) -> None:
            self.state.invalidate(paths)
            before()

        self.transaction.commit(invalidate_changed)
        self.state.record(self.artifacts)
        self.state.remember(RENDER_CONTEXT, (self.context, self.shared_digest))

    def _render_tasks(self, plans: Iterable[PagePlan]) -> Iterator[_RenderTask]:
        for plan in plans:
            digest = self.shared_digest + plan.inputs
            path, is_published, is_current = self._claim(plan.url, digest)
            if not is_current:
                yield self._task(plan.page(), path, digest, is_published=is_published)

    def _task(self, page: Page, path: str, digest: bytes, *, is_published: bool) -> _RenderTask:
        """Return the task to render *page* to the artifact at *path*, with all that a worker needs for it."""
        if page.text is None:  # pickled with its batch, in which many lists show the same cards
            return _RenderTask(page, path, digest, is_published, None)
        text = self.read_text(page.text.source, page.text.digest)
        return _RenderTask(serialise(page), path, digest, is_published, page.text.article, text)

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


def make_batch(staging: Staging, tasks: Sequence[_MakeTask]) -> list[Artifact]:
    """Make and stage the files of *tasks*; runs in a worker."""
    artifacts = []
    for path, digest, is_published, content in tasks:
        staged = staging.write(path, content(), is_published=is_published)
        artifacts.append(Artifact.of(path, digest, staged))
    return artifacts


def render_batch(context: RenderContext, tasks: Sequence[_RenderTask]) -> list[Artifact | TemplateError]:
    """Render and stage the pages of *tasks*; runs in a worker."""
    results: list[Artifact | TemplateError] = []
    for task in tasks:
        page: Page = deserialise(task.page) if isinstance(task.page, bytes) else task.page
        article = article_of(task.text) if task.text else None
        try:
            complete = Page(page.url, page.template, context_of(page, context.shared, article), page.text)
            data = render(complete, context.theme)
        except TemplateError as error:
            results.append(error)
            continue
        staged = context.staging.write(task.path, data, is_published=task.is_published)
        results.append(Artifact.of(task.path, task.digest, staged, task.article))
    return results
