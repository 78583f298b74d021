"""Import files of every kind after random changes, and report which laws of an import they break.

usage: .venv/bin/python tests/bench/fuzz_imports.py [--minutes N] [--seed N] [--first N] [--case N] [--report FILE]
       [--kinds KIND ...] [--data DIR ...] [--work DIR]

Each case is one to three files, changed byte by byte or by what their formats are made of, imported into a new project;
then the laws are checked: no traceback, every input in the report with its reason, no text lost without a warning, the
project builds, nothing hostile is published, and the same import again changes nothing. A case depends on the seed and
its number alone; `--case N` runs one again and shows its files. Cases run in a child process, so that one that never
ends or takes too much memory is found too. --data names folders of further files. Each fault is written to FILE with
its smallest case. Exit code 1 if there are faults.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2] / "src")]
# The tests share what follows with this script; they find it by pytest's own path.
from import_laws import Break, breaks, passages_of  # noqa: E402
from import_samples import Sample, samples  # noqa: E402
from mutations import mutated, other_name  # noqa: E402

SECONDS_PER_CASE, SECONDS_PER_CHILD = 20, 90
MEMORY = 3_000_000_000
CASES_PER_CHILD = 200
BUILD_EVERY = 4
MOST_REDUCTIONS = 60


class TooSlowError(Exception):
    """A case took longer than it may."""


@dataclass(frozen=True)
class Case:
    """Changed files to import."""

    number: int
    files: dict[str, bytes]
    origin: str
    """The samples and the changes."""
    base: Sample


@dataclass
class Fault:
    """A law that was broken, with the first case that broke it."""

    law: str
    details: str
    case: int
    origin: str
    files: dict[str, str] = field(default_factory=dict)
    """Paths of the files, reduced, by their names in the case."""
    times: int = 1


def case_of(seed: int, number: int, pool: Sequence[Sample]) -> Case:
    """Return the case *number* of *seed*."""
    chance = random.Random(f"{seed} {number}")
    kinds = sorted({sample.kind for sample in pool})
    chosen = [
        chance.choice([sample for sample in pool if sample.kind == kind])
        for kind in (chance.choice(kinds) for _ in range(chance.choice((1, 1, 1, 1, 2, 3))))
    ]
    contents = [data for one in pool for data in one.files.values()]
    files: dict[str, bytes] = {}
    origins = []
    for sample in chosen:
        changed = chance.choice(list(sample.files))
        for path, data in sample.files.items():
            new_path, new = path, data
            if path == changed:
                new, how = mutated(chance, data, [chance.choice(contents)])
                if chance.random() < 0.15 and len(sample.files) == 1:
                    new_path = other_name(chance, path)
                origins.append(f"{sample.kind} {path}: {how}" + (f" as {new_path!r}" if new_path != path else ""))
            files[new_path] = new
    return Case(number, files, "; ".join(origins), chosen[0])


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in a case that takes longer than *seconds*."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"took longer than {seconds:.0f} s")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def run_case(files: Mapping[str, bytes], work: Path, passages: set[str], *, builds: bool) -> list[Break]:
    """Return the laws that *files* break, with those about time and memory."""
    try:
        with limited(SECONDS_PER_CASE):
            return breaks(files, work, passages, builds=builds)
    except TooSlowError as error:
        return [Break("an import ends", str(error))]
    except OSError as error:  # a name that the disk does not take
        return [Break("fuzzer", str(error))] if error.errno not in {36, 22, 21, 20, 17} else []


class Passages:
    """The passages of each sample, found when they are first needed."""

    def __init__(self, work: Path) -> None:
        """Import samples below *work*."""
        self._work = work
        self._found: dict[int, set[str]] = {}

    def of(self, sample: Sample) -> set[str]:
        """Return the passages of *sample*."""
        if id(sample) not in self._found:
            self._found[id(sample)] = passages_of(sample.files, self._work)
        return self._found[id(sample)]


def run_child(numbers: range, seed: int, pool: Sequence[Sample], work: Path, deadline: float) -> int:
    """Run the cases *numbers* in this process; write each result as a line of JSON; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    passages = Passages(work / "plain")
    with (work / "results").open("a", encoding="utf-8") as results:
        for number in numbers:
            if time.monotonic() > deadline:
                break
            results.write(json.dumps({"begin": number}) + "\n")
            results.flush()
            case = case_of(seed, number, pool)
            found = run_case(case.files, work / "case", passages.of(case.base), builds=number % BUILD_EVERY == 0)
            results.write(json.dumps({"end": number, "breaks": list(map(asdict, found))}) + "\n")
            results.flush()
    return 0


