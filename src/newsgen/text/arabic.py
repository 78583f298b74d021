"""Clean, compare and shorten Arabic text, make slugs of it, and choose plural forms."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from string import ascii_lowercase, ascii_uppercase

BIDI_CONTROLS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BLANKS = "\ufeff \u00a0\t"
TATWEEL = "\u0640"

_CONTROL_BYTES = [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in "\t\n\r"]
_NOISE = dict.fromkeys(map(ord, ["\ufeff", *BIDI_CONTROLS, *_CONTROL_BYTES]))
_NOISE_PATTERN = re.compile("[" + re.escape("".join(map(chr, _NOISE))) + "]")

# Presentation forms of a mark alone, which NFKC would turn into a space and a mark.
_LONE_MARKS = dict.fromkeys([*range(0xFC5E, 0xFC64), *range(0xFE70, 0xFE80)])
_MARKS = dict.fromkeys([*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE), ord(TATWEEL)])
_FORMAT_CHARACTERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060" + BIDI_CONTROLS + "\ufeff"))
_FOLDED_LETTERS = str.maketrans(f"أإآٱىیک{ascii_uppercase}", f"ااااييك{ascii_lowercase}")
_ITSELF: dict[int, int | None] = {code: code for code in range(0x700)}  # a missing key costs translate an exception
_FOLDED_SIGNS: dict[int, str] = {0x00A0: " ", 0x2026: "..."}
_FOLD = _ITSELF | _MARKS | _FORMAT_CHARACTERS | _FOLDED_LETTERS | _FOLDED_SIGNS
_BREAKS = dict.fromkeys(map(ord, "\u200b\u200c\ufeff" + BIDI_CONTROLS), " ")

# Text of these characters alone is mapped character by character, because no Unicode form combines or changes them.
_ARABIC = [chr(c) for c in (*range(0x0600, 0x0653), *range(0x0656, 0x0675), *range(0x0679, 0x0700))]
_PLAIN = ["\t", "\n", *map(chr, range(0x20, 0x7F)), *_ARABIC, *"«»“”‘’–—…\u00a0"]
_PLAIN_TEXT = re.compile("[" + re.escape("".join(_PLAIN)) + "]*")

MAX_SLUG_BYTES = 120


def clean(text: str) -> str:
    """Return Arabic *text* without BOM, bidi controls and control characters, with every other character kept."""
    return text.translate(_NOISE) if _NOISE_PATTERN.search(text) else text


def one_line(text: str) -> str:
    """Return Arabic *text* as one line: cleaned, with single spaces, and with none at either end."""
    return " ".join(clean(text).split())


def count_removed(text: str) -> Counter[str]:
    """Count each of the characters that `clean` removes from Arabic *text*."""
    return Counter(_NOISE_PATTERN.findall(text))


def fold(text: str) -> str:
    """Return a key that is the same for all spellings of one Arabic text.

    Harakat, tatweel and bidi marks are removed, and presentation forms replaced. أ إ آ ٱ become ا, ى becomes ي, and
    Persian ک ی become Arabic. White space becomes one space, and Latin letters become lower case.
    """
    if _PLAIN_TEXT.fullmatch(text):
        folded = text.translate(_FOLD)
        return folded if folded.isalnum() else " ".join(folded.split())
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text.translate(_LONE_MARKS))
    text = text if text.isascii() else text.translate(_FOLD)
    return " ".join(text.casefold().split())


_FIRST_TO_LAST_WORD = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


def line_key(text: str) -> str:
    """Return the folded Arabic text of a line, without list bullets before it and punctuation after it."""
    words = _FIRST_TO_LAST_WORD.search(fold(clean(text)))
    return words[0] if words else ""


_TITLE_LETTERS = str.maketrans({"ة": "ه", "ؤ": "و", "ئ": "ي", "ء": None})
_NOT_WORD = re.compile(r"[\W_]+")


def title_key(text: str) -> str:
    """Return a key of Arabic letters and digits in folded words, the same for all copies of one headline."""
    if _PLAIN_TEXT.fullmatch(text):
        return " ".join(text.translate(_title_keys()).split())
    return _title_key(text)


def _title_key(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", fold(clean(text)).translate(_TITLE_LETTERS)).split())


@cache
def _title_keys() -> dict[int, str]:
    """Return what each plain Arabic character becomes in a title key."""
    return str.maketrans({character: _title_key(f"ا{character}ا")[1:-1] for character in _PLAIN})


def slug(text: str, max_bytes: int = MAX_SLUG_BYTES) -> str:
    """Return Arabic *text* as one URL segment, at most *max_bytes* long in UTF-8.

    Marks and tatweel are removed before the words are separated, because they would split them; a bidi mark
    between two words separates them. The parts of 3,5 are two words, those of 1,500 are one. A long text is cut
    after a word, a long word after a letter. May be empty.
    """
    if _PLAIN_TEXT.fullmatch(text):
        text = _with_plain_numbers(text)
        return cut_slug("-".join(text.translate(_slug_characters()).split()), max_bytes)
    return cut_slug(_slug(text), max_bytes)


def _slug(text: str) -> str:
    from slugify import slugify  # noqa: PLC0415 - few texts need it

    plain = unicodedata.normalize("NFKC", text.translate(_LONE_MARKS).translate(_BREAKS))
    plain = _with_plain_numbers("".join(c for c in plain if not _is_dropped(c)))
    return slugify(
        unicodedata.normalize("NFC", plain), allow_unicode=True, entities=False, decimal=False, hexadecimal=False
    )


_SEPARATORS = ",\u066b\u066c"
"""The comma, which is the decimal sign of the Maghreb, and the decimal and thousands separators of Arabic digits."""
_GROUPS = re.compile(rf"(?<![\d.{_SEPARATORS}])[^\D0٠۰]\d{{0,2}}([,\u066c])\d{{3}}(?:\1\d{{3}})*(?![\d,\u066c])")
"""Matches a number whose thousands are separated."""


def _with_plain_numbers(text: str) -> str:
    """Return Arabic *text* for a slug: thousands are closed up, and every other separator in a number is a space."""
    if not any(sign in text for sign in _SEPARATORS):
        return text
    text = _GROUPS.sub(lambda match: match[0].replace(match[1], ""), text)
    return re.sub(f"[{_SEPARATORS}]", " ", text)


def _is_dropped(character: str) -> bool:
    """Return whether Arabic slugs leave out *character* without separating words: a mark, tatweel, or invisible."""
    return character == TATWEEL or unicodedata.category(character) in {"Mn", "Me", "Cf"}


def _in_slug(character: str) -> str:
    plain = character.translate(_BREAKS)
    return "" if _is_dropped(plain) else plain.lower() if plain.isalnum() else " "


@cache
def _slug_characters() -> dict[int, str]:
    """Return what each plain Arabic character becomes in a slug; made when needed, since it takes a while."""
    return str.maketrans({character: _in_slug(character) for character in _PLAIN})


def cut_slug(words: str, max_bytes: int) -> str:
    """Return as many of an Arabic slug's hyphenated *words* as fit into *max_bytes* of UTF-8."""
    data = words.encode()
    if len(data) <= max_bytes:
        return words
    fitting = data[: max_bytes + 1].rpartition(b"-")[0] or data[:max_bytes]
    return fitting.decode(errors="ignore").strip("-")


