"""Decompress a web archive that is compressed with Zstandard, frame by frame, skipping damaged parts."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from newsgen.importers.warc.chunks import (
    BLOCK,
    MAX_BOMBS,
    PADDING,
    TOO_MANY_BOMBS,
    BombDetector,
    Buffer,
    Chunk,
)
from newsgen.importers.warc.zstandard import (
    ZstandardError,
    decompress_step,
    dictionary_id,
    new_decompressor,
    new_dictionary,
)

if TYPE_CHECKING:
    from newsgen.importers.warc.zstandard import Dictionary

_RATIO, STRETCH = 2000, 2**29
"""A stretch of this many bytes that compresses better than this ratio is a bomb; a thousand captures of one page,
compressed together, compress as well, but are fewer bytes."""
_FRAME = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_STEP = 4096
"""Compressed bytes decompressed at a time."""
_KEPT_BYTES = 2 * 2**20
"""Bytes of a frame that are kept in memory until it ends, to be read again if it is damaged."""
_MAX_SAVED_BYTES = 32 * 2**20
_MAX_HEADER = 18
_MAX_DICTIONARY_BYTES = 32 * 2**20
"""Bytes of a dictionary, four times what the specification of these archives asks readers for."""


class _FrameError(Exception):
    """A frame cannot be decompressed further; the message is the fault."""


def is_zstandard(data: bytes) -> bool:
    """Return whether a file that begins with *data* is compressed with Zstandard."""
    return data.startswith(_FRAME) or _SKIPPABLE.match(data) is not None


def decompress_frames(buffer: Buffer, dictionary: "Dictionary | None" = None) -> Iterator[Chunk]:
    """Decompress and yield the bytes of an archive frame by frame, with the *dictionary*, or that at its beginning."""
    detector = BombDetector(_RATIO, STRETCH, buffer.is_known)
    try:
        dictionary = read_dictionary(buffer) or dictionary
    except ZstandardError as error:
        yield Chunk(0, b"", fault=str(error))
    while buffer.has(1) and detector.bombs < MAX_BOMBS:
        at = buffer.at
        if buffer.has(4) and buffer.data.startswith(_FRAME):
            yield from _decompress_frame(buffer, detector, dictionary)
        elif buffer.has(8) and _SKIPPABLE.match(buffer.data):
            _skip(buffer, 8 + _size_of(buffer))
        elif not _skip_to_frame(buffer):
            yield Chunk(at, b"", fault="bytes that are not compressed are between the compressed records")
    if detector.bombs == MAX_BOMBS:
        yield Chunk(buffer.at, b"", fault=TOO_MANY_BOMBS)


def read_dictionary(buffer: Buffer) -> "Dictionary | None":
    """Read the dictionary with which an archive of Zstandard begins; None if there is none.

    Raises ZstandardError if it cannot be used.
    """
    if not buffer.has(8) or not buffer.data.startswith(_DICTIONARY):
        return None
    size = _size_of(buffer)
    if size > _MAX_DICTIONARY_BYTES or not buffer.has(8 + size):
        raise ZstandardError(f"its dictionary has {size} bytes, which is more than can be read")
    content = buffer.data[8 : 8 + size]
    buffer.drop(8 + size)
    try:
        return new_dictionary(_decompressed(content) if content.startswith(_FRAME) else content)
    except ZstandardError as error:
        raise ZstandardError(f"its dictionary cannot be read ({error})") from None


def _decompressed(frame: bytes) -> bytes:
    content = bytearray()
    for piece in decompress_step(new_decompressor(), frame):
        content += piece
        if len(content) > _MAX_DICTIONARY_BYTES:
            raise ZstandardError("it is too large")
    return bytes(content)


def _size_of(buffer: Buffer) -> int:
    """Return the number of bytes in the skippable frame with which *buffer* begins."""
    return int.from_bytes(buffer.data[4:8], "little")


def _skip(buffer: Buffer, count: int) -> None:
    while count and buffer.has(1):
        step = min(count, len(buffer.data))
        buffer.drop(step)
        count -= step


def _decompress_frame(buffer: Buffer, detector: BombDetector, dictionary: "Dictionary | None") -> Iterator[Chunk]:
    """Yield the decompressed current frame; skip to the next one if it is damaged."""
    at, is_first = buffer.at, True
    try:
        for data in _frame_pieces(buffer, detector, dictionary):
            if data:
                yield Chunk(at, data, is_first)
                is_first = False
    except _FrameError as fault:
        yield Chunk(at, b"", fault=str(fault))
        if buffer.at == at:
            buffer.drop(len(_FRAME))  # the damaged frame starts with the bytes that are searched for
        _skip_to_frame(buffer)


def _frame_pieces(buffer: Buffer, detector: BombDetector, dictionary: "Dictionary | None") -> Iterator[bytes]:
    """Yield the pieces of the frame with which *buffer* begins; raise _FrameError with what is wrong."""
    buffer.has(_MAX_HEADER)
    wanted = dictionary_id(buffer.data[:_MAX_HEADER])
    if wanted and (dictionary is None or dictionary.dict_id != wanted):
        raise _FrameError(f"a compressed record needs the dictionary {wanted}, with which the file does not begin")
    decompressor, used, made, is_whole = new_decompressor(dictionary), 0, 0, True
    while not decompressor.eof:
        if not buffer.has(used + 1):
            raise _FrameError("the file ends in the middle of a compressed record")
        step = buffer.data[used : used + _STEP]
        detector.compressed += len(step)
        try:
            for data in decompress_step(decompressor, step):
                if detector.is_bomb(0, len(data)):
                    raise _FrameError(f"a compressed record expands to more than {_RATIO} times its size")
                made += len(data)
                yield data
        except ZstandardError:
            yield _before_damage(buffer.data[: used + len(step)], len(step), made, dictionary) if is_whole else b""
            raise _FrameError("a compressed record is damaged") from None
        used += len(step) - len(decompressor.unused_data)
        if used > _KEPT_BYTES:
            buffer.drop(used)
            used, is_whole = 0, False
    buffer.drop(used)


def _before_damage(frame: bytes, last: int, known: int, dictionary: "Dictionary | None") -> bytes:
    """Return what a damaged *frame* contains after the *known* bytes; its *last* bytes are where the damage is.

    They are decompressed one by one: a wrong checksum at the end must not lose the text before it.
    """
    decompressor, saved = new_decompressor(dictionary), bytearray()
    steps = [frame[: len(frame) - last], *(frame[at : at + 1] for at in range(len(frame) - last, len(frame)))]
    with suppress(ZstandardError):
        for step in filter(None, steps):
            for data in decompress_step(decompressor, step):
                saved += data[min(known, len(data)) :]
                known -= min(known, len(data))
            if len(saved) > _MAX_SAVED_BYTES:
                break
    return bytes(saved)


def _skip_to_frame(buffer: Buffer) -> bool:
    """Skip to the next frame, or to the end; return whether only padding was skipped."""
    padding = True
    while buffer.has(1):
        is_last = not buffer.has(BLOCK)
        found = buffer.data.find(_FRAME)
        end = found if found >= 0 else len(buffer.data) - (0 if is_last else len(_FRAME) - 1)
        padding = padding and not buffer.data[:end].strip(PADDING)
        buffer.drop(end)
        if found >= 0:
            break
    return padding
