"""Write a site: all of it first into a staging folder, then into place; remove what left.

A list in the output folder itself names the files that newsgen wrote: it alone says what may be
replaced or removed. It is extended before the first rename, so a build that dies owns what it left.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Self

from newsgen.errors import NewsgenError, OutputError, Problems

OURS = ".newsgen-files"
"""The list of newsgen's own files, one path a line, sorted; itself not listed."""
STAGING = ".newsgen-staging"


@dataclass(slots=True)
class Changes:
    """What a build did to the output folder."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold *folder*'s lock, which the kernel drops with this process; raise where another build has it."""
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        remedy = "make the project's folder writable"
        raise OutputError(str(folder), f"cannot be written ({error.strerror})", remedy) from None
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OutputError(str(folder), "another build of this project is running", "wait until it ends") from None
    finally:
        os.close(handle)


@dataclass(slots=True)
class Publication:
    """A site on its way into the folder *output*: stage every file, then publish."""

    output: Path
    changes: Changes = field(default_factory=Changes)
    _staged: list[str] = field(default_factory=list)
    _produced: set[str] = field(default_factory=set)
    _ours: set[str] = field(default_factory=set)
    _errors: list[NewsgenError] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Begin: clear what a killed build left in staging, read which files are ours."""
        try:
            self._ours = _read_list(self.output / OURS)
            _remove_tree(self._staging)
        except OSError as error:
            raise self._cannot("read", error) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the staging; leave no empty folder behind where nothing was published."""
        _remove_tree(self._staging)
        if self.output.is_dir() and not any(self.output.iterdir()):
            self.output.rmdir()

    @property
    def _staging(self) -> Path:
        return self.output / STAGING

    def stage(self, path: str, data: bytes) -> None:
        """Prepare the file *path* with the content *data*; the published site stays as it is.

        Raises OutputError where staging fails; a path that somebody else's file holds is noted and
        raised by `publish`, with all the others.
        """
        if path in self._produced:
            raise RuntimeError(f"two pages have the path {path}")  # addresses are checked in archive.py
        self._produced.add(path)
        target = self.output / path
        try:
            if not self._is_free(path):
                return
            if path in self._ours and _has_content(target, data):
                self.changes.unchanged += 1
                return
            staged = self._staging / path
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(data)
        except OSError as error:
            raise self._cannot("written", error) from None
        self._staged.append(path)

    def check(self) -> list[NewsgenError]:
        """Return an error for each staged path that somebody else's file or folder holds."""
        return self._errors

    def publish(self) -> None:
        """Move the staged files into place and remove those of ours that this build did not produce."""
        if self._errors:
            raise Problems(self._errors)
        leaving = sorted(self._ours - self._produced)
        try:
            self.output.mkdir(parents=True, exist_ok=True)
            self._write_list(self._ours | self._produced)
            for path in leaving:
                self._remove(path)
            for path in self._staged:
                target = self.output / path
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._staging / path).replace(target)
                self.changes.written += 1
            self._write_list(self._produced)
        except OSError as error:
            raise self._cannot("written", error) from None

    def _is_free(self, path: str) -> bool:
        """Tell whether newsgen may write *path*; note an error where a foreign file is in the way.

        A file of ours may be in the way of a folder, or the other way round: it leaves first.
        """
        for name in (path, *map(str, PurePosixPath(path).parents)):
            place = self.output / name
            if name == "." or not os.path.lexists(place):
                continue
            ours = name in self._ours and not place.is_dir()
            folder = place.is_dir() and not place.is_symlink()
            if not ours and (name == path or not folder) and not (name == path and self._holds_only_ours(place)):
                found = "is in the way and is not newsgen's"
                self._errors.append(OutputError(str(place), found, "move it away, or choose another --output"))
                return False
        return True

    def _holds_only_ours(self, folder: Path) -> bool:
        """Tell a folder whose files are all ours and leave with this build."""
        if folder.is_symlink() or not folder.is_dir():
            return False
        files = [file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir()]
        return all(file.relative_to(self.output).as_posix() in self._ours for file in files)

    def _remove(self, path: str) -> None:
        """Remove a file of ours, and the folders that it leaves empty."""
        target = self.output / path
        if not _is_below(target.parent, self.output) or (target.is_dir() and not target.is_symlink()):
            return  # a folder became a link out of the output, or somebody put a folder here
        if os.path.lexists(target):
            target.unlink()
            self.changes.removed += 1
        for folder in target.parents:
            if folder == self.output or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def _write_list(self, paths: set[str]) -> None:
        """Replace the list of ours, whole; keep the old file where it says the same."""
        data = "".join(f"{path}\n" for path in sorted(paths)).encode()
        if _has_content(self.output / OURS, data):
            return
        self._staging.mkdir(parents=True, exist_ok=True)
        (self._staging / OURS).write_bytes(data)
        (self._staging / OURS).replace(self.output / OURS)

    def _cannot(self, what: str, error: OSError) -> OutputError:
        remedy = "free some space, or make the folder writable"
        name = str(error.filename or self.output)
        return OutputError(name, f"cannot be {what} ({error.strerror})", remedy)


def _read_list(file: Path) -> set[str]:
    """Return the paths on the list of ours; lines that leave the output folder are not believed."""
    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if line and not line.startswith("/") and ".." not in PurePosixPath(line).parts}


def _has_content(file: Path, data: bytes) -> bool:
    """Tell whether *file* is a plain file with the content *data*."""
    if file.is_symlink() or not file.is_file() or file.stat().st_size != len(data):
        return False
    return file.read_bytes() == data


def _is_below(folder: Path, output: Path) -> bool:
    return folder.resolve().is_relative_to(output.resolve())


def _remove_tree(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
