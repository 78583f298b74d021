"""Measure the time and memory of a command with all its child processes, and count the files it wrote."""

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
"""Seconds between two samples of the memory; sampling takes time itself, so timed runs do not sample."""
PROC = Path("/proc")
BECOME_SUBREAPER = 36


class RunError(Exception):
    """A command failed; the message contains its stderr."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The time and memory that a run took."""

    wall: float
    """Seconds until the command ended."""
    cpu: float
    """Seconds in user and system mode of the command and all its descendants."""
    peak: int | None = None
    """The peak memory of all its processes together in bytes, shared memory counted once; None if not measured."""


def adopt_orphans():
    """Make processes that outlive their parent children of this one, so that their time is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def run(command, folder=None, *, sampled=False, sampler=None):
    """Run a command and return its cost; raise RunError if it fails. Another *sampler* may watch it."""
    with tempfile.TemporaryFile() as errors, sampler or Sampler(wanted=sampled) as sampler:  # noqa: PLR1704 - this one
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, process_group=0
        )
        sampler.root = process.pid
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # os.wait4 has waited already, so Popen must not
        usages = [used, *orphans(process.pid)]
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise RunError(f"{' '.join(map(str, command))}: exit code {process.returncode}\n{said}")
    return Cost(wall, sum(usage.ru_utime + usage.ru_stime for usage in usages), sampler.peak)


def orphans(group):
    """Wait for the remaining children of a process group; return the resource usage of each."""
    usages = []
    while True:
        try:
            usages.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return usages


class Sampler:
    """Samples the memory of a process and its descendants while the block runs."""

    every = EVERY

    def __init__(self, *, wanted):
        """Sample only if it is *wanted* and the system supports it."""
        self.peak = None
        self.root = None
        """The id of the process; None until it is started."""
        self._stop = Event()
        self._thread = (
            Thread(target=self._look, daemon=True) if wanted and (PROC / "self/smaps_rollup").exists() else None
        )

    def __enter__(self):
        """Start sampling."""
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_):
        """Stop sampling."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _look(self):
        while not self._stop.wait(self.every):
            if self.root:
                self.look()

    def look(self):
        """Take a sample of the process and its descendants."""
        processes = {self.root, *descendants(parents(), self.root)}
        self.peak = max(self.peak or 0, sum(map(memory_of, processes)))


def parents():
    """Return the parent id of every process, by process id."""
    found = {}
    for folder in (folder for folder in PROC.iterdir() if folder.name.isdigit()):
        try:
            found[int(folder.name)] = parent_in((folder / "stat").read_text(errors="replace"))
        except OSError:
            continue  # it ended meanwhile
    return found


def parent_in(stat):
    """Return the parent id in /proc/PID/stat, where it follows a program name that may contain any character."""
    return int(stat.rpartition(")")[2].split()[1])


def descendants(parent_of, root):
    """Return the ids of all descendants of *root*."""
    found, fresh = set(), {root}
    while fresh:
        fresh = {process for process, parent in parent_of.items() if parent in fresh} - found
        found |= fresh
    return found


def memory_of(process):
    """Return the memory of a process in bytes, with its share of shared memory; 0 if it has ended."""
    try:
        return pss_in((PROC / str(process) / "smaps_rollup").read_text())
    except OSError:
        return 0


def pss_in(smaps):
    """Return the proportional set size in /proc/PID/smaps_rollup, in bytes."""
    return next((int(line.split()[1]) * 1024 for line in smaps.splitlines() if line.startswith("Pss:")), 0)


def count_files(folder):
    """Return the number of files below *folder*, and the number of HTML pages among them."""
    names = [name for _, _, files in os.walk(folder) for name in files]
    return len(names), sum(name.endswith(".html") for name in names)
