"""Split a PNG file into its metadata and the rest, and put other metadata in."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from newsgen.formats.pictures.credits import Metadata

START = b"\x89PNG\r\n\x1a\n"
_XMP = b"XML:com.adobe.xmp"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_KEPT_TEXTS = frozenset({b"Author", b"Copyright", b"Disclaimer", b"Title"})
_DROPPED = frozenset({b"eXIf", b"caBX", b"dSIG"})


class _Chunk(NamedTuple):
    kind: bytes
    content: bytes
    whole: bytes


def split(data: bytes) -> tuple[Metadata, bytes, bytes]:
    """Return the metadata of the PNG file *data*, what comes before metadata, and the rest without any.

    Texts other than credits, and what follows the picture, are left out of the rest.
    """
    metadata, before = Metadata(), data[: len(START)]
    rest: list[bytes] = []
    for chunk in _chunks(data):
        if chunk.kind == b"IHDR":
            before += chunk.whole
        elif chunk.kind == b"eXIf":
            metadata = metadata._replace(exif=chunk.content)
        elif chunk.kind in _TEXTS and chunk.content.partition(b"\0")[0] == _XMP:
            metadata = metadata._replace(xmp=_text(chunk.content))
        elif chunk.kind in _TEXTS and chunk.content.partition(b"\0")[0] not in _KEPT_TEXTS:
            continue
        elif chunk.kind not in _DROPPED:
            rest.append(chunk.whole)
    return metadata, before, b"".join(rest)


def join(before: bytes, rest: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the PNG file of the parts that `split` returned, with the metadata *exif* and *xmp*."""
    text = _chunk(b"iTXt", _XMP + bytes(5) + xmp) if xmp else b""
    return b"".join([before, _chunk(b"eXIf", exif) if exif else b"", text, rest])


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    place = len(START)
    while len(data) >= place + 8:
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        end = place + 12 + size
        yield _Chunk(kind, data[place + 8 : end - 4], data[place:end])
        if kind == b"IEND":
            return
        place = end


def _text(content: bytes) -> bytes:
    """Return the text of an international chunk of a PNG file; empty if it is compressed, which XMP never is."""
    flags_on = content.partition(b"\0")[2]
    return b"" if flags_on[:1] != b"\0" else flags_on[2:].partition(b"\0")[2].partition(b"\0")[2]
