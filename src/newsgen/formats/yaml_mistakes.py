"""Explain what is wrong with YAML in the words of the person who wrote it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from newsgen.text.dates import parse_date


class Mistake(NamedTuple):
    """A mistake in YAML, with its row, counted from 0."""

    row: int
    found: str
    remedy: str


ODD_SPACE = "[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"
"""White space that YAML takes for letters; it comes from word processors, and from Option-space on a Mac."""
_KEY = r"[ ]*(?:- +)?[\"']?(?P<key>\w[\w -]{0,60}?)[\"']?"
_BROKEN_KEYS = [
    (rf"[ ]*(?P<sign>{ODD_SPACE})", "{name} in the indentation", "replace it by an ordinary space"),
    (rf"{_KEY}:(?P<sign>{ODD_SPACE})", "{name} after {key}:", "replace it by an ordinary space"),
    (rf"{_KEY}(?P<sign>{ODD_SPACE})+:", "{name} before the colon of {key}", "delete it"),
    (rf"[ ]*-(?P<sign>{ODD_SPACE})", "{name} after -", "replace it by an ordinary space"),
    (r"[ ]*(?P<sign>\t)", "a tab in the indentation", "replace it by spaces"),
    (
        rf"{_KEY}\s*(?P<sign>[\uff1a\ufe55\ua789\u02d0\u2236\u061b\ufe13])",
        "{name} instead of a colon",
        "write {key}: …",
    ),
    (rf"{_KEY}\s*(?P<sign>=)", "{key} = … instead of {key}: …", "write {key}: …"),
    (rf"{_KEY}:(?P<sign>)(?=[^\s/])", "no space after {key}:", "write a space after the colon"),
]
_BROKEN_KEY_PATTERNS = [(re.compile(pattern), found, remedy) for pattern, found, remedy in _BROKEN_KEYS]
_SILENT = 4
"""The first so many of them can also change the meaning of YAML that is not broken."""

_QUOTES = "put quotes around the value"
_VALUE = re.compile(r"[ ]*(?:- +)*(?:[^\s\[{\"'#][^:#]*?:(?: +|$))?(?P<value>.*)")
_IN_VALUES = [
    (r"\*", "a value that begins with *, YAML's sign for an alias", "write the value out, or put quotes around it"),
    (r"&", "a value that begins with &, YAML's sign for an anchor", _QUOTES),
    (r"!", "a value that begins with !, YAML's sign for a tag", _QUOTES),
    (r"[@`%,?\]}]", "a value that begins with SIGN", _QUOTES),
    (r'"(?:[^"\\]|\\.)*"\s*\S', "text after the closing quote", "put single quotes around the whole value"),
    (r'"(?:[^"\\]|\\.)*$', "a quote that is not closed", 'close it with ", and write \\" for quotes inside the text'),
    (r'"', "a backslash that YAML does not know", "write \\\\ for a backslash"),
    (r"'(?:[^']|'')*'\s*\S", "text after the closing quote", "put double quotes around the whole value"),
    (r"'", "a quote that is not closed", "close it with ', and write '' for one inside the text"),
    (r"\[[^\]]*\]\s*[^\s#]", "text after the closing bracket", _QUOTES),
    (r"\{[^}]*\}\s*[^\s#]", "text after the closing brace", _QUOTES),
    (r"\[.* #", "a bracket that is not closed before ' #', where a comment begins", "put quotes around each item"),
    (r"\[[^\]]*$", "a bracket [ that is not closed", f"close it with ], or {_QUOTES}"),
    (r"\{[^}]*$", "a brace { that is not closed", "close it with }, or " + _QUOTES),
    (r"- ", "a list on the line of its key", f"write each item on a line below, or {_QUOTES}"),
    (r"[|>]", "text on the line of SIGN", f"write the text on the lines below, or {_QUOTES}"),
    (r".*:(?: |$)", "': ' in a value without quotes", _QUOTES),
]
_IN_VALUE_PATTERNS = [(re.compile(pattern), found, remedy) for pattern, found, remedy in _IN_VALUES]


_OPEN_QUOTE = re.compile(r"""\"(?:[^"\\]|\\.)*$|'(?:[^']|'')*$""")
_PLAIN_KEY = re.compile(r"\w[\w-]*:(?: |$)")


def broken_key(lines: Sequence[str], row: int, *, is_read: bool = False) -> Mistake | None:
    """Return why the line at *row* is not a key of YAML; None if it looks like one.

    If the line *is_read* without an error, only what changes its meaning in silence is returned.
    """
    for pattern, found, remedy in _BROKEN_KEY_PATTERNS[: _SILENT if is_read else None]:
        match = pattern.match(lines[row])
        if match:
            parts = {"key": match.groupdict().get("key") or "", "name": _name(match["sign"])}
            return Mistake(row, found.format(**parts), remedy.format(**parts))
    return None


def explain(lines: Sequence[str], row: int) -> Mistake | None:
    """Return the mistake in YAML that makes a parser stop at *row*; None if it is not a common one."""
    row = min(row, len(lines) - 1)
    before = max((number for number in range(row) if lines[number].strip()), default=row)
    quotes = (open_quote(lines, number) for number in range(row))
    return (
        next(filter(None, quotes), None)
        or broken_key(lines, before)
        or broken_key(lines, row)
        or _broken_value(lines, row, before)
    )


def open_quote(lines: Sequence[str], row: int) -> Mistake | None:
    """Return the mistake that a quoted value, opened on the line at *row* of YAML, goes on in the key below it."""
    match = _VALUE.match(lines[row])
    if match and _OPEN_QUOTE.match(match["value"]) and any(map(_PLAIN_KEY.match, lines[row + 1 : row + 2])):
        return Mistake(row, "a quote that is not closed", f"close it with {match['value'][0]} on the same line")
    return None


def _broken_value(lines: Sequence[str], row: int, before: int) -> Mistake | None:
    line = lines[row]
    match = _VALUE.match(line)
    value = match["value"] if match else ""
    for pattern, found, remedy in _IN_VALUE_PATTERNS:
        if value and pattern.match(value):
            return Mistake(row, found.replace("SIGN", value[0]), remedy)
    if _indent(line) != _indent(lines[before]):
        return Mistake(row, "another indentation than in the line above", "align the keys, and the items of a list")
    if ":" not in line:
        return Mistake(row, "a line without a colon", "write `key: value`, or indent it below its key")
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _name(sign: str) -> str:
    """Return the name of an invisible or unusual *sign* for a message about YAML."""
    if not sign:
        return ""
    name = unicodedata.name(sign, "a character").lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} (U+{ord(sign):04X})"


_COMMENT = re.compile(r"[ \t]+#(?P<comment>.*)")
_WORD = re.compile(r"[\w./:@+-]*", re.ASCII)
_OTHER_VALUES = {"true", "false", "yes", "no", "on", "off", "null", "~"}


def cut_comment(rest: str, value: str) -> bool:
    """Return whether *rest*, after an unquoted YAML *value* on its line, is a comment that was meant as text.

    A hashtag such as #وسم is text, except after a number, a date or a flag; after a sentence, any comment may be.
    """
    match = _COMMENT.match(rest)
    if not match:
        return False
    first = match["comment"][:1]
    is_hashtag = first.isalnum() or first == "_"
    if not value:
        return is_hashtag
    if value.lower() in _OTHER_VALUES or not any(map(str.isalpha, value)) or _is_date(value):
        return is_hashtag and not first.isascii()
    return is_hashtag or not _WORD.fullmatch(value)


def _is_date(value: str) -> bool:
    try:
        return bool(parse_date(value))
    except ValueError:
        return False
