"""Try whether a build after any edits and kills is a clean build, for as many steps as there is time.

Usage: python tests/bench/edits_law.py STEPS SEED [--kills SHARE] [--way WAY] [--patience SECONDS]
       python tests/bench/edits_law.py --replay EPISODE UNIT ... [--folder DIR]

Each step makes some edits of a small project, builds it, and compares site, address book and messages with those
of a clean build. A share of the steps (8 %) begins with a build that is killed. After 40 steps another project begins.
A difference is printed with the fewest edits that were found to make it, and with the command that repeats it.
"""

# ruff: noqa: E402, T201 - it is a script

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "src"), str(REPOSITORY / "tests/support"), str(REPOSITORY / "tests/bench")]

from random_edits.law import EPISODE, WAYS, Difference, hold, parse_units, replayed


def main():
    """Run the law; exit with 1 if there was a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", type=int, nargs="?", default=5000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--kills", type=float, default=0.08, help="the share of the steps with a kill (default: 0.08)")
    parser.add_argument("--way", choices=WAYS, help="how to build (default: mostly alone, in turns)")
    parser.add_argument("--patience", type=float, default=60, help="seconds to shrink a difference (default: 60)")
    parser.add_argument("--most", type=int, default=5, help="stop after so many differences (default: 5)")
    parser.add_argument("--replay", nargs="+", metavar="UNIT", help="an episode and its units, as printed")
    parser.add_argument("--folder", type=Path, help="keep the projects of a replay in this new folder")
    chosen = parser.parse_args()
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="edits-law-", dir=memory if memory.is_dir() else None))
    try:
        return replay(chosen.folder or folder / "replay", *chosen.replay) if chosen.replay else run(chosen, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(chosen, folder):
    """Run episodes until all steps are done."""
    counts, differences, started, steps, clean, built = Counter(), 0, time.monotonic(), 0, 0.0, 0.0
    turns = [chosen.way] if chosen.way else [*[WAYS[0]] * 5, *WAYS[1:]]
    for number in range(-(-chosen.steps // EPISODE)):
        seed, place = f"{chosen.seed}/{number}/{turns[number % len(turns)]}", folder / f"{number}"
        wanted = min(EPISODE, chosen.steps - number * EPISODE)
        try:
            episode = hold(place, seed, wanted, kills=chosen.kills, patience=chosen.patience)
            steps, counts = steps + wanted, counts + episode.counts
            clean, built = clean + episode.clean_seconds, built + episode.seconds
        except Difference as difference:
            differences += 1
            print(f"--- difference {differences}\n{difference}\n", flush=True)
            if differences >= chosen.most:
                break
        shutil.rmtree(place, ignore_errors=True)
    print(*(f"{name}: {count}" for name, count in sorted(counts.items())), sep=", ")
    seconds = time.monotonic() - started
    print(f"{seconds:.0f} s; {built * 1000 / max(steps, 1):.0f} ms a build, {clean * 1000 / max(steps, 1):.0f} clean")
    print(f"{steps} steps without a difference, {counts['killed']} kills, {differences} differences")
    return differences > 0


def replay(folder, seed, *units):
    """Repeat a failure, and print what each of its edits does."""
    episode, difference = replayed(folder, seed, parse_units(units))
    print(*(f"{unit} {done}" for unit, done in zip(episode.units, episode.done, strict=True)), sep="\n")
    print(difference or "no difference")
    return difference is not None


if __name__ == "__main__":
    sys.exit(main())
