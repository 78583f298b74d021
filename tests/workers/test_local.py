"""Sharing work among processes does not change its results, and leaves no worker running."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pickle import PicklingError

import pytest

from newsgen.errors import NewsgenError, SourceError
from newsgen.filesystem import read_source
from newsgen.workers import batches, local
from newsgen.workers.batches import in_batches
from newsgen.workers.local import default_jobs, read_ahead, run_apart, worker_pool

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
NUMBERS = list(range(23))


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Make batches small, so that there are several, and check that no worker is left running."""
    monkeypatch.setattr(batches, "BATCH_SIZE", 3)
    yield
    assert multiprocessing.active_children() == []


def with_process(numbers):
    """Return each square with the id of the process that computed it."""
    return [(number * number, os.getpid()) for number in numbers]


def squares(jobs, numbers):
    """Return the squares of *numbers*, computed by *jobs* processes, and the ids of these processes."""
    results = [result for batch in in_batches(worker_pool(jobs), with_process, numbers) for result in batch]
    return [square for square, _ in results], {process for _, process in results}


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("numbers", [[], NUMBERS[:1], NUMBERS[:3], NUMBERS[:4], NUMBERS], ids=len)
def test_results_come_in_order_from_any_number_of_processes(jobs, numbers):
    """There are as many results as items."""
    assert squares(jobs, numbers)[0] == [number * number for number in numbers]


def test_a_single_batch_is_done_in_this_process():
    """Starting workers would take longer."""
    assert squares(4, NUMBERS[:3])[1] == {os.getpid()}


def test_one_process_is_this_one():
    """`--jobs 1` starts no worker."""
    assert squares(1, NUMBERS)[1] == {os.getpid()}


def test_more_batches_are_done_by_workers():
    """The calling process only collects the results."""
    assert os.getpid() not in squares(2, NUMBERS)[1]


def test_more_batches_than_may_be_pending_come_in_order(monkeypatch):
    """The number of pending batches is limited, because waiting results are in memory."""
    monkeypatch.setattr(local, "MAX_PENDING", 2)
    assert squares(2, NUMBERS * 3)[0] == [number * number for number in NUMBERS * 3]


def test_the_first_result_does_not_wait_for_all_batches():
    """The first result can be used while later ones are computed."""
    seen = []

    def copied(numbers):
        seen.extend(numbers)
        return list(numbers)

    results = in_batches(worker_pool(1), copied, list(range(3 * 100)))
    assert next(results) == [0, 1, 2]
    assert len(seen) < 3 * 100
    results.close()


def test_the_function_need_not_be_picklable():
    """Forked workers inherit it."""
    results = in_batches(worker_pool(2), lambda batch: [number * number for number in batch], NUMBERS)
    assert sum(map(len, results)) == len(NUMBERS)


def test_an_item_that_cannot_be_pickled_is_an_error():
    """It is raised at once; the executor of the standard library would wait forever."""
    with pytest.raises((PicklingError, AttributeError)):
        list(in_batches(worker_pool(2), len, [lambda: None for _ in NUMBERS]))


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_as_they_are_needed(jobs, monkeypatch):
    """They may be planned as a stream, and are never all in memory."""
    monkeypatch.setattr(local, "MAX_PENDING", 2)
    taken = []

    def items():
        for number in range(30):
            taken.append(number)
            yield number

    results = in_batches(worker_pool(jobs), list, items())
    assert next(results) == [0, 1, 2]
    assert len(taken) < 30
    results.close()


