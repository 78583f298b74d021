"""Decide what has to be built."""

import gc
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from newsgen.archive.address_book import ADDRESS_BOOK
from newsgen.build.cache import Cache
from newsgen.build.file_changes import UNKNOWN, digest_of_files, environment, paths_in, stamps_of
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Progress, Report
from newsgen.build.state import BuildJob, BuildState
from newsgen.filesystem import lock, read_file
from newsgen.loaders.sources import Source, comment_folders, find_sources
from newsgen.model.config import FOLDER as MEDIA
from newsgen.model.config import Config, Options
from newsgen.theme.theme import template_folders
from newsgen.workers import Start

CACHE = ".newsgen"
"""The folder for what newsgen keeps between builds; nothing is lost with it but time."""
_LAST = "last build"


def build_incrementally(config: Config, options: Options, start: Start, report: Report, progress: Progress) -> None:
    """Build the site that *config* describes, unless it is what a build would make; *report* says what happened."""
    with lock(config.root / CACHE), open_cache(config, options, report) as cache, _without_collector():
        job = BuildJob(config, options, cache, BuildState(cache, config.root, config.output))
        made_from = inputs(job)
        if _update_bodies(job, made_from, start, report):
            return
        from newsgen.build.pipeline import build  # noqa: PLC0415 - to load it takes as long as to see that all stands

        earlier = len(report.warnings)
        job.fresh.remember(_LAST, None)
        build(job, start, report, progress)
        if not report.errors:
            last = {"articles": report.articles, "pages": report.pages, "unread": report.unread}
            remember(job, made_from, last | {"warnings": report.warnings[earlier:]})


@contextmanager
def open_cache(config: Config, options: Options, report: Report) -> Iterator[Cache]:
    """Open the project's cache, or a new one."""
    cache = Cache(config.root / CACHE, environment(), report.notes.append, anew=options.clean)
    try:
        yield cache
    finally:
        cache.close()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for garbage in cycles: records have none, and a fifth of the time would go to it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def inputs(job: BuildJob) -> str:
    """Return the digest of all that a site is made from, but for its sources and the address book."""
    templates = [digest_of_files(folder) for folder in template_folders(job.config.root)]
    commented = comment_folders(job.config.root)
    return _digest(job.config, job.options, templates, _stamps_of_media(job.config), commented)


def _update_bodies(job: BuildJob, made_from: str, start: Start, report: Report) -> bool:
    """Bring the site up to date where no more than texts have changed; tell whether that was all."""
    last = job.fresh.recall(_LAST) or {}
    if last.get("inputs") != _key(job, made_from):
        return False
    changed = changed_sources(job, last["unread"])
    if changed is None:
        return False
    with OutputTransaction(job.config.output) as transaction:
        if not transaction.matches(job.fresh.stamps):
            return False
        report.changes.unchanged = len(job.fresh.stamps)
        if changed:
            from newsgen.build.body_edits import rebuild_bodies  # noqa: PLC0415 - the same as below

            if not rebuild_bodies(job, transaction, changed, start, report):
                return False
            remember(job, made_from, last)
    report.articles, report.pages, report.unread = last["articles"], last["pages"], last["unread"]
    report.warnings += last["warnings"]
    return True


def changed_sources(job: BuildJob, unread: list[str]) -> list[Source] | None:
    """Return the sources that have changed since they were read; None where there are others, or an error.

    Files beside them stay *unread*.
    """
    root = job.config.root
    known: dict[str, str] = dict(job.cache.rows("SELECT path, stamps FROM sources", (str, str)))
    named = {path for stamps in known.values() if "\n" in stamps for path in paths_in(stamps)[1:]}
    sources, errors, warnings = find_sources(root)
    if errors or warnings != unread or {one.path for one in sources} - named != known.keys() - named:
        return None
    return [
        one
        for one in sources
        if one.path in known
        and (known[one.path] == UNKNOWN or known[one.path] != stamps_of(root, paths_in(known[one.path])))
    ]


def remember(job: BuildJob, made_from: str, last: dict[str, Any]) -> None:
    """Remember what the site was made from, and what was reported."""
    job.fresh.remember(_LAST, last | {"inputs": _key(job, made_from)})


def _key(job: BuildJob, made_from: str) -> str:
    """Return the digest of all that a site is made from, its sources as they were read last."""
    try:
        book = read_file(job.config.root / ADDRESS_BOOK)
    except OSError:
        book = None
    return _digest(made_from, book, job.cache.fact("sources"))


def _stamps_of_media(config: Config) -> str:
    files = [file for file in sorted((config.root / MEDIA).rglob("*")) if file.is_file()]
    stamps = stamps_of(config.root, (file.relative_to(config.root).as_posix() for file in files))
    return secrets.token_hex() if files and stamps == UNKNOWN else stamps


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=16).hexdigest()
