"""What the last build knew and wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsgen.build.cache import Cache
from newsgen.model.config import Config, Options
from newsgen.model.pickling import by_fields


@by_fields
@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that was made."""

    path: str
    digest: bytes
    """Of what it was made from."""
    stamp: str
    is_staged: bool = True
    """False where the site has this very file already."""
    article: str | None = None
    """The id of the article that it shows, where it is a page of one."""
    page: bytes = b""
    """That page, as `seal_page` has it: where only a text changes, it is rendered again as it was planned."""


class BuildState:
    """The digests of the files in one output folder: two folders of one project do not confuse each other."""

    def __init__(self, cache: Cache, root: Path, output: Path) -> None:
        """Read what *cache* knows of *output*, a folder perhaps of the project at *root*."""
        self._cache = cache
        folder = str(output.relative_to(root) if output.is_relative_to(root) else output)
        self.site = folder.encode(errors="surrogateescape").decode(errors="backslashreplace")
        query = "SELECT path, digest, stamp FROM files WHERE site = ?"
        rows = cache.rows(query, (str, bytes, str), (self.site,))
        self.stamps: dict[str, str] = {path: stamp for path, _, stamp in rows}
        """Of all files that are vouched for, by path."""
        self._digests: dict[str, bytes] = {path: digest for path, digest, _ in rows}

    def stamp(self, path: str, digest: bytes) -> str | None:
        """Return the stamp of the file *path* if it was made from what has this *digest*."""
        return self.stamps[path] if self._digests.get(path) == digest else None

    def invalidate(self, paths: Iterable[str]) -> None:
        """Vouch for *paths* no more: a build that dies among its renames must not have vouched for them."""
        known = [(self.site, path) for path in paths if path in self.stamps]
        if known:
            with self._cache.together():
                self._cache.write("DELETE FROM files WHERE site = ? AND path = ?", known)

    def record(self, made: Iterable[Artifact]) -> None:
        """Remember what the files that were *made* are made from, now that they are in place."""
        rows = [(self.site, one.path, one.digest, one.stamp, one.article) for one in made]
        if rows:
            with self._cache.together():
                self._cache.write("REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)
                left = "DELETE FROM pages WHERE site = ? AND path NOT IN (SELECT path FROM files WHERE site = ?)"
                self._cache.write(left, [(self.site, self.site)])

    def remember(self, name: str, value: Any) -> None:
        """Keep something else of this site for the next build."""
        self._cache.remember(f"{name} of {self.site}", value)

    def recall(self, name: str) -> Any:
        """Return what was kept under *name*; None where nothing was."""
        return self._cache.fact(f"{name} of {self.site}")

    def keep_pages(self, made: Sequence[Artifact]) -> None:
        """Keep how the pages of articles were planned; a plan counts only while its file is vouched for."""
        rows = [(self.site, one.path, one.digest, one.page) for one in made if one.page]
        if rows:
            with self._cache.together():
                self._cache.write("REPLACE INTO pages VALUES (?, ?, ?, ?)", rows)

    def pages_of(self, article: str) -> list[bytes] | None:
        """Return the pages that show an *article*, by its id, sealed; None where one is not known."""
        query = "SELECT page FROM files LEFT JOIN pages USING (site, path, digest) WHERE site = ? AND files.article = ?"
        pages = [row[0] for row in self._cache.rows(query, (bytes,), (self.site, article))]
        return None if b"" in pages else pages


@dataclass(frozen=True, slots=True)
class BuildJob:
    """A build that is to be done."""

    config: Config
    options: Options
    cache: Cache
    fresh: BuildState
    """What is known of the files in the output folder."""
