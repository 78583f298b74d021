"""Read and write the files of content/ and seeds/; a dry run only remembers what it would write."""

import hashlib
import os
from pathlib import Path

from newsgen.errors import OutputError, SourceError
from newsgen.filesystem import on_disk, replace_file, sha256, spellings_in


class ProjectFiles:
    """The files of a project; in a dry run, as they would be after the import."""

    def __init__(self, root: Path, *, dry_run: bool) -> None:
        """Read and write the project's files below *root*; a *dry_run* writes nothing."""
        self.root = root
        self.written = 0
        """Number of files written, or in a dry run those that would be."""
        self.dry_run = dry_run
        self._dry_run_digests: dict[str, str] = {}
        """SHA-256 of the files that only a dry run would have written, by path."""
        self._folders: dict[str, tuple[str, dict[str, str]]] = {}
        """For each folder its location, and the names on the disk that are not in NFC, by their NFC."""

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of the project's file at *path*, or None if it does not exist; may raise SourceError."""
        if path in self._dry_run_digests:
            return self._dry_run_digests[path]
        try:
            with open(self._location(path), "rb") as stream:  # noqa: PTH123 - called for every file, and faster
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError.unreadable(path, error) from None

    def read(self, path: str) -> bytes:
        """Return the bytes of the project's file at *path*, b"" if only a dry run would have written it.

        Raise SourceError if it cannot be read.
        """
        if path in self._dry_run_digests:
            return b""
        try:
            return Path(self._location(path)).read_bytes()
        except OSError as error:
            raise SourceError.unreadable(path, error) from None

    def add(self, path: str, data: bytes) -> None:
        """Write a new file of the project at *path* unless a file exists there."""
        if path not in self._dry_run_digests and not os.path.lexists(self._location(path)):
            self.write(path, data)

    def copy(self, path: str, file: Path | bytes) -> None:
        """Copy *file*, or bytes, to the project's *path* unless a file is there; raise SourceError if unreadable."""
        try:
            self.add(path, file if isinstance(file, bytes) else file.read_bytes())
        except OSError as error:
            raise SourceError.unreadable(str(file), error) from None

    def write(self, path: str, data: bytes) -> None:
        """Write or replace the project's file at *path*; raise OutputError if it cannot be written."""
        self.written += 1
        if self.dry_run:
            self._dry_run_digests[path] = sha256(data)
            return
        file = self._location(path)
        try:
            replace_file(file, data)
        except OSError as error:
            raise OutputError.from_os_error("written", error, Path(file)) from None

    def remove(self, path: str) -> None:
        """Delete the project's file at *path*; raise OutputError if that fails."""
        if self.dry_run:
            return
        file = Path(self._location(path))
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError.from_os_error("deleted", error, file) from None

    def _location(self, path: str) -> str:
        """Return where the project's file at *path* is or will be, under the name that the disk has if it exists.

        Each folder is listed once, because an import writes many files: it alone does meanwhile, with names in NFC.
        """
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            location = on_disk(f"{self.root}/{folder}")
            self._folders[folder] = location, spellings_in(location)
        location, spellings = self._folders[folder]
        return f"{location}/{spellings.get(name, name)}"
