"""Build the preview again whenever it was asked for, one build at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition, Thread

from newsgen.build.report import Report
from newsgen.errors import LockedError

QUIET = 0.2
"""Seconds without a request before a build begins, so that a burst of edits makes one build."""
RETRY = 0.5
"""Seconds after which a build is tried again while another process works on the project."""


@dataclass
class Builder:
    """Runs builds in a thread; what is asked for during a build is done by one further build."""

    build: Callable[[], Report]
    """Builds and returns what happened; a project that is locked is an error in the report."""
    done: Callable[[Report, int, float], None]
    """Called with the report of a build, the number of the last request before it, and the seconds that it took."""
    say: Callable[[str], None]
    fault: BaseException | None = None
    """What a build raised that is no expected failure; no further one is made."""
    _is_over: bool = False
    _asked: int = -1
    _built: int = -1
    _condition: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        """Prepare the thread in which builds run."""
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Build, and then whenever it is asked for, until `stop` is called or this process ends."""
        self.ask(0)
        self._thread.start()

    def stop(self) -> None:
        """Begin no further build."""
        with self._condition:
            self._is_over = True
            self._condition.notify()

    def join(self) -> None:
        """Wait after `stop` until the build that had begun has ended."""
        self._thread.join()

    def ask(self, number: int) -> None:
        """Ask for a build that has seen all edits up to the one with this *number*."""
        with self._condition:
            self._asked = max(self._asked, number)
            self._condition.notify()

    def _run(self) -> None:
        try:
            while (number := self._wait()) is not None:
                begin = time.monotonic()
                report = self._build_unlocked()
                self._built = number
                self.done(report, number, time.monotonic() - begin)
        except BaseException as fault:  # noqa: BLE001 - the main thread raises it
            self.fault = fault

    def _wait(self) -> int | None:
        """Wait until there is a request, and none more for a moment; return the number of the last one.

        None if no further build is wanted.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._is_over or self._asked > self._built)
            asked = -1
            while asked != self._asked and not self._is_over:
                asked = self._asked
                self._condition.wait(QUIET if asked else 0)
            return None if self._is_over else asked

    def _build_unlocked(self) -> Report:
        """Build as soon as no other process works on the project."""
        has_said = False
        while True:
            report = self.build()
            if self._is_over or not any(isinstance(error, LockedError) for error in report.errors):
                return report
            if not has_said:
                self.say("another build or import of this project is running; the preview waits until it ends")
                has_said = True
            time.sleep(RETRY)
