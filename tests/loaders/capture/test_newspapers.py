"""Captures of thirteen newspapers are read as they were composed; `tests/bench/captures.py` measures more of them."""

from collections import Counter

import pytest

from invented_news import invented_news
from judge import judge
from newspapers import PAPERS, compose

DRAWS = 6
"""Captures of each newspaper."""
LEAST = {
    "headline": 0.99,
    "date": 0.98,
    "byline": 0.95,
    "paragraphs": 0.995,
    "furniture": 0.98,
    "comments": 0.97,
}
"""The least share of captures in which each is right; for furniture, in which none of it is in the body."""
MOST_WRONG = 0.005
"""The greatest share of captures with confidence high that are read wrongly."""


@pytest.fixture(scope="module")
def verdicts():
    """Read and judge a fixed draw of captures of each newspaper."""
    news = invented_news()
    return [judge(compose(paper, news, 12, number)) for paper in PAPERS for number in range(DRAWS)]


@pytest.mark.parametrize("part", LEAST)
def test_most_captures_are_read_right(verdicts, part):
    """Whatever the newspaper puts around its article, and whatever is left out of the copy, the parts are found."""
    wrong = [verdict.faults[part] for verdict in verdicts if part in verdict.faults]
    assert len(wrong) <= (1 - LEAST[part]) * len(verdicts), "\n".join(wrong)


def test_high_confidence_is_rarely_wrong(verdicts):
    """A reading that may be wrong says so by its confidence."""
    high = [verdict for verdict in verdicts if verdict.confidence == "high"]
    wrong = [verdict.faults for verdict in high if verdict.wrong]
    assert len(wrong) <= MOST_WRONG * len(high), "\n".join(map(str, wrong))


def test_a_seed_composes_the_same_captures():
    """A share that changes is a change of the reader."""
    news = invented_news()
    texts = [[compose(paper, news, seed, 3).text for paper in PAPERS] for seed in (12, 12, 13)]
    assert texts[0] == texts[1]
    assert all(one != other for one, other in zip(texts[0], texts[2], strict=True))


@pytest.mark.parametrize("paper", PAPERS)
def test_what_was_composed_is_in_the_capture(paper):
    """The gold of a capture consists of its lines, so that a reading can be right."""
    news = invented_news()
    for number in range(DRAWS):
        capture = compose(paper, news, 12, number)
        lines = Counter(line.text for line in capture.lines)
        assert [text for text in capture.text.split("\n") if text] == [line.text for line in capture.lines]
        assert capture.gold.headline in lines
        assert set(capture.gold.paragraphs) <= set(lines)
        assert all(any(title in line for line in lines) for title in capture.gold.related)
