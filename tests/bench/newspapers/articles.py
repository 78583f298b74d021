"""Choose the articles that captures are composed of, and the titles, sentences and names around them."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsgen.text.arabic import BLANKS, clean, one_line, title_key

MAX_TITLE = 110
"""In characters, as the longest headline that newsgen reads."""
_LEAST_PROSE = 60
_LEAST_SENTENCE = 25
_LEAST_PARAGRAPHS = 3
_MOST_SHORT = 0.34
_SPLIT = 130
_PERIOD = (datetime(2008, 1, 1), datetime(2023, 12, 31))
_END = re.compile(r"[.؟!…][\s»”“\"')\]]*$")
_SENTENCE = re.compile(r"(?<=[^.\d]\.)\s+(?=\S)")
_DIRT = re.compile(
    r"@|https?:|www\.|//|\bسمات\b|رابط الخبر|Next|Previous|انتهى|المزيد|^\W*\d[\d\W]*$|^[\W\d]*ت م\b|واس$|\b[5-9]\d{5}\b"
    r"|^\W*(?:شارك|اقرأ|إقرأ|شاهد|طالع|صورة|تصوير|بقلم|كتب|كتبت|المصدر|وسوم|الوسوم|للتواصل|للاشتراك|مشاركة|إعلان)\b"
)


@dataclass(frozen=True, slots=True)
class News:
    """A real article: what a page shows of it."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


def read_news(file):
    """Return the articles of the JSON lines *file* whose text is sound enough to be the measure of a reading."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        return sound(json.loads(line) for line in lines)


def read_bodies(file):
    """Return the paragraphs of each body in the JSON lines *file*."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line) for line in lines]
    return [[clean(text).strip(BLANKS) for text in body["body"].split("\n") if text.strip(BLANKS)] for body in bodies]


def sound(rows):
    """Return the articles among *rows* that have a headline and three paragraphs, without lines that are not text."""
    found = {}
    for row in rows:
        title, paragraphs = one_line(row["title"] or ""), _paragraphs(row["body"])
        if _is_title(title) and _is_text(paragraphs) and title not in paragraphs:
            found.setdefault(title_key(title), News(str(row.get("id", "")), title, tuple(paragraphs)))
    return list(found.values())


def _is_title(title):
    return len(title.split()) >= 4 and len(title) <= MAX_TITLE and not re.search(r"(?<![.…])\.$|@|http", title)


def _paragraphs(body):
    """Return the paragraphs of a body, without the places, names, captions and end marks above and below them."""
    paragraphs = [one_line(part) for part in re.split(r"\n\s*\n", body)]
    paragraphs = [text for text in paragraphs if any(map(str.isalnum, text))]
    if len(paragraphs) == 1:
        paragraphs = _split(paragraphs[0])
    while paragraphs and not is_prose(paragraphs[0]):
        paragraphs.pop(0)
    while paragraphs and not _is_sentence(paragraphs[-1]):
        paragraphs.pop()
    return paragraphs


def _split(text):
    """Return a body that lost its paragraphs as new ones of a few sentences each."""
    parts, current = [], ""
    for sentence in _SENTENCE.split(text):
        current = f"{current} {sentence}".strip()
        if len(current) >= _SPLIT:
            parts.append(current)
            current = ""
    return parts


def is_prose(text):
    """Return whether a paragraph is long and ends as a sentence does."""
    return sum(map(str.isalnum, text)) >= _LEAST_PROSE and bool(_END.search(text)) and not _DIRT.search(text)


def _is_sentence(text):
    return sum(map(str.isalnum, text)) >= _LEAST_SENTENCE and bool(_END.search(text)) and not _DIRT.search(text)


def _is_text(paragraphs):
    """Return whether most paragraphs are prose and the others subheadings or quotations, one at a time."""
    kinds = [is_prose(text) for text in paragraphs]
    pairs = zip(kinds, kinds[1:], strict=False)
    return (
        sum(kinds) >= _LEAST_PARAGRAPHS
        and kinds.count(False) <= _MOST_SHORT * len(kinds)
        and all(one or other for one, other in pairs)
        and not any(_DIRT.search(text) for text in paragraphs)
        and len(set(paragraphs)) == len(paragraphs)
    )


def short_sentences(text):
    """Return the sentences of a paragraph that a visitor might have written: of one line, with a beginning and end."""
    found = (sentence.strip() for sentence in re.split(r"(?<=[^.\d][.؟!])\s+", text))
    return [sentence for sentence in found if 20 <= len(sentence) <= 160 and not re.search(r"[:،]$", sentence)]


class Stock:
    """All that a page shows beside its article, taken from other articles by a seeded *chance*."""

    def __init__(self, news, chance):
        """Draw from *news* with the random.Random *chance*."""
        self.news, self.chance = news, chance
        self._used = set()

    def take(self):
        """Return an article that this page does not show yet."""
        while True:
            found = self.chance.choice(self.news)
            if found.title not in self._used:
                self._used.add(found.title)
                return found

    def titles(self, least, most):
        """Return the titles of some other articles."""
        return [self.take().title for _ in range(self.chance.randint(least, most))]

    def tags(self, least, most):
        """Return words of other titles that are used as tags."""
        words = [word for _ in range(most) for word in self.take().title.split() if word.isalpha() and len(word) > 4]
        return list(dict.fromkeys(words))[: self.chance.randint(least, most)]

    def sentence(self):
        """Return a short sentence of another article, such as a visitor writes."""
        while True:
            found = short_sentences(self.chance.choice(self.chance.choice(self.news).paragraphs))
            if found:
                return self.chance.choice(found)

    def moment(self):
        """Return a day and a minute of the years of such pages."""
        minutes = int((_PERIOD[1] - _PERIOD[0]).total_seconds() // 60)
        return _PERIOD[0] + timedelta(minutes=self.chance.randrange(minutes))
