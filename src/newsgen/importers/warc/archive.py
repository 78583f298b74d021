"""Import the pages of a web archive: WARC, ARC or WACZ, compressed or not."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsgen.errors import NewsgenError, SourceError, UnreadableError, install_extra
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.importers.warc.headers import can_read_archives
from newsgen.importers.warc.pages import SeenPages, other_kind, read_page
from newsgen.importers.warc.pictures import PictureIndex
from newsgen.importers.warc.records import Fault, records
from newsgen.importers.warc.volumes import Volume
from newsgen.importers.warc.wacz import READ_ERRORS, MissingPackages, RefusedMember, volumes
from newsgen.importers.warc.zstd_frames import is_zstandard

_MAX_FAULTS = 1000
"""Reading stops at this number of damaged places; no user reads more messages."""
_REMEDY = "what can be read of it is imported; get an undamaged copy if there is one"
_MAX_NAMES = 20
"""Number of files that a message names."""


@dataclass(slots=True)
class _Context:
    """The state of reading one file."""

    name: str
    pictures: PictureIndex
    seen_pages: SeenPages = field(default_factory=SeenPages)
    other_records: Counter[str] = field(default_factory=Counter)
    """Number of records that are not pages, by kind."""
    pages: int = 0
    is_described: bool = False
    """Whether a message says what the file is if it has no record."""

    @property
    def records(self) -> int:
        return self.pages + self.other_records.total()


def import_warc(file: Path, name: str) -> Iterator[Finding]:
    """Yield the pages of the web archive *file*, called *name* in messages, in the order of its records."""
    if not can_read_archives():
        yield NewsgenError(name, "is a web archive, which needs a library", install_extra("import"))
        return
    context = _Context(name, PictureIndex(file))
    try:
        with file.open("rb") as stream, closing(context.pictures):
            yield from _read_all(stream, context)
    except (UnreadableError, *READ_ERRORS) as error:
        yield _unreadable(name, "", error)
    if context.other_records:
        yield Skipped("", _other_records_summary(context.other_records))


def _read_all(file: BinaryIO, context: _Context) -> Iterator[Finding]:
    for found in volumes(file):
        if isinstance(found, MissingPackages):
            context.is_described = True
            yield _missing(found, context.name)
        elif isinstance(found, RefusedMember):
            yield SourceError(context.name, f"{found.name}: {found.why}", "create the WACZ file again, or unpack it")
        elif found.name:
            yield from _read_member(found, context)
        else:
            yield from _read_archive(found, context)
    if not context.records and not context.is_described:
        yield SourceError(context.name, "has no record of a web archive", "give a WACZ file with archive/….warc.gz")


def _read_archive(volume: Volume, context: _Context) -> Iterator[Finding]:
    """Yield the findings of an input that is one archive; one error is enough if it is none."""
    pending: list[Finding] = []
    context.is_described = True
    with closing(volume.open()) as file:
        start = file.read(64)
        file.seek(0)
        for found in _read_records(file, "", context, seekable=True):
            pending.append(found)
            if context.records:
                yield from pending
                pending.clear()
    if context.records:
        yield from pending
    else:
        yield _not_an_archive(context.name, start, pending)


def _read_member(volume: Volume, context: _Context) -> Iterator[Finding]:
    try:
        with closing(volume.open()) as file:
            yield from _read_records(file, f"{volume.name} ", context, seekable=False)
    except (UnreadableError, *READ_ERRORS) as error:
        yield _unreadable(context.name, f"{volume.name}: ", error)


def _missing(found: MissingPackages, name: str) -> Finding:
    names, more = found.names[:_MAX_NAMES], len(found.names) - _MAX_NAMES
    listed = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return SourceError(name, f"lists WACZ files that are not in it: {listed}", "download them, and import them too")


def _read_records(file: BinaryIO, prefix: str, context: _Context, *, seekable: bool) -> Iterator[Finding]:
    """Yield the findings of one WARC or ARC archive; *prefix* names it in messages if it is in a WACZ file."""
    faults = 0
    for record in records(file, seekable=seekable):
        if isinstance(record, Fault):
            faults += 1
            yield SourceError(context.name, f"is damaged at {prefix}{record.place}: {record.what}", _REMEDY)
            if faults == _MAX_FAULTS:
                yield SourceError(context.name, f"{prefix}is damaged in too many places", "get an undamaged copy")
                return
            continue
        kind = other_kind(record)
        if kind:
            context.other_records[kind] += 1
        else:
            context.pages += 1
            found = read_page(record, prefix, context.name, context.seen_pages, context.pictures.at_hand)
            yield context.pictures.put_into(found) if isinstance(found, ImportedItem) else found


def _other_records_summary(other_records: Counter[str]) -> str:
    kinds = sorted(other_records.items(), key=lambda item: (-item[1], item[0]))
    return "has further records that are not pages: " + ", ".join(f"{kind} ({count})" for kind, count in kinds)


def _not_an_archive(name: str, start: bytes, found: list[Finding]) -> SourceError:
    if not start:
        return SourceError(name, "is empty", "get the archive again")
    why = f"it begins with {start[:40].decode('utf-8', 'replace')!r}"
    if start.startswith(b"\x1f\x8b") or is_zstandard(start):
        why = "its decompressed content has no record"
    fault = next((each.found for each in found if isinstance(each, SourceError)), "")
    if is_zstandard(start) and "dictionary" in fault:
        reason = fault.partition(": ")[2]
        return SourceError(name, f"is compressed with Zstandard, and nothing in it can be read: {reason}", _REMEDY)
    return SourceError(name, f"is not a web archive: {why}", "give a WARC, ARC or WACZ file")


def _unreadable(name: str, prefix: str, error: Exception) -> SourceError:
    if isinstance(error, UnreadableError):
        return SourceError(
            name, f"{prefix}is compressed with Zstandard, which needs a library", install_extra("import")
        )
    reason = getattr(error, "strerror", None) or error
    return SourceError(name, f"{prefix}cannot be read ({reason})", "get an undamaged copy of the file")
