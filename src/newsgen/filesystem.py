"""Read and replace whole files, compute their digests, and lock a folder against a second process."""

import errno
import fcntl
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from newsgen.errors import LockedError, NewsgenError, OutputError, SourceError

Content = bytes | Path | Iterable[bytes]
"""The content of a file: bytes, the path of a file to copy, or parts that are never in memory all at once."""


def read_file(file: Path) -> bytes:
    """Return the content of *file*.

    Raises OSError if it cannot be read, or is a pipe, because reading a pipe could block a build without end.
    """
    location, found = find_file(str(file))
    if stat.S_ISFIFO(found.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe", str(file))
    return Path(location).read_bytes()


# A name has two spellings in Unicode: آ is one character in NFC, which keyboards and git use, and two in NFD,
# which disks of macOS, zip files and copies from there use. In newsgen every path is in NFC; only the functions
# that open a file ask for the spelling on the disk.


def nfc(name: str) -> str:
    """Return the *name* of a file, or a text that names one, in NFC."""
    return name if unicodedata.is_normalized("NFC", name) else unicodedata.normalize("NFC", name)


def on_disk(location: str) -> str:
    """Return the path *location*, which is in NFC, as the disk spells it; unchanged if there is no such file."""
    if unicodedata.is_normalized("NFD", location) or os.path.lexists(location):
        return location
    folder, slash, name = location.rpartition("/")
    folder = on_disk(folder)
    try:
        changed = os.stat(folder or "/").st_mtime_ns  # noqa: PTH116 - called for many sources, and faster
        return f"{folder}{slash}{_spellings(folder or '/', changed).get(nfc(name), name)}"
    except (OSError, ValueError):
        return location


def spellings_in(folder: str) -> dict[str, str]:
    """Return the names in *folder*, as the disk spells it, that are there in another form than NFC, by their NFC."""
    try:
        names = set(os.listdir(folder))  # noqa: PTH208 - faster for a large folder
    except OSError:
        return {}
    return {nfc(name): name for name in names if nfc(name) not in names}


@lru_cache(maxsize=256)
def _spellings(folder: str, changed: int) -> dict[str, str]:  # noqa: ARG001 - a changed folder is listed again
    """Return the names on the disk in *folder* that are not in NFC, by their NFC."""
    return {nfc(name): name for name in os.listdir(folder) if nfc(name) != name}  # noqa: PTH208 - the same


def find_file(location: str) -> tuple[str, os.stat_result]:
    """Return the path *location* of a file as the disk spells it, and its status; raise OSError if it is missing."""
    try:
        return location, os.stat(location)  # noqa: PTH116 - called for every source in every build
    except FileNotFoundError:
        location = on_disk(location)
        return location, os.stat(location)  # noqa: PTH116 - the same


def read_utf8(data: bytes, path: str, kind: type[NewsgenError] = SourceError) -> str:
    """Return the text of a file's UTF-8 *data*, without a BOM and with every line ended by LF.

    Raises an error of *kind* about *path*, with the line of the first byte that is not UTF-8.
    """
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(re.split(b"\r\n|\r|\n", data[: error.start]))
        found = f"byte 0x{error.object[error.start]:02x} is not valid UTF-8"
        raise kind(path, found, "save the file as UTF-8", line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def file_stem(path: str) -> str:
    """Return the file name in *path*, which has forward slashes, without folder and extension."""
    name = name_of(path)
    stem, _, extension = name.rpartition(".")
    return stem if stem and extension else name


def name_of(path: str) -> str:
    """Return the file name in *path*, which has forward slashes, without its folder."""
    return path.rpartition("/")[2]


def folders_of(path: str) -> list[str]:
    """Return the folders around the relative *path* of a file, the outermost first."""
    names = path.split("/")[:-1]
    return ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]


class _Entry(Protocol):
    """A path, or an entry of a folder."""

    def is_dir(self) -> bool: ...


def is_folder(path: _Entry) -> bool:
    """Return whether *path* is a folder; False if the system does not let us look."""
    try:
        return path.is_dir()
    except OSError:  # the name is too long, or we may not enter its folder
        return False


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of a file's *data* as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def real_path(path: Path) -> Path:
    """Return *path* with all symbolic links resolved; it need not exist. Raises OSError for a link to itself."""
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:  # `resolve` passes over it from Python 3.13 on
            raise
    return path.resolve()


def is_utf8(path: str) -> bool:
    """Return whether the file system's *path* can be encoded as UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def replace_file(file: Path | str, data: bytes) -> None:
    """Replace *file* by one with *data*; a kill leaves the old file or the new one, whole.

    A file that exists keeps its permissions, and folders that are missing are made. Raises OSError.
    """
    location = os.fspath(file)
    folder, slash, name = location.rpartition("/")
    temporary = f"{folder}{slash}.{name}.new"
    try:
        _write_new(temporary, data, folder)
        with suppress(FileNotFoundError):
            os.chmod(temporary, stat.S_IMODE(os.stat(location).st_mode))  # noqa: PTH101, PTH116 - called for many files
        Path(temporary).replace(location)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _write_new(location: str, data: bytes, folder: str) -> None:
    """Write *data* to a file at *location*, in *folder*, which is made if it is missing."""
    try:
        with open(location, "wb", buffering=0) as file:  # noqa: PTH123 - called for many files
            _write_all(file.fileno(), data)
    except FileNotFoundError:
        os.makedirs(folder or ".", exist_ok=True)  # noqa: PTH103 - the same
        with open(location, "wb", buffering=0) as file:  # noqa: PTH123 - the same
            _write_all(file.fileno(), data)


def _write_all(handle: int, data: bytes) -> None:
    done = os.write(handle, data)
    while done < len(data):  # the disk is nearly full, or *data* is longer than one call writes
        done += os.write(handle, data[done:])


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*, which is created if missing; the kernel releases the lock if this process dies.

    Raises LockedError if another process holds the lock, and OutputError if it cannot be created.
    """
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError.from_os_error("written", error, folder) from None
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # systems differ in which of the two they raise
            found = "another build or import of this project is running"
            raise LockedError(str(folder), found, "wait until it ends") from None
        except OSError as error:
            raise OutputError.from_os_error("locked", error, folder) from None
        yield
    finally:
        os.close(handle)


def read_source(location: str, shown: str) -> bytes:
    """Return the bytes of the file at *location*.

    Raises SourceError about *shown*, the path to name in messages, if it is not a readable file.
    """
    try:
        handle = _open_to_read(location)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise SourceError(shown, "is not a file", "move it out of the folder, or rename it")
            return _read_all(handle, found.st_size)
        finally:
            os.close(handle)
    except OSError as error:
        raise SourceError.unreadable(shown, error, "make it a readable file, or move it away") from None


def _open_to_read(location: str) -> int:
    """Open the file at *location*, in NFC, and do not wait for the writer of a pipe; raise OSError."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(location, flags)
    except FileNotFoundError:
        return os.open(on_disk(location), flags)


def _read_all(handle: int, size: int) -> bytes:
    """Return what is in a file of about *size* bytes; one call may read less, and the file may grow."""
    data = os.read(handle, size + 1)
    while more := os.read(handle, 1 << 12):
        data += more
    return data
