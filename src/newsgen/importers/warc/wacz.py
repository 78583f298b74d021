"""Find the archives in a WACZ file; nothing of it is ever unpacked to a disk."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

_DIRECTORY = 4 * 2**20
"""Bytes of a zip's own list of members: tens of thousands of them, where a WACZ has ten."""
_ARCHIVE = re.compile(r"(?:.*/)?archive/.*\.w?arc(?:\.gz)?", re.IGNORECASE | re.DOTALL)
_RATIO, _LARGE = 200, 64 * 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """An archive inside."""

    name: str
    _zipped: zipfile.ZipFile = field(repr=False)
    _info: zipfile.ZipInfo = field(repr=False)

    def open(self) -> BinaryIO:
        """Open it as a stream."""
        try:
            return cast("BinaryIO", self._zipped.open(self._info))
        except (NotImplementedError, RuntimeError, ValueError) as error:  # a compression that Python lacks, say
            raise zipfile.BadZipFile(str(error)) from error


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """A member that is not opened."""

    name: str
    why: str


class _Bounded:
    """A file of which zipfile cannot take a huge directory into memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY:
            raise zipfile.BadZipFile(f"its directory has {size} bytes")
        return self._file.read(size)


def members(file: IO[bytes]) -> Iterator[Member | RefusedMember]:
    """Yield the archives in the zip *file*, in the order of its directory."""
    try:
        zipped = zipfile.ZipFile(cast("IO[bytes]", _Bounded(file)))
    except (NotImplementedError, ValueError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    size, total, names = file.seek(0, 2), 0, set()
    for info in zipped.infolist():
        if not _ARCHIVE.fullmatch(info.filename):
            continue
        total += info.compress_size
        why = "is in the file twice" if info.filename in names else _danger(info)
        if not why and total > size:
            why = "shares its bytes with another member"
        names.add(info.filename)
        yield RefusedMember(info.filename, why) if why else Member(info.filename, zipped, info)


def _danger(info: zipfile.ZipInfo) -> str | None:
    if info.filename.startswith("/") or re.search(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|\\", info.filename):
        return "has a name that leads out of the file"
    if info.flag_bits & 1:
        return "is encrypted"
    if info.file_size > _LARGE and info.file_size > _RATIO * info.compress_size:
        return f"swells to more than {_RATIO} times its size"
    return None
