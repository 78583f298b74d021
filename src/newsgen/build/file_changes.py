"""Tell that files, code or libraries have changed."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsgen.filesystem import read_file

UNKNOWN = ""
"""The stamps of files of which it cannot be told: they are read again."""
_SECOND = 1_000_000_000
COARSE_CLOCK_NS = 2 * _SECOND
"""Nanoseconds: where a disk's clock knows whole seconds alone, a file may change again within one, unseen."""
FINE_CLOCK_NS = _SECOND // 10
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
        racy = FINE_CLOCK_NS if found.st_ctime_ns % _SECOND else COARSE_CLOCK_NS
        if now - found.st_ctime_ns < racy or "\n" in path:  # `paths_in` could not tell such names apart
            return UNKNOWN
        lines.append(f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {path}")
    return "\n".join(lines)


def paths_in(stamps: str) -> list[str]:
    """Return the paths of the files that have *stamps*."""
    return [line.split(" ", 4)[-1] for line in stamps.split("\n")]


_LIBRARIES = frozenset(
    "babel brotli charset_normalizer courlan dateparser fonttools htmldate imagesize jinja2 justext lxml"
    " lxml_html_clean markdown markupsafe newsgen nh3 pylopdf_fonts_ar pystemmer python_slugify pyyaml rapidfuzz"
    " trafilatura tzdata".split()
)
"""As their folders of metadata spell them, in small letters."""
_NO_INPUTS = {".git", "__pycache__"}
"""Folders that change and hold nothing that a site is made from."""


def environment() -> bytes:
    """Return a digest that changes with newsgen's code, with Python and with the versions of libraries."""
    digest = digest_of_files(Path(__file__).parents[1], ".py")
    parts = [sys.version, *sorted(_libraries())]
    return digest + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _libraries() -> Iterator[str]:
    """Yield the names of the folders that say which version of a library is installed."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are enough
        except OSError:
            continue
        for name in names:
            library, dash, _ = name.lower().partition("-")
            if dash and name.endswith(".dist-info") and library in _LIBRARIES:
                yield name


def digest_of_files(folder: Path, ending: str = "") -> bytes:
    """Return a digest of names and contents of the files below *folder* that have this *ending*."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(_files(str(folder), ending)):
        try:
            data = read_file(Path(path))
        except OSError:
            data = b"unreadable"
        digest.update(f"{path[len(str(folder)) :]}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return digest.digest()


def _files(folder: str, ending: str) -> Iterable[str]:
    entered: set[str] = set()
    for around, folders, names in os.walk(folder, followlinks=True):
        place = os.path.realpath(around)
        folders[:] = sorted(set(folders) - _NO_INPUTS) if place not in entered else []  # a link may lead back
        if place not in entered:
            yield from (f"{around}/{name}" for name in names if name.endswith(ending))
        entered.add(place)
