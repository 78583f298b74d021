"""Import the pages of a web archive: WARC, ARC or WACZ, compressed or not."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsgen.errors import NewsgenError, SourceError, install_extra
from newsgen.importers.items import Finding, Skipped
from newsgen.importers.warc.headers import can_read_archives
from newsgen.importers.warc.pages import SeenPages, other_kind, read_page
from newsgen.importers.warc.records import Fault, records
from newsgen.importers.warc.wacz import Member, RefusedMember, members

_MAX_FAULTS = 1000
"""Reading stops at this number of damaged places; no user reads more messages."""
_REMEDY = "what can be read of it is imported; get an undamaged copy if there is one"
_READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(slots=True)
class _Context:
    """The state of reading one file."""

    name: str
    seen_pages: SeenPages = field(default_factory=SeenPages)
    other_records: Counter[str] = field(default_factory=Counter)
    """Number of records that are not pages, by kind."""
    pages: int = 0

    @property
    def records(self) -> int:
        return self.pages + self.other_records.total()


def import_warc(file: Path, name: str) -> Iterator[Finding]:
    """Yield the pages of the web archive *file*, called *name* in messages, in the order of its records."""
    if not can_read_archives():
        yield NewsgenError(name, "is a web archive, which needs a library", install_extra("import"))
        return
    context = _Context(name)
    try:
        with file.open("rb") as stream:
            start = stream.read(64)
            stream.seek(0)
            yield from _read_wacz(stream, context) if start.startswith(b"PK") else _read_archive(stream, start, context)
    except _READ_ERRORS as error:
        yield _unreadable(name, "", error)
    if context.other_records:
        yield Skipped("", _other_records_summary(context.other_records))


def _read_archive(file: BinaryIO, start: bytes, context: _Context) -> Iterator[Finding]:
    pending: list[Finding] = []
    for found in _read_records(file, "", context, seekable=True):
        pending.append(found)  # one error is enough for a file that is not an archive
        if context.records:
            yield from pending
            pending.clear()
    if context.records:
        yield from pending
    else:
        yield _not_an_archive(context.name, start)


def _read_wacz(file: BinaryIO, context: _Context) -> Iterator[Finding]:
    for member in members(file):
        if isinstance(member, RefusedMember):
            yield SourceError(context.name, f"{member.name}: {member.why}", "create the WACZ file again, or unpack it")
            continue
        yield from _read_member(member, context)
    if not context.records:
        yield SourceError(context.name, "has no record of a web archive", "give a WACZ file with archive/….warc.gz")


def _read_member(member: Member, context: _Context) -> Iterator[Finding]:
    try:
        with closing(member.open()) as stream:
            yield from _read_records(stream, f"{member.name} ", context, seekable=False)
    except _READ_ERRORS as error:
        yield _unreadable(context.name, f"{member.name}: ", error)


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
            yield read_page(record, prefix, context.name, context.seen_pages)


def _other_records_summary(other_records: Counter[str]) -> str:
    kinds = sorted(other_records.items(), key=lambda item: (-item[1], item[0]))
    return "has further records that are not pages: " + ", ".join(f"{kind} ({count})" for kind, count in kinds)


def _not_an_archive(name: str, start: bytes) -> SourceError:
    if not start:
        return SourceError(name, "is empty", "get the archive again")
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return SourceError(name, "is compressed with Zstandard", "unpack it first: zstd -d FILE")
    why = f"it begins with {start[:40].decode('utf-8', 'replace')!r}"
    if start.startswith(b"\x1f\x8b"):
        why = "its decompressed content has no record"
    return SourceError(name, f"is not a web archive: {why}", "give a WARC, ARC or WACZ file")


def _unreadable(name: str, prefix: str, error: Exception) -> SourceError:
    reason = getattr(error, "strerror", None) or error
    return SourceError(name, f"{prefix}cannot be read ({reason})", "get an undamaged copy of the file")
