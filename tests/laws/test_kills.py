"""A build may be killed at any time: every published file is whole, and the next build completes the site."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from effort import seed, times
from folders import SITES
from newsgen.build.output import MANIFEST
from newsgen.build.staging import STAGING
from processes import alive

KILLS = times("NEWSGEN_KILLS", 2, 12)
"""How often each signal is tried; use `NEWSGEN_KILLS=100` for a long run."""
SEED = seed()
NEVER = "a worker lived too long after its parent was killed"
GRACE = 60
"""Seconds that a worker may outlive its parent: usually none, and a worker that does not leave never does."""

# Every item is a batch, so that there are workers; renames are slow, so that some builds are killed among them. As in
# this process, there is no search that was not asked for.
BUILD = """
import os, sys, time
from newsgen.cli import entry as cli
from newsgen.workers import batches
from newsgen.build.search import engine
def slowly(*arguments, replace=os.replace, **options):
    time.sleep(0.003)
    return replace(*arguments, **options)
os.replace = slowly
batches.BATCH_SIZE = 1
engine.BY_DEFAULT = False
cli.run()
"""

OLD_ARTICLE = (SITES / "rich/content/articles/boats-1.md").read_text(encoding="utf-8")
NEW_ARTICLE = "---\ntitle: خبر جديد\ndate: 2020-05-05\ntags: [جديد]\ncategories: [سياسة]\n---\nنص\n"
pytestmark = pytest.mark.law


class Newsroom:
    """A project that an editor switches between two states."""

    def __init__(self, project, aside):
        """Build both states, so that the address book has all articles; end in the state `before`."""
        self.project, self.root = project, project.root
        shutil.copytree(SITES / "mail", self.root, dirs_exist_ok=True)
        for number in "2345":
            shutil.copy(SITES / f"rich/content/articles/boats-{number}.md", self.root / "content/articles")
        self.sites = {}
        for state in ("after", "before"):
            self.edit(state)
            assert self.build().code == 0
        for state in ("after", "before"):
            self.edit(state)
            shutil.copytree(self.root, aside / state, ignore=shutil.ignore_patterns("site", ".newsgen"))
            assert project.run("build", "--root", str(aside / state)).code == 0
            self.sites[state] = files_below(aside / state / "site")
        changed = self.sites["after"].keys() ^ self.sites["before"].keys()
        assert len(changed) > 4
        assert self.changed("before") == []

    def edit(self, state):
        """Switch to *state*: all pages change, one article is removed and another one is added."""
        new = state == "after"
        self.project.write("templates/labels.yml", f"home: {'البيت' if new else 'الرئيسية'}\n")
        self.project.write("content/articles/word.md", f"---\ntitle: كلمة\n---\n{'نص جديد' if new else 'نص'}\n")
        for gone, text in {"boats-1.md": OLD_ARTICLE, "come.md": NEW_ARTICLE}.items():
            self.project.write(f"content/articles/{gone}", text)
        (self.root / "content/articles" / ("boats-1.md" if new else "come.md")).unlink()

    def build(self):
        """Build with two workers."""
        return self.project.build("--jobs", "2", "--date", "2030-01-01")

    def now(self):
        """Return the published files."""
        return files_below(self.root / "site")

    def changed(self, state):
        """Return the published files that differ from *state*."""
        now, then = self.now(), self.sites[state]
        return [name for name in {*now, *then} if now.get(name) != then.get(name)]

    def start(self):
        """Start a build in a process group of its own; return when it has begun."""
        lock = self.root / ".newsgen/lock"
        lock.unlink(missing_ok=True)
        command = [sys.executable, "-c", BUILD, "build", "--root", self.root, "--jobs", "2", "--date", "2030-01-01"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        while not lock.exists() and process.poll() is None:
            time.sleep(0.001)
        return process

    def check(self):
        """Assert that each published file is the whole old or the whole new one."""
        old, new = self.sites["before"], self.sites["after"]
        assert [name for name, data in self.now().items() if data not in (old.get(name), new.get(name))] == []

    def check_next(self, state):
        """Assert that a build of *state* equals a clean build and has no notes."""
        self.edit(state)
        built = self.build()
        assert (built.code, built.report["notes"]) == (0, [])
        assert self.changed(state) == []
        assert not (self.root / "site" / STAGING).exists()
        assert self.build().report["written"] == 0


def files_below(site):
    """Return the published files below *site*."""
    names = {file: file.relative_to(site).as_posix() for file in sorted(site.rglob("*")) if file.is_file()}
    return {name: file.read_bytes() for file, name in names.items() if name.split("/")[0] not in {MANIFEST, STAGING}}


@pytest.fixture
def newsroom(project, tmp_path):
    """Make a project with two states."""
    return Newsroom(project, tmp_path / "aside")


@pytest.fixture
def chance(request):
    """Return a random number generator with another seed for each test."""
    return random.Random(f"{request.node.name} {SEED}")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="running processes are looked up in /proc")
@pytest.mark.parametrize("whom", ["the parent", "all"])
def test_a_killed_build_leaves_whole_files_and_the_next_one_equals_a_clean_one(newsroom, chance, whom):
    """It may be killed at any time, with running workers, and the edit may be reverted; no worker stays alive."""
    started = time.monotonic()
    newsroom.edit("after")
    with newsroom.start() as process:
        process.communicate()
    assert process.returncode == 0
    whole = time.monotonic() - started
    moments = []
    for _ in range(KILLS):
        newsroom.check_next("before")
        newsroom.edit("after")
        process = newsroom.start()
        time.sleep(chance.uniform(0, whole))
        (os.kill if whom == "the parent" else os.killpg)(process.pid, signal.SIGKILL)
        killed, moment = time.monotonic(), where(newsroom)
        while alive(process.pid):
            assert time.monotonic() - killed < GRACE, NEVER
            time.sleep(0.01)
        moments.append(moment if process.wait() else "done")
        process.stderr.close()
        newsroom.check()
        newsroom.check_next(chance.choice(["before", "after"]))
    print(whom, {moment: moments.count(moment) for moment in moments})  # noqa: T201 - for a long run


def where(newsroom):
    """Return in which phase the build was killed."""
    if not (newsroom.root / "site" / STAGING).exists():
        return "before staging"
    return "staging" if not newsroom.changed("before") else "moving"


@pytest.mark.parametrize("whom", ["the parent", "all"])
def test_ctrl_c_stops_a_build_in_one_line(newsroom, chance, whom):
    """The exit code is 130, there is no traceback, and the next build completes the site."""
    for _ in range(KILLS):
        newsroom.check_next("before")
        newsroom.edit("after")
        process = newsroom.start()
        time.sleep(chance.uniform(0, 0.5))
        (os.kill if whom == "the parent" else os.killpg)(process.pid, signal.SIGINT)
        said = process.communicate(timeout=600)[1]
        assert process.returncode in {0, 130}, said
        # Python loses a signal that arrives in a callback of its own; it then says so, and the build continues.
        if "Exception ignored" not in said:
            assert "Traceback" not in said, said
            assert "Error" not in said, said
            if process.returncode:
                assert said == "stopped; if publishing had begun, the next build completes it\n"
        assert alive(process.pid) == []
        newsroom.check()
        newsroom.check_next(chance.choice(["before", "after"]))


PARENT = os.getpid()


def die(*_):
    """Kill this process, which must be a worker."""
    assert os.getpid() != PARENT
    os._exit(9)


@pytest.mark.parametrize("work", ["newsgen.build.artifacts.render_batch", "newsgen.build.library.read_batch"])
def test_a_worker_that_dies_is_one_error_and_the_site_stays(newsroom, monkeypatch, fine_clock, work):
    """The exit code is 1, and the next build is not affected."""
    newsroom.edit("after")
    fine_clock(10**15)  # all sources are read again
    with monkeypatch.context() as patch:
        patch.setattr("newsgen.workers.batches.BATCH_SIZE", 1)
        patch.setattr(work, die)
        built = newsroom.build()
    (error,) = [line for line in built.stderr.splitlines() if line.startswith("error")]
    assert error == (
        "error: a worker process died because it was killed or memory ran out;"
        " build again, with --jobs 1 to use less memory"
    )
    assert built.code == 1
    assert "Traceback" not in built.stderr
    assert "nothing was published" in built.stderr
    assert newsroom.changed("before") == []
    newsroom.check_next("after")
