"""Serve a preview over HTTP, and tell browsers when to load a page again."""

import errno
import os
import shutil
import socket
import sys
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, quote

from newsgen.errors import ConfigError
from newsgen.filesystem import nfc
from newsgen.serve.addresses import is_expected_host, segments_of
from newsgen.serve.files import OpenFile
from newsgen.serve.inserts import EVENTS, RELOAD, SCRIPT
from newsgen.serve.preview import Answer, Preview

PORT = 8000
"""The port, unless the user names one; the next one that is free is taken if it is not."""
_MOST_PORTS = 20
_HEARTBEAT = 10.0
"""Seconds after which a waiting browser gets a sign of life, by which it is also noticed that it has left."""
_IDLE = 60
"""Seconds after which a connection without a request is closed."""
_REFUSED = "text/plain; charset=utf-8"


class PreviewServer(ThreadingHTTPServer):
    """A server of a preview; each connection has a thread."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, preview: Preview, host: str, port: int, prefix: str) -> None:
        """Listen on *host* and *port*; the site is below the path *prefix*, which begins and ends with a slash."""
        self.preview, self.host, self.prefix = preview, host, prefix
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Take the port, without looking up the name of this machine, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_port = self.server_address[1]

    @property
    def url(self) -> str:
        """The address at which a browser on this machine finds the preview."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - only compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}{quote(self.prefix)}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore that a browser has closed its connection; a fault of the preview keeps its traceback."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def start_server(
    preview: Preview, host: str, port: int | None, prefix: str, say: Callable[[str], None]
) -> PreviewServer:
    """Return a server of *preview* on *port*, or if that is None, on PORT or the next one that is free.

    *say* is called with a message if it is another one. Raises ConfigError if the server cannot be started.
    """
    start = partial(PreviewServer, preview, host)
    ports = range(PORT, PORT + _MOST_PORTS) if port is None else (port,)
    for number in ports:
        try:
            server = start(number, prefix)
        except OSError as error:
            last = error
            if not _is_in_use(error):
                break
        else:
            if number not in {PORT, port}:
                say(f"port {PORT} is in use; port {number} is used instead")
            return server
    if _is_in_use(last):
        raise ConfigError("", f"port {ports[-1]} is in use", "end the other program, or name another with --port")
    found = f"the server cannot listen on {host}, port {ports[0]} ({last.strerror or last})"
    raise ConfigError("", found, "name another address with --host, or another port with --port")


def _is_in_use(error: OSError) -> bool:
    return error.errno == errno.EADDRINUSE


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "newsgen"
    sys_version = ""
    timeout = _IDLE

    def do_GET(self) -> None:
        """Answer a request for a page, a file or the signal to reload."""
        if not is_expected_host(self.headers.get("Host", ""), self.server.host):
            text = "this name is not one of the preview's: open it at the address that newsgen serve prints\n"
            self._send(Answer(403, _REFUSED, text.encode()))
            return
        path, _, query = self.path.partition("?")
        if path == EVENTS:
            self._wait(query)
        elif path == SCRIPT:
            self._send(Answer(200, "text/javascript; charset=utf-8", RELOAD.encode()))
        else:
            self._send(self._answer(path))

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    def _answer(self, path: str) -> Answer:
        prefix = self.server.prefix
        if prefix != "/" and (path == "/" or segments_of(f"{path}/") == segments_of(quote(prefix))):
            return Answer(302, _REFUSED, b"", location=prefix)
        segments = self._in_site(path)
        if segments is None:
            return self.server.preview.answer([_NOWHERE, ""])
        return self.server.preview.answer(segments)

    def _in_site(self, path: str) -> list[str] | None:
        """Return the segments of a request's *path* below the prefix; None if it is not below it or is not valid."""
        segments = segments_of(path)
        around = [nfc(part) for part in self.server.prefix.split("/")[1:-1]]
        if segments is None or segments[: len(around)] != around or len(segments) <= len(around):
            return None
        return segments[len(around) :]

    def _send(self, answer: Answer) -> None:
        body = answer.body
        size = body.size if isinstance(body, OpenFile) else len(body)
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(size))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            if answer.location:
                self.send_header("Location", quote(answer.location))
            self.end_headers()
            if isinstance(body, OpenFile):
                self._send_file(body)
            elif self.command != "HEAD":
                self.wfile.write(body)
        finally:
            if isinstance(body, OpenFile):
                os.close(body.handle)

    def _send_file(self, opened: OpenFile) -> None:
        """Send a file of the size that was announced; one that a build replaces meanwhile stays what it was."""
        if self.command != "HEAD":
            with os.fdopen(os.dup(opened.handle), "rb") as file:
                shutil.copyfileobj(file, self.wfile)

    def _wait(self, query: str) -> None:
        """Send the signal to reload as soon as the page in *query* has another version than the one there."""
        values = parse_qs(query)
        segments = self._in_site(quote(values.get("page", [""])[0], safe="/%"))
        version = values.get("version", [""])[0]
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b": waiting\n\n")
        while not self.server.preview.wait_for_another(segments or [_NOWHERE, ""], version, _HEARTBEAT):
            self.wfile.write(b": waiting\n\n")
        self.wfile.write(b"data: reload\n\n")

    def log_message(self, *_: object) -> None:
        """Print nothing; the terminal shows what builds find."""


_NOWHERE = ".nowhere"
"""The name of a folder that no site has."""
