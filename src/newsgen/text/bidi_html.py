"""Give the blocks of sanitised HTML their direction, and isolate left-to-right parts of the others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple

from markupsafe import Markup

from newsgen.text.bidi import block_html, has_spaced_quotes, isolate_parts, keep_together, may_have_left_to_right
from newsgen.text.direction import direction_of, has_left_to_right, may_have_left_to_right_block

TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^>"]*)*>)')
_NAME = re.compile(r"</?([a-z0-9]+)")
_OWN_DIRECTION = re.compile(r'^[^"]*(?:"[^"]*"[^"]*)*? dir="([a-z]+)"')
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SCROLLED = frozenset(("pre", "table"))
_CODE = frozenset(("pre", "code", "kbd", "samp"))
_BLOCKS = frozenset(
    "blockquote caption dd details div dl dt figcaption h1 h2 h3 h4 h5 h6 li ol p summary table td th ul".split()
)
"""The elements that get a direction of their own; they have text, or other such elements."""
_CHANGED_TAGS = re.compile(f"<(?=/?(?:{'|'.join([*sorted(_CODE), 'table'])})(?![a-z0-9]))")
_ENTITY = re.compile("&(?!(?:amp|lt|gt);)")


def isolate_html(html: str, around: str = "rtl") -> Markup:
    """Return sanitised *html* with left-to-right parts isolated and each block in the direction of its letters.

    A block whose letters all run from left to right gets `dir="ltr"`, and nothing inside it is isolated. The
    direction that a writer gave an element is kept, and nothing is added to it. Code runs left to right, and
    wide tables and code can be scrolled by keyboard. In a text that runs left to right *around* it, blocks whose
    letters all run from right to left get `dir="rtl"` instead.
    """
    if around == "ltr":
        return Markup(_Rewriter(TAG.split(html), [_Context("", "ltr", is_open=True)], is_foreign=True).html())  # noqa: S704 - the same
    if not _is_changed(html):
        return Markup(keep_together(html))  # noqa: S704 - sanitised by its loader
    if html.count("<p>") == html.count("</p>") == html.count("<") / 2:  # most texts: paragraphs without tags
        return Markup(keep_together(_isolate_paragraphs(html)))  # noqa: S704 - the same
    return Markup(_Rewriter(TAG.split(html)).html())  # noqa: S704 - the same


def _is_changed(html: str) -> bool:
    """Return whether a rewriter may change sanitised *html*, apart from its quotes; most bodies are plain paragraphs.

    Every changed tag contains one of three letters, which are rare in Arabic text.
    """
    return (
        may_have_left_to_right(html)
        or may_have_left_to_right_block(html)
        or (("e" in html or "k" in html or "m" in html) and _CHANGED_TAGS.search(html) is not None)
        or ("&" in html and _ENTITY.search(html) is not None)
        or ('="' in html and has_spaced_quotes(html))
    )


def _isolate_paragraphs(html: str) -> str:
    """Return what a rewriter makes of HTML whose only tags are <p> and </p>, without `keep_together`, but faster."""
    pieces = html.replace("</p>", "<p>").split("<p>")  # text outside and inside of paragraphs in turn
    return "".join(
        block_html(unescape(piece), "p") if number % 2 else isolate_parts(unescape(piece)) if piece != "\n" else piece
        for number, piece in enumerate(pieces)
    )


class _Context(NamedTuple):
    """What holds inside an element of HTML."""

    name: str
    direction: str
    """`ltr`, `rtl` or `auto`."""
    is_open: bool
    """Whether something may be added, that is, it is neither code nor an element with a writer's direction."""


