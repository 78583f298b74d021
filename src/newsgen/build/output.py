"""The output folder as one transaction.

A list in the output folder itself names the files that newsgen wrote: it alone says what may be
replaced or removed. It is extended before the first rename, so a build that dies owns what it left.
"""

import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from newsgen.build.report import Changes
from newsgen.build.staging import STAGING, Staging, has_content, stamp_of, write_file
from newsgen.errors import NewsgenError, OutputError, Problems

MANIFEST = ".newsgen-files"
"""The list of newsgen's own files, one path a line, sorted; itself not listed."""
_OUR_OWN = "|".join(map(re.escape, (MANIFEST, STAGING)))
_BELOW_OUTPUT = re.compile(
    rf"(?!(?:{_OUR_OWN})(?:/|\Z))(?!\.{{1,2}}(?:/|\Z))[^/\0\n]+(?:/(?!\.{{1,2}}(?:/|\Z))[^/\0\n]+)*"
)


@dataclass(slots=True)
class OutputTransaction:
    """A site on its way into the folder *output*: stage every file, then publish."""

    output: Path
    changes: Changes = field(default_factory=Changes)
    _staged: list[str] = field(default_factory=list)
    _produced: set[str] = field(default_factory=set)
    _ours: set[str] = field(default_factory=set)
    _missing: list[Path] = field(default_factory=list)
    """The output folder and those around it that did not exist, innermost first."""
    _obstacles: dict[Path, NewsgenError] = field(default_factory=dict)
    _entries: dict[str, dict[str, bool]] = field(default_factory=dict)
    """What was found in folders of the site before this build changed them: whether an entry is a folder."""
    _kinds: dict[str, Literal["missing", "folder", "other"]] = field(default_factory=dict)
    _moved: set[str] = field(default_factory=set)
    """Folders that were new, and have been moved into place as a whole."""
    _there: set[str] = field(default_factory=set)
    """Folders into which files are moved one by one."""

    def __enter__(self) -> Self:
        """Begin: clear what a killed build left in staging, read which files are ours."""
        self._missing = [folder for folder in (self.output, *self.output.parents) if not os.path.lexists(folder)]
        try:
            self._ours = _read_list(self.output / MANIFEST)
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

    @property
    def staging(self) -> Staging:
        """Where the files of this site are prepared."""
        return Staging(self.output)

    def claim(self, path: str) -> str | None:
        """Say that the site has a file *path*; return the stamp of the one of ours that is there, if any is.

        Each path is claimed once. One that somebody else's file holds is noted, and raised by `publish`.
        """
        if path in self._produced or not _is_below_output(path):
            raise RuntimeError(f"no place for a file: {path!r}")  # urls.py and archive.py see to that
        self._produced.add(path)
        try:
            found = self._at(path)
            if found and not stat.S_ISDIR(found.st_mode) and path in self._ours:
                return stamp_of(found)
            obstacle = self._obstacle(path, found)
        except OSError as error:
            raise OutputError.because("written", error, self.output) from None
        if obstacle:
            found_there, remedy = "is in the way and is not newsgen's", "move it away, or choose another --output"
            self._obstacles[obstacle] = OutputError(str(obstacle), found_there, remedy)
        return None

    def matches(self, stamps: Mapping[str, str]) -> bool:
        """Tell whether the site is just the files that have these *stamps*, by path, untouched; then claim them."""
        if stamps.keys() != self._ours:
            return False
        try:
            for path, stamp in stamps.items():
                found = self._at(path)
                if found is None or stamp_of(found) != stamp:
                    return False
        except OSError:
            return False
        self._produced.update(stamps)
        return True

    def add(self, path: str, *, is_staged: bool) -> None:
        """Take note that the claimed file *path* was staged, or that the site's own stays."""
        if is_staged:
            self._staged.append(path)
        else:
            self.changes.unchanged += 1

    def check(self) -> list[NewsgenError]:
        """Return an error for each file or folder of somebody else's where one of ours is to be."""
        return list(self._obstacles.values())

    def commit(self, before: Callable[[list[str]], None] = lambda _: None) -> None:
        """Move the staged files into place and remove those of ours that this build did not produce.

        *before* is called with the paths that change, when nothing stands in the way any more and nothing
        has been moved.
        """
        if self._obstacles:
            raise Problems(self.check())
        leaving = sorted(self._ours - self._produced)
        changing = [*self._staged, *leaving]
        try:
            self._refuse_read_only(changing)
            before(changing)
            self.output.mkdir(parents=True, exist_ok=True)
            self._write_list(self._ours | self._produced)
            for path in self._blocking(leaving):
                self._remove(path)
            for path in self._staged:
                self._move(path)
                self.changes.written += 1
            for path in leaving:  # last, so that a page's old style sheet is there until the page is new
                self._remove(path)
            self._write_list(self._produced)
        except OSError as error:
            raise OutputError.because("written", error, self.output) from None

    def _refuse_read_only(self, paths: Iterable[str]) -> None:
        """Raise, before anything is moved, where a file of *paths* could not be moved or removed."""
        for name in sorted({self._nearest_folder(path) for path in paths}):
            folder = self.output / name
            place = next(place for place in (folder, *folder.parents) if _is_folder(place))
            if not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))

    def _nearest_folder(self, path: str) -> str:
        """Return the innermost folder around *path* that the site has already; "" for the output folder."""
        folder = path.rpartition("/")[0]
        return folder if not folder or self._kind(folder) == "folder" else self._nearest_folder(folder)

    def _kind(self, folder: str) -> Literal["missing", "folder", "other"]:
        """Return what was at the place of a *folder*; a link is never a folder of ours."""
        if folder not in self._kinds:
            around, _, name = folder.rpartition("/")
            if around and self._kind(around) != "folder":
                self._kinds[folder] = "missing"
            else:
                if around not in self._entries:
                    self._entries[around] = dict(_entries(f"{self.output}/{around}"))
                is_folder = self._entries[around].get(name)
                self._kinds[folder] = "missing" if is_folder is None else "folder" if is_folder else "other"
        return self._kinds[folder]

    def _at(self, path: str) -> os.stat_result | None:
        """Return what is at the place of the file *path*; None where nothing is, or where it is behind a link."""
        folder = path.rpartition("/")[0]
        if folder and self._kind(folder) != "folder":
            return None
        try:
            return os.lstat(f"{self.output}/{path}")
        except FileNotFoundError:
            return None

    def _obstacle(self, path: str, found: os.stat_result | None) -> Path | None:
        """Return what stands where the file *path* is to be and is not ours; None where the way is free.

        A file of ours may be in the way of a folder, or the other way round: it leaves first.
        """
        if found is None:
            names = (name for name in _folders_of(path) if self._kind(name) == "other" and name not in self._ours)
            return next((self.output / name for name in names), None)
        place = self.output / path
        return None if stat.S_ISDIR(found.st_mode) and self._leaves(place) else place

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
        """Move a staged file into place; with the first of a folder that is new, the whole folder."""
        staged, site = f"{self.output}/{STAGING}", str(self.output)
        for folder in _folders_of(path):
            if folder in self._moved:
                return
            if folder in self._there:
                continue
            if not os.path.lexists(f"{site}/{folder}"):
                os.replace(f"{staged}/{folder}", f"{site}/{folder}")  # noqa: PTH105 - these are strings
                self._moved.add(folder)
                return
            self._there.add(folder)
        os.replace(f"{staged}/{path}", f"{site}/{path}")  # noqa: PTH105 - these are strings

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
        if not has_content(str(self.output / MANIFEST), data):
            write_file(str(self._staging / MANIFEST), data)
            (self._staging / MANIFEST).replace(self.output / MANIFEST)


def _read_list(file: Path) -> set[str]:
    """Return the paths on the list of ours; lines that newsgen cannot have written are not believed."""
    try:
        lines = file.read_bytes().decode(errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return set()
    return set(filter(_is_below_output, lines))


def _is_below_output(path: str) -> bool:
    """Tell a path that names one file below the output folder, and names it in the only way."""
    return bool(_BELOW_OUTPUT.fullmatch(path))


def _folders_of(path: str) -> list[str]:
    """Return the folders that *path* lies in, the outermost first."""
    names = path.split("/")[:-1]
    return ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]


def _entries(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield what is in *folder*, and whether it is a folder itself; nothing where there is none."""
    try:
        with os.scandir(folder) as entries:
            yield from ((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except (FileNotFoundError, NotADirectoryError):
        return


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path) and not _is_link(path)  # noqa: PTH112 - pathlib's raises where a name is too long


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - the same


def _remove_tree(folder: Path) -> None:
    if _is_folder(folder):
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
