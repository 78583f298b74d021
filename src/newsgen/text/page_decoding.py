"""Turn the bytes of a web page into text: what the page declares of itself is asked, not believed."""

import codecs
import re
from collections.abc import Callable

from newsgen.text.encodings import Decoded, UndecodableError, decode

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
    return _mended(text) or Decoded(text, "utf-8")


def _is_mostly_utf8(data: bytes) -> bool:
    sound = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    return sound * 2 > 0.9 * len(re.findall(rb"[\x80-\xff]", data))


def _mended(text: str) -> Decoded | None:
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
        raise UndecodableError(f"{declared} text with {error.reason} at byte {error.start}") from None
