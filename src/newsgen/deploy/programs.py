"""Run git and rsync, and report what they say without the credentials that may be in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from newsgen.errors import OutputError
from newsgen.text.credentials import hide_credentials, secrets_of

_MOST_LINES = 3
"""Lines of a program's errors that a message shows."""


class Finished(NamedTuple):
    """The outcome of a program."""

    code: int
    output: bytes
    errors: str
    """What it wrote to stderr, without credentials."""

    @property
    def summary(self) -> str:
        """The first lines of its errors, as one line."""
        lines = list(dict.fromkeys(line.strip() for line in self.errors.splitlines() if line.strip()))
        return " / ".join(lines[:_MOST_LINES]) or f"it ended with code {self.code}"


def run_program(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    feed: Iterable[bytes] = (),
    on_line: Callable[[bytes], None] | None = None,
) -> Finished:
    """Run *command* with *environment* and *feed* as its input; *on_line* gets each line of its output at once.

    The program sees English messages. Raises OutputError if it is not installed.
    """
    if shutil.which(command[0], path=environment.get("PATH")) is None:
        raise OutputError("", f"the program {command[0]} is missing", f"install {command[0]}")
    values = {**environment, "LC_ALL": "C"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - the commands are our own, and no shell reads them
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=values
        )
        with process:
            assert process.stdin  # noqa: S101 - because they are pipes
            assert process.stdout  # noqa: S101
            with suppress(BrokenPipeError):  # it ended with an error
                for data in feed:
                    process.stdin.write(data)
                process.stdin.flush()
            with suppress(BrokenPipeError):
                process.stdin.close()
            lines = []
            for line in process.stdout:
                lines.append(line)
                if on_line:
                    on_line(line)
        errors.seek(0)
        text = errors.read().decode(errors="replace")
    return Finished(process.returncode, b"".join(lines), hide_credentials(text, secrets_of(environment)))


def current_environment() -> dict[str, str]:
    """Return the environment of this process."""
    return dict(os.environ)
