"""Small pictures for tests."""

import base64
import io
import random
import struct
import zlib
from typing import Any


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 3, height: int = 2, grey: int = 0) -> bytes:
    """Return a picture of one *grey*."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    row = b"\0" + bytes([grey]) * width
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(row * height)) + _chunk(b"IEND", b"")


def noise(width: int = 420, height: int = 30, seed: int = 1) -> bytes:
    """Return a picture of random greys, of which every smaller size is a smaller file."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    chance = random.Random(seed)
    rows = b"".join(b"\0" + chance.randbytes(width) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def photo(kind: str = "JPEG", size: tuple[int, int] = (1000, 600), **options: Any) -> bytes:
    """Return a photograph of coloured noise, made by Pillow, which saves it with *options*."""
    from PIL import Image  # noqa: PLC0415 - most tests have no photograph

    small = Image.frombytes("RGB", (40, 24), random.Random(7).randbytes(40 * 24 * 3))
    image, output = small.resize(size, Image.Resampling.BICUBIC), io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def camera_notes(orientation: int = 1, artist: str = "", owner: str = "") -> bytes:
    """Return an Exif block as a phone writes it: with its maker, the place and, if given, who owns the picture."""
    from PIL import Image  # noqa: PLC0415 - as above

    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "SecretMaker", "SecretPhone", orientation
    exif[0x013B], exif[0x8298] = artist.encode(), owner.encode()
    exif.get_ifd(0x8825)[2] = (33.0, 35.0, 0.0)
    exif.get_ifd(0x8825)[29] = "SecretPlace"
    return exif.tobytes()


def data_address(content: bytes, kind: str = "png") -> str:
    """Return a data: address of *content*."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
