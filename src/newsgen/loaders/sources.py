"""Find the source files of a project and list the comment files of each article."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Literal

from newsgen.errors import ConfigError, NewsgenError, SourceError
from newsgen.filesystem import file_stem, is_folder, is_utf8, name_of, nfc, on_disk, read_source

SourceKind = Literal["article", "capture", "page", "author", "newspaper"]
"""The last two are what an editor wrote about an author or a newspaper."""
SOURCE_FOLDERS: dict[SourceKind, tuple[str, tuple[str, ...]]] = {
    "article": ("content/articles", (".md",)),
    "capture": ("seeds", (".txt", ".html", ".htm")),
    "page": ("content/pages", (".md",)),
    "author": ("content/authors", (".md",)),
    "newspaper": ("content/sources", (".md",)),
}
"""The folder of each kind of source, and the extensions of its files."""
MAX_PAGE_BYTES = 20_000_000
"""Bytes of a text or a page, of which the longest known have a tenth; a larger one is not an article."""
_SUFFIXES = tuple({suffix for _, suffixes in SOURCE_FOLDERS.values() for suffix in suffixes})


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file that holds an article, a capture or a page."""

    path: str
    """Relative to the root, with forward slashes and in NFC, which may differ from the spelling on the disk."""
    kind: SourceKind
    root: Path

    @property
    def file(self) -> Path:
        """The path of the source file, including the root."""
        return self.root / self.path

    @property
    def location(self) -> str:
        """The path of the source file as a string, which is cheaper to make than a `Path`."""
        return os.path.join(self.root, self.path)  # noqa: PTH118 - faster than Path

    @property
    def stem(self) -> str:
        """The source file's name without folder and extension: the id of an article that does not set one."""
        return file_stem(self.path)

    @property
    def suffix(self) -> str:
        """The extension of the source file in lower case, with its dot."""
        return name_of(self.path)[len(self.stem) :].lower()

    def read(self) -> bytes:
        """Return the source file's bytes; raise SourceError if it is not a readable file."""
        return read_source(self.location, self.path)


def check_root(root: Path) -> None:
    """Raise ConfigError if *root* is no project of sources, because a mistyped --root must not empty a live site."""
    if not is_project(root):
        found = "holds neither seeds/ nor content/" if is_folder(root) else "is not a folder"
        raise ConfigError(str(root), found, "give the project's folder with --root")


def is_project(folder: Path) -> bool:
    """Return whether *folder* is a project of sources, that is, contains seeds/ or content/."""
    return is_folder(folder / "seeds") or is_folder(folder / "content")


def find_source(file: Path) -> Source:
    """Return one *file* as a source of the project that contains it, or of its own folder if no project does.

    Raises SourceError for a kind of file that newsgen does not read, or a name that is not UTF-8.
    """
    file = Path(os.path.abspath(file))  # noqa: PTH100 - a link in seeds/ keeps its own name
    root = next((folder for folder in file.parents if is_project(folder)), file.parent)
    path = file.relative_to(root).as_posix()
    kind: SourceKind = "article" if file.suffix.lower() == ".md" else "capture"
    others: tuple[SourceKind, ...] = ("page", "author", "newspaper")
    kind = next((other for other in others if path.startswith(f"{SOURCE_FOLDERS[other][0]}/")), kind)
    if file.suffix.lower() not in SOURCE_FOLDERS[kind][1] and not is_folder(file):
        raise SourceError(
            str(file), "is not a file type that newsgen reads", "give a .txt or .html capture or a .md article"
        )
    if not is_utf8(path):
        raise _name_error(path)
    return Source(nfc(path), kind, root)


def find_sources(root: Path) -> tuple[list[Source], list[NewsgenError], list[str]]:
    """Return the sources below *root*, sorted by path, with errors and warnings.

    Files whose names start with a dot are skipped. A folder that cannot be read is an error even with
    --keep-going, because any part of the site may be in it.
    """
    sources: list[Source] = []
    errors: list[NewsgenError] = []
    warnings: list[str] = []
    for kind, (folder, suffixes) in SOURCE_FOLDERS.items():
        spelled = list(_visible_files(folder, root, errors))
        paths = dict.fromkeys(map(nfc, spelled))
        errors += _twin_errors(spelled) if paths.keys() != set(spelled) else ()
        for path in paths:
            if not is_utf8(path):
                errors.append(_name_error(path))
            elif path.endswith(suffixes) or path.lower().endswith(suffixes):
                sources.append(Source(path, kind, root))
            else:
                warnings.append(ignored_warning(path))
    return sorted(sources, key=attrgetter("path")), errors, warnings


