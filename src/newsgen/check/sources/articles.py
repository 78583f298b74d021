"""Load each published article from the sources that the receipt names, once for all checks that need its record."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from newsgen.check.finding import Finding
from newsgen.check.site import Site
from newsgen.errors import NewsgenError
from newsgen.filesystem import sha256
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source
from newsgen.model.article import Article
from newsgen.model.receipt import ArticleSources

_BUILD_AGAIN = "build again, then check again"


class Published(NamedTuple):
    """A published article, as a check of its source or of its page sees it."""

    key: str
    """Its id."""
    sources: ArticleSources
    article: Article
    """The record, loaded from sources that are as they were when the site was built."""
    markdown: str | None
    """The text of its Markdown file; None if it is a capture alone."""

    @property
    def path(self) -> str:
        """The path of the file that it was loaded from."""
        return next(iter(self.sources.sources))


@dataclass(frozen=True, slots=True)
class Folders:
    """Where checks of published articles find the files."""

    site: str
    root: str

    def published(self, path: str) -> bytes | None:
        """Return the content of a file of the site; None if it cannot be read."""
        try:
            return Path(self.site, path).read_bytes()
        except (OSError, ValueError):
            return None


ArticleCheck: TypeAlias = Callable[[Published, Folders], Iterable[Finding]]
"""Judges one published article, in a worker process."""


@lru_cache(maxsize=1)
def judge_articles(site: Site, checks: tuple[ArticleCheck, ...]) -> tuple[Finding, ...]:
    """Return what *checks* find in the articles of a *site* and in their sources; empty without a project."""
    root = site.inventory.options.root
    if root is None or site.receipt is None:
        return ()
    folders = Folders(site.inventory.folder, root)
    batches = in_batches_of(site, partial(_judge, folders, checks))
    return tuple(finding for batch in batches for finding in batch)


def in_batches_of(
    site: Site, judge: Callable[[Sequence[tuple[str, ArticleSources]]], list[Finding]]
) -> Iterator[list[Finding]]:
    """Yield what *judge* returns for batches of the articles in the receipt of a *site*, in worker processes."""
    from newsgen.workers.batches import in_batches  # noqa: PLC0415 - a check without a receipt does not need it

    yield from in_batches(site.start, judge, site.receipt.articles.items() if site.receipt else ())


def _judge(
    folders: Folders, checks: Sequence[ArticleCheck], batch: Sequence[tuple[str, ArticleSources]]
) -> list[Finding]:
    findings: list[Finding] = []
    for key, sources in batch:
        loaded = _load(key, sources, folders)
        if isinstance(loaded, Finding):
            findings.append(loaded)
        else:
            findings += (finding for check in checks for finding in check(loaded, folders))
    return findings


def _load(key: str, sources: ArticleSources, folders: Folders) -> Published | Finding:
    """Return the record of an article; the finding that its sources have changed since the site was built otherwise."""
    markdown = None
    for path, digest in sources.sources.items():
        try:
            data = Source(path, "article", Path(folders.root)).read()
        except NewsgenError:
            return _changed(path, "cannot be read any more, so the page cannot be compared with it")
        if sha256(data) != digest:
            return _changed(path, "has changed since the site was built, so the page cannot be compared with it")
        if markdown is None and path.startswith("content/"):
            markdown = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = next(iter(sources.sources), "")
    source = Source(first, "capture" if markdown is None else "article", Path(folders.root))
    result = load(source)
    if not isinstance(result.record, Article):
        return _changed(first, "cannot be loaded any more, so the page cannot be compared with it")
    return Published(key, sources, result.record, markdown)


def _changed(path: str, found: str) -> Finding:
    return Finding("fidelity", "warning", path, None, "", found, _BUILD_AGAIN, is_source=True)