def results_of(
    numbers: range, seed: int, pool: Sequence[Sample], work: Path, deadline: float
) -> dict[int, list[Break]]:
    """Run the cases *numbers* in a child process and return the laws that each case broke."""
    (work / "results").unlink(missing_ok=True)
    child = os.fork()
    if not child:
        code = 1
        try:
            code = run_child(numbers, seed, pool, work, deadline)
        finally:  # the child must not go on as another parent
            os._exit(code)
    done, begun, moved = {}, None, time.monotonic()
    while True:
        ended = os.waitpid(child, os.WNOHANG)[0]
        lines = (work / "results").read_text(encoding="utf-8").splitlines() if (work / "results").exists() else []
        if lines:
            rows = [json.loads(line) for line in lines if line.endswith("}")]
            found = {row["end"]: [Break(**one) for one in row["breaks"]] for row in rows if "end" in row}
            moved = time.monotonic() if len(found) > len(done) else moved
            done, begun = found, max((row["begin"] for row in rows if "begin" in row), default=None)
        if ended:
            break
        if time.monotonic() - moved > SECONDS_PER_CHILD:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            break
        time.sleep(0.2)
    if begun is not None and begun not in done:
        done[begun] = [Break("an import ends", "its process hung or died")]
    return done


def reduced(files: Mapping[str, bytes], broken: Break, work: Path, passages: set[str]) -> dict[str, bytes]:
    """Return *files* with as little in them as breaks the same law."""

    def breaks_still(some: Mapping[str, bytes]) -> bool:
        found = run_case(
            some, work, passages, builds=broken.law in {"the project builds", "nothing hostile is published"}
        )
        return any(signature(one) == signature(broken) for one in found)

    kept = dict(files)
    for path in list(kept):
        fewer = {name: data for name, data in kept.items() if name != path}
        if fewer and breaks_still(fewer):
            kept = fewer
    left = MOST_REDUCTIONS
    for path in kept:
        size = max(len(kept[path]) // 2, 1)
        at = 0
        while left and size >= max(len(kept[path]) // 64, 8):
            left -= 1
            shorter = kept | {path: kept[path][:at] + kept[path][at + size :]}
            if breaks_still(shorter):
                kept = shorter
            else:
                at += size
            if at >= len(kept[path]):
                at, size = 0, size // 2
    return kept


def signature(broken: Break) -> str:
    """Return what tells faults apart: the law, and the place of an exception."""
    is_place = broken.law == "no traceback"
    return f"{broken.law} {broken.details.partition(': ')[0]}" if is_place else broken.law


def record(faults: dict[str, Fault], case: Case, broken: Break, work: Path, passages: Passages) -> None:
    """Add a broken law to *faults*; the first of each kind with its reduced files."""
    key = signature(broken) if broken.law == "no traceback" else f"{broken.law} {case.origin.split(':')[0]}"
    if key in faults:
        faults[key].times += 1
        return
    fault = faults[key] = Fault(broken.law, broken.details, case.number, case.origin)
    folder = work / "faults" / f"{case.number}"
    kept = (
        case.files
        if broken.law == "an import ends"
        else reduced(case.files, broken, work / "case", passages.of(case.base))
    )
    for number, (name, data) in enumerate(kept.items()):
        file = folder / f"{number}{Path(name).suffix[:12]}"
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        fault.files[name] = str(file)


def as_text(faults: Mapping[str, Fault], cases: int, seconds: float) -> str:
    """Return the report as Markdown."""
    lines = [f"# {cases} cases in {seconds / 60:.1f} minutes, {len(faults)} faults\n"]
    for fault in sorted(faults.values(), key=lambda one: (one.law, one.case)):
        lines.append(
            f"\n## {fault.law} (case {fault.case}, {fault.times} times)\n\n{fault.origin}\n\n{fault.details}\n"
        )
        lines += [f"- {name!r}: {path}\n" for name, path in fault.files.items()]
    return "".join(lines).encode("utf-8", "backslashreplace").decode()


def main() -> int:
    """Run cases until the time is over, and print the faults."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--case", type=int, help="run this case only")
    parser.add_argument("--kinds", nargs="*", help="kinds of samples, as import_samples.py names them")
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--report", type=Path)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "newsgen-fuzz")
    options = parser.parse_args()
    pool = [one for one in samples(*options.data) if not options.kinds or one.kind in options.kinds]
    options.work.mkdir(parents=True, exist_ok=True)
    if options.case is not None:
        case = case_of(options.seed, options.case, pool)
        found = run_case(case.files, options.work / "case", Passages(options.work / "plain").of(case.base), builds=True)
        sys.stdout.write("\n".join([case.origin, str(options.work / "case"), *map(str, found), ""]))
        return bool(found)
    shutil.rmtree(options.work / "faults", ignore_errors=True)
    faults: dict[str, Fault] = {}
    passages = Passages(options.work / "plain")
    start, number = time.monotonic(), options.first
    deadline = start + 60 * options.minutes
    while time.monotonic() < deadline:
        results = results_of(range(number, number + CASES_PER_CHILD), options.seed, pool, options.work, deadline)
        for one, found in results.items():
            for broken in found:
                record(faults, case_of(options.seed, one, pool), broken, options.work, passages)
        number = max(results, default=number) + 1
        text = as_text(faults, number - options.first, time.monotonic() - start)
        if options.report:
            options.report.write_text(text, encoding="utf-8")
        sys.stderr.write(f"{number - options.first} cases, {len(faults)} faults\n")
    sys.stdout.write(text)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
