"""Find the files to import and detect what kind each one is."""

import os
import shlex
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import is_folder, is_utf8
from newsgen.importers.export_folders import parts_without_articles
from newsgen.importers.file_kinds import Kind, detect_kind, is_webpage_name, refusal
from newsgen.importers.generators.detection import GENERATORS, MARKDOWN_SUFFIXES, find_site, generator_at
from newsgen.importers.generators.settings import is_settings_name
from newsgen.importers.object_store import StoreError
from newsgen.importers.remote_files import AnyFile, RemoteFile, RemoteFolder, RemotePlace, fetch_heads

_SITE_MANIFEST = ".newsgen-files"
"""Every site that newsgen built has this file; its pages are not originals."""
_HEADS = 50
"""Files of a store whose first bytes are fetched at a time."""
_OWN_PROJECT = {"content", "seeds"}
_CONTENT_FOLDERS = {"content", "_posts", "posts", "source", "src", "pages", "themes", "layouts"}
"""Where sites of generators have what they show; a file like config.yml alone may belong to anything."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the user named, or that is in a folder that the user named."""

    file: AnyFile
    kind: Kind | None
    """None for a file that newsgen does not import."""
    reason: str = ""
    """Why it is not imported, as a phrase that follows its name."""
    chosen: tuple[Path, ...] = ()
    """The files and folders of a site that are imported; empty for all of them."""
    error: NewsgenError | None = None
    """Why a part of a store could not be looked at, which is worse than a file that newsgen does not import."""

    @property
    def name(self) -> str:
        """The path or URL of the input as the user would type it."""
        return str(self.file)


def find_inputs(paths: Iterable[Path | RemotePlace], kind: Kind | None) -> Iterator[Input]:
    """Yield the files at and below *paths*, sorted by name within each folder; all are of *kind* unless it is None.

    The site of another generator is one input, because its articles link to each other, even if several of its files
    are named. A file that is named twice is yielded again without a kind. Hidden files are skipped.
    """
    seen: dict[str, str] = {}
    sites: dict[str, Input] = {}
    others = [path for path in paths if not isinstance(path, Path) or not _add_site(path, kind, sites)]
    for found in chain(sites.values(), *(_inputs_at(path, kind) for path in others)):
        first = seen.setdefault(_identity(found.file), found.name) if found.kind not in GENERATORS else found.name
        yield found if first == found.name else Input(found.file, None, f"is the same file as {first}")


def _identity(file: AnyFile) -> str:
    """Return a text that two names of one file share."""
    return os.path.realpath(file) if isinstance(file, Path) else str(file)


def _add_site(path: Path, kind: Kind | None, sites: dict[str, Input]) -> bool:
    """Add the site that *path* is in, if any, to *sites*, which are by their roots; return whether there is one."""
    is_markdown = path.suffix.lower() in MARKDOWN_SUFFIXES
    if kind not in (None, *GENERATORS) or not (is_folder(path) or is_markdown or kind) or not is_utf8(path.name):
        return False
    site = find_site(path, kind)
    if site is None:
        return False
    root = path if site.root == path else site.root
    root = Path(os.path.relpath(root)) if root.is_absolute() and not path.is_absolute() else root
    is_whole = os.path.realpath(path) in {os.path.realpath(root), os.path.realpath(root / site.content)}
    key = os.path.realpath(root)
    known = sites.get(key)
    chosen = () if is_whole or (known and not known.chosen) else (*(known.chosen if known else ()), path)
    sites[key] = Input(root, site.generator, chosen=chosen)
    return True


def _inputs_at(path: Path | RemotePlace, kind: Kind | None) -> Iterator[Input]:
    """Yield the inputs at *path*, which is no site; all Markdown files below a folder are one input."""
    if not isinstance(path, RemoteFolder) and (isinstance(path, RemoteFile) or not is_folder(path)):
        yield _input(path, kind, named=True)
        return
    markdown: list[AnyFile] = []
    try:
        yield from _inputs_below(path, kind, markdown)
    except StoreError as error:
        yield Input(_as_file(path), None, error=error)
    if markdown:
        yield Input(path, "markdown") if isinstance(path, Path) else _markdown_in_store(path, len(markdown))


def _as_file(place: Path | RemotePlace) -> AnyFile:
    """Return a *place* for an input that is not imported, which needs only its name."""
    return RemoteFile(place.bucket, place.key.removesuffix("/")) if isinstance(place, RemoteFolder) else place


