"""Turn a submitted comment into one that a comment file can hold: no e-mail address, no date or URL that is wrong."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256

from newsgen.importers.comments.senders import MASK, has_address, masked
from newsgen.importers.comments.submissions import Submission
from newsgen.model.article import Comment
from newsgen.text.arabic import clean, one_line
from newsgen.text.dates import as_datetime, parse_date
from newsgen.text.web_addresses import is_url

MAX_AUTHOR = 245
"""Characters of a name that the form accepts, as WordPress does; only a program sends more."""
MAX_TEXT = 65_525
"""Characters of a comment that the form accepts."""
_MAX_URL = 2000
_BESIDE_ADDRESS = " <>()[]،,;:-"
_FILE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,59}")
_SECONDS, _MILLISECONDS = re.compile(r"\d{9,10}(?:\.\d+)?"), re.compile(r"\d{12,13}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A submitted comment, ready for its file."""

    comment: Comment
    """Its id is the preferred name of its file."""
    reason: str
    """Why its state is spam or trash; "" if it is neither."""
    warnings: tuple[str, ...]


def cleaned(submission: Submission) -> Cleaned:
    """Return the comment in a *submission*; its text has no e-mail address in it, and is otherwise as it was sent.

    A comment without an id of its own gets one from its name, text and date, so that each export gives the same.
    """
    warnings: list[str] = []
    author, state, reason = one_line(submission.author), submission.state, submission.reason
    if has_address(author):
        warnings.append("has an e-mail address in its name, which is left out")
        author = one_line(masked(author)[0].replace(MASK, " ")).strip(_BESIDE_ADDRESS)
    if len(author) > MAX_AUTHOR and state in {"approved", "pending"}:
        state, reason = "spam", f"its name has {len(author):,} characters, which the form does not let anybody write"
        warnings.append(f"is kept as spam: {reason}")
    text, addresses = masked(_lines(submission.text))
    if addresses:
        warnings.append("has an e-mail address in its text, which is masked")
    if len(text) > MAX_TEXT:
        warnings.append(f"has {len(text):,} characters, more than the form lets anybody write")
    published = _moment(submission.date, warnings)
    comment = Comment(
        author=author or None,
        published=published,
        text=text,
        parent=submission.parent if _FILE_NAME.fullmatch(submission.parent) else None,
        url=_valid_url(submission.url.strip(), warnings),
        state=state,
        id=submission.id if _FILE_NAME.fullmatch(submission.id) else None,
    )
    name = comment.id or f"c{digest_of(comment, str(submission.date or '') if published is None else '')}"
    return Cleaned(replace(comment, id=name), reason, tuple(warnings))


def words_of(comment: Comment) -> tuple[str, str]:
    """Return the name and the words of a comment, which are the same in all exports of it."""
    return comment.author or "", " ".join(comment.text.split())


def digest_of(comment: Comment, written_date: str = "") -> str:
    """Return twelve hexadecimal digits for a comment's name, words and date, which has no e-mail address in it."""
    moment = as_datetime(comment.published, UTC).astimezone(UTC).isoformat() if comment.published else written_date
    return sha256("\0".join((*words_of(comment), moment)).encode()).hexdigest()[:12]


def _lines(text: str) -> str:
    """Return a comment's *text* with plain line ends, and with no more than one blank line in one place."""
    lines = clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _moment(value: date | str | None, warnings: list[str]) -> date | None:
    """Return the date of a comment without fractions of a second; None, with a warning, if it cannot be read."""
    if not value:
        return None
    text = value.isoformat() if isinstance(value, date) else one_line(value)
    try:
        if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
            seconds = float(text) / (1000 if _MILLISECONDS.fullmatch(text) else 1)
            text = datetime.fromtimestamp(int(seconds), UTC).isoformat()
        if len(text) > 100:  # noqa: PLR2004 - three times the longest date
            raise ValueError("too long for a date")  # noqa: TRY301
        return parse_date(text)
    except (ValueError, OverflowError, OSError) as error:
        warnings.append(f"has the date {text[:40]!r}, which cannot be read ({error}) and is left out")
        return None


def _valid_url(url: str, warnings: list[str]) -> str | None:
    """Return the address of a commenter's own site; None, with a warning, if it is not one that can be linked."""
    if not url:
        return None
    if len(url) <= _MAX_URL and is_url(url) and not has_address(url) and clean(url) == url:
        return url
    warnings.append("has an address of a site that is not valid or has an e-mail address in it, which is left out")
    return None
