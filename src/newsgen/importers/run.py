"""An import, step by step; IMPORTERS: one per kind of input."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from itertools import chain, groupby, islice
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from newsgen.build.cache import Cache
from newsgen.build.file_changes import environment
from newsgen.build.incremental import CACHE
from newsgen.build.library import Library
from newsgen.build.report import Progress
from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import lock
from newsgen.importers.import_log import ImportLog, Row, read_log, recover, start_journal, write_log
from newsgen.importers.inputs import Input, Kind
from newsgen.importers.intake import Intake
from newsgen.importers.items import Attachment, Found, ImportedItem, Importer, ImportReport, Outcome, Skipped
from newsgen.importers.project_files import ProjectFiles
from newsgen.importers.project_index import index_project
from newsgen.model.article import Container
from newsgen.workers import Start, in_batches

_IMPORTERS: Mapping[Kind, tuple[str, str]] = {
    "text": ("saved_files", "import_text"),
    "html": ("saved_files", "import_webpage"),
    "wxr": ("wordpress.export", "import_wxr"),
    "warc": ("warc.archive", "import_warc"),
}
"""Module and function: a new format is a module and a line here."""


def importer_of(kind: Kind) -> Importer:
    """Return what goes through files of a *kind*; only that is loaded, for each needs other libraries."""
    module, function = _IMPORTERS[kind]
    return cast("Importer", getattr(import_module(f"newsgen.importers.{module}"), function))


_WHOLE_FILES = ("text", "html")
"""Kinds of which a file is one original."""
_CHUNK = 500
"""Files that are read ahead: what waits of them is in memory."""


def run_import(inputs: Iterable[Input], root: Path, start: Start, report: ImportReport, progress: Progress) -> None:
    """Import *inputs* into the project at *root*; *report* says what happened, and whether it is a dry run."""
    with lock(root / CACHE), ExitStack() as stack:
        cache = Cache(root / CACHE, environment(), report.notes.append)
        stack.callback(cache.close)
        store = ProjectFiles(root, dry_run=report.dry_run)
        book = read_log(root)
        recover(book, store.digest)
        project = index_project(root, Library(root, cache), start, book.left_behind())
        intake = Intake(project, book, store, _intent_logger(root, book, stack, dry_run=report.dry_run))
        try:
            report.outcomes += progress(_outcomes(inputs, intake, start, report), "articles", 0)
        finally:
            report.comments, report.written = intake.comments, store.written
        stack.close()
        if not report.dry_run:
            write_log(root, book)


def _intent_logger(root: Path, book: ImportLog, stack: ExitStack, *, dry_run: bool) -> Callable[[Row], None]:
    """Return what writes down each row before its files are written, so that an import that is killed can go on."""
    if dry_run:
        return lambda _: None
    journal = stack.enter_context(start_journal(root, book))

    def log_intent(row: Row) -> None:
        journal.write(row.line)
        journal.flush()

    return log_intent


def _outcomes(inputs: Iterable[Input], intake: Intake, start: Start, report: ImportReport) -> Iterator[Outcome]:
    """Yield what becomes of all that is found in *inputs*, in their order."""
    for is_whole, run in groupby(inputs, lambda one: one.kind in _WHOLE_FILES):
        if not is_whole:
            for one in run:
                yield from _of_container(one, intake, report)
        while chunk := list(islice(run, _CHUNK)) if is_whole else []:
            yield from _of_files(chunk, intake, start, report)


def _of_files(inputs: list[Input], intake: Intake, start: Start, report: ImportReport) -> Iterator[Outcome]:
    """Yield what becomes of files that are one original each; those that are not known yet are read by workers."""
    digests = [_digest(one) for one in inputs]
    known = [intake.known(digest, one.name) if digest else None for one, digest in zip(inputs, digests, strict=True)]
    new = [one for one, outcome in zip(inputs, known, strict=True) if outcome is None]
    for kind in {one.kind for one in new if one.kind}:
        with suppress(ModuleNotFoundError):  # it is told of each file
            importer_of(kind)  # what workers inherit they need not load
    read = chain.from_iterable(in_batches(start, _read_all, new))
    for one, digest, outcome in zip(inputs, digests, known, strict=True):
        if outcome:
            yield outcome
            continue
        for found in next(read):
            yield _outcome(found, one, digest or "", intake, report)


def _read_all(inputs: Sequence[Input]) -> list[list[Found]]:
    """Read files: what a worker does."""
    return [list(_found(one)) for one in inputs]


def _of_container(one: Input, intake: Intake, report: ImportReport) -> Iterator[Outcome]:
    """Yield what becomes of all that an export or an archive holds."""
    if one.kind is None:
        yield Outcome(one.name, "", "skipped", one.reason)
        return
    digest = _digest(one) or ""
    for found in _found(one):
        if isinstance(found, Attachment):
            report.attachments.append(found)
        else:
            yield _outcome(found, one, digest, intake, report)


def _found(one: Input) -> Iterator[Found]:
    """Yield what is in a file, or that what reads it is not installed."""
    assert one.kind  # noqa: S101 - what has none was skipped
    try:
        yield from importer_of(one.kind)(one.file, one.name)
    except ModuleNotFoundError as error:
        remedy = "install it with: pip install 'newsgen[import]'"
        yield SourceError(one.name, f"is read with {error.name}, which is not installed", remedy)


def _outcome(found: Found, one: Input, digest: str, intake: Intake, report: ImportReport) -> Outcome:
    if isinstance(found, Skipped):
        return Outcome(one.name, found.place, "skipped", found.why)
    if isinstance(found, NewsgenError):
        return _refused(one, found, report)
    assert isinstance(found, ImportedItem)  # noqa: S101 - attachments went elsewhere
    container = Container(one.file.name, digest, _readable(found.place)) if found.place else None
    try:
        outcome = intake.add(found, one.name, container)
    except SourceError as error:
        return _refused(one, error, report)
    report.pages += outcome.became == "imported" and found.kind == "page"
    return outcome


def _readable(place: str) -> str:
    """Return *place* with the Arabic of an address in letters."""
    plain = unquote(place)
    return plain if plain.isprintable() and "\ufffd" not in plain else place


def _refused(one: Input, error: NewsgenError, report: ImportReport) -> Outcome:
    report.errors.append(error)
    place = f"line {error.line}" if error.line else ""
    return Outcome(one.name, place, "refused", f"{error.found}; {error.remedy}")


def _digest(one: Input) -> str | None:
    """Return the SHA-256 of a file; None where it cannot be read, which its importer tells."""
    try:
        with one.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
