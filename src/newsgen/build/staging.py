"""Write the files of the next version of the site into the staging folder."""

import filecmp
import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsgen.errors import OutputError
from newsgen.filesystem import Content

STAGING = ".newsgen-staging"
"""The name of the staging folder, inside the output folder."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The staging folder of a site; several workers write into it at once, each to its own files."""

    output: Path

    def write(self, path: str, content: Content, *, is_published: bool) -> tuple[bool, str]:
        """Stage the file *path*; return whether it was staged, and the stamp of the staged or published file.

        A file that *is_published* may already have this content, and is then not staged. Raises OutputError.
        """
        published, staged = f"{self.output}/{path}", f"{self.output}/{STAGING}/{path}"
        try:
            if is_published and not _is_stream(content) and has_content(published, content):
                return False, stamp_of(os.lstat(published))
            stamp = write_file(staged, content)
            if is_published and _is_stream(content) and has_content(published, Path(staged)):
                os.unlink(staged)  # noqa: PTH108 - these are strings
                return False, stamp_of(os.lstat(published))
        except OSError as error:
            raise OutputError.from_os_error("written", error, self.output) from None
        return True, stamp


def _is_stream(content: Content) -> bool:
    return not isinstance(content, bytes | Path)


def stamp_of(found: os.stat_result) -> str:
    """Return the stamp that identifies a version of a staged file: files are replaced, never overwritten in place."""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def has_content(file: str, content: Content) -> bool:
    """Return whether *file* is a regular file with the *content* to stage; False if *content* is a stream."""
    try:
        found = os.lstat(file)
    except OSError:
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    if isinstance(content, Path):  # it may be a video, too large to be read into memory at once
        return filecmp.cmp(file, content, shallow=False)
    if not isinstance(content, bytes) or found.st_size != len(content):
        return False
    with open(file, "rb") as handle:  # noqa: PTH123 - these are strings
        return handle.read() == content


def write_file(file: str, content: Content) -> str:
    """Write *content* to a staged *file*, creating its folder if necessary; return the stamp of the file."""
    _make_folder(os.path.dirname(file))  # noqa: PTH120 - these are strings
    if not isinstance(content, bytes):
        return _write_parts(file, content)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)  # takes half the time of open()
    try:
        written = os.write(handle, content)
        while written < len(content):
            written += os.write(handle, content[written:])
        return stamp_of(os.fstat(handle))
    finally:
        os.close(handle)


def _write_parts(file: str, content: Path | Iterable[bytes]) -> str:
    with open(file, "wb") as handle:  # noqa: PTH123 - these are strings
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, handle)
        else:
            handle.writelines(content)
        handle.flush()
        return stamp_of(os.fstat(handle.fileno()))


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 - these are strings
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the same
