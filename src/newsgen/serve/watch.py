"""Watch the folders of a project for edits."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from newsgen.errors import ConfigError, install_extra
from newsgen.filesystem import is_folder, nfc

FOLDERS = ("content", "seeds", "templates")
"""The folders below the root from which a site is built."""
_TEMPORARY = re.compile(r"\..*|.*~|#.*#|4913|.*\.(?:sw[a-z]|tmp|bak|part|crdownload)|.*___jb_(?:tmp|old)___|sed\w{6}")
"""Matches the names of files that editors write for a moment, beside the one that they save."""
_STEP_MS = 15
"""For so long nothing may change before an edit is handled: most editors write a file in less."""
_DEBOUNCE_MS = 300
"""After so long edits are handled in any case."""
_POLL_MS = 2000
"""Between two looks at all files, if the system cannot watch them."""
TICK = 0.5
"""Seconds between two looks at the folders themselves, which may be moved away or come back."""
EVERYTHING = None
"""In place of the paths that changed: they are not known, as a folder was moved."""


def check_installed() -> None:
    """Raise ConfigError if the library that watches files is missing."""
    try:
        import watchfiles  # noqa: F401, PLC0415 - of the extra `serve`
    except ImportError:
        found = "newsgen serve needs the library watchfiles"
        raise ConfigError("", found, install_extra("serve")) from None


def is_temporary(path: str) -> bool:
    """Return whether the file at *path*, or a folder around it, is hidden, or one that an editor uses to save."""
    return any(map(_TEMPORARY.fullmatch, path.split("/")))


def edits(root: Path, say: Callable[[str], None]) -> Iterator[frozenset[str] | None]:
    """Yield the paths, relative to *root* and in NFC, of the files that change together, without end.

    An empty set says that nothing has happened for a moment; EVERYTHING, that any file may have changed. *say* is
    called with a message if the system cannot watch so many folders, which are then looked at again and again.
    """
    polls = is_again = False
    while True:
        places = _places(root)
        if is_again and not places:
            yield EVERYTHING
        try:
            for paths in _edits_in(root, places, polls=polls):  # only now nothing more escapes the watch
                yield EVERYTHING if is_again else paths
                is_again = False
        except FileNotFoundError:  # a folder was moved away before it could be watched
            time.sleep(TICK)
        except OSError as error:
            if polls:
                raise ConfigError.unreadable(str(root), error, "make its folders readable") from None
            say(f"the system cannot watch the project ({error.strerror or error}); edits are seen after some seconds")
            polls = True
        while not places and _places(root) == places:
            time.sleep(TICK)
            yield frozenset()
        is_again = True


def _edits_in(root: Path, places: dict[str, tuple[int, int]], *, polls: bool) -> Iterator[frozenset[str]]:
    """Yield edits until one of the folders in *places* is another one; raise OSError if they cannot be watched."""
    from watchfiles import watch  # noqa: PLC0415 - of the extra `serve`

    if not places:
        return
    for changes in watch(
        *(root / name for name in places),
        watch_filter=None,
        debounce=_DEBOUNCE_MS,
        step=_STEP_MS,
        rust_timeout=int(TICK * 1000),
        yield_on_timeout=True,
        force_polling=polls,
        poll_delay_ms=_POLL_MS,
        ignore_permission_denied=True,
    ):
        if _places(root) != places:
            return
        found = {nfc(path.removeprefix(f"{root}/")) for _, path in changes}
        edited = frozenset(path for path in found if not is_temporary(path))
        if edited or not changes:
            yield edited


def _places(root: Path) -> dict[str, tuple[int, int]]:
    """Return which folders of FOLDERS there are, each with what identifies it on the disk."""
    found = {}
    for name in FOLDERS:
        if is_folder(root / name):
            status = (root / name).stat()
            found[name] = (status.st_dev, status.st_ino)
    return found
