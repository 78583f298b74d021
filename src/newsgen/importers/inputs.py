"""Find and classify the inputs."""

import gzip
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsgen.filesystem import is_folder, is_utf8

Kind = Literal["text", "html", "wxr", "warc"]
KINDS: tuple[Kind, ...] = ("text", "html", "wxr", "warc")
_ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    ".xml": "wxr",
    **dict.fromkeys((".warc", ".arc", ".wacz"), "warc"),
}
_PACKED = (".gz", ".gzip")
_REASONS = {
    ".md": "is Markdown: put it into content/articles/ as it is",
    ".zip": "is a zip file: unpack it, and import the folder",
    **dict.fromkeys((".mht", ".mhtml"), "is a page in MHTML: save it as HTML"),
    ".pdf": "is a PDF: copy its text into a .txt file",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), "is a word processor's: save it as plain text"),
}
_HEAD = 4096
_SITE_MARK = ".newsgen-files"
"""A site that newsgen made has it: its pages are no originals."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the user named, or that lies in a folder that they named."""

    file: Path
    name: str
    """As the user would type it."""
    kind: Kind | None
    """None for a file that newsgen does not import."""
    reason: str = ""
    """Why not, as words to follow its name."""


def find_inputs(paths: Iterable[Path], kind: Kind | None) -> Iterator[Input]:
    """Yield the files at and below *paths*, in the order of their names; all are of *kind*, if one is given.

    What is named twice is imported once. Hidden files are passed over.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for one in _below(path, kind) if is_folder(path) else [_input(path, kind, named=True)]:
            first = seen.setdefault(os.path.realpath(one.file), one.name)
            yield one if first == one.name else Input(one.file, one.name, None, f"is the same file as {first}")


def _below(folder: Path, kind: Kind | None) -> Iterator[Input]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Input(folder, str(folder), None, f"cannot be read ({error.strerror})")
        return
    stems = {entry.stem for entry in entries if _ENDINGS.get(entry.suffix.lower()) == "html"}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not is_folder(entry):
            yield _input(entry, kind, named=False)
        elif entry.is_symlink():
            yield Input(entry, str(entry), None, "is a link to a folder: name the folder itself")
        elif _saved_beside(entry.name, stems):
            yield Input(entry, str(entry), None, "holds the parts of the saved page beside it")
        elif os.path.lexists(entry / _SITE_MARK):
            yield Input(entry, str(entry), None, "is a site that newsgen made, not its originals")
        else:
            yield from _below(entry, kind)


def _saved_beside(name: str, stems: set[str]) -> bool:
    """Tell the folder in which a browser saves the pictures of a page: `page_files` beside `page.html`."""
    return any(
        name.removesuffix(ending) in stems for ending in ("_files", "-files", ".files", "_ملفات") if name != ending
    )


def _input(file: Path, kind: Kind | None, *, named: bool) -> Input:
    """Return *file* as an input; where the user *named* it, its opening decides if its name says nothing."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return Input(file, str(file), None, "is no file")
        if not is_utf8(file.name):
            return Input(file, str(file), None, "has a name that is not UTF-8: rename it")
        told = kind or _kind(file, named=named)
    except OSError as error:
        return Input(file, str(file), None, f"cannot be read ({error.strerror})")
    reason = _REASONS.get(file.suffix.lower(), "is of no kind that newsgen imports")
    return Input(file, str(file), told, "" if told else reason)


def _kind(file: Path, *, named: bool) -> Kind | None:
    """Tell the kind of *file* by its name, else by how it begins."""
    suffix = file.suffix.lower()
    if suffix in _ENDINGS:
        return _ENDINGS[suffix]
    inner = Path(file.stem).suffix.lower()
    if suffix in _PACKED and _ENDINGS.get(inner) in {"wxr", "warc"}:
        return _ENDINGS[inner]
    return _kind_by_opening(file) if suffix in _PACKED or named else None


def _kind_by_opening(file: Path) -> Kind | None:
    head = _opening(file)
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if b"<rss" in head:
        return "wxr"
    lower = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if lower.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "warc" if head.startswith(b"PK\x03\x04") and file.suffix.lower() == ".wacz" else None


def _opening(file: Path) -> bytes:
    """Return the first bytes of *file*, unpacked where it is packed by gzip."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        with gzip.open(file) as stream:
            return stream.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return b""
