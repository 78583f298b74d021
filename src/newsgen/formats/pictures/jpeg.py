"""Split a JPEG file into its metadata and the rest, and put other metadata in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsgen.formats.pictures.credits import Metadata

START = b"\xff\xd8\xff"
_EXIF, _XMP, _PHOTOSHOP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_JFIF, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker among the data of a scan."""
_IPTC = 0x0404
"""The resource of Photoshop that holds IPTC."""


class _Segment(NamedTuple):
    marker: int
    content: bytes
    whole: bytes


def split(data: bytes) -> tuple[Metadata, bytes, bytes]:
    """Return the metadata of the JPEG file *data*, what comes before metadata, and the rest without any.

    Also left out of the rest are notes of cameras and programs, further pictures, and what follows the picture, which
    may be a film.
    """
    metadata, first, place = Metadata(), b"", 2
    rest: list[bytes] = []
    for segment in _segments(data):
        place += len(segment.whole)
        marker, content = segment.marker, segment.content
        if marker == _APP1 and content.startswith(_EXIF) and not metadata.exif:
            metadata = metadata._replace(exif=content[len(_EXIF) :])
        elif marker == _APP1 and content.startswith(_XMP) and not metadata.xmp:
            metadata = metadata._replace(xmp=content[len(_XMP) :])
        elif marker == _APP13 and content.startswith(_PHOTOSHOP) and not metadata.iptc:
            metadata = metadata._replace(iptc=_iptc(content[len(_PHOTOSHOP) :]))
        elif marker == _JFIF and not rest and not first:
            first = segment.whole
        elif _is_kept(marker, content):
            rest.append(segment.whole)
    return metadata, data[:2] + first, b"".join([*rest, data[place : _end(data, place)]])


def join(before: bytes, rest: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the JPEG file of the parts that `split` returned, with the metadata *exif* and *xmp*."""
    blocks = [_EXIF + exif if exif else b"", _XMP + xmp if xmp else b""]
    segments = [b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block for block in blocks if block]
    return b"".join([before, *segments, rest])


def _is_kept(marker: int, content: bytes) -> bool:
    """Return whether a JPEG segment is needed to show the picture, or is a comment of the program that saved it."""
    if marker == _APP2:
        return content.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return content.startswith(b"Adobe")
    return marker == _JFIF or not 0xE1 <= marker <= 0xEF  # noqa: PLR2004 - the other segments of applications


def _segments(data: bytes) -> Iterator[_Segment]:
    """Yield the segments of a JPEG file before its first scan."""
    place = 2
    while data[place : place + 1] == b"\xff" and len(data) >= place + 4:
        marker = data[place + 1]
        if marker in {_SCAN, _END}:
            return
        if marker in {0x01, 0xFF} or 0xD0 <= marker <= 0xD7:  # noqa: PLR2004 - markers without a length
            yield _Segment(marker, b"", data[place : place + (1 if marker == 0xFF else 2)])  # noqa: PLR2004
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        end = place + 2 + max(int.from_bytes(data[place + 2 : place + 4]), 2)
        yield _Segment(marker, data[place + 4 : end], data[place:end])
        place = end


def _end(data: bytes, place: int) -> int:
    """Return where the picture ends in a JPEG file whose first scan begins at *place*."""
    while found := _MARKER.search(data, place):
        marker = found[0][1]
        if marker == _END:
            return found.end()
        place = found.end() + max(int.from_bytes(data[found.end() : found.end() + 2]), 2)
    return len(data)


def _iptc(resources: bytes) -> bytes:
    """Return the IPTC block among Photoshop's *resources*; empty if there is none."""
    place = 0
    while resources[place : place + 4] == b"8BIM" and len(resources) >= place + 12:
        kind, name = int.from_bytes(resources[place + 4 : place + 6]), resources[place + 6]
        start = place + 6 + (name + 2) // 2 * 2
        size = int.from_bytes(resources[start : start + 4])
        if kind == _IPTC:
            return resources[start + 4 : start + 4 + size]
        place = start + 4 + (size + 1) // 2 * 2
    return b""
