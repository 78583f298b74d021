"""The short way when only texts changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsgen.archive.related.relate import RELATIONS, Relations, pack, relate, unpack
from newsgen.archive.related.related_links import SidebarLink, key_of
from newsgen.build.artifacts import SETTING, Press, Setting
from newsgen.build.cache import DamagedError, unseal
from newsgen.build.library import Library
from newsgen.build.output import Publication
from newsgen.build.report import Report
from newsgen.build.state import Job
from newsgen.errors import Problems
from newsgen.loaders.sources import Source
from newsgen.model.article_meta import Brief, Card
from newsgen.model.config import Config
from newsgen.pages.page import Page
from newsgen.text.stemming import unpack_terms
from newsgen.workers import Start

FEW = 100
"""Pages from which on a build is planned anew: it takes no longer."""


class _AnewError(Exception):
    """All has to be planned anew."""


def retouch(job: Job, publication: Publication, changed: Sequence[Source], start: Start, report: Report) -> bool:
    """Build the site again where only the texts of *changed* sources are new; tell whether that was all.

    No other page shows them, but what is related to what follows from them. The site is as the last build
    left it, and *publication* has claimed all its files.
    """
    if len(changed) > FEW or _shows_texts_elsewhere(job.config):
        return False
    library = Library(job.config.root, job.cache)
    try:
        before = {source.path: library.known(source.path) for source in changed}
        briefs = _new_texts(library, changed, before, start)
        relations = _relations(job, before, briefs)
        pages = list(_pages(job, library, briefs, relations))
        setting, shared = _setting(job)
    except _AnewError:
        return False
    press = Press(setting, publication, job.fresh, shared)
    press.remake_pages(pages, start, report.errors, lambda pages, *_: pages)
    if report.errors:
        raise Problems(report.errors)
    publication.changes.unchanged += len(job.fresh.stamps) - len(pages)
    report.changes = publication.changes
    press.publish(lambda: None)
    if relations.new is not relations.old:
        job.fresh.remember(RELATIONS, pack(relations.new))
    return True


def _shows_texts_elsewhere(config: Config) -> bool:
    return config.feed_content == "full" or config.publish_records


def _setting(job: Job) -> tuple[Setting, bytes]:
    setting, shared = job.fresh.recall(SETTING) or (None, b"")
    if not isinstance(setting, Setting):
        raise _AnewError
    return setting, shared


def _new_texts(
    library: Library, changed: Sequence[Source], before: Mapping[str, Brief | None], start: Start
) -> dict[str, Brief]:
    """Return the articles of the sources that *changed*, by id, if nothing but their texts did."""
    briefs: dict[str, Brief] = {}
    for one in library.read(changed, start):
        old, new = before[one.source.path], one.record
        if old is None or not isinstance(new, Brief) or replace(new, digest=old.digest, terms=old.terms) != old:
            raise _AnewError
        briefs[new.id] = new
    return briefs


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


def _relations(job: Job, before: Mapping[str, Brief | None], briefs: Mapping[str, Brief]) -> _Kin:
    """Return what was related to what, and what is with the new texts of *briefs*."""
    packed = job.fresh.recall(RELATIONS)
    old = unpack(packed) if packed else None
    if old is None:
        raise _AnewError
    keys = dict(zip(old.ids, old.keys, strict=True))
    for key, brief in briefs.items():
        known = before[brief.source]
        if key in keys and (known is None or keys[key] != key_of(known.terms)):
            raise _AnewError
    keys |= {key: key_of(brief.terms) for key, brief in briefs.items() if key in keys}
    articles = list(reversed(keys.items()))
    return _Kin(old, relate(articles, lambda key: unpack_terms(briefs[key].terms), old.count, old.shown, before=old))


def _pages(job: Job, library: Library, briefs: Mapping[str, Brief], relations: _Kin) -> Iterator[Page]:
    """Yield the pages that change, as they were planned but for what is related."""

    def card_of(article: str) -> Card:
        card: Card = next(page.context["card"] for _, page in _planned(job, article))
        return card

    changed = set(relations.changed())
    if len(changed) > FEW:
        raise _AnewError
    for key in sorted(changed | briefs.keys()):
        for source, page in _planned(job, key):
            context = page.context
            if key in changed and "sidebar" in context:
                context = _with_related(context, relations.of(key), card_of)
            elif key not in briefs:
                continue
            brief = briefs.get(key) or library.known(source)
            if brief is None:
                raise _AnewError
            yield replace(page, context=context, brief=brief)


def _with_related(context: Mapping[str, Any], ids: Sequence[str], card_of: Callable[[str], Card]) -> dict[str, Any]:
    cards = map(card_of, ids)
    links = tuple(SidebarLink(card.headline, "inside", card.url) for card in cards)
    return {**context, "sidebar": context["sidebar"]._replace(computed=links)}


def _planned(job: Job, article: str) -> Iterator[tuple[str, Page]]:
    """Yield the pages of an *article* as they were planned, each with the source that it was read from."""
    sealed = job.fresh.pages_of(article)
    if not sealed:
        raise _AnewError
    for one in sealed:
        try:
            source, page = unseal(one)
        except DamagedError:
            raise _AnewError from None
        yield source, page
