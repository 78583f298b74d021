"""Remember the media files of the last build, which are read again only if they have changed."""

from collections.abc import Iterable
from pathlib import Path

from newsgen.build.cache import Cache
from newsgen.build.file_changes import UNKNOWN, stamps_of
from newsgen.model.pictures import MediaFile

_NAME = "media"
"""Under which the cache has them."""


class KnownMedia:
    """The media files of a project as the last build found them: reading a thousand photographs takes seconds."""

    def __init__(self, cache: Cache, root: Path) -> None:
        """Read from *cache* what is known of the media files below *root*."""
        self._cache = cache
        self._root = root
        stored = cache.recall(_NAME)
        self._known: dict[str, tuple[str, MediaFile]] = stored if isinstance(stored, dict) else {}
        self._stamps: dict[str, str] = {}
        """By path, as they were before the file was read."""

    def unchanged(self, path: str) -> MediaFile | None:
        """Return the media file at *path* if it has not changed since the last build, else None."""
        stamps = self._stamps[path] = stamps_of(self._root, [path])
        known_stamps, file = self._known.get(path, (UNKNOWN, None))
        return file if stamps != UNKNOWN and stamps == known_stamps else None

    def remember(self, files: Iterable[MediaFile]) -> None:
        """Store in the cache the *files* of this build, for the next one."""
        paths = {file.path: file for file in files if self._stamps.get(file.path, UNKNOWN) != UNKNOWN}
        known = {path: (self._stamps[path], file) for path, file in sorted(paths.items())}
        if known != self._known:
            self._cache.remember(_NAME, known)
