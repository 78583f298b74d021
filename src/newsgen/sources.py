"""Find the files that a site is made of."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsgen.errors import NewsgenError, SourceError

Kind = Literal["article", "capture", "page"]
FOLDERS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "article": ("content/articles", (".md",)),
    "capture": ("seeds", (".txt",)),
    "page": ("content/pages", (".md",)),
}
"""Where each kind of source lives, and how its file names end."""


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


def source_of(file: Path) -> Source:
    """Return one *file* as a source of the project around it, or of its own folder where there is none.

    Raises SourceError for a kind of file that newsgen does not read.
    """
    file = Path.cwd() / file
    root = next((folder for folder in file.parents if _is_project(folder)), file.parent)
    path = file.relative_to(root).as_posix()
    kind: Kind = "article" if file.suffix.lower() == ".md" else "capture"
    if path.startswith(FOLDERS["page"][0] + "/"):
        kind = "page"
    if file.suffix.lower() not in FOLDERS[kind][1] and not file.is_dir():
        raise SourceError(str(file), "is of no kind that newsgen reads", "give a .txt capture or a .md article")
    return Source(path, kind, root)


def _is_project(folder: Path) -> bool:
    return (folder / "seeds").is_dir() or (folder / "content").is_dir()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data* in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def find_sources(root: Path) -> tuple[list[Source], list[NewsgenError], list[str]]:
    """Return the sources below *root* in the order of their paths, with errors and warnings.

    Files whose names start with a dot are not looked at.
    """
    sources: list[Source] = []
    errors: list[NewsgenError] = []
    warnings: list[str] = []
    for kind, (folder, suffixes) in FOLDERS.items():
        for file in _visible_files(root / folder, errors, root):
            source = Source(file.relative_to(root).as_posix(), kind, root)
            if not _is_utf8(source.path):
                errors.append(SourceError(source.path, "has a name that is not UTF-8", "rename the file"))
            elif source.suffix in suffixes:
                sources.append(source)
            elif not file.is_dir():
                kinds = " or ".join(suffixes)
                warnings.append(f"{source.path}: left alone, newsgen reads {kinds} files here")
    return sorted(sources), errors, warnings


def _visible_files(folder: Path, errors: list[NewsgenError], root: Path) -> Iterator[Path]:
    """Yield files below *folder*, and folders that are named like files."""
    try:
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        path = folder.relative_to(root).as_posix()
        errors.append(SourceError(path, f"cannot be read ({error.strerror})", "make it a readable folder"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir() or entry.suffix.lower() in {".txt", ".md"}:
            yield entry
        else:
            yield from _visible_files(entry, errors, root)


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
