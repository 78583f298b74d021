"""Measure what a command costs with all the processes that it starts, and what it leaves behind."""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.025
"""Seconds between two looks at the memory: looking takes time of its own, so timed runs do without."""
PROC = Path("/proc")
BECOME_SUBREAPER = 36


class RunError(Exception):
    """A command failed; the message holds what it wrote to stderr."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took."""

    wall: float
    """Seconds until the command itself was done."""
    cpu: float
    """Seconds, in user and system mode, of the command and of all processes below it."""
    peak: int | None = None
    """The most bytes that all its processes had at once, shared ones split between them; None where unmeasured."""


def adopt_orphans():
    """Let processes that outlive their parent become children of this one, so that their time is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def run(command, folder=None, *, sampled=False):
    """Run a command to its end and return what it cost; raise RunError where it fails."""
    with tempfile.TemporaryFile() as errors, Sampler(wanted=sampled) as sampler:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, process_group=0
        )
        sampler.root = process.pid
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for: Popen must not
        usages = [used, *orphans(process.pid)]
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise RunError(f"{' '.join(map(str, command))}: exit code {process.returncode}\n{said}")
    return Cost(wall, sum(usage.ru_utime + usage.ru_stime for usage in usages), sampler.peak)


def orphans(group):
    """Wait for those children that are left of a process group; return what each used."""
    usages = []
    while True:
        try:
            usages.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return usages


class Sampler:
    """Look at the memory of a process and all below it again and again, while the block runs."""

    def __init__(self, *, wanted):
        """Look only where that is *wanted* and the system tells."""
        self.peak = None
        self.root = None
        """The process; none to begin with."""
        self._stop = Event()
        self._thread = (
            Thread(target=self._look, daemon=True) if wanted and (PROC / "self/smaps_rollup").exists() else None
        )

    def __enter__(self):
        """Start to look."""
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_):
        """Look no more."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _look(self):
        while not self._stop.wait(EVERY):
            processes = {self.root, *descendants(parents(), self.root)} if self.root else ()
            self.peak = max(self.peak or 0, sum(map(memory_of, processes)))


def parents():
    """Return the parent of every process."""
    found = {}
    for folder in (folder for folder in PROC.iterdir() if folder.name.isdigit()):
        try:
            found[int(folder.name)] = parent_in((folder / "stat").read_text(errors="replace"))
        except OSError:
            continue  # it ended meanwhile
    return found


def parent_in(stat):
    """Return the parent that /proc/PID/stat names, after a program's name that may hold anything."""
    return int(stat.rpartition(")")[2].split()[1])


def descendants(parent_of, root):
    """Return the children of *root*, theirs, and so on."""
    found, fresh = set(), {root}
    while fresh:
        fresh = {process for process, parent in parent_of.items() if parent in fresh} - found
        found |= fresh
    return found


def memory_of(process):
    """Return a process's share of memory in bytes; 0 once it has ended."""
    try:
        return pss_in((PROC / str(process) / "smaps_rollup").read_text())
    except OSError:
        return 0


def pss_in(smaps):
    """Return the proportional set size that /proc/PID/smaps_rollup tells, in bytes."""
    return next((int(line.split()[1]) * 1024 for line in smaps.splitlines() if line.startswith("Pss:")), 0)


def count_files(folder):
    """Return how many files there are below a folder, and how many of them are pages."""
    names = [name for _, _, files in os.walk(folder) for name in files]
    return len(names), sum(name.endswith(".html") for name in names)
