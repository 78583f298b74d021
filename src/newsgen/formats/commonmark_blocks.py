"""Read the block structure of Markdown as CommonMark and its GitHub dialect define it."""

from collections.abc import Mapping

from newsgen.errors import UnreadableError
from newsgen.formats.commonmark_lines import (
    CODE_INDENT,
    CONTAINERS,
    Block,
    container_start,
    definition_start,
    ends_fence,
    indent_of,
    is_delimiter_row,
    leaf_start,
    underline_level,
)
from newsgen.formats.html_tree import MAX_DEPTH

_TERM_DISTANCE = 2
"""Lines from a term to its definition: one line may be blank."""
_ENDS = ("-->", "?>", "]]>")
"""What ends HTML that shows nothing."""


def read_blocks(text: str) -> Block:
    """Return Markdown *text*, in which tabs are expanded, as a document with its blocks; inline markup stays text.

    Raises UnreadableError if quotes and lists are nested more deeply than people write them.
    """
    lines = text.split("\n")
    reader = _Reader({end: text.count("\n", 0, text.rfind(end) + 1) + 1 if end in text else 0 for end in _ENDS})
    for number, line in enumerate(lines, start=1):
        reader.read(line, number)
    return reader.document


class _Reader:
    """Reads lines one after the other, with the blocks that are open at the end of the last line.

    The algorithm is the one of the CommonMark specification, appendix "A parsing strategy".
    """

    def __init__(self, last_ends: Mapping[str, int]) -> None:
        self.last_ends = last_ends
        """The last line that ends HTML of each kind that shows nothing; 0 if none does."""
        self.document = Block("document", 1, 0)
        self.open = [self.document]
        """The document, and the containers within each other to which the last line belongs."""
        self.leaf: Block | None = None
        """The last leaf in the innermost container, while further lines may belong to it."""

    def read(self, line: str, number: int) -> None:
        """Add the next *line* to the blocks."""
        depth, rest = self._continued(line)
        inside = depth == len(self.open)
        if inside and self.leaf and self.leaf.kind in {"fence", "html"}:
            self._add_verbatim(self.leaf, rest, number)
        elif not rest.strip(" "):
            self._close(depth)
            self._end_at_blank_line()
        else:
            self._add_text(rest, number, depth)

    def _continued(self, line: str) -> tuple[int, str]:
        """Return how many open containers *line* continues, and its text within the innermost of these."""
        for depth, block in enumerate(self.open[1:], start=1):
            indent = indent_of(line)
            if block.kind == "quote":
                if indent >= CODE_INDENT or line[indent : indent + 1] != ">":
                    return depth, line
                line = line[indent + 1 :].removeprefix(" ")
            elif indent == len(line):
                if not block.children:  # an item begins with at most one blank line
                    return depth, line
                line = line[block.indent :]
            elif indent >= block.indent:
                line = line[block.indent :]
            else:
                return depth, line
        return len(self.open), line

    def _close(self, depth: int) -> None:
        """Close the containers beyond the first *depth*, and their leaf."""
        if depth < len(self.open):
            del self.open[depth:]
            self.leaf = None

    def _end_at_blank_line(self) -> None:
        if self.leaf and self.leaf.kind == "code":
            self.leaf.lines.append("")
        else:
            self.leaf = None

    def _add_verbatim(self, leaf: Block, rest: str, number: int) -> None:
        """Add the text *rest* to a fence or to HTML, unless the line closes it."""
        blank = not rest.strip(" ")
        leaf.last = leaf.last if blank else self._touch(number)
        indent = indent_of(rest)
        if leaf.kind == "fence":
            if indent < CODE_INDENT and ends_fence(rest[indent:], leaf.mark):
                self.leaf = None
            else:
                leaf.lines.append(rest[min(indent, leaf.indent) :])
        elif blank and not leaf.mark:
            self.leaf = None
        else:
            self._add_html(leaf, rest)

    def _add_html(self, leaf: Block, rest: str) -> None:
        leaf.lines.append(rest)
        if leaf.mark and leaf.mark.lower() in rest.lower():
            self.leaf = None

    def _touch(self, number: int) -> int:
        """Extend all open containers to the line *number*, and return it."""
        for block in self.open:
            block.last = number
        return number

    def _add_text(self, rest: str, number: int, depth: int) -> None:
        """Add a line's text *rest*, which continues *depth* open containers, after the starts of further blocks."""
        inside = depth == len(self.open)
        if inside and self.leaf and self._changes_leaf(self.leaf, rest, number):
            return
        paragraph = self.leaf if self.leaf and self.leaf.kind == "paragraph" else None
        while start := self._start(rest, number, depth, paragraph):
            block, rest = start
            self._close(depth)
            self._append(block, number)
            paragraph = None
            if block.kind not in CONTAINERS:
                self._begin_leaf(block, rest)
                return
            self.open.append(block)
            depth = self._checked_depth(number)
            if not rest.strip(" "):
                return
        self._add_to_paragraph(rest, number, depth, paragraph)

    def _append(self, block: Block, number: int) -> None:
        self.open[-1].children.append(block)
        self.leaf = None
        self._touch(number)

    def _checked_depth(self, number: int) -> int:
        if len(self.open) > MAX_DEPTH:
            raise UnreadableError(f"has quotes and lists that are nested more than {MAX_DEPTH} levels deep", number)
        return len(self.open)

    def _begin_leaf(self, block: Block, rest: str) -> None:
        if block.kind == "fence":
            self.leaf = block
        elif block.kind == "code":
            self.leaf = block
            block.lines.append(rest)
        elif block.kind == "html":
            self.leaf = block
            self._add_html(block, rest)

    def _add_to_paragraph(self, rest: str, number: int, depth: int, paragraph: Block | None) -> None:
        """Add the text *rest* to the open *paragraph*, even to one of a container that the line does not continue."""
        leaf = paragraph or (self.leaf if depth == len(self.open) else None)
        if leaf and leaf.kind in {"paragraph", "table"}:
            leaf.lines.append(rest.lstrip(" "))
            leaf.last = self._touch(number)
        else:
            self._close(depth)
            leaf = Block("paragraph", number, number, lines=[rest.lstrip(" ")])
            self._append(leaf, number)
            self.leaf = leaf

    def _changes_leaf(self, leaf: Block, rest: str, number: int) -> bool:
        """Add the text *rest* to the open *leaf* if it is code, or an underlining; return whether it was added."""
        indent = indent_of(rest)
        if leaf.kind == "code":
            if indent >= CODE_INDENT:
                leaf.lines.append(rest[CODE_INDENT:])
                leaf.last = self._touch(number)
            else:
                self.leaf = None
            return self.leaf is not None
        if leaf.kind != "paragraph" or indent >= CODE_INDENT or rest[indent] not in "|:-=":
            return False
        return self._is_underlined(leaf, rest[indent:], number)

    def _is_underlined(self, paragraph: Block, text: str, number: int) -> bool:
        """Make the open *paragraph* a heading, or its last line the head of a table, if the line *text* says so."""
        if is_delimiter_row(text, paragraph.lines[-1]):
            table = Block("table", number - 1, number, lines=[paragraph.lines.pop(), text])
            paragraph.last = number - 2
            if not paragraph.lines:
                self.open[-1].children.pop()
            self._append(table, number)
            self.leaf = table
            return True
        level = underline_level(text)
        if level:
            paragraph.kind, paragraph.indent, paragraph.last = "heading", level, self._touch(number)
            self.leaf = None
        return level > 0

    def _start(self, rest: str, number: int, depth: int, paragraph: Block | None) -> tuple[Block, str] | None:
        """Return the block that begins with *rest* in the container at *depth*, and the block's text; else None.

        The last line may have been one of the open *paragraph*.
        """
        indent = indent_of(rest)
        text = rest[indent:]
        if indent >= CODE_INDENT:
            return None if paragraph else (Block("code", number, number), rest[CODE_INDENT:])
        if leaf := leaf_start(text, number, after_text=paragraph is not None):
            leaf.indent = leaf.indent or indent
            return (leaf, rest) if self._is_closed(leaf) else None
        after_text = paragraph is not None and depth == len(self.open)
        before = next(reversed(self.open[depth - 1].children), None)
        started = container_start(text, number, after_text=after_text, before=before)
        started = started or self._definition(text, number, before)
        if started and started[0].kind in {"item", "definition"}:
            started[0].indent += indent
        return started

    def _is_closed(self, leaf: Block) -> bool:
        """Return whether *leaf* will end: a comment that nothing closes would hide the rest of the article."""
        return leaf.kind != "html" or leaf.first <= self.last_ends.get(leaf.mark, leaf.first)

    @staticmethod
    def _definition(text: str, number: int, term: Block | None) -> tuple[Block, str] | None:
        """Return the definition that begins with the line *text* after its *term*, or after another one; else None."""
        if not term or term.kind not in {"paragraph", "definition"} or number - term.last > _TERM_DISTANCE:
            return None
        started = definition_start(text, number)
        if started and term.kind == "paragraph":
            term.kind = "term"
        return started
