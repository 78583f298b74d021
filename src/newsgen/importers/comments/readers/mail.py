"""Read comments that the form sent by mail: a message as a mail program saves it, a mailbox, or the text of a mail."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import pairwise

from newsgen.errors import SourceError
from newsgen.importers.comments.readers.form_fields import submission_of
from newsgen.importers.comments.submissions import Finding
from newsgen.importers.items import Skipped
from newsgen.importers.wordpress.markup import plain_text_lines
from newsgen.text.encodings import UndecodableError, decode, decode_page

_BEGIN = re.compile(r"^article=(?P<article>[^\n]*)\naddress=(?P<address>[^\n]*)\ncomment=", re.MULTILINE)
_END = re.compile(r"\nauthor=(?P<author>[^\n]*)\nemail=(?P<email>[^\n]*)\nurl=(?P<url>[^\n]*)")
"""The fields of the form in their order; of ends the last one counts, because a comment may look like one."""
_SOFT_BREAK = re.compile(r" \n(?!(?:article|address|comment|author|email|url)=)")
"""The end of a line that a mail program broke, in a mail whose format is flowed."""
_FROM_LINE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
"""Matches the line before each message in a mailbox; programs write >From where a mail has such a line."""
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]")
_MISSING = "has no comment from the form of this site in it"
_REMEDY = "save the whole message as .eml, or the text of the mail from the line `article=` on"


def read_mail(data: bytes, name: str) -> Iterator[Finding]:
    """Yield the comments in the mails in *data*, called *name* in messages; other mails in a mailbox are skipped."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    starts = [match.end() for match in _FROM_LINE.finditer(data)] if data.startswith(b"From ") else [0]
    for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1):
        line = data.count(b"\n", 0, start) + 1
        found = _finding(_FROM_LINE.sub(b"", data[start:end]), f"message {number}" if len(starts) > 1 else "", line)
        yield found if not isinstance(found, str) else SourceError(name, found, _REMEDY, line)


def _finding(data: bytes, place: str, line: int) -> Finding | str:
    """Return the comment in one mail, or what is wrong with it, as a phrase."""
    message = message_from_bytes(data) if _HEADER.match(data) else None
    try:
        text = _text_of(message) if message else decode(data).text
    except (UndecodableError, LookupError, ValueError) as error:
        return f"has a mail whose text cannot be decoded ({error})"
    values = _form_in(text.replace("\r\n", "\n").replace("\r", "\n"))
    if values is None:
        return Skipped(place, _MISSING) if place else _MISSING
    if message:
        values["email"] = values["email"] or parseaddr(str(message.get("From", "")))[1]
    return submission_of(values, place, line, date=_date_of(message) if message else None)


def _form_in(text: str) -> dict[str, str] | None:
    """Return the fields of the form in the *text* of a mail; None if they are not there."""
    begin = _BEGIN.search(text)
    end = None
    for end in _END.finditer(text, begin.end() - 1 if begin else len(text)):  # noqa: B007 - the last one is used
        pass
    if not begin or not end:
        return None
    fields = begin.groupdict() | {"comment": text[begin.end() : end.start()]} | end.groupdict()
    return {name: value.strip() for name, value in fields.items()}


def _text_of(message: Message) -> str:
    """Return the text of a mail, that of its HTML if it has no other; raise an error if it cannot be decoded."""
    parts = {part.get_content_type(): part for part in reversed(list(message.walk()))}
    part = parts.get("text/plain") or parts.get("text/html")
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    text = decode_page(payload if isinstance(payload, bytes) else b"", part.get_content_charset()).text
    if part.get_content_type() == "text/html":
        return plain_text_lines(text)
    if part.get_param("format") == "flowed":
        text = text.replace("\r\n", "\n").replace("\n ", "\n")
        return _SOFT_BREAK.sub("" if part.get_param("delsp") == "yes" else " ", text)
    return text


def _date_of(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, OverflowError):
        return None
