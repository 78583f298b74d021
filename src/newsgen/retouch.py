"""Render again the pages of articles of which nothing but the text has changed: no other page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsgen.briefs import Brief
from newsgen.cache import DamagedError, unseal
from newsgen.config import Config
from newsgen.errors import Problems
from newsgen.job import Job
from newsgen.library import Library
from newsgen.output import Publication
from newsgen.page import Page
from newsgen.press import Press, Setting
from newsgen.report import Report
from newsgen.sources import Source
from newsgen.workers import Start

FEW = 200
"""Sources from which on a build is planned anew: it takes no longer."""


def retouch(job: Job, publication: Publication, changed: Sequence[Source], start: Start, report: Report) -> bool:
    """Build the site again where only the texts of *changed* sources are new; tell whether that was all.

    The site is as the last build left it, and *publication* has claimed all its files.
    """
    if len(changed) > FEW or _shows_texts_elsewhere(job.config):
        return False
    library = Library(job.config.root, job.cache)
    before = {source: library.known(source) for source in changed}
    briefs = [one.record for one in library.load(changed, start) if isinstance(one.record, Brief)]
    pages = list(_pages(job, briefs)) if _only_texts_differ(before, briefs) else [None]
    setting, shared = job.fresh.setting() or (None, b"")
    if None in pages or not isinstance(setting, Setting):
        return False
    press = Press(setting, publication, job.fresh, shared)
    press.remake_pages([page for page in pages if page], start, report.errors, lambda pages, *_: pages)
    if report.errors:
        raise Problems(report.errors)
    publication.changes.unchanged += len(job.fresh.stamps) - len(pages)
    report.changes = publication.changes
    press.publish(lambda: None)
    return True


def _shows_texts_elsewhere(config: Config) -> bool:
    return config.feed_content == "full" or config.publish_records


def _only_texts_differ(before: dict[Source, Brief | None], after: Sequence[Brief]) -> bool:
    old = {brief.source: brief for brief in before.values() if brief}
    same = (
        brief.source in old and replace(brief, digest=old[brief.source].digest) == old[brief.source] for brief in after
    )
    return len(old) == len(before) == len(after) and all(same)


def _pages(job: Job, briefs: Sequence[Brief]) -> Iterator[Page | None]:
    """Yield the pages of articles as they were planned; None where one is not known any more."""
    for brief in briefs:
        for sealed in job.fresh.pages_of(brief.id) or [b""]:
            try:
                page = unseal(sealed)
            except DamagedError:
                page = None
            yield replace(page, brief=brief) if isinstance(page, Page) else None
