"""Convert Markdown that has only paragraphs and list items to HTML, much faster than the full converter.

Text that may mean more to Markdown, to our extensions of it or to the sanitiser is left to them: then `read_plain`
returns None. Otherwise it returns exactly what they would make of the text.
"""

import re
from itertools import groupby

from newsgen.formats.bare_addresses import escape, link_addresses, may_have_address
from newsgen.formats.embeds.players import LIKELY_PLAYER

_CONTROLS = "\t\r\ufdd0\ufdd1"
"""Characters that mean something to the converter or the sanitiser, of those that `clean` leaves in a text."""
_SIGNS = "\\`*_[<&>|~{" + _CONTROLS
"""All inline markup and HTML contains one of these; most texts contain none, and to look for each alone is fast."""
_SIGN = re.compile(rf"[\\`*_\[\]<&>|~{{{_CONTROLS}]")
"""Every match of `_INLINE_MARKUP` begins with one of these, by which it is found faster."""
_INLINE_MARKUP = re.compile(
    rf"""
    [\\`<|{_CONTROLS}]
  | & (?: \# | \w+; )              # an entity
  | \{{ (?= [ ]? [{{%:.\#] | toc\}} )         # perhaps a shortcode or attributes of another generator
  | \[ (?=[A-Za-z/\[])               # perhaps a shortcode or a link of one
  | \] (?=[ ]?[(:])                 # a link, or the target of a link
  | \[ (?: \^ | [ xX]\][ ] )        # a footnote, a task
  | ~~
  | (?! (?<!\S)_(?!\S) ) (?: (?<![^\W_]) _ | _ (?![^\W_]) )  # within a word, or between blanks, it is a sign
  | \*{{4}}
    """,
    re.VERBOSE,
)
_STARS = re.compile(r"\*(?:(?<=[^\s*]\*)\**|\**(?=[^\s*]))")
"""Stars that are not between blanks; those before or after one word alone in a paragraph emphasise nothing."""
_BLOCK_MARKUP = re.compile(
    rf"""
    \n (?: (?<=[ ][ ]\n)           # a line break that was made on purpose
         | [^\S\n] | [=>~]         # an indented line, an underlining, a quote, a fence
         | [-+:\#] (?![^\W_])      # lists and headings have a space here: -1 is a number, #وسم a hashtag
         | \* (?! [^\W_] | \*{{1,2}}[ ]*[^\s*] )  # *word is no item, nor is ** before a word, which is no rule
         | _ [_ ]* (?: \n | \Z )   # a rule
         | \d+ [.)][ ]
         | (?i: www\. | {LIKELY_PLAYER.pattern} )
         | !!! | \?\?\? | (?:im|ex)port[ ] )  # boxes and code of other generators
    """,
    re.VERBOSE,
)
_INDENT = re.compile("(?<=\n) {1,3}(?! )")
"""Indents of up to three spaces, which mean nothing in a paragraph."""
_ITEM = re.compile(r"([-+*]|\d{1,5}[.)]) {1,4}(?! )(.+)")
_PART_OF_LIST = re.compile(r"\n *\n(?:  | ?\d+[.)] *(?:\n|\Z))")
"""After a blank line, an indent or a number alone: beside items perhaps a further paragraph of one, or an empty one."""
_BLANK_LINES = re.compile("\n\n+")
_WHITE = re.compile("[ \n]+")
_MAX_BRACKETS = 50


def read_plain(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return HTML of Markdown with only paragraphs and list items, and its blocks' plain text; None for other Markdown.

    *text* has none of the characters that `clean` removes.
    """
    has_signs = any(sign in text for sign in _SIGNS)
    if has_signs and _has_inline_markup(text):
        return None
    if _BLOCK_MARKUP.search("\n" + text):
        listed = _without_marks(text)
        if not listed:
            return None
        blocks, marks = listed
    else:
        blocks, marks = _BLANK_LINES.split(text.strip("\n")), []
    if not blocks[0]:
        return None
    if may_have_address(text):
        escaped = list(map(link_addresses, blocks))
    else:
        escaped = list(map(escape, blocks)) if has_signs else blocks
    return _html(escaped, marks), tuple(map(_folded, blocks))


def _has_inline_markup(text: str) -> bool:
    """Return whether a text with some of the `_SIGNS` may have inline markup, in which they mean something."""
    if text.count("[") > _MAX_BRACKETS or any(
        _INLINE_MARKUP.match(text, sign.start()) for sign in _SIGN.finditer(text)
    ):
        return True
    return "*" in text and any(len(_STARS.findall(block)) > 1 for block in text.split("\n\n"))


def _without_marks(text: str) -> tuple[list[str], list[str]] | None:
    """Return the blocks of plain Markdown and the bullet or number before each, or ""; None if a line has others."""
    blocks = _BLANK_LINES.split(_INDENT.sub("", "\n" + text).strip("\n"))
    items = [_ITEM.fullmatch(block) for block in blocks]
    marks = [item[1] if item else "" for item in items]
    blocks = [item[2] if item else block for block, item in zip(blocks, items, strict=True)]
    if _BLOCK_MARKUP.search("\n" + "\n\n".join(blocks)):
        return None
    if any(marks) and _PART_OF_LIST.search(text):
        return None
    return blocks, marks


def _html(blocks: list[str], marks: list[str]) -> str:
    """Return escaped *blocks* of plain Markdown as paragraphs, or as list items if they have one of the *marks*.

    Another bullet, or another sign after the number, begins another list.
    """
    if marks:
        runs = [list(run) for _, run in groupby(zip(blocks, marks, strict=True), key=lambda pair: pair[1][-1:])]
        html = "\n".join(_run([block for block, _ in run], mark=run[0][1]) for run in runs)
    else:
        html = _paragraphs(blocks)
    return html.replace("\u00a0", "&nbsp;")


def _paragraphs(blocks: list[str]) -> str:
    return "<p>" + "</p>\n<p>".join(blocks) + "</p>"


def _run(blocks: list[str], mark: str) -> str:
    """Return plain Markdown *blocks* as paragraphs, or as the items of a list whose first has a *mark*.

    The items are separated by blank lines, so that they are paragraphs if there are several.
    """
    if not mark:
        return _paragraphs(blocks)
    items = [f"\n<p>{item}</p>\n" for item in blocks] if len(blocks) > 1 else blocks
    number = mark[:-1]
    opening = "ul" if not number else "ol" if int(number) == 1 else f'ol start="{int(number)}"'
    return f"<{opening}>\n<li>" + "</li>\n<li>".join(items) + f"</li>\n</{opening[:2]}>"


def _folded(block: str) -> str:
    """Return a *block* of plain Markdown on one line, with one space for several."""
    if "\n" in block or "  " in block:
        block = _WHITE.sub(" ", block)
    return block.rstrip(" ")