def fail(_):
    raise SourceError("seeds/a.txt", "changed while the site was being built", "build again", 3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_expected_failure_is_raised_with_every_field(jobs):
    """The error keeps its line, and the other workers exit."""
    with pytest.raises(SourceError) as caught:
        list(in_batches(worker_pool(jobs), fail, NUMBERS))
    assert str(caught.value) == "seeds/a.txt:3: changed while the site was being built; build again"


def divide(_):
    return 1 // 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_keeps_its_traceback(jobs):
    """A bug is not reported as a dead worker."""
    with pytest.raises(ZeroDivisionError):
        list(in_batches(worker_pool(jobs), divide, NUMBERS))


@pytest.mark.parametrize("number", [0, 4, 22])
def test_a_worker_that_dies_is_an_expected_failure(number):
    """The message gives a remedy, for the first batch, one in the middle or the last."""

    def die(numbers):
        if number in numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(numbers)

    with pytest.raises(NewsgenError, match=r"a worker process died because .*; build again, with --jobs 1"):
        list(in_batches(worker_pool(2), die, NUMBERS))


def test_a_worker_that_dies_while_batches_are_sent_is_an_expected_failure():
    """A batch may be larger than what the system holds on its way; Python 3.11.2 would wait for the dead worker."""

    def die(batch):
        if int(batch[0][:4]) >= 30:
            os.kill(os.getpid(), signal.SIGKILL)
        return len(batch)

    items = (f"{number:04}" + "x" * 50_000 for number in range(300))
    with pytest.raises(NewsgenError, match="a worker process died"):
        list(in_batches(worker_pool(2), die, items))


def test_workers_exit_when_their_results_are_no_longer_wanted():
    """An error elsewhere ends the work."""
    results = in_batches(worker_pool(2), with_process, NUMBERS)
    next(results)
    results.close()
    assert multiprocessing.active_children() == []


def test_a_worker_leaves_ctrl_c_to_its_parent():
    """A worker ends only when its parent stops it."""

    def interrupt(numbers):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return list(numbers)

    assert sum(map(len, in_batches(worker_pool(2), interrupt, NUMBERS))) == len(NUMBERS)


def test_ctrl_c_while_workers_start_is_raised_when_they_have_started():
    """During a fork it would be lost, and the build would go on."""
    done = []

    @contextmanager
    def interrupted(*_):
        with vars(local)["sigint_blocked"]():
            signal.raise_signal(signal.SIGINT)
            done.append("started")
        yield

    interrupted.batch_factor = 1
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored when tests start
    try:
        with pytest.raises(KeyboardInterrupt):
            list(in_batches(interrupted, with_process, NUMBERS))
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["started"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_there_is_one_process_for_each_processor():
    """Only the processors that this program may use are counted."""
    assert 1 <= default_jobs() <= (os.cpu_count() or 1)


def test_an_interrupt_waits_until_the_workers_are_gone(monkeypatch):
    """A pool that is interrupted while it shuts down could not be shut down again."""
    finished, shut_down = [], ProcessPoolExecutor.shutdown

    def interrupted(self, **options):
        signal.raise_signal(signal.SIGINT)  # for this thread, because others of pytest could take one for the process
        shut_down(self, **options)
        finished.append(self)

    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", interrupted)
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # it is ignored in tests that a shell starts with &
    try:
        with pytest.raises(KeyboardInterrupt):
            list(in_batches(worker_pool(2), len, range(10)))
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(finished) == 1


def counted(end, error=None):
    """Yield numbers up to *end* with the id of the process that counts, then raise *error*."""
    yield from ((number, os.getpid()) for number in range(end))
    if error:
        raise error


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [0, 1, 20, 41, 500])
def test_what_is_read_ahead_comes_in_order(jobs, size):
    """A process of its own reads ahead if there may be workers."""
    found = list(read_ahead(worker_pool(jobs), counted, size))
    assert [number for number, _ in found] == list(range(size))
    assert ({process for _, process in found} <= {os.getpid()}) == (jobs == 1 or not size)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_after_what_was_read_ahead_is_raised(jobs):
    """What came before it is not lost."""
    error = SourceError("a.xml", "is damaged", "get it again")
    found = read_ahead(worker_pool(jobs), counted, 25, error)
    assert [number for number, _ in islice(found, 25)] == list(range(25))
    with pytest.raises(SourceError) as raised:
        next(found)
    assert str(raised.value) == str(error)


def test_a_reader_that_is_not_needed_any_more_ends():
    """It does not wait until what it has read is taken."""
    found = read_ahead(worker_pool(2), counted, 10**9)
    next(found)
    found.close()


def killed(_):
    """Die as if the system had killed this process."""
    yield from range(45)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_reader_that_dies_is_an_error():
    """The import says so, and can be run again."""
    with pytest.raises(NewsgenError, match="worker process died"):
        list(read_ahead(worker_pool(2), killed, 0))


def cubes(numbers):
    """Return each cube with the id of the process that computed it."""
    return [(number**3, os.getpid()) for number in numbers]


def die(_):
    """End this process as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_kept_workers_do_one_work_after_another():
    """They are the same processes, and know which work is theirs even if the works alternate."""
    with worker_pool(2).keep() as kept:
        found = [list(in_batches(kept, work, NUMBERS)) for work in (with_process, cubes, with_process)]
        processes = {process for results in found for batch in results for _, process in batch}
        assert len(processes) <= 2
        assert os.getpid() not in processes
    squared, cubed, again = ([number for batch in results for number, _ in batch] for results in found)
    assert squared == again == [number * number for number in NUMBERS]
    assert cubed == [number**3 for number in NUMBERS]


def test_workers_that_are_not_needed_are_not_started():
    """A single batch is done in this process, and so is everything with one job."""
    with worker_pool(2).keep() as kept:
        list(in_batches(kept, with_process, NUMBERS[:3]))
        assert multiprocessing.active_children() == []
    with worker_pool(1).keep() as kept:
        assert kept is worker_pool(1)


@pytest.mark.parametrize("first", [True, False])
def test_a_kept_worker_that_dies_is_an_expected_failure(first):
    """It ends the build, even if other work was done before."""
    with worker_pool(2).keep() as kept:
        if not first:
            list(in_batches(kept, with_process, NUMBERS))
        with pytest.raises(NewsgenError, match="worker process died"):
            list(in_batches(kept, die, NUMBERS))


def test_results_of_kept_workers_that_nobody_wants_do_no_harm():
    """The next work gets its own results."""
    with worker_pool(2).keep() as kept:
        next(in_batches(kept, with_process, NUMBERS))
        assert [number for batch in in_batches(kept, cubes, NUMBERS) for number, _ in batch] == [n**3 for n in NUMBERS]


def touch_slowly(files):
    """Create *files*, each after a while."""
    for file in files:
        time.sleep(0.02)
        file.touch()


def test_nothing_runs_after_a_use_of_kept_workers_ended_early(tmp_path):
    """A build that fails removes what its workers have written, and no worker may write again."""
    with worker_pool(2).keep() as kept:
        results = in_batches(kept, touch_slowly, [tmp_path / str(number) for number in NUMBERS])
        next(results)
        results.close()
        left = set(tmp_path.iterdir())
        assert len(left) < len(NUMBERS)
        time.sleep(0.2)
        assert set(tmp_path.iterdir()) == left


def test_a_process_apart_returns_raises_or_dies():
    """It starts empty, so that the threads of this one need not be forked; all it may do is told."""
    assert run_apart(divmod, 7, 3) == (2, 1)
    with pytest.raises(SourceError, match=r"shown\.md: cannot be read"):
        run_apart(read_source, "/none", "shown.md")
    with pytest.raises(NewsgenError, match="a worker process died"):
        run_apart(os._exit, 3)
