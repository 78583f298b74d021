"""Share work among worker processes in batches, and return the results in order."""

import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from newsgen.errors import NewsgenError

# The libraries that start processes are imported where that is done: a build in which nothing changed starts none,
# and would load them for a good part of its time.
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH_SIZE = 50
"""Items that a worker gets at a time: some milliseconds of work outweigh the cost of passing them."""
MAX_PENDING = 16
"""Batches that are submitted before the first result is taken; limited because waiting results are in memory."""


class Workers(Protocol):
    """Worker processes."""

    def submit(self, function: "Callable[..., Result]", /, *arguments: Any) -> "Future[Result]":
        """Let a worker call *function*, which can be pickled."""


StartWorkers: TypeAlias = Callable[[Callable[..., None], tuple[Any, ...]], AbstractContextManager[Workers]]
"""Starts workers that first call a function with the given arguments, and stops them at the end of the context."""


def in_batches(
    start: StartWorkers, function: Callable[[Sequence[Item]], Result], items: Iterable[Item], size: int | None = None
) -> Iterator[Result]:
    """Yield the result of *function* for each batch of *items*, in order; items are taken as workers need them.

    A batch has *size* items, BATCH_SIZE if it is None. A single batch is processed in this process. The workers that
    *start* starts receive *function* once, and inherit it if they are forked; each batch is pickled. Raises
    NewsgenError if a worker dies.
    """
    waiting = batches(items, size)
    first, second = next(waiting, None), next(waiting, None)
    if start is IN_THIS_PROCESS or second is None:
        yield from map(function, chain(filter(None, (first, second)), waiting))
        return
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as said above

    pending: deque[Future[Result]] = deque()
    try:
        with start(_receive, (function,)) as executor:
            for batch in chain(filter(None, (first, second)), waiting):
                pending.append(executor.submit(_process, pickle.dumps(batch, protocol=5)))
                if len(pending) >= MAX_PENDING:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
    except BrokenExecutor:
        raise _died("build again, with --jobs 1 to use less memory") from None


def batches(items: Iterable[Item], size: int | None = None) -> Iterator[list[Item]]:
    """Yield *items* in lists of BATCH_SIZE or *size*, as batches for workers; the last list may be shorter."""
    taken = iter(items)
    while batch := list(islice(taken, size or BATCH_SIZE)):
        yield batch


AHEAD = 20
"""Items that a process that reads ahead sends at a time; while they wait to be taken, it makes the next ones."""


