"""Find the source files of a project."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Literal

from newsgen.errors import ConfigError, NewsgenError, SourceError
from newsgen.filesystem import is_folder, is_utf8, name_of, read_source, stem_of

Kind = Literal["article", "capture", "page"]
FOLDERS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "article": ("content/articles", (".md",)),
    "capture": ("seeds", (".txt", ".html", ".htm")),
    "page": ("content/pages", (".md",)),
}
"""Where each kind of source lives, and how its file names end."""
_SUFFIXES = tuple({suffix for _, suffixes in FOLDERS.values() for suffix in suffixes})


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file that holds an article, a capture or a page."""

    path: str
    """Below the root, with forward slashes."""
    kind: Kind
    root: Path

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.root / self.path

    @property
    def location(self) -> str:
        """Where the file is, as the system's own functions take it: that costs less than a `Path`."""
        return os.path.join(self.root, self.path)  # noqa: PTH118 - see above

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: its id where nothing else names it."""
        return stem_of(self.path)

    @property
    def suffix(self) -> str:
        """The ending, in small letters, with its dot."""
        return name_of(self.path)[len(self.stem) :].lower()

    def read(self) -> bytes:
        """Return the file's bytes; raise SourceError where it is no readable file."""
        return read_source(self.location, self.path)


def check_root(root: Path) -> None:
    """Raise where *root* is no project: a mistyped --root must not empty a live site."""
    if not is_project(root):
        found = "holds neither seeds/ nor content/" if is_folder(root) else "is no folder"
        raise ConfigError(str(root), found, "give the project's folder with --root")


def is_project(folder: Path) -> bool:
    """Tell a folder that newsgen can build."""
    return is_folder(folder / "seeds") or is_folder(folder / "content")


def source_of(file: Path) -> Source:
    """Return one *file* as a source of the project around it, or of its own folder where there is none.

    Raises SourceError for a kind of file that newsgen does not read.
    """
    file = Path(os.path.abspath(file))  # noqa: PTH100 - a link in seeds/ keeps its own name
    root = next((folder for folder in file.parents if is_project(folder)), file.parent)
    path = file.relative_to(root).as_posix()
    kind: Kind = "article" if file.suffix.lower() == ".md" else "capture"
    if path.startswith(FOLDERS["page"][0] + "/"):
        kind = "page"
    if file.suffix.lower() not in FOLDERS[kind][1] and not is_folder(file):
        raise SourceError(
            str(file), "is of no kind that newsgen reads", "give a .txt or .html capture or a .md article"
        )
    if not is_utf8(path):
        raise _misnamed(path)
    return Source(path, kind, root)


def find_sources(root: Path) -> tuple[list[Source], list[NewsgenError], list[str]]:
    """Return the sources below *root* in the order of their paths, with errors and warnings.

    Files whose names start with a dot are not looked at. A folder that cannot be read is an error that
    not even --keep-going passes over: who knows how much of the site lies in it.
    """
    sources: list[Source] = []
    errors: list[NewsgenError] = []
    warnings: list[str] = []
    for kind, (folder, suffixes) in FOLDERS.items():
        for path in _visible_files(folder, root, errors):
            if not is_utf8(path):
                errors.append(_misnamed(path))
            elif path.lower().endswith(suffixes):
                sources.append(Source(path, kind, root))
            else:
                warnings.append(left_alone(path))
    return sorted(sources, key=attrgetter("path")), errors, warnings


def left_alone(path: str) -> str:
    """Return what to say of the file at *path*, which is no source, unless an article names it as evidence."""
    if path.lower().endswith(".xml"):
        return f"{path}: left alone, no article names it as its capture; `newsgen import` reads exports"
    suffixes = next((endings for folder, endings in FOLDERS.values() if path.startswith(f"{folder}/")), ())
    return f"{path}: left alone, newsgen reads {' or '.join(suffixes)} files here"


def _visible_files(folder: str, root: Path, errors: list[NewsgenError], around: tuple[Path, ...] = ()) -> Iterator[str]:
    """Yield the paths of files below *folder*, and of folders named like files; *around* it are real paths."""
    try:
        if not os.path.lexists(root / folder):
            return
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=attrgetter("name"))
        here = (root / folder).resolve()
        if not os.access(root / folder, os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        errors.append(ConfigError(folder, f"cannot be read ({error.strerror})", "make it a readable folder"))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if not is_folder(entry) or path.lower().endswith(_SUFFIXES):
            yield path
        elif entry.is_symlink() and (root / path).resolve() in (*around, here):
            errors.append(ConfigError(path, "is a link to a folder around it", "remove the link"))
        else:
            yield from _visible_files(path, root, errors, (*around, here))


def _misnamed(path: str) -> SourceError:
    return SourceError(path, "has a name that is not UTF-8", "rename the file")


FOLDER = "content/comments"


def comment_folders(root: Path) -> list[str]:
    """Return what lies where the folders of comments are, by name; sorted.

    Names that start with a dot are not looked at. Raises ConfigError where that place cannot be read.
    """
    return _visible(root, FOLDER) or []


def folder_of(article: str) -> str:
    """Return the path of the folder that the comments on an article are in, by its id."""
    return f"{FOLDER}/{article}"


def comments_on(root: Path, article: str) -> list[str]:
    """Return the paths below *root* of the folder of comments on an article, by its id, and of the files in it.

    None where there is no folder: an id may be no name for one. Raises ConfigError where it cannot be read.
    """
    folder = folder_of(article)
    names = None if "/" in article or article.startswith(".") else _visible(root, folder)
    return [] if names is None else [folder, *(f"{folder}/{name}" for name in names)]


def _visible(root: Path, folder: str) -> list[str] | None:
    try:
        names = os.listdir(f"{root}/{folder}")  # noqa: PTH208 - for every source that is read
    except (FileNotFoundError, ValueError):
        return None
    except OSError as error:
        if not os.path.lexists(f"{root}/{folder}"):  # its name is too long, or what should be around it is a file
            return None
        raise ConfigError(folder, f"cannot be read ({error.strerror})", "make it a readable folder") from None
    return sorted(name for name in names if not name.startswith("."))
