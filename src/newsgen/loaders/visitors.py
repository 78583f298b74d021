"""Read the comments that visitors left, as they are copied: a name, a date, the words, a reply link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from newsgen.arabic import fold, line_key
from newsgen.article import Comment
from newsgen.dates import read_date

_SAYS = re.compile(r"^(?P<name>\S.{0,58}?)\s+(?:يقول|قال|كتب|says)\s*:?$")
_BUTTONS = {line_key(text) for text in ("رد", "الرد", "الرد على التعليق", "إبلاغ", "أعجبني", "Reply", "تعديل")}
_MAX_NAME = 60


@dataclass(slots=True)
class _Draft:
    author: str | None = None
    published: date | None = None
    words: list[str] = field(default_factory=list)


def read_comments(lines: Sequence[str]) -> tuple[Comment, ...]:
    """Return the comments in *lines*, the text between "3 comments" and the form.

    A comment begins at "X says:", or at a short line above a line that is a date. Where nothing
    shows who wrote what, each line is a comment by nobody, and no word is lost.
    """
    drafts: list[_Draft] = []
    for position, text in enumerate(lines):
        if line_key(text) in _BUTTONS:
            continue
        following = lines[position + 1] if position + 1 < len(lines) else ""
        _read_line(drafts, text, following)
    return tuple(Comment(d.author, d.published, "\n".join(d.words)) for d in drafts if d.words or d.author)


def _read_line(drafts: list[_Draft], text: str, following: str) -> None:
    says = _SAYS.match(fold(text)) and _SAYS.match(text)
    current = drafts[-1] if drafts else None
    if says or (len(text) <= _MAX_NAME and _date_of(following) and not _date_of(text)):
        drafts.append(_Draft(author=says["name"] if says else text))
    elif current and current.author and not current.words and current.published is None and _date_of(text):
        current.published = _date_of(text)
    elif current and current.author:
        current.words.append(text)
    else:
        drafts.append(_Draft(words=[text]))


def _date_of(text: str) -> date | None:
    """Return the date of a line that is nothing but a date."""
    reading = read_date(text) if len(text) <= _MAX_NAME else None
    return reading.value if reading and not reading.rest else None
