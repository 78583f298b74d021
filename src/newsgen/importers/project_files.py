"""Write into content/ and seeds/, or pretend to."""

import hashlib
from pathlib import Path

from newsgen.errors import OutputError, SourceError
from newsgen.filesystem import replace_file, sha256


class ProjectFiles:
    """The project's files as they are, or in a dry run as they would be."""

    def __init__(self, root: Path, *, dry_run: bool) -> None:
        """Write below *root*, unless it is a *dry_run*."""
        self.root = root
        self.written = 0
        """Files."""
        self.dry_run = dry_run
        self._would_be: dict[str, str] = {}

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of the file at *path*; None where there is none."""
        if path in self._would_be:
            return self._would_be[path]
        try:
            with (self.root / path).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(path, f"cannot be read ({error.strerror})", "make it a readable file") from None

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at *path*; of one that a dry run would have written none."""
        if path in self._would_be:
            return b""
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise SourceError(path, f"cannot be read ({error.strerror})", "make it a readable file") from None

    def add(self, path: str, data: bytes) -> bool:
        """Write a new file; one with the same bytes stays, and one with others is left alone: tell whether it is so."""
        known = self.digest(path)
        if known is not None:
            return known == sha256(data)
        self.put(path, data)
        return True

    def copy(self, path: str, file: Path) -> None:
        """Write a new file that has the bytes of *file*."""
        try:
            self.add(path, file.read_bytes())
        except OSError as error:
            raise SourceError(str(file), f"cannot be read ({error.strerror})", "make it a readable file") from None

    def put(self, path: str, data: bytes) -> None:
        """Write a file, or put it in the place of one that newsgen wrote."""
        self.written += 1
        if self.dry_run:
            self._would_be[path] = sha256(data)
            return
        file = self.root / path
        try:
            replace_file(file, data)
        except OSError as error:
            raise OutputError.because("written", error, file) from None
