"""Import files into a project, reading each one with the importer for its kind."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from itertools import chain, groupby
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
from newsgen.importers.archive_parts import ArchiveRead, missing_library, read_archives
from newsgen.importers.downloads import digest_of, read_file
from newsgen.importers.file_kinds import Kind
from newsgen.importers.generators.detection import GENERATORS
from newsgen.importers.inputs import Input
from newsgen.importers.intake.candidate import PreparedItem, prepare
from newsgen.importers.intake.import_log import ImportLog, Row, read_log, recover, start_journal, write_log
from newsgen.importers.intake.intake import Intake
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.intake.project_index import index_project
from newsgen.importers.intake.review import entries_of, write_review
from newsgen.importers.items import (
    Attachment,
    Finding,
    ImportedItem,
    Importer,
    ImportReport,
    Note,
    Outcome,
    Skipped,
    with_language,
)
from newsgen.importers.object_store import StoreError
from newsgen.model.article import Container
from newsgen.workers.batches import IN_THIS_PROCESS, StartWorkers, in_batches
from newsgen.workers.local import read_ahead

_IMPORTERS: Mapping[Kind, tuple[str, str]] = {
    "text": ("saved_pages.files", "import_text"),
    "html": ("saved_pages.files", "import_webpage"),
    "mhtml": ("saved_pages.mhtml", "import_mhtml"),
    "webarchive": ("saved_pages.webarchive", "import_webarchive"),
    "wxr": ("wordpress.export", "import_wxr"),
    "warc": ("warc.archive", "import_warc"),
    "blogger": ("feeds.blogger", "import_blogger"),
    "feed": ("feeds.feed", "import_feed"),
    "ghost": ("exports.ghost", "import_ghost"),
    "medium": ("exports.medium", "import_medium"),
    "substack": ("exports.substack", "import_substack"),
    **dict.fromkeys(GENERATORS, ("generators.site", "import_site")),
}
"""Module and function for each kind; a new format needs a module and a line here."""


def load_importer(kind: Kind) -> Importer:
    """Return the importer for files of *kind*; only its module is loaded, because each needs other libraries."""
    module, function = _IMPORTERS[kind]
    return cast("Importer", getattr(import_module(f"newsgen.importers.{module}"), function))


def _importer_of(input_file: Input) -> Importer:
    """Return the importer for the input; that of a site is told its kind, and which parts of it are chosen."""
    assert input_file.kind  # noqa: S101 - inputs without a kind were skipped
    importer = load_importer(input_file.kind)
    if input_file.kind in GENERATORS:
        return partial(importer, kind=input_file.kind, chosen=input_file.chosen)
    return importer


_SINGLE_ITEM_KINDS = ("text", "html", "mhtml", "webarchive")
"""Kinds whose files are one original each."""
LARGE_BYTES = 2 * 1024 * 1024
"""Size of a file from which on a process of its own reads it."""
_BATCH_SIZE, _BATCH_BYTES = 500, 100_000_000
"""Most files and bytes read ahead by workers; articles, with pictures from the files, are in memory until written."""


def run_import(
    inputs: Iterable[Input], root: Path, start: StartWorkers, report: ImportReport, progress: Progress
) -> None:
    """Import *inputs* into the project at *root* and record the outcomes in *report*, which says if it is a dry run."""
    with lock(root / CACHE), ExitStack() as stack:
        cache = Cache(root / CACHE, environment(), report.notes.append)
        stack.callback(cache.close)
        files = ProjectFiles(root, dry_run=report.dry_run)
        log = read_log(root)
        recover(log, files.digest)
        project = index_project(root, Library(root, cache), start, log.left_behind())
        intake = Intake(project, log, files, _intent_logger(root, log, stack, dry_run=report.dry_run))
        try:
            report.outcomes += progress(_outcomes(inputs, intake, start, report, root), "articles", 0)
        finally:
            report.comments, report.written = intake.comments, files.written
        report.review = entries_of(project.states, log, files.digest)
        stack.close()
        if not report.dry_run:
            write_log(root, log)
            report.cautions += filter(None, [write_review(root, report.review)])


def _intent_logger(root: Path, log: ImportLog, stack: ExitStack, *, dry_run: bool) -> Callable[[Row], None]:
    """Return the function that logs each row before its files are written, so that a killed import can be resumed."""
    if dry_run:
        return lambda _: None
    journal = stack.enter_context(start_journal(root, log))

    def log_intent(row: Row) -> None:
        journal.write(row.line)
        journal.flush()

    return log_intent


def _outcomes(
    inputs: Iterable[Input], intake: Intake, start: StartWorkers, report: ImportReport, root: Path
) -> Iterator[Outcome]:
    for way, group in groupby(inputs, _way_of):
        if way == "files":
            for batch in _batches(group):
                yield from _import_files(batch, intake, start, report)
        elif way == "archives":
            yield from _import_archives(group, intake, start, report)
        else:
            for input_file in group:
                yield from _import_container(input_file, intake, start, report, root)


def _way_of(input_file: Input) -> str:
    """Return how an input is imported: with the other files or web archives that follow each other, or by itself."""
    if input_file.kind in _SINGLE_ITEM_KINDS:
        return "files"
    return "archives" if input_file.kind in (None, "warc") else "container"  # what is refused may be between archives


def _batches(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    """Yield the files to import in lists of limited size."""
    batch: list[Input] = []
    size = 0
    for input_file in inputs:
        batch.append(input_file)
        with suppress(OSError):  # its importer reports it
            size += input_file.file.stat().st_size
        if len(batch) == _BATCH_SIZE or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _import_files(inputs: list[Input], intake: Intake, start: StartWorkers, report: ImportReport) -> Iterator[Outcome]:
    """Run the import of files that are one original each; yield the outcomes, workers read the new ones."""
    digests = _digests(inputs, start)
    known = [intake.known(digest, file.name) for file, digest in zip(inputs, digests, strict=True)]
    new = [input_file for input_file, outcome in zip(inputs, known, strict=True) if outcome is None]
    for kind in {input_file.kind for input_file in new if input_file.kind}:
        with suppress(ModuleNotFoundError):  # reported for each file
            load_importer(kind)  # workers inherit the loaded module
    read = chain.from_iterable(in_batches(start, _read_batch, new))
    for input_file, digest, outcome in zip(inputs, digests, known, strict=True):
        if outcome:
            yield outcome
            continue
        for found in next(read):
            yield _outcome_of(found, input_file, digest, intake, report)


def _read_batch(inputs: Sequence[Input]) -> list[list[Finding | PreparedItem]]:
    """Return what importers find in each input, its items prepared; this runs in a worker."""
    return [list(_read_prepared(input_file)) for input_file in inputs]


def _import_archives(
    inputs: Iterator[Input], intake: Intake, start: StartWorkers, report: ImportReport
) -> Iterator[Outcome]:
    """Run the import of web archives and yield the outcomes of all their pages; workers read parts of them."""
    first, are_large = _until_large(inputs)
    if are_large and start is not IN_THIS_PROCESS:
        archives = read_archives(chain(first, inputs), start)
    else:
        archives = (ArchiveRead(each) for each in chain(first, inputs))
    for archive in archives:
        if archive.findings is None:
            yield from _import_whole(archive.input, intake, start, report, archive.digest)
        else:
            yield from _take(archive.findings, archive.input, archive.digest, intake, report)


def _until_large(inputs: Iterator[Input]) -> tuple[list[Input], bool]:
    """Return the first *inputs*, up to those that take longer to read than starting workers, and whether these do."""
    taken: list[Input] = []
    size = 0
    for input_file in inputs:
        taken.append(input_file)
        with suppress(OSError):  # its importer reports it
            size += input_file.file.stat().st_size if input_file.kind else 0
        if size > LARGE_BYTES or len(taken) == _BATCH_SIZE:
            return taken, True
    return taken, False


def _import_container(
    input_file: Input, intake: Intake, start: StartWorkers, report: ImportReport, root: Path
) -> Iterator[Outcome]:
    """Run the import of an export or a site, which may be the project at *root* itself, and yield the outcomes."""
    if input_file.kind == "newsgen" and os.path.realpath(input_file.name) == str(root):
        yield Outcome(input_file.name, "", "skipped", "is this project itself")
    else:
        yield from _import_whole(input_file, intake, start, report)


def _import_whole(
    input_file: Input, intake: Intake, start: StartWorkers, report: ImportReport, digest: str = ""
) -> Iterator[Outcome]:
    """Run the import of an input from its beginning to its end and yield the outcomes of all its items."""
    if input_file.error:
        yield _refuse(input_file, input_file.error, report)
        return
    if input_file.kind is None or input_file.reason:
        yield Outcome(input_file.name, "", "skipped", input_file.reason)
        return
    try:
        digest = digest or digest_of(input_file.file)
    except StoreError as error:
        yield _refuse(input_file, error, report)
        return
    yield from _take(_read_apart(input_file, start), input_file, digest, intake, report)


def _read_apart(input_file: Input, start: StartWorkers) -> Iterator[Finding | PreparedItem]:
    """Yield the findings in an input in order; a worker reads it if it is large."""
    return read_ahead(start if _is_large(input_file) else IN_THIS_PROCESS, _read_prepared, input_file)


def _take(
    findings: Iterable[Finding | PreparedItem], input_file: Input, digest: str, intake: Intake, report: ImportReport
) -> Iterator[Outcome]:
    """Take in the *findings* in an input with this *digest* and yield the outcomes of its items."""
    for found in findings:
        if isinstance(found, Attachment):
            report.attachments.append(found)
        elif isinstance(found, Note):
            (report.cautions if found.is_warning else report.notes).append(found.text)
        else:
            yield _outcome_of(found, input_file, digest, intake, report)


def _is_large(input_file: Input) -> bool:
    """Return whether reading a file takes longer than starting a process."""
    with suppress(OSError):
        return input_file.file.stat().st_size > LARGE_BYTES
    return False


def _read_prepared(input_file: Input) -> Iterator[Finding | PreparedItem]:
    """Yield the findings in an input, its items prepared; this runs in a worker if the input is large."""
    return (prepare(found) if isinstance(found, ImportedItem) else found for found in _read(input_file))


def _read(input_file: Input) -> Iterator[Finding]:
    """Run the importer of a file and yield its findings, or an error if a library or the store cannot be had."""
    try:
        yield from read_file(input_file.file, input_file.name, input_file.kind, _importer_of(input_file))
    except StoreError as error:
        yield error
    except ModuleNotFoundError as error:
        yield missing_library(input_file.name, error)


def _outcome_of(
    found: Finding | PreparedItem, input_file: Input, digest: str, intake: Intake, report: ImportReport
) -> Outcome:
    if isinstance(found, Skipped):
        return Outcome(input_file.name, found.place, "skipped", found.why)
    if isinstance(found, NewsgenError):
        return _refuse(input_file, found, report)
    assert isinstance(found, ImportedItem | PreparedItem)  # noqa: S101 - attachments were taken by the caller
    item = found.item if isinstance(found, PreparedItem) else with_language(found)
    is_contained = item.place and input_file.kind not in GENERATORS
    container = Container(input_file.file.name, digest, _readable_place(item.place)) if is_contained else None
    try:
        outcome = intake.add(found if isinstance(found, PreparedItem) else item, input_file.name, container)
    except SourceError as error:
        return _refuse(input_file, error, report)
    report.pages += outcome.result == "imported" and item.kind == "page"
    report.count_language(item, outcome)
    return outcome


def _readable_place(place: str) -> str:
    """Return the *place* of an imported item with percent-escapes decoded, if the result is printable."""
    plain = unquote(place)
    return plain if plain.isprintable() and "\ufffd" not in plain else place


def _refuse(input_file: Input, error: NewsgenError, report: ImportReport) -> Outcome:
    report.errors.append(error)
    inner = error.path.removeprefix(f"{input_file.name}/") if error.path != input_file.name else ""
    place = ", ".join(filter(None, (inner, f"line {error.line}" if error.line else "")))
    return Outcome(input_file.name, place, "refused", f"{error.found}; {error.remedy}")


def _digests(inputs: Sequence[Input], start: StartWorkers) -> list[str]:
    """Return the SHA-256 of each file, "" for one that cannot be read; workers get those that are in a store."""
    is_near = all(isinstance(input_file.file, Path) for input_file in inputs)
    return list(chain.from_iterable(in_batches(IN_THIS_PROCESS if is_near else start, _digest_batch, inputs)))


def _digest_batch(inputs: Sequence[Input]) -> list[str]:
    """Return the digest of each input, or "", because its importer reports that it cannot be read."""
    digests = []
    for input_file in inputs:
        try:
            digests.append(digest_of(input_file.file))
        except StoreError:
            digests.append("")
    return digests
