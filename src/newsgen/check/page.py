"""Read one HTML page of a finished site: its links, ids, title and the other facts that checks compare."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple

from newsgen.check.addresses import Link, addresses_of, refresh_target
from newsgen.check.html_scanner import StartTag, parse_tag, rich_tags
from newsgen.check.inventory import Inventory, Target
from newsgen.errors import SourceError
from newsgen.filesystem import read_source

LONGEST_PAGE = 32 * 1024 * 1024
"""Bytes of the longest page that is read."""


class Words(NamedTuple):
    """A value of a page's head, with the line of its element."""

    text: str
    line: int


class Image(NamedTuple):
    """A picture of a page."""

    element: str
    """"img", or another element that shows a picture and needs a text for it."""
    url: str
    alt: str | None
    """The alternative text; None if it is missing."""
    line: int


class Place(NamedTuple):
    """A place in another page that a link leads to."""

    path: str
    """The path of the other page in the site."""
    fragment: str
    element: str
    line: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a page when all pages have been read; it is small, because it is sent from a worker process."""

    path: str
    """In the site, such as "about/index.html"."""
    size: int
    """In bytes."""
    ids: str = "\0"
    """The ids of its elements, each between NULs, which no id contains."""
    title: Words | None = None
    description: Words | None = None
    canonical: Words | None = None
    refresh: Words | None = None
    """The address to which <meta http-equiv=refresh> leads."""
    base: str | None = None
    """The value of <base href>."""
    robots: str = ""
    """The value of <meta name=robots>, in lower case."""
    lang: str | None = None
    dir: str | None = None
    is_utf8: bool = True
    unreadable: str | None = None
    """Why the page cannot be read; None if it was."""
    targets: "array[int]" = field(default_factory=lambda: array("I"))
    """The files of the site that the page leads to or needs, each once, as numbers in the inventory."""
    places: tuple[Place, ...] = ()
    """The places in other pages that it leads to."""

    @property
    def url(self) -> str:
        """The address of the page, as in `newsgen.model.urls`."""
        folder, _, name = self.path.rpartition("/")
        return self.path if name != "index.html" else f"{folder}/" if folder else ""

    @property
    def is_redirect(self) -> bool:
        """Whether the page only leads to another one."""
        return self.refresh is not None

    @property
    def is_hidden(self) -> bool:
        """Whether the page asks search engines to leave it out."""
        return "noindex" in self.robots

    def has_id(self, name: str) -> bool:
        """Return whether an element has the id *name*."""
        return f"\0{name}\0" in self.ids


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the check of each page sees it, in a worker process."""

    facts: Facts
    html: str = ""
    """The source; `html_scanner.tokens` returns its tags and texts."""
    links: tuple[tuple[Link, Target], ...] = ()
    """Each address, once for each element and attribute that has it, with where it leads."""
    images: tuple[Image, ...] = ()
    doubled_ids: tuple[tuple[str, int], ...] = ()
    """Ids that more than one element has, each with the line of a further one."""

    @property
    def path(self) -> str:
        """The path of the page in the site."""
        return self.facts.path


def read_page(site: Inventory, path: str) -> Page:
    """Return the page at *path* in the *site*; its `unreadable` says why if it cannot be read."""
    try:
        data = read_source(f"{site.folder}/{path}", path)
    except SourceError as error:
        return Page(Facts(path, 0, unreadable=error.found))
    if len(data) > LONGEST_PAGE:
        return Page(Facts(path, len(data), unreadable=f"has more than {LONGEST_PAGE} bytes"))
    try:
        html, is_utf8 = data.decode(), True
    except UnicodeDecodeError:
        html, is_utf8 = data.decode(errors="replace"), False
    found = _Found()
    found.read(html)
    base = found.head.get("base")
    links = tuple([(link, site.resolve(link.url, path, base)) for link in found.links.values()])
    targets, places = set(), []
    for link, target in links:
        if target.exists and target.path is not None:
            targets.add(target.path)
            if target.fragment and target.path != path:
                places.append(Place(target.path, target.fragment, link.element, link.line))
    facts = Facts(
        path,
        len(data),
        "\0".join(["", *found.ids, ""]),
        is_utf8=is_utf8,
        targets=array("I", map(site.number_of, targets)),
        places=tuple(places),
        **found.head,
    )
    return Page(facts, html, links, tuple(found.images), tuple(found.doubled_ids.items()))


