"""Rebuild only the pages of edited articles, without planning the whole site, if nothing but bodies changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsgen.archive.related.relate import RELATIONS, Relations, pack, relate, unpack
from newsgen.archive.related.related_links import RelatedEntry, terms_key
from newsgen.build.artifacts import RENDER_CONTEXT, ArtifactBuilder, RenderContext
from newsgen.build.cache import DamagedError, deserialise
from newsgen.build.library import Library
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Report
from newsgen.build.state import BuildJob
from newsgen.errors import Problems
from newsgen.loaders.sources import Source
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.pages.page import Page
from newsgen.text.stemming import unpack_stems
from newsgen.workers import StartWorkers

MOST_PAGES = 100
"""Above so many pages the whole site is planned, which then takes no longer."""


class _FullBuildNeededError(Exception):
    """The whole site must be planned."""


def rebuild_bodies(
    job: BuildJob, transaction: OutputTransaction, changed: Sequence[Source], start: StartWorkers, report: Report
) -> bool:
    """Rebuild the pages that show the bodies of the *changed* sources; return False if a full build is needed.

    A body is shown on the article's own pages alone, but which articles are related follows from the bodies too.
    The site must be as the last build left it, and *transaction* must have claimed all its files. Raises Problems
    if a template fails.
    """
    if len(changed) > MOST_PAGES or _shows_bodies_elsewhere(job.config):
        return False
    library = Library(job.config.root, job.cache)
    try:
        old_metas = {source.path: library.last_meta(source.path) for source in changed}
        metas = _read_changed(library, changed, old_metas, start)
        relations = _relate(job, old_metas, metas)
        pages = list(_pages(job, library, metas, relations))
        context, shared_digest = _last_context(job)
    except _FullBuildNeededError:
        return False
    builder = ArtifactBuilder(context, transaction, job.state, shared_digest)
    builder.update_pages(pages, start, report.errors, lambda pages, *_: pages)
    if report.errors:
        raise Problems(report.errors)
    transaction.changes.unchanged += len(job.state.stamps) - len(pages)
    report.changes = transaction.changes
    builder.commit(lambda: None)
    if relations.new is not relations.old:
        job.state.remember(RELATIONS, pack(relations.new))
    return True


def _shows_bodies_elsewhere(config: Config) -> bool:
    return config.feed_content == "full" or config.publish_records


def _last_context(job: BuildJob) -> tuple[RenderContext, bytes]:
    context, shared_digest = job.state.recall(RENDER_CONTEXT) or (None, b"")
    if not isinstance(context, RenderContext):
        raise _FullBuildNeededError
    return context, shared_digest


def _read_changed(
    library: Library, changed: Sequence[Source], old_metas: Mapping[str, ArticleMeta | None], start: StartWorkers
) -> dict[str, ArticleMeta]:
    """Read the *changed* sources and return their articles by id; raise if more than the bodies changed."""
    metas: dict[str, ArticleMeta] = {}
    for one in library.read(changed, start):
        old, new = old_metas[one.source.path], one.record
        if old is None or not isinstance(new, ArticleMeta) or replace(new, digest=old.digest, terms=old.terms) != old:
            raise _FullBuildNeededError
        metas[new.id] = new
    return metas


@dataclass(frozen=True, slots=True)
class _Related:
    """The related articles of the archive before and after the change."""

    old: Relations
    new: Relations

    def changed(self) -> Iterator[str]:
        """Yield the ids of the articles whose related articles differ."""
        count, old, new = self.old.count, self.old.nearest, self.new.nearest
        if old != new:
            for number, key in enumerate(self.new.ids):
                first = number * count
                if old[first : first + count] != new[first : first + count]:
                    yield key

    def of(self, article: str) -> list[str]:
        """Return the ids of the articles that are related to *article* after the change."""
        first = self.new.ids.index(article) * self.new.count
        return [self.new.ids[number - 1] for number in self.new.nearest[first : first + self.new.count] if number]


def _relate(job: BuildJob, old_metas: Mapping[str, ArticleMeta | None], metas: Mapping[str, ArticleMeta]) -> _Related:
    """Return the related articles before the change, and with the new bodies of *metas*."""
    packed = job.state.recall(RELATIONS)
    old = unpack(packed) if packed else None
    if old is None:
        raise _FullBuildNeededError
    keys = dict(zip(old.ids, old.keys, strict=True))
    for key, meta in metas.items():
        old_meta = old_metas[meta.source]
        if key in keys and (old_meta is None or keys[key] != terms_key(old_meta.terms)):
            raise _FullBuildNeededError
    keys |= {key: terms_key(meta.terms) for key, meta in metas.items() if key in keys}
    articles = list(reversed(keys.items()))
    return _Related(old, relate(articles, lambda key: unpack_stems(metas[key].terms), old.count, old.shown, before=old))


def _pages(job: BuildJob, library: Library, metas: Mapping[str, ArticleMeta], relations: _Related) -> Iterator[Page]:
    """Yield the pages to render, as they were planned, but with their new related articles."""

    def card_of(article: str) -> Card:
        card: Card = next(page.context["card"] for _, page in _planned_pages(job, article))
        return card

    changed = set(relations.changed())
    if len(changed) > MOST_PAGES:
        raise _FullBuildNeededError
    for key in sorted(changed | metas.keys()):
        for source, page in _planned_pages(job, key):
            context = page.context
            if key in changed and "sidebar" in context:
                context = _with_related(context, relations.of(key), card_of)
            elif key not in metas:
                continue
            meta = metas.get(key) or library.last_meta(source)
            if meta is None:
                raise _FullBuildNeededError
            yield replace(page, context=context, meta=meta)


def _with_related(context: Mapping[str, Any], ids: Sequence[str], card_of: Callable[[str], Card]) -> dict[str, Any]:
    cards = map(card_of, ids)
    links = tuple(RelatedEntry(card.headline, "inside", card.url) for card in cards)
    return {**context, "sidebar": context["sidebar"]._replace(computed=links)}


def _planned_pages(job: BuildJob, article: str) -> Iterator[tuple[str, Page]]:
    """Yield the pages of the article with the id *article* as they were planned, each after the path of its source."""
    plans = job.state.pages_of(article)
    if not plans:
        raise _FullBuildNeededError
    for plan in plans:
        try:
            source, page = deserialise(plan)
        except DamagedError:
            raise _FullBuildNeededError from None
        yield source, page
