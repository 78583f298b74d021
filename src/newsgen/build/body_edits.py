"""Rebuild only the pages of edited articles, without planning the whole site, if nothing but bodies changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsgen.archive.related.relate import relate
from newsgen.archive.related.related_links import entry_of
from newsgen.archive.related.relations import RELATIONS, Relations, pack, unpack
from newsgen.build.artifacts import RENDER_CONTEXT, ArtifactBuilder, RenderContext
from newsgen.build.cache import DamagedError, deserialise
from newsgen.build.library import Library
from newsgen.build.output import OutputTransaction
from newsgen.build.receipt import update_receipt
from newsgen.build.report import Report
from newsgen.build.search.engine import has_search
from newsgen.build.state import BuildJob, BuildState
from newsgen.errors import Problems
from newsgen.loaders.sources import Source
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.pages.page import Page, TextKey
from newsgen.workers.batches import StartWorkers

MOST_PAGES = 100
"""Above so many pages the whole site is planned, which then takes no longer."""


Edits = dict[str, tuple[ArticleMeta, ArticleMeta]]
"""Each edited article before and after the edit, by its id."""


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
    are_bodies_shown_elsewhere = job.config.feed_content == "full" or job.config.publish_records
    are_bodies_shown_elsewhere |= has_search(job.config) and job.options.index
    if len(changed) > MOST_PAGES or are_bodies_shown_elsewhere:
        return False
    library = Library(job.config.root, job.cache)
    try:
        edits = _read_changed(library, changed, start)
        old = last_relations(job.state)
        context, shared_digest = job.state.recall(RENDER_CONTEXT) or (None, b"")
        if old is None or not isinstance(context, RenderContext):
            return False
        new = _relate(old, edits)
        metas = {key: meta for key, (_, meta) in edits.items()}
        pages = list(_pages(job, metas, _changed_relations(old, new)))
    except _FullBuildNeededError:
        return False
    context = replace(context, staging=transaction.open_staging())
    builder = ArtifactBuilder(context, transaction, job.state, shared_digest, library.read_text)
    builder.update_pages(pages, start, report.errors, lambda pages, *_: pages)
    if report.errors:
        raise Problems(report.errors)
    if not update_receipt(builder, edits.values()):
        return False
    transaction.changes.unchanged += len(job.state.stamps) - len(pages) - 1
    report.changes = transaction.changes
    builder.commit()
    if new is not old:
        job.state.remember(RELATIONS, pack(new))
    return True


def last_relations(state: BuildState) -> Relations | None:
    """Return the related articles before the edits, as the last build found them; None if they are not known."""
    packed = state.recall(RELATIONS)
    return unpack(packed) if packed else None


def _read_changed(library: Library, changed: Sequence[Source], start: StartWorkers) -> Edits:
    """Read the *changed* sources and return the articles with edited bodies; raise if more was changed."""
    old_metas = {source.path: library.last_meta(source.path) for source in changed}
    edits: Edits = {}
    for one in library.read(changed, start):
        old, new = old_metas[one.source.path], one.record
        if old is None or not isinstance(new, ArticleMeta) or _without_body(new) != _without_body(old):
            raise _FullBuildNeededError
        edits[new.id] = old, new
    return edits


def _without_body(meta: ArticleMeta) -> ArticleMeta:
    """Return the metadata of an article without what an edit of its body may change."""
    return meta._replace(sha256="", digest="", profile=b"")


def _relate(old: Relations, edits: Edits) -> Relations:
    """Return the *old* relations, updated for the new bodies of *edits*."""
    profiles = dict(zip(old.ids, old.profiles, strict=True))
    for key in edits.keys() & profiles.keys():
        before, after = edits[key]
        if profiles[key] != before.profile:
            raise _FullBuildNeededError
        profiles[key] = after.profile
    return relate(list(reversed(profiles.items())), old.count, old.shown, before=old)


def _changed_relations(old: Relations, new: Relations) -> dict[str, list[str]]:
    """Return the ids of the related articles of each article for which an edit of bodies changed them."""
    if new.nearest == old.nearest:
        return {}
    old_rows, rows = (zip(*[iter(one.nearest)] * one.count, strict=True) for one in (old, new))
    pairs = zip(new.ids, old_rows, rows, strict=True)
    return {key: [new.ids[number - 1] for number in row if number] for key, old_row, row in pairs if row != old_row}


def _pages(job: BuildJob, metas: Mapping[str, ArticleMeta], related: Mapping[str, Sequence[str]]) -> Iterator[Page]:
    """Yield the pages to render for edited bodies, as planned, but with the articles in *related*, which are new."""
    if len(related) > MOST_PAGES:
        raise _FullBuildNeededError
    for key in sorted(related.keys() | metas.keys()):
        for page in _planned_pages(job, key):
            context = page.context
            if key in related and "sidebar" in context:
                cards = [_card_of(job, other) for other in related[key]]
                if not cards or context["nearby"]:  # the page may need other links in place of related ones
                    raise _FullBuildNeededError
                links = tuple(entry_of(card, card.url) for card in cards)
                context = {**context, "sidebar": context["sidebar"]._replace(computed=links)}
            elif key not in metas:
                continue
            text = TextKey.of(metas[key]) if key in metas else page.text
            yield replace(page, context=context, text=text)


def _card_of(job: BuildJob, article: str) -> Card:
    card: Card = next(page.context["card"] for page in _planned_pages(job, article))
    return card


def _planned_pages(job: BuildJob, article: str) -> Iterator[Page]:
    """Yield the planned pages of an edited *article* (its id)."""
    plans = job.state.pages_of(article)
    if not plans:
        raise _FullBuildNeededError
    for plan in plans:
        try:
            page: Page = deserialise(plan)
        except DamagedError:
            raise _FullBuildNeededError from None
        yield page