def count_letters(text: str) -> int:
    """Count the letters and digits of Arabic *text*."""
    return sum(map(str.isalnum, text))


_FEW = range(3, 11)


def plural_form(number: int) -> str:
    """Return the CLDR name of the plural form, one of Arabic's six, that *number* takes."""
    if number < _FEW.start:
        return ("zero", "one", "two")[number]
    rest = number % 100
    return "few" if rest in _FEW else "many" if rest >= _FEW.stop else "other"


_WORDS_PER_MINUTE = 180
"""How many words of Arabic an adult reads silently in a minute.

Aloud it is 138 (Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance: The New International
Reading Speed Texts IReST", IOVS 53, 2012, doi 10.1167/iovs.11-8284). Reading silently is faster by 238 to 183
(Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019, doi
10.1016/j.jml.2019.104047). For English it is 238, because an Arabic word often means two English ones.
"""


def reading_minutes(paragraphs: Iterable[str]) -> int:
    """Return how many minutes the Arabic text of *paragraphs* takes to read: 0 if it is empty, else at least 1.

    Words are counted by the spaces between them, because that takes a tenth of the time that `split` takes.
    """
    words = sum([text.count(" ") + 1 for text in paragraphs if text])
    return max(1, (words + _WORDS_PER_MINUTE // 2) // _WORDS_PER_MINUTE) if words else 0


_CLAUSE_END = re.compile(r"(?=،(?!\d)|\.(?:\s|$))|(?<=[؟!?…])(?=\s|$)")


def shorten(text: str, limit: int) -> str:
    """Return the opening of an Arabic *text* in at most *limit* characters.

    It ends at the last ، or sentence end within the limit, else after the last whole word, followed by ….
    """
    if len(text) <= limit:
        return text.rstrip(" .،")
    opening = text[: limit + 2]  # the character after a clause end decides: the point in 3.5 ends none
    ends = [m.start() for m in _CLAUSE_END.finditer(opening) if 0 < m.start() <= limit]
    clauses = text[: ends[-1]].rstrip(" .،") if ends else ""
    return clauses or cut_at_word(text, limit)


def cut_at_word(text: str, limit: int) -> str:
    """Return Arabic *text* in at most *limit* characters, cut after a word and followed by … if it is longer."""
    if len(text) <= limit:
        return text
    whole_words = f"{text[:limit]}|".rsplit(maxsplit=1)[:-1]
    head = "".join(whole_words).rstrip(" \u00a0،,؛;:.-–—«(")
    return (head or _cut_at_letter(text, limit - 1)) + "…"


def _cut_at_letter(text: str, limit: int) -> str:
    """Return at most *limit* characters of Arabic *text*, without separating a letter from its marks."""
    while limit > 1 and unicodedata.combining(text[limit]):
        limit -= 1
    return text[:limit]
