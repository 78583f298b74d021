"""Read a file whole, replace it whole, lock a folder: the only helpers that touch a disk for others."""

import errno
import fcntl
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgen.errors import NewsgenError, OutputError, SourceError

Content = bytes | Path | Iterable[bytes]
"""What a file holds: bytes, what another file holds, or parts that are never in memory all at once."""


def read_file(file: Path) -> bytes:
    """Return the content of a plain file; raise OSError, also for a pipe, on which a build would wait for ever."""
    if stat.S_ISFIFO(file.stat().st_mode):
        raise OSError(errno.EINVAL, "it is a pipe", str(file))
    return file.read_bytes()


def read_utf8(data: bytes, path: str, kind: type[NewsgenError] = SourceError) -> str:
    """Return the text of a file that must be UTF-8, without a BOM, its lines ended by LF."""
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(re.split(b"\r\n|\r|\n", data[: error.start]))
        found = f"byte 0x{error.object[error.start]:02x} is not valid UTF-8"
        raise kind(path, found, "save the file as UTF-8", line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def stem_of(path: str) -> str:
    """Return the name of the file at *path*, with forward slashes, without folder and ending."""
    name = name_of(path)
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending else name


def name_of(path: str) -> str:
    """Return the name of the file at *path*, with forward slashes, without its folder."""
    return path.rpartition("/")[2]


def is_folder(path: Path | os.DirEntry[str]) -> bool:
    """Tell a folder, as far as the system lets us look."""
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a folder that is not ours to enter
        return False


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data* in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def real_path(path: Path) -> Path:
    """Return the place that *path* leads to, which need not exist; raise OSError where links lead to themselves."""
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:  # `resolve` passes over it from Python 3.13 on
            raise
    return path.resolve()


def is_utf8(path: str) -> bool:
    """Return whether *path* is a name that can be written as UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def replace_file(file: Path, data: bytes) -> None:
    """Write beside *file* and rename, so that a kill leaves the old book or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_bytes(data)
        if file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold *folder*'s lock, which the kernel drops with this process; raise where another build has it."""
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError.because("written", error, folder) from None
    try:
        _claim(handle, folder)
        yield
    finally:
        os.close(handle)


def _claim(handle: int, folder: Path) -> None:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # systems differ in which of the two it is
        raise OutputError(str(folder), "another build of this project is running", "wait until it ends") from None
    except OSError as error:
        raise OutputError.because("locked", error, folder) from None


def read_source(location: str, shown: str) -> bytes:
    """Return the bytes of the file at *location*; raise SourceError, about *shown*, where it is no readable file."""
    try:
        if not stat.S_ISREG(os.stat(location).st_mode):  # noqa: PTH116 - it is asked of every file
            raise SourceError(shown, "is not a file", "move it out of the folder, or rename it")
        with open(location, "rb") as file:  # noqa: PTH123 - the same
            return file.read()
    except OSError as error:
        found = f"cannot be read ({error.strerror or error})"
        raise SourceError(shown, found, "make it a readable file, or move it away") from None
