"""Share work among processes of this machine, each of which ends with its parent."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from newsgen.errors import NewsgenError
from newsgen.workers.batches import IN_THIS_PROCESS, Function, Pending, StartWorkers, Workers

# The libraries that start processes are imported where that is done: a build in which nothing changed starts none,
# and would load them for a good part of its time.
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

MAX_PENDING = 16
"""Most batches that are submitted to a pool before the first result is taken."""
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
    context = _context(can_fork=isinstance(start, _ProcessPool | _KeptPool))
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_all, args=(receiver, sender, function, arguments), daemon=True)
    with sigint_blocked():
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
    with sigint_blocked():
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


@contextmanager
def _deaths_reported() -> Iterator[None]:
    """Raise NewsgenError for a worker that died."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as said above

    try:
        yield
    except BrokenExecutor:
        raise _died("build again, with --jobs 1 to use less memory") from None


def worker_pool(jobs: int) -> StartWorkers:
    """Return what starts *jobs* worker processes, or for one job does the work in this process."""
    return _ProcessPool(jobs) if jobs > 1 else IN_THIS_PROCESS


@dataclass(frozen=True, slots=True)
class _ProcessPool:
    """Starts worker processes of this machine."""

    jobs: int

    @property
    def batch_factor(self) -> int:
        """As in `StartWorkers`."""
        return 1

    @property
    def max_pending(self) -> int:
        """As in `Workers`."""
        return min(MAX_PENDING, 2 * self.jobs + 4)

    @contextmanager
    def __call__(self, function: Function) -> Iterator[Workers]:
        """Start workers that inherit *function* if they are forked."""
        with _deaths_reported(), self.start(_receive, (function,)) as executor:
            yield _Pool(executor, self.max_pending)

    @contextmanager
    def keep(self) -> Iterator[StartWorkers]:
        """Provide the same workers each time.

        They are forked when they are first needed, before a build fills the memory that they would share. What they
        receive is pickled. When a use ends early, what is waiting is dropped and what is running is waited for.
        """
        with ExitStack() as stack:
            yield _KeptPool(self, stack)

    @contextmanager
    def start(self, initializer: Callable[..., None], arguments: tuple[Any, ...]) -> "Iterator[ProcessPoolExecutor]":
        """Start workers that first call *initializer*, and stop them at the end of the context."""
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as said above

        executor = ProcessPoolExecutor(
            self.jobs, _context(), initializer=_initialise, initargs=(initializer, arguments)
        )
        try:
            with sigint_blocked():
                executor.submit(os.getpid)  # the first task starts the workers
            yield executor
        finally:
            _stop_sending(executor)
            with sigint_blocked():
                executor.shutdown(cancel_futures=True)


def _stop_sending(executor: "ProcessPoolExecutor") -> None:
    """End the thread that sends batches to workers that are dead, which CPython before 3.11.5 does not (gh-94777)."""
    if sys.version_info < (3, 11, 5) and executor._broken:  # noqa: SLF001 - there it stays
        executor._call_queue._reader.close()  # type: ignore[attr-defined]  # noqa: SLF001 - the same


@dataclass(frozen=True, slots=True)
class _Pool:
    """The worker processes of one use."""

    executor: "ProcessPoolExecutor"
    max_pending: int

    def submit(self, batch: Sequence[Any]) -> Pending:
        return self.executor.submit(_process, pickle.dumps(batch, protocol=5))


_received: list[Function] = []
"""In a worker: the function that it calls."""


def _receive(function: Function) -> None:
    _received[:] = [function]


def _process(batch: bytes) -> Any:
    return _received[0](pickle.loads(batch))  # noqa: S301 - it comes from the parent process


@dataclass(frozen=True, slots=True)
class _KeptPool:
    """Lends the same worker processes for one use after another."""

    pool: _ProcessPool
    stack: ExitStack
    running: "list[ProcessPoolExecutor]" = field(default_factory=list)
    """The executor, when it has been started."""

    @property
    def batch_factor(self) -> int:
        """As in `StartWorkers`."""
        return self.pool.batch_factor

    @contextmanager
    def __call__(self, function: Function) -> Iterator[Workers]:
        if not self.running:
            self.running.append(self.stack.enter_context(self.pool.start(_nothing, ())))
        lent = _Lent(self.running[0], self.pool.max_pending, pickle.dumps(function, protocol=5))
        try:
            with _deaths_reported():
                yield lent
        finally:
            lent.drop()

    @contextmanager
    def keep(self) -> Iterator[StartWorkers]:
        yield self


@dataclass(frozen=True, slots=True)
class _Lent:
    """Worker processes that are kept, in one use."""

    executor: "ProcessPoolExecutor"
    max_pending: int
    function: bytes
    """Pickled."""
    unfinished: "set[Future[Any]]" = field(default_factory=set)

    def submit(self, batch: Sequence[Any]) -> Pending:
        future = self.executor.submit(_call, self.function, pickle.dumps(batch, protocol=5))
        self.unfinished.add(future)
        future.add_done_callback(self.unfinished.discard)
        return future

    def drop(self) -> None:
        """Drop what workers have not begun, and wait until they have finished the rest."""
        from concurrent.futures import wait  # noqa: PLC0415 - as said above

        wait([future for future in tuple(self.unfinished) if not future.cancel()])


_last: list[bytes] = []
"""In a worker that is kept: the function that it has received, pickled."""


def _call(function: bytes, batch: bytes) -> Any:
    """Give this worker *function*, unless it has it, and call it."""
    if _last != [function]:
        _receive(pickle.loads(function))  # noqa: S301 - it comes from the parent process
        _last[:] = [function]
    return _process(batch)


def _nothing() -> None:
    """Prepare no worker."""


def _context(*, can_fork: bool = True) -> Any:
    """Return how processes are started: forked workers share this one's memory; other systems start empty ones.

    A process with threads, such as those of a cluster's client, cannot fork.
    """
    import multiprocessing  # noqa: PLC0415 - as said above

    return multiprocessing.get_context("fork" if can_fork and sys.platform == "linux" else "spawn")


@contextmanager
def sigint_blocked() -> Iterator[None]:
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


def default_jobs() -> int:
    """Return how many processes this machine can run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
