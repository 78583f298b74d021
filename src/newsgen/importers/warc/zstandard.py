"""Open the library for Zstandard, which Python has from version 3.14 on and the extra `import` brings before."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from newsgen.errors import UnreadableError, install_extra

if TYPE_CHECKING:
    from backports.zstd import ZstdDecompressor, ZstdDict

    Decompressor: TypeAlias = ZstdDecompressor
    Dictionary: TypeAlias = ZstdDict

MAX_WINDOW_BITS = 27
"""A frame may refer back over 128 MB, like those that the program zstd reads unasked; so much memory it may take."""
_PIECE = 256 * 1024
_INSTALL = install_extra("import")


class ZstandardError(ValueError):
    """Data compressed with Zstandard is damaged."""


def new_decompressor(dictionary: "Dictionary | None" = None) -> "Decompressor":
    """Return a decompressor for one frame, with the *dictionary* that it needs.

    This and the other functions raise UnreadableError if no library is installed.
    """
    zstd = _library()
    decompressor: Decompressor = zstd.ZstdDecompressor(
        dictionary, {zstd.DecompressionParameter.window_log_max: MAX_WINDOW_BITS}
    )
    return decompressor


def decompress_step(decompressor: "Decompressor", data: bytes) -> Iterator[bytes]:
    """Yield what *data*, the next part of a frame, decompresses to, in pieces of limited size.

    Raises ZstandardError.
    """
    error = _library().ZstdError
    try:
        while not decompressor.eof:
            yield decompressor.decompress(data, _PIECE)
            data = b""
            if decompressor.needs_input:
                return
    except error as damage:
        raise ZstandardError(str(damage)) from damage


def new_dictionary(content: bytes) -> "Dictionary":
    """Return the dictionary with this *content*; raise ZstandardError if it is not valid."""
    zstd = _library()
    try:
        dictionary: Dictionary = zstd.ZstdDict(content)
        new_decompressor(dictionary)  # it reads the whole dictionary
    except (ValueError, zstd.ZstdError) as error:
        raise ZstandardError(str(error)) from None
    return dictionary


def dictionary_id(frame: bytes) -> int:
    """Return the number of the dictionary that a frame needs, by its first bytes; 0 if it needs none, or is damaged."""
    zstd = _library()
    try:
        return int(zstd.get_frame_info(frame).dictionary_id)
    except zstd.ZstdError:
        return 0


def _library() -> Any:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - rarely needed
        else:
            from backports import zstd  # noqa: PLC0415 - an extra, and rarely needed
    except ImportError:
        raise UnreadableError(f"is compressed with Zstandard; to read it, {_INSTALL}") from None
    return zstd
