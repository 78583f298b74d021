"""Tell which articles belong together, from the words of their headlines and openings."""

import math
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from types import MappingProxyType

import snowballstemmer  # type: ignore[import-untyped]

from newsgen.arabic import fold

OPENING = 1500
"""Characters of a body that are read: what comes later is detail."""

_HEADLINE_COUNTS = 2
_MOST = 64  # terms of an article that are kept
_REMEMBERED = 1 << 17  # words: some 25 MB
_HEAVIEST = 16  # terms an article is known by
_LONGEST_POSTING = 48  # articles a term is known by: without a cap the work grows with the square of the archive
_CANDIDATES = 25  # articles compared in full, at least twice as many as are wanted
_LEAST_SHARED = 2  # terms
_LEAST_SCORE = 12  # percent: below, two articles share words that are in any
_FULL = 255  # the length of a profile's vector: each weight fits a byte
_WEIGHTS = 2, 5, 7  # of a term that a quarter of the articles have, a 16th, a 64th
_RARE = 8  # of a term that fewer have
_OFTEN = 100
_ROOTS = [math.sqrt(times) for times in range(_OFTEN + 1)]

_WORD = re.compile(r"[\w\u0640\u064b-\u065f\u0670]+")  # harakat and tatweel are in words
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
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})

_stem = snowballstemmer.stemmer("arabic").stemWord


def terms_of(headline: str, body: Iterable[str]) -> dict[str, int]:
    """Count the stems of an article's headline, twice each, and of the opening of its *body*.

    Function words, single letters and numbers are no terms. The 64 commonest, and of equals those that
    come first, are returned in this order. They are keys, not for readers.
    """
    opening, room = [], OPENING
    for paragraph in body:
        opening.append(paragraph[:room])
        room -= len(paragraph)
        if room <= 0:
            break
    words = _WORD.findall(headline) * _HEADLINE_COUNTS + _WORD.findall("\n".join(opening))
    counts = Counter(map(_known_terms.__getitem__, words))
    del counts[""]
    return dict(sorted(counts.items(), key=itemgetter(1), reverse=True)[:_MOST])


def pack_terms(terms: Mapping[str, int]) -> bytes:
    """Return what `terms_of` says in few bytes; how often counts up to a hundred."""
    return bytes(min(times, _OFTEN) for times in terms.values()) + b"\0" + " ".join(terms).encode()


def unpack_terms(packed: bytes) -> dict[str, int]:
    """Return what `pack_terms` packed."""
    times, _, terms = packed.partition(b"\0")
    return dict(zip(terms.decode().split(), times, strict=True))


def _term(word: str) -> str:
    """Return the term that *word* is a form of, "" where it is none."""
    key = fold(word)
    if len(key) < _SHORTEST or key.isdecimal() or key in _STOP_WORDS or (key[0] in "وف" and key[1:] in _STOP_WORDS):
        return ""
    if key.isascii():
        return key
    plain = word if unicodedata.is_normalized("NFKC", word) else unicodedata.normalize("NFKC", word)
    stem = fold(_stem(plain))  # stemmed before it is folded: the stemmer knows endings by their ة and ى
    return stem if len(stem) >= _SHORTEST else key


class _KnownTerms(dict[str, str]):
    """The term of every word met so far: most words of an article were in others."""

    def __missing__(self, word: str) -> str:
        """Find the term of a new word; where there are too many, forget the old ones."""
        if len(self) >= _REMEMBERED:
            self.clear()
        term = self[word] = _term(word)
        return term


_known_terms = _KnownTerms()


@dataclass(frozen=True, slots=True)
class _Profile:
    """What an article is about: its heaviest terms, as a vector of a fixed length."""

    terms: Sequence[int]
    """Numbers: they are compared faster than words that lie about in memory."""
    weights: bytes


