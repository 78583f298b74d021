"""Dress articles in the furniture of thirteen newspapers, as it stands on a copy of their pages."""

from collections.abc import Callable
from random import Random

from newspapers.articles import News, Stock
from newspapers.egypt import ahram, masress, youm7
from newspapers.gulf import aawsat, alarabiya, skynews, spa
from newspapers.maghreb import akhbarona, hespress, le360
from newspapers.sheet import Capture, Sheet, finish
from newspapers.world import aljazeera, bbc, wordpress

_LAYOUTS = (
    hespress,
    aljazeera,
    bbc,
    alarabiya,
    skynews,
    youm7,
    ahram,
    spa,
    akhbarona,
    le360,
    aawsat,
    masress,
    wordpress,
)
PAPERS: dict[str, Callable[[Sheet], None]] = {layout.__name__: layout for layout in _LAYOUTS}


def compose(paper: str, news: list[News], seed: int, number: int) -> Capture:
    """Return the capture *number* of a *paper*, of an article among *news*; always the same for one *seed*."""
    chance = Random(f"{seed} {paper} {number}")
    stock = Stock(news, chance)
    page = Sheet(stock.take(), stock, chance)
    PAPERS[paper](page)
    return finish(page, paper, number)
