"""Convert Markdown to sanitised HTML."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby, islice, pairwise
from typing import Self, cast
from xml.etree import ElementTree as ET

import markdown
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor, ReferenceInlineProcessor
from markdown.inlinepatterns import SimpleTagInlineProcessor as Tag
from markdown.inlinepatterns import SubstituteTagInlineProcessor as Substitute
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from newsgen.errors import UnreadableError
from newsgen.formats.anchors import add_anchors
from newsgen.formats.bare_addresses import ADDRESS, address_of
from newsgen.formats.commonmark_blocks import read_blocks
from newsgen.formats.commonmark_lines import Block
from newsgen.formats.embeds.left_overs import note_left_overs
from newsgen.formats.embeds.reader import replace_embeds
from newsgen.formats.embeds.source import Finding, Source, without_marks
from newsgen.formats.footnotes import name_links_back, note_marks_without_text, number_marks
from newsgen.formats.html_tree import MAX_DEPTH
from newsgen.formats.sanitise import DONE, NOT_DONE, depth, sanitise

MAX_OPEN_BRACKETS = 200
_BRACKETS = [re.compile(p) for p in (r"(?P<opens>\[)|\]", r"(?P<opens>\]\()|\)", r"(?P<opens><[A-Za-z!/?])|>")]
_PUNCTUATION = "!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~"
"""Signs before which a backslash is not printed, without &, which would begin an entity."""
_CHOSEN = r"""(?:[#.][^\s{}"'=]+|[\w-]+=(?:"[^"{}]*"|[^\s{}"]+))"""
_ATTRIBUTES = re.compile(rf" *\{{:? *(?P<attributes>{_CHOSEN}(?: +{_CHOSEN})*) *\}} *$")
"""Matches what Hugo, kramdown and pandoc write after a heading, {#id .class}; only the id means something here."""
_CHOSEN_ID = re.compile(r"(?<!\S)#(\S+)")
_REFERENCE = re.compile(
    r"""
    ^ [ ]* \[ (?!\^) (?P<label> (?:\\.|[^\[\]\\]){1,999} ) \]: [ ]*\n?[ ]*
    (?: <(?P<quoted>[^<>\n]*)> | (?P<url>[^<\s]\S*) )
    (?: [ ]*\n?[ ]* (?<=[ \n]) (?: "(?P<title>(?:\\.|[^"\\])*)" | '(?P<single>[^']*)' | \((?P<round>[^()]*)\) ) )?
    [ ]* (?:\n|\Z)
    """,
    re.VERBOSE | re.MULTILINE,
)
_HTML = re.sub(r"\)([?*]\+)", r"|)\1", HTML_RE)
"""The library's pattern, with what it needs on Python 3.11.2: tests/project/test_patterns.py says why."""
_LABEL = re.compile(r"\[([^\]]*)\]")
"""Matches the second brackets of [text][label], between which the library would allow a space."""
_TASK = re.compile(r" *\[([xX ])\] +")
_SIGN = "!-/:-@\\[-`{-~«»،؛؟۔\u2010-\u2027\u2030-\u205e"
_STRUCK_OUT = (
    rf"(?<!~)(~~)(?![~\s])(?!(?<=[^\s\x03{_SIGN}]~~)[{_SIGN}])((?:[^~]++|(?<!~)~(?:~~+)?(?!~))+)"
    rf"(?<![~\s])~~(?!~)(?!(?<=[{_SIGN}]~~)[^\s\x02{_SIGN}])"
)
"""Matches a text between two tildes as GitHub does: a pair has no blank inside, nor a word outside of a sign inside."""


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

    Raises UnreadableError if brackets, quotes or lists are nested more deeply than people write them, because they
    would exhaust the stack or take very long.
    """
    _refuse_unclosed_brackets(text)
    source = Source(text, _inline)
    try:
        html = source.with_shortcodes(_converted(source))
        html = without_marks(replace_embeds(html, source), source.codes)
        html = add_anchors(sanitise(html, anchors=True, own_media=True))
    except RecursionError:
        _converter.cache_clear()  # it stopped half-way, and the next text must not begin in that state
        raise UnreadableError("has quotes or lists that are nested too deeply") from None
    levels = depth(html)
    if levels > MAX_DEPTH:
        raise UnreadableError(f"has quotes, lists or tags that are nested {levels} levels deep")
    note_marks_without_text(source, html)
    note_left_overs(source, html)
    return Rendered(html, tuple(sorted(source.findings, key=lambda finding: finding.line or 0)))


def _converted(source: Source) -> str:
    """Return the marked Markdown of *source* as HTML, not sanitised, and note its footnotes that are not shown."""
    converter = _converter().reset()
    try:
        html = converter.convert(source.marked())
    except UnreadableError as error:
        raise UnreadableError(str(error), source.line_in_text(error.line)) from None
    for note, found, remedy in converter.parser.notes.unshown():
        mark = f"[^{unescape(without_marks(note.mark, source.codes))}]"
        source.add(source.line_in_text(note.first), f"footnote {mark} {found}", remedy.format(mark))
    return html


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


@functools.cache
def _converter() -> "_Converter":
    converter = _Converter(extensions=[TableExtension(use_align_attribute=True), AbbrExtension()])
    notes = converter.parser.notes
    notes.extendMarkdown(converter)
    converter.preprocessors.deregister("html_block")  # the block parser reads HTML
    converter.treeprocessors.register(_NoteLinks(notes), "note_links", 12)
    converter.ESCAPED_CHARS += [sign for sign in _PUNCTUATION if sign not in converter.ESCAPED_CHARS]
    converter.inlinePatterns.register(_EscapedAmpersand(r"\\&"), "escaped_ampersand", 179)
    converter.inlinePatterns.register(Substitute(r"\\\n", "br"), "backslash_break", 101)
    converter.inlinePatterns.register(_BareAddress(_BareAddress.PATTERN), "bare_address", 95)
    converter.inlinePatterns.register(HtmlInlineProcessor(_HTML, converter), "html", 90)
    converter.inlinePatterns.register(Tag(_STRUCK_OUT, "del"), "struck_out", 60)
    for name in ("reference", "image_reference"):
        cast("ReferenceInlineProcessor", converter.inlinePatterns[name]).RE_LINK = _LABEL  # type: ignore[misc]
    return converter


class _Converter(markdown.Markdown):
    """Python-Markdown, with the blocks of CommonMark."""

    parser: "_BlockParser"

    def build_parser(self) -> Self:
        """Build the parser as the library does, with our block parser."""
        super().build_parser()
        self.parser = _BlockParser(self)
        return self


class _BlockParser(BlockParser):
    """Makes the library's tree of elements from blocks; the library reads their inline markup."""

    def __init__(self, md: markdown.Markdown) -> None:
        """Create the parser, with the footnotes that it finds."""
        super().__init__(md)
        self.notes = _Notes(BACKLINK_TEXT="&#8617;&#xFE0E;", PLACE_MARKER="\x02\x02")  # which no text has

    def parseChunk(self, parent: ET.Element, text: str | Block) -> None:  # noqa: N802 - the library's name
        """Add the blocks of *text*, which may have been read already, to the *parent* element."""
        if isinstance(text, str):
            text = read_blocks(text)
            self.notes.define(text.children)
        self._add(parent, text.children)

    def _add(self, parent: ET.Element, blocks: Sequence[Block], *, tight: bool = False) -> None:
        for run in _runs(blocks):
            block = run[0]
            if block.kind == "item":
                self._add_list(parent, run)
            elif block.kind in {"term", "definition"}:
                self._add_definitions(parent, run)
            elif block.kind == "quote":
                self._add(ET.SubElement(parent, "blockquote"), block.children)
            elif block.kind == "paragraph" or (block.kind == "table" and not self._add_table(parent, block)):
                self._add_paragraph(parent, "\n".join(block.lines), tight=tight)
            elif block.kind != "footnote":
                self._add_leaf(parent, block)

    def _add_list(self, parent: ET.Element, items: Sequence[Block]) -> None:
        """Add the *items* of one list to *parent*; only if a blank line is between blocks they have paragraphs."""
        number = items[0].mark[:-1]
        element = ET.SubElement(parent, "ol" if number else "ul")
        if number and int(number) != 1:
            element.set("start", str(int(number)))
        tight = not _has_gaps(items) and not any(_has_gaps(item.children) for item in items)
        for item in items:
            self._add(ET.SubElement(element, "li"), item.children, tight=tight)
            self._mark_task(element)

    def _mark_task(self, tasks: ET.Element) -> None:
        """Replace the brackets before the last of *tasks*, if it has any, by a sign, which records and feeds keep."""
        item = tasks[-1]
        first = item[0] if not item.text and len(item) and item[0].tag == "p" else item
        if task := _TASK.match(first.text or ""):
            sign, label = ("☐", NOT_DONE) if task[1] == " " else ("☑", DONE)
            shown = self.md.htmlStash.store(f'<span role="img" aria-label="{label}">{sign}</span> ')
            first.text = shown + (first.text or "")[task.end() :]
            item.set("class", "task-list-item")
            tasks.set("class", "task-list")

    def _add_definitions(self, parent: ET.Element, blocks: Sequence[Block]) -> None:
        """Add terms and definitions to *parent*; a definition after a blank line has paragraphs."""
        element = ET.SubElement(parent, "dl")
        for before, block in zip([blocks[0], *blocks], blocks, strict=False):
            if block.kind == "definition":
                tight = block.first <= before.last + 1 and not _has_gaps(block.children)
                self._add(ET.SubElement(element, "dd"), block.children, tight=tight)
            for term in block.lines:
                ET.SubElement(element, "dt").text = term

    def _add_table(self, parent: ET.Element, block: Block) -> bool:
        """Add a table to *parent*; return whether the library reads *block* as one."""
        text = "\n".join(block.lines)
        table = self.blockprocessors["table"]
        is_table = table.test(parent, text)
        if is_table:
            table.run(parent, [text])
            for cell in parent[-1].iter():
                cell.text = cell.text and cell.text.replace("\\|", "|")
        return is_table

    def _add_leaf(self, parent: ET.Element, block: Block) -> None:
        text = "\n".join(block.lines)
        if block.kind == "heading":
            attributes = _ATTRIBUTES.search(text)
            chosen = attributes and _CHOSEN_ID.search(attributes["attributes"])
            heading = ET.SubElement(parent, f"h{block.indent}", {"id": chosen[1]} if chosen else {})
            heading.text = text[: attributes.start()] if attributes else text
        elif block.kind in {"code", "fence"}:
            code = ET.SubElement(ET.SubElement(parent, "pre"), "code")
            code.text = AtomicString(code_escape(text.rstrip("\n")) + "\n")
        elif block.kind == "html":
            html = ET.SubElement(parent, cast("str", None))  # the library writes only the text of such an element
            html.text, html.tail = AtomicString(self.md.htmlStash.store(text)), "\n"
        elif block.kind == "rule":
            ET.SubElement(parent, "hr")

    def _add_paragraph(self, parent: ET.Element, text: str, *, tight: bool) -> None:
        """Add the *text* of a paragraph to *parent*, without link targets and abbreviations that it defines."""
        parts = [_REFERENCE.sub(self._defined, text)] if "]:" in text else [text]
        abbreviations = self.blockprocessors["abbr"] if "*[" in text else None
        while parts:
            if abbreviations and abbreviations.run(parent, parts):
                continue
            part = parts.pop(0).rstrip("\n")
            if not tight and part.strip(" "):
                ET.SubElement(parent, "p").text = part
            elif tight and len(parent):
                parent[-1].tail = f"{parent[-1].tail or ''}\n{part}\n"
            elif tight:
                parent.text = f"{parent.text}\n{part}" if parent.text else part

    def _defined(self, match: re.Match[str]) -> str:
        """Store the target of a link that the text of *match* defines; return it unchanged if it is only a word."""
        url = match["url"] or match["quoted"] or ""
        if match["url"] and url.isalpha():
            return match[0]
        title = match["title"] or match["single"] or match["round"]
        self.md.references.setdefault(" ".join(match["label"].split()).lower(), (url, title))
        return ""


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield *blocks* one by one, but the items of one list together, and adjacent terms and definitions."""
    for _, run in groupby(enumerate(blocks), key=lambda numbered: _run_key(*numbered)):
        yield [block for _, block in run]


def _run_key(number: int, block: Block) -> str | int:
    if block.kind == "item":
        return block.mark[-1]
    return "definitions" if block.kind in {"term", "definition"} else number


def _has_gaps(blocks: Sequence[Block]) -> bool:
    """Return whether a blank line is between two *blocks*, or before the second of the lists among them."""
    runs = list(_runs(blocks))
    if len(runs) == 1:
        return any(after.first > before.last + 1 for before, after in pairwise(blocks))
    return any(after[0].first > before[-1].last + 1 for before, after in pairwise(runs))


class _EscapedAmpersand(InlineProcessor):
    """Reads a backslash and & as an ampersand that begins no entity."""

    def handleMatch(self, match: re.Match[str], _: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        """Return the sign as HTML; the name of the method is the library's."""
        return "&amp;", match.start(), match.end()


class _BareAddress(InlineProcessor):
    """Makes links of addresses that stand in the text; those in tags and in links of HTML are left alone."""

    PATTERN = rf"(?P<html>(?is:<a\b[^<>]*>.{{0,2000}}?</a *>|<[a-z/!][^<>]*>))|(?x:{ADDRESS.pattern})"
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, match: re.Match[str], _: str
    ) -> tuple[ET.Element | None, int, int]:
        """Return the link of a *match*; None for HTML, which is left to other patterns."""
        if match["html"]:
            return None, match.start(), match.end()
        shown, url = address_of(match)
        link = ET.Element("a", href=url)
        link.text = AtomicString(shown)
        return link, match.start(), match.start() + len(shown)


class _Notes(FootnoteExtension):
    """The footnotes of a text."""

    def reset(self) -> None:
        """Forget the footnotes of the last text."""
        super().reset()
        self.found: list[Block] = []
        """All footnotes in the text, in its order."""
        self.numbers: dict[str, int] = {}
        """The numbers of the footnotes to which the text refers, by their HTML ids, in the order of their marks."""

    def define(self, blocks: Sequence[Block]) -> None:
        """Store the footnotes in *blocks*, also those within others; the first of two with one label is kept."""
        for block in blocks:
            if block.kind == "footnote":
                self.found.append(block)
                if block.mark not in self.footnotes:
                    self.setFootnote(block.mark, cast("str", block))  # which our block parser takes instead of text
            self.define(block.children)

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - the library's names
        """Return the HTML id of a footnote, in which spaces are not valid."""
        return super().makeFootnoteId("-".join(id.split()))

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, FBT001, FBT002, N802 - the same
        """Return the HTML id of a footnote's mark in the text."""
        return super().makeFootnoteRefId("-".join(id.split()), found)

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002 - the same
        """Return the id of a mark, with a number if it is not the first of its footnote, faster than the library."""
        if not found:
            return reference
        count = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if count == 1 else reference.replace("fnref", f"fnref{count}", 1)

    def unshown(self) -> Iterator[tuple[Block, str, str]]:
        """Yield each footnote that is not shown, with what was found and the remedy, in which its mark is {}."""
        seen: set[str] = set()
        for note in self.found:
            if note.mark in seen:
                yield note, "is here again, and only the first is shown", "rename one"
            elif self.makeFootnoteId(note.mark) not in self.numbers:
                yield note, "is not shown", "write its mark {} into the text"
            seen.add(note.mark)


class _NoteLinks(Treeprocessor):
    """Numbers the footnotes in the order of their marks, without unused ones, and names the links back."""

    def __init__(self, notes: _Notes) -> None:
        """Create the processor for the *notes* of a text."""
        super().__init__()
        self.notes = notes

    def run(self, root: ET.Element) -> None:
        """Change the marks in *root*, and the list of footnotes at its end."""
        if not self.notes.footnotes:
            return
        division = root[-1]
        notes = division[-1]
        root.remove(division)
        by_id = {note.get("id", ""): note for note in notes}
        numbers = self.notes.numbers
        texts = [root]
        for text in texts:  # which grow, because a footnote may refer to others
            known = len(numbers)
            number_marks(text, numbers)
            texts += [by_id[key] for key in islice(numbers, known, None)]
        notes[:] = texts[1:]
        for number, note in enumerate(notes, start=1):
            name_links_back(note, number)
        if numbers:
            root.append(division)
