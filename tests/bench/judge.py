"""Compare how newsgen reads a capture with what the capture was composed of."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import Source
from newsgen.model.article import Article
from newsgen.text.arabic import one_line

FAULTS = ("headline", "date", "byline", "section", "paragraphs", "furniture", "related", "comments", "form")
WRONG = {"headline", "date", "byline", "paragraphs", "furniture", "comments"}
"""The faults that make a reading wrong, however confident it is; the others are small."""


@dataclass(slots=True)
class Verdict:
    """What is wrong with the reading of a capture."""

    article: Article | None
    """None if the capture was refused."""
    paragraphs: int
    lost: int = 0
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def confidence(self):
        """The confidence that newsgen has in its reading."""
        return self.article.confidence if self.article else "refused"

    @property
    def wrong(self):
        """Whether the reading is wrong in something that matters."""
        return bool(WRONG & self.faults.keys())


def load_text(stem, text):
    """Load a *text* as `newsgen inspect` loads the file *stem*.txt."""
    return load_capture(Source(f"seeds/{stem}.txt", "capture", Path("/nowhere")), text.encode())


def judge(capture):
    """Read a capture and return the verdict on it."""
    gold = capture.gold
    verdict = Verdict(None, len(gold.paragraphs))
    try:
        article = verdict.article = load_text(capture.stem, capture.text)
    except SourceError as error:
        verdict.lost = len(gold.paragraphs)
        verdict.faults = {fault: str(error) for fault in FAULTS}
        return verdict
    expect = _Expectations(verdict.faults)
    expect.one("headline", one_line(article.headline), [one_line(gold.headline)])
    _judge_date(expect, article.published, gold.dates)
    expect.one("byline", article.authors, gold.bylines or [()])
    expect.one("section", article.section, gold.sections or [None])
    _judge_body(verdict, [one_line(text) for text in article.body], gold)
    titles = [one_line(link.title).lstrip("•*- ") for link in article.related.links]
    _judge_related(expect, titles, gold)
    comments = [(comment.author, _lines(comment.text)) for comment in article.comments]
    expect.one("comments", comments, [[(author, _lines(text)) for author, text in gold.comments]])
    expect.one("form", article.comment_form is not None, [True, False] if gold.form is None else [gold.form])
    return verdict


class _Expectations:
    """Collect what a reading is and should not be."""

    def __init__(self, faults):
        self.faults = faults

    def one(self, fault, found, right):
        """Note a fault if what was *found* is none of the *right* values."""
        if found not in right:
            self.faults[fault] = f"read {found!r}, expected {' or '.join(map(repr, right))}"


def _judge_date(expect, found, right):
    """Compare a date; one with a time must have the same time, and the same zone if the page names one."""
    if found is None or not right:
        expect.one("date", found, right or [None])
    elif not any(_same(found, moment) for moment in right):
        expect.faults["date"] = f"read {found}, expected {' or '.join(map(str, right))}"


def _same(found, right):
    if not isinstance(right, datetime):
        return not isinstance(found, datetime) and found == right
    if not isinstance(found, datetime):
        return False
    return found == right if right.tzinfo else found.replace(tzinfo=None) == right


def _judge_body(verdict, body, gold):
    """Compare the paragraphs, and note lines in the body that are none."""
    found, right = Counter(body), Counter(map(one_line, gold.paragraphs))
    lost = right - found
    added = found - right - Counter(gold.optional)
    verdict.lost = sum(lost.values())
    if lost:
        verdict.faults["paragraphs"] = f"lost {[text[:60] for text in lost.elements()]}"
    if added:
        verdict.faults["furniture"] = f"in the body: {[text[:60] for text in added.elements()]}"


def _judge_related(expect, titles, gold):
    missing = [title for title in gold.related if title not in titles]
    strange = [title for title in titles if title not in gold.related and title not in gold.promoted]
    if missing or strange:
        expect.faults["related"] = f"missing {missing}, strange {strange}"


def _lines(text):
    return "\n".join(one_line(line) for line in text.split("\n"))
