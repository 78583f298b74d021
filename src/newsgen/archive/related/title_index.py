"""Find the article that a related title means."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from newsgen.text.arabic import title_key
from newsgen.text.date_words import MONTHS

LEAST_CUT = 15
"""Letters that a title cut with … must have kept."""
LEAST_ALIKE = 12
"""Letters of a title that may be another's misspelling."""
ALIKE = 92
"""Percent by which two titles are one; unrelated titles reach 89."""
MARGIN = 4
"""Points by which the best must surpass the second, else nobody can tell which of the two is meant."""
WORDS_ALIKE = 60
"""Percent by which the words in which two titles differ are the same words, misspelled."""

_CUT = re.compile(r"(?:…|\.{3,})[\s»”\"')\]]*$")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_ARABIC_DIGIT = re.compile("[٠-٩۰-۹]")
_RAREST = 3  # words by which a title is looked up: copies of one headline share nearly all
_ENOUGH = 300  # headlines compared, unless the rarest word alone has more

_NUMBERS = """
أول أولى ثان ثاني ثانية ثالث ثالثة رابع رابعة خامس خامسة سادس سادسة سابع سابعة ثامن ثامنة تاسع تاسعة عاشر عاشرة
واحد واحدة اثنان اثنين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثماني ثمانية تسع تسعة عشر عشرة
عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين
"""
_COUNTING = frozenset(title_key(word) for word in (*_NUMBERS.split(), *MONTHS))
_PREFIX = re.compile(r"\b[وف]?[بك]?(?:ال|لل)(?=\w\w)")
_NUMERAL = re.compile(r"\d+")


class TitleIndex:
    """The headlines of an archive, to be found by titles that other pages show for them."""

    def __init__(self, headlines: Iterable[tuple[str, str]]) -> None:
        """Take pairs of an article's id and its headline; the work waits until a title is looked for."""
        self._headlines = tuple(headlines)

    def find(self, title: str) -> str | None:
        """Return the id of the article that *title* means; None where there is none, or more than one may be meant.

        It means the one with the same letters and digits; else, where it is cut with …, the one that
        begins so; else the one that differs by a slip of the pen. Other numbers are another article.
        """
        key = _key(title)
        if key in self._ids:
            return self._ids[key]
        if _CUT.search(title):
            keys = self._keys_that_begin(key)
            if keys:
                return self._ids[keys[0]] if len(keys) == 1 else None
        return self._ids.get(self._misspelled(key) or "")

    @cached_property
    def _ids(self) -> dict[str, str | None]:
        """The ids by the key of their headline; None for the key that two articles share."""
        ids: dict[str, str | None] = {}
        for article, headline in self._headlines:
            key = _key(headline)
            ids[key] = None if key in ids else article
        ids[""] = None  # a headline without letters cannot be meant
        return ids

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._ids)

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The keys that each word is in."""
        by_word = defaultdict(list)
        for key in self._ids:
            for word in dict.fromkeys(key.split()):
                by_word[word].append(key)
        return dict(by_word)

    def _keys_that_begin(self, key: str) -> list[str]:
        """Return up to two keys that begin with *key*, none where it is too short to tell."""
        if _letters(key) < LEAST_CUT:
            return []
        first = bisect_left(self._sorted, key)
        return [k for k in self._sorted[first : first + 2] if k.startswith(key)]

    def _misspelled(self, key: str) -> str | None:
        """Return the one key of which *key* can be a misspelling."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - most archives never need it, and it loads slowly

        if _letters(key) < LEAST_ALIKE:
            return None
        choices = self._keys_near(key)
        found = process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=ALIKE - MARGIN, limit=None)
        numbers = _numbers(key)
        rivals = [(other, score) for other, score, _ in found if _numbers(other) == numbers]
        if not rivals or rivals[0][1] < ALIKE or (len(rivals) > 1 and rivals[0][1] - rivals[1][1] < MARGIN):
            return None
        mine, other = _differences(key, rivals[0][0])
        same_words = not mine or not other or fuzz.ratio(mine, other) >= WORDS_ALIKE
        return rivals[0][0] if same_words else None

    def _keys_near(self, key: str) -> list[str]:
        """Return the keys that share one of the rarest words of *key*."""
        words = dict.fromkeys(key.split())
        known = sorted((self._by_word[word] for word in words if word in self._by_word), key=len)
        near: dict[str, None] = {}
        for keys in known[:_RAREST]:
            if near and len(near) + len(keys) > _ENOUGH:
                break
            near |= dict.fromkeys(keys)
        return list(near)


def _key(text: str) -> str:
    key = title_key(text)
    return key.translate(_DIGITS) if _ARABIC_DIGIT.search(key) else key


def _letters(key: str) -> int:
    return len(key) - key.count(" ")


def _numbers(key: str) -> list[str]:
    """Return the numbers that *key* names, in digits or in words: months and ordinals are such."""
    words = _PREFIX.sub("", key).split()
    return [word for word in words if word in _COUNTING or _NUMERAL.search(word)]


def _differences(one: str, other: str) -> tuple[str, str]:
    """Return the words that only *one* has, and those that only *other* has, without articles and spaces."""
    mine, others = Counter(one.split()), Counter(other.split())
    return _joined(mine - others), _joined(others - mine)


def _joined(words: Iterable[str]) -> str:
    return _PREFIX.sub("", " ".join(words)).replace(" ", "")
