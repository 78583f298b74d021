"""Decode Arabic text in UTF-8, UTF-16, windows-1256 or ISO-8859-6, and repair text that was decoded wrongly before."""

import codecs
import re
from dataclasses import dataclass

from newsgen.text.mojibake import is_latin, mend

_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LEGACY = {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# ى ي, which are rare marks in ISO-8859-6; or ال at the beginning of a word
_WINDOWS_LETTERS = re.compile(rb"[\xec\xed]|(?<![\x80-\xff])\xc7\xe1")
# ق ه و ى ي inside words, which are â ç è é ê in windows-1256; or ال at the beginning of a word
_ISO_LETTERS = re.compile(rb"(?<=[\xc1-\xea])[\xe2\xe7-\xea]|(?<![\x80-\xff])\xc7\xe4")
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]")
_UNKNOWN_ENCODING = "bytes in an encoding that newsgen does not know"
_GUESS = "the encoding is not declared and was taken for windows-1252; save the file as UTF-8 if letters are wrong"
_LINE_END = re.compile(r"\r\n|\r|\n")
_MULTIBYTE_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_NON_ASCII_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a capture or a page, and how it was decoded."""

    text: str
    encoding: str
    """The name of the encoding that decodes the bytes to `text`, or "utf-8 read as windows-1256" for repaired text."""
    warning: str | None = None
    """What is doubtful about the text; None if nothing is."""


class UndecodableError(ValueError):
    """The bytes are not text, for the reason in the message."""

    def __init__(self, found: str, line: int | None = None) -> None:
        """Store what was *found* in undecodable text, and on which physical *line*, from 1; None if on no line."""
        super().__init__(found)
        self.line = line


def decode(data: bytes) -> Decoded:
    """Decode a capture as UTF-16 by its BOM or byte pattern, else strict UTF-8, else a legacy Arabic encoding.

    Raises UndecodableError if the bytes are not text, or are damaged UTF-8, because a guess would lose letters.
    """
    encoding = _utf16_codec(data)
    if encoding:
        return _decode_utf16(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error)
    decoded = _repaired(text) or Decoded(text, "utf-8")
    _refuse_binary(decoded.text)
    return decoded


def _utf16_codec(data: bytes) -> str | None:
    """Return the UTF-16 codec of *data*, by its BOM or the high bytes of Arabic and ASCII; None if it has neither."""
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


def _decode_utf16(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"{encoding} text that is damaged at byte {error.start}"
        raise UndecodableError(found, _line_of(error, encoding)) from None
    _refuse_binary(text)
    return Decoded(text, encoding)


def _refuse_binary(text: str) -> None:
    """Raise UndecodableError if *text* has so many control characters that it is a picture or a program."""
    controls = len(_CONTROL.findall(text))
    if controls > 3 and controls > 0.1 * len(text):  # noqa: PLR2004 - real pages hold a stray one or two
        raise UndecodableError(f"binary data ({controls} control characters in {len(text)})")


def _decode_legacy(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if _has_utf8_share(data, 0.5):
        found = f"byte 0x{data[error.start]:02x} that is not valid UTF-8"
        raise UndecodableError(found, _line_of(error, "utf-8")) from None
    _refuse_binary(data.decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0))))
    latin = _decode_latin(data, "cp1252")
    if latin.warning is None and is_latin(latin.text):
        return Decoded(latin.text, latin.encoding, _GUESS)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and rarely needed

    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise UndecodableError(_UNKNOWN_ENCODING)
    encoding = _legacy_codec_by_letters(data) or best.encoding
    text = data.decode(encoding)
    _refuse_other_script(text)
    return Decoded(text, _LEGACY[encoding])


def _decode_latin(data: bytes, encoding: str) -> Decoded:
    """Decode text whose words have Latin letters with accents, which are Arabic letters in the Arabic encodings."""
    text = data.decode(encoding, "replace")
    faults = text.count("\ufffd")
    warning = f"bytes that are not {encoding}, shown as U+FFFD: {faults}" if faults else None
    return Decoded(text, encoding.replace("cp125", "windows-125"), warning)


def _refuse_other_script(text: str) -> None:
    """Raise UndecodableError if letters that make up a quarter of any Arabic text are rare, as in misread Russian."""
    arabic = _ARABIC_LETTERS.findall(text)
    commonest = sum(map(arabic.count, "الي"))
    if len(arabic) >= 40 and commonest < 0.08 * len(arabic):  # noqa: PLR2004 - real texts have 0.17 or more
        raise UndecodableError(_UNKNOWN_ENCODING)


def _legacy_codec_by_letters(data: bytes) -> str | None:
    """Return the legacy codec of *data* by the letters on which the two differ; None if they are equally likely."""
    try:
        data.decode("iso8859_6")
    except UnicodeDecodeError:
        return "cp1256"  # it has a character for every byte; its ف ق ك are undefined in ISO-8859-6
    windows, iso = len(_WINDOWS_LETTERS.findall(data)), len(_ISO_LETTERS.findall(data))
    return None if windows == iso else "cp1256" if windows > iso else "iso8859_6"


def _line_of(error: UnicodeDecodeError, encoding: str) -> int:
    """Return the line on which the decoding *error* happened, from the text before it."""
    return len(_LINE_END.split(error.object[: error.start].decode(encoding)))


def _has_utf8_share(data: bytes, share: float) -> bool:
    """Return whether more than *share* of the non-ASCII bytes are valid UTF-8, which legacy text is only by chance."""
    return len(_MULTIBYTE_UTF8.findall(data)) * 2 > share * len(_NON_ASCII_BYTE.findall(data))


def _repaired(text: str) -> Decoded | None:
    """Return *text* repaired if it was misread before it was saved; None unless the whole text proves that."""
    found = mend(text.removeprefix("\ufeff"))
    if found is None:
        return None
    repaired, misreading = found
    return Decoded(repaired, misreading.name, f"repaired text: {misreading.description}")


_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_TAGS = re.compile(rb"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")
_ASCII_WORDS = re.compile(rb"[!-~]+")
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 1 << 17
"""Bytes of text, without its tags; a longer sample does not make the encoding any clearer."""
_FEW_FAULTS = 0.01
_NON_ASCII = re.compile("[^\x00-\x7f]+")


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """Decode a page by its BOM, else as strict UTF-8, else as a legacy encoding by its letters, else as it declares.

    *charset* is the encoding that HTTP declared. Raises UndecodableError if the bytes are not text.
    """
    declared = _codec_name(charset) or _declared_codec(data)
    if data.startswith(_UTF16_BOMS) or b"\0<" in data[:64] or b"<\0" in data[:64]:
        return decode(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    decoded = _decode_utf8_page(data) or _decode_legacy_page(data, declared)
    if declared and decoded.warning is None and codecs.lookup(decoded.encoding).name != declared:
        found = f"the page declares that it is in {declared}, but it is in {decoded.encoding}"
        return Decoded(decoded.text, decoded.encoding, found)
    return decoded


def _codec_name(charset: str | None) -> str | None:
    """Return Python's name of *charset*; None if Python does not know it, or it does not encode text."""
    try:
        name = codecs.lookup((charset or "").strip().lower().removeprefix("x-")).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name  # as in browsers


