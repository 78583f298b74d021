"""Recognise the lines that begin or continue the blocks of CommonMark and its GitHub dialect."""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "document", "quote", "item", "footnote", "term", "definition",
    "paragraph", "heading", "rule", "code", "fence", "html", "table",
]  # fmt: skip


@dataclass(slots=True)
class Block:
    """A block of Markdown: a container has children, a leaf has lines."""

    kind: Kind
    first: int
    """Its first line, counted from 1."""
    last: int
    """Its last line that is not blank."""
    mark: str = ""
    """The item's bullet, or its number and sign; the label of a footnote; what ends a fence, or HTML."""
    indent: int = 0
    """The columns that are removed from each further line; the level of a heading."""
    lines: list[str] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)


CONTAINERS = {"quote", "item", "footnote", "definition"}
CODE_INDENT = 4
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_CLOSING_HASHES = re.compile("(?:^| +)#+ *$")
_FENCE = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_BULLET = re.compile(r"([-+*])(?: |$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?: |$)")
_FOOTNOTE = re.compile(r"\[\^([^\[\]]+)\]:")
_DEFINITION = re.compile(r": ")
_RULE = re.compile(r"([-*_])(?: *\1){2,} *")
_UNDERLINE = re.compile("(?:=+|-+) *")
_DELIMITERS = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")
_NO_SEPARATOR = re.compile(r"\\.|`[^`]*`")
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr"
    "|track|ul"
)
_HTML = [
    (re.compile("<(script|pre|style|textarea)(?:[ >]|$)", re.IGNORECASE), "</{0}>"),
    (re.compile("<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile("<![A-Za-z]"), ">"),
    (re.compile(f"</?(?:{_BLOCK_TAGS})(?:[ >]|/>|$)", re.IGNORECASE), ""),
]
"""The beginnings of HTML blocks, and what ends each; "" is a blank line."""
_INLINE_TAGS = (
    "a|abbr|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|img|input|ins|kbd|label|mark|q|s|samp|small|span|strike"
    "|strong|sub|sup|time|tt|u|var|wbr"
)
"""Tags that begin a paragraph, also where they are alone on a line, so that Markdown is read after them."""
_ATTRIBUTE = r""" +(?:\ufdd1[0-9]+\ufdd1|[A-Za-z_:][\w.:-]*(?: *= *(?:[^ "'=<>`]+|'[^']*'|"[^"]*"))?)"""
"""An attribute of a tag, or the mark of its line (see `embeds.source`)."""
_NAME = f"(?!(?:{_INLINE_TAGS})[ />])[A-Za-z][A-Za-z0-9-]*"
_LONE_TAG = re.compile(rf"(?:<{_NAME}(?:{_ATTRIBUTE})* */?>|</{_NAME} *>) *", re.IGNORECASE)


def indent_of(line: str) -> int:
    """Return the number of spaces at the beginning of a *line* of Markdown."""
    return len(line) - len(line.lstrip(" "))


def underline_level(text: str) -> int:
    """Return the level of the heading that the line *text* underlines; 0 if it is no underlining."""
    return 0 if not _UNDERLINE.fullmatch(text) else 1 if text[0] == "=" else 2


def is_delimiter_row(text: str, header: str) -> bool:
    """Return whether the line *text* makes the line before it the *header* of a table."""
    return "|" in text and bool(_DELIMITERS.fullmatch(text)) and _cells(text) == _cells(header)


def _cells(row: str) -> int:
    plain = _NO_SEPARATOR.sub("", row).strip(" ")
    return plain.removeprefix("|").removesuffix("|").count("|") + 1


def leaf_start(text: str, line: int, *, after_text: bool) -> Block | None:
    """Return the heading, rule, fence or HTML that begins at the line *text*, which has no indent; else None.

    *after_text* says that the line follows a paragraph's line, which a lone inline tag does not end.
    """
    sign = text[0]
    if sign == "#" and (heading := _HEADING.fullmatch(text)):
        return Block("heading", line, line, indent=len(heading[1]), lines=[_CLOSING_HASHES.sub("", heading[2])])
    if sign in "-*_" and _RULE.fullmatch(text):
        return Block("rule", line, line)
    if sign in "`~" and (fence := _FENCE.fullmatch(text)):
        return Block("fence", line, line, mark=fence[1] or fence[2])
    return _html_start(text, line, after_text=after_text) if sign == "<" else None


def _html_start(text: str, line: int, *, after_text: bool) -> Block | None:
    for beginning, end in _HTML:
        if match := beginning.match(text):
            return Block("html", line, line, mark=end.format(*match.groups()))
    return Block("html", line, line) if not after_text and _LONE_TAG.fullmatch(text) else None


def container_start(text: str, line: int, *, after_text: bool, before: Block | None) -> tuple[Block, str] | None:
    """Return the quote, item or footnote that begins at the line *text*, without indent, and its text; else None.

    An item that follows a paragraph's line (*after_text*) must have text, and its number must be 1. A number alone
    on its line is text, such as a year, unless the block *before* it is an item with a number.
    """
    sign = text[0]
    if sign == ">":
        return Block("quote", line, line), text[2:] if text[1:2] == " " else text[1:]
    if sign == "[" and (footnote := _FOOTNOTE.match(text)):
        return Block("footnote", line, line, footnote[1], CODE_INDENT), text[footnote.end() :].lstrip(" ")
    bullet = sign in "-+*" and _BULLET.match(text)
    number = sign.isdecimal() and _NUMBER.match(text)
    marker = bullet or number
    if not marker:
        return None
    mark, rest = marker[1], text[len(marker[0].rstrip(" ")) :]
    item = Block("item", line, line, marker[0].rstrip(" "))
    in_list = before and before.kind == "item" and before.mark[-1] == item.mark[-1]
    if not rest.strip(" ") and (after_text or (number and not in_list)):
        return None
    if after_text and number and int(mark) != 1:
        return None
    return _indented(item, rest)


def definition_start(text: str, line: int) -> tuple[Block, str] | None:
    """Return the definition that begins at the line *text*, without indent, and its text; None if none does."""
    return _indented(Block("definition", line, line, ":"), text[1:]) if _DEFINITION.match(text) else None


def _indented(block: Block, rest: str) -> tuple[Block, str]:
    """Return *block* with the indent of its text, after its mark, and this text; more than 4 spaces are code's."""
    spaces = indent_of(rest)
    spaces = spaces if 1 <= spaces <= CODE_INDENT and rest.strip(" ") else 1
    block.indent = len(block.mark) + spaces
    return block, rest[spaces:]


def ends_fence(text: str, fence: str) -> bool:
    """Return whether the line *text*, without indent, closes a block of code that the signs *fence* opened."""
    signs = text.rstrip(" ")
    return len(signs) >= len(fence) and set(signs) == {fence[0]}
