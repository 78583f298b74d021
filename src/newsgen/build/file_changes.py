"""What a result depends on besides its input: newsgen's own code, Python, and the libraries at work."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsgen.formats.yaml_fields import read_file

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
