"""Share work in batches among workers, wherever they are, and return the results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, islice
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Function = Callable[[Sequence[Any]], Any]
"""What workers do with a batch."""

BATCH_SIZE = 50
"""Items that a worker gets at a time: some milliseconds of work outweigh the cost of passing them."""


class Pending(Protocol):
    """The result of a batch that workers have been given."""

    def result(self) -> Any:
        """Wait for the result and return it; raise what the function raised."""


class Workers(Protocol):
    """Workers that have a function."""

    @property
    def max_pending(self) -> int:
        """Batches that are submitted before the first result is taken; limited because results are in memory."""

    def submit(self, batch: Sequence[Any]) -> Pending:
        """Let a worker call the function with *batch*, which can be pickled."""


class StartWorkers(Protocol):
    """Starts workers, or takes those of a cluster."""

    @property
    def batch_factor(self) -> int:
        """How many times BATCH_SIZE items these workers get at a time: more if passing them costs more."""

    def __call__(self, function: Function) -> AbstractContextManager[Workers]:
        """Give workers *function*; at the end of the context none of them works on it any more.

        The context raises NewsgenError if a worker that died cannot be replaced.
        """

    def keep(self) -> AbstractContextManager["StartWorkers"]:
        """Provide what starts workers like this, but the same ones each time; they stop at the end of the context."""


class _NoWorkers:
    """Stands for no workers: who is given this does the work in this process."""

    batch_factor = 1

    def __call__(self, function: Function) -> AbstractContextManager[Workers]:
        raise NotImplementedError

    @contextmanager
    def keep(self) -> Iterator[StartWorkers]:
        yield self


IN_THIS_PROCESS: StartWorkers = _NoWorkers()


def in_batches(
    start: StartWorkers, function: Callable[[Sequence[Item]], Result], items: Iterable[Item], size: int | None = None
) -> Iterator[Result]:
    """Yield the result of *function* for each batch of *items*, in order; items are taken as workers need them.

    A batch has *size* items; if it is None, as many as suit the workers. A single batch is processed in this process.
    The workers that *start* starts receive *function* once; each batch is pickled. Raises NewsgenError if a worker
    dies for good.
    """
    waiting = batches(items, size or BATCH_SIZE * start.batch_factor)
    first, second = next(waiting, None), next(waiting, None)
    every = chain(filter(None, (first, second)), waiting)
    if start is IN_THIS_PROCESS or second is None:
        yield from map(function, every)
        return
    pending: deque[Pending] = deque()
    with start(function) as workers:
        for batch in every:
            pending.append(workers.submit(batch))
            if len(pending) >= workers.max_pending:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def batches(items: Iterable[Item], size: int | None = None) -> Iterator[list[Item]]:
    """Yield *items* in lists of BATCH_SIZE or *size*, as batches for workers; the last list may be shorter."""
    taken = iter(items)
    while batch := list(islice(taken, size or BATCH_SIZE)):
        yield batch
