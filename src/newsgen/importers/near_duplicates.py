"""Find near copies of a text."""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from newsgen.text.arabic import title_key

_SHINGLE = 4
"""Words."""
_KEPT = 63
"""Of the shingles of a text: those with the smallest hashes, which are a fair sample of it."""
_LISTED = 16
"""Of these, so many lead to a text."""
_MAX_LISTED = 64
"""Texts that are looked at for one shingle: it may be a newspaper's standing phrase."""
_MAX_JUDGED = 20
_TITLE_WORDS = 4
"""Titles that begin with as many equal words may be one title, cut or with a suffix."""
_SAME_TITLE_SHARE, _OTHER_TITLE_SHARE = 0.5, 0.85
_SHORT_BODY = 20
_FEW_SHINGLES = 8
"""Too small a sample to say that two articles under different titles are one."""
_ROW = 1 + _KEPT
"""The hash of the title's beginning, then those of the body."""
_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is remembered of an article to know it again."""

    title: str
    """Folded, letters and digits only."""
    hashes: tuple[int, ...]
    """Of a fair sample of the shingles of its body, ascending; of all of them where they are few."""
    words: int
    """Of its body."""


def sketch_of(headline: str, body: Sequence[str]) -> Sketch:
    """Return the sketch of an article; it is the same on every machine."""
    words = title_key("\n".join(body)).split()
    return Sketch(title_key(headline), tuple(sorted(_shingles(words))[:_KEPT]), len(words))


def _shingles(words: list[str]) -> set[int]:
    """Return a hash of 32 bits for each run of four words, or for all of fewer ones."""
    data = [word.encode("utf-8", "replace") for word in words]
    if len(data) < _SHINGLE:
        return {crc32(b" ".join(data))} if data else set()
    runs = zip(*(islice(data, start, None) for start in range(_SHINGLE)), strict=False)
    return set(map(crc32, map(b" ".join, runs)))


class DuplicateIndex:
    """Articles by what they say; a hundred thousand of them take some sixty megabytes."""

    def __init__(self) -> None:
        """Begin with no article."""
        self._keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._titles: list[str] = []
        self._words = array("I")
        self._rows = array("I")
        """Of each article the hashes of its sketch, filled up to as many."""
        self._sizes = array("B")
        self._heads = array("I", bytes(4 << 12))
        """By the last bits of a hash: the latest article that has it, as the place of the hash among all listed."""
        self._next = array("I")
        """By such a place: the next one, plus one; 0 at the end."""

    def add(self, key: str, sketch: Sketch) -> None:
        """Remember an article under *key*."""
        row = _row(sketch)
        self._numbers[key] = len(self._keys)
        self._keys.append(key)
        self._titles.append(sketch.title)
        self._words.append(sketch.words)
        self._sizes.append(len(row))
        self._rows.extend(row + [0] * (_ROW - len(row)))
        self._next.extend([0] * _LISTED)
        if len(self._next) > len(self._heads):
            self._heads = array("I", bytes(8 * len(self._heads)))
            for number in range(len(self._keys)):
                self._list(number)
        else:
            self._list(len(self._keys) - 1)

    def _list(self, number: int) -> None:
        heads, mask = self._heads, len(self._heads) - 1
        first = number * _ROW
        for place in range(min(self._sizes[number], _LISTED)):
            slot = self._rows[first + place] & mask
            self._next[number * _LISTED + place] = heads[slot]
            heads[slot] = number * _LISTED + place + 1

    def like(self, sketch: Sketch) -> list[tuple[str, float]]:
        """Return the keys of the copies of an article, and which share of the shorter body is in both, best first."""
        common = Counter(number for value in _row(sketch) for number in self._having(value))
        found = []
        for number, _ in common.most_common(_MAX_JUDGED):
            share = _share_of_copies(sketch, self._sketch(number))
            found += [(self._keys[number], share)] if share else []
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def resembles(self, key: str, sketch: Sketch, least: float) -> bool:
        """Tell whether the article under *key* has this title, or shares *least* of the shorter of both bodies."""
        known = self._sketch(self._numbers[key])
        return known.title == sketch.title or overlap(known, sketch) >= least

    def _having(self, value: int) -> Iterator[int]:
        """Yield the latest articles whose listed hashes hold *value*."""
        place = self._heads[value & (len(self._heads) - 1)]
        for _ in range(_MAX_LISTED):
            if not place:
                return
            number, column = divmod(place - 1, _LISTED)
            if self._rows[number * _ROW + column] == value:
                yield number
            place = self._next[place - 1]

    def _sketch(self, number: int) -> Sketch:
        first = number * _ROW
        hashes = tuple(self._rows[first + 1 : first + self._sizes[number]])
        return Sketch(self._titles[number], hashes, self._words[number])


def _row(sketch: Sketch) -> list[int]:
    beginning = " ".join(sketch.title.split()[:_TITLE_WORDS])
    return [crc32(beginning.encode("utf-8", "replace")), *sketch.hashes]


def overlap(one: Sketch, other: Sketch) -> float:
    """Return which share of the shorter body is in both, as far as sketches tell."""
    return _compared(one, other)[0]


def _compared(one: Sketch, other: Sketch) -> tuple[float, int]:
    """Return what `overlap` returns, and on how many hashes of the shorter body it rests.

    Hashes can be compared up to where both sketches hold all of them.
    """
    limit = min(_limit(one), _limit(other))
    mine, others = (sketch.hashes[: bisect_right(sketch.hashes, limit)] for sketch in (one, other))
    sample = min(len(mine), len(others))
    return (len(set(mine).intersection(others)) / sample if sample else 0.0), sample


def _share_of_copies(one: Sketch, other: Sketch) -> float:
    """Return what `overlap` returns for two that are copies, and 0 for others."""
    share, sample = _compared(one, other)
    if _is_one_title(one.title, other.title):
        return share if share >= _SAME_TITLE_SHARE else 0.0
    is_enough = sample >= _FEW_SHINGLES and min(one.words, other.words) >= _SHORT_BODY
    return share if is_enough and share >= _OTHER_TITLE_SHARE else 0.0


def _limit(sketch: Sketch) -> int:
    """Return up to where a sketch holds all hashes of its body."""
    return sketch.hashes[-1] if len(sketch.hashes) == _KEPT else _MASK


def _is_one_title(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return bool(short)
    return short.count(" ") + 1 >= _TITLE_WORDS and (long.startswith(short) or long.endswith(short))
