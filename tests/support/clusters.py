"""Run a Dask cluster of this machine for tests, and kill its workers."""

import contextlib
import logging
import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.workers.local import sigint_blocked


@contextlib.contextmanager
def cluster(workers: int = 2) -> Iterator["Cluster"]:
    """Start a scheduler and *workers* processes, which are replaced when they die."""
    import dask.config  # noqa: PLC0415 - to load it takes a second
    from distributed import LocalCluster  # noqa: PLC0415 - the same

    with sigint_blocked():
        started = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL
        )
    started.scheduler.allowed_failures = 100  # more of them die over the same work than in any year of a cluster
    patient = {"distributed.deploy.lost-worker-timeout": "1h"}  # else one that has died twice may be given up
    with dask.config.set(patient), started:
        yield Cluster(started)


class Cluster:
    """A running cluster."""

    def __init__(self, started: object) -> None:
        """Hold the cluster that was *started*."""
        self._started = started
        self.deaths = 0
        """Number of workers that were killed."""

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        return str(self._started.scheduler_address)

    @contextlib.contextmanager
    def unforgiving(self) -> Iterator[None]:
        """Let work fail when a second worker dies over it."""
        scheduler = self._started.scheduler
        before, scheduler.allowed_failures = scheduler.allowed_failures, 1
        yield
        scheduler.allowed_failures = before

    def kill_one(self, chance: random.Random) -> None:
        """Kill a random worker, if one is at work; Dask does not replace a process that dies while it starts."""
        at_work = self._started.scheduler.workers
        nannies = [
            one
            for one in self._started.workers.values()
            if (process := one.process) and process.status.name == "running" and one.worker_address in at_work
        ]
        if nannies:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(nannies).pid, signal.SIGKILL)
                self.deaths += 1

    @contextlib.contextmanager
    def deadly(self, chance: random.Random, most: int) -> Iterator[None]:
        """Kill a worker at random moments, up to *most* deaths in all, until the end of the context."""
        ended = threading.Event()

        def kill() -> None:
            while not ended.wait(chance.uniform(0.1, 1.5)) and self.deaths < most:
                self.kill_one(chance)

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


# What follows runs in workers, which import it from here.


def with_process(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return each square with the id of the process that computed it."""
    return [(number * number, os.getpid()) for number in numbers]


def fail(_: Sequence[int]) -> None:
    """Raise an expected failure."""
    raise SourceError("seeds/a.txt", "changed while the site was being built", "build again", 3)


def divide(_: Sequence[int]) -> float:
    """Fail as a bug does."""
    return 1 / 0


def die(_: Sequence[int]) -> None:
    """End this process as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(files: Sequence[Path]) -> list[str]:
    """End this process unless it has died over one of *files* before; return their names."""
    for file in files:
        if not file.exists():
            file.touch()
            die([])
    return [file.name for file in files]


def touch_slowly(files: Sequence[Path]) -> None:
    """Create *files*, each after a while."""
    for file in files:
        time.sleep(0.05)
        file.touch()


def same_versions() -> dict[str, str]:
    """Return versions that are the same in every process."""
    return {"newsgen": "1"}


def own_versions() -> dict[str, str]:
    """Return versions that are others in every process."""
    return {"newsgen": "1", "markdown": str(os.getpid())}
