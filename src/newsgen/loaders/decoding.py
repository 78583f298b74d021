"""Turn the bytes of a capture into text, in the encoding they were really written in."""

import codecs
import re
from dataclasses import dataclass

_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LEGACY = {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOJIBAKE = re.compile("[طظ]")  # what the lead bytes of Arabic UTF-8 are in windows-1256


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a capture and how it was read."""

    text: str
    encoding: str
    """Decoding the bytes with it gives `text`."""
    warning: str | None = None


class UndecodableError(ValueError):
    """The bytes are no text; says on which line and why."""

    def __init__(self, found: str, line: int | None = None) -> None:
        """Say what was *found*, on which physical *line*."""
        super().__init__(found)
        self.line = line


def decode(data: bytes) -> Decoded:
    """Decode a capture: BOM, strict UTF-8, UTF-16 by its shape, then the legacy Arabic encodings.

    Raises UndecodableError when the bytes are no text, or are damaged UTF-8: a guess would lose letters.
    """
    encoding = _utf16(data)
    if encoding:
        return _as_text(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error)
    _refuse_binary(text)
    return _mended(text) or Decoded(text, "utf-8")


def _utf16(data: bytes) -> str | None:
    """Name the UTF-16 that *data* is written in: by its BOM, or by the high bytes of Arabic and ASCII."""
    if data.startswith(_UTF16_BOMS):
        return "utf-16"
    pairs = len(data) // 2
    if pairs < 2 or len(data) % 2:  # noqa: PLR2004 - one pair proves nothing
        return None
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if high.count(0x06) + high.count(0x00) > 0.9 * pairs and set(data) - {0}:
            return encoding
    return None


def _as_text(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"{encoding} text that breaks off at byte {error.start}") from None
    _refuse_binary(text)
    return Decoded(text, encoding)


def _refuse_binary(text: str) -> None:
    """Raise where control characters are too many for dirt: a picture or a program, not a page."""
    controls = len(_CONTROL.findall(text))
    if controls > 3 and controls > 0.1 * len(text):  # noqa: PLR2004 - real pages hold a stray one or two
        raise UndecodableError(f"binary data ({controls} control characters in {len(text)})")


def _legacy(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if _is_damaged_utf8(data):
        line = len(re.split(b"\r\n|\r|\n", data[: error.start]))
        raise UndecodableError(f"byte 0x{data[error.start]:02x} is not valid UTF-8", line) from None
    _refuse_binary(data.decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0))))
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and rarely needed

    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise UndecodableError("bytes in no encoding that newsgen knows")
    return Decoded(data.decode(best.encoding), _LEGACY[best.encoding])


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes from a legacy encoding, in which UTF-8 pairs are chance."""
    sound = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    return sound * 4 > len(re.findall(rb"[\x80-\xff]", data))


def _mended(text: str) -> Decoded | None:
    """Undo UTF-8 that was once read as windows-1256, where the whole text proves that it was."""
    if len(_MOJIBAKE.findall(text)) < 0.3 * len("".join(text.split())):
        return None
    try:
        mended = text.removeprefix("\ufeff").encode("cp1256").decode("utf-8")
    except UnicodeError:
        return None
    return Decoded(mended, "utf-8 read as windows-1256", "mended text: UTF-8 that was read as windows-1256")
