"""Find the articles whose text is nearly the same as that of another."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from zlib import crc32

from newsgen.text.arabic import title_key

_SHINGLE_WORDS = 4
"""Words per shingle."""
_SKETCH_SIZE = 63
"""Number of shingles kept of a text: those with the smallest hashes, which are a random sample of it."""
_INDEXED = 16
"""Number of hashes of each article that the index can look up."""
_MAX_PER_SHINGLE = 64
"""Entries that are followed for one hash, because a shingle may be a standard phrase of a newspaper."""
_MAX_COMPARED = 20
_TITLE_WORDS = 4
"""Words that two titles must share at one end to count as one title, cut or with a suffix."""
_SAME_TITLE_THRESHOLD, _OTHER_TITLE_THRESHOLD = 0.5, 0.85
_NEAR_THRESHOLD = 0.3
"""Least share of text that two captures of one page have in common; below it, the page shows something else."""
_MOST_TIMES_LONGER = 2
"""A text under another title that is longer than this is a collection that contains the shorter one."""
_MIN_WORDS = 20
_MIN_SAMPLE = 8
"""Hashes that must be comparable before two articles under different titles count as one."""
_ROW_SIZE = 1 + _SKETCH_SIZE
"""Hashes per article: one of the title's first words, then those of the body."""
_MASK = 0xFFFFFFFF
_FIGURE = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*")
_FIGURE_BITS = 64
"""Figures are kept as bits of a number."""


class Likeness(Enum):
    """How much of the texts of two articles is the same."""

    SAME = "the text"
    """Nearly all of the shorter text is in the other, and the figures in them do not contradict each other."""
    NEAR = "much of the text"
    OTHER = "little of the text"


@dataclass(frozen=True, slots=True)
class Sketch:
    """A fingerprint of an article's title and body, with which duplicates are found."""

    title: str
    """The title, folded, with letters and digits only."""
    hashes: tuple[int, ...]
    """Hashes of a random sample of the shingles of its body, ascending; of all of them if there are few."""
    words: int
    """Number of words of its body."""
    figures: int = 0
    """The set of figures in its body, as bits that figures may share."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the sketches of two articles show."""

    text: Likeness
    same_title: bool
    share: float
    """The share from 0 to 1 of the shorter body that is in both."""


def sketch_of(headline: str, body: Sequence[str]) -> Sketch:
    """Return the sketch of an article to find near duplicates by; it does not depend on the machine or the process."""
    text = "\n".join(body)
    words = title_key(text).split()
    figures = {1 << _hash_of_figure(figure) % _FIGURE_BITS for figure in _FIGURE.findall(text)}
    return Sketch(title_key(headline), tuple(sorted(_shingles(words))[:_SKETCH_SIZE]), len(words), sum(figures))


def _hash_of_figure(figure: str) -> int:
    """Return a number for a *figure* that is the same in Arabic and in Western digits."""
    return crc32(bytes(int(sign) if sign.isdecimal() else 10 for sign in figure))


def compare(one: Sketch, other: Sketch) -> Comparison:
    """Compare two articles by their sketches."""
    share, sample = _overlap_and_sample(one, other)
    same_title = _is_same_title(one.title, other.title)
    short, long = sorted((one.words, other.words))
    is_enough = same_title or (_is_enough(short, sample) and long <= _MOST_TIMES_LONGER * short)
    contradict = one.figures & ~other.figures and other.figures & ~one.figures
    if share >= _OTHER_TITLE_THRESHOLD and is_enough and not contradict:
        text = Likeness.SAME
    else:
        text = Likeness.NEAR if share >= _NEAR_THRESHOLD else Likeness.OTHER
    return Comparison(text, same_title, share)


def _shingles(words: list[str]) -> set[int]:
    """Return a 32-bit hash of each run of four words, or of a whole shorter text, to find near duplicates by."""
    data = [word.encode("utf-8", "replace") for word in words]
    if len(data) < _SHINGLE_WORDS:
        return {crc32(b" ".join(data))} if data else set()
    runs = zip(*(islice(data, start, None) for start in range(_SHINGLE_WORDS)), strict=False)
    return set(map(crc32, map(b" ".join, runs)))


