"""What each file of a site was made from: the digests by which a build knows that it need not make it again."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from newsgen.cache import Cache


class Fresh:
    """The digests of the files in one output folder: two folders of one project do not confuse each other."""

    def __init__(self, cache: Cache, root: Path, output: Path) -> None:
        """Read what *cache* knows of *output*, a folder perhaps of the project at *root*."""
        self._cache = cache
        self.site = str(output.relative_to(root) if output.is_relative_to(root) else output)
        rows = cache.rows("SELECT path, digest, stamp FROM files WHERE site = ?", (self.site,))
        self.stamps: dict[str, str] = {path: stamp for path, _, stamp in rows}
        """Of all files that are vouched for, by path."""
        self._digests: dict[str, bytes] = {path: digest for path, digest, _ in rows}

    def stamp(self, path: str, digest: bytes) -> str | None:
        """Return the stamp of the file *path* if it was made from what has this *digest*."""
        return self.stamps[path] if self._digests.get(path) == digest else None

    def withdraw(self, paths: Iterable[str]) -> None:
        """Vouch for *paths* no more: a build that dies among its renames must not have vouched for them."""
        known = [(self.site, path) for path in paths if path in self.stamps]
        if known:
            with self._cache.together():
                self._cache.write("DELETE FROM files WHERE site = ? AND path = ?", known)

    def vouch(self, made: Mapping[str, tuple[bytes, str]]) -> None:
        """Remember digest and stamp of the files that were *made*, now that they are in place."""
        if made:
            rows = ((self.site, path, digest, stamp) for path, (digest, stamp) in made.items())
            with self._cache.together():
                self._cache.write("REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
