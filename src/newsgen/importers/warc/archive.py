"""Bring in the pages of web archives: WARC, ARC and WACZ, packed or not."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsgen.errors import NewsgenError, SourceError
from newsgen.importers.items import Finding, Skipped
from newsgen.importers.warc.headers import can_read_archives
from newsgen.importers.warc.pages import Seen, found_in, kind_of
from newsgen.importers.warc.records import Fault, records
from newsgen.importers.warc.wacz import Member, RefusedMember, members

_MOST_FAULTS = 1000
"""An archive with more is a ruin: nobody reads so many messages."""
_REMEDY = "what can be read of it is imported; get a sound copy if there is one"
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(slots=True)
class _Journey:
    """What is known while a file is read."""

    name: str
    seen: Seen = field(default_factory=Seen)
    others: Counter[str] = field(default_factory=Counter)
    """How many records hold no page, by kind."""
    pages: int = 0

    @property
    def records(self) -> int:
        return self.pages + self.others.total()


def import_warc(file: Path, name: str) -> Iterator[Finding]:
    """Yield the pages of the web archive *file*, called *name* in messages, in the order of its records."""
    if not can_read_archives():
        yield NewsgenError(name, "is a web archive, which needs a further library", "pip install 'newsgen[import]'")
        return
    journey = _Journey(name)
    try:
        with file.open("rb") as opened:
            begin = opened.read(64)
            opened.seek(0)
            yield from _zipped(opened, journey) if begin.startswith(b"PK") else _unzipped(opened, begin, journey)
    except _BROKEN as error:
        yield _unreadable(name, "", error)
    if journey.others:
        yield Skipped("", _summary(journey.others))


def _unzipped(file: BinaryIO, begin: bytes, journey: _Journey) -> Iterator[Finding]:
    held: list[Finding] = []
    for found in _archive(file, "", journey, seekable=True):
        if journey.records:
            yield from held
            held.clear()
            yield found
        else:
            held.append(found)  # of a file that is no archive, one word is enough
    if journey.records:
        yield from held
    else:
        yield _not_an_archive(journey.name, begin)


def _zipped(file: BinaryIO, journey: _Journey) -> Iterator[Finding]:
    for member in members(file):
        if isinstance(member, RefusedMember):
            yield SourceError(journey.name, f"{member.name}: {member.why}", "make the WACZ file anew, or unpack it")
            continue
        yield from _of_member(member, journey)
    if not journey.records:
        yield SourceError(journey.name, "holds no record of a web archive", "it must have archive/….warc.gz inside")


def _of_member(member: Member, journey: _Journey) -> Iterator[Finding]:
    try:
        with closing(member.open()) as opened:
            yield from _archive(opened, f"{member.name} ", journey, seekable=False)
    except _BROKEN as error:
        yield _unreadable(journey.name, f"{member.name}: ", error)


def _archive(file: BinaryIO, where: str, journey: _Journey, *, seekable: bool) -> Iterator[Finding]:
    """Yield what is in one archive, which is called *where* in the file that holds it."""
    faults = 0
    for record in records(file, seekable=seekable):
        if isinstance(record, Fault):
            faults += 1
            yield SourceError(journey.name, f"is damaged at {where}{record.place}: {record.what}", _REMEDY)
            if faults == _MOST_FAULTS:
                yield SourceError(journey.name, f"{where}is damaged in too many places", "get a sound copy")
                return
            continue
        kind = kind_of(record)
        if kind:
            journey.others[kind] += 1
        else:
            journey.pages += 1
            yield found_in(record, where, journey.name, journey.seen)


def _summary(others: Counter[str]) -> str:
    kinds = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return "holds further records, which are no pages: " + ", ".join(f"{kind} ({count})" for kind, count in kinds)


def _not_an_archive(name: str, begin: bytes) -> SourceError:
    if not begin:
        return SourceError(name, "is empty", "get the archive anew")
    if begin.startswith(b"\x28\xb5\x2f\xfd"):
        return SourceError(name, "is compressed with Zstandard", "unpack it first: zstd -d FILE")
    if begin.startswith(b"\x1f\x8b"):
        return SourceError(
            name, "is no web archive: what it unpacks to holds no record", "give a WARC, ARC or WACZ file"
        )
    shown = begin[:40].decode("utf-8", "replace")
    return SourceError(name, f"is no web archive: it begins with {shown!r}", "give a WARC, ARC or WACZ file")


def _unreadable(name: str, where: str, error: Exception) -> SourceError:
    reason = error.strerror if isinstance(error, OSError) else None
    return SourceError(name, f"{where}cannot be read ({reason or error})", "get a sound copy of the file")
