"""Choose the articles that captures are composed of, and the titles, sentences and names around them."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, auto
from itertools import pairwise

from newsgen.text.arabic import one_line, title_key

MAX_TITLE = 110
"""In characters, as the longest headline that newsgen reads."""
_LEAST_PROSE, _LEAST_SENTENCE = 60, 25
"""In letters and digits."""
_LEAST_PARAGRAPHS = 3
_MOST_FRAGMENTS = 0.34
_SPLIT = 130
_PERIOD = (datetime(2008, 1, 1), datetime(2023, 12, 31))  # noqa: DTZ001 - newspapers print the time of their place
_END = re.compile(r"[.؟!…][\s»”“\"')\]]*$")
_SENTENCE = re.compile(r"(?<=[^.\d]\.)\s+(?=\S)")
_NOT_TITLE = re.compile(r"(?<![.…])\.$|@|http")
_FURNITURE = re.compile(
    r"@|https?:|www\.|//|\bسمات\b|رابط الخبر|Next|Previous|انتهى|المزيد|مقالات أخرى|ت م$|واس$"
    r"|^\W*\d[\d\W]*$|\b[5-9]\d{5}\b"
    r"|^\W*(?:شارك|اقرأ|إقرأ|شاهد|طالع|صورة|تصوير|بقلم|كتب|كتبت|المصدر|وسوم|الوسوم|للتواصل|للاشتراك|مشاركة|إعلان)\b"
)


class _Kind(IntEnum):
    """What a paragraph of a body is."""

    FURNITURE = auto()
    FRAGMENT = auto()
    """A subheading, a verse, or a place and a name above the text."""
    SENTENCE = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class News:
    """An article, as its newspaper has it: the title and paragraphs may hold marks and bytes that nobody sees."""

    title: str
    paragraphs: tuple[str, ...]


def read_news(file):
    """Return the articles of the JSON lines *file* whose text is sound enough to be the measure of a reading."""
    found = {}
    for row in _rows(file):
        title, paragraphs = _one_line(row["title"] or ""), _paragraphs(row["body"])
        if _is_title(title) and paragraphs and title not in paragraphs:
            found.setdefault(title_key(title), News(title, tuple(paragraphs)))
    return list(found.values())


def read_bodies(file):
    """Return the lines of each body in the JSON lines *file*."""
    bodies = [row["body"].split("\n") for row in _rows(file)]
    return [[text for line in body if (text := one_line(line))] for body in bodies]


def _rows(file):
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _one_line(text):
    """Return *text* on one line, with all that cannot be seen in it."""
    return " ".join(text.split())


def _is_title(title):
    return len(title.split()) >= 4 and len(title) <= MAX_TITLE and not _NOT_TITLE.search(title)


def _paragraphs(body):
    """Return the paragraphs of a body without the places, names and end marks around them; none if it is not sound.

    Most must be prose; between them, subheadings and short sentences may stand, one at a time.
    """
    texts = [text for part in re.split(r"\n\s*\n", body) if any(map(str.isalnum, text := _one_line(part)))]
    if len(texts) == 1:
        texts = _split(texts[0])
    kinds = [_kind(text) for text in texts]
    start = next((place for place, kind in enumerate(kinds) if kind is _Kind.PROSE), len(kinds))
    end = next((place for place in range(len(kinds), start, -1) if kinds[place - 1] >= _Kind.SENTENCE), start)
    texts, kinds = texts[start:end], kinds[start:end]
    are_sound = (
        kinds.count(_Kind.PROSE) >= _LEAST_PARAGRAPHS
        and kinds.count(_Kind.FRAGMENT) <= _MOST_FRAGMENTS * len(kinds)
        and all(max(pair) is _Kind.PROSE for pair in pairwise(kinds))
        and _Kind.FURNITURE not in kinds
        and len(set(texts)) == len(texts)
    )
    return texts if are_sound else []


def _kind(text):
    if _FURNITURE.search(text):
        return _Kind.FURNITURE
    size = sum(map(str.isalnum, text))
    if size < _LEAST_SENTENCE or not _END.search(text):
        return _Kind.FRAGMENT
    return _Kind.PROSE if size >= _LEAST_PROSE else _Kind.SENTENCE


def _split(text):
    """Return a body that lost its paragraphs as new ones of a few sentences each."""
    parts, current = [], ""
    for sentence in _SENTENCE.split(text):
        current = f"{current} {sentence}".strip()
        if len(current) >= _SPLIT:
            parts.append(current)
            current = ""
    return parts


_REMARK = re.compile(r"[\u0621-\u064a].*[^:،]")


def remarks_in(text):
    """Return the sentences of a paragraph that a visitor might have written: short, with a beginning and an end."""
    found = (one_line(sentence) for sentence in re.split(r"(?<=[^.\d][.؟!])\s+", text))
    return [sentence for sentence in found if 20 <= len(sentence) <= 140 and _REMARK.fullmatch(sentence)]


class Stock:
    """All that a page shows beside its article, taken from other articles by a seeded *chance*."""

    def __init__(self, news, chance):
        """Draw from *news* with the random.Random *chance*."""
        self.news, self.chance = news, chance
        self._used = set()

    def take(self):
        """Return an article that this page does not show yet, or again one if there are no more."""
        if len(self._used) >= len(self.news) - 1:
            self._used.clear()
        while True:
            found = self.chance.choice(self.news)
            if found.title not in self._used:
                self._used.add(found.title)
                return found

    def titles(self, least, most):
        """Return the titles of some other articles."""
        return [one_line(self.take().title) for _ in range(self.chance.randint(least, most))]

    def tags(self, least, most):
        """Return words, or pairs of words, of other titles that are used as tags."""
        titles = [self.chance.choice(self.news).title.split() for _ in range(most * 2)]
        pairs = [words[: self.chance.randint(1, 2)] for words in titles if all(map(str.isalpha, words[:2]))]
        tags = [" ".join(pair) for pair in pairs if all(len(word) > 3 for word in pair)] or ["أخبار"]
        return list(dict.fromkeys(tags))[: self.chance.randint(least, most)]

    def sentence(self):
        """Return a short sentence of another article, such as a visitor writes."""
        while True:
            found = remarks_in(self.chance.choice(self.chance.choice(self.news).paragraphs))
            if found:
                return self.chance.choice(found)

    def moment(self):
        """Return a day and a minute of the years of such pages."""
        minutes = int((_PERIOD[1] - _PERIOD[0]).total_seconds() // 60)
        return _PERIOD[0] + timedelta(minutes=self.chance.randrange(minutes))
