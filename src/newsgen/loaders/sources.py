"""Find the files that a site is made of, in the project around them."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Literal

from newsgen.errors import ConfigError, NewsgenError, SourceError

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
        return _name_of(self.path)[len(self.stem) :].lower()

    def read(self) -> bytes:
        """Return the file's bytes; raise SourceError where it is no readable file."""
        location = self.location
        try:
            if not stat.S_ISREG(os.stat(location).st_mode):  # noqa: PTH116 - it is asked of every file
                raise SourceError(self.path, "is not a file", "move it out of the folder, or rename it")
            with open(location, "rb") as file:  # noqa: PTH123 - the same
                return file.read()
        except OSError as error:
            found = f"cannot be read ({error.strerror or error})"
            raise SourceError(self.path, found, "make it a readable file, or move it away") from None


def stem_of(path: str) -> str:
    """Return the name of the file at *path*, with forward slashes, without folder and ending."""
    name = _name_of(path)
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending else name


def _name_of(path: str) -> str:
    return path.rpartition("/")[2]


def check_root(root: Path) -> None:
    """Raise where *root* is no project: a mistyped --root must not empty a live site."""
    if not is_project(root):
        found = "holds neither seeds/ nor content/" if _is_folder(root) else "is no folder"
        raise ConfigError(str(root), found, "give the project's folder with --root")


def is_project(folder: Path) -> bool:
    """Tell a folder that newsgen can build."""
    return _is_folder(folder / "seeds") or _is_folder(folder / "content")


def _is_folder(path: Path | os.DirEntry[str]) -> bool:
    """Tell a folder, as far as the system lets us look."""
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a folder that is not ours to enter
        return False


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
    if file.suffix.lower() not in FOLDERS[kind][1] and not _is_folder(file):
        raise SourceError(
            str(file), "is of no kind that newsgen reads", "give a .txt or .html capture or a .md article"
        )
    if not _is_utf8(path):
        raise _misnamed(path)
    return Source(path, kind, root)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data* in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


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
            if not _is_utf8(path):
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
        if not _is_folder(entry) or path.lower().endswith(_SUFFIXES):
            yield path
        elif entry.is_symlink() and (root / path).resolve() in (*around, here):
            errors.append(ConfigError(path, "is a link to a folder around it", "remove the link"))
        else:
            yield from _visible_files(path, root, errors, (*around, here))


def _misnamed(path: str) -> SourceError:
    return SourceError(path, "has a name that is not UTF-8", "rename the file")


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
