"""Find the archives inside a WACZ file, or a collection of such files; almost nothing is extracted to the disk."""

import lzma
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, BinaryIO, cast

from newsgen.importers.warc.volumes import Region, Volume, open_part, whole_file

MAX_DIRECTORY_BYTES = 4 * 2**20
"""Bytes that the zip's directory may have: enough for tens of thousands of members; a WACZ has about ten."""
MAX_DEPTH = 4
"""Number of WACZ files that may be inside each other; collections have two."""
MAX_EXTRACTED_BYTES = 4 * 2**30
"""Bytes of WACZ files that are extracted to a temporary file, because a collection has compressed them again."""
READ_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What reading a damaged file can raise."""
_ARCHIVE = re.compile(r"(?:(?:.*/)?archive/.*\.w?arc|.*\.warc)(?:\.gz|\.zst)?", re.IGNORECASE | re.DOTALL)
_PACKAGE = re.compile(r".*[^/]\.wacz", re.IGNORECASE | re.DOTALL)
_RATIO, MIN_BOMB_BYTES = 200, 64 * 2**20
_LIST = "datapackage.json"
_MAX_LIST_BYTES = 2**20
_LISTED = re.compile(r'"(?:path|url)"\s*:\s*"([^"\\]{1,2000}?\.wacz)(?:\?[^"]*)?"', re.IGNORECASE)
_LOCAL_HEADER_BYTES = 30


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """A member that is not opened, and the reason."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class MissingPackages:
    """The WACZ files that a collection lists, and that are elsewhere."""

    names: tuple[str, ...]


Found = Volume | RefusedMember | MissingPackages


class _BoundedFile:
    """A file from which zipfile cannot read a huge directory into memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile(f"its directory has {size} bytes")
        return self._file.read(size)


@dataclass(slots=True)
class _Package:
    """An open WACZ file."""

    zip: zipfile.ZipFile
    file: BinaryIO
    name: str
    """Its path in the input, with a slash; "" if it is the input itself."""
    base: int | None
    """Its offset in the input; None if it was extracted."""
    depth: int

    def data_region(self, info: zipfile.ZipInfo) -> Region | None:
        """Return where the bytes of a member are in the package's file if they are not compressed, else None."""
        if info.compress_type != zipfile.ZIP_STORED:
            return None
        self.file.seek(info.header_offset)
        header = self.file.read(_LOCAL_HEADER_BYTES)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        return info.header_offset + _LOCAL_HEADER_BYTES + names, info.compress_size


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open *file* as a zip file; raise BadZipFile if it is broken, or has too large a directory."""
    try:
        return zipfile.ZipFile(cast("IO[bytes]", _BoundedFile(file)))
    except (NotImplementedError, ValueError) as error:
        raise zipfile.BadZipFile(str(error)) from error


def holds_archives(archive: zipfile.ZipFile) -> bool:
    """Return whether a zip file is a WACZ file, a collection of them, or holds other web archives."""
    return any(_ARCHIVE.fullmatch(name) or _PACKAGE.fullmatch(name) for name in archive.namelist()) or bool(
        _listed(archive)
    )


def packages_listed_in(text: str) -> tuple[str, ...]:
    """Return the names or URLs of the WACZ files that the description of a collection lists."""
    return tuple(dict.fromkeys(_LISTED.findall(text)))


def volumes(file: BinaryIO) -> Iterator[Found]:
    """Yield the archives of *file*: itself, or those in it if it is a zip file, in the order of its directory.

    Raises BadZipFile if it is a broken zip file.
    """
    file.seek(0)
    if file.read(2) != b"PK":
        yield whole_file(file)
    else:
        yield from _volumes_in(_Package(open_zip(file), file, "", 0, 1), [MAX_EXTRACTED_BYTES])


def _volumes_in(package: _Package, budget: list[int]) -> Iterator[Found]:
    """Yield the archives in *package*; *budget* has the number of bytes that may still be extracted."""
    size, compressed, names = package.file.seek(0, 2), 0, set()
    for info in package.zip.infolist():
        is_package = _PACKAGE.fullmatch(info.filename) is not None
        if not is_package and not _ARCHIVE.fullmatch(info.filename):
            continue
        compressed += info.compress_size
        why = "is in the file twice" if info.filename in names else _refusal_reason(info)
        if not why and compressed > size:
            why = "shares its bytes with another member"
        names.add(info.filename)
        if why:
            yield RefusedMember(package.name + info.filename, why)
        elif is_package:
            yield from _volumes_in_member(package, info, budget)
        else:
            yield _member(package, info)
    missing = _missing(package.zip, names)
    if missing:
        yield MissingPackages(missing)


def _member(package: _Package, info: zipfile.ZipInfo) -> Volume:
    data = package.data_region(info) if info.file_size == info.compress_size else None
    region = (package.base + data[0], data[1]) if data and package.base is not None else None
    return Volume(package.name + info.filename, partial(_open, package.zip, info), region)


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", archive.open(info))
    except (NotImplementedError, RuntimeError, ValueError) as error:  # for example, an unsupported compression
        raise zipfile.BadZipFile(str(error)) from error


def _volumes_in_member(package: _Package, info: zipfile.ZipInfo, budget: list[int]) -> Iterator[Found]:
    """Yield the archives in the WACZ file that is a member of *package*."""
    name = package.name + info.filename
    if package.depth == MAX_DEPTH:
        yield RefusedMember(name, "is nested too deep")
        return
    try:
        with _inner_file(package, info, budget) as (file, base):
            yield from _volumes_in(_Package(open_zip(file), file, f"{name}/", base, package.depth + 1), budget)
    except READ_ERRORS as error:
        yield RefusedMember(name, f"cannot be read ({error})")


@contextmanager
def _inner_file(package: _Package, info: zipfile.ZipInfo, budget: list[int]) -> Iterator[tuple[BinaryIO, int | None]]:
    """Open a WACZ file inside *package*, with its offset in the input; extract it if it is compressed."""
    if region := package.data_region(info):
        yield open_part(package.file, region), None if package.base is None else package.base + region[0]
        return
    if info.file_size > budget[0]:
        raise zipfile.BadZipFile("it is compressed, and too large to be extracted; unpack the file")
    budget[0] -= info.file_size
    with tempfile.TemporaryFile() as file, _open(package.zip, info) as member:
        shutil.copyfileobj(member, file, 2**20)  # zipfile reads no more than the size that was checked
        yield cast("BinaryIO", file), None


def _listed(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the WACZ files that the description inside a collection lists."""
    try:
        with archive.open(_LIST) as member:
            return packages_listed_in(member.read(_MAX_LIST_BYTES).decode("utf-8", "replace"))
    except (KeyError, NotImplementedError, RuntimeError, ValueError, *READ_ERRORS):
        return ()


def _missing(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, ...]:
    """Return the WACZ files that a collection lists, and that are not among its members with these *names*."""
    held = {name.rpartition("/")[2] for name in names}
    missing = [name for name in _listed(archive) if name.rpartition("/")[2] not in held]
    is_collection = all(map(_PACKAGE.fullmatch, names))  # others may only mention where they come from
    return tuple(missing) if is_collection else ()


def _refusal_reason(info: zipfile.ZipInfo) -> str | None:
    if info.filename.startswith("/") or re.search(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|\\", info.filename):
        return "has a name that leads outside the archive"
    if info.flag_bits & 1:
        return "is encrypted"
    if info.file_size > MIN_BOMB_BYTES and info.file_size > _RATIO * info.compress_size:
        return f"expands to more than {_RATIO} times its size"
    return None
