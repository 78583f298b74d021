"""Mend Arabic text that was decoded wrongly before it was saved, and leave the text of other languages alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from newsgen.text.languages import is_common_arabic

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_ACCENTED = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_MARKUP = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|&\w+;")
_SAMPLE = 400_000
"""In characters, with the tags; a longer sample does not make the answer any clearer."""
_MOST_SEQUENCES = 100_000
"""Matched at once: no word is so long, and each of them takes memory."""
_FEWEST_LETTERS = 8
_COMMON_SHARE = 0.1
"""Of the letters of Arabic texts a sixth or more are in common words and words with the article."""
_ASCII_SHARE = 0.2
_SHARE_OF_SIGNS = 0.08
"""Of the characters that are not ASCII; in sound Arabic ط and ظ make up a sixtieth."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """A way in which text becomes illegible: decoded as *wrong* although it was in *right*."""

    right: str
    wrong: str
    signs: str
    """Characters that make up a large part of such a text."""

    @property
    def name(self) -> str:
        """The name of the encoding that a misread file seems to have."""
        return f"{_NAMES[self.right].lower()} read as {_NAMES[self.wrong]}"

    @property
    def description(self) -> str:
        """What happened to a misread file, for messages."""
        return f"{_NAMES[self.right]} that was read as {_NAMES[self.wrong]}"


_NAMES = {"utf-8": "UTF-8", "cp1256": "windows-1256", "cp1252": "windows-1252", "iso8859_6": "ISO-8859-6"}
_MISREADINGS = (
    Misreading("utf-8", "cp1256", "طظ"),
    Misreading("utf-8", "cp1252", "ØÙ"),
    Misreading("cp1256", "cp1252", "ÇÊáíæ"),
    Misreading("iso8859_6", "cp1252", "ÇÊäêè"),
)


def mend(text: str) -> tuple[str, Misreading] | None:
    """Return *text* mended, and how it was misread; None unless it becomes Arabic by a wide margin."""
    if text.isascii():
        return None
    strange = len(text) - len(text.encode("ascii", "ignore"))
    possible = [m for m in _MISREADINGS if sum(map(text.count, m.signs)) > _SHARE_OF_SIGNS * strange]
    if not possible:
        return None
    sample = _MARKUP.sub(" ", text[:_SAMPLE])
    gain, best = max(((_gain(sample, m), m) for m in possible), key=lambda one: one[0])
    if not gain:
        return None
    pattern, replace = _converter(best)
    return pattern.sub(replace, text), best


def _gain(sample: str, misreading: Misreading) -> int:
    """Return a number that grows with the common Arabic words in a mended *sample*; 0 if it is not Arabic by far."""
    mended: list[str] = []
    pattern, replace = _converter(misreading)
    rest = pattern.sub(lambda match: mended.append(replace(match)) or " ", sample)  # type: ignore[func-returns-value]
    words = _WORD.findall(" ".join(mended))
    letters = sum(map(len, words))
    arabic = sum(len(_ARABIC.findall(word)) for word in words)
    common = sum(len(word) for word in words if is_common_arabic(word))
    kept = sum(1 for character in rest if not character.isascii() and character.isalpha())
    latin = sum(1 for character in rest if character.isascii() and character.isalpha())
    is_arabic = arabic >= _FEWEST_LETTERS and arabic > 0.9 * letters
    is_proved = misreading.right == "utf-8" or common > _COMMON_SHARE * letters
    return common + 1 if is_arabic and is_proved and letters >= kept and letters >= _ASCII_SHARE * latin else 0


@cache
def _converter(misreading: Misreading) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """Return a pattern for the runs of characters that were misread, and the function that gives a run as it was."""
    characters = {_character(byte, misreading.wrong): byte for byte in range(0x80, 0x100)}
    characters |= {chr(byte): byte for byte in range(0x80, 0xA0)}  # as Latin-1 reads these bytes
    if misreading.right == "utf-8":
        pattern = _utf8_sequences(characters)
        return pattern, lambda run: bytes(characters[c] for c in run[0]).decode("utf-8", "replace")
    table = {ord(c): _character(byte, misreading.right) for c, byte in characters.items()}
    changed = {code: to for code, to in table.items() if "\u0600" <= to <= "\u06ff" or code in range(0x80, 0xA0)}
    return _letters_apart(changed), lambda run: run[0].translate(changed)


def _character(byte: int, encoding: str) -> str:
    """Return the character of *byte* in an encoding; bytes that it lacks are control characters, as in browsers."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


def _utf8_sequences(characters: dict[str, int]) -> re.Pattern[str]:
    """Return a pattern for UTF-8 whose bytes are *characters*, but not for the end of a word in sound Arabic."""

    def between(low: int, high: int) -> str:
        return "[" + re.escape("".join(c for c, byte in characters.items() if low <= byte <= high)) + "]"

    following = between(0x80, 0xBF)
    sequences = (
        between(0xC2, 0xDF) + following,
        between(0xE0, 0xEF) + following * 2,
        between(0xF0, 0xF4) + following * 3,
    )
    return re.compile(f"(?<![\u0621-\u064a])(?:{'|'.join(sequences)}){{1,{_MOST_SEQUENCES}}}")


def _letters_apart(changed: dict[int, str]) -> re.Pattern[str]:
    """Return a pattern for runs of characters that are *changed*, but not beside other letters of a word."""
    run = "".join(map(chr, changed))
    others = "A-Za-z" + "".join(chr(c) for c in range(0xC0, 0x180) if c not in changed and chr(c).isalpha())
    run = re.escape(run)
    return re.compile(rf"(?:(?<![{others}])|(?<=\\[nrt]))[{run}]++(?![{others}])")


def is_latin(text: str) -> bool:
    """Return whether the letters of *text* that are not ASCII stand inside words of ASCII letters, as in Spanish."""
    accented = [word for word in _WORD.findall(text) if _LATIN_ACCENTED.search(word)]
    mixed = sum(1 for word in accented if any(c.isascii() for c in word))
    return mixed > 0.6 * len(accented)
