"""Measure builds and imports on a cluster of several hosts beside those of one machine.

usage: .venv/bin/python tests/bench/cluster.py ARTICLES.jsonl[.gz] [--articles N] [--archives N] [--workers 1,2,4]
       [--only NAMES] [--work DIR] [--python PATH]

It needs Linux, root and the program `ip` (package iproute2), for network namespaces, and newsgen with the extras
`cluster` and `import`. Each line of the file is as in peers.py. Of them two loads are made: a project of N articles
(100,000), which are mixed with each other where there are not enough, and N web archives (200) of three dozen pages
each, with requests, pictures, pages that did not change, and near copies of pages of other archives. Each is built, or
imported into an empty project, on this machine with two processes and with one, and then on clusters.

A cluster has the scheduler of Dask, the client and each worker on a host of its own: a network namespace with its own
address, joined to the others by a bridge. Their folder is the same folder of this machine, which stands for NFS: what
reading it over a network would add is not measured. A worker has one process with one thread.

Tables are printed as Markdown. The CPU time of the client is that of the one process that plans and writes, and on one
machine of all processes; its share tells by Amdahl's law how long more processors would take, which two cannot show.
The bytes are all that an interface received and sent, with the headers, those of joined packets counted once.
`no worker busy` is the time in which the workers used less than a tenth of a processor. A tenth and a third of the
articles are built too, to reckon the memory that a million take. All files but the cache .newsgen are compared. --only
makes some of the tables: it is a list of build, import and memory. Exit code 1 if a file differs or a run fails.

`--articles 1000 --archives 2 --workers 1,2` takes two minutes. The whole takes about 35 minutes for the builds and 50
for the imports on two processors that do nothing else, and 5 GB in /dev/shm; `--work DIR` takes another folder.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
from itertools import chain, islice
from pathlib import Path

import corpus
from edits import ARTICLES, SITE
from hosts import REPOSITORY, Hosts, Watch, cpu_of
from interpreter import describe
from measure import RunError, adopt_orphans, run
from newsgen.filesystem import sha256
from newspapers.articles import read_news
from peers import SHARED_MEMORY, say
from reckoning import Run, forecast, memory, table
from web_archives import PAGES, write_archives

LOADS = ("build", "import", "memory")
PARTS = (10, 3)
"""What part of the articles is built to see how the memory grows: a tenth and about three tenths."""
SOUND = 2
"""Articles that are mixed for each page, because not all are sound enough for a page."""
LOCAL = {"2 processes": 2, "1 process": 1}
SHOWN = 5
MOST_WORKERS = 200


class Load:
    """A project that is built, or archives that are imported into one, again and again."""

    def __init__(self, name, work, articles=0):
        """Keep the project of the load *name* in the folder *work*; a build has *articles* articles."""
        self.name, self.work, self.root = name, work, work / name
        self.articles = articles
        self.archives = work / "archives"
        self.first = {}
        """The digests of the files of the first run."""
        self.runs = []

    def clear(self):
        """Remove what a run has made."""
        if self.name == "import":
            shutil.rmtree(self.root, ignore_errors=True)
            self.root.mkdir()
            return
        for folder in ("site", ".newsgen"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        (self.root / "content/addresses.tsv").unlink(missing_ok=True)

    def command(self, hosts, jobs):
        """Return the command that runs on the client; on one machine with *jobs* processes."""
        on_client = hosts.on("client")
        if not hosts.workers and self.name == "import":  # it takes the processors that it may use
            on_client = [*on_client[:-1], "taskset", "--cpu-list", f"0-{jobs - 1}", on_client[-1]]
        command = [*on_client, "-m", "newsgen", "import" if self.name == "import" else "build", "--root", self.root]
        command += [self.archives] if self.name == "import" else []
        if hosts.workers:
            return [*command, "--cluster", hosts.address]
        return command if self.name == "import" else [*command, "--jobs", str(jobs)]

    def measure(self, label, workers, python, jobs=0):
        """Run once, compare the files with those of the first run, and record the result."""
        self.clear()
        with Hosts(self.work / "hosts", python, workers) as hosts:
            before = hosts.traffic(), cpu_of(hosts.worker_processes()), cpu_of(hosts.processes("scheduler"))
            watch = Watch(hosts.worker_processes())
            try:
                cost = run(self.command(hosts, jobs), sampler=watch)
                if workers:
                    hosts.wait_for("clients", 0)
            except RunError as error:
                raise RunError(f"{error}\n{hosts.last_lines()}") from None
            found = Run(
                label, workers, self.articles, cost.wall, cost.cpu, watch.peak, watch.idle,
                cpu_of(hosts.worker_processes()) - before[1], cpu_of(hosts.processes("scheduler")) - before[2],
                hosts.counts()["tasks"], hosts.traffic().since(before[0]), self.differing(),
            )  # fmt: skip
        shutil.rmtree(self.work / "hosts")
        self.clear()
        self.runs.append(found)
        say(f"{self.name}, {label}: {found.wall:.1f} s, client {found.client:.1f} s CPU, workers {found.work:.1f} s")
        for path in found.differing[:SHOWN]:
            say(f"  differs: {path}")

    def differing(self):
        """Return the files that are not as after the first run, or not there; after that run, none."""
        files = digests(self.root)
        if not self.runs:
            self.first = files
            self.articles = self.articles or sum(path.startswith(f"{ARTICLES}/") for path in files)
        return sorted(path for path in files.keys() | self.first if files.get(path) != self.first.get(path))


def digests(root):
    """Return the digest of each file below *root* by its path, without the cache."""
    files = chain.from_iterable((Path(folder, name) for name in names) for folder, _, names in os.walk(root))
    paths = {str(file.relative_to(root)): file for file in files}
    return {path: sha256(file.read_bytes()) for path, file in paths.items() if not path.startswith(".newsgen/")}


def make_project(rows, folder, articles):
    """Create the project whose build is measured; return the size of its Markdown in bytes."""
    size = corpus.write(corpus.entries(rows, articles, corpus.remixed), folder, ["md"])
    (folder / ARTICLES).parent.mkdir()
    (folder / "md").rename(folder / ARTICLES)
    (folder / "content/site.yml").write_text(SITE, encoding="utf-8")
    return size


def part_of(project, folder, articles):
    """Create a project with the first articles of *project*, which are linked: builds only read them."""
    (folder / ARTICLES).mkdir(parents=True)
    shutil.copy(project / "content/site.yml", folder / "content")
    for file in sorted((project / ARTICLES).iterdir())[:articles]:
        (folder / ARTICLES / file.name).hardlink_to(file)


def make_archives(rows, folder, number):
    """Compose *number* archives in *folder*; return their size in bytes."""
    mixed = folder.with_name("mixed.jsonl")
    with mixed.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in islice(corpus.remixed(rows), SOUND * PAGES * number))
    size = write_archives(read_news(mixed), folder, number)
    mixed.unlink()
    return size


class Bench:
    """The loads, their runs and the tables."""

    def __init__(self, options, work):
        """Make and measure the loads of the *options* in the folder *work*."""
        self.options, self.work = options, work
        self.rows = corpus.read(options.source)
        self.failed = False

    def tables(self):
        """Yield each table when it is measured."""
        only = self.options.only
        if {"build", "memory"} & {*only}:
            load = Load("build", self.work, self.options.articles)
            size = make_project(self.rows, load.root, load.articles)
            if "build" in only:
                yield self.table(load, f"Build of {load.articles:,} articles, {size / 1e6:,.0f} MB of Markdown")
            if "memory" in only:
                yield self.memory(load)
            shutil.rmtree(load.root)
        if "import" in only:
            load = Load("import", self.work)
            number = self.options.archives
            size = make_archives(self.rows, load.archives, number)
            yield self.table(load, f"Import of {number:,} WARC files, {size / 1e6:,.0f} MB, into an empty project")

    def table(self, load, title):
        """Measure a load on one machine and on clusters, and return its table and what is reckoned from it."""
        for label, jobs in LOCAL.items():
            self.measure(load, f"one machine, {label}", 0, jobs)
        for workers in self.options.workers:
            self.measure(load, workers_of(workers), workers)
        on_cluster = [found for found in load.runs if found.workers]
        reckoned = forecast(on_cluster[0]) if on_cluster else "No run on a cluster succeeded."
        articles = f", {load.articles:,} articles" if load.name == "import" else ""
        return f"### {title}{articles}\n\n{table(load.runs)}\n\n{reckoned}\n"

    def memory(self, load):
        """Measure the memory of builds of parts of a load, and return its table."""
        workers = self.options.workers[-1]
        found = []
        for part in PARTS:
            articles = max(load.articles // part, 1)
            small = Load(f"build of {articles:,}", self.work, articles)
            part_of(load.root, small.root, small.articles)
            self.measure(small, workers_of(workers), workers)
            shutil.rmtree(small.root)
            found += small.runs
        if not any(run_.workers == workers for run_ in load.runs):
            self.measure(load, workers_of(workers), workers)
        found += [run_ for run_ in load.runs if run_.workers == workers]
        return f"### Memory of the client, {workers_of(workers)}\n\n{memory(found) if found else 'Not measured.'}\n"

    def measure(self, load, label, workers, jobs=0):
        """Measure one run; one that fails is reported, and the others go on."""
        try:
            load.measure(label, workers, self.options.python, jobs)
        except RunError as error:
            self.failed = True
            say(f"{load.name}, {label}: {error}")
        else:
            self.failed |= bool(load.runs[-1].differing)


def workers_of(number):
    """Return the label of runs on a cluster."""
    return f"{number} worker" + "s" * (number > 1)


def options_of(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="to build (default 100,000)")
    parser.add_argument("--archives", type=int, default=200, metavar="N", help="to import (default 200)")
    parser.add_argument("--workers", type=numbers, default=[1, 2, 4], metavar="NUMBERS", help="(default 1,2,4)")
    parser.add_argument("--only", type=names, default=LOADS, metavar="NAMES", help=f"of {','.join(LOADS)}")
    parser.add_argument("--work", type=Path, metavar="DIR", help="for all files (default: a folder in memory)")
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="runs newsgen (default: this one)")
    options = parser.parse_args(arguments)
    if min(options.articles, options.archives) < 1:
        parser.error("--articles and --archives are 1 or more")
    return options


def numbers(text):
    """Return the numbers in a comma-separated list, the least first."""
    found = sorted({int(word) for word in text.split(",")})
    if found[0] < 1 or found[-1] > MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"numbers of workers are 1 to {MOST_WORKERS}")
    return found


def names(text):
    """Return the loads in a comma-separated list."""
    wanted = text.split(",")
    for name in wanted:
        if name not in LOADS:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(LOADS)}")
    return wanted


def main(arguments):
    """Measure in a folder that is removed at the end; return the exit code."""
    options = options_of(arguments)
    if sys.platform != "linux" or os.geteuid() or not shutil.which("ip"):
        say("network namespaces need Linux, root and the program `ip` (package iproute2)")
        return 1
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with it each start would compile newsgen, as nobody's does
    os.environ["PYTHONPATH"] = str(REPOSITORY / "src")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the hosts are removed
    adopt_orphans()
    parent = options.work or (SHARED_MEMORY if SHARED_MEMORY.is_dir() else None)
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix="newsgen-cluster-") as work:
            bench = Bench(options, Path(work).resolve())
            system = f"{os.cpu_count()} CPUs, {platform.system()} {platform.release()}; {describe(options.python)}"
            say(system)
            for part in bench.tables():
                sys.stdout.write(f"{part}\n")
                sys.stdout.flush()
            sys.stdout.write(f"Measured on {system}.\n")
    except RunError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("stopped; all hosts are removed")
        return 130
    return int(bench.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
