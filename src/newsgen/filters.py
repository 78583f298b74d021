"""What templates may do to text: print dates, isolate what is written left to right, show the invisible."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from newsgen.arabic import BIDI_CONTROLS
from newsgen.dates import format_date, local_digits

_LONGEST_UNBROKEN = 20
_LEFT_TO_RIGHT = re.compile(
    r"""
    (?P<url> (?:https?://|www\.)[^\s<>"'()«»،؛]+ )
  | (?P<mail> [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
  | (?P<handle> (?<![\w@])@[A-Za-z0-9_]{2,30} )
  | (?P<price> [$€£]\s?\d[\d.,]* | (?<![\w.,])\d[\d.,]*\s?[$€£] )
  | (?P<phone> (?<![\w.,/+-]) (?: (?:\+|00)\d[\d\s().-]{5,20}\d | 0\d{1,4}(?:[ .-]\d{2,4}){2,5} | 0\d{8,10} ) (?!\w) )
  | (?P<plus> (?<!\w)[A-Za-z](?:\+\+|\#)(?!\w) )
    """,
    re.VERBOSE | re.ASCII,
)
_TRAILING = ".,،؛:!؟?"
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff" + BIDI_CONTROLS + "]")
_BIDI = dict.fromkeys(map(ord, BIDI_CONTROLS))
_NAMES = {
    "\ufeff": "BOM", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE",
    "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
    "\u2069": "PDI",
}  # fmt: skip
_STARTS_LATIN = re.compile(r"^[^\w]*[A-Za-z]")


def isolate(text: str) -> Markup:
    """Return escaped *text* with its left-to-right parts isolated, so that they keep their order.

    Web addresses, e-mails, handles, prices, phone numbers and names like C++. Scores and year
    ranges read well as they are.
    """
    return Markup(_isolate(text, lambda part: str(escape(part))))  # noqa: S704 - every part is escaped


def isolate_html(html: str) -> Markup:
    """Do as `isolate` between the tags of sanitised *html*."""
    parts = _TAG.split(html.translate(_BIDI))
    parts[::2] = [_isolate(part, str) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 - sanitised by its loader


def _isolate(text: str, write: Callable[[str], str]) -> str:
    out, end = [], 0
    for match in _LEFT_TO_RIGHT.finditer(text):
        found = match.group().rstrip(_TRAILING)
        long = ' class="long"' if len(found) > _LONGEST_UNBROKEN else ""
        out += [write(text[end : match.start()]), f'<bdi dir="ltr"{long}>', write(found), "</bdi>"]
        end = match.start() + len(found)
    return "".join([*out, write(text[end:])])


def visible(text: str) -> Markup:
    """Return escaped *text* with every invisible character shown by its name."""
    out, end = [], 0
    for match in _CONTROL.finditer(text):
        name = _NAMES.get(match.group(), f"U+{ord(match.group()):04X}")
        out += [str(escape(text[end : match.start()])), f'<bdi dir="ltr" class="invisible">{name}</bdi>']
        end = match.end()
    return Markup("".join([*out, str(escape(text[end:]))]))  # noqa: S704 - every part is escaped


def title_text(text: str) -> str:
    """Return *text* for a title bar or a shared card: one that starts in Latin gets an RLM, or it flips."""
    return "\u200f" + text if _STARTS_LATIN.match(text) else text


def iso(value: date) -> str:
    """Return *value* as `<time datetime>` wants it: a time without a zone is left out, it says nothing."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat()


def filters(country: str) -> dict[str, Callable[..., Any]]:
    """Return the filters of a site, by the names that templates call them."""
    return {
        "date": lambda value: format_date(value, country),
        "digits": lambda value: local_digits(str(value), country),
        "iso": iso,
        "isolate": isolate,
        "isolate_html": isolate_html,
        "title_text": title_text,
        "visible": visible,
    }
