"""Detect changes of files, of newsgen's code and of the installed libraries."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from platform import python_version

from newsgen.filesystem import find_file, read_file

UNKNOWN = ""
"""The stamps of files that may have changed unnoticed; they must be read again."""
_SECOND = 1_000_000_000
COARSE_CLOCK_NS = 2 * _SECOND
"""If a disk stores whole seconds only, a file can change twice within one without a visible trace."""
FINE_CLOCK_NS = _SECOND // 10
"""The same for a disk that stores fractions of a second; kernels update their clock ten times as often."""


def stamps_of(root: Path, paths: Iterable[str], now: int | None = None) -> str:
    """Return the stamps of the files at *paths* below *root*, one per line; files with equal stamps have not changed.

    They include the time of the last change to the file or its name (ctime), which no program can set back, so
    an older file that was restored and an edit within the same second are noticed. Returns UNKNOWN if one of
    the files is missing or has only just changed. If the files have been read already, *now* must be a time
    before that, in nanoseconds.
    """
    now, around = now or time.time_ns(), str(root)
    lines = []
    for path in paths:
        try:
            found = find_file(f"{around}/{path}")[1]
        except (OSError, ValueError):  # a damaged cache may name something that is not a path
            return UNKNOWN
        changed = found.st_ctime_ns
        racy = FINE_CLOCK_NS if changed % _SECOND else COARSE_CLOCK_NS
        if now - changed < racy or "\n" in path:  # `paths_in` could not separate such names
            return UNKNOWN
        lines.append(f"{found.st_size} {found.st_mtime_ns} {changed} {found.st_ino} {path}")
    return "\n".join(lines)


def paths_in(stamps: str) -> list[str]:
    """Return the paths of the files from their *stamps*, by which changes are detected."""
    return [line.split(" ", 4)[-1] for line in stamps.split("\n")]


def has_changed(root: Path, path: str, stamps: str) -> bool:
    """Return whether the file at *path*, or another one of those in its *stamps*, may have changed since."""
    paths = paths_in(stamps) if "\n" in stamps else (path,)  # most have no others, which is fast to see
    return stamps == UNKNOWN or stamps != stamps_of(root, paths)


_LIBRARIES = frozenset(
    "babel brotli charset_normalizer courlan dateparser fonttools htmldate imagesize jinja2 justext lxml"
    " lxml_html_clean markdown markupsafe newsgen nh3 pagefind_bin pillow pylopdf_fonts_ar pystemmer"
    " python_slugify pyyaml rapidfuzz trafilatura tzdata".split()
)
"""Named as their `.dist-info` folders are, in lower case."""
_IGNORED_FOLDERS = {".git", "__pycache__"}
"""Folders that change, but hold no input of a site."""


def environment() -> bytes:
    """Return a digest that changes with newsgen's code, with Python's version and with the libraries' versions."""
    digest = digest_of_files(Path(__file__).parents[1], ".py")
    parts = [sys.version, *sorted(_libraries())]
    return digest + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


def versions() -> dict[str, str]:
    """Return the versions of newsgen's code, of Python and of the libraries, by their names, for a comparison."""
    found = {"newsgen's code": digest_of_files(Path(__file__).parents[1], ".py").hex()[:12], "Python": python_version()}
    for name in _libraries():
        library, _, version = name.lower().removesuffix(".dist-info").partition("-")
        found.setdefault(library, version)
    return found


def _libraries() -> Iterator[str]:
    """Yield the names of the libraries' `.dist-info` folders, which contain the versions, to detect changes."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - only names are needed
        except OSError:
            continue
        for name in names:
            library, dash, _ = name.lower().partition("-")
            if dash and name.endswith(".dist-info") and library in _LIBRARIES:
                yield name


def digest_of_files(folder: Path, ending: str = "") -> bytes:
    """Return a digest that changes with the names and contents of files below *folder* that end with *ending*."""
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
        if place in entered:  # a link has led back
            folders.clear()
            continue
        entered.add(place)
        folders[:] = sorted(set(folders) - _IGNORED_FOLDERS)
        yield from (f"{around}/{name}" for name in names if name.endswith(ending))
