"""Provide the workers that a command asks for: processes of this machine, or those of a cluster."""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsgen.cli.terminal import print_message
from newsgen.errors import ConfigError

if TYPE_CHECKING:
    from newsgen.workers.batches import StartWorkers


@contextmanager
def workers_for(arguments: argparse.Namespace, inputs: Iterable[Path] = ()) -> "Iterator[StartWorkers]":
    """Provide the workers that *arguments* ask for with `--cluster` and `--jobs`.

    Those of a cluster must see the project and the files and folders *inputs*.
    """
    from newsgen.workers.local import default_jobs, worker_pool  # noqa: PLC0415 - `--help` does not need it

    jobs = getattr(arguments, "jobs", None)
    if arguments.cluster is None:
        yield worker_pool(jobs or default_jobs())
        return
    from newsgen.build.file_changes import versions  # noqa: PLC0415 - few builds need a cluster
    from newsgen.workers.cluster import LOCAL, cluster_workers  # noqa: PLC0415 - the same

    if jobs and arguments.cluster != LOCAL:
        raise ConfigError("--jobs", "counts processes of this machine, which is not asked to work", "leave it out")
    root = arguments.root.resolve()
    by_folder = {path if path.is_dir() else path.parent: path for path in inputs}  # one file shows where it is
    others = [path for folder, path in by_folder.items() if not folder.is_relative_to(root)]
    with cluster_workers(arguments.cluster, [root, *others], versions, print_message, jobs) as start:
        yield start
