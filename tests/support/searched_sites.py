"""Serve a site with a search on loopback."""

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from newsgen.cli.entry import main


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and writes no log."""

    def log_message(self, *_):
        """Write nothing."""


class SiteHandler(Quiet):
    """Serves the folder *site*, with its own page for missing addresses."""

    site: Path

    def send_error(self, code, *_):
        """Send the page for missing addresses."""
        data = (self.site / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served_folder(folder, handler=Quiet):
    """Serve a *folder*; provide its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def searched_site(root, texts):
    """Build in *root* a site with an article of each of *texts*, and serve it; provide the address of the site."""
    articles = Path(root) / "content/articles"
    articles.mkdir(parents=True)
    (articles.parent / "site.yml").write_text("font: system\nsearch: true\n")
    for number, (name, text) in enumerate(texts.items()):
        (articles / f"{name}.md").write_text(f"---\ntitle: خبر {number}\n---\n\n{text}\n")
    assert main(["build", "--root", str(root)]) == 0
    with served_folder(Path(root) / "site") as address:
        yield address
