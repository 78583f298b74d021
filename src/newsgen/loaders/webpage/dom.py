"""Parse a web page into a tree that is safe to walk, and say simple things of its elements."""

import re
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from newsgen.errors import ConfigError
from newsgen.text.arabic import clean

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""
MAX_ELEMENTS = 40_000
MAX_TEXT = 1_000_000
MAX_SIGNS = 50_000
"""Of & < > and NBSP, which stand in HTML as references: nh3 takes the square of their number in one text."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REFERENCES = re.compile(r"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6}))(?![0-9a-fA-F]);?")
_INLINE_TAGS = re.compile(r"(?i)</?(?:font|span|b|i|u|em|strong|small|big|center|a)\b[^<>]*>")
_MANY_ATTRIBUTES = re.compile(
    r"""(<[a-zA-Z][\w:-]*+)(?:\s++[^\s=<>"']++(?:=(?:"[^"]{0,5000}+"|'[^']{0,5000}+'|[^\s"'<>]*+))?){300,}+"""
)
"""They cost libxml2 the square of their number: 100,000 took two minutes."""
_BLANKS = re.compile(r"[\s\u00a0]+")
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg")
_INLINE = set("a abbr b bdi bdo big cite code em font i ins label mark q s small span strong sub sup time u".split())
_LONGEST_URL = 2000


class HostileError(ValueError):
    """A page that no reader could show."""


def parse_page(text: str) -> Element:
    """Return the root of the page *text*, None where it is empty.

    Raises HostileError where it is made to break its readers.
    """
    text = _CONTROLS.sub("", _REFERENCES.sub(_sound, _DECLARATION.sub("", text)))
    text = _MANY_ATTRIBUTES.sub(r"\1", text)
    root, deep = _parse(text)
    if deep:  # an old page that never closes its <font>
        root, deep = _parse(_INLINE_TAGS.sub("", text))
    if deep:
        raise HostileError("elements nested too deeply to be read")
    if root is None:
        return None
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise HostileError(f"more than {MAX_ELEMENTS} elements")
    return root


def _sound(reference: re.Match[str]) -> str:
    """Return a *reference*, what browsers read it as, or nothing where lxml would refuse its character later."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    if code in range(0x80, 0xA0):
        return bytes([code]).decode("cp1252", "ignore")
    return reference[0] if code < 0x110000 and not _CONTROLS.match(chr(code)) else ""  # noqa: PLR2004 - the last of Unicode


def _parse(text: str) -> tuple[Element | None, bool]:
    try:
        from lxml import etree, html  # noqa: PLC0415 - slow to import, and a build without pages needs none
    except ImportError:
        raise missing_extra("lxml") from None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser) if text.strip() else None
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None, False
    return root, any("depth" in entry.message for entry in parser.error_log)


def missing_extra(library: str) -> ConfigError:
    """Say that a *library* of the extra `import` is not installed."""
    return ConfigError("", f"web pages need {library}, which is not installed", "pip install 'newsgen[import]'")


def drop(element: Element) -> None:
    """Take *element* out of its tree; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def drop_unseen(root: Element) -> None:
    """Take out what no reader sees: scripts, styles, frames; raise HostileError where too much is left."""
    for element in list(root.iter(*_UNSEEN)):
        drop(element)
    text = "".join(root.itertext())
    if len(text) > MAX_TEXT:
        raise HostileError(f"more than {MAX_TEXT:,} characters of text")
    if sum(map(text.count, "&<>\u00a0")) > MAX_SIGNS:
        raise HostileError("little text between signs")


def text_of(element: Element) -> str:
    """Return the text of *element* on one line, with a space where a block or a line ends."""
    from lxml import etree  # noqa: PLC0415 - as above

    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag not in _INLINE:
            parts.append(" ")
        parts.append((node.text if event == "start" else node.tail if node is not element else "") or "")
    return one_line("".join(parts))


def as_html(element: Element) -> str:
    """Return *element* as HTML, without the text after it."""
    from lxml import html  # noqa: PLC0415 - as above

    return str(html.tostring(element, encoding="unicode", with_tail=False))


def one_line(text: str) -> str:
    """Return *text* clean, with single spaces."""
    return _BLANKS.sub(" ", clean(text)).strip()


def names_of(element: Element) -> str:
    """Return the classes and the id of *element*, in small letters."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def address(url: str | None, base: str | None) -> str | None:
    """Return *url* as an absolute address of the web; None where it is none."""
    url = re.sub(r"[\t\r\n]", "", clean(url or "")).strip()
    try:
        url = urljoin(base or "", url)
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or len(url) > _LONGEST_URL:
        return None
    return re.sub(r'[\s<>"]', lambda c: f"%{ord(c[0]):02X}", url)
