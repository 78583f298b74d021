"""Publish a site into the output folder in one transaction.

A manifest in the output folder lists the files that newsgen wrote; only these may be replaced or removed.
It is extended before the first rename, so that it also lists the files of a build that was killed.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from newsgen.build.report import Changes
from newsgen.build.staging import STAGING, Staging, has_content, stamp_of, write_file
from newsgen.errors import NewsgenError, OutputError, Problems
from newsgen.filesystem import folders_of
from newsgen.model.receipt import is_site_path

MANIFEST = ".newsgen-files"
"""The list of the files that newsgen wrote: one path per line, sorted, without the manifest itself."""
_UNUSUAL = ("\n.", "\n/", "/.", "//", "/\n", "\0")
"""A list of paths without any of these holds only output paths; they are found faster."""


@dataclass
class OutputTransaction:
    """A new version of the site in the folder *output*: claim and stage every file, then commit."""

    output: Path
    changes: Changes = field(default_factory=Changes)
    _staged: list[str] = field(default_factory=list)
    _claimed: set[str] = field(default_factory=set)
    _published: set[str] = field(default_factory=set)
    _missing: list[Path] = field(default_factory=list)
    """The output folder and its parent folders that did not exist, innermost first."""
    _obstacles: dict[Path, NewsgenError] = field(default_factory=dict)
    _entries: dict[str, dict[str, bool]] = field(default_factory=dict)
    """The entries of each folder of the site before this build changed it, and whether each is a folder itself."""
    _kinds: dict[str, Literal["missing", "folder", "other"]] = field(default_factory=dict)
    _moved_folders: set[str] = field(default_factory=set)
    """New folders that have been moved into place as a whole."""
    _existing_folders: set[str] = field(default_factory=set)
    """Folders that existed already, into which files are moved one by one."""

    def __enter__(self) -> Self:
        """Begin: read the output's manifest and clear what a killed build left in the staging folder."""
        self._missing = [folder for folder in (self.output, *self.output.parents) if not os.path.lexists(folder)]
        try:
            self._published = _read_manifest(self.output / MANIFEST)
            _remove_tree(self._staging)
        except OSError as error:
            unnamed = OSError(error.errno, error.strerror)  # without the file, as the user chose only the folder
            raise OutputError.from_os_error("the output folder", unnamed, self.output) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the staging folder; if nothing was published, also remove output folders that did not exist before."""
        with suppress(OSError):  # the next build clears the staging folder too
            _remove_tree(self._staging)
            for folder in self._missing:
                folder.rmdir()

    @property
    def _staging(self) -> Path:
        return self.output / STAGING

    def open_staging(self) -> Staging:
        """Create the staging folder of this site and return it; raise OutputError."""
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError.from_os_error("written", error, self.output) from None
        return Staging(self.output)

    def claim(self, path: str) -> str | None:
        """Claim *path* of the output for a file; return the stamp of the file that newsgen published there, or None.

        Each path can be claimed once. A foreign file at the path is recorded as an obstacle, which `commit` raises.
        """
        stamp = self._present.get(path)
        if path in self._claimed or (stamp is None and not _is_output_path(path)):
            raise RuntimeError(f"no place for a file: {path!r}")  # model/urls.py and archive/ must not let this happen
        self._claimed.add(path)
        if stamp is not None:
            return stamp
        try:
            obstacle = self._obstacle(path, self._stat(path))
        except OSError as error:
            raise OutputError.from_os_error("written", error, self.output) from None
        if obstacle:
            found_there = "is in the way and was not written by newsgen"
            remedy = "move it away, or choose another folder with --output"
            self._obstacles[obstacle] = OutputError(str(obstacle), found_there, remedy)
        return None

    def matches(self, stamps: Mapping[str, str]) -> bool:
        """Return whether the output has exactly the files with these *stamps*, by path; if so, claim them."""
        if stamps != self._present or len(stamps) != len(self._published):
            return False
        self._claimed.update(stamps)
        return True

    @cached_property
    def _present(self) -> dict[str, str]:
        """The stamps of the files that newsgen published in the output and that are still there, by path."""
        stamps: dict[str, str] = {}
        start, kinds = f"{self.output}/", self._kinds
        for path in self._published:  # the same as `_stat`, but faster: a build without changes does little else
            folder = path.rpartition("/")[0]
            try:
                if folder and (kinds.get(folder) or self._kind(folder)) != "folder":
                    continue
                found = os.lstat(start + path)
            except OSError:  # reported if the path is claimed
                continue
            if not stat.S_ISDIR(found.st_mode):
                stamps[path] = stamp_of(found)
        return stamps

    def add(self, path: str, *, is_staged: bool) -> None:
        """Record that the claimed output file *path* was staged, or that the published file stays."""
        if is_staged:
            self._staged.append(path)
        else:
            self.changes.unchanged += 1

    def check(self) -> list[NewsgenError]:
        """Return an error for each foreign file or folder in the output at a path that the site needs."""
        return list(self._obstacles.values())

    def commit(self, before: Callable[[list[str]], None] = lambda _: None) -> None:
        """Move the staged files into the output, and remove the files of newsgen that this build did not claim.

        *before* is called with the paths that will change, after all checks and before anything is moved. Raises
        Problems if there are obstacles, OutputError if a file cannot be moved or removed.
        """
        if self._obstacles:
            raise Problems(self.check())
        obsolete = sorted(self._published - self._claimed)
        changing = [*self._staged, *obsolete]
        try:
            self._check_writable(changing)
            before(changing)
            self.output.mkdir(parents=True, exist_ok=True)
            self._write_manifest(self._published | self._claimed)
            for path in self._blocking(obsolete):
                self._remove(path)
            for path in self._staged:
                self.move(path)
                self.changes.written += 1
            for path in obsolete:  # last, so that an old style sheet exists until the pages that use it are replaced
                self._remove(path)
            self._write_manifest(self._claimed)
        except OSError as error:
            raise OutputError.from_os_error("written", error, self.output) from None

    def _check_writable(self, paths: Iterable[str]) -> None:
        """Raise PermissionError if the folder of one of *paths* in the output is not writable."""
        for name in sorted({self._nearest_folder(path) for path in paths}):
            folder = self.output / name
            existing = next(parent for parent in (folder, *folder.parents) if _is_folder(parent))
            if not os.access(existing, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(existing))

    def _nearest_folder(self, path: str) -> str:
        """Return the innermost existing folder of the output around *path*; "" for the output folder itself."""
        folder = path.rpartition("/")[0]
        return folder if not folder or self._kind(folder) == "folder" else self._nearest_folder(folder)

    def _kind(self, folder: str) -> Literal["missing", "folder", "other"]:
        """Return what was at the output's path *folder* before this build; a link counts as "other"."""
        if folder not in self._kinds:
            parent, _, name = folder.rpartition("/")
            if parent and self._kind(parent) != "folder":
                self._kinds[folder] = "missing"
            else:
                if parent not in self._entries:
                    self._entries[parent] = _entries(f"{self.output}/{parent}")
                is_folder = self._entries[parent].get(name)
                self._kinds[folder] = "missing" if is_folder is None else "folder" if is_folder else "other"
        return self._kinds[folder]

    def _stat(self, path: str) -> os.stat_result | None:
        """Return the status of the output file *path* itself, or None if it does not exist or is behind a link."""
        folder = path.rpartition("/")[0]
        if folder and self._kind(folder) != "folder":
            return None
        try:
            return os.lstat(f"{self.output}/{path}")
        except FileNotFoundError:
            return None

    def _obstacle(self, path: str, found: os.stat_result | None) -> Path | None:
        """Return the foreign file or folder in the output that prevents the file *path*; None if nothing does.

        A file of newsgen where a folder is needed, and the reverse, is not an obstacle: it is removed first.
        """
        if found is None:
            names = (name for name in folders_of(path) if self._kind(name) == "other" and name not in self._published)
            return next((self.output / name for name in names), None)
        target = self.output / path
        return None if stat.S_ISDIR(found.st_mode) and self._disappears(target) else target

    def _disappears(self, folder: Path) -> bool:
        """Return whether an output *folder* disappears with newsgen's files; a killed build may have left it empty."""
        items = list(folder.iterdir())
        if not items:
            name = folder.relative_to(self.output).as_posix()
            return any(path.startswith(f"{name}/") for path in self._published)
        return all(
            self._disappears(item) if _is_folder(item) else item.relative_to(self.output).as_posix() in self._published
            for item in items
        )

    def _blocking(self, obsolete: list[str]) -> list[str]:
        """Return those of the *obsolete* output files at whose path a staged file, or a folder for one, is needed."""
        if not obsolete:
            return []
        folders = {folder for path in self._staged for folder in folders_of(path)}
        files = set(self._staged)
        return [path for path in obsolete if path in folders or not files.isdisjoint(folders_of(path))]

    def move(self, path: str) -> None:
        """Move a staged file into the output folder; if its folder does not exist yet, move the whole folder."""
        staged, site = f"{self.output}/{STAGING}", str(self.output)
        for folder in folders_of(path):
            if folder in self._moved_folders:
                return
            if folder in self._existing_folders:
                continue
            if not os.path.lexists(f"{site}/{folder}"):
                os.replace(f"{staged}/{folder}", f"{site}/{folder}")  # noqa: PTH105 - these are strings
                self._moved_folders.add(folder)
                return
            self._existing_folders.add(folder)
        os.replace(f"{staged}/{path}", f"{site}/{path}")  # noqa: PTH105 - these are strings

    def _remove(self, path: str) -> None:
        """Remove a file of newsgen from the output, if it still exists, and the folders that become empty."""
        target = self.output / path
        if _is_folder(target) or any(_is_link(self.output / name) for name in folders_of(path)):
            return  # somebody has replaced it by a folder, or by a link that may lead out of the output folder
        if os.path.lexists(target):
            target.unlink()
            self.changes.removed += 1
        for name in reversed(folders_of(path)):
            try:
                (self.output / name).rmdir()
            except FileNotFoundError:
                continue
            except OSError:  # it is not empty
                break

    def _write_manifest(self, paths: set[str]) -> None:
        """Replace the output's manifest by one that lists *paths*, unless it lists them already."""
        data = "".join(f"{path}\n" for path in sorted(paths)).encode(errors="surrogateescape")
        if not has_content(str(self.output / MANIFEST), data):
            self._staging.mkdir(exist_ok=True)
            write_file(str(self._staging / MANIFEST), data)
            (self._staging / MANIFEST).replace(self.output / MANIFEST)


def _read_manifest(file: Path) -> set[str]:
    """Return the paths in the output's manifest, without lines newsgen cannot have written; empty if missing."""
    try:
        text = file.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return set()
    lines = text.split("\n")
    is_plain = not any(map(f"\n{text}\n".__contains__, _UNUSUAL))
    return set(filter(None if is_plain else _is_output_path, lines))


def _is_output_path(path: str) -> bool:
    """Return whether *path* names a file inside the output folder, in normal form and not reserved by newsgen."""
    return is_site_path(path) and path.partition("/")[0] not in {MANIFEST, STAGING}


def _entries(folder: str) -> dict[str, bool]:
    """Return the names in an output *folder*, each with whether it is a folder; empty if it does not exist."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path) and not _is_link(path)  # noqa: PTH112 - pathlib's raises if a name is too long


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - the same


def _remove_tree(folder: Path) -> None:
    if _is_folder(folder):
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
