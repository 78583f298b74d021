"""Define the expected failures, each with its file, line, finding and remedy."""

import errno
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Self

_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space"),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), "move the file at this path away"),
}


class NewsgenError(Exception):
    """An expected failure: printed as one line, never as a traceback.

    It is not a dataclass, because `newsgen --version` would take half as long again to import that library.
    """

    exit_code = 1

    def __init__(self, path: str, found: str, remedy: str, line: int | None = None) -> None:
        """Store the parts of the message.

        *path* is the file or folder concerned, as the user would type it; "" if there is none. *line* is the physical
        line, counted from 1; None if no line is concerned.
        """
        super().__init__(path, found, remedy, line)
        self.path, self.found, self.remedy, self.line = path, found, remedy, line

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is the same kind of error with the same message."""
        return isinstance(other, NewsgenError) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        """Return a hash that equal errors share."""
        return hash(self.__reduce__())

    @classmethod
    def unreadable(cls, path: str, error: OSError, remedy: str = "make it a readable file") -> Self:
        """Return the error that the file or folder at *path* cannot be read."""
        return cls(path, f"cannot be read ({error.strerror or error})", remedy)

    def __reduce__(self) -> tuple[type, tuple[str, str, str, int | None]]:
        """Return how to rebuild this error in another process, since pickle would keep only positional arguments."""
        return type(self), (self.path, self.found, self.remedy, self.line)

    def __str__(self) -> str:
        """Return `path:line: finding; remedy` as one printable line."""
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return printable(f"{place}{self.found}; {self.remedy}")


class SourceError(NewsgenError):
    """An article, a page or a capture cannot be read as it stands."""


class UnreadableError(Exception):
    """A text or a file has no readable content; the message is a phrase that follows its name."""

    def __init__(self, found: str, line: int = 1) -> None:
        """Store in the error what was *found*, and on which *line* of the text, counted from 1."""
        super().__init__(found)
        self.line = line


class TemplateError(NewsgenError):
    """A template cannot be rendered."""


class OutputError(NewsgenError):
    """The site cannot be written."""

    @classmethod
    def from_os_error(cls, action: str, error: OSError, path: Path) -> Self:
        """Return the error, with its remedy, that *path* or the file in *error* cannot be *action* ("written")."""
        remedy = _REMEDIES.get(error.errno or 0, "make the folder writable")
        return cls(str(error.filename or path), f"cannot be {action} ({error.strerror})", remedy)


class LockedError(OutputError):
    """Another process of newsgen works on the project."""


class ConfigError(NewsgenError):
    """The configuration or the command line is wrong."""

    exit_code = 2


class Problems(Exception):  # noqa: N818 - it holds errors, it is not one
    """All the errors that one step met, so that a user can correct them in one go."""

    def __init__(self, errors: Iterable[NewsgenError]) -> None:
        """Store *errors* in their order, without duplicates."""
        super().__init__()
        self.errors = list(dict.fromkeys(errors))


def install_extra(extra: str) -> str:
    """Return an error's remedy for a missing library: the command that adds the *extra* to the running Python."""
    return f"install newsgen with its extra `{extra}`: {shlex.quote(sys.executable)} -m pip install 'newsgen[{extra}]'"


def printable(text: str) -> str:
    """Return an error's *text* safe for one line of a terminal, with control characters and lone surrogates escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
