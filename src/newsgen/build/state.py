"""Record which files a build produced and from which inputs, so that the next build can skip them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from newsgen.build.cache import CHECKSUM_SIZE, Cache, seal
from newsgen.build.staging import Staged
from newsgen.errors import NewsgenError
from newsgen.loaders.sources import Source, find_sources
from newsgen.model.config import Config, Options
from newsgen.model.pickling import pickle_by_fields


@pickle_by_fields
@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site that this build produced."""

    path: str
    digest: bytes
    """The digest of the inputs from which the file was made."""
    stamp: str
    """Identifies this version of the file, as `stamp_of` in `staging` returns it."""
    sha256: bytes
    """Of its content."""
    is_staged: bool = True
    """False if the site already has a file with the same content."""
    article: str | None = None
    """The id of the article that the page shows; None if the file is not a page of an article."""

    @classmethod
    def of(cls, path: str, digest: bytes, staged: Staged, article: str | None = None) -> Self:
        """Return the artifact at *path*, given the *digest* of its inputs and what became of it in the staging."""
        return cls(path, digest, staged.stamp, staged.sha256, staged.is_staged, article)


class BuildState:
    """The digests and stamps of the files in one output folder; each output folder of a project has its own."""

    def __init__(self, cache: Cache, root: Path, output: Path) -> None:
        """Read from *cache* the state of the folder *output*, which may be inside the project at *root*."""
        self._cache = cache
        folder = str(output.relative_to(root) if output.is_relative_to(root) else output)
        self.site = folder.encode(errors="surrogateescape").decode(errors="backslashreplace")
        query = "SELECT path, digest, stamp FROM files WHERE site = ?"
        rows = cache.rows(query, (str, bytes, str), (self.site,))
        self.stamps: dict[str, str] = {path: stamp for path, _, stamp in rows}
        """The stamps of all recorded files, by path."""
        self._digests: dict[str, bytes] = {path: digest for path, digest, _ in rows}

    def stamp(self, path: str, digest: bytes) -> str | None:
        """Return the stamp in the state for the file *path* if made from inputs with this *digest*, else None."""
        return self.stamps[path] if self._digests.get(path) == digest else None

    def sha256s(self, paths: Sequence[str] = ()) -> dict[str, bytes]:
        """Return the recorded SHA-256 digests of the contents of the files at *paths*, or of all files, by path.

        A digest that was damaged is missing.
        """
        chosen = f" AND path IN ({', '.join('?' * len(paths))})" if paths else ""
        query = f"SELECT path, sha256 FROM files WHERE site = ?{chosen}"  # noqa: S608 - only question marks vary
        rows = self._cache.rows(query, (str, bytes), (self.site, *paths))
        return {path: sealed[CHECKSUM_SIZE:] for path, sealed in rows if seal(sealed[CHECKSUM_SIZE:]) == sealed}

    def invalidate(self, paths: Iterable[str]) -> None:
        """Forget the recorded digests of *paths* before replacing them: an interrupted build leaves no stale entry."""
        known = [(self.site, path) for path in paths if path in self.stamps]
        if known:
            with self._cache.transaction():
                self._cache.write("DELETE FROM files WHERE site = ? AND path = ?", known)

    def record(self, artifacts: Iterable[Artifact]) -> None:
        """Record in the build's state the digests and stamps of *artifacts*, which are now in place."""
        rows = [(self.site, one.path, one.digest, one.stamp, one.article, seal(one.sha256)) for one in artifacts]
        if rows:
            with self._cache.transaction():
                self._cache.write("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
                orphans = "DELETE FROM pages WHERE site = ? AND path NOT IN (SELECT path FROM files WHERE site = ?)"
                self._cache.write(orphans, [(self.site, self.site)])

    def remember(self, name: str, value: Any) -> None:
        """Store *value* under *name* in the state, for the next build into this output folder."""
        self._cache.remember(f"{name} of {self.site}", value)

    def recall(self, name: str) -> Any:
        """Return the value stored in the state under *name* for this output folder; None if it is missing."""
        return self._cache.recall(f"{name} of {self.site}")

    def keep_pages(self, pages: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Keep planned pages of articles in the state, given path, digest of inputs and serialised page of each.

        A page that is kept is used only while its file was made from inputs with this digest.
        """
        rows = [(self.site, *page) for page in pages]
        if rows:
            with self._cache.transaction():
                self._cache.write("REPLACE INTO pages VALUES (?, ?, ?, ?)", rows)

    def pages_of(self, article: str) -> list[bytes] | None:
        """Return the state's serialised pages of the *article* (its id), or None if the plan of one is missing."""
        query = (
            "SELECT COALESCE(page, x'') FROM files LEFT JOIN pages USING (site, path, digest)"
            " WHERE site = ? AND files.article = ?"
        )
        pages = [row[0] for row in self._cache.rows(query, (bytes,), (self.site, article))]
        return None if b"" in pages else pages


@dataclass(frozen=True)
class BuildJob:
    """One build to run, with its settings and what is known from earlier builds."""

    config: Config
    options: Options
    cache: Cache
    state: BuildState
    """What is known about the files in the output folder."""
    templates: str
    """The digests, in hexadecimal, of all files in the template folders before the build read one of them."""

    @cached_property
    def sources(self) -> tuple[list[Source], list[NewsgenError], list[str]]:
        """The sources of the project when the build first looked, as `find_sources` returns them."""
        return find_sources(self.config.root)
