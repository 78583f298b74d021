"""Parse the pieces of a WordPress export as XML: its head, and each item separately."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from newsgen.errors import UnreadableError
from newsgen.importers.wordpress.markup import plain_text
from newsgen.text.web_addresses import decoded_segment, percent_decoded

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF, which XML does not allow."""
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_XML_START = re.compile(rb"<\?xml\s|<rss[\s>]")
_RSS = re.compile(rb"<rss(?=[\s>])[^<>]*>")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_WORDPRESS = b"://wordpress.org/export/"
_PREFIXES = (
    (re.compile(r"\{https?://wordpress\.org/export/[^/}]*/excerpt/?\}"), "excerpt:"),
    (re.compile(r"\{https?://wordpress\.org/export/[^/}]*/?\}"), "wp:"),
    (re.compile(r"\{https?://purl\.org/rss/1\.0/modules/content/?\}"), "content:"),
    (re.compile(r"\{https?://purl\.org/dc/elements/1\.1/?\}"), "dc:"),
)


class InvalidXMLError(UnreadableError):
    """The bytes are not valid XML."""


def decode_slug(name: str) -> str:
    """Return the slug of a WordPress item or category, without a last letter that WordPress cut in the middle."""
    if "%" not in name:
        return name
    try:
        return decoded_segment(name)[0]
    except UnicodeDecodeError:
        return percent_decoded(name).decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a site."""

    slug: str
    name: str
    parent: str = ""
    """The slug of the category above it; "" if there is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata of the whole site in an export."""

    title: str = ""
    blog: str = ""
    """The site's URL."""
    names: dict[str, str] = field(default_factory=dict)
    """The displayed name of each author, by login name."""
    categories: dict[str, Category] = field(default_factory=dict)
    """The categories by their numbers."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an export, with its values as written."""

    fields: dict[str, str]
    terms: tuple[tuple[str, str, str], ...]
    """Categories and tags: taxonomy, slug and name."""
    meta: tuple[tuple[str, str], ...]
    """Custom fields: key and value."""
    comments: tuple[dict[str, str], ...]
    controls: int
    """Number of control characters removed, which XML does not allow."""

    def get(self, name: str) -> str:
        """Return a field of a WordPress item stripped of white space; "" if it is missing."""
        return self.fields.get(name, "").strip()

    def meta_values(self, key: str) -> list[str]:
        """Return the non-empty values of a WordPress item's custom field *key*."""
        return [value for name, value in self.meta if name == key and value]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """The XML declaration and namespaces of the export, with which a single piece can be parsed."""

    opening: bytes
    encoding: str

    def parse(self, data: bytes) -> tuple[Any, int]:
        """Return the XML root element of a WordPress export's piece, and the number of control characters removed."""
        valid, controls = strip_controls(data) if self.encoding == "utf-8" else (data.translate(None, _CONTROLS), 0)
        return _parse(self.opening + valid + b"</rss>"), controls or len(data) - len(valid)

    def read_item(self, data: bytes) -> Item:
        """Parse one WordPress item; raise UnreadableError if it is not valid XML."""
        root, controls = self.parse(data)
        return _item(root[0], controls)


def strip_controls(data: bytes) -> tuple[bytes, int]:
    """Return a WordPress item's UTF-8 without characters that XML does not allow, and how many were removed."""
    valid = data.translate(None, _CONTROLS)
    count = len(data) - len(valid)
    for code in _NONCHARACTERS:
        if code in valid:
            count += valid.count(code)
            valid = valid.replace(code, b"")
    return valid, count


def xml_start(head: bytes) -> int:
    """Return the offset of XML in *head* of a WordPress export, after a BOM, blank lines or a program's output."""
    found = _XML_START.search(head)
    return found.start() if found else 0


def read_wrapper(head: bytes) -> Wrapper:
    """Return the XML around items for the export that starts with *head*; raise UnreadableError if it is none."""
    if not head.strip():
        raise UnreadableError("is empty")
    if head.startswith(_UTF16_BOMS):
        raise UnreadableError("is in UTF-16, unlike any WordPress export")
    rss = _RSS.search(head)
    if not rss or _WORDPRESS not in rss[0]:
        raise UnreadableError("is not a WordPress export")
    declared = _DECLARED.match(head, xml_start(head))
    encoding = declared[1].decode().lower() if declared else "utf-8"
    opening = b'<?xml version="1.0" encoding="%s"?>' % encoding.encode() + b" ".join(rss[0].split())
    return Wrapper(opening, encoding)


def read_head(head: bytes, *, is_whole: bool) -> Head:
    """Parse a WordPress export's head, which *is_whole* if no items follow; raise UnreadableError if it is not XML."""
    start = xml_start(head)
    valid, _ = strip_controls(head[start:])
    try:
        root = _parse(valid if is_whole else valid + b"</channel></rss>")
    except InvalidXMLError as error:
        raise InvalidXMLError(str(error), error.line + head.count(b"\n", 0, start)) from None
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    categories: dict[str, Category] = {}
    for element in (child for channel in root if channel.tag == "channel" for child in channel):
        name = _name(element.tag)
        if name == "wp:author":
            author = _fields(element)
            names[author.get("wp:author_login", "").strip()] = plain_text(author.get("wp:author_display_name", ""))
        elif name in {"wp:category", "wp:term"}:
            _add_term(_fields(element), names, categories)
        else:
            values.setdefault(name, (element.text or "").strip())
    blog = values.get("wp:base_blog_url") or values.get("link", "")
    return Head(plain_text(values.get("title", "")), blog, names, categories)


def _add_term(term: dict[str, str], names: dict[str, str], categories: dict[str, Category]) -> None:
    """Add a category to *categories*, or the name of a guest, who may be a term of its own taxonomy, to *names*."""
    taxonomy = term.get("wp:term_taxonomy", "category").strip()
    slug = term.get("wp:category_nicename") or term.get("wp:term_slug", "")
    name = plain_text(term.get("wp:cat_name") or term.get("wp:term_name", ""))
    if taxonomy == "category":
        parent = term.get("wp:category_parent") or term.get("wp:term_parent", "")
        category = Category(decode_slug(slug.strip()), name, decode_slug(parent.strip()))
        categories.setdefault(term.get("wp:term_id", "").strip() or slug, category)
    elif taxonomy == "author" and name.lower() != slug.removeprefix("cap-").lower():
        names.setdefault(slug.strip(), name)


@cache
def _parser() -> Any:
    """Return the parser of all items; to make one takes as long as to parse an item."""
    return import_module("lxml.etree").XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )


def _parse(data: bytes) -> Any:
    """Parse the XML of an item, *data* without a DOCTYPE: no entities are expanded and no other files are read."""
    etree = import_module("lxml.etree")  # an optional dependency that is slow to load
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        line, found = error.position[0] or 1, (error.msg or "broken").partition(", line")[0]
        raise InvalidXMLError(f"is not valid XML ({found})", line) from None


@lru_cache(maxsize=256)
def _name(tag: Any) -> str:
    """Return the name of an item's XML element with the usual prefix, for all versions of the WordPress format."""
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
    """Return the text of an item's XML element, with child elements that should have been escaped as HTML."""
    if not len(element):
        return str(element.text or "")
    tostring = import_module("lxml.etree").tostring
    inner = "".join(tostring(child, encoding="unicode") for child in element)
    return str(element.text or "") + inner
