"""Share work among the workers of a Dask cluster, which may be on other machines that share the project's folder."""

import logging
import pickle
import secrets
import signal
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from newsgen.errors import ConfigError, NewsgenError, Problems, install_extra
from newsgen.filesystem import sha256
from newsgen.workers.batches import Function, Pending, StartWorkers, Workers
from newsgen.workers.garbage_collection import garbage_collection_paused
from newsgen.workers.local import default_jobs, sigint_blocked
from newsgen.workers.tickets import Ticket, Versions, new_ticket

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
"""The address that stands for a cluster on this machine, which newsgen starts and stops itself."""
CONNECT_SECONDS = 20
"""How long to wait for the scheduler, and for the first worker."""
POLL_SECONDS = 5.0
"""How often to look whether the cluster is still there, while waiting for a result."""
_LOGGERS = "distributed", "distributed.client", "tornado.application"
"""Those to which Dask gives levels of their own."""
_KEPT_MESSAGES = 5
"""Messages with batches that the client keeps for a log; Dask would keep a thousand of them in memory."""
BATCH_FACTOR = 4
"""The scheduler takes some milliseconds for a task, so a task has a second of work."""
_KEPT_FUNCTIONS = 3
"""Functions that a worker keeps in memory: one of them may hold the profiles of all articles."""


@contextmanager
def cluster_workers(
    address: str, places: Sequence[Path], versions: Versions, announce: Callable[[str], None], jobs: int | None = None
) -> Iterator[StartWorkers]:
    """Provide what gives work to the cluster at *address*, or to one of *jobs* processes for `local`.

    It is connected when there is first something to do; *announce* receives a line about that. Its workers must
    see *places*, first the project's folder, then files and folders to read, at the same paths, and have the same
    *versions*.
    """
    if find_spec("distributed") is None:
        raise ConfigError("--cluster", "needs Dask, which is not installed", install_extra("cluster"))
    with ExitStack() as stack:
        connection = _Connection(address, jobs, announce, stack)
        yield _Cluster(connection, places, versions)
        if not connection.is_made:
            announce("cluster: not asked, as there was too little to do")


