"""Split a WebP file into its metadata and the rest, and put other metadata in."""

from newsgen.formats.pictures.credits import Metadata

START = b"RIFF"
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04
_HEAD = 12
_EXTENDED = b"VP8X"
_SHOWN = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})


def split(data: bytes) -> tuple[Metadata, bytes, bytes]:
    """Return the metadata of the WebP file *data*, what comes before the picture, and the rest without metadata.

    What a WebP file has beside the picture, and what follows it, is left out of the rest.
    """
    metadata, place = Metadata(), _HEAD
    rest: list[bytes] = []
    while len(data) >= place + 8:
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content, end = data[place + 8 : place + 8 + size], place + 8 + size + size % 2
        if kind == b"EXIF":
            metadata = metadata._replace(exif=content.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            metadata = metadata._replace(xmp=content)
        elif kind in _SHOWN:
            rest.append(data[place:end])
        place = end
    return metadata, data[:_HEAD], b"".join(rest)


def join(before: bytes, rest: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the WebP file of the parts that `split` returned, with the metadata *exif* and *xmp*.

    A file without an extended header has no place for metadata, and had none.
    """
    blocks = [(b"EXIF", exif), (b"XMP ", xmp)]
    if rest[:4] == _EXTENDED and len(rest) > 8:  # noqa: PLR2004 - a damaged file may end before its flags
        flags = rest[8] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if exif else 0) | (_XMP_FLAG if xmp else 0)
        rest = rest[:8] + bytes([flags]) + rest[9:]
        rest += b"".join(_chunk(kind, content) for kind, content in blocks if content)
    body = before[8:_HEAD] + rest
    return START + len(body).to_bytes(4, "little") + body


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