def _markdown_in_store(place: RemotePlace, count: int = 0) -> Input:
    """Return the input that stands for a site, or for a *count* of Markdown files, at a *place* in a store."""
    folder = str(place) if isinstance(place, RemoteFolder) else str(place).rpartition("/")[0] + "/"
    found = f"contains Markdown files ({count})" if count else "is a part of a site of Markdown files"
    why = "they link to each other and to files beside them"
    remedy = f"copy the folder, for example with aws s3 sync {shlex.quote(folder)} FOLDER, and import FOLDER"
    error = SourceError(str(place), f"{found}, which newsgen does not read from a store because {why}", remedy)
    return Input(_as_file(place), None, error=error)


def _inputs_below(folder: Path | RemoteFolder, kind: Kind | None, markdown: list[AnyFile]) -> Iterator[Input]:
    """Yield the inputs below *folder*, without Markdown files, which are added to *markdown*; raise StoreError."""
    try:
        entries: list[Path | RemotePlace] = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        assert isinstance(folder, Path)  # noqa: S101 - a store raises StoreError
        yield Input(folder, None, f"cannot be read ({error.strerror})")
        return
    stems = {entry.stem for entry in entries if is_webpage_name(entry.name)}
    parts = parts_without_articles(entries) if kind is None else {}
    if isinstance(folder, RemoteFolder) and (kind in GENERATORS or (kind is None and _is_site(entries))):
        yield _markdown_in_store(folder)
        return
    for number, entry in enumerate(entries):
        if isinstance(folder, RemoteFolder) and number % _HEADS == 0:
            visible = (one for one in entries[number : number + _HEADS] if not one.name.startswith("."))
            fetch_heads(one for one in visible if isinstance(one, RemoteFile))
        if entry.name in parts and not entry.name.startswith("."):
            yield Input(_as_file(entry), None, parts[entry.name])
        elif not entry.name.startswith("."):
            yield from _inputs_of(entry, kind, stems, markdown)


def _inputs_of(
    entry: Path | RemotePlace, kind: Kind | None, stems: set[str], markdown: list[AnyFile]
) -> Iterator[Input]:
    """Yield the inputs at the *entry* of a folder, in which pages have these *stems*, as `_inputs_below` does."""
    if isinstance(entry, RemoteFile) or not (isinstance(entry, RemoteFolder) or is_folder(entry)):
        if kind is None and entry.suffix.lower() in MARKDOWN_SUFFIXES:
            markdown.append(entry)
        else:
            yield _input(entry, kind, named=False)
    elif why := _folder_refusal(entry, stems):
        yield Input(_as_file(entry), None, why)
    elif kind is None and isinstance(entry, Path) and (site := generator_at(entry)):
        yield Input(entry, site[0])
    else:
        yield from _inputs_below(entry, kind, markdown)


def _is_site(entries: Iterable[Path | RemotePlace]) -> bool:
    """Return whether *entries*, those of one folder in a store, are of a site with Markdown, by their names."""
    names = {entry.name for entry in entries}
    return names >= _OWN_PROJECT or (any(map(is_settings_name, names)) and not names.isdisjoint(_CONTENT_FOLDERS))


def _folder_refusal(folder: Path | RemoteFolder, stems: set[str]) -> str:
    """Return why the inputs of a *folder* are not imported, as a phrase after its name; "" if they are."""
    if folder.is_symlink():
        return "is a link to a folder; name the folder itself"
    if _saved_beside(folder.name, stems):
        return "contains the parts of the saved page beside it"
    if isinstance(folder, RemoteFolder):
        is_site = folder.file(_SITE_MANIFEST) is not None
    else:
        is_site = os.path.lexists(folder / _SITE_MANIFEST)
    return "is a site that newsgen built; name the folder of its originals" if is_site else ""


def _saved_beside(name: str, stems: set[str]) -> bool:
    """Return whether a browser saved the pictures of a page in the folder: `page_files` beside `page.html`."""
    return any(
        name.removesuffix(marker) in stems for marker in ("_files", "-files", ".files", "_ملفات") if name != marker
    )


def _input(file: AnyFile, kind: Kind | None, *, named: bool) -> Input:
    """Return *file* as an input; if the user *named* it and its suffix is unknown, its first bytes decide its kind."""
    try:
        if isinstance(file, RemoteFile) and (kind in GENERATORS or file.suffix.lower() in MARKDOWN_SUFFIXES):
            return _markdown_in_store(file)
        if isinstance(file, Path) and not stat.S_ISREG(file.stat().st_mode):
            return Input(file, None, "is not a regular file")
        if not is_utf8(file.name):
            return Input(file, None, "has a name that is not UTF-8; rename it")
        detected = kind or detect_kind(file, named=named)
    except OSError as error:
        return Input(file, None, f"cannot be read ({error.strerror})")
    except StoreError as error:
        return Input(file, None, error=error)
    return Input(file, detected, "" if detected else refusal(file))