@dataclass(slots=True)
class _Connection:
    """The connection to a scheduler, made when it is first needed."""

    address: str
    jobs: int | None
    announce: Callable[[str], None]
    stack: ExitStack
    _client: "Client | None" = None

    @property
    def is_made(self) -> bool:
        """Whether there was something to do for the cluster."""
        return self._client is not None

    def client(self) -> "Client":
        """Return the client of the cluster; raise ConfigError if there is no cluster at the address."""
        if self._client is None:
            import dask.config  # noqa: PLC0415 - it takes a second
            from distributed import Client  # noqa: PLC0415 - the same

            for name in _LOGGERS:  # what goes wrong is said once, below
                logging.getLogger(name).setLevel(logging.CRITICAL)
            warnings.filterwarnings("ignore", "Mismatched versions found")  # every worker is asked by newsgen itself
            try:
                with dask.config.set({"distributed.admin.low-level-log-length": _KEPT_MESSAGES}):
                    address = self._start() if self.address == LOCAL else self.address
                    client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
                self.stack.callback(_quietly, client.close)
                client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            except (OSError, ValueError, TypeError) as error:  # a timeout is an OSError
                raise self._unreachable(error) from None
            if self.address == LOCAL:
                client.register_plugin(_leave_interrupts_to_parent())
            self._client = client
            self.announce(self._description(client))
        return self._client

    def _start(self) -> Any:
        """Start a cluster of this machine."""
        from distributed import LocalCluster  # noqa: PLC0415 - as said above

        number = self.jobs or default_jobs()
        with sigint_blocked():  # as long as its processes do not ignore Ctrl-C
            cluster = LocalCluster(
                n_workers=number,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        self.stack.callback(_quietly, cluster.close)
        return cluster

    def _unreachable(self, error: Exception) -> ConfigError:
        found = f"no worker of a cluster can be reached there ({str(error).strip() or type(error).__name__})"
        remedy = "start `dask scheduler` and `dask worker`, and give the scheduler's address, like tcp://host:8786"
        return ConfigError(f"--cluster {self.address}", found, remedy)

    def _description(self, client: "Client") -> str:
        threads = client.nthreads()
        number = f"{len(threads)} worker" + ("s" if len(threads) > 1 else "")
        line = f"cluster: {number} at {client.scheduler.address}; dashboard: {client.dashboard_link}"
        if max(threads.values(), default=1) > 1:
            line += "; some have several threads, of which newsgen uses one: start them with --nthreads 1"
        return line


def _leave_interrupts_to_parent() -> Any:
    """Return a plugin that makes the workers of a local cluster, also those that replace others, ignore Ctrl-C."""
    from distributed import WorkerPlugin  # noqa: PLC0415 - as said above

    class LeaveInterruptsToParent(WorkerPlugin):  # type: ignore[misc] # it has no types
        def setup(self, worker: object) -> None:  # noqa: ARG002 - Dask hands it over
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    return LeaveInterruptsToParent()


def _quietly(close: Callable[[], object]) -> None:
    """Call *close*, whatever has become of the cluster."""
    with suppress(Exception):
        close()


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Gives work to a cluster."""

    connection: _Connection
    places: Sequence[Path]
    versions: Versions
    lasting: set[Path] = field(default_factory=set)
    """The files of the tickets for uses that have not ended."""

    @property
    def batch_factor(self) -> int:
        """As in `StartWorkers`."""
        return BATCH_FACTOR

    @contextmanager
    def __call__(self, function: Function) -> Iterator[Workers]:
        """Let the cluster's workers receive *function* when they first need it, from each other."""
        client = self.connection.client()
        with (
            new_ticket(self.places, self.versions, self.lasting) as ticket,
            _losses_reported(self.connection.address),
        ):
            use = _new_use(client, ticket, function)
            try:
                yield use
            finally:
                ticket.file.unlink(missing_ok=True)  # what has not begun will do nothing
                with suppress(Exception):  # the cluster may be lost
                    for future in use.unfinished:
                        future.exception(timeout=CONNECT_SECONDS)

    @contextmanager
    def keep(self) -> Iterator[StartWorkers]:
        """Provide this cluster, whose workers stay."""
        yield self


def _new_use(client: "Client", ticket: Ticket, function: Function) -> "_Use":
    """Return the workers of the cluster with *function*; raise Problems if some are not fit, or _ClusterLostError."""
    data = pickle.dumps(function, protocol=5)
    name = f"{getattr(getattr(function, 'func', function), '__name__', 'task')}-{secrets.token_hex(8)}"
    try:
        _check(client, ticket)
        sent = _submit(client, _identity, data, key=f"function-{name}")
        return _Use(client, ticket, sha256(data), sent, name, 2 * len(client.nthreads()) + 2)
    except OSError as error:
        raise _ClusterLostError from error


def _check(client: "Client", ticket: Ticket) -> None:
    """Raise Problems with what is wrong with the scheduler or with a worker; one that has just died has gone."""
    data = pickle.dumps(ticket, protocol=5)
    try:  # what has no newsgen, or another one, fails when it receives the function
        answers = [client.run_on_scheduler(_difference, data), *client.run(_refusal, data, on_error="return").values()]
    except (ImportError, AttributeError) as error:
        answers = [error]
    found = [answer for answer in answers if answer is not None and not isinstance(answer, OSError)]
    if found:
        raise Problems(one if isinstance(one, NewsgenError) else _not_installed(one) for one in found)


def _not_installed(error: Exception) -> NewsgenError:
    found = f"the scheduler or a worker cannot run newsgen ({error})"
    return ConfigError("--cluster", found, "install the same version of newsgen on all machines")


def _difference(ticket: bytes) -> NewsgenError | None:
    found: Ticket = pickle.loads(ticket)  # noqa: S301 - it comes from the client
    return found.difference()


def _refusal(ticket: bytes) -> NewsgenError | None:
    found: Ticket = pickle.loads(ticket)  # noqa: S301 - it comes from the client
    return found.refusal()


@dataclass(frozen=True, slots=True)
class _Use:
    """The workers of a cluster that have a function."""

    client: "Client"
    ticket: Ticket
    digest: str
    """Of the pickled function."""
    function: "Future"
    name: str
    max_pending: int
    unfinished: "set[Future]" = field(default_factory=set)

    def submit(self, batch: Sequence[Any]) -> Pending:
        """Let a worker process *batch*; another one does if it dies."""
        key = f"{self.name}-{secrets.token_hex(8)}"
        data = pickle.dumps(batch, protocol=5)
        future = _submit(self.client, _process, self.ticket, self.digest, self.function, data, key=key)
        self.unfinished.add(future)
        return _Result(self, future)


@dataclass(frozen=True, slots=True)
class _Result:
    """A result that a worker of a cluster will have."""

    use: _Use
    future: "Future"

    def result(self) -> Any:
        """Wait for the result, as long as the cluster has workers."""
        while not self.future.done():
            with suppress(TimeoutError):
                self.future.exception(timeout=POLL_SECONDS)  # it waits, and fetches nothing yet
                break
            _wait_for_a_worker(self.use.client)
        self.use.unfinished.discard(self.future)
        return pickle.loads(self.future.result())  # noqa: S301 - it comes from a worker of the user's cluster


class _ClusterLostError(Exception):
    """The scheduler does not answer, or has no worker."""


def _wait_for_a_worker(client: "Client") -> None:
    """Wait until the cluster has a worker, which one that is being restarted will be; raise _ClusterLostError."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except Exception as error:
        raise _ClusterLostError from error


def _submit(client: "Client", function: Callable[..., Any], *arguments: Any, key: str) -> "Future":
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*large graph.*")  # it is sent once
        return client.submit(function, *arguments, key=key, pure=False)


def _identity(data: bytes) -> bytes:
    return data


_functions: OrderedDict[str, Function] = OrderedDict()
"""In a worker: the functions that it has received last, by the digests of their pickles."""
_lock = Lock()


def _process(ticket: Ticket, digest: str, function: bytes, batch: bytes) -> bytes:
    """Call *function* with *batch*; this runs in a worker of a cluster.

    The threads of a worker take turns, as most of newsgen is Python, and not all of it is made for threads.
    """
    with _lock:
        if digest not in _functions or not ticket.is_valid:
            refusal = ticket.refusal()
            if refusal:
                raise refusal
            _functions[digest] = pickle.loads(function)  # noqa: S301 - it comes from the client
            if len(_functions) > _KEPT_FUNCTIONS:
                _functions.popitem(last=False)
        with garbage_collection_paused():
            return pickle.dumps(_functions[digest](pickle.loads(batch)), protocol=5)  # noqa: S301 - the same


@contextmanager
def _losses_reported(address: str) -> Iterator[None]:
    """Raise NewsgenError if the cluster at *address* is lost, or a task has ended all its workers."""
    from concurrent.futures import CancelledError  # noqa: PLC0415 - as said above

    from distributed import KilledWorker  # noqa: PLC0415 - the same
    from distributed.comm import CommClosedError  # noqa: PLC0415 - the same

    try:
        yield
    except ModuleNotFoundError as error:  # a worker has come that is not like the others
        raise (_not_installed(error) if (error.name or "").startswith("newsgen") else error) from None
    except KilledWorker:
        found = "several workers of the cluster died one after another over the same work"
        remedy = "see their logs; if they have too little memory, start fewer on a machine"
        raise NewsgenError(f"--cluster {address}", found, remedy) from None
    except (CancelledError, CommClosedError, _ClusterLostError):
        found = "the connection to the cluster was lost, or it has no worker any more"
        raise NewsgenError(f"--cluster {address}", found, "start it again, then run the same command again") from None
