"""Compare each build after random edits with a clean build of the same files, and shrink what differs."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from disk_clock import wait_for_tick
from newsgen.build import file_changes
from newsgen.build.staging import STAGING
from newsgen.cli.entry import main
from random_edits import accidents, articles, captures, corrections, fields, site_files
from random_edits.compare import (
    Difference,
    Files,
    address_book,
    changes,
    normal,
    same,
    same_files,
    tree,
    whole_files,
    without_new_addresses,
    without_staging,
)
from random_edits.desk import Desk
from random_edits.kills import build_killed_after, build_killed_at
from shared_work import compile_templates_once

BUILD, KILL = "build", "kill"
EPISODE = 40
"""Steps with one project; then another one begins, so that a failure has a short history."""
WAYS = ("alone", "workers", "racy alone", "racy workers")
"""How to build: in this process or in workers; racy: files that have just changed are always read again."""
_GROUPS = {articles: 28, fields: 34, captures: 12, corrections: 9, site_files: 11, accidents: 15}
ACTS: dict[str, Callable[[Desk], str]] = {act.__name__: act for group in _GROUPS for act, _ in group.EDITS}
_WEIGHTS = {
    act.__name__: share * weight / sum(one for _, one in group.EDITS)
    for group, share in _GROUPS.items()
    for act, weight in group.EDITS
}
_REPAIRS = ("repair", "revert")
_KILLS = 0.08
_QUIET = ("body_start", "body_word", "body_end", "body_cut", "body_other", "wait", "wait", "unseen", "book_line")
_QUIET_STEPS = 0.18
"""The share of the steps in which nothing changes but one text, or the time, or the address book."""
_UNIT = re.compile(r"(\d+)\.(\d+):(\w+)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One edit, one build, or one build that is killed; its place decides all its random numbers."""

    step: int
    number: int
    name: str

    def __str__(self) -> str:
        """Return it as `parse_units` reads it."""
        return f"{self.step}.{self.number}:{self.name}"


def parse_units(texts: Iterable[str]) -> list[Unit]:
    """Return the units that were printed by a failure."""
    found = [(text, _UNIT.fullmatch(text)) for text in texts]
    wrong = [text for text, match in found if not match or match[3] not in {*ACTS, BUILD, KILL}]
    assert not wrong, f"not a step: {wrong}"
    return [Unit(int(match[1]), int(match[2]), match[3]) for _, match in found if match]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did and said."""

    code: int
    said: str
    report: dict[str, object]
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether nothing was published."""
        return "nothing was published" in self.said or not self.report


