"""The stems that an article is about."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter

import Stemmer

from newsgen.text.arabic import fold

OPENING = 1500
"""Characters of a body that are read: what comes later is detail."""
MOST = 64
"""Terms of an article that are kept."""
WORD = re.compile(r"[\w\u0640\u064b-\u065f\u0670]+")
"""Harakat and tatweel are in words."""

OFTEN = 100
"""What occurs more often counts no more."""

_HEADLINE_COUNTS = 2
_REMEMBERED = 1 << 17  # words: some 25 MB

_COMMON_SIGNS = '،.:"()«»؟؛'  # none of them in a word
_PARTICLES = """
من في على إلى عن مع ب ل أن إن لأن بأن كأن لكن كان كانت يكون تكون ليس ليست بين عند لدى غير بعض كل قبل بعد خلال
حول دون ضد منذ حتى أمام ضمن عبر نحو تحت فوق سوى مثل حسب حين حيث أي أحد إحدى جميع نفس ذات قال قالت
"""
_ENDINGS = "", "ه", "ها", "هم", "هما", "هن", "نا", "ي", "ك", "كم", "وا"
_OTHER_STOP_WORDS = """
هذا هذه هذان هذين هؤلاء ذلك تلك أولئك الذي التي الذين اللذين اللتين اللذان اللواتي هو هي هم هما هن نحن أنا أنت
ما لا لم لن لو لما مما عما فيما بينما عندما كما إنما كلما ربما مهما بما إما أما إلا ألا هل أو أم ثم بل قد لقد سوف إذ
إذا إذن كيف متى أين ماذا لماذا هنا هناك كذلك أيضا لذلك بذلك هكذا جدا فقط معا مثلا الآن لهذا لهذه بهذا بهذه كهذا
تم يتم يمكن يجب أكد أكدت أضاف أضافت أوضح أوضحت أشار أشارت ذكر ذكرت يقول تقول وفق وفقا نظرا
the of and in to on for with from by at is was are an as
"""
_SHORTEST = 2  # letters of a term
_STOP_WORDS = frozenset(
    fold(word + ending)
    for words, endings in ((_PARTICLES, _ENDINGS), (_OTHER_STOP_WORDS, ("",)))
    for word in words.split()
    for ending in endings
)

_only_letters = re.compile("[\u0621-\u063a\u0641-\u064a]+").fullmatch
_stem = Stemmer.Stemmer("arabic", 0).stemWord  # without its own cache: words are remembered here


def stems_of(headline: str, body: Iterable[str]) -> dict[str, int]:
    """Count the stems of an article's headline, twice each, and of the opening of its *body*.

    Function words, single letters and numbers are no terms. The 64 commonest, and of equals those that
    come first, are returned in this order. They are keys, not for readers, and have no line breaks.
    """
    text = _read_text(headline, body)
    counts = Counter(map(_known_terms.__getitem__, _split(text)))
    if None in counts:
        counts = Counter(map(_known_terms.__getitem__, WORD.findall(text)))
    counts.pop("", None)
    return dict(sorted(counts.items(), key=itemgetter(1), reverse=True)[:MOST])  # type: ignore[arg-type]


def pack_stems(terms: Mapping[str, int]) -> bytes:
    """Return what `terms_of` says in few bytes; how often counts up to a hundred."""
    return bytes([min(times, OFTEN) for times in terms.values()]) + b"\0" + "\n".join(terms).encode()


def unpack_stems(packed: bytes) -> dict[str, int]:
    """Return what `pack_terms` packed."""
    times, _, terms = packed.partition(b"\0")
    return dict(zip(terms.decode().split("\n") if times else (), times, strict=True))


def _read_text(headline: str, body: Iterable[str]) -> str:
    """Return what is read of an article, in lines."""
    lines, room = [headline] * _HEADLINE_COUNTS, OPENING
    for paragraph in body:
        lines.append(paragraph[:room])
        room -= len(paragraph)
        if room <= 0:
            break
    return "\n".join(lines)


def _split(text: str) -> list[str]:
    """Split *text* at blanks and common signs: much faster than finding words, though some keep a sign."""
    for sign in _COMMON_SIGNS:
        text = text.replace(sign, " ")
    return text.split()


class _KnownTerms(dict[str, str | None]):
    """The term of every word met so far, most words of an article were in others; None for what is several words."""

    def __missing__(self, token: str) -> str | None:
        """Find the term of a new word; where there are too many, forget the old ones."""
        if len(self) >= _REMEMBERED:
            self.clear()
        term = self[token] = term_of_letters(token) if _only_letters(token) else self._term_within(token)
        return term

    def _term_within(self, token: str) -> str | None:
        """Return the term of a word with signs around it."""
        words = WORD.findall(token)
        if len(words) > 1:
            return None
        if words == [token]:
            return sys.intern(term_of(token))
        return self[words[0]] if words else ""


_known_terms = _KnownTerms()


def term_of(word: str) -> str:
    """Return the term that *word* is a form of, "" where it is none."""
    key = fold(word)
    if len(key) < _SHORTEST or key.isdecimal() or _is_stop_word(key):
        return ""
    if key.isascii():
        return key
    plain = word if unicodedata.is_normalized("NFKC", word) else unicodedata.normalize("NFKC", word)
    stem = fold(_stem(plain))  # stemmed before it is folded: the stemmer knows endings by their ة and ى
    return stem if len(stem) >= _SHORTEST else key


def term_of_letters(word: str) -> str:
    """Return what `term_of` does, for a word of nothing but Arabic letters: a third of the time."""
    key = _fold_letters(word)
    if len(key) < _SHORTEST or _is_stop_word(key):
        return ""
    stem = _fold_letters(_stem(word))
    return sys.intern(stem if len(stem) >= _SHORTEST else key)  # few stems of many words: they lie closer in memory


def _fold_letters(word: str) -> str:
    """Return what `fold` does, for nothing but Arabic letters."""
    return word.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ى", "ي")


def _is_stop_word(key: str) -> bool:
    return key in _STOP_WORDS or (key[0] in "وف" and key[1:] in _STOP_WORDS)
