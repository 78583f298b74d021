"""Read a part of a web archive, and put together what was read of all parts of a file."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from newsgen.errors import UnreadableError
from newsgen.importers.intake.candidate import PreparedItem, prepare
from newsgen.importers.items import Finding, ImportedItem
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.warc.archive import Read, Reading, read_record, unreadable
from newsgen.importers.warc.pages import other_kind
from newsgen.importers.warc.parts.survey import Part
from newsgen.importers.warc.pictures import PictureIndex, PictureMap, dictionary_of
from newsgen.importers.warc.records import Fault, Record, records
from newsgen.importers.warc.seen_pages import ReadPage
from newsgen.importers.warc.volumes import open_part
from newsgen.importers.warc.wacz import READ_ERRORS

MAX_READ_BYTES = 32 * 2**20
"""Bytes of pages, with their pictures, from which on the rest of a part is read later."""


@dataclass(frozen=True, slots=True)
class PartToRead:
    """A part of a file, with all that is needed to read it elsewhere."""

    file: AnyFile
    name: str
    """Of the file, for messages."""
    part: Part
    pictures: PictureMap


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What a part of a file has, before its pages are compared with those of other parts."""

    archive: str
    """As in `Part`."""
    read: tuple[Read, ...] = ()
    rest: PartToRead | None = None
    """What is left to read, because all of it would take too much memory."""


def read_part(wanted: PartToRead) -> ReadPart:
    """Return what a part of a file has, its articles prepared."""
    read: list[Read] = []
    rest, part = None, wanted.part
    index = PictureIndex(wanted.file, wanted.pictures)
    try:
        with wanted.file.open("rb") as file, closing(index), closing(open_part(file, part.region, part.start)) as data:
            found = records(data, seekable=not part.archive, dictionary=dictionary_of(file, part.region), at=part.start)
            rest = _read_into(read, found, wanted, index)
    except (UnreadableError, *READ_ERRORS) as error:
        read.append(unreadable(wanted.name, f"{part.archive}: " if part.archive else "", error))
    return ReadPart(part.archive, tuple(read), rest)


def _read_into(
    read: list[Read], found: Iterator[Record | Fault], wanted: PartToRead, index: PictureIndex
) -> PartToRead | None:
    """Add to *read* what the records of the part have; return the rest of it, if there is one."""
    part, prepared = wanted.part, _Prepared()
    parsed: set[bytes] = set()
    for record in found:
        offset = record.offset if isinstance(record, Record) else None
        if offset is not None and offset >= part.end:
            break
        if offset is not None and prepared.size >= MAX_READ_BYTES:
            return replace(wanted, part=replace(part, start=offset))
        kind = other_kind(record) if isinstance(record, Record) else None
        one = kind or read_record(record, _prefix(part.archive), wanted.name, parsed, index)
        if isinstance(one, ReadPage):
            parsed.update([one.body_key] if one.body_key else [])
            one = prepared.page(one)
        read.append(one)
    return None


def _prefix(archive: str) -> str:
    return f"{archive} " if archive else ""


@dataclass(slots=True)
class _Prepared:
    """The articles of a part, prepared, and their size."""

    size: int = 0
    pictures: dict[str, bytes] = field(default_factory=dict)
    """By name; a picture that several articles show is in memory once, and sent once."""

    def page(self, page: ReadPage) -> ReadPage:
        """Return *page* with its article prepared."""
        if not isinstance(page.finding, ImportedItem):
            return page
        item = page.finding
        self.size += len(item.original)
        shared = {name: self._shared(name, picture) for name, picture in item.pictures.items()}
        return replace(page, finding=prepare(replace(item, pictures=shared)))

    def _shared(self, name: str, picture: Path | bytes) -> Path | bytes:
        if not isinstance(picture, bytes):
            return picture
        known = self.pictures.setdefault(name, picture)
        if known is picture:
            self.size += len(picture)
        return known if known == picture else picture


def findings(name: str, parts: Iterable[ReadPart]) -> Iterator[Finding | PreparedItem]:
    """Yield the findings in the file *name*, of which *parts* are all parts, in their order."""
    reading = Reading(name)
    for archive, some in groupby(parts, lambda part: part.archive):
        yield from reading.findings(_read_of(some), _prefix(archive))
    yield from reading.summary()


def _read_of(parts: Iterable[ReadPart]) -> Iterator[Read]:
    """Yield what was read of *parts*; what is left of them is read here."""
    for part in parts:
        yield from part.read
        rest = part.rest
        while rest:
            more = read_part(rest)
            yield from more.read
            rest = more.rest
