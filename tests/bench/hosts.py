"""Hosts of a small network in this machine: network namespaces that are joined by a bridge.

One host has the scheduler of Dask, one the client, and each worker has its own. All see the same files.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from measure import PROC, RunError, Sampler, descendants, parents

REPOSITORY = Path(__file__).parents[2]
NETWORK = "10.83.0"
PORT = 8786
PREFIX = "newsgen"
LONGEST, STOP = 90, 5
"""Seconds in which workers must have come, and in which they may end by themselves."""
LAST = 800
"""Characters of a log that are shown."""
TICKS = os.sysconf("SC_CLK_TCK")
BUSY = 0.1
"""The share of a time in which workers use a processor from which on they are at work; waiting takes some too."""
CPU_TIMES = slice(11, 15)
"""The fields of /proc/PID/stat, after the name, with the CPU time of a process and of those that it waited for."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes that the network interfaces of the hosts received and sent."""

    client: int
    scheduler: int
    workers: int

    def since(self, before):
        """Return the bytes since *before*."""
        return Traffic(self.client - before.client, self.scheduler - before.scheduler, self.workers - before.workers)


class Hosts:
    """Hosts with a scheduler and some workers, or one host alone; they are removed when the block ends."""

    def __init__(self, folder, python, workers):
        """Make *workers* workers that run newsgen with *python*; they log to *folder*, and keep their files there."""
        self.folder, self.python, self.workers = folder, python, workers
        self.prefix = f"{PREFIX}{os.getpid()}"
        self.names = []
        self.started = {}
        """The processes by their host."""

    def __enter__(self):
        """Make the network, and start Dask; wait for all workers."""
        remove_stale()
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self.make_network()
            if self.workers:
                self.start_dask()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        """Remove the hosts with all their processes."""
        self.remove()

    @property
    def address(self):
        """The address of the scheduler."""
        return f"tcp://{self.host('scheduler')}:{PORT}"

    def host(self, name):
        """Return the IP address of a host."""
        return f"{NETWORK}.{self.names.index(name) + 1}"

    def space(self, name):
        """Return the name of the namespace of a host."""
        return f"{self.prefix}-{name}"

    def make_network(self):
        """Join the hosts by a bridge, which has a namespace of its own, so that this machine's network is as it was."""
        workers = [f"worker{number}" for number in range(1, self.workers + 1)]
        self.names = ["client", *(["scheduler", *workers] if self.workers else [])]
        switch = self.space("switch")
        ip("netns", "add", switch)
        ip("-n", switch, "link", "add", "bridge", "type", "bridge")
        ip("-n", switch, "link", "set", "bridge", "up")
        for name in self.names:
            space, port = self.space(name), f"to-{name}"
            ip("netns", "add", space)
            ip("-n", space, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", switch)
            ip("-n", space, "address", "add", f"{self.host(name)}/24", "dev", "eth0")
            ip("-n", space, "link", "set", "lo", "up")
            ip("-n", space, "link", "set", "eth0", "up")
            ip("-n", switch, "link", "set", port, "master", "bridge", "up")
            ip("-n", space, "route", "add", "default", "via", f"{NETWORK}.254")  # Dask asks for it; nobody is there

    def start_dask(self):
        """Start the scheduler and the workers, and wait until all workers have come."""
        common = ["--no-dashboard", "--host"]
        counter = ["--preload", Path(__file__).with_name("task_counter.py")]
        self.start("scheduler", ["scheduler", *counter, "--port", str(PORT), *common, self.host("scheduler")])
        for name in self.names[2:]:
            threads = ["--nworkers", "1", "--nthreads", "1", "--local-directory", self.folder / name]
            self.start(name, ["worker", self.address, *threads, *common, self.host(name)])
        self.wait_for("workers", self.workers)

    def start(self, name, arguments):
        """Start a command of Dask on a host."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.started[name] = subprocess.Popen(
                [*self.on(name), "-m", "dask", *arguments],
                env=os.environ | {"NEWSGEN_TASK_COUNTS": str(self.folder / "counts.json")},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0,
            )  # fmt: skip

    def on(self, name):
        """Return the beginning of a command that runs Python on a host."""
        return ["ip", "netns", "exec", self.space(name), self.python]

    def counts(self):
        """Return what the scheduler has counted."""
        try:
            return json.loads((self.folder / "counts.json").read_bytes())
        except FileNotFoundError:
            return {"workers": 0, "tasks": 0, "clients": 0}

    def wait_for(self, what, number):
        """Wait until the scheduler has *number* of *what*; raise RunError if that takes too long or Dask has ended."""
        end = time.monotonic() + LONGEST
        while (found := self.counts()[what]) != number:
            ended = [name for name, process in self.started.items() if process.poll() is not None]
            if ended or time.monotonic() > end:
                raise RunError(f"{found} {what} instead of {number}; these have ended: {ended}\n{self.last_lines()}")
            time.sleep(0.05)

    def last_lines(self):
        """Return the ends of all logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-LAST:]}" for log in logs)

    def traffic(self):
        """Return the bytes that passed each interface."""
        found = {name: received_and_sent(self.space(name)) for name in self.names}
        client, scheduler = found.pop("client"), found.pop("scheduler", 0)
        return Traffic(client, scheduler, sum(found.values()))

    def processes(self, *names):
        """Return the ids of the processes that Dask has on the hosts *names*."""
        parent_of, roots = parents(), [self.started[name].pid for name in names if name in self.started]
        return {process for root in roots for process in (root, *descendants(parent_of, root))}

    def worker_processes(self):
        """Return the ids of all processes of the workers."""
        return self.processes(*self.names[2:])

    def remove(self):
        """End all processes on the hosts, and remove the hosts."""
        for space in (self.space(name) for name in [*self.names, "switch"]):
            remove_space(space)
        for process in self.started.values():
            process.wait()


