"""Read readers' comments from the lines of a capture: a name, a date, the text, votes and a reply link."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import itemgetter

from newsgen.loaders.capture.lines import ends_sentence, letters
from newsgen.model.article import Comment
from newsgen.text.arabic import line_key
from newsgen.text.dates import read_date

_SAYS = re.compile(
    r"^(?P<name>\S.{0,58}?)\s+(?:(?:يقول|تقول|says|said)\s*(?::|\.{2,3}|…)?|(?:قال|قالت|كتب|كتبت)\s*(?::|\.{2,3}|…))$"
)
_NAME_AND_DATE = re.compile(r"^(?P<name>\D{2,40}?)\s*[-–—|•]\s*(?P<date>.+)$")
_BEFORE_NAME = re.compile(r"^(?:#?\d+\s*[-.):–—]|(?:ا?أ?رسل |ا?أ?ضيف |نشر )?(?:بواسطة|كتبه|كتبها)\b\s*:?)\s*")
_ASIDE = re.compile(r"\([^()]*\)| في \S+$")
_NUMBERED = re.compile(r"^#?(?P<number>\d{1,4})\s*[-.):–—]\s*(?P<name>\S.{0,58})$")
_BUTTONS = {
    line_key(text)
    for text in (
        "رد·الرد·رد على التعليق·رد على هذا التعليق·الرد على التعليق·إبلاغ·أبلغ·بلغ عن إساءة·أعجبني·لم يعجبني·إعجاب"
        "·تعديل·حذف·مشاركة·عرض الردود·المزيد·Reply·Répondre·Like·J'aime·Report·Share"
    ).split("·")
}
_VOTES = re.compile(
    r"\b(?:اعجاب|اعجابات|اعجبني|لم|لا|يعجبني|نقطة|نقاط|صوت|اصوات|تصويت|موافق|معارض|رد|ردود|عرض"
    r"|مشاركة|مشاركات|تفاعل|تفاعلات"
    r"|likes?|dislikes?|points?|votes?)\b"
)
_BUTTONS_BEHIND = re.compile(r"\s+(?:رد|الرد|أعجبني|إعجاب|Reply|Répondre)$")
_MAX_NAME = 60
_MOST_NAME_WORDS = 4
_NAME_AND_ORIGIN = 2
_SHORTEST_COMMENT, _LONGEST_COMMENT = 3, 8
"""In lines, with name and date."""
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

    The newspaper's order is found first: names with numbers; names above dates or with "says"; or dates at the end
    of each comment. A line before the first name is a comment without an author, so that no word is lost.
    """
    return tuple(Comment(d.author, d.published, "\n".join(d.words)) for d in _drafts(lines) if d.words or d.author)


def doubt_about(lines: Sequence[str]) -> str | None:
    """Return why it is doubtful whose words readers' comments in *lines* are; None if their parts repeat."""
    drafts = _drafts(lines)
    named, dated = sum(bool(draft.author) for draft in drafts), sum(draft.dated for draft in drafts)
    empty = sum(not draft.words for draft in drafts)
    if drafts and not named:
        return "no comment has an author, so that it is unknown where one begins"
    if named < len(drafts):
        return f"{len(drafts) - named} of {len(drafts)} comments have no author"
    if empty:
        return f"{empty} of {len(drafts)} comments have no text"
    if 0 < dated < len(drafts):
        return f"{len(drafts) - dated} of {len(drafts)} comments have no date"
    return None


def _drafts(lines: Sequence[str]) -> list[_Draft]:
    kept = [text for text in map(_without_button, lines) if not (is_counter(text) or line_key(text) in _BUTTONS)]
    return _order_of(kept)(kept) if kept else []


def _without_button(text: str) -> str:
    """Return a line of readers' comments without the button "reply" behind its date."""
    plain = _BUTTONS_BEHIND.sub("", text) if len(text) <= _MAX_NAME else text
    return plain if _is_date(plain) else text


def is_counter(text: str) -> bool:
    """Return whether a line among readers' comments is only a number, such as the sum of votes for a comment."""
    if len(text) > _MAX_NAME or not any(map(str.isdigit, text)):
        return False
    return not any(map(str.isalpha, _VOTES.sub("", line_key(text)))) and not _is_date(text)


def thread_without_heading(lines: Sequence[str]) -> int | None:
    """Return the position in *lines* from which they are readers' comments, names above dates; None if none are.

    There must be several, each with a text, and no more lines between them than comments have.
    """
    pairs = [i for i, (_, day) in enumerate(pairwise(lines)) if _is_date(day) and _likeness(lines, [i]) == 1]
    gaps = [after - before for before, after in pairwise([*pairs, len(lines)])]
    is_thread = len(pairs) > 1 and min(gaps) >= _SHORTEST_COMMENT and max(gaps) <= _LONGEST_COMMENT
    return pairs[0] if is_thread else None


def look_like_comments(lines: Sequence[str]) -> bool:
    """Return whether *lines* are short enough to be readers' comments and not the paragraphs of an article."""
    comments = read_comments(lines)
    average = _MAX_AVERAGE if any(comment.author for comment in comments) else _MAX_AVERAGE_LINE
    return sum(letters(comment.text) for comment in comments) <= average * len(comments)


