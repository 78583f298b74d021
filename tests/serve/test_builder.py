"""One build runs at a time, and a burst of edits makes one."""

from threading import Event

import pytest

from newsgen.build.report import Report
from newsgen.errors import LockedError
from newsgen.serve import builder
from newsgen.serve.builder import Builder


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Wait for less than for a person."""
    monkeypatch.setattr(builder, "QUIET", 0.02)
    monkeypatch.setattr(builder, "RETRY", 0.01)


def test_a_burst_of_edits_makes_one_build():
    """And what is asked for while it runs, one more, which has seen everything."""
    may_end, done, ended = Event(), [], Event()

    def build():
        may_end.wait(60)
        return Report()

    def finish(_, number, seconds):
        done.append(number)
        assert seconds >= 0
        ended.set()

    one = Builder(build, finish, print)
    one.start()
    for number in range(1, 6):
        one.ask(number)
    may_end.set()
    while done[-1:] != [5]:
        assert ended.wait(60)
        ended.clear()
    assert len(done) <= 2


def test_a_project_in_use_is_waited_for():
    """The user is told once."""
    found = [Report(errors=[LockedError(".newsgen", "in use", "wait")]) for _ in range(3)] + [Report()]
    said, ended = [], Event()
    Builder(lambda: found.pop(0), lambda *_: ended.set(), said.append).start()
    assert ended.wait(60)
    assert said == ["another build or import of this project is running; the preview waits until it ends"]


def test_a_fault_is_kept_for_the_main_thread():
    """Which raises it, so that it is not lost in a thread."""
    failed = Event()

    def build():
        failed.set()
        raise ZeroDivisionError

    one = Builder(build, print, print)
    one.start()
    assert failed.wait(60)
    while one.fault is None:
        pass
    assert isinstance(one.fault, ZeroDivisionError)


def test_a_builder_that_is_stopped_ends_its_build_and_begins_no_other():
    """Whatever was asked for meanwhile."""
    begun, may_end, done = Event(), Event(), []

    def build():
        begun.set()
        may_end.wait(60)
        return Report()

    one = Builder(build, lambda *_: done.append(1), print)
    one.start()
    assert begun.wait(60)
    one.ask(1)
    one.stop()
    may_end.set()
    one.join()
    assert done == [1]
