"""Read the parts of a feed's entry that Atom, RSS and Blogger spell in different ways."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html import escape
from importlib import import_module

from newsgen.importers.feeds.reader import Element
from newsgen.importers.wordpress.markup import plain_text
from newsgen.text.dates import read_date
from newsgen.text.web_addresses import is_url

_PREFIXES = (
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?"), "content:"),
    (re.compile(r"https?://purl\.org/dc/(?:elements/1\.[01]|terms)/?"), "dc:"),
    (re.compile(r"https?://search\.yahoo\.com/mrss/?"), "media:"),
    (re.compile(r"https?://purl\.org/syndication/thread/1\.0/?"), "thr:"),
    (re.compile(r"https?://(?:purl\.org/atom/app#|www\.w3\.org/2007/app)"), "app:"),
    (re.compile(r"https?://schemas\.google\.com/blogger/\d+"), "blogger:"),
    (re.compile(r"https?://schemas\.google\.com/g/2005"), "gd:"),
    (re.compile(r"https?://www\.itunes\.com/dtds/podcast-1\.0\.dtd"), "itunes:"),
    (re.compile(r"https?://www\.w3\.org/1999/xhtml"), "xhtml:"),
    (re.compile(r"https?://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns#).*"), ""),
    (
        re.compile(r"https?://(?:purl\.org/rss/1\.0|my\.netscape\.com/rdf/simple/0\.9|backend\.userland\.com/rss2?)/?"),
        "",
    ),
)
_MARKED_UP = {"html", "xhtml", "text/html", "application/xhtml+xml"}
_TEXTUAL = {"text", "text/plain"}
_FRACTION = re.compile(r"(?<=:\d\d)[.,]\d+")
_GENERIC_AUTHORS = {"unknown", "anonymous", "noreply@blogger.com", "admin", "administrator"}
_E_MAIL = re.compile(r"^\S+@\S+\s*(?:\((.*)\))?$")


@lru_cache(maxsize=256)
def _name(tag: str) -> str:
    """Return the name of a feed's element with the usual prefix for its namespace; without one in Atom and RSS."""
    namespace, brace, name = tag.removeprefix("{").rpartition("}")
    if not brace:
        return name
    return next((prefix + name for pattern, prefix in _PREFIXES if pattern.fullmatch(namespace)), f"?:{name}")


def children(elements: Iterable[Element], *names: str) -> Iterator[Element]:
    """Yield those of a feed's *elements* that have one of *names*, with the usual prefix: the first name first."""
    found = [(_name(child.tag), child) for child in elements if isinstance(child.tag, str)]
    return (child for name in names for known, child in found if known == name)


def text(elements: Iterable[Element], *names: str) -> str:
    """Return the first text that one of a feed's *elements* has, tried by *names*; else ""."""
    found = ((child.text or "").strip() for child in children(elements, *names))
    return next(filter(None, found), "")


def line(elements: Iterable[Element], *names: str) -> str:
    """Return the first text in a feed as one line without markup, such as a title, tried by *names*; else ""."""
    found = (plain_text(html_of(child)) for child in children(elements, *names))
    return next(filter(None, found), "")


def html(elements: Iterable[Element], *names: str) -> str:
    """Return the first content in a feed as HTML, tried by *names*; else ""."""
    return next(filter(None, map(html_of, children(elements, *names))), "")


def html_of(element: Element) -> str:
    """Return the content of a feed's *element* as HTML; "" if it is elsewhere or no text."""
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    if len(element):
        return _inner_html(element)
    words = str(element.text or "")
    is_atom = element.tag.endswith("}content") or element.tag.endswith("}summary")
    if kind in _TEXTUAL and is_atom:
        return escape(words, quote=False)
    return words if kind in _MARKED_UP or not kind or kind in _TEXTUAL else ""


def _inner_html(element: Element) -> str:
    """Return the child elements of a feed's *element* as HTML without namespaces."""
    etree = import_module("lxml.etree")
    for child in element.iterdescendants():
        with suppress(ValueError, AttributeError):  # a comment, or what is left of a damaged name
            child.tag = child.tag.rpartition("}")[2]
    etree.cleanup_namespaces(element)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return escape(element.text or "", quote=False) + inner


def link(elements: Iterable[Element], relation: str = "alternate") -> str:
    """Return the address in a feed with this *relation*, a page if there are several; RSS has the only kind as text."""
    found = [child for child in children(elements, "link") if (child.get("rel") or "alternate") == relation]
    found.sort(key=lambda child: child.get("type") not in {None, "text/html"})
    addresses = ((child.get("href") or child.text or "").strip() for child in found)
    return next(filter(None, addresses), "")


def time(elements: Iterable[Element], *names: str) -> date | None:
    """Return the moment in the first of a feed's *elements* with one of *names*; None if none can be read.

    Feeds have them in ISO 8601, in RFC 822 and as newspapers print them.
    """
    for child in children(elements, *names):
        moment = _moment((child.text or "").strip())
        if moment:
            return moment
    return None


def _moment(words: str) -> date | None:
    parsers: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, parsedate_to_datetime)
    for parse in parsers:
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return parse(_FRACTION.sub("", words))
    return read_date(words).value if words else None


@dataclass(frozen=True, slots=True)
class Person:
    """An author of an entry or of a comment; e-mail addresses are never read."""

    name: str
    url: str | None = None


def people(element: Element) -> list[Person]:
    """Return the authors of an entry in a feed, without e-mail addresses and names of programs."""
    found = []
    for child in children(element, "author", "dc:creator"):
        name = text(child, "name") if len(child) else _without_e_mail((child.text or "").strip())
        url = text(child, "uri", "url")
        if name := plain_text(name):
            found.append(Person(name, url if is_url(url) else None))
    return list(dict.fromkeys(found))


def author_names(element: Element) -> tuple[str, ...]:
    """Return the names of the authors of an entry in a feed, without those that name nobody."""
    return tuple(one.name for one in people(element) if one.name.lower() not in _GENERIC_AUTHORS)


def _without_e_mail(words: str) -> str:
    """Return the name in *words*, which RSS has in brackets after an e-mail address."""
    address = _E_MAIL.match(words)
    return (address[1] or "") if address else words