def _declared_codec(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD_BYTES])
    return _codec_name((match[1] or match[2]).decode("ascii", "ignore")) if match else None


def _decode_utf8_page(data: bytes) -> Decoded | None:
    """Decode UTF-8 and repair text that was misread before; None if *data* is not UTF-8.

    A few bad bytes, such as those of a description that was cut, become U+FFFD with a warning.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        faults = text.count("\ufffd")
        if faults > max(3, _FEW_FAULTS * len(_NON_ASCII.sub("", text)) * 10) or not _has_utf8_share(data, 0.9):
            return None
        return Decoded(text, "utf-8", f"bytes that are not valid UTF-8, shown as U+FFFD: {faults}")
    return _repaired(text) or Decoded(text, "utf-8")


def _decode_legacy_page(data: bytes, declared: str | None) -> Decoded:
    """Decode an encoding older than Unicode, which the text without its tags shows."""
    words = _TAGS.sub(b" ", data)
    if is_latin(words.decode("cp1252", "replace")):
        encoding = declared if declared and declared not in {"utf-8", *_LEGACY} else "cp1252"
        return _decode_latin(data, encoding)
    try:
        found = decode(_ASCII_WORDS.sub(b" ", words)[:_SAMPLE_BYTES])
        encoding = "utf-8" if found.warning else found.encoding  # a warning: misread UTF-8, with faults in its tags
        return Decoded(data.decode(encoding), encoding)
    except (UndecodableError, UnicodeDecodeError) as error:
        if declared in {None, "utf-8"}:
            raise UndecodableError(str(error)) from None
    try:
        return Decoded(data.decode(declared), declared)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"{declared} text that is damaged at byte {error.start}") from None
