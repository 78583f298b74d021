"""An import may die at any moment: the next one makes what one would have made that lived."""

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

KILLS = times("NEWSGEN_KILLS", 2, 8)
"""How often each way of dying is tried; `NEWSGEN_KILLS=100` for a long run."""
SEED = seed()
STORIES = times("NEWSGEN_STORIES", 12, 12)

pytestmark = pytest.mark.law

# Renames take their time, so that many an import dies between two files.
IMPORT = """
import os, sys, time
from pathlib import Path
from newsgen.cli import entry as cli
from newsgen import workers
def slowly(self, target, replace=Path.replace):
    time.sleep(0.002)
    return replace(self, target)
Path.replace = slowly
workers.BATCH = 4
sys.exit(cli.main(sys.argv[1:]))
"""


def tree(root: Path) -> dict[str, bytes]:
    """Return the files of content/ and seeds/."""
    files = (file for top in ("content", "seeds") for file in (root / top).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def differing(one, other):
    """Return the names of files that are not the same in both."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def start_import(command, lock):
    """Start an import; return when it has begun, for Python itself tells of an interrupt among its own imports."""
    lock.unlink(missing_ok=True)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not lock.exists() and process.poll() is None:
        time.sleep(0.001)
    return process


@pytest.fixture
def material(tmp_path):
    """Make what is imported first, and what comes later: other forms of the same stories, and further ones."""
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
def test_a_stopped_import_goes_on_as_if_nothing_had_been(tmp_path, material, how):
    """At whatever moment, even several times; no draft of a file stays behind, and the project builds."""
    chance = random.Random(f"{how} {SEED}")
    first, later = material
    start, whole, root = tmp_path / "start", tmp_path / "whole", tmp_path / "project"
    start.mkdir()
    assert main(["import", str(first), "--root", str(start)]) == 0
    shutil.copytree(start, whole)
    command = [sys.executable, "-c", IMPORT, "import", str(later), "--root"]
    began = time.monotonic()
    subprocess.run([*command, str(whole)], check=True, capture_output=True)
    lasts = time.monotonic() - began
    expected = tree(whole)
    for _ in range(KILLS):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(start, root)
        for _ in range(chance.randint(1, 3)):
            process = start_import([*command, str(root)], root / ".newsgen/lock")
            time.sleep(chance.uniform(0, 0.8) * lasts)
            process.send_signal(how)
            said = process.communicate(timeout=600)[1]
            assert how == signal.SIGKILL or "Traceback" not in said or "Exception ignored" in said, said
        assert main(["import", str(later), "--root", str(root)]) == 0
        assert differing(tree(root), expected) == []
        assert main(["build", "--root", str(root)]) == 0
