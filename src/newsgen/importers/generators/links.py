"""Find what the links and pictures of an article led to on its former site."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from newsgen.filesystem import sha256
from newsgen.importers.generators.detection import MARKDOWN_SUFFIXES, Site
from newsgen.importers.generators.permalinks import base_host, base_path
from newsgen.model.body_links import ELSEWHERE
from newsgen.model.urls import alias_url, place_key, quote_path
from newsgen.pages.media import FILE_EXTENSIONS, PICTURE_EXTENSIONS, is_picture
from newsgen.text.arabic import slug

_STATIC = {
    "hugo": ("static", "assets"),
    "zola": ("static",),
    "nikola": ("files", ""),
    "eleventy": ("public", "static", "assets", ""),
    "newsgen": ("content/media", "content"),
    "markdown": ("static", "public", ""),
}
"""Folders, beside that of the content, whose files a site publishes at their paths."""
_MAX_MEDIA_BYTES = 200_000_000
_PELICAN = re.compile(r"(?:\{(?P<brace>\w+)\}|\|(?P<bar>\w+)\|)(?P<path>.*)")
_INDEXES = re.compile(r"(?:^|(?<=/))index\.html?$")
_TERMS = {"tag": "tags", "category": "sections", "author": "authors"}
"""Where newsgen lists the articles of what Pelican and Nikola call by these names."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article or page of the site to which others may link."""

    path: str
    """Path of its file below the folder of content."""
    address: str
    """The path at which it was published, with a slash at its beginning."""
    title: str
    names: tuple[str, ...]
    """Other names that articles call it by: its slug, and its file's name with and without date."""
    folder: str
    """The folder below that of the content in which its own pictures are."""
    link: str
    """The path to which links lead; "" if no address leads to it."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the site, with the name that it gets in content/media/."""

    name: str
    file: Path

    @property
    def href(self) -> str:
        """The link to the file in Markdown."""
        return f"media/{quote_path(self.name)}"