def read_ahead(start: StartWorkers, function: Callable[..., Iterable[Item]], *arguments: Any) -> Iterator[Item]:
    """Yield what *function* yields for *arguments*, in order, from a worker process that is a little ahead.

    It runs in this process if *start* starts no workers. Raises what *function* raises, and NewsgenError if the
    worker dies.
    """
    if start is IN_THIS_PROCESS:
        yield from function(*arguments)
        return
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_all, args=(receiver, sender, function, arguments), daemon=True)
    with _sigint_blocked():
        process.start()
    sender.close()
    try:
        while (batch := receiver.recv()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield from batch
    except EOFError:
        raise _died("run it again") from None
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _send_all(
    receiver: "Connection", sender: "Connection", function: Callable[..., Iterable[Any]], arguments: tuple[Any, ...]
) -> None:
    """Send what *function* yields, in batches, then None; this runs in a worker that reads ahead."""
    receiver.close()  # so that sending fails when the parent is gone
    _initialise(lambda: None, ())
    with suppress(BrokenPipeError):
        for batch in _batches(iter(function(*arguments))):
            sender.send(batch)
        sender.send(None)


def _batches(items: Iterator[Item]) -> Iterator[list[Item] | Exception]:
    """Yield *items* in batches, and at last the exception that is raised instead of a further one, if any."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == AHEAD:
                yield batch
                batch = []
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        yield batch
        yield error
    else:
        yield batch


def run_apart(function: Callable[..., Result], *arguments: Any) -> Result:
    """Return what *function* returns in a new process, which starts empty, so that threads of this one are safe.

    They also stay quick, as they do not share an interpreter. Raises what *function* raises, and NewsgenError if the
    process dies.
    """
    import multiprocessing  # noqa: PLC0415 - as said above

    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(sender, function, arguments))
    with _sigint_blocked():
        process.start()
    sender.close()
    try:
        failure, result = receiver.recv()
    except EOFError:
        raise _died("run it again") from None
    finally:
        receiver.close()
        process.join()
    if failure:
        raise failure
    made: Result = result
    return made


def _send_result(sender: "Connection", function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Send what *function* raises, or None, and what it returns; this runs in a process apart."""
    _initialise(lambda: None, ())
    failure, result = None, None
    try:
        result = function(*arguments)
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        failure = error
    sender.send((failure, result))


def _died(remedy: str) -> NewsgenError:
    return NewsgenError("", "a worker process died because it was killed or memory ran out", remedy)


_received: list[Callable[[Sequence[Any]], Any]] = []
"""In a worker: the function that it calls."""


def _receive(function: Callable[[Sequence[Any]], Any]) -> None:
    _received[:] = [function]


def _process(batch: bytes) -> Any:
    return _received[0](pickle.loads(batch))  # noqa: S301 - it comes from the parent process


def worker_pool(jobs: int) -> StartWorkers:
    """Return a function that starts *jobs* worker processes, or for one job does the work in this process."""
    return partial(_process_pool, jobs) if jobs > 1 else _in_this_process


@contextmanager
def _process_pool(jobs: int, initializer: Callable[..., None], arguments: tuple[Any, ...]) -> Iterator[Workers]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as said above

    executor = ProcessPoolExecutor(jobs, _context(), initializer=_initialise, initargs=(initializer, arguments))
    try:
        with _sigint_blocked():
            executor.submit(os.getpid)  # the first task starts the workers
        yield executor
    finally:
        _stop_sending(executor)
        with _sigint_blocked():
            executor.shutdown(cancel_futures=True)


def _stop_sending(executor: "ProcessPoolExecutor") -> None:
    """End the thread that sends batches to workers that are dead, which CPython before 3.11.5 does not (gh-94777)."""
    if sys.version_info < (3, 11, 5) and executor._broken:  # noqa: SLF001 - there it stays
        executor._call_queue._reader.close()  # type: ignore[attr-defined]  # noqa: SLF001 - the same


@contextmanager
def kept_workers(start: StartWorkers) -> Iterator[StartWorkers]:
    """Provide a function that starts workers like *start*, but the same ones each time, and stops them at the end.

    They are forked when they are first needed, before a build fills the memory that they would share. What they
    receive is pickled. When a use ends early, what is waiting is dropped and what is running is waited for.
    """
    if start is IN_THIS_PROCESS:
        yield start
        return
    running: list[Workers] = []
    with ExitStack() as stack:

        @contextmanager
        def lend(initializer: Callable[..., None], arguments: tuple[Any, ...]) -> Iterator[Workers]:
            if not running:
                running.append(stack.enter_context(start(_nothing, ())))
            lent = _Lent(running[0], pickle.dumps((initializer, arguments), protocol=5))
            try:
                yield lent
            finally:
                lent.drop()

        yield lend


@dataclass(frozen=True, slots=True)
class _Lent:
    """Workers that are kept, prepared for one use."""

    workers: Workers
    setup: bytes
    """The pickled function that prepares a worker, and its arguments."""
    unfinished: "set[Future[Any]]" = field(default_factory=set)

    def submit(self, function: Callable[..., Result], /, *arguments: Any) -> "Future[Result]":
        """Let a worker call *function*, which can be pickled."""
        future = self.workers.submit(_call, self.setup, function, *arguments)
        self.unfinished.add(future)
        future.add_done_callback(self.unfinished.discard)
        return future

    def drop(self) -> None:
        """Drop what workers have not begun, and wait until they have finished the rest."""
        from concurrent.futures import wait  # noqa: PLC0415 - as said above

        wait([future for future in tuple(self.unfinished) if not future.cancel()])


_last_setup: list[bytes] = []
"""In a worker that is kept: for what it is prepared."""


def _call(setup: bytes, function: Callable[..., Result], *arguments: Any) -> Result:
    """Prepare this worker, unless it is prepared, and call *function* in it."""
    if _last_setup != [setup]:
        initializer, initial = pickle.loads(setup)  # noqa: S301 - it comes from the parent process
        initializer(*initial)
        _last_setup[:] = [setup]
    return function(*arguments)


def _nothing() -> None:
    """Prepare no worker."""


def _context() -> Any:
    """Return how processes are started: forked workers share this one's memory; other systems start empty ones."""
    import multiprocessing  # noqa: PLC0415 - as said above

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Delay Ctrl-C, which a fork would lose, workers that do not ignore it yet would meet, and a shutdown would break.

    The threads of an executor that are started meanwhile never get it, so that this process handles it here alone.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _initialise(initializer: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Make a new worker leave Ctrl-C to its parent, and exit when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    initializer(*arguments)


def _exit_with_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415 - as said above
    from multiprocessing.connection import wait  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # the main thread blocks until it gets work, and would never exit


def _in_this_process(*_: Any) -> "AbstractContextManager[Workers]":
    """Stand for no workers: who is given this does the work in this process, and never calls it."""
    raise NotImplementedError


IN_THIS_PROCESS = worker_pool(1)


def default_jobs() -> int:
    """Return how many processes this machine can run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