def ignored_warning(path: str) -> str:
    """Return the warning that the file at *path* is ignored, as neither a source file nor evidence."""
    if path.lower().endswith((".xml", ".json")):
        return f"{path}: is ignored because no article names it as its capture; use `newsgen import` to read an export"
    if path.lower().endswith((".mht", ".mhtml", ".webarchive")):
        return f"{path}: is ignored because no article names it as its capture; use `newsgen import` to read the page"
    extensions = next((suffixes for folder, suffixes in SOURCE_FOLDERS.values() if path.startswith(f"{folder}/")), ())
    return f"{path}: is ignored because newsgen reads only {' or '.join(extensions)} files here"


def _visible_files(
    folder: str, root: Path, errors: list[NewsgenError], parents: tuple[Path, ...] = ()
) -> Iterator[str]:
    """Yield the paths of the possible source files below *folder*, and of folders named like source files.

    *parents* are the resolved paths of the folders that contain *folder*; a link to one of them is an error.
    """
    try:
        if not os.path.lexists(root / folder):
            return
        with os.scandir(root / folder) as scan:
            entries = sorted(scan, key=attrgetter("name"))
        resolved = (root / folder).resolve()
        if not os.access(root / folder, os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        errors.append(ConfigError.unreadable(folder, error, "make it a readable folder"))
        return
    for entry in entries:
        name = entry.name
        path = f"{folder}/{name}"
        if name.startswith("."):
            continue
        if name.endswith(_SUFFIXES) or not is_folder(entry) or name.lower().endswith(_SUFFIXES):
            yield path
        elif entry.is_symlink() and (root / path).resolve() in (*parents, resolved):
            errors.append(ConfigError(path, "is a link to a folder that contains it", "remove the link"))
        else:
            yield from _visible_files(path, root, errors, (*parents, resolved))


def _twin_errors(paths: Iterable[str]) -> Iterator[SourceError]:
    """Yield an error for each source file, and each folder of sources, that has the same name as another in NFC."""
    spelled: dict[str, str] = {}
    with_folders = (part for path in paths for part in (path, *map(str, PurePosixPath(path).parents)))
    for part in dict.fromkeys(with_folders):
        if spelled.setdefault(nfc(part), part) != part:
            yield _twin_error(spelled[nfc(part)], part)


def _twin_error(path: str, other: str) -> SourceError:
    """Return the error that two source files, or two folders of comments, have names that look the same."""
    found = f"has the same name as {other}, but one of the two is in Unicode's form NFC and the other is not"
    return SourceError(path, found, "delete or rename one of them")


def _name_error(path: str) -> SourceError:
    return SourceError(path, "has a name that is not UTF-8", "rename the file")


COMMENTS_FOLDER = "content/comments"
REJECTED_FOLDER = "content/comments-rejected"
"""Where the comments that an editor rejected are kept, as in COMMENTS_FOLDER; none of them is ever shown."""


def comment_folders(root: Path, below: str = COMMENTS_FOLDER) -> list[str]:
    """Return the sorted names in content/comments, or *below*, where each article with comment files has a folder.

    Names that start with a dot are skipped. Raises ConfigError if content/comments cannot be read.
    """
    return _visible_names(root, below) or []


def comments_folder(article: str, below: str = COMMENTS_FOLDER) -> str:
    """Return the path, relative to the root, of the folder for comments on the article with the id *article*."""
    return f"{below}/{article}"


def comment_paths(root: Path, article: str, below: str = COMMENTS_FOLDER) -> list[str]:
    """Return the paths, relative to *root*, of the folder of comments on an article and of the files in it.

    *article* is its id. Empty if there is no such folder, or if the id cannot be the name of a folder. Raises
    ConfigError if the folder cannot be read.
    """
    folder = comments_folder(article, below)
    if "/" in article or article.startswith(".") or not os.path.lexists(f"{root}/{below}"):
        return []
    names = _visible_names(root, folder)
    return [] if names is None else [folder, *(f"{folder}/{name}" for name in names)]


def _visible_names(root: Path, folder: str) -> list[str] | None:
    """Return the sorted names in *folder* of the project without a leading dot; None if there is no such folder.

    The names are in NFC. Raises SourceError if two of them were different.
    """
    try:
        names = _names_in(f"{root}/{folder}")
    except (FileNotFoundError, ValueError):
        return None
    except OSError as error:
        if not os.path.lexists(f"{root}/{folder}"):  # the name is too long, or a parent folder is a file
            return None
        raise ConfigError.unreadable(folder, error, "make it a readable folder") from None
    visible: dict[str, str] = {}
    for name in sorted(names):
        if not name.startswith(".") and visible.setdefault(nfc(name), name) != name:
            raise _twin_error(f"{folder}/{visible[nfc(name)]}", f"{folder}/{name}")
    return sorted(visible)


def _names_in(location: str) -> list[str]:
    try:
        return os.listdir(location)  # noqa: PTH208 - faster than Path, and called for every source
    except FileNotFoundError:
        spelled = on_disk(location)
        if spelled == location:
            raise
        return os.listdir(spelled)  # noqa: PTH208 - the same
