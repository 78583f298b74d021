"""Import the pages of a web archive: WARC, ARC or WACZ, compressed or not."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from newsgen.errors import NewsgenError, SourceError, UnreadableError, install_extra
from newsgen.importers.intake.candidate import PreparedItem
from newsgen.importers.items import Finding, ImportedItem, Skipped
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.warc.headers import can_read_archives
from newsgen.importers.warc.pages import other_kind, read_page
from newsgen.importers.warc.pictures import PictureIndex
from newsgen.importers.warc.records import Fault, Record, records
from newsgen.importers.warc.seen_pages import ReadPage, ReadRevisit, SeenPages
from newsgen.importers.warc.volumes import Volume
from newsgen.importers.warc.wacz import READ_ERRORS, MissingPackages, RefusedMember, volumes
from newsgen.importers.warc.zstd_frames import is_zstandard

_MAX_FAULTS = 1000
"""Reading stops at this number of damaged places; no user reads more messages."""
_REMEDY = "what can be read of it is imported; get an undamaged copy if there is one"
_MAX_NAMES = 20
"""Number of files that a message names."""
Read = ReadPage | ReadRevisit | Fault | NewsgenError | str
"""What a record is before it is compared with others; a string is the kind of content of a record that is no page.
An error ends the archive."""
_Found = Finding | PreparedItem


@dataclass(slots=True)
class Reading:
    """What is known of one file while its records are read, in their order."""

    name: str
    seen_pages: SeenPages = field(default_factory=SeenPages)
    other_records: Counter[str] = field(default_factory=Counter)
    """Number of records that are not pages, by kind."""
    has_records: bool = False
    is_described: bool = False
    """Whether a message says what the file is if it has no record."""

    def findings(self, read: Iterable[Read], prefix: str) -> Iterator[Finding | PreparedItem]:
        """Yield the findings in what was *read* of one archive; *prefix* names it if it is in a WACZ file."""
        faults = 0
        for each in read:
            if isinstance(each, NewsgenError):
                yield each
                return
            if isinstance(each, str):
                self.other_records[each] += 1
            elif isinstance(each, Fault):
                faults += 1
                yield SourceError(self.name, f"is damaged at {prefix}{each.place}: {each.what}", _REMEDY)
                if faults == _MAX_FAULTS:
                    yield SourceError(self.name, f"{prefix}is damaged in too many places", "get an undamaged copy")
                    return
            else:
                yield self.seen_pages.compare(each)

    def summary(self) -> Iterator[Skipped]:
        """Yield a line about the records that are not pages, if there are any."""
        kinds = sorted(self.other_records.items(), key=lambda item: (-item[1], item[0]))
        if kinds:
            listed = ", ".join(f"{kind} ({count})" for kind, count in kinds)
            yield Skipped("", f"has further records that are not pages: {listed}")


def import_warc(file: AnyFile, name: str) -> Iterator[Finding]:
    """Yield the pages of the web archive *file*, called *name* in messages, in the order of its records."""
    if not can_read_archives():
        yield NewsgenError(name, "is a web archive, which needs a library", install_extra("import"))
        return
    reading = Reading(name)
    try:
        with file.open("rb") as stream, closing(PictureIndex(file)) as pictures:
            yield from cast("Iterator[Finding]", _read_all(stream, reading, pictures))
    except (UnreadableError, *READ_ERRORS) as error:
        yield unreadable(name, "", error)
    yield from reading.summary()


def _read_all(file: BinaryIO, reading: Reading, pictures: PictureIndex) -> Iterator[_Found]:
    for found in volumes(file):
        if isinstance(found, MissingPackages):
            reading.is_described = True
            yield _missing(found, reading.name)
        elif isinstance(found, RefusedMember):
            yield SourceError(reading.name, f"{found.name}: {found.why}", "create the WACZ file again, or unpack it")
        elif found.name:
            yield from _read_member(found, reading, pictures)
        else:
            yield from _read_archive(found, reading, pictures)
    if not reading.has_records and not reading.is_described:
        yield SourceError(reading.name, "has no record of a web archive", "give a WACZ file with archive/….warc.gz")


def _read_archive(volume: Volume, reading: Reading, pictures: PictureIndex) -> Iterator[_Found]:
    """Yield the findings of an input that is one archive; one error is enough if it is none."""
    pending: list[_Found] = []
    reading.is_described = True
    with closing(volume.open()) as file:
        start = file.read(64)
        file.seek(0)
        for found in _read_records(file, "", reading, pictures, seekable=True):
            pending.append(found)
            if reading.has_records:
                yield from pending
                pending.clear()
    if reading.has_records:
        yield from pending
    else:
        yield _not_an_archive(reading.name, start, pending)


def _read_member(volume: Volume, reading: Reading, pictures: PictureIndex) -> Iterator[_Found]:
    try:
        with closing(volume.open()) as file:
            yield from _read_records(file, f"{volume.name} ", reading, pictures, seekable=False)
    except (UnreadableError, *READ_ERRORS) as error:
        yield unreadable(reading.name, f"{volume.name}: ", error)


def _missing(found: MissingPackages, name: str) -> Finding:
    names, more = found.names[:_MAX_NAMES], len(found.names) - _MAX_NAMES
    listed = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return SourceError(name, f"lists WACZ files that are not in it: {listed}", "download them, and import them too")


def _read_records(
    file: BinaryIO, prefix: str, reading: Reading, pictures: PictureIndex, *, seekable: bool
) -> Iterator[_Found]:
    """Yield the findings of one WARC or ARC archive; *prefix* names it in messages if it is in a WACZ file."""

    def read() -> Iterator[Read]:
        for record in records(file, seekable=seekable):
            kind = other_kind(record) if isinstance(record, Record) else None
            reading.has_records = reading.has_records or isinstance(record, Record)
            yield kind or read_record(record, prefix, reading.name, reading.seen_pages.bodies, pictures)

    return reading.findings(read(), prefix)


def read_record(
    record: Record | Fault, prefix: str, name: str, parsed: Container[bytes], pictures: PictureIndex
) -> Read:
    """Return the page that a record of the file *name* has, with *pictures*; the rest is as for `read_page`."""
    if isinstance(record, Fault):
        return record
    read = read_page(record, prefix, name, parsed, pictures.at_hand)
    if isinstance(read, ReadPage) and isinstance(read.finding, ImportedItem):
        return replace(read, finding=pictures.put_into(read.finding))
    return read


def _not_an_archive(name: str, start: bytes, found: list[_Found]) -> SourceError:
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


def unreadable(name: str, prefix: str, error: Exception) -> SourceError:
    """Return why the file *name*, or the archive inside it that *prefix* names, cannot be read."""
    if isinstance(error, UnreadableError):
        return SourceError(
            name, f"{prefix}is compressed with Zstandard, which needs a library", install_extra("import")
        )
    reason = getattr(error, "strerror", None) or error
    return SourceError(name, f"{prefix}cannot be read ({reason})", "get an undamaged copy of the file")
