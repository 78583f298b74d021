"""Count the word stems of an article, by which articles are compared."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

import Stemmer

from newsgen.text.arabic import fold

OPENING = 1000
"""Characters of a body that are read; with more or fewer, related articles are worse: later text is detail."""
MAX_STEMS = 64
"""Stems of an article that are kept."""
WORD = re.compile(r"[\w\u0640\u064b-\u065f\u0670]+")
"""Words include harakat and tatweel."""

_HEADLINE_WEIGHT = 2
CACHE_SIZE = 1 << 15  # words, which take about 6 MB

_COMMON_SIGNS = '،.:"()«»؟؛'  # none of them occurs in a word
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
_MIN_LETTERS = 2  # of a stem
_STOP_WORDS = frozenset(
    fold(word + ending)
    for words, endings in ((_PARTICLES, _ENDINGS), (_OTHER_STOP_WORDS, ("",)))
    for word in words.split()
    for ending in endings
)

_only_letters = re.compile("[\u0621-\u063a\u0641-\u064a]+").fullmatch
_stem = Stemmer.Stemmer("arabic", 0).stemWord  # without its own cache, because words are cached here


def stems_of(headline: str, body: Iterable[str]) -> dict[str, int]:
    """Count the stems of an article's headline, twice each, and of the opening of its *body*.

    Function words, single letters and numbers are left out. The 64 commonest stems are returned, sorted by
    count and then by first occurrence. They are keys, not for readers, and have no line breaks.
    """
    text = _opening(headline, body)
    counts = Counter(map(_stem_cache.__getitem__, _split(text)))
    if None in counts:
        counts = Counter(map(_stem_cache.__getitem__, WORD.findall(text)))
    counts.pop("", None)
    return dict(sorted(counts.items(), key=itemgetter(1), reverse=True)[:MAX_STEMS])  # type: ignore[arg-type]


def _opening(headline: str, body: Iterable[str]) -> str:
    """Return the text of an article that is stemmed, one paragraph a line, with its headline twice."""
    lines, rest = [headline] * _HEADLINE_WEIGHT, OPENING
    for paragraph in body:
        lines.append(paragraph[:rest])
        rest -= len(paragraph)
        if rest <= 0:
            break
    return "\n".join(lines)


def _split(text: str) -> list[str]:
    """Split *text* to stem at blanks and common signs, much faster than finding words, but with signs on some."""
    for sign in _COMMON_SIGNS:
        text = text.replace(sign, " ")
    return text.split()


class _StemCache(dict[str, str | None]):
    """The stems of the words seen so far, because most words recur; None for a token of several words."""

    def __missing__(self, token: str) -> str | None:
        """Return the stem of a new word, after clearing the cache if it is full."""
        if len(self) >= CACHE_SIZE:
            self.clear()
        stem = self[token] = stem_of_letters(token) if _only_letters(token) else self._stem_within(token)
        return stem

    def _stem_within(self, token: str) -> str | None:
        """Return the stem of the word in *token*, which may have signs around it; None if it has several words."""
        words = WORD.findall(token)
        if len(words) > 1:
            return None
        if words == [token]:
            return sys.intern(stem_of_word(token))
        return self[words[0]] if words else ""


_stem_cache = _StemCache()


def stem_of_word(word: str) -> str:
    """Return the stem of *word*, or "" if it is a function word, a single letter or a number."""
    key = fold(word)
    if len(key) < _MIN_LETTERS or key.isdecimal() or _is_stop_word(key):
        return ""
    if key.isascii():
        return key
    plain = word if unicodedata.is_normalized("NFKC", word) else unicodedata.normalize("NFKC", word)
    stem = fold(_stem(plain))  # stemmed before it is folded, because the stemmer needs the endings ة and ى
    return stem if len(stem) >= _MIN_LETTERS else key


def stem_of_letters(word: str) -> str:
    """Return the same as `stem_of_word`, in a third of the time, for a word of only Arabic letters."""
    key = _fold_letters(word)
    if len(key) < _MIN_LETTERS or _is_stop_word(key):
        return ""
    stem = _fold_letters(_stem(word))
    return sys.intern(stem if len(stem) >= _MIN_LETTERS else key)  # many words share a stem, which is stored once


def _fold_letters(word: str) -> str:
    """Return the same as `fold`, for a word to stem of only Arabic letters."""
    return word.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ى", "ي")


def _is_stop_word(key: str) -> bool:
    return key in _STOP_WORDS or (key[0] in "وف" and key[1:] in _STOP_WORDS)
