"""Count the tasks of a scheduler of Dask, which loads this with --preload, and the workers and clients that it met.

The counts are written as JSON to the file that NEWSGEN_TASK_COUNTS names, whenever a worker or a client comes or goes.
"""

import json
import os
from pathlib import Path

from distributed.diagnostics.plugin import SchedulerPlugin


class TaskCounter(SchedulerPlugin):
    """Counts the tasks that a worker has ended."""

    name = "newsgen-task-counter"

    def __init__(self, scheduler, file):
        """Count the tasks of *scheduler*; *file* is rewritten."""
        self.scheduler, self.file = scheduler, file
        self.tasks = self.clients = 0

    def transition(self, _key, start, finish, *_, **__):
        """Count a task that is no longer processed by a worker."""
        self.tasks += start == "processing" and finish in {"memory", "erred"}

    def add_worker(self, *_, **__):
        """Write that a worker is there."""
        self.write()

    def remove_worker(self, *_, **__):
        """Write that a worker has left."""
        self.write()

    def add_client(self, *_, **__):
        """Write that a client is there."""
        self.clients += 1
        self.write()

    def remove_client(self, *_, **__):
        """Write that a client has left."""
        self.clients -= 1
        self.write()

    def write(self):
        """Write the counts."""
        counts = {"workers": len(self.scheduler.workers), "tasks": self.tasks, "clients": self.clients}
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(counts), encoding="utf-8")
        new.replace(self.file)


def dask_setup(scheduler):
    """Count the tasks of *scheduler*; Dask calls this when it starts."""
    scheduler.add_plugin(TaskCounter(scheduler, Path(os.environ["NEWSGEN_TASK_COUNTS"])))
