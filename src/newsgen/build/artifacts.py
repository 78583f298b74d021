"""Render and stage what is out of date."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

from newsgen.build.cache import seal
from newsgen.build.fingerprints import Fingerprints
from newsgen.build.library import lending
from newsgen.build.output import Publication
from newsgen.build.report import Progress
from newsgen.build.staging import Staging
from newsgen.build.state import Fresh, Made
from newsgen.errors import NewsgenError, TemplateError
from newsgen.model.article import Article
from newsgen.model.article_meta import Brief
from newsgen.model.urls import output_path
from newsgen.pages.page import File, Page
from newsgen.pages.plan import context_of
from newsgen.pages.site_plan import Common
from newsgen.theme.render import render
from newsgen.theme.theme import Theme
from newsgen.workers import Start, in_batches


@dataclass(frozen=True, slots=True)
class Setting:
    """Where pages are rendered, and with what."""

    theme: Theme
    common: Common
    root: Path
    cache: Path
    staging: Staging


SETTING = "setting"
"""The name under which setting and digest of all pages are kept."""


def seal_page(page: Page, brief: Brief) -> bytes:
    """Return *page* to be kept, and the source of the article that it shows; that has its own place in the cache."""
    return seal((brief.source, replace(page, brief=None)))


@dataclass(frozen=True, slots=True)
class _Order:
    """A page that is to be rendered."""

    page: Page
    path: str
    digest: bytes
    is_ours: bool
    """A file of ours may be in its place."""


@dataclass(slots=True)
class Press:
    """Where the files of one build are made, and counted."""

    setting: Setting
    publication: Publication
    fresh: Fresh
    shared: bytes
    """The digest of what every file depends on."""
    made: list[Made] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    """The addresses of all files of the site, made or not."""
    _fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def make_files(self, files: Iterable[File]) -> None:
        """Make those of *files* that are not what they were."""
        for file in files:
            digest = self.shared + self._fingerprints.of(file.url, file.inputs)
            path, stamp = self._claim(file.url)
            if not self._stays(path, digest, stamp):
                staged, stamp = self.setting.staging.write(path, file.make(), is_ours=stamp is not None)
                self._count(Made(path, digest, stamp, staged))

    def make_pages(self, pages: Iterable[Page], start: Start, errors: list[NewsgenError], progress: Progress) -> None:
        """Render those of *pages* that are not what they were.

        The errors of templates go to *errors*, each once: one mistake is met on every page.
        """
        self._print(list(self._orders(pages)), start, errors, progress)

    def remake_pages(self, pages: Iterable[Page], start: Start, errors: list[NewsgenError], progress: Progress) -> None:
        """Render *pages*, all of which are in the site and claimed already."""
        orders = [_Order(page, output_path(page.url), self._digest(page), is_ours=True) for page in pages]
        self._print(orders, start, errors, progress)

    def _print(self, orders: Sequence[_Order], start: Start, errors: list[NewsgenError], progress: Progress) -> None:
        batches = map(self._count_batch, in_batches(start, partial(_render, self.setting), orders))
        for one in progress(chain.from_iterable(batches), "pages", len(orders)):
            if isinstance(one, TemplateError) and one not in errors:
                errors.append(one)

    def _count_batch(self, batch: Sequence[Made | TemplateError]) -> Sequence[Made | TemplateError]:
        made = [one for one in batch if isinstance(one, Made)]
        self.fresh.keep_pages(made)
        for one in made:
            self._count(replace(one, page=b""))
        return batch

    def publish(self, before: Callable[[], None]) -> None:
        """Put all that was made in its place; *before* is called when nothing has been moved yet."""

        def begin(changing: Iterable[str]) -> None:
            self.fresh.withdraw(changing)
            before()

        self.publication.publish(begin)
        self.fresh.vouch(self.made)
        self.fresh.remember(SETTING, (self.setting, self.shared))

    def _orders(self, pages: Iterable[Page]) -> Iterator[_Order]:
        for page in pages:
            digest = self._digest(page)
            path, stamp = self._claim(page.url)
            if not self._stays(path, digest, stamp):
                yield _Order(page, path, digest, stamp is not None)

    def _digest(self, page: Page) -> bytes:
        shown = page.brief.digest if page.brief else None
        return self.shared + self._fingerprints.of(page.url, page.template, page.context, shown)

    def _claim(self, url: str) -> tuple[str, str | None]:
        """Return the path of the file at *url*, and the stamp of the one of ours that is there."""
        self.urls.add(url)
        path = output_path(url)
        return path, self.publication.claim(path)

    def _stays(self, path: str, digest: bytes, stamp: str | None) -> bool:
        """Tell whether the file is there and is what it was; then it is counted."""
        if stamp is None or self.fresh.stamp(path, digest) != stamp:
            return False
        self.publication.count(path, is_staged=False)
        return True

    def _count(self, one: Made) -> None:
        self.publication.count(one.path, is_staged=one.is_staged)
        self.made.append(one)


def _render(setting: Setting, orders: Sequence[_Order]) -> list[Made | TemplateError]:
    """Render pages and stage them: what a worker does."""
    made: list[Made | TemplateError] = []
    with lending(setting.root, setting.cache) as lend:

        def read(brief: Brief) -> Article:
            return lend(brief.source, brief.digest)

        for order in orders:
            page = replace(order.page, context=context_of(order.page, setting.common, read))
            try:
                data = render(page, setting.theme)
            except TemplateError as error:
                made.append(error)
                continue
            staged, stamp = setting.staging.write(order.path, data, is_ours=order.is_ours)
            article, planned = (page.brief.id, seal_page(order.page, page.brief)) if page.brief else (None, b"")
            made.append(Made(order.path, order.digest, stamp, staged, article, planned))
    return made
