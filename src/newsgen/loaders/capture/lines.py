"""Split a capture into lines and classify a line by its length and punctuation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from newsgen.loaders.capture.markers import Mark, Marker, find_marker
from newsgen.model.article import Role
from newsgen.text.arabic import BLANKS, clean, count_letters, fold, line_key

MAX_HEADLINE = 110
"""In characters. A longer line is a paragraph; a derived headline is cut to this length."""
MAX_TITLE = 180
"""In characters. A longer line is a paragraph, not a related title."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200d\u2060]")
_SENTENCE_END = re.compile(r"[.؟!…][\s»”\"')\]]*$")
_END_MARK = re.compile(r"^(?:انتهي|انتهت|يتبع|تمت|end)$")
_LEGAL = re.compile(
    r"©|^copyright\b|\ball rights reserved\b|tous droits|^(?:كل|جميع|كافة) (?:ال)?حقوق\b|حقوق(?: النشر| الطبع)? محفوظة"
    r"|لا (?:يعبر|تعبر|تمثل|يمثل|تعكس) (?:بالضرورة عن|بالضرورة) (?:راي|اراء|وجهة|موقف|سياسة)"
    r"|لا (?:تتحمل|يتحمل) .{0,40}مسؤولية .{0,30}(?:محتوي|مضمون|تعليق)"
    r"|\b(?:يستخدم|نستخدم|استخدام)\b.{0,30}(?:ملفات تعريف الارتباط|كوكيز|cookies)"
    r"|(?:اخبار|مقالات|مواد) المنشورة (?:علي|في)|^(?:تنويه|ملحوظة)\s*:|^للاشتراك في\b"
)
_LONGEST_NOTICE = 300
"""In characters."""
_FULL_STOP = re.compile(r"(?<![.…])\.[\s»”\"')\]]*$")


@dataclass(slots=True)
class Line:
    """A non-blank line of a capture, whose role is set while the capture is read."""

    number: int
    """Line number in the file, counted from 1."""
    raw: str
    """The line as decoded."""
    text: str
    """The line without invisible characters and surrounding white space; "" if it has nothing visible."""
    marker: Marker | None = None
    gap: int = 0
    """Number of blank lines directly above it in the file."""
    role: Role | None = None
    """None until a role is assigned."""
    is_standfirst: bool = False
    """Whether it is a summary that the newspaper printed below the headline."""

    @property
    def mark(self) -> Mark | None:
        """The kind of marker if the captured line is one, else None."""
        return self.marker.mark if self.marker else None


def split_lines(text: str) -> list[Line]:
    """Return the non-blank lines of a capture's *text*, numbered as an editor shows them.

    Lines end only at LF, CRLF or CR, because real articles have other Unicode separators inside lines.
    """
    numbered = enumerate(_LINE_END.split(text), start=1)
    lines = [Line(n, raw, _visible(raw)) for n, raw in numbered if raw.strip(BLANKS)]
    above = 0
    for line in lines:
        line.marker = find_marker(line.text)
        line.gap, above = line.number - above - 1, line.number
    return lines


def _visible(raw: str) -> str:
    """Return a captured line without invisible characters and surrounding white space; "" if nothing is visible."""
    text = clean(raw).strip(BLANKS)
    return text if _VISIBLE.search(text) else ""


def assign_role(lines: Iterable[Line], role: Role) -> None:
    """Set the role of every line in *lines* to *role*."""
    for line in lines:
        line.role = role


@lru_cache(maxsize=256)
def letters(text: str) -> int:
    """Return the number of letters and digits in a captured line, cached because many rules ask for the same lines."""
    return count_letters(text)


def ends_sentence(text: str) -> bool:
    """Return whether a captured line ends with the punctuation of a sentence."""
    return bool(_SENTENCE_END.search(text))


def ends_in_full_stop(text: str) -> bool:
    """Return whether a captured line ends in exactly one full stop; two or three are a headline's ellipsis."""
    return bool(_FULL_STOP.search(text))


def is_prose(text: str) -> bool:
    """Return whether a captured line looks like a paragraph: it is long, or a fairly long sentence, and not a URL."""
    if text.startswith(("http://", "https://")) and " " not in text:
        return False
    count = letters(text)
    return count > MAX_HEADLINE or (count > 40 and ends_sentence(text))  # noqa: PLR2004 - see tests


def is_paragraph(text: str) -> bool:
    """Return whether a captured line is a paragraph that may not be a title: very long, or a long full sentence."""
    return (len(text) > MAX_HEADLINE or ends_in_full_stop(text)) and is_prose(text)


def is_short(text: str) -> bool:
    """Return whether a captured line is too short for headline or paragraph and no sentence: a name, a menu item."""
    return len(text) <= 60 and not ends_sentence(text) and not text.endswith((":", "»", '"'))  # noqa: PLR2004


def is_menu_item(text: str) -> bool:
    """Return whether a captured line may be an item of a menu; a verse is short too, but has more words."""
    return is_short(text) and len(text.split()) <= 3  # noqa: PLR2004 - as nine in ten items of real menus


def is_end_mark(text: str) -> bool:
    """Return whether *text* is the sign that ends an agency's report, such as "// انتهى //"."""
    return bool(_END_MARK.match(line_key(text)))


def is_legal(text: str) -> bool:
    """Return whether a captured line is a notice about rights, liability or cookies; use only at the ends of a text."""
    return len(text) <= _LONGEST_NOTICE and bool(_LEGAL.search(fold(text)))
