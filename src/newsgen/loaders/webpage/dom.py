"""Parse a web page into a tree that is safe to walk, and read the text, names and URLs of its elements."""

import re
from html import unescape
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from newsgen.errors import ConfigError, install_extra
from newsgen.text.arabic import clean

Element: TypeAlias = Any
"""An lxml element; lxml does not come with types."""
MAX_ELEMENTS = 40_000
MAX_TEXT = 1_000_000
"""Characters of visible text."""
MAX_ESCAPED = 50_000
"""Characters that HTML escapes (& < > and NBSP): the time of nh3 grows with the square of their number in a text."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REFERENCES = re.compile(r"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6}))(?![0-9a-fA-F]);?")
_INLINE_TAGS = re.compile(r"(?i)</?(?:font|span|b|i|u|em|strong|small|big|center|a)\b[^<>]*>")
_ATTRIBUTE = r"""(?:\s++[^\s=<>"']++(?:=(?:"[^"]{0,5000}+"|'[^']{0,5000}+'|[^\s"'<>]*+))?)"""
_MANY_ATTRIBUTES = re.compile(rf"(<[a-zA-Z][\w:-]*+){_ATTRIBUTE}{{300}}")
_MORE_ATTRIBUTES = re.compile(rf"{_ATTRIBUTE}{{1,300}}")
"""The time of libxml2 grows with the square of the number of attributes: 100,000 took two minutes."""
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""libxml2 drops whatever follows these, and browsers show it."""
_BLANKS = re.compile(r"[\s\u00a0]+")
_INVISIBLE = ("script", "style", "template", "noscript", "iframe", "object", "svg")
_INLINE = set("a abbr b bdi bdo big cite code em font i ins label mark q s small span strong sub sup time u".split())
_MAX_URL = 2000
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_INLINE_TAG = re.compile(
    r"</?(?:a|b|bdi|br|em|font|i|p|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_MOST_TIMES = 4
"""A text that is still escaped after so many times speaks of entities."""


class HostilePageError(ValueError):
    """A page is too deeply nested, or too large, to be processed."""


def parse_page(text: str) -> Element:
    """Return the root of the web page *text*, a DOM tree; None if it is empty.

    Raises HostilePageError if it is nested too deeply or has more than MAX_ELEMENTS elements, ConfigError without lxml.
    """
    text = _CONTROLS.sub("", _REFERENCES.sub(_decode_reference, _DECLARATION.sub("", text)))
    text = _ENDS.sub("", _without_many_attributes(text))
    root, is_deep = _parse(text)
    if is_deep:  # perhaps an old page that never closes its <font> elements
        root, is_deep = _parse(_INLINE_TAGS.sub("", text))
    if is_deep:
        raise HostilePageError("elements nested too deeply to be read")
    if root is None:
        return None
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise HostilePageError(f"more than {MAX_ELEMENTS} elements")
    return root


def _without_many_attributes(text: str) -> str:
    """Return a web page's *text* with no attributes in the tags that have very many."""
    parts, at = [], 0
    while many := _MANY_ATTRIBUTES.search(text, at):
        parts.append(text[at : many.end(1)])
        more: re.Match[str] | None = many
        while more:
            at = more.end()
            more = _MORE_ATTRIBUTES.match(text, at)
    return "".join([*parts, text[at:]])


def _decode_reference(reference: re.Match[str]) -> str:
    """Return a numeric *reference* with C1 controls decoded as browsers do; "" if lxml would refuse its character."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    if code in range(0x80, 0xA0):
        return bytes([code]).decode("cp1252", "ignore")
    return reference[0] if code < 0x110000 and not _CONTROLS.match(chr(code)) else ""  # noqa: PLR2004 - the end of Unicode


def _parse(text: str) -> tuple[Element | None, bool]:
    """Return the root of the page *text*, or None, and whether it is nested too deeply for the parser."""
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
    """Return the error for a missing *library* of the extra `import`, which parses web pages."""
    return ConfigError("", f"web pages need {library}, which is not installed", install_extra("import"))


def new_block(identifier: str) -> Element:
    """Return a new block for a web page's DOM, with *identifier* as its id."""
    from lxml import html  # noqa: PLC0415 - slow to import

    return html.Element("div", id=identifier)


def drop(element: Element) -> None:
    """Remove *element* from its DOM tree; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def drop_invisible(root: Element) -> None:
    """Remove scripts, styles and other invisible DOM elements; raise HostilePageError if too much text is left."""
    for element in list(root.iter(*_INVISIBLE)):
        drop(element)
    text = "".join(root.itertext())
    if len(text) > MAX_TEXT:
        raise HostilePageError(f"more than {MAX_TEXT:,} characters of text")
    if sum(map(text.count, "&<>\u00a0")) > MAX_ESCAPED:
        raise HostilePageError(f"more than {MAX_ESCAPED:,} characters that HTML must escape")


def text_of(element: Element) -> str:
    """Return the text of a DOM *element* on one line, with a space at the end of each block or line."""
    return one_line(_joined_text(element, " "))


def text_lines(element: Element) -> list[str]:
    """Return the text of a DOM *element* with a line for each block, and for each line of a block."""
    return list(filter(None, map(one_line, _joined_text(element, "\n").split("\n"))))


def _joined_text(element: Element, end: str) -> str:
    """Return the text of a DOM *element* with *end* around each block; line ends inside a block are spaces."""
    from lxml import etree  # noqa: PLC0415 - slow to import

    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag not in _INLINE:
            parts.append(end)
        text = node.text if event == "start" else node.tail if node is not element else ""
        parts.append((text or "").replace("\n", " "))
    return "".join(parts)


def own_text(element: Element) -> str:
    """Return the text of a DOM *element* outside of the elements inside it, on one line."""
    return one_line(" ".join([element.text or "", *(child.tail or "" for child in element)]))


def unlinked_text(element: Element) -> str:
    """Return the text of a DOM *element* outside of its links and of the blocks inside it, on one line."""
    parts = [element.text or ""]
    for child in element:
        is_inline = child.tag in _INLINE and child.tag != "a"
        parts += [(child.text or "") if is_inline else " ", child.tail or ""]
    return one_line("".join(parts))


def has_words(element: Element) -> bool:
    """Return whether a DOM *element* has any text, which is faster than to read it."""
    return any(text.strip() for text in element.itertext())


def as_html(element: Element) -> str:
    """Return a DOM *element* as HTML, without the text after it."""
    from lxml import html  # noqa: PLC0415 - slow to import

    return str(html.tostring(element, encoding="unicode", with_tail=False))


def one_line(text: str) -> str:
    """Return *text* of a DOM element without invisible characters, with single spaces."""
    return _BLANKS.sub(" ", clean(text)).strip()


def _decode_entities(text: str) -> str:
    """Return *text*, which is no HTML, without entities and without the inline tags that they spelled.

    Only entities that end in a semicolon are decoded: R&D and a=1&copy=2 are no mistakes.
    """
    if "&" not in text:
        return text
    for _ in range(_MOST_TIMES):
        decoded = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
        if decoded == text:
            break
        text = _INLINE_TAG.sub(" ", decoded) if "<" in decoded else decoded
    return text


def plain_text(text: str) -> str:
    """Return the *text* of an attribute or of JSON-LD on one line, also if its entities were escaped twice."""
    return one_line(_decode_entities(text))


def label_of(element: Element) -> str:
    """Return the text of an *element* that is a name or a title, like `plain_text`; code in it is left as it is."""
    text = text_of(element)
    return text if "&" not in text or any(True for _ in element.iter("code")) else plain_text(text)


def class_and_id(element: Element) -> str:
    """Return the classes and the id of a DOM *element* in lower case, separated by a space."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def host_of(url: str) -> str:
    """Return the host of a *url* without "www.", "" if it has none or cannot be parsed."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def absolute_url(url: str | None, base: str | None) -> str | None:
    """Return the *url* in a DOM element as an absolute http or https URL; None if it cannot be one."""
    url = re.sub(r"[\t\r\n]", "", clean(url or "")).strip()
    try:
        url = urljoin(base or "", url)
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or len(url) > _MAX_URL:
        return None
    return re.sub(r'[\s<>"]', lambda c: f"%{ord(c[0]):02X}", url)
