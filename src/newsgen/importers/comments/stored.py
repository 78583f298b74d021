"""Read and write the comment files of a project, those that may be shown and those that were rejected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsgen.errors import NewsgenError, Problems, SourceError
from newsgen.filesystem import file_stem
from newsgen.formats.yaml_writer import yaml_text
from newsgen.importers.comments.cleaning import words_of
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.loaders.comment_files import ENDING, comment_entries, read_comment
from newsgen.loaders.sources import COMMENTS_FOLDER, REJECTED_FOLDER, comment_folders, comment_paths, comments_folder
from newsgen.model.article import Comment

_STATES = re.compile(rb"^[^\w\n]{0,9}stat(?:e|us)\b[^\r\n]*", re.IGNORECASE | re.MULTILINE)
FOLDERS = (COMMENTS_FOLDER, REJECTED_FOLDER)


@dataclass(frozen=True, slots=True)
class StoredComment:
    """A comment that the project has, with its file."""

    article: str
    """The id of its article."""
    path: str
    """Path of its file, relative to the project's root."""
    comment: Comment
    sender: str | None = None
    """The hash of its sender's e-mail address, as `senders` makes it; None if no address is known."""
    reason: str | None = None
    """Why it was rejected, in words; None if nothing says so."""

    @property
    def key(self) -> str:
        """What an editor calls it by: the id of its article, a slash, and its own id."""
        return f"{self.article}/{self.comment.id}"

    @property
    def is_rejected(self) -> bool:
        """Whether it is kept apart from the comments that may be shown."""
        return self.path.startswith(f"{REJECTED_FOLDER}/")


def path_of(article: str, name: str, state: str) -> str:
    """Return the path of the file for the comment called *name* on the *article* with that id, by its *state*."""
    below = REJECTED_FOLDER if state in {"spam", "trash"} else COMMENTS_FOLDER
    return f"{comments_folder(article, below)}/{name}{ENDING}"


def file_of(stored: StoredComment) -> bytes:
    """Return the bytes of the file for a comment."""
    entries = comment_entries(stored.comment)
    text = entries.pop("text")
    return yaml_text({**entries, "sender": stored.sender, "reason": stored.reason, "text": text}).encode()


def read_stored(root: Path, article: str, path: str) -> StoredComment:
    """Return the comment on *article* in the file at *path*; raise SourceError, or Problems with all errors in it."""
    comment, fields = read_comment(root, path)
    sender, reason = (value if isinstance(value := fields.value(key), str) else None for key in ("sender", "reason"))
    return StoredComment(article, path, comment, sender, reason)


@dataclass(slots=True)
class ArticleComments:
    """The stored comments on one article, by the names of their files and by their words."""

    by_name: dict[str, StoredComment] = field(default_factory=dict)
    """By the names in lower case, because some file systems do not distinguish them."""
    by_words: dict[tuple[str, str], dict[str, StoredComment]] = field(default_factory=dict)

    def add(self, stored: StoredComment) -> None:
        """Add a comment, or put it in place of the one with its name."""
        name = (stored.comment.id or "").lower()
        old = self.by_name.get(name)
        if old:
            del self.by_words[words_of(old.comment)][name]
        self.by_name[name] = stored
        self.by_words.setdefault(words_of(stored.comment), {})[name] = stored


@dataclass(slots=True)
class StoredComments:
    """The comments of a project, read article by article when they are needed."""

    root: Path
    errors: list[NewsgenError] = field(default_factory=list)
    """The errors in the files that were read."""
    unreadable: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each article the paths of the comment files with errors, by their names in lower case."""
    _read: dict[str, ArticleComments] = field(default_factory=dict)

    def on(self, article: str) -> ArticleComments:
        """Return the stored comments on *article*, to which those that are written must be added."""
        if article not in self._read:
            self._read[article] = ArticleComments()
            for stored in self.load(article):
                self._read[article].add(stored)
        return self._read[article]

    def everything(self, *, undecided: bool = False) -> Iterator[StoredComment]:
        """Yield all stored comments of the project, by article.

        If *undecided*, those that are rejected or plainly approved are left out, and not even parsed.
        """
        below = FOLDERS[:1] if undecided else FOLDERS
        for article in sorted({name for folder in below for name in comment_folders(self.root, folder)}):
            yield from self.load(article, undecided=undecided)

    def load(self, article: str, *, undecided: bool = False) -> Iterator[StoredComment]:
        """Yield the stored comments on *article* from their files; errors in these are recorded."""
        for below in FOLDERS[:1] if undecided else FOLDERS:
            for path in comment_paths(self.root, article, below)[1:]:
                if not path.endswith(ENDING) or (undecided and _is_plainly_approved(self.root / path)):
                    continue  # a build warns about other files
                try:
                    yield read_stored(self.root, article, path)
                except (SourceError, Problems) as problems:
                    self.errors += problems.errors if isinstance(problems, Problems) else [problems]
                    self.unreadable.setdefault(article, {})[file_stem(path).lower()] = path


def _is_plainly_approved(file: Path) -> bool:
    """Return whether the only state in a comment's *file* is the approved one, spelled as newsgen writes it."""
    try:
        states = _STATES.findall(file.read_bytes())
    except OSError:
        return False  # reading it reports the error, or finds it under another spelling of its name
    return states == [b"state: approved"]


def write_stored(files: ProjectFiles, stored: StoredComment) -> None:
    """Write the file of a comment; raise OutputError if that fails."""
    files.write(stored.path, file_of(stored))
