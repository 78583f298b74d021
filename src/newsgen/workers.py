"""Share work among processes, in batches and in order."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from multiprocessing.connection import wait
from typing import Any, TypeVar

from newsgen.errors import NewsgenError

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 50
"""Items that a worker gets at a time: some milliseconds of work outweigh the way there and back."""
_AHEAD = 64
"""Batches that are handed out before the first result is taken: results that wait are in memory."""

Start = Callable[[Callable[..., None], tuple[Any, ...]], AbstractContextManager[Executor]]
"""Starts workers, each of which first calls a function with arguments; at the end they leave."""


def in_batches(start: Start, function: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield what *function* makes of each batch of *items*, in order; one batch is done in this process.

    The workers that are started receive *function* and *items* once: those that are forked inherit them, and
    nothing is copied. Raises NewsgenError where a worker died.
    """
    size = BATCH
    if len(items) <= size:
        yield from [function(items)] if items else []
        return
    waiting: deque[Future[Result]] = deque()
    try:
        with start(_receive, (function, items)) as executor:
            for first in range(0, len(items), size):
                waiting.append(executor.submit(_work, first, first + size))
                if len(waiting) >= _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    except BrokenExecutor:
        found = "a worker process died: it was killed, or memory ran out"
        raise NewsgenError("", found, "build again; with --jobs 1 it takes less memory") from None


_received: list[tuple[Callable[[Sequence[Any]], Any], Sequence[Any]]] = []
"""In a worker: what it does, and to what."""


def _receive(function: Callable[[Sequence[Any]], Any], items: Sequence[Any]) -> None:
    _received[:] = [(function, items)]


def _work(first: int, end: int) -> Any:
    function, items = _received[0]
    return function(items[first:end])


def processes(jobs: int) -> Start:
    """Return what starts *jobs* processes; for one, all is done in this process."""
    return partial(_processes, jobs) if jobs > 1 else _inline


@contextmanager
def _processes(jobs: int, receive: Callable[..., None], given: tuple[Any, ...]) -> Iterator[Executor]:
    # What is forked shares memory; where forking is not safe, processes begin anew.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    executor = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(receive, given))
    try:
        with _undisturbed():
            executor.submit(os.getpid)  # the first order starts the workers
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off Ctrl-C: it would be lost in the midst of a fork, and met by workers that do not leave it yet."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(receive: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Make a new worker leave Ctrl-C to its parent, and follow it when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    receive(*given)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # a worker that waits for work would wait for ever


@contextmanager
def _inline(receive: Callable[..., None], given: tuple[Any, ...]) -> Iterator[Executor]:
    receive(*given)
    try:
        yield _Inline()
    finally:
        _received.clear()


class _Inline(Executor):
    """Do all work here and now."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call *fn*; what it raises is raised at once."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


IN_THIS_PROCESS = processes(1)


def default_jobs() -> int:
    """Return how many processes this machine runs at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