def ip(*arguments):
    """Run the program ip and return its output; raise RunError if it fails."""
    ran = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RunError(f"ip {' '.join(arguments)}: {ran.stderr.strip()}")
    return ran.stdout


def spaces():
    """Return the names of all network namespaces that have one."""
    return [line.split()[0] for line in ip("netns", "list").splitlines() if line.strip()]


def remove_stale():
    """Remove what a run that was killed has left."""
    for space in spaces():
        owner = space.removeprefix(PREFIX).partition("-")[0]
        if space.startswith(PREFIX) and owner.isdigit() and not (PROC / owner).exists():
            remove_space(space)


def remove_space(space):
    """End all processes in a namespace, and remove it."""
    if space not in spaces():
        return
    end = time.monotonic() + STOP
    while running := ip("netns", "pids", space).split():
        for process in map(int, running):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
        time.sleep(0.2)
    ip("netns", "delete", space)


def received_and_sent(space):
    """Return the bytes that the network interface of a namespace has received and sent."""
    (link,) = json.loads(ip("-j", "-s", "-n", space, "link", "show", "dev", "eth0"))
    return link["stats64"]["rx"]["bytes"] + link["stats64"]["tx"]["bytes"]


def cpu_of(processes):
    """Return the seconds in user and system mode of *processes*, and of the ended ones that they waited for."""
    return sum(ticks_of(process) for process in processes) / TICKS


def ticks_of(process):
    """Return the CPU time of a process, and of those that it waited for, in ticks of the clock; 0 if it has ended."""
    try:
        stat = (PROC / str(process) / "stat").read_text(errors="replace")
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[CPU_TIMES]))


class Watch(Sampler):
    """Samples the most memory that a process itself has had, and for how long no worker was at work meanwhile."""

    every = 0.2

    def __init__(self, workers):
        """Watch also the processes *workers*."""
        super().__init__(wanted=sys.platform == "linux")
        self.workers = workers
        self.idle = 0.0
        self._before = time.monotonic(), cpu_of(workers)

    def look(self):
        """Take a sample."""
        now, used = time.monotonic(), cpu_of(self.workers)
        (then, before), self._before = self._before, (now, used)
        if used - before < BUSY * (now - then):
            self.idle += now - then
        self.peak = max(self.peak or 0, high_water(self.root))


def high_water(process):
    """Return the most memory that a process has had in bytes; 0 if it has ended."""
    try:
        status = (PROC / str(process) / "status").read_text(errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
