"""Decide whether a process on another machine may work: it must see the same folders, and have the same versions."""

import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from newsgen.errors import ConfigError, NewsgenError, OutputError

FOLDER = ".newsgen/cluster"
"""Inside the project: has a file for each use of a cluster while it lasts."""

Versions: TypeAlias = Callable[[], Mapping[str, str]]
"""Returns the versions of newsgen and of its libraries, by name."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a worker must show for one use of a cluster."""

    file: Path
    """Exists as long as the use lasts, so that a worker that was believed dead cannot write into a later site."""
    root: str
    places: tuple[tuple[str, tuple[int, int]], ...]
    """Files and folders to read, with what identifies them."""
    versions: Versions
    expected: dict[str, str]

    @property
    def is_valid(self) -> bool:
        """Whether the use lasts, and this process sees the project."""
        return self.file.exists()

    def refusal(self) -> NewsgenError | None:
        """Return why this process, a worker, cannot do the work; None if it can."""
        wrong = [place for place, identity in self.places if _identity_of(Path(place)) != identity]
        wrong += [] if self.is_valid else [self.root]
        if wrong:
            found = f"is not the same on {_host()}, where a worker of the cluster runs"
            return ConfigError(wrong[-1], found, "mount it there at the same path")
        if not os.access(self.file.parent, os.W_OK | os.X_OK):
            return ConfigError(self.root, f"cannot be written by the worker on {_host()}", "run it as the same user")
        return self.difference()

    def difference(self) -> NewsgenError | None:
        """Return which versions in this process differ from those of the client; None if they are the same."""
        found = _versions_of(self.versions)
        names = sorted(name for name in {*found, *self.expected} if found.get(name) != self.expected.get(name))
        if not names:
            return None
        listed = ", ".join(
            f"{name} {found.get(name, 'missing')}, here {self.expected.get(name, 'missing')}" for name in names
        )
        remedy = "install the same versions on all machines, then start the workers again"
        return ConfigError("--cluster", f"{_host()} has other versions in the cluster: {listed}", remedy)


@contextmanager
def new_ticket(places: Sequence[Path], versions: Versions, lasting: set[Path]) -> Iterator[Ticket]:
    """Provide a ticket for a use of a cluster, which is void at the end.

    Its workers must see *places*: first the project, which this process must have locked, then files and folders to
    read. *lasting* has the files of other tickets of this process, and gets that of the new one while it is valid.
    Raises OutputError if the project cannot be written.
    """
    root, *others = places
    folder = root / FOLDER
    file = folder / secrets.token_hex(16)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in {*folder.iterdir()} - lasting:  # by a build that was killed
            left.unlink(missing_ok=True)
        file.touch()
    except OSError as error:
        raise OutputError.from_os_error("written", error, folder) from None
    lasting.add(file)
    identities = tuple((str(place), _identity_of(place)) for place in others)
    try:
        yield Ticket(file, str(root), identities, versions, dict(_versions_of(versions)))
    finally:
        file.unlink(missing_ok=True)
        lasting.remove(file)


@cache
def _versions_of(versions: Versions) -> Mapping[str, str]:
    """Return the *versions* that this process began with: it runs that code, even if another is installed meanwhile."""
    return versions()


def _host() -> str:
    return os.uname().nodename


def _identity_of(place: Path) -> tuple[int, int]:
    """Return what is the same on all machines for a shared file or folder; zeros if there is none.

    A folder may get more files meanwhile, which changes its time: only that of a file counts.
    """
    try:
        found = place.stat()
    except OSError:
        return 0, 0
    return found.st_ino, 0 if stat.S_ISDIR(found.st_mode) else found.st_ctime_ns
