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
    _asked: int = -1
    _built: int = -1
    _condition: Condition = field(default_factory=Condition)

    def start(self) -> None:
        """Build, and then whenever it is asked for, until this process ends."""
        self.ask(0)
        Thread(target=self._run, daemon=True).start()

    def ask(self, number: int) -> None:
        """Ask for a build that has seen all edits up to the one with this *number*."""
        with self._condition:
            self._asked = max(self._asked, number)
            self._condition.notify()

    def _run(self) -> None:
        try:
            while True:
                number = self._wait()
                begin = time.monotonic()
                report = self._build_unlocked()
                self._built = number
                self.done(report, number, time.monotonic() - begin)
        except BaseException as fault:  # noqa: BLE001 - the main thread raises it
            self.fault = fault

    def _wait(self) -> int:
        """Wait until there is a request, and none more for a moment; return the number of the last one."""
        with self._condition:
            self._condition.wait_for(lambda: self._asked > self._built)
            asked = -1
            while asked != self._asked:
                asked = self._asked
                self._condition.wait(QUIET if asked else 0)
            return asked

    def _build_unlocked(self) -> Report:
        """Build as soon as no other process works on the project."""
        has_said = False
        while True:
            report = self.build()
            if not any(isinstance(error, LockedError) for error in report.errors):
                return report
            if not has_said:
                self.say("another build or import of this project is running; the preview waits until it ends")
                has_said = True
            time.sleep(RETRY)
