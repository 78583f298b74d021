"""Dress articles in the furniture of newspapers, as it stands on a copy of their pages."""

from collections.abc import Callable
from random import Random

from newspapers.articles import News, Stock
from newspapers.egypt import youm7
from newspapers.maghreb import hespress, masress
from newspapers.sheet import Capture, Sheet, finish
from newspapers.world import bbc

PAPERS: dict[str, Callable[[Sheet], None]] = {"hespress": hespress, "bbc": bbc, "youm7": youm7, "masress": masress}


def compose(paper: str, news: list[News], seed: int, number: int) -> Capture:
    """Return the capture *number* of a *paper*, of an article among *news*; always the same for one *seed*."""
    chance = Random(f"{seed} {paper} {number}")
    stock = Stock(news, chance)
    page = Sheet(stock.take(), stock, chance)
    PAPERS[paper](page)
    return finish(page, paper, number)
