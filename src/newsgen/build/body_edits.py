"""The short way when only texts changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsgen.archive.related.relate import RELATIONS, Relations, pack, relate, unpack
from newsgen.archive.related.related_links import RelatedEntry, key_of
from newsgen.build.artifacts import SETTING, ArtifactBuilder, RenderContext
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
from newsgen.workers import Start

FEW = 100
"""Pages from which on a build is planned anew: it takes no longer."""


class _FullBuildNeededError(Exception):
    """All has to be planned anew."""


def rebuild_bodies(
    job: BuildJob, transaction: OutputTransaction, changed: Sequence[Source], start: Start, report: Report
) -> bool:
    """Build the site again where only the texts of *changed* sources are new; tell whether that was all.

    No other page shows them, but what is related to what follows from them. The site is as the last build
    left it, and *publication* has claimed all its files.
    """
    if len(changed) > FEW or _shows_texts_elsewhere(job.config):
        return False
    library = Library(job.config.root, job.cache)
    try:
        before = {source.path: library.known(source.path) for source in changed}
        metas = _new_texts(library, changed, before, start)
        relations = _relations(job, before, metas)
        pages = list(_pages(job, library, metas, relations))
        setting, shared = _setting(job)
    except _FullBuildNeededError:
        return False
    builder = ArtifactBuilder(setting, transaction, job.fresh, shared)
    builder.update_pages(pages, start, report.errors, lambda pages, *_: pages)
    if report.errors:
        raise Problems(report.errors)
    transaction.changes.unchanged += len(job.fresh.stamps) - len(pages)
    report.changes = transaction.changes
    builder.commit(lambda: None)
    if relations.new is not relations.old:
        job.fresh.remember(RELATIONS, pack(relations.new))
    return True


def _shows_texts_elsewhere(config: Config) -> bool:
    return config.feed_content == "full" or config.publish_records


def _setting(job: BuildJob) -> tuple[RenderContext, bytes]:
    setting, shared = job.fresh.recall(SETTING) or (None, b"")
    if not isinstance(setting, RenderContext):
        raise _FullBuildNeededError
    return setting, shared


def _new_texts(
    library: Library, changed: Sequence[Source], before: Mapping[str, ArticleMeta | None], start: Start
) -> dict[str, ArticleMeta]:
    """Return the articles of the sources that *changed*, by id, if nothing but their texts did."""
    metas: dict[str, ArticleMeta] = {}
    for one in library.read(changed, start):
        old, new = before[one.source.path], one.record
        if old is None or not isinstance(new, ArticleMeta) or replace(new, digest=old.digest, terms=old.terms) != old:
            raise _FullBuildNeededError
        metas[new.id] = new
    return metas


@dataclass(frozen=True, slots=True)
class _Kin:
    """What was related to what, and what is."""

    old: Relations
    new: Relations

    def changed(self) -> Iterator[str]:
        """Yield the ids of the articles that have others related to them than before."""
        many, old, new = self.old.count, self.old.nearest, self.new.nearest
        if old != new:
            for number, key in enumerate(self.new.ids):
                first = number * many
                if old[first : first + many] != new[first : first + many]:
                    yield key

    def of(self, article: str) -> list[str]:
        """Return the ids of what is related to an *article* now."""
        first = self.new.ids.index(article) * self.new.count
        return [self.new.ids[number - 1] for number in self.new.nearest[first : first + self.new.count] if number]


def _relations(job: BuildJob, before: Mapping[str, ArticleMeta | None], metas: Mapping[str, ArticleMeta]) -> _Kin:
    """Return what was related to what, and what is with the new texts of *briefs*."""
    packed = job.fresh.recall(RELATIONS)
    old = unpack(packed) if packed else None
    if old is None:
        raise _FullBuildNeededError
    keys = dict(zip(old.ids, old.keys, strict=True))
    for key, meta in metas.items():
        known = before[meta.source]
        if key in keys and (known is None or keys[key] != key_of(known.terms)):
            raise _FullBuildNeededError
    keys |= {key: key_of(meta.terms) for key, meta in metas.items() if key in keys}
    articles = list(reversed(keys.items()))
    return _Kin(old, relate(articles, lambda key: unpack_stems(metas[key].terms), old.count, old.shown, before=old))


def _pages(job: BuildJob, library: Library, metas: Mapping[str, ArticleMeta], relations: _Kin) -> Iterator[Page]:
    """Yield the pages that change, as they were planned but for what is related."""

    def card_of(article: str) -> Card:
        card: Card = next(page.context["card"] for _, page in _planned(job, article))
        return card

    changed = set(relations.changed())
    if len(changed) > FEW:
        raise _FullBuildNeededError
    for key in sorted(changed | metas.keys()):
        for source, page in _planned(job, key):
            context = page.context
            if key in changed and "sidebar" in context:
                context = _with_related(context, relations.of(key), card_of)
            elif key not in metas:
                continue
            meta = metas.get(key) or library.known(source)
            if meta is None:
                raise _FullBuildNeededError
            yield replace(page, context=context, meta=meta)


def _with_related(context: Mapping[str, Any], ids: Sequence[str], card_of: Callable[[str], Card]) -> dict[str, Any]:
    cards = map(card_of, ids)
    links = tuple(RelatedEntry(card.headline, "inside", card.url) for card in cards)
    return {**context, "sidebar": context["sidebar"]._replace(computed=links)}


def _planned(job: BuildJob, article: str) -> Iterator[tuple[str, Page]]:
    """Yield the pages of an *article* as they were planned, each with the source that it was read from."""
    sealed = job.fresh.pages_of(article)
    if not sealed:
        raise _FullBuildNeededError
    for one in sealed:
        try:
            source, page = deserialise(one)
        except DamagedError:
            raise _FullBuildNeededError from None
        yield source, page
