"""Keep the files of indexes between builds, one folder for each index, named after the digest of what is in it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from newsgen.errors import NewsgenError
from newsgen.filesystem import sha256

FOLDER = "search"
"""Inside the folder of the cache."""
DRAFTS_FOLDER = "search-with-drafts"
"""The same for sites with drafts, so that a preview does not remove what the published site needs."""
_LIST = "files.json"
_REMEDY = f"delete the folder .newsgen/{FOLDER} and build again"


class StoredFile(NamedTuple):
    """A file of an index."""

    path: str
    """Below the folder of the index."""
    sha256: str


class IndexStore:
    """The stored indexes in one folder, which may be lost or damaged at any time."""

    def __init__(self, folder: Path) -> None:
        """Keep the indexes in *folder*, which need not exist."""
        self.folder = folder

    def read(self, digest: str) -> list[StoredFile] | None:
        """Return the files of the stored index with this *digest*; None if one is missing or was changed in length."""
        folder = self.folder / digest
        try:
            listed = json.loads((folder / _LIST).read_bytes())
            files = [(StoredFile(str(path), str(digest)), size) for path, digest, size in listed]
            is_whole = all((folder / file.path).stat().st_size == size for file, size in files)
        except (OSError, ValueError, TypeError):
            return None
        return [file for file, _ in files] if is_whole else None

    def write(self, digest: str, make: Callable[[Path], list[str]]) -> list[StoredFile]:
        """Store the index with this *digest*, whose files *make* writes to a folder and names; return its files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".new-") as name:
            new = Path(name) / "index"
            new.mkdir()
            listed = []
            for path in make(new):
                data = (new / path).read_bytes()
                listed.append((path, sha256(data), len(data)))
            (new / _LIST).write_text(json.dumps(listed), encoding="utf-8")
            target = self.folder / digest
            shutil.rmtree(target, ignore_errors=True)
            new.replace(target)
        return [StoredFile(path, digest) for path, digest, _ in listed]

    def content(self, digest: str, file: StoredFile) -> bytes:
        """Return a *file* of the index with this *digest*; raise NewsgenError if it is not what was stored."""
        place = self.folder / digest / file.path
        try:
            data = place.read_bytes()
        except OSError as error:
            raise NewsgenError.unreadable(str(place), error, _REMEDY) from None
        if sha256(data) != file.sha256:
            raise NewsgenError(str(place), "was changed after newsgen wrote it", _REMEDY)
        return data

    def forget_all_but(self, digests: Collection[str]) -> None:
        """Remove all other stored indexes than *digests*: an index is large, and each edit makes another one."""
        with suppress(OSError):
            for folder in self.folder.iterdir():
                if folder.name not in digests:
                    shutil.rmtree(folder, ignore_errors=True)
