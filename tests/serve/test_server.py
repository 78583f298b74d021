"""The server answers only for this machine, with files of the site alone, and signals when to load a page again."""

import socket
from threading import Thread
from urllib.parse import quote

import pytest

from newsgen.build.preview.edited import EditedArticle
from newsgen.errors import ConfigError
from newsgen.serve.preview import Preview
from newsgen.serve.server import start_server
from previews import fetch, version_in, wait_for_reload, write

WORDS = {
    "draft": "مسودة",
    "preview": "معاينة",
    "preview_errors": "أخطاء",
    "preview_failed": "فشل",
    "preview_waits": "انتظر",
}
PAGE = "/أخبار/مقال/"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Serve a site below a path in Arabic."""
    folder = tmp_path_factory.mktemp("served") / "preview"
    write(folder, "index.html", "<body>الرئيسية</body>")
    write(folder, "404.html", "<body>لا صفحة</body>")
    write(folder, "مقال/index.html", "<body>نص</body>")
    write(folder, "assets/style.css", "p{}")
    write(folder, ".newsgen-files", "index.html\n")
    write(folder.parent, "secret.html", "سر")
    with start_server(Preview(folder, WORDS), "127.0.0.1", 0, "/أخبار/", print) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_pages_are_served_below_the_path_of_base_url(server):
    """404.html relies on it; the server's own address leads there."""
    status, headers, body = fetch(server.url, quote(PAGE))
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "نص" in body.decode()
    assert int(headers["Content-Length"]) == len(body)
    assert fetch(server.url, "/")[:2][1]["Location"] == quote("/أخبار/")
    assert fetch(server.url, quote(PAGE[:-1]))[1]["Location"] == quote("./مقال/")
    assert fetch(server.url, "/other")[0] == 404
    assert fetch(server.url, quote("/أخبار"))[0] == 302


def test_head_has_the_head_of_get(server):
    """Without the body, for pages and other files."""
    for path in (PAGE, "/أخبار/assets/style.css"):
        get, head = (fetch(server.url, quote(path), method) for method in ("GET", "HEAD"))
        del get[1]["Date"], head[1]["Date"]
        assert (head[:2], head[2]) == (get[:2], b"")
    assert fetch(server.url, quote(PAGE), "POST")[0] == 501


@pytest.mark.parametrize("path", ["../secret.html", "..%2fsecret.html", ".newsgen-files", "%2e%2e/secret.html", "x%00"])
def test_nothing_outside_the_site_is_served(server, path):
    """Nor anything hidden in it; a browser would not ask, but other programs do."""
    status, _, body = fetch(server.url, quote("/أخبار/") + path)
    assert (status, "لا صفحة" in body.decode()) == (404, True)


def test_a_name_of_a_stranger_is_refused(server):
    """With what to do instead; so is a request that names none."""
    for name in ("evil.example", ""):
        assert fetch(server.url, quote(PAGE), Host=name)[0] == 403
        assert fetch(server.url, "/.newsgen/events", Host=name)[0] == 403


def test_a_browser_is_told_when_its_page_is_another_one(server):
    """At once, if that happened before it asked."""
    version = version_in(fetch(server.url, quote(PAGE))[2])
    waiting = Thread(target=wait_for_reload, args=(server.url, PAGE, version))
    waiting.start()
    server.preview.show_edited(EditedArticle("a.md", {"مقال/index.html": b"<body>new</body>"}, "مقال/"), 1)
    waiting.join(60)
    assert not waiting.is_alive()
    wait_for_reload(server.url, PAGE, version)
    assert b"new" in fetch(server.url, quote(PAGE))[2]
    assert b"EventSource" in fetch(server.url, "/.newsgen/reload.js")[2]


def test_a_port_in_use_is_an_error_if_the_user_named_it(server):
    """Otherwise the next one that is free is taken, and said."""
    with pytest.raises(ConfigError, match=r"port \d+ is in use; end the other program"):
        start_server(server.preview, "127.0.0.1", server.server_port, "/", print)
    with pytest.raises(ConfigError, match=r"cannot listen on 192\.0\.2\.1"):
        start_server(server.preview, "192.0.2.1", 0, "/", print)


def test_the_next_free_port_is_taken(server, monkeypatch):
    """The user sees which one."""
    monkeypatch.setattr("newsgen.serve.server.PORT", server.server_port)
    said = []
    with start_server(server.preview, "127.0.0.1", None, "/", said.append) as other:
        assert said == [f"port {server.server_port} is in use; port {other.server_port} is used instead"]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", other.server_port)) != 0
