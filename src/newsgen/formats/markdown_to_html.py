"""Convert Markdown to sanitised HTML."""

import functools
import re

import markdown
from markdown.blockprocessors import HashHeaderProcessor

from newsgen.formats.sanitise import depth, sanitise

_MAX_DEPTH = 50
"""Nested elements: people write at most ten, while some hundred exhaust Python's stack or the reader's patience."""
_MAX_OPEN_BRACKETS = 200
_BRACKETS = [re.compile(p) for p in (r"(?P<opens>\[)|\]", r"(?P<opens>\]\()|\)", r"(?P<opens><[A-Za-z!/?])|>")]


class UnreadableTextError(ValueError):
    """The text cannot be converted to HTML, for the reason in the message."""

    def __init__(self, found: str, line: int = 1) -> None:
        """Store what was *found*, and on which *line* of the text, from 1."""
        super().__init__(found)
        self.line = line


class _SpacedHeading(HashHeaderProcessor):
    """Require a space after the # of a heading, and before a closing one: `#وسم` is a hashtag, C# a language."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \t])(?P<header>[^\n]*?)(?:[ \t]#+)?[ \t]*(?:\n|$)")


@functools.cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", "def_list", "abbr"])
    converter.parser.blockprocessors.register(_SpacedHeading(converter.parser), "hashheader", 70)
    return converter


def render_markdown(text: str) -> str:
    """Return Markdown *text* as sanitised HTML, with headings from h2 on.

    Raises UnreadableTextError if brackets, quotes or lists are nested more deeply than people write them,
    because they would exhaust the stack or take very long.
    """
    _refuse_unclosed_brackets(text)
    try:
        html = sanitise(_converter().reset().convert(text))
    except RecursionError:
        _converter.cache_clear()  # it stopped half-way, and the next text must not begin in that state
        raise UnreadableTextError("has quotes or lists that are nested too deeply") from None
    levels = depth(html)
    if levels > _MAX_DEPTH:
        raise UnreadableTextError(f"has quotes, lists or tags that are nested {levels} levels deep")
    return html


def _refuse_unclosed_brackets(text: str) -> None:
    """Raise UnreadableTextError if hundreds of brackets are unclosed: for each the converter reads the whole rest."""
    for brackets in _BRACKETS:
        level = 0
        for match in brackets.finditer(text):
            level = level + 1 if match["opens"] else max(0, level - 1)
            if level > _MAX_OPEN_BRACKETS:
                line = text.count("\n", 0, match.start()) + 1
                raise UnreadableTextError(f"has {level} unclosed brackets {match.group()[:1]}", line)
