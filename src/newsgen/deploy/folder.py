"""Publish a site to a local folder, such as one that a web server on this machine serves."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from newsgen.deploy.journal import JOURNAL
from newsgen.deploy.site import BuiltSite
from newsgen.deploy.target import Place, Sent, Settings, required
from newsgen.deploy.transfer import Found, StoreTarget
from newsgen.errors import OutputError
from newsgen.filesystem import real_path
from newsgen.model.receipt import RECEIPT

NEW = ".newsgen-deploy.new"
"""The name of the file that is written and then renamed; an interrupted deploy may leave this one behind."""


def read_settings(settings: Settings, place: Place) -> StoreTarget:
    """Return the target that *settings* describe: `path` is a folder, absolute or below the root of the project."""
    path = required(settings, "path", "/var/www/archive")
    folder = place.root / Path(path).expanduser()
    try:
        resolved, own = real_path(folder), [real_path(one) for one in (place.root, place.output)]
    except (OSError, RuntimeError):
        settings.fail("path", f"path {path!r} is a broken link", "remove it, or name another folder")
        return StoreTarget(_Folder(folder))
    parts = [own[0] / name for name in ("content", "seeds", "templates", ".newsgen")] + [own[1]]
    holds_them = any(one.is_relative_to(resolved) for one in own)
    if holds_them or any(resolved.is_relative_to(part) for part in parts):
        settings.fail("path", f"path {path!r} holds the project or its site, or is in it", "name a separate folder")
    return StoreTarget(_Folder(resolved))


class _Folder:
    """A folder on this machine, or on a disk that is mounted here."""

    def __init__(self, folder: Path) -> None:
        """Prepare to publish to *folder*, which may be missing."""
        self.where = str(folder)
        self._folder = folder

    def look(self) -> Found:
        if not self._folder.is_dir():
            if os.path.lexists(self._folder):
                raise OutputError(self.where, "is not a folder", "name another folder in content/site.yml")
            return Found()
        sizes = self._sizes()
        return Found(self._read(RECEIPT), self._read(JOURNAL), sizes, has_leftovers=NEW in sizes)

    def compare(self, site: BuiltSite, paths: Iterable[str]) -> Mapping[str, bool]:
        there = ((path, self._read(path)) for path in paths)
        return {path: data == site.read(path) for path, data in there if data is not None}

    def write(self, path: str, data: bytes) -> None:
        location, new = f"{self._folder}/{path}", f"{self._folder}/{NEW}"
        try:
            try:
                _write(new, location, data)
            except FileNotFoundError:
                os.makedirs(location.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - called for many files
                _write(new, location, data)
        except OSError as error:
            with suppress(OSError):
                os.unlink(new)  # noqa: PTH108 - the same
            raise OutputError.from_os_error("written", error, self._folder) from None

    def send(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:
        for path in paths:
            self.write(path, site.read(path))
            sent(path)

    def remove(self, site: BuiltSite, paths: Iterable[str], sent: Sent) -> None:  # noqa: ARG002 - as other stores
        for path in paths:
            file = self._folder / path
            try:
                for one in (file, self._folder / NEW):
                    with suppress(FileNotFoundError, NotADirectoryError):
                        one.unlink()
            except OSError as error:
                raise OutputError.from_os_error("removed", error, file) from None
            with suppress(OSError):  # the folder is not empty
                for folder in file.relative_to(self._folder).parents[:-1]:
                    (self._folder / folder).rmdir()
            sent(path)

    def _read(self, path: str) -> bytes | None:
        """Return the content of a file; None if there is none. Raise OutputError if another thing is at the path."""
        try:
            with open(f"{self._folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - called for many files
                return file.readall()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError.from_os_error("read", error, self._folder) from None

    def _sizes(self) -> Mapping[str, int]:
        sizes: dict[str, int] = {}
        pending = [(str(self._folder), "")]
        while pending:
            location, prefix = pending.pop()
            try:
                with os.scandir(location) as entries:
                    for entry in entries:
                        if entry.is_dir():
                            pending.append((entry.path, f"{prefix}{entry.name}/"))
                        elif entry.is_file():
                            sizes[prefix + entry.name] = entry.stat().st_size
            except OSError as error:
                raise OutputError.from_os_error("read", error, Path(location)) from None
        return sizes


def _write(new: str, location: str, data: bytes) -> None:
    """Write *data* to the file *new*, and rename it to *location*."""
    with open(new, "wb", buffering=0) as file:  # noqa: PTH123 - called for many files
        rest = memoryview(data)
        while rest:  # one call may write less, if the disk is nearly full
            rest = rest[file.write(rest) :]
    os.replace(new, location)  # noqa: PTH105 - the same
