"""Convert Markdown that has only paragraphs and bullets to HTML, much faster than the full converter.

Text that may mean more to Markdown, to our extensions of it or to the sanitiser is left to them: then `read_plain`
returns None. Otherwise it returns exactly what they would make of the text.
"""

import re
from itertools import groupby
from operator import itemgetter

from newsgen.formats.bare_addresses import escape, link_addresses, may_have_address
from newsgen.formats.embeds.players import LIKELY_PLAYER
from newsgen.text.arabic import BIDI_CONTROLS

_REMOVED = r"\x00-\x09\x0b-\x1f\x7f-\x9f\ufdd0\ufdd1\ufeff" + BIDI_CONTROLS
_SIGNS = re.compile(rf"[\\`*_\[<&>|~{{{_REMOVED}]")
"""All inline markup and HTML contains one of these; most texts contain none, which is fast to see."""
_INLINE_MARKUP = re.compile(
    rf"""
    [\\`<|{_REMOVED}]
  | & (?: \# | \w+; )              # an entity
  | \{{ (?= [ ]? [{{%:.\#] | toc\}} )         # perhaps a shortcode or attributes of another generator
  | \[ (?=[A-Za-z/\[])               # perhaps a shortcode or a link of one
  | \] (?=[ ]?[(:])                 # a link, or the target of a link
  | \[ (?: \^ | [ xX]\][ ] )        # a footnote, a task
  | ~~
  | (?<![^\W_]) _ | _ (?![^\W_])    # within a word it emphasises nothing
  | \* [^*\n]*+ (?: \n(?!\n) [^*\n]*+ )* \*  # one alone in its paragraph emphasises nothing
    """,
    re.VERBOSE,
)
_BLOCK_MARKUP = re.compile(
    rf"""
    \n (?: (?<=[ ][ ]\n)           # a line break that was made on purpose
         | [^\S\n] | [=>~]         # an indented line, an underlining, a quote, a fence
         | [-+*:\#] (?![^\W_])     # lists and headings have a space here: -1 is a number, #وسم a hashtag
         | \d+ [.)][ ]
         | (?i: www\. | {LIKELY_PLAYER.pattern} )
         | !!! | \?\?\? | (?:im|ex)port[ ] )  # boxes and code of other generators
    """,
    re.VERBOSE,
)
_INDENT = re.compile("(?<=\n) {1,3}(?! )")
"""Indents of up to three spaces, which mean nothing in a paragraph."""
_ITEM = re.compile("([-+*]) {1,4}(?! )(.+)")
_BLANK_LINES = re.compile("\n\n+")
_WHITE = re.compile("[ \n]+")
_MAX_BRACKETS = 50


def read_plain(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return HTML of Markdown with only paragraphs and bullets, and its blocks' plain text; None for other Markdown."""
    sign = _SIGNS.search(text)
    if sign and (_INLINE_MARKUP.search(text, sign.start()) or text.count("[") > _MAX_BRACKETS):
        return None
    if _BLOCK_MARKUP.search("\n" + text):
        listed = _without_bullets(text)
        if not listed:
            return None
        blocks, bullets = listed
    else:
        blocks, bullets = _BLANK_LINES.split(text.strip("\n")), []
    if not blocks[0]:
        return None
    if may_have_address(text):
        escaped = list(map(link_addresses, blocks))
    else:
        escaped = list(map(escape, blocks)) if sign else blocks
    return _html(escaped, bullets), tuple(map(_folded, blocks))


def _without_bullets(text: str) -> tuple[list[str], list[str]] | None:
    """Return the blocks of plain Markdown and the bullet before each, or ""; None if other markup begins a line."""
    blocks = _BLANK_LINES.split(_INDENT.sub("", "\n" + text).strip("\n"))
    items = [_ITEM.fullmatch(block) for block in blocks]
    bullets = [item[1] if item else "" for item in items]
    blocks = [item[2] if item else block for block, item in zip(blocks, items, strict=True)]
    if _BLOCK_MARKUP.search("\n" + "\n\n".join(blocks)):
        return None
    if "\n\n  " in text and any(bullets):  # it may be indented as the text of an item
        return None
    return blocks, bullets


def _html(blocks: list[str], bullets: list[str]) -> str:
    """Return escaped *blocks* of plain Markdown as paragraphs, or as list items if they have a bullet in *bullets*.

    Another bullet begins another list.
    """
    if bullets:
        runs = groupby(zip(blocks, bullets, strict=True), key=itemgetter(1))
        html = "\n".join((_list if bullet else _paragraphs)([block for block, _ in run]) for bullet, run in runs)
    else:
        html = _paragraphs(blocks)
    return html.replace("\u00a0", "&nbsp;")


def _paragraphs(blocks: list[str]) -> str:
    return "<p>" + "</p>\n<p>".join(blocks) + "</p>"


def _list(items: list[str]) -> str:
    """Return the *items* of a plain Markdown list, separated by blank lines, as paragraphs if there are several."""
    if len(items) > 1:
        items = [f"\n<p>{item}</p>\n" for item in items]
    return "<ul>\n<li>" + "</li>\n<li>".join(items) + "</li>\n</ul>"


def _folded(block: str) -> str:
    """Return a *block* of plain Markdown on one line, with one space for several."""
    if "\n" in block or "  " in block:
        block = _WHITE.sub(" ", block)
    return block.rstrip(" ")
