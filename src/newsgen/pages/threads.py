"""Arrange comments as they are read: each answer below the comment that it answers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsgen.model.article import Comment

DEEPEST = 5
"""Levels of answers that a page shows apart; what lies deeper stands on the last of them."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment, with the answers to it."""

    comment: Comment
    anchor: str | None
    """Its id on the page; None where the source numbers no comments."""
    replies: tuple["Thread", ...]


def threads(comments: Sequence[Comment]) -> tuple[Thread, ...]:
    """Return *comments* in their order, each answer in its thread.

    One that answers a comment which is not among them stands by itself, as do those that answer in a circle.
    """
    waiting: dict[int, list[Thread]] = defaultdict(list)
    for level, comment in reversed(list(_in_reading_order(comments))):
        replies = tuple(reversed(waiting.pop(level + 1, [])))
        waiting[level].append(Thread(comment, anchor_of(comment), replies))
    return tuple(reversed(waiting[1]))


def anchor_of(comment: Comment) -> str | None:
    """Return the id of *comment* on the page, which no other has, and without the spaces that HTML forbids in one."""
    return f"comment-{comment.id.replace('%', '%25').replace(' ', '%20')}" if comment.id else None


def _in_reading_order(comments: Sequence[Comment]) -> Iterator[tuple[int, Comment]]:
    """Yield each of *comments* with its level: a comment, then all that was said to it."""
    answers: dict[int, list[int]] = defaultdict(list)
    tops: list[int] = []
    for number, parent in enumerate(_parents(comments)):
        (tops if parent is None else answers[parent]).append(number)
    stack = [(1, number) for number in reversed(tops)]
    while stack:
        level, number = stack.pop()
        yield level, comments[number]
        below = min(level + 1, DEEPEST)
        stack += [(below, answer) for answer in reversed(answers[number])]


def _parents(comments: Sequence[Comment]) -> list[int | None]:
    """Return the number of the comment that each of *comments* answers; circles are cut open at their first one."""
    numbers = {comment.id: number for number, comment in enumerate(comments) if comment.id}
    parents = [numbers.get(comment.parent or "") for comment in comments]
    settled: set[int] = set()
    for start in range(len(comments)):
        way: dict[int, None] = {}
        number: int | None = start
        while number is not None and number not in settled and number not in way:
            way[number] = None
            number = parents[number]
        if number is not None and number in way:
            parents[min(_circle(way, number))] = None
        settled.update(way)
    return parents


def _circle(way: dict[int, None], entrance: int) -> list[int]:
    steps = list(way)
    return steps[steps.index(entrance) :]
