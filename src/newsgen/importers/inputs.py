"""Find the files to import and detect what kind each one is."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from newsgen.filesystem import is_folder, is_utf8
from newsgen.importers.export_folders import parts_without_articles
from newsgen.importers.file_kinds import Kind, detect_kind, is_webpage_name, refusal
from newsgen.importers.generators.detection import GENERATORS, MARKDOWN_SUFFIXES, find_site, generator_at

_SITE_MANIFEST = ".newsgen-files"
"""Every site that newsgen built has this file; its pages are not originals."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the user named, or that is in a folder that the user named."""

    file: Path
    kind: Kind | None
    """None for a file that newsgen does not import."""
    reason: str = ""
    """Why it is not imported, as a phrase that follows its name."""
    chosen: tuple[Path, ...] = ()
    """The files and folders of a site that are imported; empty for all of them."""

    @property
    def name(self) -> str:
        """The path of the input as the user would type it."""
        return str(self.file)


def digest_of(input_file: Input) -> str:
    """Return the SHA-256 of a file to import, or "" if it cannot be read, which its importer reports."""
    try:
        with input_file.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def find_inputs(paths: Iterable[Path], kind: Kind | None) -> Iterator[Input]:
    """Yield the files at and below *paths*, sorted by name within each folder; all are of *kind* unless it is None.

    The site of another generator is one input, because its articles link to each other, even if several of its files
    are named. A file that is named twice is yielded again without a kind. Hidden files are skipped.
    """
    seen: dict[str, str] = {}
    sites: dict[str, Input] = {}
    others = [path for path in paths if not _add_site(path, kind, sites)]
    for found in chain(sites.values(), *(_inputs_at(path, kind) for path in others)):
        first = (
            seen.setdefault(os.path.realpath(found.file), found.name) if found.kind not in GENERATORS else found.name
        )
        yield found if first == found.name else Input(found.file, None, f"is the same file as {first}")


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


def _inputs_at(path: Path, kind: Kind | None) -> Iterator[Input]:
    """Yield the inputs at *path*, which is no site; all Markdown files below a folder are one input."""
    if not is_folder(path):
        yield _input(path, kind, named=True)
        return
    markdown: list[Path] = []
    yield from _inputs_below(path, kind, markdown)
    if markdown:
        yield Input(path, "markdown")


def _inputs_below(folder: Path, kind: Kind | None, markdown: list[Path]) -> Iterator[Input]:
    """Yield the inputs below *folder*, without Markdown files, which are added to *markdown*."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Input(folder, None, f"cannot be read ({error.strerror})")
        return
    stems = {entry.stem for entry in entries if is_webpage_name(entry.name)}
    parts = parts_without_articles(entries) if kind is None else {}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.name in parts:
            yield Input(entry, None, parts[entry.name])
        elif not is_folder(entry):
            if kind is None and entry.suffix.lower() in MARKDOWN_SUFFIXES:
                markdown.append(entry)
            else:
                yield _input(entry, kind, named=False)
        elif why := _folder_refusal(entry, stems):
            yield Input(entry, None, why)
        elif kind is None and (site := generator_at(entry)):
            yield Input(entry, site[0])
        else:
            yield from _inputs_below(entry, kind, markdown)


def _folder_refusal(folder: Path, stems: set[str]) -> str:
    """Return why the inputs of a *folder* are not imported, as a phrase after its name; "" if they are."""
    if folder.is_symlink():
        return "is a link to a folder; name the folder itself"
    if _saved_beside(folder.name, stems):
        return "contains the parts of the saved page beside it"
    is_site = os.path.lexists(folder / _SITE_MANIFEST)
    return "is a site that newsgen built; name the folder of its originals" if is_site else ""


def _saved_beside(name: str, stems: set[str]) -> bool:
    """Return whether a browser saved the pictures of a page in the folder: `page_files` beside `page.html`."""
    return any(
        name.removesuffix(marker) in stems for marker in ("_files", "-files", ".files", "_ملفات") if name != marker
    )


def _input(file: Path, kind: Kind | None, *, named: bool) -> Input:
    """Return *file* as an input; if the user *named* it and its suffix is unknown, its first bytes decide its kind."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return Input(file, None, "is not a regular file")
        if not is_utf8(file.name):
            return Input(file, None, "has a name that is not UTF-8; rename it")
        detected = kind or detect_kind(file, named=named)
    except OSError as error:
        return Input(file, None, f"cannot be read ({error.strerror})")
    return Input(file, detected, "" if detected else refusal(file))
