"""Read and write the files of content/ and seeds/; a dry run only remembers what it would write."""

import hashlib
from pathlib import Path

from newsgen.errors import OutputError, SourceError
from newsgen.filesystem import on_disk, replace_file, sha256


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

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of the project's file at *path*, or None if it does not exist; may raise SourceError."""
        if path in self._dry_run_digests:
            return self._dry_run_digests[path]
        try:
            with self._file(path).open("rb") as stream:
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
            return self._file(path).read_bytes()
        except OSError as error:
            raise SourceError.unreadable(path, error) from None

    def add(self, path: str, data: bytes) -> None:
        """Write a new file of the project at *path* unless a file exists there."""
        if self.digest(path) is None:
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
        file = self._file(path)
        try:
            replace_file(file, data)
        except OSError as error:
            raise OutputError.from_os_error("written", error, file) from None

    def _file(self, path: str) -> Path:
        """Return the project's file at *path*, under the name that the disk has if it exists."""
        return Path(on_disk(f"{self.root}/{path}"))
