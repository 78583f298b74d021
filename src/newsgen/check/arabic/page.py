"""Check the rules for Arabic on each page: language, direction, isolation, headings, pictures and times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from newsgen.check.arabic.screening import is_time, may_have_faults
from newsgen.check.arabic.style import style_faults
from newsgen.check.check import Check
from newsgen.check.finding import Finding, Severity
from newsgen.check.html_scanner import EndTag, StartTag, Text, tokens
from newsgen.check.inventory import Inventory
from newsgen.check.page import Page
from newsgen.check.site import Site
from newsgen.text.arabic import BIDI_CONTROLS
from newsgen.text.bidi import LEFT_TO_RIGHT, may_have_left_to_right, title_text

_find = partial(Finding, "arabic")
_CHARSET_BYTES = 1024
_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?utf-8", re.IGNORECASE)
_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER_AUTO = frozenset((*_HEADINGS, "html", "body", "main", "article"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CODE = frozenset("code pre kbd samp textarea".split())
_ISOLATED = {"url": "a web address", "mail": "an e-mail address", "phone": "a phone number"}
_DIGITS = re.compile(r"([0-9])|([\u0660-\u0669])")
_DEEPEST = 50
"""Elements inside each other whose meaning is followed; more are a mistake, or an attack."""
_TEMPLATE = "correct the template"


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield what is not as it should be on an Arabic page."""
    del site
    if page.facts.unreadable:
        return
    yield from _head(page)
    if not may_have_faults(page.html):
        return
    reader = _Reader(page.path)
    for token in tokens(page.html):
        if isinstance(token, Text):
            reader.text(token)
        elif isinstance(token, StartTag):
            reader.start(token)
        else:
            reader.end(token)
    reader.finish()
    yield from reader.findings


def _head(page: Page) -> Iterator[Finding]:
    """Yield the faults of the head: language, direction, encoding, and a title that would flip."""
    facts = page.facts
    if facts.dir != "rtl":
        yield _find("error", page.path, None, "<html dir>", f"is {facts.dir or 'missing'}", 'write dir="rtl" there')
    if not (facts.lang or "").lower().startswith("ar"):
        severity: Severity = "warning" if facts.lang else "error"
        yield _find(
            severity, page.path, None, "<html lang>", f"is {facts.lang or 'missing'}", "name the language, such as ar"
        )
    if not _CHARSET.search(page.html[:_CHARSET_BYTES].encode()[:_CHARSET_BYTES]):
        found = f"is not in the first {_CHARSET_BYTES} bytes"
        yield _find("error", page.path, None, "<meta charset>", found, 'write <meta charset="utf-8"> first in the head')
    if facts.title and title_text(facts.title.text) != facts.title.text:
        yield _flipped(page.path, facts.title.line, "<title>")


def _flipped(path: str, line: int, place: str) -> Finding:
    found = "begins with a Latin letter but has Arabic words, so programs show it from left to right"
    return _find("warning", path, line, place, found, "put U+200F before it, with the filter title_text")


