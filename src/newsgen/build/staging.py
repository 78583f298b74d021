"""Write the files of the next version of the site into the staging folder."""

import filecmp
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from newsgen.errors import OutputError
from newsgen.filesystem import Content

STAGING = ".newsgen-staging"
"""The name of the staging folder, inside the output folder."""


class Staged(NamedTuple):
    """What became of a file that was to be staged."""

    stamp: str
    """Of the staged or the published file."""
    sha256: bytes
    """Of its content."""
    is_staged: bool = False
    """False if the published file has the same content."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The staging folder of a site; several workers write into it at once, each to its own files.

    It is created by the transaction that clears it at its end, and never by a worker, which may still be at work then.
    """

    output: Path

    def write(self, path: str, content: Content, *, is_published: bool) -> Staged:
        """Stage the file *path*, unless it *is_published* with this content already; raise OutputError."""
        published, staged = f"{self.output}/{path}", f"{self.output}/{STAGING}/{path}"
        try:
            if is_published and isinstance(content, bytes | Path) and has_content(published, content):
                same = sha256_of_file(content) if isinstance(content, Path) else hashlib.sha256(content).digest()
                return Staged(stamp_of(os.lstat(published)), same)
            stamp, digest = write_file(staged, content)
            if is_published and not isinstance(content, bytes | Path) and has_content(published, Path(staged)):
                os.unlink(staged)  # noqa: PTH108 - these are strings
                return Staged(stamp_of(os.lstat(published)), digest)
        except FileNotFoundError:
            found, remedy = "is not there", "let every machine that works on the site see it at the same path"
            raise OutputError(f"{self.output}/{STAGING}", found, remedy) from None
        except OSError as error:
            raise OutputError.from_os_error("written", error, self.output) from None
        return Staged(stamp, digest, is_staged=True)


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


def write_file(file: str, content: Content) -> tuple[str, bytes]:
    """Write *content* to a staged *file*, creating its folder if necessary; return its stamp and SHA-256 digest."""
    make_folder(os.path.dirname(file))  # noqa: PTH120 - these are strings
    if not isinstance(content, bytes):
        return _write_parts(file, content)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)  # takes half the time of open()
    try:
        written = os.write(handle, content)
        while written < len(content):
            written += os.write(handle, content[written:])
        found = os.fstat(handle)
        if found.st_size != len(content):  # not cut off before, as another machine may have done the same work just now
            os.ftruncate(handle, len(content))
            found = os.fstat(handle)
        return stamp_of(found), hashlib.sha256(content).digest()
    finally:
        os.close(handle)


def _write_parts(file: str, content: Path | Iterable[bytes]) -> tuple[str, bytes]:
    digest = hashlib.sha256()
    with open(file, "wb") as handle:  # noqa: PTH123 - these are strings
        for part in _parts_of(content) if isinstance(content, Path) else content:
            digest.update(part)
            handle.write(part)
        handle.flush()
        return stamp_of(os.fstat(handle.fileno())), digest.digest()


def sha256_of_file(file: Path) -> bytes:
    """Return the SHA-256 digest of a staged or published *file*; raise OutputError."""
    try:
        with file.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").digest()
    except OSError as error:
        raise OutputError.from_os_error("read", error, file) from None


def _parts_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while part := source.read(1 << 20):
            yield part


def make_folder(folder: str) -> None:
    """Create a *folder* in the staging folder, and those around it; raise FileNotFoundError if that does not exist."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - these are strings
    except FileExistsError:
        return
    except FileNotFoundError:
        around, _, name = folder.rpartition("/")
        if name == STAGING:
            raise
        make_folder(around)
        make_folder(folder)
