"""Keep two builds of one project apart."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsgen.errors import OutputError


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold *folder*'s lock, which the kernel drops with this process; raise where another build has it."""
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError.because("written", error, folder) from None
    try:
        _claim(handle, folder)
        yield
    finally:
        os.close(handle)


def _claim(handle: int, folder: Path) -> None:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # systems differ in which of the two it is
        raise OutputError(str(folder), "another build of this project is running", "wait until it ends") from None
    except OSError as error:
        raise OutputError.because("locked", error, folder) from None