@dataclass(slots=True)
class _Reader:
    """Reads the tags and texts of a page in order."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    marked: list[list[str | int]] = field(default_factory=list)
    """The open elements that matter to what is in them: name, what they mean, and how many of the name are in them."""
    in_body: bool = False
    level: int = 0
    """Of the last heading."""
    mains: int = 0
    """How many h1 there are."""
    families: set[str] = field(default_factory=set)
    """Of the digits that the site itself writes."""

    def add(self, severity: Severity, line: int, place: str, found: str, remedy: str = _TEMPLATE) -> None:
        """Keep a finding about the page."""
        self.findings.append(_find(severity, self.path, line, place, found, remedy))

    def start(self, tag: StartTag) -> None:
        """Read a start tag."""
        name, attributes = tag.name, tag.attributes
        if attributes.get("dir") == "auto" and name in _NEVER_AUTO:
            found = "has dir=auto, so a headline or text that begins with a Latin name runs from left to right"
            self.add("warning", tag.line, f"<{name}>", found, 'leave dir out, or write dir="rtl"')
        if name not in _VOID:
            self._open(name, tag)
        if name in _HEADINGS:
            self._heading(tag)
        if name == "img" and not (attributes.get("width", "").isdigit() and attributes.get("height", "").isdigit()):
            severity: Severity = "note" if "://" in attributes.get("src", "") else "warning"
            self.add(
                severity, tag.line, "<img>", "has no width and height, so the text moves when it loads", "add both"
            )
        elif name == "time" and "datetime" in attributes and not is_time(attributes["datetime"]):
            found = f"is {attributes['datetime']!r}, which is no time of HTML"
            self.add("warning", tag.line, "<time datetime>", found, "write it as in ISO 8601")
        elif name == "meta" and attributes.get("property") == "og:title":
            title = attributes.get("content", "")
            if title_text(title) != title:
                self.findings.append(_flipped(self.path, tag.line, "og:title"))
        if "style" in attributes or name == "style":
            self._style(tag)

    def _open(self, name: str, tag: StartTag) -> None:
        for one in self.marked:
            if one[0] == name:
                one[2] = int(one[2]) + 1
        direction = tag.attributes.get("dir", "").lower()
        classes = tag.attributes.get("class", "").split()
        if name == "body":
            self.in_body = True
        if len(self.marked) >= _DEEPEST:
            return
        if direction in {"ltr", "rtl", "auto"} or name in _CODE or name == "bdi":
            self.marked.append([name, "ltr" if name in _CODE else direction or "auto", 0])
        elif name == "time" or (name == "span" and "count" in classes):
            self.marked.append([name, "own", 0])
        elif name == "div" and "text" in classes and not self._is_in("text"):
            self.marked.append([name, "text", 0])

    def end(self, tag: EndTag) -> None:
        """Read an end tag."""
        kept = []
        for one in self.marked:
            if one[0] == tag.name:
                if one[2] == 0:
                    continue
                one[2] = int(one[2]) - 1
            kept.append(one)
        self.marked = kept

    def _is_in(self, meaning: str) -> bool:
        return any(one[1] == meaning for one in self.marked)

    def _heading(self, tag: StartTag) -> None:
        level = int(tag.name[1])
        self.mains += level == 1
        if self.level and level > self.level + 1:
            self.add(
                "warning",
                tag.line,
                f"<{tag.name}>",
                f"follows <h{self.level}>, so a level is left out",
                "use the next level",
            )
        self.level = level

    def _style(self, tag: StartTag) -> None:
        css = tag.text if tag.name == "style" else tag.attributes["style"]
        for fault in style_faults(css):
            line = tag.line + css.count("\n", 0, fault.offset)
            self.add("warning", line, fault.declaration, fault.found, fault.remedy)

    def text(self, token: Text) -> None:
        """Read a text between two tags."""
        text = token.text
        if not self.in_body or text.isspace():
            return
        control = None if text.isascii() else _CONTROL.search(text)
        if control:
            line = token.line + text.count("\n", 0, control.start())
            found = f"has the invisible bidi mark U+{ord(control[0]):04X}"
            self.add("warning", line, "text", found, "use <bdi>, or the attribute dir")
        if self.marked and self._is_in("own") and not self._is_in("text"):
            self.families.update("01"[match.lastindex == 1] for match in _DIGITS.finditer(text))
        if may_have_left_to_right(text) and (not self.marked or not self._is_isolated()):
            self._isolation(token)

    def _is_isolated(self) -> bool:
        """Return whether the innermost direction is not that of the page."""
        directions = [one[1] for one in self.marked if one[1] in {"ltr", "rtl", "auto"}]
        return bool(directions) and directions[-1] != "rtl"

    def _isolation(self, token: Text) -> None:
        for match in LEFT_TO_RIGHT.finditer(token.text):
            kind = next((words for name, words in _ISOLATED.items() if match[name]), None)
            if kind:
                line = token.line + token.text.count("\n", 0, match.start())
                found = f"has {kind} that is not isolated, so its parts may change places"
                self.add("warning", line, "text", found, 'put it into <bdi dir="ltr">, with the filter isolate')

    def finish(self) -> None:
        """Judge what only the whole page shows."""
        if self.mains != 1:
            found = f"has {self.mains} <h1>" if self.mains else "has no <h1>"
            self.findings.append(
                _find("warning", self.path, None, "", f"{found}, and a page should have one", _TEMPLATE)
            )
        if len(self.families) > 1:
            found = "mixes digits of two families in dates and counts of the site"
            self.findings.append(_find("warning", self.path, None, "", found, "use the filter digits"))


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the declarations of style sheets that do not suit Arabic."""
    for path in site.files:
        if path.endswith(".css"):
            css = site.read(path).decode("utf-8", "replace")
            for fault in style_faults(css):
                line = css.count("\n", 0, fault.offset) + 1
                yield _find("warning", path, line, fault.declaration, fault.found, fault.remedy)


CHECK = Check("the rules for pages and style sheets in Arabic", of_page, of_site)
