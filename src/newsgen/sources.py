"""Find the files that a site is made of, in the project around them."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsgen.errors import ConfigError, NewsgenError, SourceError

Kind = Literal["article", "capture", "page"]
FOLDERS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "article": ("content/articles", (".md",)),
    "capture": ("seeds", (".txt",)),
    "page": ("content/pages", (".md",)),
}
"""Where each kind of source lives, and how its file names end."""
_SUFFIXES = {suffix for _, suffixes in FOLDERS.values() for suffix in suffixes}


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
    def stem(self) -> str:
        """The file's name without folder and ending: its id where nothing else names it."""
        return self.file.stem

    @property
    def suffix(self) -> str:
        """The ending, in small letters, with its dot."""
        return self.file.suffix.lower()

    def read(self) -> bytes:
        """Return the file's bytes; raise SourceError where it is no readable file."""
        try:
            if not stat.S_ISREG(self.file.stat().st_mode):
                raise SourceError(self.path, "is not a file", "move it out of the folder, or rename it")
            return self.file.read_bytes()
        except OSError as error:
            found = f"cannot be read ({error.strerror or error})"
            raise SourceError(self.path, found, "make it a readable file, or move it away") from None


def check_root(root: Path) -> None:
    """Raise where *root* is no project: a mistyped --root must not empty a live site."""
    if not is_project(root):
        found = "holds neither seeds/ nor content/" if _is_folder(root) else "is no folder"
        raise ConfigError(str(root), found, "give the project's folder with --root")


def is_project(folder: Path) -> bool:
    """Tell a folder that newsgen can build."""
    return _is_folder(folder / "seeds") or _is_folder(folder / "content")


def _is_folder(path: Path) -> bool:
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
        raise SourceError(str(file), "is of no kind that newsgen reads", "give a .txt capture or a .md article")
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
    for kind, (name, suffixes) in FOLDERS.items():
        for file in _visible_files(root / name, root, errors):
            source = Source(file.relative_to(root).as_posix(), kind, root)
            if not _is_utf8(source.path):
                errors.append(_misnamed(source.path))
            elif source.suffix in suffixes:
                sources.append(source)
            else:
                kinds = " or ".join(suffixes)
                warnings.append(f"{source.path}: left alone, newsgen reads {kinds} files here")
    return sorted(sources), errors, warnings


def _visible_files(
    folder: Path, root: Path, errors: list[NewsgenError], around: tuple[Path, ...] = ()
) -> Iterator[Path]:
    """Yield the files below *folder*, and the folders that are named like files; *around* it are real paths."""
    try:
        if not os.path.lexists(folder):
            return
        entries, here = sorted(folder.iterdir()), folder.resolve()
        if not os.access(folder, os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        path = folder.relative_to(root).as_posix()
        errors.append(ConfigError(path, f"cannot be read ({error.strerror})", "make it a readable folder"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not _is_folder(entry) or entry.suffix.lower() in _SUFFIXES:
            yield entry
        elif entry.is_symlink() and entry.resolve() in (*around, here):
            path = entry.relative_to(root).as_posix()
            errors.append(ConfigError(path, "is a link to a folder around it", "remove the link"))
        else:
            yield from _visible_files(entry, root, errors, (*around, here))


def _misnamed(path: str) -> SourceError:
    return SourceError(path, "has a name that is not UTF-8", "rename the file")


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
