"""Put a search before a reader: a site on a loopback server, opened in Chromium, with its own search or stock."""

import gzip
import re
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from measure import run

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
ARTICLE = re.compile(r"/articles/([^/]+)/")
TEXTS = {".html", ".css", ".js", ".json", ".svg", ".txt"}
"""What a host of static files compresses on its way."""
BLANK = "blank.html"
STOCK = "stock"
"""The folder of the stock index, beside the pages that it has read."""

OURS_READY = "() => Boolean(window.newsgenSearch)"
OURS_SHOWN = "() => Boolean(document.querySelector('#page-results')?.children.length)"
OURS_ASK = """async ([query, limit]) => {
    const started = performance.now();
    const ids = await window.newsgenSearch(query, {limit});
    return [ids, performance.now() - started];
}"""
STOCK_READY = """async () => { window.stock = await import("/stock/pagefind.js"); window.urls = new Map(); }"""
STOCK_ASK = """async ([query, limit]) => {
    const started = performance.now();
    const {results} = await window.stock.search(query);
    const first = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    const took = performance.now() - started;
    first.forEach((data, place) => window.urls.set(results[place].id, data.url));
    const others = results.slice(0, limit).filter((result) => !window.urls.has(result.id));
    while (others.length) {
        const some = others.splice(0, 100);
        const data = await Promise.all(some.map((result) => result.data()));
        some.forEach((result, place) => window.urls.set(result.id, data[place].url));
    }
    return [results.slice(0, limit).map((result) => window.urls.get(result.id)), took];
}"""


class Host(SimpleHTTPRequestHandler):
    """A host of static files that compresses texts, as most do, and writes no log."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments, sent, **named):
        """Note the bytes of each file in *sent*, also of those that a worker loads, which the browser does not tell."""
        self.sent = sent
        super().__init__(*arguments, **named)

    def do_GET(self):
        """Answer with a file, or with 404."""
        path = Path(self.translate_path(self.path.partition("?")[0]))
        file = path / "index.html" if path.is_dir() else path
        found = file.is_file()
        data = file.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        if file.suffix in TEXTS:
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.sent.append(len(data))

    def log_message(self, *_):
        """Write nothing."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site is served."""

    url: str
    sent: list[int]
    """The bytes of each file that was sent, as they went over the line."""


@contextmanager
def served(folder):
    """Serve a folder on loopback; yield its address and the sizes of the files that were sent."""
    sent = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder), sent=sent)) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield Address(f"http://127.0.0.1:{server.server_port}", sent)
        server.shutdown()


@contextmanager
def chromium():
    """Start the browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed only with the extra

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """A reader with an empty cache who has opened a page, and asks."""

    def __init__(self, browser, address, *, slowed=1):
        """Start a visit; the processor is *slowed* so many times."""
        self.address = address
        self.context = browser.new_context(viewport={"width": 360, "height": 780})
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.devtools = self.context.new_cdp_session(self.page)
        self.before = len(address.sent)
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})

    @property
    def bytes(self):
        """Return the bytes that the reader has loaded, as they went over the line."""
        self.page.wait_for_load_state("networkidle")
        return sum(self.address.sent[self.before :])

    @property
    def requests(self):
        """Return the number of files that the reader has loaded."""
        return len(self.address.sent) - self.before

    def leave(self):
        """End the visit."""
        self.context.close()


class OwnReader(Reader):
    """A reader of the site's own page."""

    def open(self, query=""):
        """Open the page, with a query in its address if there is one."""
        self.page.goto(f"{self.address.url}/search/" + (f"?q={quote(query)}" if query else ""))
        self.page.wait_for_function(OURS_SHOWN if query else OURS_READY)

    def ask(self, query, limit):
        """Return the ids of the articles found, best first, and the milliseconds that it took."""
        return self.page.evaluate(OURS_ASK, [query, limit])


class StockReader(Reader):
    """A reader of an empty page with stock Pagefind."""

    def open(self, query=""):
        """Open the page; the query is asked at once, if there is one."""
        self.page.goto(f"{self.address.url}/{BLANK}")
        self.page.evaluate(STOCK_READY)
        if query:
            self.ask(query, 10)

    def ask(self, query, limit):
        """Return the ids of the articles found, best first, and the milliseconds with the data of the first ten."""
        urls, took = self.page.evaluate(STOCK_ASK, [query, limit])
        return [ARTICLE.search(url)[1] for url in urls], took


class Pages:
    """A built site, and a copy of its article pages that stock Pagefind indexes."""

    def __init__(self, project, *, searched=True):
        """Take the project; *searched* unless newsgen's own search is left out."""
        self.project = project
        self.site = project / "site"
        self.searched = searched

    def build(self, *, search):
        """Build the site from nothing and return its cost."""
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.rmtree(self.project / ".newsgen", ignore_errors=True)
        settings = self.project / "content/site.yml"
        kept = [line for line in settings.read_text(encoding="utf-8").splitlines() if not line.startswith("search:")]
        line = [f"search: {str(search).lower()}"] if self.searched else []
        settings.write_text("\n".join([*kept, *line, ""]), encoding="utf-8")
        return run([sys.executable, "-m", "newsgen", "build", "--root", str(self.project)], sampled=True)

    def index_stock(self):
        """Index the article pages, and nothing else, with stock Pagefind; return the cost."""
        shutil.rmtree(self.stock_site, ignore_errors=True)
        for page in sorted(self.site.glob("articles/*/index.html")):
            copy = self.stock_site / page.relative_to(self.site)
            copy.parent.mkdir(parents=True)
            shutil.copyfile(page, copy)
        (self.stock_site / BLANK).write_text("<!doctype html><title>-</title>", encoding="utf-8")
        command = [sys.executable, "-m", "pagefind_bin", "--site", str(self.stock_site), "--glob", "articles/**/*.html"]
        return run([*command, "--output-path", str(self.stock_site / STOCK)], sampled=True)

    @cached_property
    def stock_site(self):
        """Return the folder that stock Pagefind indexes."""
        return self.project / STOCK


def size_of(folder):
    """Return the bytes of the files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
