"""Build the comment threads and the comment form that the page of an article shows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlsplit

from newsgen.model.article import DEFAULT_FORM, Article, Comment, FormField
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Config
from newsgen.model.urls import encode_value
from newsgen.text.arabic import fold

_FIELD_ATTRIBUTES: dict[str, dict[str, str]] = {
    "comment": {"maxlength": "65525", "dir": "auto"},
    "author": {"maxlength": "245", "autocomplete": "name", "dir": "auto"},
    "email": {"maxlength": "100", "autocomplete": "email", "dir": "ltr"},
    "url": {"maxlength": "200", "autocomplete": "url", "dir": "ltr"},
}
"""WordPress's limits, in characters, and the direction in which people write each field."""
_ABOUT_EMAIL = re.compile("بريد|e-?mail")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of the comment form as the page shows it; forms that are equal have the same fields, not equal ones."""

    id: str
    name: str
    label: str
    type: Literal["textarea", "text", "email", "url"]
    required: bool
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """The comment form as the page shows it."""

    heading: str
    notes: tuple[str, ...]
    fields: tuple[Field, ...]
    submit: str
    state: Literal["open", "archived", "closed"]
    """Open: the form posts to `action`. Archived: the site takes no comments. Closed: this article takes none."""
    action: str | None
    enctype: str | None
    hidden: tuple[tuple[str, str], ...]
    is_star_explained: bool
    """Whether no field has a *, or a note says what it means."""
    recipient: str | None
    """The host or the e-mail address that receives comments; None if the form is not open."""


def comment_form(article: Article, config: Config) -> Form | None:
    """Return the comment form to show under an article; None if none was captured and none can be sent.

    A captured form is always shown; if comments cannot be sent, its state says that it is only a record.
    """
    target = config.comment_form
    is_open = bool(target.endpoint) and article.comments_open
    form = article.comment_form or (DEFAULT_FORM if is_open else None)
    if form is None:
        return None
    fields, is_star_explained = _shown_fields(form.fields, form.notes)
    return Form(
        form.heading,
        form.notes,
        fields,
        form.submit,
        "open" if is_open else "archived" if article.comments_open else "closed",
        _action(article, config) if is_open else None,
        "text/plain" if is_open and target.preset == "mailto" else None,
        _hidden_fields(article) if is_open and target.preset == "wordpress" else (),
        is_star_explained,
        _recipient(target.endpoint) if is_open and target.endpoint else None,
    )


@lru_cache(maxsize=256)  # most captures of a newspaper have the same form
def _shown_fields(fields: tuple[FormField, ...], notes: tuple[str, ...]) -> tuple[tuple[Field, ...], bool]:
    """Return the fields of a form as the page shows them, and whether its *notes* say what a * means, if one has it."""
    is_star_explained = any("*" in note for note in notes) or not any(field.required for field in fields)
    attributes = _FIELD_ATTRIBUTES | {"email": _FIELD_ATTRIBUTES["email"] | _email_description(notes)}
    return (
        tuple(Field(f"form-{f.name}", f.name, f.label, f.type, f.required, attributes[f.name]) for f in fields),
        is_star_explained,
    )


@lru_cache(maxsize=1)
def _recipient(endpoint: str) -> str:
    """Return the host or the e-mail address that receives the comments sent from a form to *endpoint*."""
    return urlsplit(endpoint).hostname or endpoint


def _email_description(notes: Sequence[str]) -> dict[str, str]:
    """Return the attribute that links the comment form's e-mail field to its note; empty if there is none."""
    numbers = [number for number, note in enumerate(notes, start=1) if _ABOUT_EMAIL.search(fold(note))]
    return {"aria-describedby": f"form-note-{numbers[0]}"} if numbers else {}


def _action(article: Article, config: Config) -> str | None:
    target = config.comment_form
    if target.preset == "mailto":
        return f"mailto:{target.endpoint}?subject={encode_value(article.headline)}"
    return target.endpoint


def _hidden_fields(article: Article) -> tuple[tuple[str, str], ...]:
    """Return the comment form's hidden fields that WordPress requires: post number, or else the article's id."""
    return (("comment_post_ID", wordpress_id(article) or article.id), ("comment_parent", "0"))


def wordpress_id(article: Article | ArticleMeta) -> str | None:
    """Return WordPress's number of the article for the comment form, from front matter or id; None if unknown."""
    numbers = (dict(article.extra).get("comment_post_ID"), article.id)
    return next((number for number in numbers if isinstance(number, str) and number.isdecimal()), None)


MAX_DEPTH = 5
"""Levels of a thread that a page indents; deeper replies are shown on the last level."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with the replies to it."""

    comment: Comment
    anchor: str | None
    """Its HTML id on the page; None if the source does not number comments."""
    replies: tuple["Thread", ...]

    @property
    def fragment(self) -> str | None:
        """The link to the comment on its page."""
        return f"#{quote(self.anchor)}" if self.anchor else None


def threads(comments: Sequence[Comment]) -> tuple[Thread, ...]:
    """Return *comments* as threads, in their order, each reply below the comment that it answers.

    A reply to a comment that is not among *comments* starts a thread; so does the first comment of a cycle.
    """
    if not comments:
        return ()
    waiting: dict[int, list[Thread]] = defaultdict(list)
    for level, comment in reversed(list(_in_reading_order(comments))):
        replies = tuple(reversed(waiting.pop(level + 1, [])))
        waiting[level].append(Thread(comment, anchor_of(comment), replies))
    return tuple(reversed(waiting[1]))


def anchor_of(comment: Comment) -> str | None:
    """Return the HTML id of *comment*, unique and without the spaces that HTML forbids; None if it has no id."""
    return f"comment-{comment.id.replace('%', '%25').replace(' ', '%20')}" if comment.id else None


def _in_reading_order(comments: Sequence[Comment]) -> Iterator[tuple[int, Comment]]:
    """Yield the level and the comment for each of *comments*: a comment, then all replies to it."""
    replies: dict[int, list[int]] = defaultdict(list)
    tops: list[int] = []
    for number, parent in enumerate(_parents(comments)):
        (tops if parent is None else replies[parent]).append(number)
    stack = [(1, number) for number in reversed(tops)]
    while stack:
        level, number = stack.pop()
        yield level, comments[number]
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