class Episode:
    """A project and its random edits, all of which follow from the *seed*: `NUMBER/EPISODE/WAY`."""

    def __init__(self, folder: Path, seed: str) -> None:
        """Create the project in *folder*, which must be empty or missing."""
        self.folder, self.seed, self.way = folder, seed, seed.rpartition("/")[2]
        self.desk = Desk(folder / "work")
        self.desk.build = self._run
        self.units: list[Unit] = []
        self.done: list[str] = []
        """What each unit did."""
        self.counts: Counter[str] = Counter()
        self.clean_seconds = self.seconds = 0.0
        self._refused = False

    # --- random steps

    def run(self, steps: int, kills: float = _KILLS) -> None:
        """Make so many random *steps*, each of which ends with a build; raise Difference."""
        for step in range(steps + 1):
            for unit in self._random_units(step, kills):
                self.apply(unit)
            self.apply(Unit(step, 99, BUILD))

    def _random_units(self, step: int, kills: float) -> Iterator[Unit]:
        chance = Random(f"{self.seed} {step}")
        if step == 0:
            yield Unit(0, 0, "configure")
            number = chance.choice([8, 8, 8, 10, 10, 12, 12, 16, 30])
            first = [
                "add_same_day",
                "add_undated",
                "add_future",
                "add_expiring",
                "comment",
                "page",
                "capture",
                "capture",
                "claim",
                "pin",
                "pin",
            ]
            yield from (Unit(0, place, "add") for place in range(1, number))
            yield from (Unit(0, number + place, name) for place, name in enumerate(first))
            return
        is_killed = chance.random() < kills
        if chance.random() < _QUIET_STEPS and not self._refused:
            yield Unit(step, 0, chance.choice(_QUIET))
        else:
            for number in range(chance.choice([1, 1, 1, 1, 2, 2, 3, 3, 6])):
                yield from self._random_edit(step, 8 * number, chance)
        if is_killed:
            yield Unit(step, 60, KILL)
            after = chance.choice(["", "", *_REPAIRS, "other"])
            if after == "other":
                yield from self._random_edit(step, 70, chance)
            elif after:
                yield Unit(step, 70, after)

    def _random_edit(self, step: int, number: int, chance: Random) -> Iterator[Unit]:
        """Yield edits until one has changed something."""
        before = len(self.done)
        for attempt in range(6):
            names = list(_WEIGHTS)
            name = chance.choices(names, [_WEIGHTS[one] for one in names])[0]
            if self._refused and chance.random() < 0.6:
                name = chance.choice(_REPAIRS)
            yield Unit(step, number + attempt, name)
            if len(self.done) > before:
                return

    # --- units

    def replay(self, units: Sequence[Unit]) -> None:
        """Apply *units*; only the last build is compared with a clean one."""
        for place, unit in enumerate(units, 1):
            self.apply(unit, compare=place == len(units))

    def apply(self, unit: Unit, *, compare: bool = True) -> None:
        """Apply *unit*, and record it if it did anything."""
        desk = self.desk
        if not self.units or unit.step != self.units[-1].step:
            desk.snapshots = [*desk.snapshots[-5:], desk.own_files()]
        desk.chance = Random(f"{self.seed} {unit}")
        if unit.name == BUILD:
            self.units.append(unit)
            self.done.append("build")
            self._check(unit, compare=compare)
            return
        done = self._kill(compare=compare) if unit.name == KILL else ACTS[unit.name](desk)
        if done:
            self.counts[unit.name] += 1
            self.units.append(unit)
            self.done.append(done)

    # --- builds

    def _run(self, *options: str, root: Path | None = None) -> Built:
        """Build the project, or its copy at *root*, in this process."""
        desk, report = self.desk, self.folder / "report.json"
        root = root or desk.root
        report.unlink(missing_ok=True)
        jobs = "1" if self.way.endswith("alone") or root != desk.root else "2"
        output = [] if "--output" in options else ["--output", str(root / desk.output)]
        known = [*desk.arguments(), *output, *options]
        arguments = ["build", "--root", str(root), "--jobs", jobs, "--report", str(report), *known]
        wait_for_tick(self.folder)  # an edit after this build has another date than one before it
        started = time.perf_counter()
        with redirect_stderr(StringIO()) as said:
            try:
                code = main(arguments)
            except Exception as error:
                raise Difference(f"{type(error).__name__}: {error}\n{said.getvalue()}") from error
        seconds = time.perf_counter() - started
        found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        return Built(code, normal(said.getvalue(), root), found, seconds)

    def _clean(self) -> tuple[Built, Files, str]:
        """Build a copy of the project without its cache and its output; return its files and its address book too."""
        copy, once = self.folder / "clean", self.desk.once
        self.desk.copy_to(copy)
        self.desk.once = []
        built = self._run(root=copy)
        self.desk.once = once
        return built, tree(copy / self.desk.output), address_book(copy)

    def _check(self, unit: Unit, *, compare: bool) -> None:
        """Build the project; raise Difference unless all is as in a clean build."""
        desk = self.desk
        before, book = without_staging(tree(desk.site)), address_book(desk.root)
        expected = self._clean() if compare else None
        built = self._run()
        desk.once = []
        self._refused = built.refused
        if not built.refused:
            desk.published = desk.own_files()
        if not compare:
            return
        self.seconds += built.seconds
        self.clean_seconds += expected[0].seconds
        self.counts[f"{unit.name} refused" if built.refused else unit.name] += 1
        self.counts["pages written"] += int(str(built.report.get("written", 0)))
        fresh, files, new_book = expected
        now = tree(desk.site)
        same("exit code", fresh.code, built.code)
        same("messages", fresh.said, built.said)
        for name in ("errors", "warnings", "articles", "pages"):
            same(name, fresh.report.get(name), built.report.get(name))
        if built.refused:
            files, new_book = before, book
        same_files(files, now)
        same("address book", new_book, address_book(desk.root))
        if not built.refused:
            same("files written and removed", changes(before, now), [built.report[k] for k in ("written", "removed")])
        if desk.chance.random() < 0.15:
            self._check_again(built, now)

    def _check_again(self, built: Built, now: Files) -> None:
        """Build once more; raise Difference if that changes or says anything else."""
        again = self._run()
        same("exit code when building again", built.code, again.code)
        same("messages when building again", without_new_addresses(built.said), again.said)
        for name in ("errors", "warnings", "articles", "pages"):
            same(f"{name} when building again", built.report.get(name), again.report.get(name))
        if not built.refused:
            same("files written again", [0, 0], [again.report[name] for name in ("written", "removed")])
        same_files(now, tree(self.desk.site))

    def _kill(self, *, compare: bool) -> str:
        """Kill a build; raise Difference unless each published file is the whole old or the whole new one."""
        desk, chance = self.desk, self.desk.chance
        before = tree(desk.site)
        after = self._clean()[1] if compare else {}
        if self.way.endswith("workers") and chance.random() < 0.7:
            seconds, together = chance.uniform(0, 0.3), chance.random() < 0.5
            killed = build_killed_after(self._run, seconds, whole_group=together)
            done = f"after {seconds:.3f} s"
        else:
            publishing = chance.random() < 0.6
            moment = round(2 ** chance.uniform(0, 8)) if publishing else chance.randrange(1, 3000)
            killed = build_killed_at(self._run, moment, publishing=publishing)
            done = f"at operation {moment}{' of publishing' * publishing}"
        self.counts["killed" if killed else "finished before it was killed"] += 1
        now = tree(desk.site)
        if killed and any(name.startswith(STAGING) for name in now):
            self.counts["killed while staging or publishing"] += 1
        if compare:
            whole_files(before, after, now)
        desk.once = []
        return f"kill {done}"


