"""Find the tags and the texts of an HTML page, quickly and in linear time for every input."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is text, not tags."""
# Every part is possessive or ends at the end of the page too: a tag that is never closed is scanned once.
_VALUE = r"""(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>]*+))"""
_ATTRIBUTE = rf"([^\s/>][^\s/>=]*+)(?>\s*+=\s*+{_VALUE}|)"
_ATTRIBUTES = "(?:[\\s/]++|" + re.sub(r"(?<!\\)\((?!\?)", "(?:", _ATTRIBUTE) + "|)*+"
_COMMENT = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+|)*+(?:--!?>|\Z))|[!?][^>]*+>?"
_RAW_TEXT = r"[^<]*+(?:<(?!/(?i:(?P=raw))(?![^\s/>]))[^<]*+|)*+"
# Letters of either case are spelled out, because the flag for them makes a search twice as slow.
_NAME = "[a-zA-Z]"
_RAW = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in sorted(RAW))
_START = rf"(?P<raw>{_RAW})(?![^\s/>])(?P<attributes>{_ATTRIBUTES})(?:>|\Z)(?P<text>{_RAW_TEXT})"
_TAG = rf"(?P<name>{_NAME}[^\s/>]*+)(?P<others>{_ATTRIBUTES})(?:>|\Z)"
_END = rf"/(?P<end>{_NAME}[^\s/>]*+)[^>]*+>?"
_ALL = re.compile(f"<(?:{_START}|{_TAG}|{_COMMENT}|{_END})")
_SPLIT = re.compile(_ATTRIBUTE)
_PLAIN = rf"[^<]++|<(?!(?:{_RAW})[\s/>])/?+{_NAME}[a-zA-Z0-9]*+>|<(?![a-zA-Z!?])[^<]*+"
"""Text, end tags, and start tags without attributes: most of a page."""
_RICH = re.compile(f"(?:{_PLAIN}|)*+(?>(<(?:{_START}|{_TAG}|{_COMMENT}))|)")
"""It always matches, so that a page is read once, and not from each of its places."""


class StartTag(NamedTuple):
    """A start tag."""

    name: str
    """In lower case."""
    attributes: Mapping[str, str]
    """The values by name in lower case, without character references; the first of two with one name counts."""
    line: int
    text: str = ""
    """The content of an element of RAW, as in the file; "" for other elements."""


class EndTag(NamedTuple):
    """An end tag; the elements of RAW have none here."""

    name: str
    line: int


class Text(NamedTuple):
    """A text between two tags or comments, without character references."""

    text: str
    line: int
    """Of its first character."""


Token = StartTag | EndTag | Text


def rich_tags(html: str) -> Iterator[tuple[str, int]]:
    """Yield the start tags of a page that have attributes or are of RAW, with their places, much faster than `tokens`.

    They are as in the page, those of RAW with their text; comments may be among them.
    """
    for match in _RICH.finditer(html):
        if match[1]:
            yield match[1], match.start(1)


def parse_tag(source: str, line: int = 0) -> StartTag | None:
    """Return the start tag at the beginning of *source*; None for a comment."""
    match = _ALL.match(source)
    if not match:
        return None
    name, others, raw, attributes, text = match.group("name", "others", "raw", "attributes", "text")
    if name is not None:
        return StartTag(name.lower(), _mapping(others), line)
    return None if raw is None else StartTag(raw.lower(), _mapping(attributes), line, text)


@lru_cache(maxsize=1)
def tokens(html: str) -> tuple[Token, ...]:
    """Return the tags and texts of a page in order; kept for the next check of the same page."""
    return tuple(_tokens(html))


def _tokens(html: str) -> Iterator[Token]:
    line, counted = 1, 0
    for match in _ALL.finditer(html):
        start, end = match.span()
        if start > counted:
            text = html[counted:start]
            yield Text(unescape(text), line)
            line += text.count("\n")
        name, others, raw, attributes, text = match.group("name", "others", "raw", "attributes", "text")
        if name is not None:
            yield StartTag(name.lower(), _mapping(others), line)
        elif raw is not None:
            yield StartTag(raw.lower(), _mapping(attributes), line, text)
        elif match["end"] is not None and match["end"].lower() not in RAW:
            yield EndTag(match["end"].lower(), line)
        line += html.count("\n", start, end)
        counted = end
    if counted < len(html):
        yield Text(unescape(html[counted:]), line)


def _mapping(attributes: str) -> dict[str, str]:
    """Return the values of *attributes*, the part of a tag after its name."""
    if not attributes or attributes.isspace():
        return {}
    values: dict[str, str] = {}
    for name, double, single, bare in _SPLIT.findall(attributes):
        value = double or single or bare
        values.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return values
