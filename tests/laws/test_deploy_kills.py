"""A deploy that was killed at any moment, and run again, ends in exactly the built site."""

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from deployed_sites import KINDS, settings_text, site_files, target_of, write_site
from effort import seed, times
from newsgen.cli.entry import main
from newsgen.deploy import git_repository, rsync

KILLS = times("NEWSGEN_KILLS", 2, 20)
"""Number of kills for each target."""
SEED = seed()
OTHERS = {"others.txt": b"x", "articles/others/notes.html": b"x"}
"""Files that newsgen did not write; no deploy may touch them."""

pytestmark = pytest.mark.law


class Moments:
    """Counts the steps of a deploy, and kills this process at one of them."""

    def __init__(self, last):
        """Kill at the step *last*; never if it is None."""
        self.last, self.passed, self._lock = last, 0, threading.Lock()

    def step(self):
        """Count one step, and kill this process if it is the last one."""
        with self._lock:
            self.passed += 1
            if self.passed == self.last:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function):
        """Return *function* with a step before and a step after each call."""

        def call(*arguments, **options):
            self.step()
            result = function(*arguments, **options)
            self.step()
            return result

        return call

    def in_program(self, run_program):
        """Return a function that runs programs, with steps around them, at each line they print, and in their input."""

        def run(*arguments, feed=(), on_line=None, **options):
            def lines(line):
                self.step()
                if on_line:
                    on_line(line)

            def parts():
                for part in feed:
                    self.step()
                    yield part

            options |= {"on_line": lines} if on_line else {}
            return self.around(run_program)(*arguments, feed=parts(), **options)

        return run


def watch(kind, moments, patch):
    """Make everything that changes a target of this *kind* a step."""
    if kind == "folder":
        for name in ("replace", "unlink", "rmdir", "makedirs"):
            patch.setattr(os, name, moments.around(getattr(os, name)))
    elif kind == "s3":
        from botocore.client import BaseClient  # noqa: PLC0415 - slow to import

        patch.setattr(BaseClient, "_make_api_call", moments.around(BaseClient._make_api_call))  # noqa: SLF001
    else:
        module = {"git": git_repository, "rsync": rsync}[kind]
        patch.setattr(module, "run_program", moments.in_program(module.run_program))


def killed_deploy(kind, command, last):
    """Run a deploy in a copy of this process that is killed at the step *last*; return the number of steps."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open("w") as null:
            os.dup2(null.fileno(), 1)
            os.dup2(null.fileno(), 2)
            moments = Moments(last)
            watch(kind, moments, patch)
            try:
                main(command)
                os.write(writer, str(moments.passed).encode())
            finally:
                os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as steps:
        return int(steps.read() or 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_deploy_is_completed_by_the_next_one(tmp_path, kind):
    """Also if the site was built again in between; the files of others are there still, and nothing else is."""
    chance = random.Random(f"{kind} {SEED}")
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    sites = [write_site(tmp_path / f"expected-{edition}", site_files(edition)) for edition in (1, 2)]
    command = ["deploy", "--root", str(root)]
    with target_of(kind, tmp_path) as place:
        (root / "content" / "site.yml").write_text(settings_text(place.settings), encoding="utf-8")
        write_site(root / "site", site_files(1))
        assert main(command) == 0
        write_site(root / "site", site_files(2))
        steps = killed_deploy(kind, command, None)
        assert steps > 8
        current, kills = 1, 0
        for number in range(KILLS):
            if number % 3 == 0:  # the first deploy of all
                place.clear()
                assert kind == "git" or place.files() == {}
            for path, data in OTHERS.items() if kind != "git" else ():
                place.put(path, data)
            current = 1 - current
            write_site(root / "site", site_files(1 + current))
            last = 1 + (number * steps + chance.randrange(steps)) // KILLS
            kills += killed_deploy(kind, command, last) == 0
            if chance.random() < 0.3:
                current = 1 - current
                write_site(root / "site", site_files(1 + current))
            assert main(command) == 0
            others = {} if kind == "git" else OTHERS
            assert place.files() == sites[current] | place.extras | others
            assert place.folders() == []
        assert kills >= KILLS * 0.7 - 1  # a first deploy may end earlier