def _order_of(lines: Sequence[str]) -> Callable[[Sequence[str]], list[_Draft]]:
    """Return the function that reads readers' comments in the order that *lines* have."""
    if _are_numbered(lines):
        return _read_numbered
    dates = [position for position, text in enumerate(lines) if _is_date(text)]
    if not dates or any(_SAYS.match(text) or _name_and_date(text) for text in lines):
        return _read_named
    if dates[0] == _NAME_AND_ORIGIN and _likeness(lines, [d - n for d in dates for n in (1, _NAME_AND_ORIGIN)]) == 1:
        return _read_with_origin
    orders: list[tuple[float, Callable[[Sequence[str]], list[_Draft]]]] = []
    if dates[0] == 1:
        orders.append((_likeness(lines, [position - 1 for position in dates]), _read_named))
    if dates[-1] == len(lines) - 1 and dates[0] > 1:
        orders.append((_likeness(lines, [position - 1 for position in dates]), _read_signed))
        orders.append((_likeness(lines, [0, *(position + 1 for position in dates[:-1])]), _read_dated_last))
    if dates[0] == 0:
        orders.append((_likeness(lines, [position + 1 for position in dates]), _read_dated_first))
    return max(orders, key=itemgetter(0), default=(0, _read_named))[1]


def _likeness(lines: Sequence[str], positions: Sequence[int]) -> float:
    """Return the share of *lines* at *positions* that look like the names of readers: short, and no sentences."""
    names = [lines[position] for position in positions if position < len(lines)]
    return sum(len(name.split()) <= _MOST_NAME_WORDS and not ends_sentence(name) for name in names) / len(positions)


def _name_and_date(text: str) -> tuple[str, str] | None:
    """Return the name and the date of a reader's comment that are on one line; None if they are not."""
    both = _NAME_AND_DATE.match(text)
    if both and _is_date(both["date"]):
        return both["name"], both["date"]
    reading = read_date(text) if len(text) <= _MAX_NAME + 20 else None
    name = _BEFORE_NAME.sub("", _ASIDE.sub(" ", reading.rest)).strip() if reading and reading.value else ""
    is_name = 0 < len(name.split()) <= _MOST_NAME_WORDS and text.lstrip().startswith(
        reading.rest[:1] if reading else ""
    )
    return (name, text) if is_name else None


def _are_numbered(lines: Sequence[str]) -> bool:
    """Return whether every one of readers' comments in *lines* begins with a number, up or down by one."""
    numbers = [int(match["number"]) for text in lines if (match := _NUMBERED.match(text)) and not _is_date(text)]
    steps = {after - before for before, after in pairwise(numbers)}
    is_sequence = bool(numbers) and _NUMBERED.match(lines[0]) is not None and steps in (set(), {1}, {-1})
    return is_sequence and not any(_opening(text, "") for text in lines if not _NUMBERED.match(text))


def _read_numbered(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments that begin with a number and a name."""
    drafts: list[_Draft] = []
    for text in lines:
        opening = _NUMBERED.match(text)
        if opening and not _is_date(text):
            drafts.append(_Draft(opening["name"]))
        elif not drafts[-1].dated and _is_date(text):
            drafts[-1].published, drafts[-1].dated = read_date(text).value, True
        else:
            drafts[-1].words.append(text)
    return drafts


def _read_named(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments that begin at "X says:", at a short line above a date, or at "X - date"."""
    drafts: list[_Draft] = []
    for text, following in pairwise([*lines, ""]):
        _read_line(drafts, text, following)
    return drafts


def _read_with_origin(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments that begin with a name, a country and a date; the country is left out."""
    drafts: list[_Draft] = []
    for position, text in enumerate(lines):
        near = lines[position + 1 : position + 1 + _NAME_AND_ORIGIN]
        if len(near) == _NAME_AND_ORIGIN and _is_date(near[-1]):
            drafts.append(_Draft(text))
        elif _is_date(text):
            drafts[-1].published, drafts[-1].dated = read_date(text).value, True
        elif near[:1] and _is_date(near[0]):
            continue
        else:
            drafts[-1].words.append(text)
    return drafts


def _read_dated_first(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments that begin with a date above the name."""
    drafts: list[_Draft] = []
    for text in lines:
        if _is_date(text):
            drafts.append(_Draft(None, read_date(text).value, dated=True))
        elif drafts[-1].author is None and len(text) <= _MAX_NAME:
            drafts[-1].author = text
        else:
            drafts[-1].words.append(text)
    return drafts


def _read_dated_last(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments that begin with a name and end with a date."""
    return [_signed(draft, 0) for draft in _split_at_dates(lines)]


def _read_signed(lines: Sequence[str]) -> list[_Draft]:
    """Read readers' comments whose text stands above the name and the date."""
    return [_signed(draft, -1) for draft in _split_at_dates(lines)]


def _split_at_dates(lines: Sequence[str]) -> list[_Draft]:
    """Return a draft without an author for the lines above each date."""
    drafts = [_Draft()]
    for text in lines:
        if drafts[-1].dated:
            drafts.append(_Draft())
        if _is_date(text):
            drafts[-1].published, drafts[-1].dated = read_date(text).value, True
        else:
            drafts[-1].words.append(text)
    return drafts


def _signed(draft: _Draft, position: int) -> _Draft:
    """Return *draft* with its line at *position*, if it is as short as a name, as its author."""
    if draft.words and len(draft.words[position]) <= _MAX_NAME:
        draft.author = _BEFORE_NAME.sub("", draft.words.pop(position))
    return draft


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
    both = _name_and_date(text)
    if both:
        return _Draft(both[0], read_date(both[1]).value, dated=True)
    return _Draft(_BEFORE_NAME.sub("", text)) if len(text) <= _MAX_NAME and _is_date(following) else None


def _is_date(text: str) -> bool:
    """Return whether a line of readers' comments is only a date, even an unreadable one, such as "two days ago"."""
    reading = read_date(text) if len(text) <= _MAX_NAME else None
    return bool(reading and (reading.value or reading.problem) and not reading.rest)
