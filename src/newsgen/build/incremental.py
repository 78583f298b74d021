"""Decide how much must be built again: nothing, the pages of edited articles, or the whole site."""

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsgen.archive.address_book import ADDRESS_BOOK
from newsgen.archive.corrections_log import CORRECTIONS_LOG
from newsgen.build.cache import Cache
from newsgen.build.file_changes import UNKNOWN, digest_of_files, environment, has_changed, paths_in, stamps_of
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Progress, Report
from newsgen.build.state import BuildJob, BuildState
from newsgen.filesystem import lock, read_file
from newsgen.loaders.sources import COMMENTS_FOLDER, REJECTED_FOLDER, Source, comment_folders
from newsgen.model.config import MEDIA_FOLDER, Config, Options
from newsgen.theme.theme import template_folders
from newsgen.workers.batches import StartWorkers
from newsgen.workers.garbage_collection import garbage_collection_paused

CACHE = ".newsgen"
"""The folder, below the root, for what newsgen keeps between builds.

Deleting it only makes the next build slower, and comments imported later are not known as those of earlier senders.
"""
_LAST_BUILD = "last build"
_REPEATED = ("articles", "pages", "unread", "drafts", "shown_drafts", "withdrawn", "next_change")
"""What a build without changes reports as the last one did, beside the warnings."""


def build_incrementally(
    config: Config, options: Options, start: StartWorkers, report: Report, progress: Progress
) -> None:
    """Build what is out of date of the site that *config* describes, and record the outcome in *report*."""
    with (
        lock(config.root / CACHE),
        closing(Cache(config.root / CACHE, environment(), report.notes.append, reset=options.clean)) as cache,
        garbage_collection_paused(),
    ):
        # taken before the templates are read, so that an edit during the build is seen by the next one
        templates = "".join(digest_of_files(folder).hex() for folder in template_folders(config.root))
        job = BuildJob(config, options, cache, BuildState(cache, config.root, config.output), templates)
        chosen = replace(options, now=None), options.today
        comments = [comment_folders(config.root, below) for below in (COMMENTS_FOLDER, REJECTED_FOLDER)]
        look = _social_look(config)
        log = _content_of(config.root / CORRECTIONS_LOG)
        inputs = _digest(config, chosen, templates, _stamps_of_media(config), comments, look, log)
        if _update_bodies(job, inputs, start, report):
            return
        from newsgen.build.pipeline import build  # noqa: PLC0415 - as slow to load as a build without changes

        warnings_before = len(report.warnings)
        job.state.remember(_LAST_BUILD, None)
        build(job, start, report, progress)
        if not report.errors:
            outcome = {name: getattr(report, name) for name in _REPEATED}
            remember_outcome(job, inputs, outcome | {"warnings": report.warnings[warnings_before:]})


def _social_look(config: Config) -> str:
    """Return what decides how pictures of headlines look, or why there are none: a library may have come since."""
    if not config.social_pictures:
        return ""
    from newsgen.theme.social_pictures import social_look  # noqa: PLC0415 - few sites have them

    return str(social_look(config))


def _update_bodies(job: BuildJob, inputs: str, start: StartWorkers, report: Report) -> bool:
    """Update the pages whose article bodies changed; return False if more has changed and a full build is needed."""
    last = job.state.recall(_LAST_BUILD) or {}
    if last.get("inputs") != _state_digest(job, inputs) or _has_expired(last["next_change"], job.options):
        return False
    changed = find_changed_sources(job, last["unread"])
    if changed is None or _are_lines_named(last["warnings"], changed):
        return False
    with OutputTransaction(job.config.output) as transaction:
        if not transaction.matches(job.state.stamps):
            return False
        report.changes.unchanged = len(job.state.stamps)
        if changed:
            from newsgen.build.body_edits import rebuild_bodies  # noqa: PLC0415 - needed only after an edit

            if not rebuild_bodies(job, transaction, changed, start, report):
                return False
            remember_outcome(job, inputs, last)
    for name in _REPEATED:
        setattr(report, name, last[name])
    report.warnings += last["warnings"]
    return True


def _are_lines_named(warnings: Iterable[str], sources: Iterable[Source]) -> bool:
    """Return whether one of *warnings* names a line of one of *sources*, which an edit may have moved."""
    places = tuple(f"{source.path}: line " for source in sources)
    return any(text.startswith(places) for text in warnings)


def _has_expired(next_change: datetime | None, options: Options) -> bool:
    """Return whether, since the last build, an article has appeared or expired."""
    return next_change is not None and options.now is not None and options.now >= next_change


def find_changed_sources(job: BuildJob, unread: list[str]) -> list[Source] | None:
    """Return the sources changed since they were last read, None if an incremental build is impossible.

    It is needed if sources were added or removed, if a folder cannot be read, or if the warnings about files that
    newsgen does not read are not *unread*, those of the last build.
    """
    root = job.config.root
    known: dict[str, str] = dict(job.cache.rows("SELECT path, stamps FROM sources", (str, str)))
    used = {path for stamps in known.values() if "\n" in stamps for path in paths_in(stamps)[1:]}  # by other sources
    sources, errors, warnings = job.sources
    if errors or warnings != unread or {source.path for source in sources} - used != known.keys() - used:
        return None
    return [source for source in sources if source.path in known and has_changed(root, source.path, known[source.path])]


def remember_outcome(job: BuildJob, inputs: str, outcome: dict[str, Any]) -> None:
    """Store the digest of what the site was built from, and *outcome*, what the build reported."""
    job.state.remember(_LAST_BUILD, outcome | {"inputs": _state_digest(job, inputs)})


def _state_digest(job: BuildJob, inputs: str) -> str:
    """Return the digest of all inputs of the site: *inputs*, the address book, and the sources as last read."""
    return _digest(inputs, _content_of(job.config.root / ADDRESS_BOOK), job.cache.recall("sources"))


def _content_of(file: Path) -> bytes | None:
    """Return the content of a *file* that decides what is built; None if there is none, or if it is unreadable."""
    try:
        return read_file(file)
    except OSError:
        return None


def _stamps_of_media(config: Config) -> str:
    files = [file for file in sorted((config.root / MEDIA_FOLDER).rglob("*")) if file.is_file()]
    stamps = stamps_of(config.root, (file.relative_to(config.root).as_posix() for file in files))
    return secrets.token_hex() if files and stamps == UNKNOWN else stamps  # a random value never equals the last one


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=16).hexdigest()
