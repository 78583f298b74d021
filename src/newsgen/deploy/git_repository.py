"""Keep a bare git repository in which commits for a branch elsewhere are made and from which they are pushed."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from newsgen.deploy.programs import Finished, current_environment, run_program
from newsgen.errors import OutputError

REMOTE, TIP, NEXT = "target", "refs/newsgen/tip", "refs/newsgen/next"
_ELSEWHERE = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR"
    " GIT_PREFIX GIT_NAMESPACE GIT_SHALLOW_FILE GIT_IMPLICIT_WORK_TREE"
).split()
"""Variables that lead git to another repository, and are set if newsgen is started by a hook."""
_LOG_IN = re.compile(r"(?:http|https|credential|url|ssh)\.|core\.(?:sshcommand|askpass)$|protocol\.", re.IGNORECASE)
"""Matches the names of settings of a repository that say how to log in elsewhere."""
_REMEDY = "correct what it reports, then run the same deploy again"


class Repository:
    """A bare repository that newsgen may delete and make again."""

    def __init__(self, folder: Path, url: str, root: Path, where: str) -> None:
        """Prepare to push from *folder* to *url*, named *where* in messages, for the project at *root*."""
        self.folder, self._where = folder, where
        settings = [*_settings_for_log_in(root), (f"remote.{REMOTE}.url", url), ("gc.autoDetach", "false")]
        settings += [("maintenance.auto", "false")]  # done once, after a push
        self._environment = environment_for_git() | {"GIT_DIR": str(folder)}
        first = int(self._environment.get("GIT_CONFIG_COUNT") or 0)
        for number, (key, value) in enumerate(settings, first):
            self._environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        self._environment["GIT_CONFIG_COUNT"] = str(first + len(settings))

    def git(
        self,
        *arguments: str,
        feed: Iterable[bytes] = (),
        more: Mapping[str, str] | None = None,
        check: bool = True,
    ) -> Finished:
        """Run git; raise OutputError if that fails, unless not to *check*. *more* is added to its environment."""
        finished = run_program(["git", *arguments], {**self._environment, **(more or {})}, feed=feed)
        if finished.code and check:
            raise self.failed(arguments[0], finished)
        return finished

    def failed(self, command: str, finished: Finished) -> OutputError:
        """Return the error that a *command* of git failed."""
        return OutputError(self._where, f"git {command} failed ({finished.summary})", _REMEDY)

    def prepare(self) -> None:
        """Make the repository if it is missing, and remove the locks of a git that was killed."""
        if not (self.folder / "HEAD").exists():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--bare", "--template=", str(self.folder))
        for file in (*self.folder.glob("*.lock"), *self.folder.glob("refs/**/*.lock")):
            with suppress(OSError):
                file.unlink()

    def forget(self) -> None:
        """Delete the repository, because it is damaged."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def tip_of(self, branch: str) -> str:
        """Return the commit that is published on *branch* now; "" if there is none."""
        output = self.git("ls-remote", REMOTE, f"refs/heads/{branch}").output
        return output.split(b"\t", 1)[0].decode() if output.strip() else ""

    def has(self, tip: str) -> bool:
        """Return whether *tip* is the commit that was fetched or pushed last."""
        return self.git("rev-parse", "--verify", "--quiet", TIP, check=False).output.decode().strip() == tip

    def fetch(self, branch: str) -> None:
        """Fetch the last commit of *branch* with its folders; contents are fetched if they are read."""
        options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--depth=1", "--filter=blob:none")
        self.git("fetch", *options, REMOTE, f"+refs/heads/{branch}:{TIP}")

    def tree(self, tip: str) -> dict[str, tuple[str, str]] | None:
        """Return mode and object id of each file in the commit *tip*, by its path; None if it cannot be read."""
        finished = self.git("ls-tree", "-r", "-z", "--full-tree", tip, check=False)
        if finished.code:
            return None
        found = {}
        for entry in filter(None, finished.output.decode(errors="surrogateescape").split("\0")):
            facts, _, path = entry.partition("\t")
            mode, _, name = facts.split(" ")
            found[path] = mode, name
        return found

    def date_of(self, commit: str) -> int:
        """Return the date of a *commit* of this repository, in seconds."""
        return int(self.git("show", "--no-patch", "--format=%ct", commit).output)


def environment_for_git() -> dict[str, str]:
    """Return an environment in which git works in the folder that is named to it, and waits for no answer in CI."""
    environment = {name: value for name, value in current_environment().items() if name not in _ELSEWHERE}
    if sys.stdin is None or not sys.stdin.isatty():
        environment.setdefault("GIT_TERMINAL_PROMPT", "0")
    return environment


def ask_project(root: Path, *arguments: str) -> str | None:
    """Return what git says about the repository that the project at *root* is in; None if it fails."""
    finished = run_program(["git", "-C", str(root), *arguments], environment_for_git())
    return None if finished.code else os.fsdecode(finished.output).rstrip("\n")


def _settings_for_log_in(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the settings of the project's own repository that say how to log in elsewhere."""
    for entry in (ask_project(root, "config", "--local", "--includes", "--null", "--list") or "").split("\0"):
        key, _, value = entry.partition("\n")
        if _LOG_IN.match(key):
            yield key, value