@dataclass(slots=True)
class _Letters:
    """The directions of the letters of a block in HTML: ltr if all of them run so, rtl if not; None without letters."""

    name: str
    own: str | None = None
    """Of the letters outside the blocks inside it, if the block begins with such letters."""
    all: str | None = None
    has_left_to_right: bool = False

    def add(self, text: str) -> None:
        """Add letters of the block itself."""
        direction = direction_of(text)
        self.has_left_to_right = self.has_left_to_right or has_left_to_right(text)
        if self.own or self.all is None:
            self.own = direction if self.own != "rtl" and direction else self.own
        self._add_direction(direction)

    def add_inner(self, block: "_Letters") -> None:
        """Add letters of a *block* inside this one."""
        self._add_direction(block.all)
        self.has_left_to_right = self.has_left_to_right or block.has_left_to_right

    def _add_direction(self, direction: str | None) -> None:
        self.all = direction if self.all != "rtl" and direction else self.all


@dataclass(slots=True)
class _Rewriter:
    """Rewrites HTML that is given as texts and tags in turn."""

    parts: Sequence[str]
    stack: list[_Context] = field(default_factory=lambda: [_Context("", "rtl", is_open=True)])
    is_foreign: bool = False
    """Whether the text runs from left to right, and only a block without a letter that does so is turned around."""

    def html(self) -> str:
        """Return the rewritten HTML."""
        letters = _letters_of_blocks(self.parts)
        out = []
        for number, part in enumerate(self.parts):
            tag = _NAME.match(part) if number % 2 else None
            if tag is None:
                out.append(self._text(part))
            elif part.startswith("</"):
                _close(tag[1], self.stack)
                out.append(part)
            else:
                added = self._open(tag[1], part, letters.get(number))
                out.append(part[: tag.end()] + added + part[tag.end() :])
        return "".join(out)

    def _text(self, part: str) -> str:
        text = unescape(part)
        context = self.stack[-1]
        if context.is_open:
            return keep_together(isolate_parts(text) if context.direction == "rtl" else escape(text, quote=False))
        return escape(text, quote=False)

    def _open(self, name: str, tag: str, letters: _Letters | None) -> str:
        """Enter the HTML element that *tag* opens, and return the attributes to add to it."""
        around = self.stack[-1]
        own = _OWN_DIRECTION.match(tag)
        added = ' tabindex="0"' if name in _SCROLLED else ""
        if own:
            context = _Context(name, own[1], is_open=own[1] == "rtl")
        elif name in _CODE:
            added += ' dir="ltr"' if around.direction != "ltr" else ""
            context = _Context(name, "ltr", is_open=False)
        elif letters and around.is_open and (direction := self._direction(letters, around.direction)):
            added += f' dir="{direction}"'
            context = _Context(name, direction, is_open=True)
        else:
            context = around._replace(name=name)
        if name not in _VOID:
            self.stack.append(context)
        return added

    def _direction(self, block: _Letters, around: str) -> str | None:
        """Return the direction that an HTML *block* must be given inside one of another direction; None if none."""
        if around == "rtl":
            return "ltr" if "ltr" in (block.own, block.all) else None
        is_mixed = self.is_foreign and block.has_left_to_right
        return "rtl" if block.all == "rtl" and block.own != "ltr" and not is_mixed else None


def _letters_of_blocks(parts: Sequence[str]) -> dict[int, _Letters]:
    """Return the letters of each block in HTML, by the number of its opening tag in *parts*."""
    found: dict[int, _Letters] = {}
    stack = [_Letters("")]
    for number, part in enumerate(parts):
        tag = _NAME.match(part) if number % 2 else None
        if tag is None:
            stack[-1].add(unescape(part))
        elif tag[1] in _BLOCKS and not part.startswith("</"):
            found[number] = _Letters(tag[1])
            stack.append(found[number])
        elif tag[1] == "pre":  # code beside Arabic text does not turn the block around both
            stack = stack[:-1] if part.startswith("</") and stack[-1].name == "pre" else [*stack, _Letters("pre")]
        elif tag[1] in _BLOCKS and stack[-1].name == tag[1]:
            inner = stack.pop()
            stack[-1].add_inner(inner)
    return found


def _close(name: str, stack: list[_Context]) -> None:
    """Leave the HTML element *name*; an end tag without an opening one changes nothing."""
    if stack[-1].name == name and len(stack) > 1:
        stack.pop()
