"""Detect what kind of file an input is by what it holds and by its name, and say so if it is not imported."""

import gzip
import zlib
from pathlib import Path
from typing import Literal, cast

from newsgen.importers.export_folders import kind_of_zip
from newsgen.importers.generators.detection import Generator
from newsgen.importers.text_kinds import TEXT_SUFFIXES, TextKind, is_kind, kind_of_unnamed, kind_or_refusal

FileKind = TextKind | Literal["text", "warc"]
Kind = FileKind | Generator
_KINDS_BY_SUFFIX: dict[str, FileKind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".warc", ".arc", ".wacz"), "warc"),
}
_GZIP_SUFFIXES = (".gz", ".gzip")
_COMPRESSED = ("wxr", "blogger", "feed")
"""The kinds of texts that are read without being unpacked."""
_REFUSALS = {
    ".zip": "is a zip file; unpack it and import the folder",
    **dict.fromkeys((".mht", ".mhtml"), "is an MHTML page; save it as HTML"),
    ".pdf": "is a PDF; copy its text into a .txt file",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), "is a word processor document; save it as plain text"),
}
_HEAD_BYTES = 65536
"""A feed has this much before its root element at most, and Medium before its article."""


def is_webpage_name(name: str) -> bool:
    """Return whether the file *name* has the suffix of a web page."""
    return _KINDS_BY_SUFFIX.get(Path(name).suffix.lower()) == "html"


def detect_kind(file: Path, *, named: bool) -> FileKind | None:
    """Return the kind of *file* by its suffix and its first bytes; those alone decide if the user *named* it.

    None if newsgen does not import it. Raises OSError if it cannot be read.
    """
    suffix, inner = _suffixes(file)
    if suffix == ".zip":
        return kind_of_zip(file)
    if suffix in TEXT_SUFFIXES:
        found = kind_or_refusal(suffix, _first_bytes(file))
        return cast("TextKind", found) if is_kind(found) and (not inner or found in _COMPRESSED) else None
    if suffix in _KINDS_BY_SUFFIX and (not inner or _KINDS_BY_SUFFIX[suffix] == "warc"):
        return _KINDS_BY_SUFFIX[suffix]
    return _kind_by_content(_first_bytes(file)) if inner or named else None


def _suffixes(file: Path) -> tuple[str, str]:
    """Return the suffix of *file* in lower case, without that of compression, and the latter or ""."""
    suffix = file.suffix.lower()
    return (Path(file.stem).suffix.lower(), suffix) if suffix in _GZIP_SUFFIXES else (suffix, "")


def refusal(file: Path) -> str:
    """Return why a *file* of no known kind is not imported, as a phrase that follows its name."""
    suffix = _suffixes(file)[0]
    if suffix in TEXT_SUFFIXES:
        found = kind_or_refusal(suffix, _first_bytes(file))
        return "is compressed; unpack it" if is_kind(found) else found
    return _REFUSALS.get(suffix, "is not of a kind that newsgen imports")


def _kind_by_content(head: bytes) -> FileKind | None:
    """Return the kind of the file that begins with *head*; None if it is none that newsgen imports."""
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    return kind_of_unnamed(head)


def _first_bytes(file: Path) -> bytes:
    """Return the first bytes of the input *file*, decompressed if it is a gzip file."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        with gzip.open(file) as stream:
            return stream.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""
