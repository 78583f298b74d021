"""Read a file to import where it is, or a copy if it is in a store and its importer needs a path on disk."""

import errno
import hashlib
import os
import posixpath
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from newsgen.errors import SourceError
from newsgen.filesystem import is_utf8
from newsgen.importers.file_kinds import Kind
from newsgen.importers.items import Finding, ImportedItem, Importer
from newsgen.importers.remote_files import AnyFile, RemoteFile, RemoteFolder
from newsgen.pages.media import FILE_EXTENSIONS, PICTURE_EXTENSIONS

_COPY_BYTES = 1024 * 1024
_MAX_NAME_BYTES = 255
_MAX_KEY_LETTERS = 1000
"""A store refuses to look for longer names."""
_NO_FILE = frozenset({errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL})
"""What a disk says of a name that no file on it can have."""
_DISK_REMEDY = "free some space, or set TMPDIR to another folder, and run the same import again"
_IN_PLACE = frozenset({"warc"})
"""Kinds whose importers read a store themselves, by ranges."""
_FETCHING = frozenset({"html", "ghost"})
"""Kinds whose importers fetch the pictures beside a file."""
_FOLDERS: Mapping[str, str] = {"substack": "posts"}
"""The folder beside a file, by the file's kind, that is needed as a whole."""


def digest_of(file: AnyFile) -> str:
    """Return the SHA-256 of a file, or "" if it is on disk and cannot be read; raise StoreError."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(cast("BufferedReader", stream), "sha256").hexdigest()
    except OSError:
        return ""


def read_file(file: AnyFile, name: str, kind: Kind | None, importer: Importer) -> Iterator[Finding]:
    """Yield what *importer* finds in a *file* of *kind*, called *name* in messages; raise StoreError."""
    if not isinstance(file, RemoteFile) or kind in _IN_PLACE:
        yield from importer(file, name)
        return
    with TemporaryDirectory(prefix="newsgen-", ignore_cleanup_errors=True) as folder:
        copy = _Copy(file, Path(folder))
        with _disk_errors(name):
            path = copy.make()
            if inner := _FOLDERS.get(kind or ""):
                copy.fetch_folder(inner)
        found_by = partial(importer, fetch=copy.fetch) if kind in _FETCHING else importer
        for found in found_by(path, name):
            with _disk_errors(name):
                yield _with_bytes(found) if isinstance(found, ImportedItem) else found


def _with_bytes(item: ImportedItem) -> ImportedItem:
    """Return *item* with the bytes of its pictures, because the copies of their files are removed."""
    read = {name: one.read_bytes() if isinstance(one, Path) else one for name, one in item.pictures.items()}
    return replace(item, pictures=read)


@contextmanager
def _disk_errors(name: str) -> Iterator[None]:
    """Raise an error of this machine's disk as one about the input *name*."""
    try:
        yield
    except OSError as error:
        raise SourceError(name, f"cannot be copied to this machine's disk ({error.strerror})", _DISK_REMEDY) from None


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of a file of a store in a folder of its own, with those files beside it that are asked for."""

    file: RemoteFile
    folder: Path
    asked: set[str] = field(default_factory=set)

    def make(self) -> Path:
        """Copy the file and return its path, which has the file's name unless no disk can store that."""
        name = self.file.name
        is_plain = name.strip(".") and "\0" not in name and len(os.fsencode(name)) <= _MAX_NAME_BYTES
        path = self.folder / (name if is_plain else f"file{self.file.suffix[:16]}".replace("\0", ""))
        _download(self.file, path)
        return path

    def fetch(self, path: str) -> None:
        """Copy the picture or the like at a relative *path* beside the file, if there is one; raise StoreError."""
        inner = posixpath.normpath(path.partition("\0")[0])
        extension = posixpath.splitext(inner)[1][1:].lower()
        is_wanted = extension in PICTURE_EXTENSIONS or extension in FILE_EXTENSIONS
        is_outside = inner.startswith(("/", "../"))
        if not is_wanted or is_outside or inner in self.asked or not is_utf8(inner) or len(inner) > _MAX_KEY_LETTERS:
            return
        self.asked.add(inner)
        try:
            self._fetch(inner)
        except OSError as error:
            if error.errno not in _NO_FILE:
                raise SourceError.unreadable(str(self.file), error, _DISK_REMEDY) from None

    def fetch_folder(self, name: str) -> None:
        """Copy the files of the folder *name* beside the file; raise StoreError."""
        for entry in RemoteFolder(self.file.bucket, f"{self._beside}{name}/").iterdir():
            if isinstance(entry, RemoteFile) and entry.name.strip("."):
                _download(entry, self.folder / name / entry.name)

    @property
    def _beside(self) -> str:
        """What the names of the objects in the folder of the file begin with."""
        return self.file.key[: len(self.file.key) - len(self.file.name)]

    def _fetch(self, inner: str) -> None:
        beside = RemoteFolder(self.file.bucket, self._beside)
        for spelled in dict.fromkeys((inner, unicodedata.normalize("NFD", inner))):  # macOS writes names in NFD
            found, target = beside.file(spelled), self.folder / spelled
            if found and not target.exists():
                _download(found, target)
                return


def _download(file: RemoteFile, path: Path) -> None:
    """Write the bytes of *file* to *path*, in folders that are made for it; raise StoreError or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as source, path.open("xb") as target:
        shutil.copyfileobj(source, target, _COPY_BYTES)
