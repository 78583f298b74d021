"""A public store of objects on loopback, which refuses credentials and can break connections."""

import hashlib
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit


class OpenStore:
    """The objects of a bucket `open`, and what the store does wrong."""

    def __init__(self):
        """Start with an empty bucket."""
        self.objects: dict[str, bytes] = {}
        self.breaks_after: int | None = None
        """The byte of an object that the store never sends; None if it sends all."""
        self.spared, self.faults = 0, 0
        """Number of requests for that byte that are answered, and then that fail, before all are answered again."""
        self.url = ""
        self.waits = 0.0
        """Seconds before each answer."""
        self.requests = 0


@contextmanager
def open_store():
    """Yield a store that serves until the end of the context."""
    store = OpenStore()
    handler = type("Handler", (_Handler,), {"store": store})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    store.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _etag(data):
    return f'"{hashlib.md5(data).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    store: OpenStore

    def log_message(self, *_):
        """Print nothing."""

    def do_GET(self):
        """Answer a request for a list or for a range of an object."""
        self.store.requests += 1
        time.sleep(self.store.waits)
        url = urlsplit(self.path)
        if "Authorization" in self.headers:
            self._answer(403, b"<Error><Code>InvalidAccessKeyId</Code><Message>unknown</Message></Error>")
        elif "list-type" in (query := parse_qs(url.query, keep_blank_values=True)):
            self._answer(200, self._list(query["prefix"][0], "delimiter" in query))
        else:
            self._send(self.store.objects[unquote(url.path).removeprefix("/open/")])

    def _list(self, prefix, is_one_folder):
        found = {}
        for key, data in sorted(self.store.objects.items()):
            name, slash, _ = key.removeprefix(prefix).partition("/")
            if key.startswith(prefix) and slash and is_one_folder:
                found[f"<CommonPrefixes><Prefix>{quote(prefix + name)}/</Prefix></CommonPrefixes>"] = None
            elif key.startswith(prefix):
                found[
                    f"<Contents><Key>{quote(key)}</Key><Size>{len(data)}</Size><ETag>{_etag(data)}</ETag></Contents>"
                ] = None
        return f"<ListBucketResult><EncodingType>url</EncodingType>{''.join(found)}</ListBucketResult>".encode()

    def _send(self, data):
        begin, end = (int(part) for part in self.headers["Range"].removeprefix("bytes=").split("-"))
        wanted = data[begin : end + 1]
        at = self.store.breaks_after
        is_asked = at is not None and begin <= at <= end
        if is_asked and self.store.spared:
            self.store.spared -= 1
            self._answer(206, wanted)
        elif is_asked and self.store.faults:
            self.store.faults -= 1
            self._answer(206, wanted[: at - begin], len(wanted))
            self.close_connection = True
        else:
            self._answer(206, wanted)

    def _answer(self, status, body, length=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