# --- whole runs


@contextmanager
def ready(way: str, current: Callable[[], Desk]) -> Iterator[None]:
    """Make builds fast and their stamps trusted or racy as the *way* says; the *current* desk has clock and code."""
    with pytest.MonkeyPatch.context() as patch:
        compile_templates_once(patch)
        if not way.startswith("racy"):
            patch.setattr(file_changes, "COARSE_CLOCK_NS", 0)
            patch.setattr(file_changes, "FINE_CLOCK_NS", 0)
        if way.endswith("workers"):
            patch.setattr("newsgen.workers.batches.BATCH_SIZE", 1)  # a single batch would be built in this process
        patch.setattr("newsgen.build.incremental.environment", lambda: current().environment)  # else 25 ms a build
        patch.setattr("newsgen.cli.build.current_moment", lambda: current().now)
        yield


def replayed(folder: Path, seed: str, units: Sequence[Unit]) -> tuple[Episode, Difference | None]:
    """Apply *units* to a new project in *folder*; return the episode and how its last build differed."""
    episode = Episode(folder, seed)
    with ready(episode.way, lambda: episode.desk):
        try:
            episode.replay(units)
        except Difference as difference:
            return episode, difference
    return episode, None


def shrink(folder: Path, seed: str, units: Sequence[Unit], seconds: float) -> list[Unit]:
    """Return fewer of the *units*, whose last build still differs; try for so many *seconds*."""
    kept, end, number = list(units), time.monotonic() + seconds, 0
    size = len(kept) // 2
    while size and time.monotonic() < end:
        place = 0
        while place < len(kept) - 1 and time.monotonic() < end:
            fewer = [*kept[:place], *kept[min(place + size, len(kept) - 1) :]]
            number += 1
            if replayed(folder / f"{number}", seed, fewer)[1]:
                kept = fewer
            else:
                place += size
        size = min(size, len(kept)) // 2
    return kept


def hold(folder: Path, seed: str, steps: int, *, kills: float = _KILLS, patience: float = 30) -> Episode:
    """Make random *steps*; on a difference raise it with the smallest history found in *patience* seconds."""
    episode = Episode(folder / "all", seed)
    with ready(episode.way, lambda: episode.desk):
        try:
            episode.run(steps, kills)
        except Difference as difference:
            last = episode.units[-1].step
            units = shrink(folder, seed, episode.units, patience) if patience else episode.units
            again, still = replayed(folder / "smallest", seed, units)
            lines = [f"{difference}", "", f"In the episode {seed}, step {last}. As few edits as were found:"]
            lines += [f"  {unit} {done}" for unit, done in zip(again.units, again.done, strict=True)]
            lines += [f"end in: {still}" if still else "which alone make no difference: it was the moment"]
            replay = " ".join(map(str, units))
            lines += ["Repeat it with:", f"python tests/bench/edits_law.py --replay '{seed}' {replay}"]
            raise Difference("\n".join(lines)) from difference
    return episode
