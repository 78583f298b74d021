"""Convert Markdown to sanitised HTML."""

import functools
import re
from dataclasses import dataclass

import markdown
from markdown.blockprocessors import HashHeaderProcessor

from newsgen.errors import UnreadableError
from newsgen.formats.embeds.left_overs import note_left_overs
from newsgen.formats.embeds.reader import replace_embeds
from newsgen.formats.embeds.source import Finding, Source, without_marks
from newsgen.formats.html_tree import MAX_DEPTH
from newsgen.formats.sanitise import depth, sanitise

MAX_OPEN_BRACKETS = 200
_BRACKETS = [re.compile(p) for p in (r"(?P<opens>\[)|\]", r"(?P<opens>\]\()|\)", r"(?P<opens><[A-Za-z!/?])|>")]


class _SpacedHeading(HashHeaderProcessor):
    """Require a space after the # of a heading, and before a closing one: `#وسم` is a hashtag, C# a language."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \t])(?P<header>[^\n]*?)(?:[ \t]#+)?[ \t]*(?:\n|$)")


@functools.cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", "def_list", "abbr"])
    converter.parser.blockprocessors.register(_SpacedHeading(converter.parser), "hashheader", 70)
    return converter


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of a Markdown text."""

    html: str
    """Sanitised."""
    findings: tuple[Finding, ...]
    """What is not shown as it was meant, by line."""


def render_markdown(text: str) -> str:
    """Return Markdown *text* as sanitised HTML like `convert_markdown`."""
    return convert_markdown(text).html


def convert_markdown(text: str) -> Rendered:
    """Convert Markdown *text* to sanitised HTML, with headings from h2 on, and note what is not shown.

    Raises UnreadableError if brackets, quotes or lists are nested more deeply than people write them,
    because they would exhaust the stack or take very long.
    """
    _refuse_unclosed_brackets(text)
    source = Source(text, _inline)
    try:
        html = source.with_shortcodes(_converter().reset().convert(source.marked()))
        html = sanitise(without_marks(replace_embeds(html, source), source.codes), own_media=True)
    except RecursionError:
        _converter.cache_clear()  # it stopped half-way, and the next text must not begin in that state
        raise UnreadableError("has quotes or lists that are nested too deeply") from None
    levels = depth(html)
    if levels > MAX_DEPTH:
        raise UnreadableError(f"has quotes, lists or tags that are nested {levels} levels deep")
    note_left_overs(source, html)
    return Rendered(html, tuple(sorted(source.findings, key=lambda finding: finding.line or 0)))


def _inline(text: str) -> str:
    """Return a line of Markdown as HTML, not sanitised, without its paragraph."""
    html = _converter().reset().convert(text)
    return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html


def show_players(html: str) -> str:
    """Return *html* as it is shown where it stands in Markdown: sanitised, and with cards for its players."""
    return sanitise(replace_embeds(html, Source("")), own_media=True)


def _refuse_unclosed_brackets(text: str) -> None:
    """Raise UnreadableError for Markdown with hundreds of unclosed brackets: each is read to the end."""
    for brackets in _BRACKETS:
        level = 0
        for match in brackets.finditer(text):
            level = level + 1 if match["opens"] else max(0, level - 1)
            if level > MAX_OPEN_BRACKETS:
                line = text.count("\n", 0, match.start()) + 1
                raise UnreadableError(f"has {level} unclosed brackets {match.group()[:1]}", line)
