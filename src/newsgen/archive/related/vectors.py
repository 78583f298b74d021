"""Keep the terms of all articles as numbers, and what each term weighs: by how many articles have it."""

from array import array
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import count, islice

from newsgen.archive.related.alignment import Moves
from newsgen.archive.related.profiles import OFTEN, weigh, window
from newsgen.text.stemming import MOST


@dataclass(frozen=True, slots=True)
class Bags:
    """The terms of an archive's articles, oldest first."""

    words: tuple[str, ...]
    """The terms by their numbers; a term once met keeps its own. The first is none."""
    terms: "array[int]"
    """The 64 terms of each article, by their numbers; 0 where it has fewer."""
    times: "array[int]"
    """How often each is in the article."""
    held: "array[int]"
    """How many of the articles that are counted have each term."""
    weights: bytes
    """What each term weighs."""

    @property
    def articles(self) -> int:
        """How many there are."""
        return len(self.terms) // MOST

    def text(self, article: int) -> dict[str, int]:
        """Return the terms of an article as they were read."""
        row = slice(article * MOST, (article + 1) * MOST)
        pairs = zip(self.terms[row], self.times[row], strict=True)
        return {self.words[term]: times for term, times in pairs if term}

    def weighed_otherwise(self, old: "Bags") -> set[int]:
        """Return the terms that weigh something else than in *old*."""
        if self.weights.startswith(old.weights):
            return set()
        pairs = enumerate(zip(old.weights, self.weights, strict=False))
        return {term for term, (former, weight) in pairs if former != weight}

    def with_any(self, terms: set[int]) -> list[int]:
        """Return the articles that have any of *terms*."""
        rows = (self.terms[start : start + MOST] for start in range(0, len(self.terms), MOST))
        return [article for article, row in enumerate(rows) if not terms.isdisjoint(row)] if terms else []


NO_BAGS = Bags(("",), array("I"), array("B"), array("I", [0]), bytes(1))


def change_bags(old: Bags, moves: Moves, read: Collection[int], text: Callable[[int], Mapping[str, int]]) -> Bags:
    """Return the bags of an archive whose articles have *moves* from *old*, with the *text* of those to be *read*."""
    numbers = _Numbers(zip(old.words, count())) if read else {}
    terms, times = moves.carry(old.terms, MOST), moves.carry(old.times, MOST)
    for article in read:
        bag = text(article)
        own = array("I", map(numbers.__getitem__, islice(bag, MOST)))
        often = array("B", _cap(list(islice(bag.values(), MOST))))
        empty = MOST - len(own)
        row = slice(article * MOST, (article + 1) * MOST)
        terms[row] = own + array("I", bytes(own.itemsize * empty))
        times[row] = often + array("B", bytes(empty))
    words = tuple(numbers) if len(numbers) > len(old.words) else old.words
    held = _held(old, terms, len(words), moves, set(read))
    return Bags(words, terms, times, held, weigh(held, window(len(moves.origins))))


def _cap(times: list[int]) -> list[int]:
    """Return *times* that are no more than often."""
    return times if max(times, default=0) <= OFTEN else [min(many, OFTEN) for many in times]


class _Numbers(dict[str, int]):
    """The numbers of terms: a new one gets the next."""

    def __missing__(self, term: str) -> int:
        """Give a new term its number."""
        self[term] = number = len(self)
        return number


def _held(old: Bags, terms: "array[int]", vocabulary: int, moves: Moves, read: Collection[int]) -> "array[int]":
    """Count the articles that have each term; where as many were counted before, by what differs."""
    counted = window(len(moves.origins))
    held, lost, added = [0] * vocabulary, set[int](), set(range(min(counted, len(moves.origins))))
    if counted == window(old.articles):
        held[: len(old.held)] = old.held
        places = enumerate(moves.origins[:counted])
        still = {origin: article for article, origin in places if 0 <= origin < counted and article not in read}
        lost = set(range(min(counted, old.articles))).difference(still)
        added.difference_update(still.values())
    for bags, articles, step in ((old.terms, lost, -1), (terms, added, 1)):
        for article in articles:
            for term in bags[article * MOST : (article + 1) * MOST]:
                held[term] += step
    held[0] = 0
    return array("I", held)
