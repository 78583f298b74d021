"""Find the archives inside a WACZ file; nothing is ever extracted to the disk."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

MAX_DIRECTORY_BYTES = 4 * 2**20
"""Bytes that the zip's directory may have: enough for tens of thousands of members; a WACZ has about ten."""
_ARCHIVE = re.compile(r"(?:.*/)?archive/.*\.w?arc(?:\.gz)?", re.IGNORECASE | re.DOTALL)
_RATIO, MIN_BOMB_BYTES = 200, 64 * 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """An archive inside a WACZ file."""

    name: str
    _archive: zipfile.ZipFile = field(repr=False)
    _info: zipfile.ZipInfo = field(repr=False)

    def open(self) -> BinaryIO:
        """Open a member of the WACZ file as a stream; raise BadZipFile if it cannot be decompressed."""
        try:
            return cast("BinaryIO", self._archive.open(self._info))
        except (NotImplementedError, RuntimeError, ValueError) as error:  # for example, an unsupported compression
            raise zipfile.BadZipFile(str(error)) from error


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """A member that is not opened, and the reason."""

    name: str
    why: str


class _BoundedFile:
    """A file from which zipfile cannot read a huge directory into memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile(f"its directory has {size} bytes")
        return self._file.read(size)


def members(file: IO[bytes]) -> Iterator[Member | RefusedMember]:
    """Yield the archives in the WACZ *file*, in the order of its directory; raise BadZipFile if it is broken."""
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", _BoundedFile(file)))
    except (NotImplementedError, ValueError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    size, compressed, names = file.seek(0, 2), 0, set()
    for info in archive.infolist():
        if not _ARCHIVE.fullmatch(info.filename):
            continue
        compressed += info.compress_size
        why = "is in the file twice" if info.filename in names else _refusal_reason(info)
        if not why and compressed > size:
            why = "shares its bytes with another member"
        names.add(info.filename)
        yield RefusedMember(info.filename, why) if why else Member(info.filename, archive, info)


def _refusal_reason(info: zipfile.ZipInfo) -> str | None:
    if info.filename.startswith("/") or re.search(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|\\", info.filename):
        return "has a name that leads outside the archive"
    if info.flag_bits & 1:
        return "is encrypted"
    if info.file_size > MIN_BOMB_BYTES and info.file_size > _RATIO * info.compress_size:
        return f"expands to more than {_RATIO} times its size"
    return None
