"""Web pages of common systems are read as they were composed; `tests/bench/pages.py` measures more of them."""

from collections import Counter

import pytest
from lxml import html

from invented_news import invented_news
from layouts import LAYOUTS, compose
from newsgen.text.arabic import one_line
from page_judge import FAULTS, judge

DRAWS = 4
"""Pages of each layout."""
LEAST = {"headline": 0.99, "date": 1.0, "author": 0.95, "refused": 1.0}
"""The least share of pages in which each is right; a date may also be unknown."""
LEAST_RECALL, LEAST_PRECISION, LEAST_PICTURES = 0.995, 0.98, 0.98
"""The least share of paragraphs that are kept, of blocks that belong to the text, and of pictures that are kept."""
MOST_WRONG = 0.02
"""The greatest share of pages with confidence high that are read wrongly."""


def pages(layout, seed=13):
    """Return a fixed draw of pages of a *layout*."""
    news = invented_news()
    return [compose(layout, news, seed, number) for number in range(DRAWS)]


@pytest.fixture(scope="module")
def verdicts():
    """Read and judge a fixed draw of pages of each layout."""
    return [judge(page) for layout in LAYOUTS for page in pages(layout)]


@pytest.fixture(scope="module")
def counts(verdicts):
    """Return the counts of all pages together."""
    return sum((verdict.counts for verdict in verdicts), Counter())


@pytest.fixture(scope="module")
def faults(verdicts):
    """Return what is wrong with each part, as lines to show."""
    return {part: "\n".join(v.faults[part] for v in verdicts if part in v.faults) for part in FAULTS}


@pytest.mark.parametrize("part", LEAST)
def test_most_pages_are_read_right(verdicts, faults, part):
    """Whatever stands around the article, and whatever is left out of the page, the parts are found."""
    wrong = sum(part in verdict.faults for verdict in verdicts)
    assert wrong <= (1 - LEAST[part]) * len(verdicts), faults[part]


def test_nearly_all_paragraphs_are_kept(counts, faults):
    """No text is lost, however its boxes are nested, split and named."""
    assert counts["kept"] >= LEAST_RECALL * counts["paragraphs"], faults["paragraphs"]


def test_nearly_all_of_the_body_is_text(counts, faults):
    """Captions, advertisements, lists of other articles and notices do not become paragraphs."""
    assert counts["sound blocks"] >= LEAST_PRECISION * counts["blocks"], faults["furniture"]


def test_nearly_all_pictures_are_kept(counts, faults):
    """A picture is found however the page loads it."""
    assert counts["pictures kept"] >= LEAST_PICTURES * counts["pictures"], faults["pictures"]


def test_high_confidence_is_rarely_wrong(verdicts):
    """A reading that may be wrong says so by its confidence."""
    high = [verdict for verdict in verdicts if verdict.confidence == "high"]
    wrong = [verdict.faults for verdict in high if verdict.wrong]
    assert len(wrong) <= MOST_WRONG * len(high), "\n".join(map(str, wrong))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_composed_is_on_the_page(layout):
    """The gold of a page consists of its text in order, so that a reading can be right."""
    for page in pages(layout):
        text = one_line(html.fromstring(page.data).text_content())
        at = 0
        assert page.gold.headline in text
        for paragraph in page.gold.paragraphs:
            at = text.find(paragraph, at)
            assert at >= 0, paragraph


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_seed_composes_the_same_pages(layout):
    """A share that changes is a change of the reader."""
    first, again, other = ([page.data for page in pages(layout, seed)] for seed in (13, 13, 14))
    assert first == again
    assert first != other
