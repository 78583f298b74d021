"""Work is shared without changing what comes of it, and no worker stays behind."""

import multiprocessing
import os
import signal
import time
from contextlib import contextmanager

import pytest

from newsgen import workers
from newsgen.errors import NewsgenError, SourceError
from newsgen.workers import default_jobs, in_batches, processes

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
NUMBERS = list(range(23))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Let a batch be small, so that there are several; and see that no worker is left."""
    monkeypatch.setattr(workers, "BATCH", 3)
    yield
    assert multiprocessing.active_children() == []


def with_process(numbers):
    """Return squares, and who made them."""
    return [(number * number, os.getpid()) for number in numbers]


def squares(jobs, numbers):
    """Return what is made of *numbers* by *jobs* processes, and by how many."""
    made = [one for batch in in_batches(processes(jobs), with_process, numbers) for one in batch]
    return [square for square, _ in made], {process for _, process in made}


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("numbers", [[], NUMBERS[:1], NUMBERS[:3], NUMBERS[:4], NUMBERS], ids=len)
def test_results_come_in_order_whoever_makes_them(jobs, numbers):
    """As many as there are items."""
    assert squares(jobs, numbers)[0] == [number * number for number in numbers]


def test_one_batch_is_done_here():
    """To start workers takes longer."""
    assert squares(4, NUMBERS[:3])[1] == {os.getpid()}


def test_one_process_is_this_one():
    """`--jobs 1` starts none."""
    assert squares(1, NUMBERS)[1] == {os.getpid()}


def test_more_batches_are_done_by_workers():
    """The one that asks only collects."""
    assert os.getpid() not in squares(2, NUMBERS)[1]


def test_more_batches_than_may_wait_come_in_order(monkeypatch):
    """Results that wait are in memory: only so many are ordered ahead."""
    monkeypatch.setattr(workers, "_AHEAD", 2)
    assert squares(2, NUMBERS * 3)[0] == [number * number for number in NUMBERS * 3]


def test_results_are_not_all_waited_for():
    """The first can be used while others are made."""
    seen = []

    def ordered(numbers):
        seen.extend(numbers)
        return list(numbers)

    with_ahead = in_batches(processes(1), ordered, list(range(3 * 100)))
    assert next(with_ahead) == [0, 1, 2]
    assert len(seen) < 3 * 100
    with_ahead.close()


def test_what_is_given_need_not_be_pickled():
    """Workers that are forked inherit it."""
    functions = [lambda number=number: number * number for number in NUMBERS]
    made = in_batches(processes(2), lambda some: [function() for function in some], functions)
    assert sum(map(len, made)) == len(NUMBERS)


def fail(_):
    raise SourceError("seeds/a.txt", "changed while the site was being built", "build again", 3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_expected_failure_comes_back_whole(jobs):
    """With its line; and the other workers leave."""
    with pytest.raises(SourceError) as caught:
        list(in_batches(processes(jobs), fail, NUMBERS))
    assert str(caught.value) == "seeds/a.txt:3: changed while the site was being built; build again"


def divide(_):
    return 1 // 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_keeps_its_traceback(jobs):
    """It is no dead worker."""
    with pytest.raises(ZeroDivisionError):
        list(in_batches(processes(jobs), divide, NUMBERS))


@pytest.mark.parametrize("number", [0, 4, 22])
def test_a_worker_that_dies_is_an_expected_failure(number):
    """The first, one in the midst or the last; what is done to help is said."""

    def die(numbers):
        if number in numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(numbers)

    with pytest.raises(NewsgenError, match=r"a worker process died: .*; build again; with --jobs 1"):
        list(in_batches(processes(2), die, NUMBERS))


def test_who_stops_listening_keeps_no_worker():
    """An error elsewhere ends the work."""
    results = in_batches(processes(2), with_process, NUMBERS)
    next(results)
    results.close()
    assert multiprocessing.active_children() == []


def test_a_worker_leaves_ctrl_c_to_its_parent():
    """It ends when it is told to."""

    def interrupt(numbers):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return list(numbers)

    assert sum(map(len, in_batches(processes(2), interrupt, NUMBERS))) == len(NUMBERS)


def test_ctrl_c_while_workers_start_is_met_when_they_have():
    """In the midst of a fork it would be lost, and the build would go on."""
    done = []

    @contextmanager
    def disturbed(*_):
        with vars(workers)["_undisturbed"]():
            signal.raise_signal(signal.SIGINT)
            done.append("started")
        yield

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            list(in_batches(disturbed, with_process, NUMBERS))
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["started"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_there_is_one_process_for_each_processor():
    """Of those that this program may use."""
    assert 1 <= default_jobs() <= (os.cpu_count() or 1)
