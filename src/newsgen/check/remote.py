"""Prove a site on a server of this machine against the receipt of a build."""

import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import local
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from newsgen.check.finding import Finding
from newsgen.check.inventory import address_of
from newsgen.check.receipt import Proof, read_receipt_file
from newsgen.errors import ConfigError, OutputError
from newsgen.filesystem import sha256
from newsgen.model.receipt import RECEIPT, Receipt, parse_receipt
from newsgen.text.web_addresses import is_loopback

CONNECTIONS = 4
TIMEOUT = 30.0
"""Seconds to wait for an answer."""
_MOST_FAILURES = 10
"""Addresses without an answer before the server is given up."""
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
"""On Linux: answer each packet at once, because a server may wait 40 ms for that before it sends the next one."""
_OK = 200
_REDIRECTS = range(300, 400)
_error = partial(Finding, "receipt", "error")


class Answer(NamedTuple):
    """What a server answers for one address."""

    status: int
    data: bytes
    location: str
    """Where a redirect leads; "" if there is none."""


class Server:
    """A site on a server of this machine; each thread has a connection of its own."""

    def __init__(self, url: str) -> None:
        """Parse the *url* of the site's home page; raise ConfigError unless it is on this machine."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or 80
        except ValueError:
            parts, host, port = urlsplit(""), "", 80
        if parts.scheme != "http" or not is_loopback(host):
            found = f"--url {url!r} is not an address on this machine"
            remedy = "write it like http://127.0.0.1:8000/, or download the site and name its folder with --output"
            raise ConfigError("", found, remedy)
        self.url = f"http://{parts.netloc}{parts.path.rstrip('/')}/"
        self._host, self._port, self._path = host, port, parts.path.rstrip("/") + "/"
        self._threads = local()

    def get(self, path: str) -> Answer:
        """Ask for the file at *path* of the site; raise OSError or HTTPException if there is no answer."""
        name = address_of(path) if path != "index.html" else ""
        address = quote(self._path, safe="/%") + quote(name.encode(errors="surrogateescape"))
        try:
            return self._ask(address)
        except (OSError, HTTPException):  # it may have closed a connection that was idle
            return self._ask(address)

    def _ask(self, address: str) -> Answer:
        connection: HTTPConnection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        try:
            connection.request("GET", address, headers={"Accept-Encoding": "identity"})
            if _QUICK_ACK is not None:
                connection.sock.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
            with connection.getresponse() as response:
                return Answer(response.status, response.read(), response.getheader("Location") or "")
        except (OSError, HTTPException):
            connection.close()
            raise

    def close(self) -> None:
        """Close the connection of this thread."""
        connection: HTTPConnection | None = getattr(self._threads, "connection", None)
        if connection:
            connection.close()


def prove_url(url: str, site: Path, receipt: Path | None = None) -> Proof:
    """Return what the site at *url* sends that is not as a receipt says.

    The receipt is the file *receipt*, or that in the folder *site*, or else the server's own. Raises ConfigError if
    *url* is not on this machine, OutputError if the server does not answer or the receipt cannot be read.
    """
    server = Server(url)
    try:
        used, name = _receipt(server, receipt or site / RECEIPT, is_chosen=receipt is not None)
    except (OSError, HTTPException) as error:
        raise _silent(server, error) from None
    finally:
        server.close()
    return Proof(list(_compare(server, used.files)), len(used.files), name)


def _silent(server: Server, error: Exception) -> OutputError:
    return OutputError(server.url, f"does not answer ({error})", "start the server, or correct its address")


def _receipt(server: Server, file: Path, *, is_chosen: bool) -> tuple[Receipt, str]:
    """Return the receipt in *file* if it exists or was chosen, else that of *server*, and where it is from."""
    answer = server.get(RECEIPT)
    if is_chosen or file.is_file():
        return read_receipt_file(file), str(file)
    shown = f"{server.url}{RECEIPT}"
    if answer.status != _OK:
        raise OutputError(shown, f"is answered with status {answer.status}", "name the receipt: --receipt FILE")
    return parse_receipt(answer.data, shown), shown


def _compare(server: Server, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each of *files* that *server* does not send with its digest."""
    failures = 0
    with ThreadPoolExecutor(CONNECTIONS) as executor:
        for finding, error in executor.map(partial(_judge, server), files.items()):
            failures += error is not None
            if error and failures > _MOST_FAILURES:
                executor.shutdown(wait=False, cancel_futures=True)
                raise _silent(server, error)
            if finding:
                yield finding


def _judge(server: Server, file: tuple[str, str]) -> tuple[Finding | None, Exception | None]:
    """Return what is wrong with one file of *server*, and the error if it has not answered."""
    path, digest = file
    try:
        answer = server.get(path)
    except (OSError, HTTPException) as error:
        found = f"cannot be fetched ({error or type(error).__name__})"
        return _error(path, None, "", found, "look into the log of the server"), error
    if answer.status in _REDIRECTS:
        found = f"is redirected to {answer.location}"
        return _error(path, None, "", found, "let the server send the file at its own address"), None
    if answer.status != _OK:
        found = f"is answered with status {answer.status}"
        return _error(path, None, "", found, "publish the site again"), None
    if sha256(answer.data) != digest:
        return _error(path, None, "", "is sent with another content", "publish the site again"), None
    return None, None
