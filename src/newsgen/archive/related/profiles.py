"""Tell what articles are about: the heaviest of their terms, as vectors of a fixed length. Terms are numbers from 1."""

import math
from array import array
from collections.abc import Sequence
from operator import itemgetter, mul

HEAVIEST = 16
"""Terms an article is known by."""
FULL = 255
"""The length of a vector: each weight fits a byte."""
OFTEN = 100
"""Times that a term counts in an article, at most."""

_WEIGHTS = 2, 5, 7  # of a term that a quarter of the articles have, a 16th, a 64th
_RARE = 8  # of a term that fewer have
_ROOTS = [math.sqrt(times) for times in range(OFTEN + 1)]


def window(articles: int) -> int:
    """Return how many of the oldest articles are counted to weigh terms: the greatest power of two.

    So an article that is added seldom changes what others weigh, until their number has doubled.
    """
    return 1 << max(articles.bit_length() - 1, 0)


def weigh(held: Sequence[int], counted: int) -> bytes:
    """Return the weight of each term: less, the more of the *counted* articles have it, in few steps.

    How many have a term stands in *held*. The first is no term, and weighs nothing.
    """
    common = counted >> 2 * len(_WEIGHTS) - 1 or 1
    weights = bytearray([_RARE]) * len(held)
    for term, articles in enumerate(held):
        if articles >= common:
            weights[term] = _WEIGHTS[(counted.bit_length() - articles.bit_length()) // 2]
    weights[0] = 0
    return bytes(weights)


def profile(terms: Sequence[int], times: Sequence[int], weights: Sequence[int]) -> "tuple[array[int], array[int]]":
    """Return the heaviest of an article's *terms* and their weights; of equals those that it puts first."""
    weighed = list(map(mul, map(_ROOTS.__getitem__, times), map(weights.__getitem__, terms)))
    heaviest = sorted(range(len(weighed)), key=weighed.__getitem__, reverse=True)[:HEAVIEST]
    chosen = itemgetter(*heaviest)
    vector = chosen(weighed)
    scale = FULL / math.sqrt(math.fsum(map(mul, vector, vector)) or 1)
    return array("I", chosen(terms)), array("B", [round(weight * scale) for weight in vector])
