"""Find the article that a related title means, by its headline."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from newsgen.text.arabic import title_key
from newsgen.text.date_words import MONTHS

MIN_CUT_LETTERS = 15
"""The fewest letters of a title cut with … that is compared with the beginnings of headlines."""
MIN_MISSPELLED_LETTERS = 12
"""The fewest letters of a title that is compared with headlines for misspellings."""
MIN_RATIO = 92
"""The least similarity, in percent, of a headline and its misspelling; unrelated titles reach 89."""
MIN_MARGIN = 4
"""The least difference, in points, from the second best headline; else either of the two could be meant."""
MIN_WORD_RATIO = 60
"""The least similarity, in percent, of the words that differ between a headline and its misspelling."""

_CUT = re.compile(r"(?:…|\.{3,})[\s»”\"')\]]*$")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_ARABIC_DIGIT = re.compile("[٠-٩۰-۹]")
_LOOKUP_WORDS = 3  # the rarest words, by which a title is looked up; copies of one headline share nearly all words
_MAX_COMPARED = 300  # headlines, unless the rarest word alone is in more

_NUMBERS = """
أول أولى ثان ثاني ثانية ثالث ثالثة رابع رابعة خامس خامسة سادس سادسة سابع سابعة ثامن ثامنة تاسع تاسعة عاشر عاشرة
واحد واحدة اثنان اثنين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثماني ثمانية تسع تسعة عشر عشرة
عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين
"""
_NUMBER_WORDS = frozenset(title_key(word) for word in (*_NUMBERS.split(), *MONTHS))
_PREFIX = re.compile(r"\b[وف]?[بك]?(?:ال|لل)(?=\w\w)")
_NUMERAL = re.compile(r"\d+")


class TitleIndex:
    """An index of headlines, which finds the article that a title on another page means."""

    def __init__(self, headlines: Iterable[tuple[str, str]]) -> None:
        """Take the titles to index, pairs of an article's id and its headline; they are indexed at the first search."""
        self._headlines = tuple(headlines)

    def find(self, title: str) -> str | None:
        """Return the id of the article that *title* means; None if there is none, or if more than one may be meant.

        It is the article whose headline has the same letters and digits; or else, if the title is cut with …,
        the one whose headline begins with it; or else the one whose headline differs by a misspelling. A headline
        with other numbers is never a match.
        """
        key = _key(title)
        if key in self._ids:
            return self._ids[key]
        if _CUT.search(title):
            keys = self._keys_beginning_with(key)
            if keys:
                return self._ids[keys[0]] if len(keys) == 1 else None
        return self._ids.get(self._misspelled(key) or "")

    @cached_property
    def _ids(self) -> dict[str, str | None]:
        """The ids in the title index by the key of their headline; None for a key that two articles share."""
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
        """The title keys that contain each word."""
        by_word = defaultdict(list)
        for key in self._ids:
            for word in dict.fromkeys(key.split()):
                by_word[word].append(key)
        return dict(by_word)

    def _keys_beginning_with(self, key: str) -> list[str]:
        """Return up to two title keys that begin with *key*; none if *key* is too short."""
        if _letters(key) < MIN_CUT_LETTERS:
            return []
        first = bisect_left(self._sorted, key)
        return [k for k in self._sorted[first : first + 2] if k.startswith(key)]

    def _misspelled(self, key: str) -> str | None:
        """Return the title key whose misspelling *key* is; None if there is none or more than one."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - most archives never need it, and it loads slowly

        if _letters(key) < MIN_MISSPELLED_LETTERS:
            return None
        choices = self._keys_sharing_words(key)
        found = process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=MIN_RATIO - MIN_MARGIN, limit=None)
        numbers = _numbers(key)
        matches = [(match, score) for match, score, _ in found if _numbers(match) == numbers]
        if not matches:
            return None
        best, ratio = matches[0]
        if ratio < MIN_RATIO or (len(matches) > 1 and ratio - matches[1][1] < MIN_MARGIN):
            return None
        own, other = Counter(key.split()), Counter(best.split())
        own_words, other_words = _joined(own - other), _joined(other - own)
        same_words = not own_words or not other_words or fuzz.ratio(own_words, other_words) >= MIN_WORD_RATIO
        return best if same_words else None

    def _keys_sharing_words(self, key: str) -> list[str]:
        """Return the title keys that share one of the rarest words of *key*."""
        words = dict.fromkeys(key.split())
        rarest_first = sorted((self._by_word[word] for word in words if word in self._by_word), key=len)
        found: dict[str, None] = {}
        for keys in rarest_first[:_LOOKUP_WORDS]:
            if found and len(found) + len(keys) > _MAX_COMPARED:
                break
            found |= dict.fromkeys(keys)
        return list(found)


def _key(text: str) -> str:
    """Return the key of a title in the index: two copies of one headline are equal, with digits in ASCII."""
    key = title_key(text)
    return key.translate(_DIGITS) if _ARABIC_DIGIT.search(key) else key


def _letters(key: str) -> int:
    return len(key) - key.count(" ")


def _numbers(key: str) -> list[str]:
    """Return the numbers in a title's *key*, in digits or in words, including ordinals and the names of months."""
    words = _PREFIX.sub("", key).split()
    return [word for word in words if word in _NUMBER_WORDS or _NUMERAL.search(word)]


def _joined(words: Iterable[str]) -> str:
    """Return a title's *words* joined without ال and spaces."""
    return _PREFIX.sub("", " ".join(words)).replace(" ", "")
