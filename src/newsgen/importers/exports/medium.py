"""Import an export of Medium: each post is a page of HTML, in a folder or in a zip file."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from newsgen.errors import SourceError
from newsgen.importers.exported_posts import Post, item_of, slug_in
from newsgen.importers.exports.cards import plain_cards
from newsgen.importers.exports.files import is_zip, read_member, zip_names
from newsgen.importers.html_pictures import inner_html
from newsgen.importers.items import Finding, Skipped
from newsgen.importers.saved_pages.files import read_limited
from newsgen.loaders.webpage.dom import Element, HostilePageError, drop, parse_page, text_of
from newsgen.text.arabic import slug
from newsgen.text.encodings import UndecodableError, decode_page
from newsgen.text.web_addresses import host_of

NOT_A_POST = "is part of an export of Medium, but not a post"
_KEY = re.compile(r"-?([0-9a-f]{8,16})/?$")
"""What Medium ends the address of each post with."""
_DRAFT = re.compile(r"^draft_", re.IGNORECASE)


def import_medium(file: Path, name: str) -> Iterator[Finding]:
    """Yield the findings of the post or the zip *file*, called *name* in messages."""
    try:
        if not is_zip(file):
            yield _finding_of(file.name, read_limited(file, name), name, "")
            return
        inner = zip_names(file)
        if not inner:
            yield SourceError(name, "is a damaged zip file", "get the file again, or unpack it")
    except SourceError as error:
        yield error
        return
    for member in inner:
        yield _member(file, member, name)


def _member(file: Path, member: str, name: str) -> Finding:
    """Return what a *member* of an export of Medium is, which is the zip *file*."""
    if PurePosixPath(member).parent.name != "posts" or not member.lower().endswith(".html"):
        return Skipped(member, NOT_A_POST)
    try:
        return _finding_of(member, read_member(file, member, name), name, member)
    except SourceError as error:
        return error


def _finding_of(file: str, data: bytes, name: str, place: str) -> Finding:
    """Return what a *file* of an export of Medium with these *data* is."""
    path = f"{name}/{place}" if place else name
    try:
        decoded = decode_page(data)
        root = parse_page(decoded.text)
    except UndecodableError as error:
        return SourceError(path, f"has {error}", "get the export again", error.line)
    except HostilePageError as error:
        return SourceError(path, f"has {error}", "leave this file out")
    body = None if root is None else _first(root, "section", "data-field", "body")
    if body is None:
        return Skipped(place, "is not a post of Medium: it has no section for its text")
    found = item_of(_read_post(root, body, Post(data, ".html", place, "", ""), file), name, decoded.encoding)
    if isinstance(found, Skipped):
        return found
    return replace(found, name=found.article.slug or slug(found.article.headline))


def _read_post(root: Element, body: Element, post: Post, file: str) -> Post:
    """Return *post* with what the page *root* of Medium in *file* says of it; its text is in *body*."""
    title, subtitle = (
        _words(_first(root, "h1", "class", "p-name")),
        _words(_first(root, "section", "class", "p-summary")),
    )
    canonical = _first(root, "a", "class", "p-canonical")
    address = "" if canonical is None else (canonical.get("href") or "").strip()
    is_draft = bool(_DRAFT.match(PurePosixPath(file).name)) or canonical is None
    name = _KEY.sub("", slug_in(address))
    _drop_repeated(body, title, subtitle)
    html, lost = plain_cards(inner_html(body))
    return replace(
        post,
        title=title,
        html=html,
        key=_key(root, address),
        link=address,
        slug=name,
        aliases=() if is_draft or _is_shared(address) else (address,),
        authors=tuple(filter(None, [_words(_first(root, "a", "class", "p-author"))])),
        published=_published(root),
        tags=tuple(filter(None, (_words(tag) for tag in _all(root, "a", "class", "p-tag")))),
        summary="" if subtitle.endswith(("…", "...")) or subtitle in " ".join(body.itertext()) else subtitle,
        draft="is a draft" if is_draft else "",
        warnings=lost,
    )


def _drop_repeated(body: Element, title: str, subtitle: str) -> None:
    """Drop the title, and the line before each section of a post of Medium if nothing precedes it."""
    for heading in list(body.iter("h1", "h2", "h3", "h4")):
        classes = (heading.get("class") or "").split()
        is_title = "graf--title" in classes or ("graf--leading" in classes and _words(heading) == title)
        if is_title or ("graf--subtitle" in classes and _words(heading) == subtitle):
            drop(heading)
    dividers = _all(body, "div", "class", "section-divider")
    for divider in dividers[:1]:
        drop(divider)


def _key(root: Element, address: str) -> str:
    """Return what identifies a post of Medium in later exports; "" if nothing does."""
    addresses = [
        address,
        *(link.get("href") or "" for link in root.iter("a") if "medium.com/p/" in (link.get("href") or "")),
    ]
    found = filter(None, (_KEY.search(re.split("[?#]", one)[0]) for one in addresses))
    return next((f"medium {match[1]}" for match in found), "")


def _is_shared(address: str) -> bool:
    """Return whether an *address* is on Medium itself, from where nothing can lead to the project."""
    host = host_of(address) or ""
    return not host or host == "medium.com" or host.endswith(".medium.com")


def _published(root: Element) -> datetime | None:
    """Return when a post of Medium was published, to the second."""
    time = _first(root, "time", "class", "dt-published")
    try:
        return None if time is None else datetime.fromisoformat(time.get("datetime") or "").replace(microsecond=0)
    except ValueError:
        return None


def _all(root: Element, tag: str, attribute: str, value: str) -> list[Element]:
    """Return the elements of a post of Medium with this *tag* and one word of this *attribute*."""
    return [one for one in root.iter(tag) if value in (one.get(attribute) or "").split()]


def _first(root: Element, tag: str, attribute: str, value: str) -> Element | None:
    return next(iter(_all(root, tag, attribute, value)), None)


def _words(element: Element | None) -> str:
    return "" if element is None else text_of(element)
