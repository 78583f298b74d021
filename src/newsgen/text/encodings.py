"""Bytes to text: UTF-8, UTF-16, windows-1256, ISO-8859-6, mojibake."""

import codecs
import re
from collections.abc import Callable
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
        found = f"{encoding} text that is damaged at byte {error.start}"
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


_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_TAGS = re.compile(rb"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")
_ASCII_WORDS = re.compile(rb"[!-~]+")
_NEAR_HEAD = 4096
_SAMPLE = 1 << 17
"""Bytes of text, without its tags; more tell no more of the encoding."""
_FEW_FAULTS = 0.01
_COMMONEST = 0.08
_ARABIC = re.compile("[\u0621-\u064a]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_MISREAD = (
    ("طظ", "cp1256", "utf-8", "UTF-8 that was read as windows-1256"),
    ("ØÙ", "cp1252", "utf-8", "UTF-8 that was read as windows-1252"),
    ("Çáí", "cp1252", "cp1256", "windows-1256 that was read as windows-1252"),
)
"""The letters that make a quarter of such a text, what it was read as, what it is, and its name."""
_MISREAD_SHARE = 0.22


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """Decode a page: BOM, strict UTF-8, then the legacy encodings by their letters, else what is declared.

    *charset* is what HTTP declared. Raises UndecodableError where the bytes are no text.
    """
    declared = _known(charset) or _declared(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0<" in data[:64] or b"<\0" in data[:64]:
        return decode(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    decoded = _as_utf8(data) or _as_legacy(data, declared)
    if declared and decoded.warning is None and codecs.lookup(decoded.encoding).name != declared:
        found = f"the page is said to be in {declared}, and is in {decoded.encoding}"
        return Decoded(decoded.text, decoded.encoding, found)
    return decoded


def _known(charset: str | None) -> str | None:
    """Return Python's name of a *charset*; None for one that it does not know, and for what is no text."""
    try:
        name = codecs.lookup((charset or "").strip().lower().removeprefix("x-")).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name  # as browsers have it


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_NEAR_HEAD])
    return _known((match[1] or match[2]).decode("ascii", "ignore")) if match else None


def _as_utf8(data: bytes) -> Decoded | None:
    """Read UTF-8, mending what was misread before; a few bad bytes, such as a cut description's, are marked."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        faults = text.count("\ufffd")
        if faults > max(3, _FEW_FAULTS * len(_BEYOND_ASCII.sub("", text)) * 10) or not _is_mostly_utf8(data):
            return None
        return Decoded(text, "utf-8", f"bytes that are no UTF-8, shown as U+FFFD: {faults}")
    return _mended_page(text) or Decoded(text, "utf-8")


def _is_mostly_utf8(data: bytes) -> bool:
    sound = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    return sound * 2 > 0.9 * len(re.findall(rb"[\x80-\xff]", data))


def _mended_page(text: str) -> Decoded | None:
    """Undo an encoding misread before the page was saved, where its letters prove it."""
    sample = "".join(_BEYOND_ASCII.findall(text[: _SAMPLE * 4]))
    for letters, wrong, right, name in _MISREAD:
        if sum(map(sample.count, letters)) <= _MISREAD_SHARE * len(sample):
            continue
        mended = _BEYOND_ASCII.sub(lambda run: _mend(run[0], wrong, right), text)  # noqa: B023 - used at once
        if len(_ARABIC.findall(mended)) > _MISREAD_SHARE * len(sample):
            return Decoded(mended, f"{right} read as {wrong}", f"mended text: {name}")
    return None


def _mend(run: str, wrong: str, right: str) -> str:
    """Return *run* as it was meant; as it is, where it was not misread."""
    try:
        return b"".join(map(_byte(wrong), run)).decode(right)
    except UnicodeError:
        return run


def _byte(encoding: str) -> Callable[[str], bytes]:
    def one(character: str) -> bytes:
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            return character.encode("latin-1")  # browsers read the five bytes that windows-1252 lacks as C1 controls

    return one


def _as_legacy(data: bytes, declared: str | None) -> Decoded:
    """Read an encoding from before Unicode: the text without its tags tells which."""
    sample = _ASCII_WORDS.sub(b" ", _TAGS.sub(b" ", data))[:_SAMPLE]
    try:
        found = decode(sample)
        encoding = "utf-8" if found.warning else found.encoding  # of UTF-8 misread before, with faults in its tags
        return Decoded(data.decode(encoding), encoding)
    except (UndecodableError, UnicodeDecodeError) as error:
        if declared in {None, "utf-8"}:
            raise UndecodableError(str(error)) from None
    try:
        return Decoded(data.decode(declared), declared)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"{declared} text that is damaged at byte {error.start}") from None