def relate(
    articles: Sequence[tuple[str, Mapping[str, int]]], count: int, shown: Mapping[str, Collection[str]] = _NOTHING
) -> dict[str, tuple[str, ...]]:
    """Return for each article the ids of the *count* others that are nearest to it, best first.

    *articles* are ids with what `terms_of` says, newest first; among equals the newer is preferred.
    Those that an article has already *shown* are left out. There may be fewer than *count*, or none,
    where too little is shared. All is counted in whole numbers, so every machine finds the same.
    """
    profiles = _profiles([terms for _, terms in articles])
    postings = _postings(profiles)
    related = {}
    for place, (key, _) in enumerate(articles):
        hidden = shown.get(key, ())
        nearest = _nearest(place, profiles, postings, max(_CANDIDATES, 2 * count) + len(hidden))
        others = (articles[other][0] for other in nearest)
        related[key] = tuple(islice((other for other in others if other not in hidden), count))
    return related


def _profiles(texts: Sequence[Mapping[str, int]]) -> list[_Profile]:
    """Return what each text is about; among terms of one weight, those that it puts first."""
    weights = _common_terms(texts)
    numbers: dict[str, int] = {}
    profiles = []
    for text in texts:
        weighed = [(_ROOTS[min(times, _OFTEN)] * weights.get(term, _RARE), term) for term, times in text.items()]
        heaviest = sorted(weighed, key=itemgetter(0), reverse=True)[:_HEAVIEST]
        scale = _FULL / math.sqrt(math.fsum([weight * weight for weight, _ in heaviest]) or 1)
        terms = array("I", [numbers.setdefault(term, len(numbers)) for _, term in heaviest])
        profiles.append(_Profile(terms, bytes([round(weight * scale) for weight, _ in heaviest])))
    return profiles


def _common_terms(newest_first: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return what the terms weigh that are not rare: less, the more articles have them.

    Weights have few steps, and only the oldest articles are counted, as many as the greatest power of two:
    so an article that is added seldom changes what others weigh, until their number has doubled.
    """
    exponent = max(len(newest_first).bit_length() - 1, 0)
    recent = len(newest_first) - (1 << exponent)
    counted = Counter(chain.from_iterable(islice(newest_first, max(recent, 0), None)))
    steps = [(exponent - articles.bit_length() + 1) // 2 for articles in counted.values()]
    return {term: _WEIGHTS[step] for term, step in zip(counted, steps, strict=True) if step < len(_WEIGHTS)}


def _postings(profiles: Sequence[_Profile]) -> dict[int, list[int]]:
    """Return the places of the articles in which each term is heaviest.

    A list is cut by weight: a new article then takes the place of one for which the term meant least.
    """
    everywhere = defaultdict(list)
    many = len(profiles)
    for place, profile in enumerate(profiles):
        for term, weight in zip(profile.terms, profile.weights, strict=True):
            everywhere[term].append((_FULL - weight) * many + place)  # one number sorts by weight, then newest
    return {
        term: [code % many for code in sorted(codes)[:_LONGEST_POSTING]]
        for term, codes in everywhere.items()
        if len(codes) > 1
    }


def _nearest(place: int, profiles: Sequence[_Profile], postings: Mapping[int, list[int]], candidates: int) -> list[int]:
    """Return the places of the articles nearest to that at *place*, best first, at most *candidates*.

    Those with the most terms in common are compared by weight.
    """
    own = dict(zip(profiles[place].terms, profiles[place].weights, strict=True))
    shared = Counter(chain.from_iterable([postings[term] for term in own if term in postings]))
    shared.pop(place, None)
    likely = sorted([(-times, other) for other, times in shared.items() if times >= _LEAST_SHARED])[:candidates]
    scores = [(-_score(own, profiles[other]), other) for _, other in likely]
    return [other for score, other in sorted(scores) if -score >= _LEAST_SCORE]


def _score(own: Mapping[int, int], other: _Profile) -> int:
    """Return how near an article is, in whole percent."""
    products = [own[term] * weight for term, weight in zip(other.terms, other.weights, strict=True) if term in own]
    return 100 * sum(products) // (_FULL * _FULL)
