"""Open the files of a finished site to serve them."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class OpenFile(NamedTuple):
    """A file of the site, open to be read; who gets it closes it."""

    handle: int
    size: int


def open_file(folder: Path, segments: Sequence[str]) -> OpenFile | None:
    """Open the file at the path of *segments* in *folder*; return None if there is none.

    No link is followed below *folder*: a build writes none, and one may lead out of it.
    """
    if not {"", ".", ".."}.isdisjoint(segments):
        return None
    handles: list[int] = []
    try:
        handles.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        for segment in segments[:-1]:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            handles.append(os.open(segment, flags, dir_fd=handles[-1]))
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(segments[-1], flags, dir_fd=handles[-1])
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode):
            return OpenFile(handle, found.st_size)
        os.close(handle)
    except (OSError, ValueError):
        return None
    finally:
        for one in handles:
            os.close(one)
    return None


def read_page(folder: Path, path: str) -> bytes | None:
    """Return the content of the file at *path* in *folder*, as `open_file` opens it; None if there is none."""
    opened = open_file(folder, path.split("/"))
    if opened is None:
        return None
    with suppress(OSError), os.fdopen(opened.handle, "rb") as file:
        return file.read()
    return None


def is_folder_of_page(folder: Path, segments: Sequence[str]) -> bool:
    """Return whether the path of *segments*, written without its last slash, is the address of a page."""
    opened = open_file(folder, [*segments, "index.html"])
    if opened:
        os.close(opened.handle)
    return opened is not None
