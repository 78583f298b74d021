"""An import that was killed at any moment is completed by the next one."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from effort import seed, times
from newsgen.cli.entry import main
from sample_articles import Story, archive, export

KILLS = times("NEWSGEN_KILLS", 1, 4)
"""Number of trials for each signal; `NEWSGEN_KILLS=100` is a long run."""
SEED = seed()
STORIES = times("NEWSGEN_STORIES", 12, 12)

pytestmark = pytest.mark.law

# Renames are slowed down, so that many imports are stopped between two files.
IMPORT = """
import os, sys, time
from pathlib import Path
from newsgen.cli import entry as cli
from newsgen.workers import batches, local
from newsgen.importers import run
def slow_replace(self, target, replace=Path.replace):
    time.sleep(0.002)
    return replace(self, target)
Path.replace = slow_replace
batches.BATCH_SIZE = local.AHEAD = 4
run.LARGE_BYTES = 0
cli.run()
"""


def tree(root: Path) -> dict[str, bytes]:
    """Return the files of content/ and seeds/."""
    files = (file for top in ("content", "seeds") for file in (root / top).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def differing(one, other):
    """Return the paths of the files that differ between the two trees."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def start_import(command, lock):
    """Start an import and return when it has its lock; an earlier interrupt would print a traceback of Python."""
    lock.unlink(missing_ok=True)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not lock.exists() and process.poll() is None:
        time.sleep(0.001)
    return process


@pytest.fixture
def material(tmp_path):
    """Return a folder to import first, and one to import later: other forms of the same stories, and more stories."""
    first, later = tmp_path / "first", tmp_path / "later"
    stories = [Story(number) for number in range(STORIES)]
    for folder in (first, later):
        folder.mkdir()
    for story in stories[::2]:
        (first / f"copied-{story.number}.txt").write_bytes(story.text())
    for story in stories:
        (later / f"saved-{story.number}.html").write_bytes(story.page())
    (later / "export.xml").write_bytes(export(*stories[::3], Story(STORIES), pages=("من نحن", "اتصل بنا")))
    captures = [(s.url, s.page(remark=f"{e}"), f"2015-01-0{e}T00:00:00Z") for s in stories[::4] for e in (2, 1, 3)]
    (later / "crawl.warc.gz").write_bytes(archive(*captures))
    return first, later


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_import_is_completed_by_the_next_one(tmp_path, material, how):
    """The files are the same as without a stop at any moment, no temporary file is left, and the project builds."""
    chance = random.Random(f"{how} {SEED}")
    first, later = material
    start, uninterrupted, root = tmp_path / "start", tmp_path / "uninterrupted", tmp_path / "project"
    start.mkdir()
    assert main(["import", str(first), "--root", str(start)]) == 0
    shutil.copytree(start, uninterrupted)
    command = [sys.executable, "-c", IMPORT, "import", str(later), "--root"]
    started = time.monotonic()
    subprocess.run([*command, str(uninterrupted)], check=True, capture_output=True)
    duration = time.monotonic() - started
    expected = tree(uninterrupted)
    for _ in range(KILLS):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(start, root)
        for _ in range(chance.randint(1, 3)):
            process = start_import([*command, str(root)], root / ".newsgen/lock")
            time.sleep(chance.uniform(0, 0.8) * duration)
            process.send_signal(how)
            errors = process.communicate(timeout=600)[1]
            assert how == signal.SIGKILL or "Traceback" not in errors or "Exception ignored" in errors, errors
        assert main(["import", str(later), "--root", str(root)]) == 0
        assert differing(tree(root), expected) == []
        assert main(["build", "--root", str(root)]) == 0