class DuplicateIndex:
    """An index of articles by their sketches; a hundred thousand articles take about 60 MB."""

    def __init__(self) -> None:
        """Create an empty index of near duplicates."""
        self._keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._titles: list[str] = []
        self._words = array("I")
        self._figures = array("Q")
        self._rows = array("I")
        """The hashes of each article, padded with zeros to `_ROW_SIZE`."""
        self._sizes = array("B")
        self._heads = array("I", bytes(4 << 12))
        """A hash table: for the last bits of a hash, the number of its latest entry plus one; 0 if there is none."""
        self._next = array("I")
        """For each entry, the number of the next one in its chain plus one; 0 at the end."""

    def add(self, key: str, sketch: Sketch) -> None:
        """Add an article under *key* to the index of near duplicates, in place of any that has this key."""
        row = _row_of(sketch)
        self._numbers[key] = len(self._keys)
        self._keys.append(key)
        self._titles.append(sketch.title)
        self._words.append(sketch.words)
        self._figures.append(sketch.figures)
        self._sizes.append(len(row))
        self._rows.extend(row + [0] * (_ROW_SIZE - len(row)))
        self._next.extend([0] * _INDEXED)
        if len(self._next) > len(self._heads):
            self._heads = array("I", bytes(8 * len(self._heads)))
            for number in range(len(self._keys)):
                self._index(number)
        else:
            self._index(len(self._keys) - 1)

    def _index(self, number: int) -> None:
        heads, mask = self._heads, len(self._heads) - 1
        first = number * _ROW_SIZE
        for place in range(min(self._sizes[number], _INDEXED)):
            slot = self._rows[first + place] & mask
            self._next[number * _INDEXED + place] = heads[slot]
            heads[slot] = number * _INDEXED + place + 1

    def find(self, sketch: Sketch) -> list[tuple[str, float]]:
        """Return the keys of an article's near duplicates with the share of the shorter body in both, best first."""
        common = Counter(number for value in _row_of(sketch) for number in self._lookup(value))
        found = []
        for number, _ in common.most_common(_MAX_COMPARED):
            key = self._keys[number]
            share = _duplicate_overlap(sketch, self._sketch(number)) if self._numbers.get(key) == number else 0.0
            found += [(key, share)] if share else []
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def compare(self, key: str, sketch: Sketch) -> Comparison:
        """Compare an article with the one under *key* in the index of near duplicates."""
        return compare(self._sketch(self._numbers[key]), sketch)

    def rename(self, key: str, new: str) -> None:
        """Put the article under *key* in the index of near duplicates under the key *new*."""
        number = self._numbers.pop(key)
        self._keys[number] = new
        self._numbers[new] = number

    def _lookup(self, value: int) -> Iterator[int]:
        """Yield the numbers of the latest possible duplicates that have *value* among their indexed hashes."""
        place = self._heads[value & (len(self._heads) - 1)]
        for _ in range(_MAX_PER_SHINGLE):
            if not place:
                return
            number, column = divmod(place - 1, _INDEXED)
            if self._rows[number * _ROW_SIZE + column] == value:
                yield number
            place = self._next[place - 1]

    def _sketch(self, number: int) -> Sketch:
        first = number * _ROW_SIZE
        hashes = tuple(self._rows[first + 1 : first + self._sizes[number]])
        return Sketch(self._titles[number], hashes, self._words[number], self._figures[number])


def _row_of(sketch: Sketch) -> list[int]:
    beginning = " ".join(sketch.title.split()[:_TITLE_WORDS])
    return [crc32(beginning.encode("utf-8", "replace")), *sketch.hashes]


def _overlap_and_sample(one: Sketch, other: Sketch) -> tuple[float, int]:
    """Return the share from 0 to 1 of the shorter body in both, and on how many hashes it is estimated.

    Only hashes up to the limit below which both sketches are complete can be compared.
    """
    limit = min(_complete_up_to(one), _complete_up_to(other))
    mine, others = (sketch.hashes[: bisect_right(sketch.hashes, limit)] for sketch in (one, other))
    sample = min(len(mine), len(others))
    return (len(set(mine).intersection(others)) / sample if sample else 0.0), sample


def _duplicate_overlap(one: Sketch, other: Sketch) -> float:
    """Return the share of the shorter body that is in both if these are duplicates, else 0."""
    share, sample = _overlap_and_sample(one, other)
    if _is_same_title(one.title, other.title):
        return share if share >= _SAME_TITLE_THRESHOLD else 0.0
    is_enough = _is_enough(min(one.words, other.words), sample)
    return share if is_enough and share >= _OTHER_TITLE_THRESHOLD else 0.0


def _is_enough(words: int, sample: int) -> bool:
    """Return whether a text of so many *words* can be a near duplicate under another title."""
    return sample >= _MIN_SAMPLE and words >= _MIN_WORDS


def _complete_up_to(sketch: Sketch) -> int:
    """Return the highest hash up to which a duplicate finder's sketch has all hashes of its body."""
    return sketch.hashes[-1] if len(sketch.hashes) == _SKETCH_SIZE else _MASK


def _is_same_title(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return bool(short)
    return short.count(" ") + 1 >= _TITLE_WORDS and (long.startswith(short) or long.endswith(short))
