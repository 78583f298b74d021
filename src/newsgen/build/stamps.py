"""See without reading it whether a file has changed."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

UNKNOWN = ""
"""The stamps of files of which it cannot be told: they are read again."""
_SECOND = 1_000_000_000
_RACY = 2 * _SECOND
"""Nanoseconds: where a disk's clock knows whole seconds alone, a file may change again within one, unseen."""
_TICK = _SECOND // 10
"""The same where it knows parts of a second; kernels tick ten times as fast."""


def stamps_of(root: Path, paths: Iterable[str], now: int | None = None) -> str:
    """Return the stamps of the files at *paths* below *root*, a line for each: while they stay, so do the files.

    They hold the time of the last change to the file or its name, which no program can set back: an older
    file that is restored, and an edit within the same second, are seen. UNKNOWN where one of the files is
    not there, or changed only now; where it has been read already, *now* is the moment before that.
    """
    now = now or time.time_ns()
    lines = []
    for path in paths:
        try:
            found = os.stat(f"{root}/{path}")  # noqa: PTH116 - for every source at every build
        except (OSError, ValueError):  # what a damaged cache names may be no path
            return UNKNOWN
        racy = _TICK if found.st_ctime_ns % _SECOND else _RACY
        if now - found.st_ctime_ns < racy or "\n" in path:  # `paths_in` could not tell such names apart
            return UNKNOWN
        lines.append(f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {path}")
    return "\n".join(lines)


def paths_in(stamps: str) -> list[str]:
    """Return the paths of the files that have *stamps*."""
    return [line.split(" ", 4)[-1] for line in stamps.split("\n")]
