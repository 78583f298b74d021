"""Overwrite the metadata of an AVIF file in its place, because everything in such a file is found by its offset."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from newsgen.formats.pictures.credits import Credits, Metadata, credits_of, exif_of, xmp_of

_EMPTY_EXIF = b"MM\0*\0\0\0\x08" + bytes(6)
_XML = b"application/rdf+xml"


class _Box(NamedTuple):
    kind: bytes
    start: int
    """Where its content begins."""
    end: int


class _Block(NamedTuple):
    """A block of metadata in the file."""

    kind: Literal["exif", "xmp"]
    start: int
    end: int


def is_avif(data: bytes) -> bool:
    """Return whether *data* begins as an AVIF file does."""
    return data[4:8] == b"ftyp" and b"avi" in data[8:64]


def rewritten(data: bytes) -> bytes:
    """Return the AVIF file *data* with nothing but the credits in its metadata, as far as there is room for them."""
    blocks = list(_blocks(data))
    new = bytearray(data)
    credits = credits_of(_metadata(data, blocks))._replace(orientation=1)  # noqa: A001 - AVIF turns by a box of its own
    for block in blocks:
        new[block.start : block.end] = _filled(block, credits)
    return bytes(new)


def credits_in(data: bytes) -> Credits:
    """Return the credits in the AVIF file *data*."""
    return credits_of(_metadata(data, list(_blocks(data))))._replace(orientation=1)


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height of the AVIF file *data* as it is shown, of its largest part; None if they are missing."""
    sizes, is_turned = [(0, 0)], False
    for box in _properties(data):
        content = data[box.start : box.end]
        if box.kind == b"ispe" and len(content) >= 12:  # noqa: PLR2004 - a number and both sides
            sizes.append((int.from_bytes(content[4:8]), int.from_bytes(content[8:12])))
        elif box.kind == b"irot" and content:
            is_turned = bool(content[0] & 1)
    width, height = max(sizes)
    if not width or not height:
        return None
    return (height, width) if is_turned else (width, height)


def _properties(data: bytes) -> Iterator[_Box]:
    """Yield the properties of the pictures in an AVIF file."""
    for meta in _boxes(data, 0, len(data)):
        for part in _boxes(data, meta.start + 4, meta.end) if meta.kind == b"meta" else ():
            for group in _boxes(data, part.start, part.end) if part.kind == b"iprp" else ():
                if group.kind == b"ipco":
                    yield from _boxes(data, group.start, group.end)


def _metadata(data: bytes, blocks: list[_Block]) -> Metadata:
    found = {block.kind: data[block.start : block.end] for block in blocks}
    exif = found.get("exif", b"")
    header = 4 + int.from_bytes(exif[:4])
    return Metadata(exif[header:], found.get("xmp", b""))


def _filled(block: _Block, credits: Credits) -> bytes:  # noqa: A002 - a site has no other credits
    """Return the new content of a *block* of an AVIF file, which must have the length of the old one."""
    size = block.end - block.start
    if block.kind == "xmp":
        packet = xmp_of(credits)
        return (packet if len(packet) <= size else b"").ljust(size, b" ")
    exif = bytes(4) + (exif_of(credits) or _EMPTY_EXIF)
    return (exif if len(exif) <= size else bytes(4) + _EMPTY_EXIF).ljust(size, b"\0")[:size]


def _blocks(data: bytes) -> Iterator[_Block]:
    """Yield the blocks of metadata in an AVIF file."""
    for meta in _boxes(data, 0, len(data)):
        if meta.kind != b"meta":
            continue
        inner = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
        if b"iinf" in inner and b"iloc" in inner:
            kinds = dict(_items(data, inner[b"iinf"]))
            for item, start, size in _places(data, inner[b"iloc"]):
                if item in kinds and 0 < size <= len(data) - start:
                    yield _Block(kinds[item], start, start + size)


def _boxes(data: bytes, place: int, end: int) -> Iterator[_Box]:
    """Yield the boxes of an AVIF file from *place* to *end*."""
    while place + 8 <= end:
        size, head = int.from_bytes(data[place : place + 4]), 8
        if size == 1:
            size, head = int.from_bytes(data[place + 8 : place + 16]), 16
        stop = place + size if size else end
        if stop < place + head or stop > end:
            return
        yield _Box(data[place + 4 : place + 8], place + head, stop)
        place = stop


def _items(data: bytes, box: _Box) -> Iterator[tuple[int, Literal["exif", "xmp"]]]:
    """Yield the number and the kind of each item of metadata that an AVIF file lists."""
    is_wide = data[box.start : box.start + 1] > b"\0"
    for entry in _boxes(data, box.start + (8 if is_wide else 6), box.end):
        content = data[entry.start : entry.end]
        width = 4 if content[:1] > b"\x02" else 2
        number, kind = int.from_bytes(content[4 : 4 + width]), content[6 + width : 10 + width]
        if kind == b"Exif":
            yield number, "exif"
        elif kind == b"mime" and _XML in content:
            yield number, "xmp"


def _places(data: bytes, box: _Box) -> Iterator[tuple[int, int, int]]:
    """Yield the number, the start and the length of each item of an AVIF file that is one part of the file itself."""
    version, _, _, _, first, second = data[box.start : box.start + 6].ljust(6, b"\0")
    offset_size, length_size, base_size = first >> 4, first & 15, second >> 4
    index_size = second & 15 if version else 0
    wide = 4 if version > 1 else 2
    place = box.start + 6

    def number(size: int) -> int:
        nonlocal place
        place += size
        return int.from_bytes(data[place - size : place])

    for _item in range(number(wide)):
        item, method = number(wide), number(2) if version else 0
        place += 2  # in which file the data is
        base, parts = number(base_size), number(2)
        if parts == 1 and method == 0:
            place += index_size
            yield item, base + number(offset_size), number(length_size)
        else:
            place += parts * (index_size + offset_size + length_size)
        if place >= box.end:
            return
