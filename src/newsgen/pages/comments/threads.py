"""Build the threads of comments that the page of an article shows, oldest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from hashlib import sha256
from itertools import pairwise
from urllib.parse import quote

from newsgen.formats.small_markdown.blocks import small_markdown_html
from newsgen.model.article import Comment
from newsgen.text.bidi import isolate
from newsgen.text.dates import as_datetime

MAX_DEPTH = 5
"""Levels of a thread that a page indents; deeper replies are shown on the last level."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with the replies to it."""

    comment: Comment
    anchor: str | None
    """Its HTML id on the page; None if an earlier comment without a number has the same author and words."""
    replies: tuple["Thread", ...]

    @property
    def html(self) -> str:
        """The comment's text as safe HTML whose blocks have a direction; a captured one has a paragraph a line."""
        text = self.comment.text
        if self.comment.is_markdown:
            return small_markdown_html(text)
        return "\n".join(f'<p dir="auto">{isolate(line)}</p>' for line in text.split("\n") if line.strip())

    @property
    def fragment(self) -> str | None:
        """The link to the comment on its page."""
        return f"#{quote(self.anchor)}" if self.anchor else None


def threads(comments: Sequence[Comment]) -> tuple[Thread, ...]:
    """Return *comments* as threads, oldest first, each reply below the comment that it answers.

    A reply to a comment that is not among *comments* starts a thread; so does the first comment of a cycle.
    """
    if not comments:
        return ()
    ordered = _oldest_first(comments)
    anchors = _anchors(ordered)
    waiting: dict[int, list[Thread]] = defaultdict(list)
    for level, number in reversed(list(_in_reading_order(ordered))):
        replies = tuple(reversed(waiting.pop(level + 1, [])))
        waiting[level].append(Thread(ordered[number], anchors[number], replies))
    return tuple(reversed(waiting[1]))


def anchor_of(comment: Comment) -> str:
    """Return the HTML id of *comment*, without the spaces that HTML forbids; by its words if it has no id.

    So the link to it stays the same when other comments are added.
    """
    words = f"{comment.author}\n{comment.text}".encode(errors="surrogatepass")
    key = comment.id or sha256(words).hexdigest()[:12]
    return f"comment-{key.replace('%', '%25').replace(' ', '%20')}"


def _anchors(comments: Sequence[Comment]) -> list[str | None]:
    """Return the HTML id of each of *comments*; None for one without a number whose words are here already."""
    numbered = {anchor_of(comment) for comment in comments if comment.id}
    seen: set[str] = set()
    anchors: list[str | None] = []
    for comment in comments:
        anchor = anchor_of(comment)
        is_taken = anchor in seen or (not comment.id and anchor in numbered)
        anchors.append(None if is_taken else anchor)
        seen.add(anchor)
    return anchors


def _oldest_first(comments: Sequence[Comment]) -> Sequence[Comment]:
    """Return *comments* oldest first, undated ones last; those of one day stay in the order of a newspaper's page.

    A page that had the newest first is turned around, because it may have only the days.
    """
    times = [as_datetime(comment.published, UTC) for comment in comments if comment.published]
    if all(earlier <= later for earlier, later in pairwise(times)) and all(c.published for c in comments[: len(times)]):
        return comments
    last = as_datetime(date.max, UTC)
    in_order = comments[::-1] if times[0] > times[-1] else comments
    return sorted(in_order, key=lambda one: as_datetime(one.published, UTC) if one.published else last)


def _in_reading_order(comments: Sequence[Comment]) -> Iterator[tuple[int, int]]:
    """Yield the level and the index for each of *comments*: a comment, then all replies to it."""
    replies: dict[int, list[int]] = defaultdict(list)
    tops: list[int] = []
    for number, parent in enumerate(_parents(comments)):
        (tops if parent is None else replies[parent]).append(number)
    stack = [(1, number) for number in reversed(tops)]
    while stack:
        level, number = stack.pop()
        yield level, number
        below = min(level + 1, MAX_DEPTH)
        stack += [(below, reply) for reply in reversed(replies[number])]


def _parents(comments: Sequence[Comment]) -> list[int | None]:
    """Return the index of the comment that each of a section's *comments* answers; cycles are cut at their first."""
    numbers = {comment.id: number for number, comment in enumerate(comments) if comment.id}
    parents = [numbers.get(comment.parent or "") for comment in comments]
    visited: set[int] = set()
    for start in range(len(comments)):
        path: dict[int, None] = {}
        number: int | None = start
        while number is not None and number not in visited and number not in path:
            path[number] = None
            number = parents[number]
        if number is not None and number in path:
            steps = list(path)
            parents[min(steps[steps.index(number) :])] = None
        visited.update(path)
    return parents
