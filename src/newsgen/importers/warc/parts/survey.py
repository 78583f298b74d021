"""Survey a web archive: where it can be cut into parts that are read alone, and where its pictures are."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from newsgen.errors import UnreadableError
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.warc.headers import can_read_archives
from newsgen.importers.warc.pages import other_kind
from newsgen.importers.warc.pictures import PictureIndex, PictureMap
from newsgen.importers.warc.records import Fault, Record, records
from newsgen.importers.warc.volumes import Region, Volume
from newsgen.importers.warc.wacz import READ_ERRORS, volumes

PART_BYTES = 32 * 2**20
"""Bytes of an archive that are one part, as they are in the file, so perhaps compressed."""
PART_PAGE_BYTES = 4 * 2**20
"""Bytes of the pages in one part: some seconds of work. Its results, with pictures, are in memory until written."""
MAX_MAP_BYTES = 8 * 2**20
"""Bytes of a picture map, which is sent to workers with each part: 350,000 pictures."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of one archive, which follow each other."""

    archive: str
    """The path of the archive in the WACZ file; "" if it is the input itself."""
    region: Region
    """Where the archive is in the input."""
    start: int
    """The offset in the archive of the first record."""
    end: int
    """That of the first record of the next part, or the size of the archive."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file has, if it can be read in parts."""

    parts: tuple[Part, ...] = ()
    """Together all records, in their order; none if the file must be read from its beginning to its end."""
    pictures: PictureMap = field(default_factory=PictureMap, repr=False)


class _DoubtError(Exception):
    """Parts of the file, read alone, might not be what they are in the whole file."""


def survey(file: AnyFile) -> Survey:
    """Return where the web archive *file* can be cut; nowhere if anything in it is damaged or doubtful."""
    if not can_read_archives():
        return Survey()
    index = PictureIndex(file)
    try:
        with file.open("rb") as stream, closing(index):
            archives = list(_archives(stream))
            parts = [part for number, each in enumerate(archives) for part in _parts(number, each, index)]
    except (_DoubtError, UnreadableError, *READ_ERRORS):
        return Survey()
    return Survey(tuple(parts), index.known(region for _, region in archives))


def _archives(file: BinaryIO) -> Iterator[tuple[Volume, Region]]:
    """Yield the archives in *file* with their places."""
    for found in volumes(file):
        if not isinstance(found, Volume) or found.region is None:  # compressed once more, refused or missing
            raise _DoubtError
        yield found, found.region


def _parts(number: int, archive: tuple[Volume, Region], index: PictureIndex) -> Iterator[Part]:
    """Yield the parts of the archive with this *number*, and add its pictures to *index*."""
    volume, region = archive
    start, page_bytes = None, 0
    with closing(volume.open()) as stream:
        for record, offset in map(_sound, records(stream, seekable=not volume.name)):
            if start is None:
                start = offset
            elif offset - start >= PART_BYTES or page_bytes >= PART_PAGE_BYTES:
                yield Part(volume.name, region, start, offset)
                start, page_bytes = offset, 0
            page_bytes += 0 if other_kind(record) else record.length or 0
            index.add(record, number, volume)
            if index.is_full or index.size > MAX_MAP_BYTES:
                raise _DoubtError
    if start is not None:
        yield Part(volume.name, region, start, region[1])


def _sound(record: Record | Fault) -> tuple[Record, int]:
    """Return *record* and the offset at which it is read alone; raise _DoubtError if it may need what is before it."""
    if isinstance(record, Fault) or record.offset is None or record.faults:
        raise _DoubtError
    return record, record.offset
