"""Kill a build at a moment that can be repeated: before a given operation on files, or after some time."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

_OPERATIONS = frozenset(
    "open replace rename unlink rmdir mkdir write lstat stat scandir listdir rmtree execute executemany commit".split()
)
"""Names of the functions whose calls are counted: what a build does with files and with its cache."""
GRACE = 60
"""Seconds in which the workers of a killed build must have left."""


def build_killed_at(build: Callable[[], object], operation: int, *, publishing: bool = False) -> bool:
    """Run *build* in a process that is killed before its Nth *operation* on files; return whether it was.

    If *publishing*, operations are counted from the first file that is moved into place.
    """
    mine = os.getpid() + 1
    left, moving = operation, not publishing

    def count(_frame: object, event: str, function: object) -> None:
        nonlocal left, moving
        if event == "c_call" and getattr(function, "__name__", "") in _OPERATIONS:
            moving = moving or function is os.replace or function is os.rename
            left -= moving
            if left <= 0 and os.getpid() == mine:
                os.kill(mine, signal.SIGKILL)

    def counted() -> None:
        nonlocal mine
        mine = os.getpid()
        sys.setprofile(count)
        build()

    return _wait(_start(counted))


def build_killed_after(build: Callable[[], object], seconds: float, *, whole_group: bool) -> bool:
    """Run *build* in a process that is killed after *seconds*, alone or with its workers; return whether it was."""
    pid = _start(build)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if whole_group else os.kill)(pid, signal.SIGKILL)
    return _wait(pid)


def _start(build: Callable[[], object]) -> int:
    """Run *build* in a new process with a session of its own; return its id."""
    pid = os.fork()
    if pid:
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)  # here and in the child, so that it is done before either goes on
        return pid
    code = 3
    try:
        with contextlib.suppress(OSError):
            os.setsid()
        sys.stderr = StringIO()
        build()
        code = 0
    finally:
        os._exit(code)


def _wait(pid: int) -> bool:
    """Wait until the process and its workers have left; return whether it was killed."""
    status = os.waitpid(pid, 0)[1]
    started = time.monotonic()
    while _workers(pid):
        assert time.monotonic() - started < GRACE, "a worker lived too long after its parent was killed"
        time.sleep(0.002)
    return os.WIFSIGNALED(status)


def _workers(group: int) -> list[str]:
    """Return the running processes of a process *group*."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its = stat.read_text().rpartition(")")[2].split()[:3]
            found += [stat.parent.name] if its == str(group) and state != "Z" else []
    return found
