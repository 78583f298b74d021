"""Make a small project with its preview, and speak to the server of a preview."""

import http.client
import re
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from newsgen.build.preview.build import PreviewOptions
from newsgen.serve.run import Session, Terminal

NOW = datetime(2024, 5, 1, tzinfo=UTC)
SUBJECTS = ["ماء وبحر وسفينة وميناء", "قطار وسكة ومحطة وسفر", "مدرسة وتلميذ ومعلم ودرس"]


def write(root, path, text):
    """Write a file of the project at *root*."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_article(root, number, head="", body="", headline=None):
    """Write one of the project's articles; *head* is added to its front matter, and *body* to its text."""
    front = f"title: {headline or f'خبر {number}'}\nslug: a{number}\ndate: 2022-01-{number + 1:02}\n{head}"
    write(root, f"content/articles/a{number}.md", f"---\n{front}---\nأخبار {SUBJECTS[number % 3]}.\n\n{body}\n")


def make_project(root, settings="", articles=7):
    """Write a project whose last article is a draft."""
    write(root, "content/site.yml", f"font: system\nrelated: 2\n{settings}")
    for number in range(articles):
        is_draft = number == articles - 1
        write_article(root, number, f"categories: [مجتمع]\ntags: [بحر]\n{'draft: true' if is_draft else ''}\n")
    return root


class Printed(list):
    """What a session printed: messages, and the reports of its builds."""

    def reports(self):
        """Return the reports."""
        return [one for one in self if not isinstance(one, str)]


def make_session(root, printed, **options):
    """Return a session that previews the project at *root* and builds in this process."""
    terminal = Terminal(printed.append, lambda report, _: printed.append(report), lambda items, *_: items, lambda: NOW)
    return Session(root, PreviewOptions(**options), terminal, lambda function, *given: function(*given))


def fetch(url, path="", method="GET", **headers):
    """Request a *path*, as it is written, from the server at *url*; return status, headers and body."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.putrequest(method, path or address.path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def version_in(page):
    """Return the version of a served page."""
    return re.search(rb'data-version="(\w+)"', page)[1].decode()


def wait_for_reload(url, path, version):
    """Wait until the server at *url* tells the browser with this *version* of a page to load it again."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.request("GET", f"/.newsgen/events?page={quote(path, safe='')}&version={version}")
    lines = iter(connection.getresponse().readline, b"")
    assert next(line for line in lines if line.startswith(b"data:")) == b"data: reload\n"
    connection.close()
