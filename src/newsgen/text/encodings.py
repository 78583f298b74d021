"""Turn the bytes of a capture into text, in the encoding they were really written in."""

import codecs
import re
from dataclasses import dataclass

_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LEGACY = {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# ى ي, which are rare marks in ISO-8859-6; or ال where a word begins
_WINDOWS_LETTERS = re.compile(rb"[\xec\xed]|(?<![\x80-\xff])\xc7\xe1")
# ق ه و ى ي inside words, which are â ç è é ê in windows-1256; or ال where a word begins
_ISO_LETTERS = re.compile(rb"(?<=[\xc1-\xea])[\xe2\xe7-\xea]|(?<![\x80-\xff])\xc7\xe4")
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]")
_NO_ENCODING = "bytes in no encoding that newsgen knows"
_LINE_END = re.compile(r"\r\n|\r|\n")
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
    if pairs < 2 or not any(data):  # noqa: PLR2004 - one pair proves nothing
        return None
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        letters, punctuation = high.count(0x06) + high.count(0x00), high.count(0x20)
        if letters > 0.5 * pairs and letters + punctuation > 0.9 * pairs:
            return encoding
    return None


def _as_text(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        sound = data[: error.start].decode(encoding)
        found = f"{encoding} text with {error.reason} at byte {error.start}"
        raise UndecodableError(found, _line_of(sound)) from None
    _refuse_binary(text)
    return Decoded(text, encoding)


def _refuse_binary(text: str) -> None:
    """Raise where control characters are too many for dirt: a picture or a program, not a page."""
    controls = len(_CONTROL.findall(text))
    if controls > 3 and controls > 0.1 * len(text):  # noqa: PLR2004 - real pages hold a stray one or two
        raise UndecodableError(f"binary data ({controls} control characters in {len(text)})")


def _legacy(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if _is_damaged_utf8(data):
        sound = data[: error.start].decode("utf-8")
        raise UndecodableError(f"byte 0x{data[error.start]:02x} that is not valid UTF-8", _line_of(sound)) from None
    _refuse_binary(data.decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0))))
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and rarely needed

    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise UndecodableError(_NO_ENCODING)
    encoding = _legacy_by_letters(data) or best.encoding
    text = data.decode(encoding)
    _refuse_other_script(text)
    return Decoded(text, _LEGACY[encoding])


def _refuse_other_script(text: str) -> None:
    """Raise where letters that make a quarter of any Arabic text are rare: it is Russian, say, misread."""
    arabic = _ARABIC_LETTERS.findall(text)
    commonest = sum(map(arabic.count, "الي"))
    if len(arabic) >= 40 and commonest < 0.08 * len(arabic):  # noqa: PLR2004 - real texts have 0.17 or more
        raise UndecodableError(_NO_ENCODING)


def _legacy_by_letters(data: bytes) -> str | None:
    """Name the legacy encoding of *data* by the letters on which the two differ; None where they balance."""
    try:
        data.decode("iso8859_6")
    except UnicodeDecodeError:
        return "cp1256"  # it has a letter for every byte; ف ق ك are nothing in the other
    windows, iso = len(_WINDOWS_LETTERS.findall(data)), len(_ISO_LETTERS.findall(data))
    return None if windows == iso else "cp1256" if windows > iso else "iso8859_6"


def _line_of(sound: str) -> int:
    """Return the number of the line that follows the text *sound*, which ends where the damage begins."""
    return len(_LINE_END.split(sound))


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
