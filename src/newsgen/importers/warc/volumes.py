"""Hold the archives of an input: the input itself, or those inside a WACZ file, without unpacking them."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, cast

Region = tuple[int, int]
"""Offset and size of some bytes of the input file."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One WARC or ARC archive."""

    name: str
    """Its path in the WACZ file; "" if it is the input itself."""
    open: Callable[[], BinaryIO] = field(repr=False)
    """Opens it at its beginning; raises BadZipFile if it cannot be decompressed."""
    region: Region | None = None
    """Where its bytes stand unchanged in the input, so that reading can start at any record; None if nowhere."""


class _Part(io.RawIOBase):
    """A part of a file; several parts of one file can be read in turns."""

    def __init__(self, file: BinaryIO, region: Region) -> None:
        self._file = file
        self._start, self._size = region
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]
        count = max(0, min(len(buffer), self._size - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(count)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def open_part(file: BinaryIO, region: Region, at: int = 0) -> BinaryIO:
    """Open the *region* of *file* as a file of its own, *at* an offset in it."""
    part = io.BufferedReader(_Part(file, region), 64 * 1024)
    part.seek(at)
    return cast("BinaryIO", part)


def whole_file(file: BinaryIO) -> Volume:
    """Return the archive that is *file* itself."""
    region = 0, file.seek(0, os.SEEK_END)
    return Volume("", lambda: open_part(file, region), region)
