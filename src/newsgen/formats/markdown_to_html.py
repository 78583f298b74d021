"""Markdown to safe HTML."""

import functools
import re

import markdown
from markdown.blockprocessors import HashHeaderProcessor

from newsgen.formats.sanitise import depth, sanitise

_MAX_DEPTH = 50
"""Elements within each other: people stop at ten, Python's stack and the reader's patience at some hundred."""
_MAX_OPEN = 200
_BRACKETS = [re.compile(p) for p in (r"(?P<opens>\[)|\]", r"(?P<opens>\]\()|\)", r"(?P<opens><[A-Za-z!/?])|>")]


class UnreadableTextError(ValueError):
    """The text cannot be turned into HTML; says why, and on which of its lines."""

    def __init__(self, found: str, line: int = 1) -> None:
        """Say what was *found*, on which *line* of the text, from 1."""
        super().__init__(found)
        self.line = line


class _SpacedHeading(HashHeaderProcessor):
    """A heading needs a space after #, and before a closing one: `#وسم` is a hashtag, C# a language."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \t])(?P<header>[^\n]*?)(?:[ \t]#+)?[ \t]*(?:\n|$)")


@functools.cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", "def_list", "abbr"])
    converter.parser.blockprocessors.register(_SpacedHeading(converter.parser), "hashheader", 70)
    return converter


def render_markdown(text: str) -> str:
    """Return Markdown *text* as sanitised HTML, its headings from h2 on.

    Raises UnreadableTextError where brackets, quotes or lists lie so deep in each other that nobody wrote
    them: they would exhaust the stack, or the time of many readers.
    """
    _refuse_open_brackets(text)
    try:
        html = sanitise(_converter().reset().convert(text))
    except RecursionError:
        _converter.cache_clear()  # it stopped half-way, and the next text must not begin there
        raise UnreadableTextError("has quotes or lists in each other without end") from None
    levels = depth(html)
    if levels > _MAX_DEPTH:
        raise UnreadableTextError(f"has quotes, lists or tags {levels} levels deep")
    return html


def _refuse_open_brackets(text: str) -> None:
    """Raise where brackets stay open by the hundred: for each the converter reads the rest of the text."""
    for brackets in _BRACKETS:
        level = 0
        for match in brackets.finditer(text):
            level = level + 1 if match["opens"] else max(0, level - 1)
            if level > _MAX_OPEN:
                line = text.count("\n", 0, match.start()) + 1
                raise UnreadableTextError(f"has {level} brackets {match.group()[:1]} that stay open", line)
