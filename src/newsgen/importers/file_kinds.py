"""Detect what kind of file an input is by what it holds and by its name, and say so if it is not imported."""

import gzip
import zlib
from pathlib import Path
from typing import Literal, cast

from newsgen.importers.binary_kinds import BinaryKind, binary_kind
from newsgen.importers.export_folders import kind_of_zip
from newsgen.importers.generators.detection import Generator
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.text_kinds import TEXT_SUFFIXES, TextKind, is_kind, kind_of_unnamed, kind_or_refusal

FileKind = TextKind | BinaryKind | Literal["text"]
Kind = FileKind | Generator
_KINDS_BY_SUFFIX: dict[str, FileKind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".warc", ".arc", ".wacz"), "warc"),
    **dict.fromkeys((".mht", ".mhtml"), "mhtml"),
    ".webarchive": "webarchive",
}
_BINARY_KINDS = frozenset({"warc", "mhtml", "webarchive"})
"""Those whose files are recognised by their first bytes, whatever their names."""
_GZIP_SUFFIXES = (".gz", ".gzip")
_COMPRESSED = ("wxr", "blogger", "feed")
"""The kinds of texts that are read without being unpacked."""
_REFUSALS = {
    ".pdf": "is a PDF; copy its text into a .txt file",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), "is a word processor document; save it as plain text"),
}
_HEAD_BYTES = 65536
"""A feed has this much before its root element at most, and Medium before its article."""


def is_webpage_name(name: str) -> bool:
    """Return whether the file *name* has the suffix of a web page."""
    return _KINDS_BY_SUFFIX.get(Path(name).suffix.lower()) == "html"


def detect_kind(file: AnyFile, *, named: bool) -> FileKind | None:
    """Return the kind of *file* by its suffix and its first bytes; those alone decide if the user *named* it.

    None if newsgen does not import it. Raises OSError if it cannot be read.
    """
    suffix, inner = _suffixes(file)
    head = _first_bytes(file)
    if head.startswith(b"PK") and (kind := kind_of_zip(file)):
        return kind
    found = binary_kind(file, suffix, head)
    if found is not None:
        return cast("BinaryKind", found) if found == "warc" or (found in _BINARY_KINDS and not inner) else None
    if suffix in TEXT_SUFFIXES:
        found = kind_or_refusal(suffix, head)
        return cast("TextKind", found) if is_kind(found) and (not inner or found in _COMPRESSED) else None
    by_name = _KINDS_BY_SUFFIX.get(suffix) if not inner or suffix in {".warc", ".arc"} else None
    if by_name in {"mhtml", "webarchive"}:
        return kind_of_unnamed(head) or by_name
    return by_name or (kind_of_unnamed(head) if inner or named else None)


def _suffixes(file: AnyFile) -> tuple[str, str]:
    """Return the suffix of *file* in lower case, without that of compression, and the latter or ""."""
    suffix = file.suffix.lower()
    return (Path(file.stem).suffix.lower(), suffix) if suffix in _GZIP_SUFFIXES else (suffix, "")


def refusal(file: AnyFile) -> str:
    """Return why a *file* of no known kind is not imported, as a phrase that follows its name."""
    suffix, _ = _suffixes(file)
    head = _first_bytes(file)
    found = binary_kind(file, suffix, head)
    if found is not None:
        return f"is compressed; unpack it first: gunzip {file.name}" if found in _BINARY_KINDS else found
    if suffix in TEXT_SUFFIXES:
        found = kind_or_refusal(suffix, head)
        return f"is compressed; unpack it first: gunzip {file.name}" if is_kind(found) else found
    return _REFUSALS.get(suffix, "is not of a kind that newsgen imports")


def _first_bytes(file: AnyFile) -> bytes:
    """Return the first bytes of the input *file*, decompressed if it is a gzip file."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        with file.open("rb") as stream, gzip.open(stream) as unpacked:
            return unpacked.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""
