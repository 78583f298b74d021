"""List the files of a finished site, and resolve addresses in its pages to them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newsgen.check.addresses import css_urls
from newsgen.errors import ConfigError, SourceError
from newsgen.filesystem import read_source
from newsgen.model.urls import place_key

OWN_FILES = ".newsgen-files"
"""The list of files that the build keeps in the output folder; it is not published."""
STAGING = ".newsgen-staging"
"""The folder in the output folder where a build prepares files."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OTHER_SCHEME = re.compile("(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?:https?:)?[/\\]{2}([^/\\?#]*)", re.IGNORECASE)
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_IGNORED = str.maketrans("", "", "\t\n\r")
"""Characters that browsers remove from addresses."""


class Target(NamedTuple):
    """Where an address leads."""

    path: str | None
    """The path in the site, decoded, with the name of an index page; None for other sites and for faults."""
    fragment: str = ""
    """Decoded; "" if there is none."""
    fault: str = ""
    """Why the address leads nowhere, as a phrase that follows it; "" if it leads to a file or to another site."""
    exists: bool = False
    """Whether the site has the file at `path`."""


ELSEWHERE = Target(None)
"""Another site, or an address that is not of the web."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the checks of a site are told beside its folder."""

    base_url: str | None = None
    """Of the site's settings, with a slash at its end."""
    root: str | None = None
    """The project that the site was built from; None if only the site is known."""
    hosts: tuple[str, ...] = ()
    """The hosts whose limits are errors; if empty, those of all hosts are notes."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that is known of a site before its pages are read."""

    folder: str
    """The finished site."""
    files: dict[str, int]
    """The size of each file by its path, with forward slashes, sorted; without `OWN_FILES` and `STAGING`."""
    options: Options = Options()
    odd: tuple[str, ...] = ()
    """The paths of what is neither a file nor a folder, and of links to folders, which are not followed."""
    leftovers: tuple[str, ...] = ()
    """The paths of what a build that was killed has left."""
    _numbers: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _by_key: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _needs: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _resolved: dict[str, Target] = field(default_factory=dict, repr=False, compare=False)

    @property
    def pages(self) -> list[str]:
        """The paths of the HTML pages."""
        return [path for path in self.files if path.endswith((".html", ".htm"))]

    def number_of(self, path: str) -> int:
        """Return the place of a file's *path* in `files`; it stands for the path in what processes send."""
        if not self._numbers:
            self._numbers.update(zip(self.files, range(len(self.files)), strict=True))
        return self._numbers[path]

    def needed_by(self, style_sheet: str) -> tuple[str, ...]:
        """Return the files of the site, and the addresses elsewhere, that a *style_sheet* of the site names."""
        known = self._needs.get(style_sheet)
        if known is None:
            try:
                css = read_source(f"{self.folder}/{style_sheet}", style_sheet).decode(errors="replace")
            except SourceError:
                css = ""
            known = tuple(self.resolve(url, style_sheet).path or url for url in css_urls(css))
            self._needs[style_sheet] = known
        return known

    def similar(self, path: str) -> str | None:
        """Return the path of a file whose name differs from *path* only in case, form or encoding; None if none."""
        if not self._by_key:
            self._by_key.update((place_key(one), one) for one in self.files)
        keys = place_key(path), place_key(unquote(path)), place_key(path.strip())
        return next(filter(None, map(self._by_key.get, keys)), None)

    def resolve(self, url: str, page: str, base: str | None = None) -> Target:
        """Return where *url* leads in the file *page*, whose <base href> is *base*."""
        if base:
            page = self.resolve(base, page).path or page
        if url.startswith("#"):
            return Target(page, _decoded(url[1:]) or "", exists=True)
        if not url or url.startswith("?"):
            return Target(page, exists=True)
        folder = page[: page.rfind("/") + 1]
        position = 0
        while folder and url.startswith("../", position):  # as most addresses of the site begin
            position += 3
            folder = folder[: folder.rfind("/", 0, -1) + 1]
        rest = url[position:] if position else url
        if not position and (rest.startswith(("/", "\\")) or _SCHEME.match(rest)):
            return self._absolute(rest)
        return self._below_home(folder + rest)

    def _absolute(self, url: str) -> Target:
        """Return where *url* leads, which has a scheme, a host or a path from the host's root."""
        base_url = self.options.base_url or ""
        if base_url and url.startswith(base_url):
            return self._below_home(url[len(base_url) :])
        if _OTHER_SCHEME.match(url):
            return ELSEWHERE
        base = urlsplit(base_url)
        host = _HOST.match(url)
        if host and host[1].lower() != base.netloc.lower():
            return ELSEWHERE
        try:
            parts = urlsplit(url.translate(_IGNORED))
        except ValueError:
            return Target(None, fault="is not a valid address")
        path = parts.path or "/"
        prefix = unquote(base.path or "/", errors="surrogateescape")
        decoded = unquote(path, errors="surrogateescape")
        if not f"{decoded}/".startswith(prefix):
            return ELSEWHERE if parts.netloc else Target(None, fault=f"leads out of the site, which is below {prefix}")
        rest = "/".join(path.split("/")[prefix.count("/") :])
        return self._below_home(rest + (f"#{parts.fragment}" if parts.fragment else ""))

    def _below_home(self, url: str) -> Target:
        """Return where *url* leads, a relative address from the home page."""
        known = self._resolved.get(url)
        if known is None:
            known = self._resolved[url] = self._resolve(url)
        return known

    def _resolve(self, url: str) -> Target:
        path, _, fragment = url.translate(_IGNORED).strip().partition("#")
        path = path.partition("?")[0]
        if "\\" in path:
            return Target(None, fault="has a backslash")
        decoded = _decoded(path)
        if decoded is None:
            return Target(None, fault="is not percent-encoded UTF-8")
        names = _normal(decoded)
        if names is None:
            return Target(None, fault="leads out of the site")
        return self._file("/".join(names), _decoded(fragment) or "")

    def _file(self, path: str, fragment: str) -> Target:
        """Return the file that a server sends for *path*."""
        if not path or path.endswith("/"):
            path += "index.html"
        elif path not in self.files and f"{path}/index.html" in self.files:
            path += "/index.html"
        return Target(path, fragment, exists=path in self.files)


def address_of(path: str) -> str:
    """Return the address of the file at *path* as a reader knows it, for messages."""
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _decoded(text: str) -> str | None:
    """Return *text* without percent-encoding; None if it is not UTF-8."""
    if "%" not in text:
        return text
    if _BAD_ESCAPE.search(text):
        return None
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _normal(path: str) -> list[str] | None:
    """Return the names in *path* without . and .., the last "" for a folder; None if it leads out of the site."""
    if "./" not in path and "//" not in path and not path.endswith("."):
        return path.split("/")
    names: list[str] = []
    *folders, last = path.split("/")
    for name in [*folders, *([last, ""] if last in {".", ".."} else [last])]:
        if name == "..":
            if not names:
                return None
            names.pop()
        elif name != ".":
            names.append(name)
    return names


def take_inventory(folder: Path, options: Options) -> Inventory:
    """Return the files in the *folder* of a finished site; raise ConfigError if it cannot be read."""
    files: dict[str, int] = {}
    links: list[str] = []
    leftovers: list[str] = []
    try:
        for entry, path in _walk(str(folder), ""):
            if path == STAGING:
                leftovers.append(path)
            elif entry.is_file():
                files[path] = entry.stat().st_size
            else:
                links.append(path)
    except OSError as error:
        raise ConfigError.unreadable(error.filename or str(folder), error, "build the site first") from None
    files.pop(OWN_FILES, None)
    return Inventory(str(folder), dict(sorted(files.items())), options, tuple(sorted(links)), tuple(leftovers))


def _walk(folder: str, prefix: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield the files in *folder*, and the links to folders, which are not followed, with their paths."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False) and path != STAGING:
                yield from _walk(entry.path, f"{path}/")
            else:
                yield entry, path
