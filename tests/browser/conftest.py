"""Share one real browser and one loopback server between all tests of finished pages."""

import re
import struct
import zlib
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

import pytest

from requirements import browser as find_browser
from requirements import modules
from sample_sites import PAGES, PROJECTS, SERVED_AT, built
from searched_sites import SiteHandler

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()

OUTSIDE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")


LETTERS_APART = "CanvasRenderingContext2D.prototype.measureText = text => ({width: 30 * text.length}); 0"
"""Arabic letters join, and axe would take them for ligatures of an icon font and skip their contrast."""
VIOLATIONS = "async options => (await axe.run(options)).violations"
ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RULES_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The only ones that look at colours; they take half of the time."""


class _Handler(SiteHandler):
    """Serve each site below its own path, with its own page for missing addresses."""

    def __init__(self, *arguments, sites):
        self.sites = sites
        super().__init__(*arguments)

    def translate_path(self, path):
        path = unquote(path.partition("?")[0])
        prefix = max((prefix for prefix in self.sites if path.startswith(prefix)), key=len)
        self.site = self.sites[prefix]
        return f"{self.site}/{path.removeprefix(prefix)}"


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Build each site and return its folder."""
    return {name: built(name, tmp_path_factory) for name in PROJECTS}


@pytest.fixture(scope="session")
def origin(sites):
    """Serve the sites; return the address of the server."""
    folders = {SERVED_AT[name]: site for name, site in sites.items()}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, sites=folders)) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """Start the browser once."""
    path = find_browser()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed only with the extra

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitor(chromium, origin):
    """Open new browser pages with given settings; requests to other machines get a picture or fail."""
    contexts = []

    def come(**settings):
        context = chromium.new_context(base_url=origin, **settings)
        contexts.append(context)
        context.set_default_timeout(60_000)  # a busy machine may be slow
        context.route(OUTSIDE, answer_for_outside)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def large_text(chromium, origin):
    """Open a page with texts at twice their size, which readers can set in their browser."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    with chromium.browser_type.launch(executable_path=find_browser(), args=flags) as browser:
        context = browser.new_context(base_url=origin)
        context.route(OUTSIDE, answer_for_outside)
        yield context.new_page()


@pytest.fixture(scope="session")
def shared_page(visitor):
    """Open the browser page that most tests share."""
    return visitor()


@pytest.fixture
def page(shared_page):
    """Reset the shared browser page to a desktop with light colours."""
    shared_page.set_viewport_size({"width": 1280, "height": 800})
    shared_page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    return shared_page


@pytest.fixture
def visit(page):
    """Return a function that opens a page by its name in `PAGES`."""

    def go(name):
        page.goto(quote(PAGES[name]))
        return page

    return go


def answer_for_outside(route):
    """Answer a request to another machine without network access."""
    if route.request.resource_type == "image":
        route.fulfill(content_type="image/png", body=a_picture(2000, 900))
    else:
        route.abort()


def a_picture(width, height):
    """Return a grey PNG."""
    rows = (b"\0" + b"\x99" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    framed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


@pytest.fixture(scope="session")
def judge():
    """Return a function that lists the violations that axe finds on a page, of all rules or only of its colours."""
    modules("axe_playwright_python")
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - installed only with the extra

    script = Axe().axe_script

    def violations(page, *, only_colours=False):
        if not page.evaluate("'axe' in window"):
            page.evaluate(LETTERS_APART)
            page.evaluate(script)
        rules = RULES_OF_COLOURS if only_colours else ALL_RULES
        found = page.evaluate(VIOLATIONS, {"runOnly": rules, "resultTypes": ["violations"], "selectors": False})
        return [(rule["id"], node["html"], node["failureSummary"]) for rule in found for node in rule["nodes"]]

    return violations
