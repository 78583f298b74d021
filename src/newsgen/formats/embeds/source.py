"""Mark the tags and shortcodes in Markdown, so that their lines are known when it has been converted."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from newsgen.formats.embeds.shortcodes import (
    CODE,
    TRANSPARENT,
    Inline,
    Shortcode,
    address_of,
    html_of,
    read_shortcode,
    what_to_write,
)
from newsgen.formats.sanitise import ALLOWED_TAGS

_TAG = re.compile(r"<([A-Za-z][\w.-]*(?::[A-Za-z][\w-]*)?)(?:/(?!>)|(?=[\s/>]))(?=(\s*/?>)?)", re.ASCII)
"""Matches a tag up to where its mark can stand without changing what kind of block the tag begins."""
_TAG_MARK = re.compile(" ?\ufdd1([0-9]+)\ufdd1")
_CODE_MARK = re.compile("\ufdd0([0-9]+)\ufdd0")
_BROKEN_MARK = re.compile(" ?\ufdd1[0-9]*|\ufdd0")
"""Python-Markdown divides the last word of a link that is not closed."""
_MARKS = re.compile("[\ufdd0\ufdd1]")
"""Two code points that are no characters, so that no text contains them and no converter knows them."""
_PLACE = re.compile(
    r"<p>(?P<alone>(?:\s|<br ?/?>|\ufdd0[0-9]+\ufdd0)+)</p>"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<code><(?P<tag>pre|code)\b.*?</(?P=tag)>)"
    r"|(?P<element><[A-Za-z][^<>]*>)"
    r"|\ufdd0(?P<number>[0-9]+)\ufdd0",
    re.DOTALL,
)
_LONGEST = 60
_WORDS = re.compile(r"\s*(?:[^<\s]|<img\b)")
"""Begins what needs a paragraph, unlike players and figures."""
_ATTRIBUTE = re.compile(r"""\s([\w:-]+)=("[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in Markdown that is not shown as it was meant."""

    line: int | None
    """Counted from 1 where the text begins; None if it cannot be told."""
    found: str
    remedy: str


class Source:
    """A Markdown text, the lines of its parts, and what was found in it."""

    def __init__(self, text: str, inline: Inline = escape) -> None:
        """Take the *text* as it is written; *inline* converts the captions in it."""
        self._inline = inline
        self.text = _MARKS.sub("", text) if "\ufdd0" in text or "\ufdd1" in text else text
        self.codes: list[Shortcode] = []
        """The shortcodes that were marked, in their order."""
        self.findings: list[Finding] = []
        self._line_ends = [match.start() for match in re.finditer("\n", self.text)]

    def line_at(self, position: int) -> int:
        """Return the line of a *position* in the Markdown, counted from 1."""
        return bisect_right(self._line_ends, position - 1) + 1

    def line_of(self, written: str) -> int | None:
        """Return the first line of the Markdown that contains the words *written*; None if none does."""
        position = self.text.find(written)
        return self.line_at(position) if written and position >= 0 else None

    def marked(self) -> str:
        """Return the Markdown with a mark in each tag that may be dropped, and one in place of each shortcode."""
        parts, at = [], 0
        for code in self._shortcodes() if "{" in self.text or "[" in self.text else ():
            parts += [self._with_marked_tags(at, code.start), f"\ufdd0{len(self.codes)}\ufdd0"]
            self.codes.append(code)
            if code.name in TRANSPARENT and code.inner is not None:
                parts.append(self._with_marked_tags(code.inner_start, code.inner_start + len(code.inner)))
            at = code.end
        return "".join([*parts, self._with_marked_tags(at, len(self.text))])

    def line_in_text(self, line: int) -> int:
        """Return the line of the Markdown that is this *line* of the marked text, where each shortcode is on one."""
        for code in self.codes:
            if self.line_at(code.start) < line:
                kept = code.inner or "" if code.name in TRANSPARENT else ""
                line += code.text.count("\n") - kept.count("\n")
        return line

    def _shortcodes(self) -> Iterator[Shortcode]:
        at = 0
        unclosed: set[str] = set()
        while match := CODE.search(self.text, at):
            code = read_shortcode(self.text, match, unclosed)
            at = code.end if code else match.start() + 1
            if code:
                yield code

    def _with_marked_tags(self, start: int, end: int) -> str:
        def mark(tag: re.Match[str]) -> str:
            if tag[2] is not None and tag[1].lower() in ALLOWED_TAGS:
                return tag[0]
            return f"{tag[0]} \ufdd1{self.line_at(start + tag.start())}\ufdd1"

        text = self.text[start:end]
        return _TAG.sub(mark, text) if "<" in text else text

    def with_shortcodes(self, html: str) -> str:
        """Return converted *html* with what each marked shortcode shows; one that is not known is shown as text.

        In code they are text, and in addresses only those that stand for a part of the address are known.
        """
        return _PLACE.sub(self._replaced, html) if self.codes else html

    def _replaced(self, place: re.Match[str]) -> str:
        if place["code"] or place["comment"]:
            return without_marks(place[0], self.codes)
        if place["element"]:
            return _ATTRIBUTE.sub(self._in_attribute, place[0]) if "\ufdd0" in place[0] else place[0]
        shown = _CODE_MARK.sub(self._shown, place[0])
        if place["alone"] and "\ufdd0" in place[0] and all(map(self._is_known, self._marked_in(place[0]))):
            inner = shown[len("<p>") : -len("</p>")]
            return shown if _WORDS.match(inner) else inner
        return shown

    def _marked_in(self, html: str) -> Iterator[Shortcode]:
        return (self.codes[int(number)] for number in _CODE_MARK.findall(html))

    def _is_known(self, code: Shortcode) -> bool:
        return (code.name in TRANSPARENT and code.inner is not None) or html_of(code, self._inline) is not None

    def _shown(self, mark: re.Match[str]) -> str:
        """Return the HTML of the shortcode at a *mark*, or the shortcode itself as text, with a finding."""
        code = self.codes[int(mark[1])]
        if code.name in TRANSPARENT and code.inner is not None:
            return ""
        html = html_of(code, self._inline)
        if html is None and not code.is_end:
            self._add(code, "is shown as text")
        return escape(code.text, quote=False) if html is None else html

    def _in_attribute(self, attribute: re.Match[str]) -> str:
        """Return an attribute with the addresses of the shortcodes in it; without one of them it is left out."""
        codes = list(self._marked_in(attribute[2]))
        unknown = [code for code in codes if address_of(code) is None]
        left_out = "is no address, so the words stand without a link" if attribute[1] == "href" else "is left out"
        for code in unknown:
            self._add(code, left_out)
        if unknown:
            return ""
        return _CODE_MARK.sub(lambda mark: escape(address_of(self.codes[int(mark[1])]) or ""), attribute[0])

    def _add(self, code: Shortcode, found: str) -> None:
        written = code.text if len(code.text) <= _LONGEST else f"{code.text[:_LONGEST]}…"
        self.add(self.line_at(code.start), f"{code.kind} ({' '.join(written.split())}) {found}", what_to_write(code))

    def add(self, line: int | None, found: str, remedy: str) -> None:
        """Note what was *found* on a *line* of the Markdown."""
        self.findings.append(Finding(line, found, remedy))


def without_marks(html: str, codes: Sequence[Shortcode]) -> str:
    """Return *html* as it would be if the Markdown had not been marked."""
    if "\ufdd1" in html:
        html = _TAG_MARK.sub("", html)
    if "\ufdd0" in html:
        html = _CODE_MARK.sub(lambda mark: escape(codes[int(mark[1])].text, quote=False), html)
    return _BROKEN_MARK.sub("", html) if _MARKS.search(html) else html


def line_of_mark(attribute: str) -> int | None:
    """Return the line of a tag that has an *attribute* of this name; None if it is not a mark."""
    mark = _TAG_MARK.fullmatch(attribute)
    return int(mark[1]) if mark else None
