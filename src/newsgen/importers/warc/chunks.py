"""Hold the bytes of a web archive as they are read and decompressed, and detect decompression bombs."""

from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 64 * 1024
"""Bytes read at a time."""
PIECE = 256 * 1024
"""Bytes decompressed at a time."""
MAX_BOMBS = 10
"""Reading stops at this number of bombs; each costs up to three seconds."""
TOO_MANY_BOMBS = "it has too many decompression bombs, so the rest is left unread"
PADDING = b"\0\r\n"
"""Bytes that may stand between compressed records."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Decompressed bytes of an archive, or a fault at this offset."""

    at: int
    """Offset in the file, in compressed bytes."""
    data: bytes
    is_first: bool = False
    """Whether a separately compressed part of the file begins here: a member of gzip, or a frame of Zstandard."""
    fault: str | None = None
    is_nested: bool = False
    """Whether the offset is one in data that were compressed twice, after the first decompression."""


class Buffer:
    """The bytes of the file that are in memory, and their offset in the file."""

    def __init__(self, file: BinaryIO, at: int | None = None) -> None:
        """Read *file* from where it is: its beginning, or the offset *at*, if all of it was read before undamaged."""
        self._file = file
        self.data = b""
        self.at = at or 0
        self.is_known = at is not None
        """Whether what is read is known to have no bomb."""

    def has(self, count: int) -> bool:
        """Return whether *count* bytes of the WARC stream are left, and read them into memory."""
        while len(self.data) < count and (block := self._file.read(BLOCK)):
            self.data += block
        return len(self.data) >= count

    def drop(self, count: int) -> None:
        """Forget the first *count* bytes, which have been read."""
        self.data = self.data[count:]
        self.at += count


@dataclass(slots=True)
class BombDetector:
    """Watches the compression ratio to detect decompression bombs."""

    ratio: int
    """A stretch that compresses better than this is a bomb."""
    stretch: int
    """Number of its decompressed bytes."""
    is_off: bool = False
    """Whether all was found harmless before: where a stretch begins depends on where reading does."""
    compressed: int = 0
    decompressed: int = 0
    bombs: int = 0

    def is_bomb(self, compressed: int, decompressed: int) -> bool:
        """Count the decompressed bytes of a step and return whether they were part of a bomb."""
        self.compressed += compressed
        self.decompressed += decompressed
        if self.is_off or self.decompressed < self.stretch:
            return False
        bomb = self.decompressed > self.ratio * self.compressed
        self.compressed = self.decompressed = 0
        self.bombs += bomb
        return bomb
