"""Detect what kind of file an input is by what it holds and by its name, and say so if it is not imported."""

import gzip
import zlib
from pathlib import Path
from typing import Literal

from newsgen.importers.generators.detection import Generator

FileKind = Literal["text", "html", "wxr", "warc"]
Kind = FileKind | Generator
_KINDS_BY_SUFFIX: dict[str, FileKind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    ".xml": "wxr",
    **dict.fromkeys((".warc", ".arc", ".wacz"), "warc"),
}
_GZIP_SUFFIXES = (".gz", ".gzip")
_REFUSALS = {
    ".zip": "is a zip file; unpack it and import the folder",
    **dict.fromkeys((".mht", ".mhtml"), "is an MHTML page; save it as HTML"),
    ".pdf": "is a PDF; copy its text into a .txt file",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), "is a word processor document; save it as plain text"),
}
_HEAD_BYTES = 4096


def is_webpage_name(name: str) -> bool:
    """Return whether the file *name* has the suffix of a web page."""
    return _KINDS_BY_SUFFIX.get(Path(name).suffix.lower()) == "html"


def detect_kind(file: Path, *, named: bool) -> FileKind | None:
    """Return the kind of *file* by its suffix, else, if the user *named* it, by its first bytes.

    None if newsgen does not import it. Raises OSError if it cannot be read.
    """
    suffix = file.suffix.lower()
    if suffix in _KINDS_BY_SUFFIX:
        return _KINDS_BY_SUFFIX[suffix]
    inner = Path(file.stem).suffix.lower()
    if suffix in _GZIP_SUFFIXES and _KINDS_BY_SUFFIX.get(inner) in {"wxr", "warc"}:
        return _KINDS_BY_SUFFIX[inner]
    return _kind_by_content(_first_bytes(file)) if suffix in _GZIP_SUFFIXES or named else None


def refusal(file: Path) -> str:
    """Return why a *file* of no known kind is not imported, as a phrase that follows its name."""
    return _REFUSALS.get(file.suffix.lower(), "is not of a kind that newsgen imports")


def _kind_by_content(head: bytes) -> FileKind | None:
    """Return the kind of the file that begins with *head*; None if it is none that newsgen imports."""
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if b"<rss" in head:
        return "wxr"
    lower = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return "html" if lower.startswith((b"<!doctype html", b"<html")) else None


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
