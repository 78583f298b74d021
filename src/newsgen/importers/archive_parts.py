"""Read many web archives at the same time: workers survey the files, then read the parts of each."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar, cast

from newsgen.errors import SourceError, install_extra
from newsgen.importers.downloads import digest_of
from newsgen.importers.inputs import Input
from newsgen.importers.intake.candidate import PreparedItem
from newsgen.importers.items import Finding
from newsgen.importers.object_store import StoreError
from newsgen.workers.batches import StartWorkers, in_batches

# What reads archives is imported where that is done: it needs libraries that may not be installed.
if TYPE_CHECKING:
    from newsgen.importers.warc.parts.reading import PartToRead, ReadPart

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """A file that a worker has surveyed."""

    input: Input
    digest: str
    parts: "tuple[PartToRead, ...]" = ()
    """None if it is to be read from its beginning to its end."""


@dataclass(frozen=True, slots=True)
class ArchiveRead:
    """A web archive, and what workers have read of it."""

    input: Input
    digest: str = ""
    """Its SHA-256; "" if that is not known."""
    findings: Iterator[Finding | PreparedItem] | None = None
    """To be taken before the next archive; None if it is to be read from its beginning to its end."""


def read_archives(inputs: Iterable[Input], start: StartWorkers) -> Iterator[ArchiveRead]:
    """Yield the web archives *inputs* in their order, while workers read the next ones; others are not read at all."""
    with suppress(ModuleNotFoundError):  # reported for each file
        import_module("newsgen.importers.warc.parts.reading")  # workers inherit the loaded module
    pending: deque[_Surveyed] = deque()
    with (
        start.keep() as workers,
        _closing(_tasks(inputs, workers, pending)) as tasks,
        _closing(in_batches(workers, _read_part, tasks, 1)) as results,
    ):
        for first in results:
            archive = pending.popleft()
            rest = islice(results, max(1, len(archive.parts)) - 1)
            found = _findings(archive, filter(None, chain([first], rest))) if archive.parts else None
            yield ArchiveRead(archive.input, archive.digest, found)
            deque(rest, maxlen=0)  # what was not taken


def _closing(results: Iterator[_Result]) -> AbstractContextManager[Iterator[_Result]]:
    """Return *results* to be closed, so that workers stop, if they are not all taken."""
    return closing(cast("Generator[_Result, None, None]", results))


def _tasks(inputs: Iterable[Input], start: StartWorkers, pending: deque[_Surveyed]) -> "Iterator[PartToRead | None]":
    """Yield the parts of each archive, None for one without parts; add the archive to *pending* before."""
    with _closing(in_batches(start, _survey, inputs, 1)) as surveyed:
        for archive in surveyed:
            pending.append(archive)
            yield from archive.parts or (None,)


def _survey(batch: Sequence[Input]) -> _Surveyed:
    """Survey a file; this runs in a worker."""
    (input_file,) = batch
    if input_file.kind != "warc" or input_file.reason:
        return _Surveyed(input_file, "")
    digest = ""
    try:
        from newsgen.importers.warc.parts.reading import PartToRead  # noqa: PLC0415 - as said above
        from newsgen.importers.warc.parts.survey import survey  # noqa: PLC0415

        digest = digest_of(input_file.file)
        found = survey(input_file.file)
    except (ModuleNotFoundError, StoreError):  # reported where the file is read from its beginning to its end
        return _Surveyed(input_file, digest)
    parts = (PartToRead(input_file.file, input_file.name, part, found.pictures) for part in found.parts)
    return _Surveyed(input_file, digest, tuple(parts) if digest else ())


def _read_part(batch: "Sequence[PartToRead | None]") -> "ReadPart | None":
    """Read a part of a file; this runs in a worker."""
    (wanted,) = batch
    if wanted is None:
        return None
    from newsgen.importers.warc.parts.reading import ReadPart, read_part  # noqa: PLC0415 - as said above

    try:
        return read_part(wanted)
    except StoreError as error:
        return ReadPart(wanted.part.archive, (error,))
    except ModuleNotFoundError as error:
        return ReadPart(wanted.part.archive, (missing_library(wanted.name, error),))


def _findings(archive: _Surveyed, parts: "Iterator[ReadPart]") -> Iterator[Finding | PreparedItem]:
    from newsgen.importers.warc.parts.reading import findings  # noqa: PLC0415 - as said above

    return findings(archive.input.name, parts)


def missing_library(name: str, error: ModuleNotFoundError) -> SourceError:
    """Return the message that the file *name* cannot be read without a library."""
    return SourceError(name, f"needs {error.name}, which is not installed", install_extra("import"))
