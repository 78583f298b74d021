"""Tell what a file is by its first bytes, if it is not plain text: its kind, or why it is not imported."""

import re
from contextlib import closing
from typing import Literal

from newsgen.errors import UnreadableError
from newsgen.importers.remote_files import AnyFile
from newsgen.importers.warc.wacz import READ_ERRORS, holds_archives, open_zip
from newsgen.importers.warc.zstandard import decompress_step, new_decompressor
from newsgen.importers.warc.zstd_frames import is_zstandard

BinaryKind = Literal["mhtml", "webarchive", "warc"]
_ARCHIVE = re.compile(rb"WARC/\d|filedesc://")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][\w-]{0,60}[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
"""Headers at the beginning of a file, as MHTML and e-mail have them."""
_IS_MIME = re.compile(rb"^(?:MIME-Version|Content-Type)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_IS_PAGE = re.compile(
    rb"^Snapshot-Content-Location:|^Content-Type\s*:\s*(?:multipart/(?:related|alternative)|text/html)",
    re.MULTILINE | re.IGNORECASE,
)
_IS_MAIL = re.compile(
    rb"^(?:Received|Delivered-To|Return-Path|Message-ID|To|DKIM-Signature)[ \t]*:", re.MULTILINE | re.IGNORECASE
)
_MAILBOX = re.compile(rb"From [^\r\n]{3,200}\r?\n[A-Za-z-]+:")
_PAGE_ARCHIVE = b"WebMainResource"
_PLIST = re.compile(rb"bplist\d\d|\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b")
_AS_TEXT = "save its text as a .txt file"
_UNPACK = "unpack it and import the folder"
_REFUSALS = tuple(
    (re.compile(pattern, re.DOTALL), f"is {what}")
    for pattern, what in (
        (rb"\s{0,9}%PDF-", "a PDF; copy its text into a .txt file"),
        (rb"\{\\rtf", f"a word processor document (RTF); {_AS_TEXT}"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an Office document of the older kind; {_AS_TEXT}"),
        (
            rb"\xff\xd8\xff|\x89PNG\r|GIF8[79]a|II\*\x00|MM\x00\*|BM.{4}\x00{4}|\x00\x00\x01\x00.\x00|.{4}ftyp(?:avi|hei|mif)",
            "a picture",
        ),
        (rb"RIFF.{4}WEBP", "a picture"),
        (
            rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|\xff[\xfb\xf3\xf2]|\x1aE\xdf\xa3|.{4}ftyp|FLV\x01",
            "a sound or a film",
        ),
        (rb"SQLite format 3\x00", "a database (SQLite); export its articles, for example as RSS"),
        (rb"\x00\x01\x00\x00Standard (?:Jet|ACE) DB", "a database (Access); export its articles, for example as RSS"),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\xfd7zXZ\x00|BZh[1-9]|.{257}ustar", f"a packed archive; {_UNPACK}"),
        (rb".{60}BOOKMOBI", f"an e-book; {_AS_TEXT}"),
        (rb"AT&TFORM", f"a scanned document (DjVu); {_AS_TEXT}"),
        (rb"ITSF", f"a help file (CHM); {_UNPACK}"),
        (rb"%!PS", f"a PostScript document; {_AS_TEXT}"),
        (rb"\x7fELF|MZ.{58}|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", "a program"),
        (
            rb" CDX [A-Za-z]|(?:[\w,.-]+\)/\S* \d{14} \{)",
            "an index of a web archive, which has no pages; import the archive",
        ),
        (rb"wOFF|wOF2|OTTO|\x00\x01\x00\x00\x00.", "a font"),
        (rb"PAR1|\x89HDF\r\n", "a table of data"),
    )
)
_ZIP_CONTENTS = (
    (re.compile(r"word/"), f"a word processor document (Word); {_AS_TEXT}"),
    (re.compile(r"xl/"), "a table (Excel), not an export"),
    (re.compile(r"ppt/"), f"a presentation; {_AS_TEXT}"),
    (re.compile(r"META-INF/container\.xml"), f"an e-book (EPUB); {_AS_TEXT}"),
    (re.compile(r"content\.xml"), f"a document of LibreOffice; {_AS_TEXT}"),
    (re.compile(r"Index/.*\.iwa"), f"a document of Apple's Pages, Numbers or Keynote; {_AS_TEXT}"),
    (re.compile(r"META-INF/MANIFEST\.MF|AndroidManifest\.xml"), "a program"),
    (re.compile(r".*\.(?:html?|mht|mhtml|webarchive|txt|xml|md)", re.IGNORECASE), f"a zip file of pages; {_UNPACK}"),
)


def binary_kind(file: AnyFile, suffix: str, head: bytes) -> BinaryKind | str | None:
    """Return the kind of the *file* that begins with *head*, or why it is not imported; None if it may be plain text.

    The reason is a phrase that follows the name of the file. *suffix* is that of the file, in lower case.
    """
    if _ARCHIVE.match(head):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(file, suffix)
    if is_zstandard(head):
        return _zstandard_kind(file, head)
    if _PLIST.match(head):
        is_page = _PAGE_ARCHIVE in head or suffix == ".webarchive"
        return "webarchive" if is_page else "is a property list of macOS, not a page saved by Safari"
    return _mail_kind(suffix, head) or next((why for pattern, why in _REFUSALS if pattern.match(head)), None)


def _zip_kind(file: AnyFile, suffix: str) -> BinaryKind | str:
    try:
        with file.open("rb") as stream, closing(open_zip(stream)) as archive:
            if holds_archives(archive):
                return "warc"
            names = archive.namelist()
    except READ_ERRORS as error:
        if suffix == ".wacz":
            return "warc"  # its importer reports what is wrong
        return f"is a zip file that cannot be read ({error}); get an undamaged copy"
    return "is " + next(
        (what for pattern, what in _ZIP_CONTENTS if any(map(pattern.match, names))), f"a zip file; {_UNPACK}"
    )


def _zstandard_kind(file: AnyFile, head: bytes) -> BinaryKind | str:
    if {".warc", ".arc"} & {part.lower() for part in file.suffixes} or head.startswith(b"\x5d\x2a\x4d\x18"):
        return "warc"
    try:
        begin = b"".join(piece for piece, _ in zip(decompress_step(new_decompressor(), head), range(1), strict=False))
    except (UnreadableError, ValueError):
        begin = b""
    return "warc" if _ARCHIVE.match(begin) else "is compressed with Zstandard; unpack it first: zstd -d FILE"


def _mail_kind(suffix: str, head: bytes) -> BinaryKind | str | None:
    """Return the kind of a file that begins with headers; None if it does not."""
    if _MAILBOX.match(head):
        return "is a mailbox; save each article from it as a .txt file"
    block = _HEADER.match(head)
    if block is None or not _IS_MIME.search(block[0]):
        return None
    is_saved = suffix in {".mht", ".mhtml"} or not _IS_MAIL.search(block[0])
    if is_saved and _IS_PAGE.search(block[0]):
        return "mhtml"
    return "is an e-mail; save its text as a .txt file"
