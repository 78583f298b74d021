"""Read who made a picture and who owns it from its metadata, and write that alone."""

import re
from html import unescape
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298
"""The tags of Exif that are published."""
TURNED = frozenset({5, 6, 7, 8})
"""The orientations that exchange width and height."""
_BYLINE, _IPTC_CREDIT, _IPTC_SOURCE, _IPTC_COPYRIGHT = 80, 110, 115, 116
_MAX_LENGTH = 500
"""Characters of one credit; longer ones are cut, so that a thumbnail does not carry a licence agreement."""
_MAX_ENTRIES = 500
_MAX_XMP = 1 << 20
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]+")


class Metadata(NamedTuple):
    """The blocks of metadata in a picture's file; each is empty if there is none."""

    exif: bytes = b""
    """From the byte order on."""
    xmp: bytes = b""
    iptc: bytes = b""
    """The datasets of IPTC-IIM."""


class Credits(NamedTuple):
    """What is published of a picture's metadata: never the place, the device, the time or a thumbnail."""

    orientation: int = 1
    """How the picture is turned to be shown, from 1 to 8, as in Exif."""
    artist: str = ""
    copyright: str = ""
    credit: str = ""
    """The line that must stand beside the picture."""
    terms: str = ""
    """The address of its licence."""


def credits_of(metadata: Metadata) -> Credits:
    """Return the credits in a picture's *metadata*; Exif comes first, then XMP, then IPTC."""
    orientation, artist, right = _from_exif(metadata.exif)
    xmp = metadata.xmp[:_MAX_XMP].decode(errors="replace")
    iptc = _from_iptc(metadata.iptc)
    return Credits(
        orientation,
        artist or _xmp_value(xmp, "dc:creator") or iptc.get(_BYLINE, ""),
        right or _xmp_value(xmp, "dc:rights") or iptc.get(_IPTC_COPYRIGHT, ""),
        _xmp_value(xmp, "photoshop:Credit") or iptc.get(_IPTC_CREDIT, "") or iptc.get(_IPTC_SOURCE, ""),
        _xmp_value(xmp, "xmpRights:WebStatement"),
    )


def exif_of(credits: Credits) -> bytes:  # noqa: A002 - a site has no other credits
    """Return the Exif block, without a header, that holds *credits* alone; empty if there are none for it."""
    entries = [(ARTIST, credits.artist), (COPYRIGHT, credits.copyright)]
    texts = [(tag, text.encode() + b"\0") for tag, text in entries if text]
    turned = credits.orientation != 1
    if not texts and not turned:
        return b""
    count = len(texts) + turned
    place = 8 + 2 + 12 * count + 4
    head = [b"MM\0*\0\0\0\x08", count.to_bytes(2)]
    head += [_entry(ORIENTATION, 3, 1, credits.orientation.to_bytes(2) + b"\0\0")] if turned else []
    tail = b""
    for tag, data in texts:
        short = len(data) <= 4  # noqa: PLR2004 - so many bytes stand in the entry itself
        head.append(_entry(tag, 2, len(data), data.ljust(4, b"\0") if short else (place + len(tail)).to_bytes(4)))
        tail += b"" if short else data + bytes(len(data) % 2)
    return b"".join([*head, bytes(4), tail])


def xmp_of(credits: Credits) -> bytes:  # noqa: A002 - as above
    """Return the XMP packet that holds *credits* alone; empty if there are none for it."""
    artist, right, credit, terms = (escape(text, {'"': "&quot;"}) for text in credits[1:])
    parts = [
        artist and f"<dc:creator><rdf:Seq><rdf:li>{artist}</rdf:li></rdf:Seq></dc:creator>",
        right and f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{right}</rdf:li></rdf:Alt></dc:rights>',
        credit and f"<photoshop:Credit>{credit}</photoshop:Credit>",
        terms and f"<xmpRights:WebStatement>{terms}</xmpRights:WebStatement>",
    ]
    if not any(parts):
        return b""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
        f"{''.join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return packet.encode()


def _entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
    return tag.to_bytes(2) + kind.to_bytes(2) + count.to_bytes(4) + value


def _one_line(text: str) -> str:
    """Return a credit as one printable line that is not too long."""
    return " ".join(_CONTROLS.sub(" ", text).split())[:_MAX_LENGTH].strip()


def _decoded(data: bytes) -> str:
    """Return a credit's bytes as text; older programs of Arabic newsrooms write the code page of Windows."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace")


def _from_exif(tiff: bytes) -> tuple[int, str, str]:
    """Return the orientation, the artist and the copyright in an Exif block, which may be damaged."""
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    texts, orientation = {ARTIST: "", COPYRIGHT: ""}, 1
    if tiff[:2] not in {b"II", b"MM"}:
        return 1, "", ""
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for place in range(start + 2, start + 2 + 12 * min(count, _MAX_ENTRIES), 12):
        entry = tiff[place : place + 12]
        tag, kind = int.from_bytes(entry[:2], order), int.from_bytes(entry[2:4], order)
        size = int.from_bytes(entry[4:8], order)
        if tag == ORIENTATION and kind == 3:  # noqa: PLR2004 - a short number
            orientation = int.from_bytes(entry[8:10], order)
        elif tag in texts and kind in {2, 129}:  # a text
            where = int.from_bytes(entry[8:12], order)
            data = entry[8 : 8 + size] if size <= 4 else tiff[where : where + min(size, 4096)]  # noqa: PLR2004 - as above
            texts[tag] = _one_line(_decoded(data))
    return orientation if orientation in range(1, 9) else 1, texts[ARTIST], texts[COPYRIGHT]


def _from_iptc(data: bytes) -> dict[int, str]:
    """Return the first text of each dataset of the second record in an IPTC block, by its number."""
    found: dict[int, str] = {}
    place = 0
    while data[place : place + 1] == b"\x1c" and len(data) >= place + 5:
        record, dataset, size = data[place + 1], data[place + 2], int.from_bytes(data[place + 3 : place + 5])
        if size & 0x8000:  # a length of a length: no credit is so long
            break
        if record == 2:  # noqa: PLR2004 - the record of the picture itself
            found.setdefault(dataset, _one_line(_decoded(data[place + 5 : place + 5 + size])))
        place += 5 + size
    return found


def _xmp_value(xmp: str, name: str) -> str:
    """Return the value of a property in an XMP packet, of its first item if it has several; "" if there is none."""
    start = xmp.find(f"<{name}")
    if start >= 0:
        end = xmp.find(f"</{name}", start)
        inside = xmp[start : max(end, start)].partition(">")[2]
        item = inside.partition("<rdf:li")[2].partition(">")[2].partition("</rdf:li")[0] or inside
        return "" if "<" in item else _one_line(unescape(item))
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", xmp)
    return _one_line(unescape(found[1] or found[2] or "")) if found else ""
