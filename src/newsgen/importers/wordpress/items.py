"""Read the pieces of a WordPress export as XML: its head, and each item by itself."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from newsgen.importers.wordpress.markup import plain

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF, which no XML may hold."""
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_BEGINNING = re.compile(rb"<\?xml\s|<rss[\s>]")
_RSS = re.compile(rb"<rss(?=[\s>])[^<>]*>")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_WORDPRESS = b"://wordpress.org/export/"
_PREFIXES = (
    (re.compile(r"\{https?://wordpress\.org/export/[^/}]*/excerpt/?\}"), "excerpt:"),
    (re.compile(r"\{https?://wordpress\.org/export/[^/}]*/?\}"), "wp:"),
    (re.compile(r"\{https?://purl\.org/rss/1\.0/modules/content/?\}"), "content:"),
    (re.compile(r"\{https?://purl\.org/dc/elements/1\.1/?\}"), "dc:"),
)


class NotReadableError(ValueError):
    """The bytes are no XML; says why, and on which of their lines."""

    def __init__(self, found: str, line: int = 1) -> None:
        """Say what was *found*, on which *line* of the piece, from 1."""
        super().__init__(found)
        self.line = line


@dataclass(frozen=True, slots=True)
class Head:
    """What an export says of the whole site."""

    title: str = ""
    blog: str = ""
    """The site's address."""
    names: dict[str, str] = field(default_factory=dict)
    """What readers saw of each author, by the name to log in with."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an export, as it is written."""

    fields: dict[str, str]
    terms: tuple[tuple[str, str, str], ...]
    """Categories and tags: the taxonomy, the name in addresses, the name."""
    meta: tuple[tuple[str, str], ...]
    comments: tuple[dict[str, str], ...]
    controls: int
    """How many control characters were taken out, which no XML may hold."""

    def get(self, name: str) -> str:
        """Return a field without white space around it; "" where there is none."""
        return self.fields.get(name, "").strip()

    def metas(self, key: str) -> list[str]:
        """Return the values that an editor or a program noted under *key*."""
        return [value for name, value in self.meta if name == key and value]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What makes a piece a document: the encoding and the namespaces of the export."""

    opening: bytes
    encoding: str

    def parse(self, data: bytes) -> tuple[Any, int]:
        """Return a piece as the root of a tree, and how many control characters it held."""
        sound, controls = without_controls(data) if self.encoding == "utf-8" else (data.translate(None, _CONTROLS), 0)
        return _parse(self.opening + sound + b"</rss>"), controls or len(data) - len(sound)

    def read_item(self, data: bytes) -> Item:
        """Read one item; NotReadableError where it is no XML."""
        root, controls = self.parse(data)
        return _item(root[0], controls)


def without_controls(data: bytes) -> tuple[bytes, int]:
    """Return UTF-8 without what no XML may hold, and how many characters that were."""
    sound = data.translate(None, _CONTROLS)
    count = len(data) - len(sound)
    for code in _NO_CHARACTERS:
        if code in sound:
            count += sound.count(code)
            sound = sound.replace(code, b"")
    return sound, count


def beginning(head: bytes) -> int:
    """Return where the XML of a *head* begins: after a BOM, blank lines, or what a program printed first."""
    found = _BEGINNING.search(head)
    return found.start() if found else 0


def wrapper_of(head: bytes) -> Wrapper:
    """Return what the items of the export that begins with *head* are read in; NotReadableError where it is none."""
    if not head.strip():
        raise NotReadableError("is empty")
    if head.startswith(_UTF16_BOMS):
        raise NotReadableError("is written in UTF-16, and an export of WordPress is not")
    rss = _RSS.search(head)
    if not rss or _WORDPRESS not in rss[0]:
        raise NotReadableError("is no export of WordPress")
    declared = _DECLARED.match(head, beginning(head))
    encoding = declared[1].decode().lower() if declared else "utf-8"
    opening = b'<?xml version="1.0" encoding="%s"?>' % encoding.encode() + b" ".join(rss[0].split())
    return Wrapper(opening, encoding)


def read_head(head: bytes, *, is_whole: bool) -> Head:
    """Read the head of an export, which items follow unless it *is_whole*; NotReadableError where it is no XML."""
    start = beginning(head)
    sound, _ = without_controls(head[start:])
    try:
        root = _parse(sound if is_whole else sound + b"</channel></rss>")
    except NotReadableError as error:
        raise NotReadableError(str(error), error.line + head.count(b"\n", 0, start)) from None
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    for element in (child for channel in root if channel.tag == "channel" for child in channel):
        name = _name(element.tag)
        if name == "wp:author":
            author = {_name(child.tag): child.text or "" for child in element}
            names[author.get("wp:author_login", "").strip()] = plain(author.get("wp:author_display_name", ""))
        else:
            values.setdefault(name, (element.text or "").strip())
    blog = values.get("wp:base_blog_url") or values.get("link", "")
    return Head(plain(values.get("title", "")), blog, names)


def _etree() -> Any:
    """Return the XML parser, which is slow to import, and an extra: only an import needs it."""
    return import_module("lxml.etree")


def _parse(data: bytes) -> Any:
    """Parse *data*, which holds no DOCTYPE: no entity is there to be expanded, and nothing else is read."""
    etree = _etree()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, found = error.position[0] or 1, (error.msg or "broken").partition(", line")[0]
        raise NotReadableError(f"is no sound XML ({found})", line) from None


@lru_cache(maxsize=256)
def _name(tag: Any) -> str:
    """Return the name of an element with the usual prefix, whatever version of the format it is from."""
    for pattern, prefix in _PREFIXES:
        if match := pattern.match(str(tag)):
            return prefix + str(tag)[match.end() :]
    return str(tag)


def _item(element: Any, controls: int) -> Item:
    fields: dict[str, str] = {}
    terms: list[tuple[str, str, str]] = []
    meta: list[tuple[str, str]] = []
    comments: list[dict[str, str]] = []
    for child in element:
        name = _name(child.tag)
        if name == "category":
            terms.append((child.get("domain", ""), child.get("nicename", ""), child.text or ""))
        elif name == "wp:postmeta":
            values = _fields(child)
            meta.append((values.get("wp:meta_key", "").strip(), values.get("wp:meta_value", "").strip()))
        elif name == "wp:comment":
            comments.append(_fields(child))
        else:
            fields.setdefault(name, _text(child))
    return Item(fields, tuple(terms), tuple(meta), tuple(comments), controls)


def _fields(element: Any) -> dict[str, str]:
    return {_name(child.tag): child.text or "" for child in element}


def _text(element: Any) -> str:
    """Return the text of an element; as HTML where somebody forgot to escape it."""
    if not len(element):
        return str(element.text or "")
    inner = "".join(_etree().tostring(child, encoding="unicode") for child in element)
    return str(element.text or "") + inner