class Links:
    """All that the links of a site's articles may lead to."""

    def __init__(self, site: Site, known: Iterable[Known]) -> None:
        """Index the articles that are *known*."""
        self._site = site
        self._base, self._host = base_path(site), base_host(site)
        self._root = os.path.realpath(site.root)
        self._by_path: dict[str, Known] = {}
        self._by_address: dict[str, Known] = {}
        self._by_name: dict[str, Known] = {}
        self._media: dict[str, Media | None] = {}
        counts: Counter[str] = Counter()
        for one in known:
            self._by_path[place_key(one.path)] = one
            self._by_address.setdefault(_address_key(one.address), one)
            for name in map(place_key, dict.fromkeys((*one.names, PurePosixPath(one.path).name))):
                counts[name] += 1
                self._by_name[name] = one
        self._by_name = {name: one for name, one in self._by_name.items() if counts[name] == 1}

    def article(self, written: str, source: Known) -> Known | None:
        """Return the article that *source* names by a path, by its file's name, or by its slug."""
        name = unquote(written.strip().removeprefix("@/")).rstrip("/")
        inner = f"{self._site.content}/" if self._site.content else ""
        paths = [name.lstrip("/"), name.lstrip("/").removeprefix(inner)]
        if not written.startswith(("/", "@/")):
            paths.insert(0, os.path.normpath(f"{PurePosixPath(source.path).parent}/{name}"))
        for path in paths:
            for spelled in _spellings(path, source.language):
                if found := self._by_path.get(place_key(spelled)):
                    return found
        last = PurePosixPath(name).name
        return self._by_name.get(place_key(last)) or self._by_name.get(place_key(PurePosixPath(last).stem))

    def resolve(self, written: str, source: Known) -> str | Media | None:
        """Return what the address *written* in the article *source* leads to: an href, or a file.

        None if it leads to another site, or to nothing that the site has.
        """
        path, rest = _split(written.strip())
        path = self._own(path)
        special = self._special(path, source)
        if special is not None:
            return special if isinstance(special, Media) else f"{special}{rest}" if special else None
        if not path or ELSEWHERE.match(path):
            return None
        if PurePosixPath(path).suffix.lower() in MARKDOWN_SUFFIXES and (found := self.article(path, source)):
            return href(found) + rest
        media = self.media(path, source)
        if media:
            return media
        found = self._at(urljoin(source.address, path))
        return href(found) + rest if found else None

    def _special(self, path: str, source: Known) -> str | Media | None:
        """Resolve the forms of addresses that generators invented; None if *path* has none, "" if it leads nowhere."""
        if path.startswith("@/"):
            found = self.article(path, source)
            return href(found) if found else self.media(path[1:], source) or ""
        match = _PELICAN.fullmatch(path)
        if match:
            return self._pelican(match["brace"] or match["bar"], match["path"], source)
        if path.startswith("link://"):
            kind, _, name = path.removeprefix("link://").partition("/")
            if kind in _TERMS:
                return f"/{_TERMS[kind]}/{slug(unquote(name))}/"
            found = self.article(name, source)
            return href(found) if found else ""
        return None

    def _pelican(self, kind: str, path: str, source: Known) -> str | Media:
        if kind in _TERMS:
            return f"/{_TERMS[kind]}/{slug(unquote(path))}/"
        if kind == "index":
            return "/"
        found = self.article(path, source) if kind == "filename" else None
        return href(found) if found else self.media(path, source) or ""

    def _own(self, path: str) -> str:
        """Return the path below the site of an address that names the host of the site; else *path* itself."""
        with suppress(ValueError):
            parts = urlsplit(path)
            if self._host and parts.hostname == self._host and parts.scheme in {"http", "https", ""}:
                path = parts.path or "/"
        return path.removeprefix(self._base) if self._base and path.startswith(f"{self._base}/") else path

    def is_own(self, written: str) -> bool:
        """Return whether the address *written* is one of this site: it names no other host and no scheme."""
        path = self._own(_split(written.strip())[0])
        return bool(path) and not ELSEWHERE.match(path)

    def _at(self, address: str) -> Known | None:
        return self._by_address.get(_address_key(address))

    def media(self, path: str, source: Known) -> Media | None:
        """Return the picture or other file that *path* in the article *source* names; None if there is none."""
        inner = unquote(path.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
        for place in self._places(inner, source):
            found = self._file(place)
            if found:
                return found
        return None

    def _places(self, path: str, source: Known) -> list[str]:
        """Return the paths below the root of the site at which the file that *path* names may be."""
        content = self._site.content
        tops = [content, *_STATIC.get(self._site.generator, ("",))]
        parent = PurePosixPath(source.path).parent.as_posix()
        places = [] if path.startswith("/") else [f"{content}/{source.folder}/{path}", f"{content}/{parent}/{path}"]
        at = unquote(urljoin(source.address, quote(path)))
        places += [f"{top}/{at}" for top in tops] + [f"{top}/{path}" for top in tops]
        own = source.address if source.address.endswith("/") else PurePosixPath(source.address).parent.as_posix()
        if at.startswith(unquote(own)):  # Hexo publishes the folder of an article's pictures at its address
            places.append(f"{content}/{source.folder}/{at.removeprefix(unquote(own))}")
        return list(dict.fromkeys(os.path.normpath(place.lstrip("/")) for place in places))

    def _file(self, place: str) -> Media | None:
        if place not in self._media:
            self._media[place] = self._read_file(place)
        return self._media[place]

    def _read_file(self, place: str) -> Media | None:
        """Return the file at *place* below the root as media, if it is not outside and of a type that is published."""
        suffix = PurePosixPath(place).suffix.lower()
        if suffix[1:] not in FILE_EXTENSIONS or ".." in place.split("/") or "\0" in place:
            return None
        try:
            file = Path(os.path.realpath(f"{self._root}/{place}"))
            if not file.is_relative_to(self._root) or not file.is_file() or file.stat().st_size > _MAX_MEDIA_BYTES:
                return None
            if suffix[1:] in PICTURE_EXTENSIONS and not is_picture(file):
                return None
            digest = sha256(file.read_bytes())[:8]
        except (OSError, ValueError):
            return None
        folders = filter(None, map(slug, PurePosixPath(self._below_top(place)).parent.parts))
        stem = (slug(PurePosixPath(place).stem) or "file").removesuffix(f"-{digest}")
        return Media("/".join((*folders, f"{stem}-{digest}{suffix}")), file)

    def _below_top(self, place: str) -> str:
        """Return the path of a file without the folder of content, or of static files, that it is in."""
        tops = [top for top in (*_STATIC.get(self._site.generator, ()), self._site.content) if top]
        return next((place.removeprefix(f"{top}/") for top in tops if place.startswith(f"{top}/")), place)


def href(known: Known) -> str:
    """Return the link to an imported article: the path that it had, which leads to it."""
    return quote_path(known.link or known.address)


def _spellings(path: str, language: str | None) -> Iterator[str]:
    """Yield the paths of files that *path* may mean in an article in *language*, whose translations are preferred."""
    stem = path.removesuffix(".md")
    if language:
        yield from (f"{stem}.{language}.md", f"{stem}/index.{language}.md")
    yield from (path, f"{path}.md", f"{path}/index.md")


def _split(address: str) -> tuple[str, str]:
    """Split an *address* into its path, and its query and fragment."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    return path, address[len(path) :]


def _address_key(address: str) -> str:
    """Return the key by which two spellings of one path of the site are equal."""
    try:
        key = place_key(alias_url(address))
    except ValueError:
        return address
    return _INDEXES.sub("", key).rstrip("/").removesuffix(".html")
