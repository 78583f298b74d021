"""Write a site: all of it first into a staging folder, then into place; remove what left.

A list in the output folder itself names the files that newsgen wrote: it alone says what may be
replaced or removed. It is extended before the first rename, so a build that dies owns what it left.
"""

import errno
import filecmp
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
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


@dataclass(slots=True)
class Publication:
    """A site on its way into the folder *output*: stage every file, then publish."""

    output: Path
    changes: Changes = field(default_factory=Changes)
    _staged: list[str] = field(default_factory=list)
    _produced: set[str] = field(default_factory=set)
    _ours: set[str] = field(default_factory=set)
    _missing: list[Path] = field(default_factory=list)
    """The output folder and those around it that did not exist, innermost first."""
    _obstacles: dict[Path, NewsgenError] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Begin: clear what a killed build left in staging, read which files are ours."""
        self._missing = [folder for folder in (self.output, *self.output.parents) if not os.path.lexists(folder)]
        try:
            self._ours = _read_list(self.output / OURS)
            _remove_tree(self._staging)
        except OSError as error:
            unnamed = OSError(error.errno, error.strerror)  # the user chose the folder, not the file in it
            raise OutputError.because("the output folder", unnamed, self.output) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the staging; where nothing was published leave no folder behind that was not there."""
        with suppress(OSError):  # the next build clears the staging too
            _remove_tree(self._staging)
            for folder in self._missing:
                folder.rmdir()

    @property
    def _staging(self) -> Path:
        return self.output / STAGING

    def stage(self, path: str, data: bytes | Path) -> None:
        """Prepare the file *path* with the content *data*, or that of the file *data*; the site stays as it is.

        Raises OutputError where staging fails; a path that somebody else's file holds is noted and
        raised by `publish`, with all the others.
        """
        if path in self._produced or not _is_below_output(path):
            raise RuntimeError(f"no place for a file: {path!r}")  # urls.py and archive.py see to that
        self._produced.add(path)
        try:
            obstacle = self._obstacle(path)
            if obstacle:
                found, remedy = "is in the way and is not newsgen's", "move it away, or choose another --output"
                self._obstacles[obstacle] = OutputError(str(obstacle), found, remedy)
            elif path in self._ours and _has_content(self.output / path, data):
                self.changes.unchanged += 1
            else:
                _write(self._staging / path, data)
                self._staged.append(path)
        except OSError as error:
            raise OutputError.because("written", error, self.output) from None

    def check(self) -> list[NewsgenError]:
        """Return an error for each file or folder of somebody else's where one of ours is to be."""
        return list(self._obstacles.values())

    def publish(self, before: Callable[[], None] = lambda: None) -> None:
        """Move the staged files into place and remove those of ours that this build did not produce.

        *before* is called when nothing stands in the way any more, and nothing has been moved.
        """
        if self._obstacles:
            raise Problems(self.check())
        leaving = sorted(self._ours - self._produced)
        try:
            self._refuse_read_only({*self._staged, *leaving})
            before()
            self.output.mkdir(parents=True, exist_ok=True)
            self._write_list(self._ours | self._produced)
            for path in self._blocking(leaving):
                self._remove(path)
            for path in self._staged:
                self._move(path)
            for path in leaving:  # last, so that a page's old style sheet is there until the page is new
                self._remove(path)
            self._write_list(self._produced)
        except OSError as error:
            raise OutputError.because("written", error, self.output) from None

    def _refuse_read_only(self, paths: set[str]) -> None:
        """Raise, before anything is moved, where a file of *paths* could not be moved or removed."""
        for path in sorted(paths):
            folder = next(folder for folder in (self.output / path).parents if _is_folder(folder))
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    def _obstacle(self, path: str) -> Path | None:
        """Return what stands where the file *path* is to be and is not ours; None where the way is free.

        A file of ours may be in the way of a folder, or the other way round: it leaves first.
        """
        for name in _folders_of(path):
            folder = self.output / name
            if not os.path.lexists(folder):
                return None
            if not _is_folder(folder):
                return None if name in self._ours else folder
        place = self.output / path
        free = self._leaves(place) if _is_folder(place) else path in self._ours or not os.path.lexists(place)
        return None if free else place

    def _leaves(self, folder: Path) -> bool:
        """Tell a folder that goes with the files of ours in it; a killed build may have left it empty."""
        inside = list(folder.iterdir())
        if not inside:
            name = folder.relative_to(self.output).as_posix()
            return any(path.startswith(f"{name}/") for path in self._ours)
        return all(
            self._leaves(entry) if _is_folder(entry) else entry.relative_to(self.output).as_posix() in self._ours
            for entry in inside
        )

    def _blocking(self, leaving: list[str]) -> list[str]:
        """Return those of *leaving* that stand where a staged file, or a folder for one, is to be."""
        folders = {folder for path in self._staged for folder in _folders_of(path)}
        files = set(self._staged)
        return [path for path in leaving if path in folders or not files.isdisjoint(_folders_of(path))]

    def _move(self, path: str) -> None:
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._staging / path).replace(target)
        self.changes.written += 1

    def _remove(self, path: str) -> None:
        """Remove a file of ours, if it is still there, and the folders that it leaves empty."""
        target = self.output / path
        if _is_folder(target) or any(_is_link(self.output / name) for name in _folders_of(path)):
            return  # somebody put a folder here, or a link that may lead out of the output
        if os.path.lexists(target):
            target.unlink()
            self.changes.removed += 1
        for name in reversed(_folders_of(path)):
            try:
                (self.output / name).rmdir()
            except FileNotFoundError:
                continue
            except OSError:  # it is not empty
                break

    def _write_list(self, paths: set[str]) -> None:
        """Replace the list of ours, whole; keep the old file where it says the same."""
        data = "".join(f"{path}\n" for path in sorted(paths)).encode(errors="surrogateescape")
        if not _has_content(self.output / OURS, data):
            _write(self._staging / OURS, data)
            (self._staging / OURS).replace(self.output / OURS)


def _read_list(file: Path) -> set[str]:
    """Return the paths on the list of ours; lines that newsgen cannot have written are not believed."""
    try:
        lines = file.read_bytes().decode(errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return set()
    return set(filter(_is_below_output, lines))


def _is_below_output(path: str) -> bool:
    """Tell a path that names one file below the output folder, and names it in the only way."""
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and parts[0] not in {OURS, STAGING} and not set("\0\n") & set(path)


def _folders_of(path: str) -> list[str]:
    """Return the folders that *path* lies in, the outermost first."""
    return [str(folder) for folder in reversed(PurePosixPath(path).parents)][1:]


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path) and not _is_link(path)  # noqa: PTH112 - pathlib's raises where a name is too long


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - the same


def _has_content(file: Path, data: bytes | Path) -> bool:
    """Tell whether *file* is a plain file with the content *data*, or that of the file *data*."""
    if file.is_symlink() or not file.is_file():
        return False
    if isinstance(data, Path):  # it may be a film: it is never in memory whole
        return filecmp.cmp(file, data, shallow=False)
    return file.stat().st_size == len(data) and file.read_bytes() == data


def _write(file: Path, data: bytes | Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, Path):
        shutil.copyfile(data, file)
    else:
        file.write_bytes(data)


def _remove_tree(folder: Path) -> None:
    if _is_folder(folder):
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
