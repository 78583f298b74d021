"""Tell what a file of XML, JSON, CSV or HTML holds by its first bytes, and say what it is if it is not imported."""

import re
from collections.abc import Callable, Mapping
from typing import Literal, cast, get_args

from newsgen.importers.warc.wacz import packages_listed_in

TextKind = Literal["wxr", "blogger", "feed", "html", "ghost", "medium", "substack"]
_WORDPRESS = "://wordpress.org/export/"
_BEFORE_ROOT = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE(?:[^\[<>]|\[[^\]]*\])*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])[^<>]*")
"""The start of an element, with the namespaces that it declares."""
_PAGE = re.compile(r"<!DOCTYPE\s+html\b", re.IGNORECASE)
_PAGE_HEAD = 1000
_XML_START = re.compile(r"\ufeff?\s*(?:<\?xml\b|<rss\b|<feed\b|<rdf:)", re.IGNORECASE)
_BLOGGER = re.compile(r"tag:blogger\.com,1999:blog-|schemas\.google\.com/blogger/|>\s*Blogger\s*</generator>")
_ENTRY = re.compile(r"<(?:\w+:)?entry[\s>]")
_KINDS_BY_ROOT: dict[str, TextKind] = {"rss": "feed", "rdf": "feed", "feed": "feed", "html": "html"}
_REFUSALS_BY_ROOT = {
    "urlset": "is a sitemap, which only lists addresses; import the pages themselves",
    "sitemapindex": "is a list of sitemaps, which only list addresses; import the pages themselves",
    "opml": "is a list of feeds (OPML); import the feeds themselves",
    "svg": "is a picture (SVG)",
    "entry": "is a single entry of a feed; import the whole feed",
    "mediawiki": "is an export of MediaWiki, which newsgen does not import",
}
_GHOST = re.compile(r'\s*\{\s*"(?:db"\s*:\s*\[\s*\{|meta"\s*:\s*\{\s*"exported_on"|data"\s*:\s*\{\s*")')
_SUBSTACK_COLUMNS = {"post_id", "post_date", "title"}
_MAX_NAMES = 20
_MEDIUM_HEAD = 8192
"""Characters in which a post of Medium begins; saved pages are many, and need not be read further."""
_PAGES = (".html", ".htm")
_MEDIUM = re.compile(r"""class=["']h-entry["'].*?data-field=["'](?:body|subtitle)["']""", re.DOTALL)


def kind_or_refusal(suffix: str, head: bytes) -> TextKind | str:
    """Return the kind of a text with this *suffix* that begins with *head*, or why it is not imported.

    The reason is a phrase that follows the name of the file.
    """
    text = _decoded(head)
    return _READERS[suffix](text) if text.strip("\0\n\r\t ") or suffix in _PAGES else "is empty"


def is_kind(found: TextKind | str) -> bool:
    """Return whether what `kind_or_refusal` *found* is a kind of text, not a reason."""
    return found in _KINDS


def kind_of_unnamed(head: bytes) -> TextKind | None:
    """Return the kind of the text that begins with *head*, whatever its name; None if it is none that is imported."""
    text = _decoded(head).lstrip()
    suffix = ".json" if text.startswith("{") else ".xml" if text.startswith("<") else ".csv"
    found = _READERS[suffix](text)
    if found == "html":
        found = _html_kind(text)
    return cast("TextKind", found) if is_kind(found) else None


def _decoded(head: bytes) -> str:
    """Return the first bytes of a file as text; its letters need not be right, but its markup is."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return head.decode(encoding, "replace").lstrip("\ufeff")


def _xml_kind(text: str) -> TextKind | str:
    declared = text.find("<?xml ")
    text = text[max(0, declared) :]  # a program may have printed a warning before it
    if _PAGE.search(text, 0, _PAGE_HEAD):
        return "html"
    root = _ROOT.search(_BEFORE_ROOT.sub("", text))
    if not root:
        return "has the name of an XML file, but contains no XML"
    name = root[1].lower()
    if _WORDPRESS in root[0]:
        return "wxr"
    if name == "feed" and _BLOGGER.search(_ENTRY.split(text)[0]):
        return "blogger"
    unknown = f"is XML with the root <{root[1]}>, which newsgen does not import"
    return _KINDS_BY_ROOT.get(name) or _REFUSALS_BY_ROOT.get(name, unknown)


def _json_kind(text: str) -> TextKind | str:
    if _GHOST.match(text):
        return "ghost"
    names = ", ".join(packages_listed_in(text)[:_MAX_NAMES])
    if names:
        what = "is the description of a collection of WACZ files, which hold the pages"
        return f"{what}: {names}; download and import these"
    return "is JSON, but not an export of Ghost"


def _csv_kind(text: str) -> TextKind | str:
    columns = {name.strip().strip('"').lower() for name in text.partition("\n")[0].split(",")}
    return "substack" if columns >= _SUBSTACK_COLUMNS else "is a table, but not the list of posts of Substack"


def _html_kind(text: str) -> TextKind:
    """Return the kind of a file with the name of a web page, which may be an export or a feed after all."""
    if _XML_START.match(text) and is_kind(found := _xml_kind(text)):
        return cast("TextKind", found)
    return "medium" if _MEDIUM.search(text, 0, _MEDIUM_HEAD) else "html"


_READERS: Mapping[str, Callable[[str], TextKind | str]] = {
    **dict.fromkeys((".xml", ".atom", ".rss", ".rdf"), _xml_kind),
    ".json": _json_kind,
    ".csv": _csv_kind,
    **dict.fromkeys(_PAGES, _html_kind),
}
TEXT_SUFFIXES = frozenset(_READERS)
"""The extensions of files whose first bytes decide their kind."""
_KINDS = frozenset(get_args(TextKind))
