"""Find the media files and the links that an article's body refers to."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import unquote

from newsgen.formats.anchors import RESERVED_ID
from newsgen.model.article import Article, StandalonePage
from newsgen.text.arabic import BIDI_CONTROLS

REFERENCE = re.compile(
    r'<(?P<tag>(?P<img>img)|(?P<file>source|track)|(?P<video>video)|a)(?P<before>(?: [a-z-]+="[^"]*")*?)'
    r' (?P<name>(?(img)src|(?(file)src|(?(video)poster|href))))="(?P<address>[^"]*)"(?P<after>(?: [a-z-]+="[^"]*")*)>'
)
"""Matches a picture, a file of a player or a link in sanitised HTML; its address is escaped as HTML."""
ID = re.compile(r'(<[a-z0-9]+(?: [a-z-]+="[^"]*")*?) id="([^"]*)"')
"""Matches the beginning of a tag in sanitised HTML with its id, which is escaped as HTML."""
ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
"""Matches the beginning of an address that names a scheme or a host."""

_REMOTE = re.compile(r"(https?):|//", re.IGNORECASE)
_MEDIA_FOLDER = re.compile("^(?:content/)?media/")
_MEDIA_LINK = re.compile(r"\s*(?:\.\.?/)*/?(?:content/)?media/")
_UP = re.compile("^(?:\\.\\./)+(?=(?:content/)?media/)")
_FILE_NAME = re.compile(r"[^/]\.[A-Za-z0-9]{2,5}$")
_WITHOUT_BIDI = dict.fromkeys(map(ord, BIDI_CONTROLS))
_QUERY_OR_FRAGMENT = re.compile("[?#]")
_LINE_BREAKS = re.compile(r"[\t\r\n]")


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A file of content/media/ that a source shows or links to."""

    source: str
    kind: Literal["picture", "file", "link"]
    """A link may also lead to a page: then it names no file, and there is no error if the file is missing."""
    written: str
    """The address as it is written in the source."""
    name: str
    """The file's name as `media_name` returns it; the file may be missing and the name invalid."""


def media_references(record: Article | StandalonePage) -> tuple[MediaReference, ...]:
    """Return the media files that *record* refers to, each spelling once, without addresses elsewhere on the web."""
    return tuple(dict.fromkeys(_references(record)))


def _references(record: Article | StandalonePage) -> Iterator[MediaReference]:
    image = record.image.src if isinstance(record, Article) and record.image else None
    if image is not None and not image.lower().startswith(("http://", "https://", "//")):
        yield MediaReference(record.source, "picture", image, media_name(image) or "")
    html = record.body_html or ""
    if not has_references(html):
        return
    for match in REFERENCE.finditer(html):
        written = unescape(match["address"])
        kind = _kind(match, written)
        name = media_name(written) if kind else None
        if kind and name is not None:
            yield MediaReference(record.source, kind, written, name)


def remote_schemes(record: Article | StandalonePage) -> tuple[str, ...]:
    """Return the schemes, sorted, of the pictures on other sites that *record* shows."""
    pictures = [record.image.src] if isinstance(record, Article) and record.image else []
    html = record.body_html or ""
    if "<img " in html:
        pictures += (unescape(match["address"]) for match in REFERENCE.finditer(html) if match["img"])
    found = (_REMOTE.match(as_read(address)) for address in pictures)
    return tuple(sorted({(match[1] or "https").lower() for match in found if match}))


def _kind(match: re.Match[str], written: str) -> Literal["picture", "file", "link"] | None:
    """Return how a body refers to what may be a media file at the address *written*; None if it cannot be one."""
    if match["img"] or match["video"]:
        return "picture"
    if match["file"] or linked_name(written) is not None:
        return "file"
    return "link" if _FILE_NAME.search(path_of(written)) else None


def has_references(html: str) -> bool:
    """Return whether sanitised *html* may hold a reference; most bodies have no attribute at all."""
    if "=" not in html:  # one sign that is rare in Arabic text is found much faster than several
        return False
    return "<a " in html or "<img " in html or "<source " in html or "<video " in html or "<track " in html


def inner_links(html: str) -> tuple[str, ...]:
    """Return the links of an article's body to other pages of the site, as they are written, each once.

    Links to media, to a place on the same page and to other sites are left out.
    """
    if "=" not in html or "<a " not in html:
        return ()
    links = (unescape(match["address"]) for match in REFERENCE.finditer(html) if match["tag"] == "a")
    return tuple(dict.fromkeys(link for link in links if _is_inner(link)))


def ids_of(html: str) -> tuple[str, ...]:
    """Return the ids in sanitised *html*: the places to which links can lead."""
    return tuple(unescape(match[2]) for match in ID.finditer(html)) if "=" in html and ' id="' in html else ()


def lost_places(html: str) -> tuple[str, ...]:
    """Return the links of a body to places in it that are not there, as they are written, each once."""
    if "=" not in html or 'href="#' not in html:
        return ()
    links = (unescape(match["address"]) for match in REFERENCE.finditer(html) if match["tag"] == "a")
    local, ids = (link for link in links if link.startswith("#")), ids_of(html)
    return tuple(dict.fromkeys(link for link in local if not is_place(link, ids)))


def is_place(href: str, ids: Collection[str]) -> bool:
    """Return whether the fragment of a body's link, if it has one, leads to one of the page's *ids*.

    Places that the templates make are not checked, nor a text to highlight, which begins with a sign of its own.
    """
    fragment = href.partition("#")[2]
    name = unquote(fragment)
    known = not name or name.lower() == "top" or ":~:" in name or RESERVED_ID.fullmatch(name)
    return bool(known) or fragment in ids or name in ids


def _is_inner(href: str) -> bool:
    path = path_of(href)
    return bool(path) and not ELSEWHERE.match(path) and linked_name(href) is None


def path_of(href: str) -> str:
    """Return the path of a body's link *href*, without query and fragment, as browsers parse it."""
    return _QUERY_OR_FRAGMENT.split(as_read(href), maxsplit=1)[0]


def as_read(href: str) -> str:
    """Return a body's *href* without white space that browsers ignore: "/", a tab and "/" mean "//", another host."""
    return _LINE_BREAKS.sub("", href).strip()


def media_name(written: str) -> str | None:
    """Return the path below content/media/ that a picture in a body means; None if it is on another site.

    `a.jpg`, `media/a.jpg`, `/media/a.jpg`, `../media/a.jpg` and `content/media/a.jpg` are one name, in NFC, without
    query, fragment, percent-encoding and bidi marks. The file may be missing and the name invalid.
    """
    address = written.strip()
    if ELSEWHERE.match(address):
        return None
    path = unquote(_QUERY_OR_FRAGMENT.split(address, maxsplit=1)[0], errors="surrogateescape").translate(_WITHOUT_BIDI)
    parts = "/".join(part for part in path.split("/") if part not in {"", "."})
    return name_key(_MEDIA_FOLDER.sub("", _UP.sub("", parts)))


def linked_name(written: str) -> str | None:
    """Return the path below content/media/ that a body's link means; None if it does not begin with that name."""
    return media_name(written) if _MEDIA_LINK.match(written) else None


def name_key(name: str) -> str:
    """Return the key by which two spellings of a file that bodies link are equal: in NFC, without bidi marks."""
    return unicodedata.normalize("NFC", name.translate(_WITHOUT_BIDI))