@dataclass(slots=True)
class _Found:
    """The facts of a page that were found so far."""

    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    doubled_ids: dict[str, int] = field(default_factory=dict)
    images: list[Image] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    """Values of `Facts` by name; the first element of a kind counts."""

    def read(self, html: str) -> None:
        """Note the facts in a page."""
        line, counted, known, links = 1, 0, _known, self.links
        for source, position in rich_tags(html):
            noted = known[source] if source in known else _note(source)
            if noted is None:
                continue
            line += html.count("\n", counted, position)
            counted = position
            for key in noted.addresses:
                if key not in links:
                    links[key] = Link(key[1], key[0], line)
            if noted.id is not None:
                self._add_id(noted.id, line)
            if noted.reader:
                noted.reader(self, noted.tag, line)

    def _add_id(self, name: str, line: int) -> None:
        if name in self.ids:
            self.doubled_ids.setdefault(name, line)
        self.ids.add(name)

    def note(self, name: str, value: Any) -> None:
        """Keep the *value* of a fact of the head, unless there is one already."""
        self.head.setdefault(name, value)

    def add_title(self, tag: StartTag, line: int) -> None:
        """Note the page's title."""
        self.note("title", Words(" ".join(unescape(tag.text).split()), line))

    def add_meta(self, tag: StartTag, line: int) -> None:
        """Note a description, the orders for search engines, or a refresh."""
        content = tag.attributes.get("content", "")
        name = tag.attributes.get("name", "").lower()
        if name == "description":
            self.note("description", Words(" ".join(content.split()), line))
        elif name == "robots":
            self.note("robots", content.lower())
        elif tag.attributes.get("http-equiv", "").lower() == "refresh":
            target = refresh_target(content)
            if target is not None:
                self.note("refresh", Words(target, line))

    def add_link(self, tag: StartTag, line: int) -> None:
        """Note the canonical address."""
        if "canonical" in tag.attributes.get("rel", "").lower().split():
            self.note("canonical", Words(tag.attributes.get("href", "").strip(), line))

    def add_html(self, tag: StartTag, _: int) -> None:
        """Note the language and the direction."""
        self.note("lang", tag.attributes.get("lang"))
        self.note("dir", tag.attributes.get("dir"))

    def add_base(self, tag: StartTag, _: int) -> None:
        """Note the address below which relative ones are."""
        if "href" in tag.attributes:
            self.note("base", tag.attributes["href"].strip())

    def add_image(self, tag: StartTag, line: int) -> None:
        """Note a picture: also one that is a button, and a linked part of one."""
        if tag.name == "img" or tag.attributes.get("type", "").lower() == "image" or "href" in tag.attributes:
            self.images.append(Image(tag.name, tag.attributes.get("src", ""), tag.attributes.get("alt"), line))


_READERS: dict[str, Callable[[_Found, StartTag, int], None]] = {
    "title": _Found.add_title,
    "meta": _Found.add_meta,
    "link": _Found.add_link,
    "html": _Found.add_html,
    "base": _Found.add_base,
    **dict.fromkeys(("img", "input", "area"), _Found.add_image),
}
"""What is noted of an element, by its name, beside addresses and ids."""


def _reader_of(tag: StartTag) -> Callable[[_Found, StartTag, int], None] | None:
    """Return the function that notes what a start tag says of the page, if it says something."""
    if tag.name == "meta" and not _HEAD.intersection((tag.attributes.get("name", "").lower(), *tag.attributes)):
        return None
    return _READERS.get(tag.name)


_HEAD = frozenset(("description", "robots", "http-equiv"))
"""The names and attributes of <meta> that are noted."""


class _Noted(NamedTuple):
    """What is noted of a start tag."""

    tag: StartTag
    addresses: tuple[tuple[str, str], ...]
    id: str | None
    reader: Callable[[_Found, StartTag, int], None] | None


_known: dict[str, _Noted | None] = {}
"""What is noted of tags by their source: those of the menu and the foot are on every page."""
_MOST_KNOWN = 5_000
_LONGEST_KNOWN = 300


def _note(source: str) -> _Noted | None:
    """Return what is noted of the tag at the beginning of *source*; None if nothing is."""
    noted = None
    tag = parse_tag(source)
    if tag:
        addresses, reader = tuple(addresses_of(tag)), _reader_of(tag)
        name = tag.attributes.get("id", tag.attributes.get("name") if tag.name == "a" else None)
        if addresses or name is not None or reader:
            noted = _Noted(tag, addresses, name, reader)
    if len(source) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()  # most are on one page alone, and those of the menu come back with the next page
        _known[source] = noted
    return noted
