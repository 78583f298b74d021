"""Read the files of an export that is a zip file, without unpacking it."""

import lzma
import zipfile
import zlib
from pathlib import PurePosixPath

from newsgen.errors import SourceError
from newsgen.importers.remote_files import AnyFile
from newsgen.loaders.sources import MAX_PAGE_BYTES

_MAX_FILES = 200_000
_ERRORS = (OSError, zipfile.BadZipFile, RuntimeError, EOFError, ValueError, KeyError, zlib.error, lzma.LZMAError)
"""What reading a damaged or encrypted zip file raises."""


def is_zip(file: AnyFile) -> bool:
    """Return whether an export's *file* is a zip file, by its name."""
    return file.suffix.lower() == ".zip"


def zip_names(file: AnyFile) -> list[str]:
    """Return the sorted names of the files in an export that is a zip *file*; empty if it cannot be read."""
    try:
        with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            names = [info.filename for info in archive.infolist()[:_MAX_FILES]]
    except _ERRORS:
        return []
    return sorted(name for name in names if name and not name.endswith("/") and not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    """Return whether a file of an export is in a folder that a system added to the zip file."""
    return any(part[:1] in {".", "_"} for part in PurePosixPath(name).parts[:-1])


def read_member(file: AnyFile, inner: str, name: str) -> bytes:
    """Return the bytes of the file *inner* of an export that is a zip *file*, called *name* in messages.

    It is not unpacked to the disk, and not read further than the longest page. Raises SourceError.
    """
    try:
        with file.open("rb") as whole, zipfile.ZipFile(whole) as archive, archive.open(inner) as stream:
            data = stream.read(MAX_PAGE_BYTES + 1)
    except _ERRORS as error:
        raise SourceError(f"{name}/{inner}", f"cannot be unpacked ({error})", "get the zip file again") from None
    if len(data) > MAX_PAGE_BYTES:
        found = f"is larger than {MAX_PAGE_BYTES // 1_000_000} MB, too large for an article"
        raise SourceError(f"{name}/{inner}", found, "unpack the zip file, and shorten that file")
    return data
