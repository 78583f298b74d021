"""Small pictures for tests."""

import base64
import struct
import zlib


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 3, height: int = 2, grey: int = 0) -> bytes:
    """Return a picture of one *grey*."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    row = b"\0" + bytes([grey]) * width
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(row * height)) + _chunk(b"IEND", b"")


def data_address(content: bytes, kind: str = "png") -> str:
    """Return a data: address of *content*."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
