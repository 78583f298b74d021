"""Read readers' comments from the lines of a capture: a name, a date, the text and a reply link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from newsgen.loaders.capture.lines import letters
from newsgen.model.article import Comment
from newsgen.text.arabic import line_key
from newsgen.text.dates import read_date

_SAYS = re.compile(r"^(?P<name>\S.{0,58}?)\s+(?:(?:يقول|says)\s*:?|(?:قال|قالت|كتب|كتبت)\s*:)$")
_NAME_AND_DATE = re.compile(r"^(?P<name>\D{2,40}?)\s*[-–—|•]\s*(?P<date>.+)$")
_BEFORE_NAME = re.compile(r"^(?:\d+\s*[-.)–]|(?:بواسطة|كتبه|كتبها)\b\s*:?)\s*")
_BUTTONS = {line_key(text) for text in ("رد", "الرد", "الرد على التعليق", "إبلاغ", "أعجبني", "Reply", "تعديل")}
_MAX_NAME = 60
_MAX_AVERAGE = 1000
"""The most letters that comments have on average, if names separate them."""
_MAX_AVERAGE_LINE = 150
"""The most letters that comments have on average if no name separates them, so that each line counts as a comment."""


@dataclass(slots=True)
class _Draft:
    """A comment while its lines are read."""

    author: str | None = None
    published: date | None = None
    dated: bool = False
    words: list[str] = field(default_factory=list)


def read_comments(lines: Sequence[str]) -> tuple[Comment, ...]:
    """Return the comments in *lines*, the text between "3 comments" and the comment form.

    A comment begins at "X says:", at a short line above a line that is a date, or at "X - date". A line before
    the first of these is a comment without an author, so that no word is lost.
    """
    drafts: list[_Draft] = []
    for position, text in enumerate(lines):
        if line_key(text) in _BUTTONS:
            continue
        following = lines[position + 1] if position + 1 < len(lines) else ""
        _read_line(drafts, text, following)
    return tuple(Comment(d.author, d.published, "\n".join(d.words)) for d in drafts if d.words or d.author)


def look_like_comments(lines: Sequence[str]) -> bool:
    """Return whether *lines* are short enough to be readers' comments and not the paragraphs of an article."""
    comments = read_comments(lines)
    average = _MAX_AVERAGE if any(comment.author for comment in comments) else _MAX_AVERAGE_LINE
    return sum(letters(comment.text) for comment in comments) <= average * len(comments)


def _read_line(drafts: list[_Draft], text: str, following: str) -> None:
    """Add a line of readers' comments to the last of *drafts*, or begin a new one; *following* is the next, or ""."""
    current = drafts[-1] if drafts else None
    opening = _opening(text, following)
    if opening:
        drafts.append(opening)
    elif current and current.author and not current.words and not current.dated and _is_date(text):
        current.published, current.dated = read_date(text).value, True
    elif current and current.author:
        current.words.append(text)
    else:
        drafts.append(_Draft(words=[text]))


def _opening(text: str, following: str) -> _Draft | None:
    """Return the draft of a new reader's comment if *text* is the line that names its author, else None."""
    if len(text) > _MAX_NAME + 20 or _is_date(text):
        return None
    says = _SAYS.match(text)
    if says:
        return _Draft(_BEFORE_NAME.sub("", says["name"]))
    both = _NAME_AND_DATE.match(text)
    if both and _is_date(both["date"]):
        return _Draft(both["name"], read_date(both["date"]).value, dated=True)
    return _Draft(_BEFORE_NAME.sub("", text)) if len(text) <= _MAX_NAME and _is_date(following) else None


def _is_date(text: str) -> bool:
    """Return whether a line of readers' comments is only a date, even an unreadable one, such as "two days ago"."""
    reading = read_date(text) if len(text) <= _MAX_NAME else None
    return bool(reading and (reading.value or reading.problem) and not reading.rest)
