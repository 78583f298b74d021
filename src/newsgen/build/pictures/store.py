"""Keep the smaller sizes of pictures between builds, in one file for each picture, named after its bytes."""

import hashlib
import json
import re
import time
import zlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from newsgen.filesystem import replace_file, sha256
from newsgen.formats.pictures.resize import Resized

FOLDER = "pictures"
"""Inside the folder of the cache; unlike the cache it outlives a new version of newsgen, as nothing is quicker lost
and slower made."""
_MAX_HEAD = 100_000
_SUFFIXES = {"jpg", "png", "webp"}
_DIGEST = re.compile("[0-9a-f]{64}")
_UNUSED_SECONDS = 30 * 24 * 3600
"""A build with other options may need what this one does not."""


class Size(NamedTuple):
    """A smaller size of a picture, without its bytes."""

    suffix: str
    width: int
    height: int
    length: int
    sha256: str


class Sizes(NamedTuple):
    """The smaller sizes of a picture, narrowest first."""

    sizes: tuple[Size, ...]
    failure: str | None = None
    """Why there are none, as a phrase that follows the picture's name; None if nothing went wrong."""


@dataclass(frozen=True, slots=True)
class PictureStore:
    """The files of smaller sizes in one folder, which may be lost or damaged at any time."""

    folder: Path
    recipe: str
    """What decides which bytes are made of a picture: another recipe has other files."""

    def read(self, picture: str) -> Sizes | None:
        """Return the stored sizes of a *picture*, by its SHA-256; None if they are missing or damaged."""
        try:
            with self._file(picture).open("rb") as file:
                return _read_head(file)[0]
        except (OSError, ValueError, TypeError):
            return None

    def write(self, picture: str, made: Sequence[Resized], failure: str | None) -> Sizes:
        """Store the sizes that were *made* of a *picture*, or that it failed; do nothing if the disk is full."""
        sizes = tuple(Size(one.suffix, one.width, one.height, len(one.data), sha256(one.data)) for one in made)
        head = json.dumps([sizes, failure], ensure_ascii=False).encode()
        data = b"".join([b"%08x %s\n" % (zlib.crc32(head), head), *(one.data for one in made)])
        with suppress(OSError):
            replace_file(self._file(picture), data)
        return Sizes(sizes, failure)

    def data(self, picture: str, size: Size) -> bytes | None:
        """Return the stored bytes of a *size* of a *picture*; None if they are missing or damaged."""
        try:
            with self._file(picture).open("rb") as file:
                sizes, start = _read_head(file)
                place = sizes.sizes.index(size)
                file.seek(start + sum(one.length for one in sizes.sizes[:place]))
                data = file.read(size.length)
        except (OSError, ValueError, TypeError):
            return None
        return data if sha256(data) == size.sha256 else None

    def forget_all_but(self, pictures: Collection[str]) -> None:
        """Remove what is stored of other pictures than *pictures*, unless it was made in the last month."""
        used = {self._file(picture).name for picture in pictures}
        with suppress(OSError):
            for file in self.folder.iterdir():
                if file.name not in used and file.stat().st_mtime < time.time() - _UNUSED_SECONDS:
                    file.unlink()

    def _file(self, picture: str) -> Path:
        return self.folder / hashlib.blake2b(f"{self.recipe}\n{picture}".encode(), digest_size=20).hexdigest()


def _read_head(file: BinaryIO) -> tuple[Sizes, int]:
    """Return the stored sizes in *file*, and where their bytes begin; raise ValueError if it is damaged."""
    line = file.readline(_MAX_HEAD)
    head = line[9:-1]
    if line[:9] != b"%08x " % zlib.crc32(head):
        raise ValueError
    sizes, failure = json.loads(head)
    stored = Sizes(tuple(Size(*size) for size in sizes), failure)
    is_valid = all(map(_is_valid, stored.sizes)) and isinstance(failure, str | None)
    if not is_valid or file.seek(0, 2) != len(line) + sum(one.length for one in stored.sizes):
        raise ValueError
    return stored, len(line)


def _is_valid(size: Size) -> bool:
    """Return whether a stored *size* has values of which an address can be made; the file may be a stranger's."""
    numbers = (size.width, size.height, size.length)
    is_plain = all(type(number) is int and number > 0 for number in numbers) and isinstance(size.sha256, str)
    return is_plain and size.suffix in _SUFFIXES and bool(_DIGEST.fullmatch(size.sha256))
