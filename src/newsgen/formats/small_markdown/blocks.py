"""Convert the small Markdown of a reader's comment to HTML: paragraphs, quotes, lists and code."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from newsgen.formats.small_markdown.inline import inline_html

MAX_DEPTH = 5
"""Levels of quotes and lists; what is deeper stays text."""
_FENCE = re.compile(r" {0,3}(```+|~~~+)[^`]*")
_QUOTE = re.compile(r" {0,3}>(?: |$|(?=>))")
_ITEM = re.compile(r"(?P<indent> *)(?:(?P<mark>[-*+])|(?P<number>[0-9]{1,9})(?P<sign>[.)])) +(?=\S)")
_NO_ITEM = re.compile(r"[\s*_-]*")
"""Matches a line of signs alone, which people draw between two parts."""


def small_markdown_html(text: str) -> str:
    """Return small Markdown *text* as safe HTML: all that is not its markup is escaped, and every line is kept.

    Paragraphs and lists take the direction of their first letter. Headings, pictures, tables and HTML stay text.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(_Reader(lines, 0).blocks())


class _Reader:
    """Reads the lines of a comment, or of a quote or an item in it, block by block."""

    def __init__(self, lines: Sequence[str], depth: int) -> None:
        self.lines = lines
        self.depth = depth
        self.at = 0

    def blocks(self) -> Iterator[str]:
        """Yield the HTML of each block of the comment."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif fence := _FENCE.fullmatch(line):
                yield self._code(fence[1])
            elif self._begins_quote(line):
                yield self._quote()
            elif self._item(line):
                yield self._list()
            else:
                yield f'<p dir="auto">{inline_html(self._paragraph())}</p>'

    def item(self) -> str:
        """Return the HTML of an item of a comment's list; its first paragraph has no element of its own."""
        first = self._paragraph() if self.lines[0].strip() and self._is_text(self.lines[0]) else ""
        return "\n".join([inline_html(first), *self.blocks()]) if first else "\n".join(self.blocks())

    def _begins_quote(self, line: str) -> bool:
        return self.depth < MAX_DEPTH and _QUOTE.match(line) is not None

    def _item(self, line: str) -> re.Match[str] | None:
        """Return the match of a line of the comment that begins an item of a list."""
        return _ITEM.match(line) if self.depth < MAX_DEPTH and not _NO_ITEM.fullmatch(line) else None

    def _is_text(self, line: str) -> bool:
        return not (_FENCE.fullmatch(line) or self._begins_quote(line) or self._item(line))

    def _paragraph(self) -> str:
        """Read the lines of the comment up to a blank line or another block; a year and a full stop are none."""
        first = self.at
        self.at += 1
        while self.at < len(self.lines) and self.lines[self.at].strip():
            line = self.lines[self.at]
            item = self._item(line)
            if not self._is_text(line) and not (item and item["number"] and int(item["number"]) != 1):
                break
            self.at += 1
        return "\n".join(line.strip() for line in self.lines[first : self.at])

    def _code(self, fence: str) -> str:
        """Read code up to the end of its fence, or of the comment."""
        first = self.at + 1
        self.at = first
        while self.at < len(self.lines) and not self.lines[self.at].strip().startswith(fence):
            self.at += 1
        code = "\n".join(self.lines[first : self.at])
        self.at += 1
        return f"<pre><code>{escape(code, quote=False)}\n</code></pre>"

    def _quote(self) -> str:
        quoted = []
        while self.at < len(self.lines) and (mark := _QUOTE.match(self.lines[self.at])):
            quoted.append(self.lines[self.at][mark.end() :])
            self.at += 1
        inner = "\n".join(_Reader(quoted, self.depth + 1).blocks())
        return f"<blockquote>{inner}</blockquote>" if inner else ""

    def _list(self) -> str:
        """Read the items of a list that have the same kind of mark; an item keeps the number that it was given."""
        first = _ITEM.match(self.lines[self.at])
        items: list[str] = []
        expected = 1
        while self.at < len(self.lines) and first and (item := self._item(self.lines[self.at])):
            if (item["mark"], item["sign"]) != (first["mark"], first["sign"]):
                break
            number = int(item["number"] or expected)
            value = f' value="{number}"' if number != expected else ""
            items.append(f"<li{value}>{_Reader(self._item_lines(item), self.depth + 1).item()}</li>")
            expected = number + 1
        tag = "ul" if first and first["mark"] else "ol"
        return "\n".join([f'<{tag} dir="auto">', *items, f"</{tag}>"])

    def _item_lines(self, item: re.Match[str]) -> list[str]:
        """Read the lines of an item: the rest of its first one, and what is indented below it."""
        lines = [self.lines[self.at][item.end() :]]
        least = len(item["indent"]) + 2
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and _indent(line) < least:
                break
            lines.append(line[min(_indent(line), item.end()) :])
            self.at += 1
        return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
