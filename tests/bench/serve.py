"""Measure how long a saved edit takes to be seen in a preview, beside a plain incremental build after the same edit.

usage: .venv/bin/python tests/bench/serve.py MARKDOWN_FOLDER [--saves N] [--setting "search: false"]

Each figure is the time from the write of an article's file to the moment at which its page, which is loaded again after
the signal of `newsgen serve`, has the new text. Every second edit is saved while the build after another one runs.
Exit code 1 if one of them takes more than half a second.
"""

import argparse
import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlsplit

MOST_SECONDS = 0.5
SETTINGS = "title: أرشيف\nbase_url: https://example.org/\n"
NEWSGEN = (sys.executable, "-m", "newsgen")
_WORDS = count(1)


def body(text, word):
    """Return the *text* of an article with *word* in a new paragraph."""
    return f"{text.rstrip()}\n\n{word} فقرة جديدة.\n"


def headline(text, word):
    """Return the *text* of an article with *word* in its headline."""
    return re.sub(r'(?m)^title: "?', rf"\g<0>{word} ", text, count=1)


def front_matter(text, word):
    """Return the *text* of an article with a tag and an author named *word*, in place of those that it had."""
    kept = re.sub(r"(?m)^(tags|author): .*\n", "", text)
    return kept.replace("\n---\n", f"\ntags: [{word}]\nauthor: {word}\n---\n", 1)


EDITS = {"body": body, "headline": headline, "front matter": front_matter}


def make_project(root, articles, setting):
    """Copy the Markdown of *articles* into a project at *root*."""
    shutil.copytree(articles, root / "content/articles")
    (root / "content/site.yml").write_text(f"{SETTINGS}{setting}\n", encoding="utf-8")


def save(file, edit):
    """Save an edit of *file*; return the word that it brought, and the moment before it was written."""
    word = f"كلمة{next(_WORDS)}"
    text = edit(file.read_text(encoding="utf-8"), word)
    begin = time.perf_counter()
    file.write_text(text, encoding="utf-8")
    return word, begin


class Preview:
    """A running preview of a project."""

    def __init__(self, root):
        """Start it, and wait for its first build."""
        command = [*NEWSGEN, "serve", "--root", str(root), "--port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.builds = 0
        line = next(line for line in self.process.stderr if line.startswith("the preview is at"))
        self.address = urlsplit(line.split()[4])
        Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stderr:
            self.builds += line.startswith(("built", "nothing was built"))

    def wait(self, builds, most=600.0):
        """Wait until so many builds have ended, for at *most* so many seconds."""
        end = time.monotonic() + most
        while self.builds < builds and time.monotonic() < end:
            time.sleep(0.01)

    def get(self, path):
        """Return what the server answers, an open response."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=300)
        connection.request("GET", path)
        return connection.getresponse()

    def seconds_until_seen(self, url, file, edit):
        """Save an edit of *file*; return the seconds until its page at *url* shows it, as a browser would load it."""
        path = self.address.path + quote(url)
        page = self.get(path).read()
        signal = self._signal(path, page)
        word, begin = save(file, edit)
        while word.encode() not in page:
            next(line for line in iter(signal.readline, b"") if line.startswith(b"data"))
            page = self.get(path).read()
            signal = self._signal(path, page)
        return time.perf_counter() - begin

    def _signal(self, path, page):
        version = re.search(rb'data-version="(\w+)"', page)[1].decode()
        answer = self.get(f"/.newsgen/events?page={quote(path, safe='')}&version={version}")
        answer.readline()  # the server waits for the next version now
        return answer


@contextmanager
def preview_of(root):
    """Provide a preview of the project at *root*, and end it."""
    preview = Preview(root)
    try:
        preview.wait(1)
        yield preview
    finally:
        preview.process.terminate()
        preview.process.wait()


def build(root):
    """Build what the preview shows as a command of its own; return the seconds that it took."""
    begin = time.perf_counter()
    subprocess.run([*NEWSGEN, "build", "--drafts", "--root", str(root)], check=True, capture_output=True)
    return time.perf_counter() - begin


def addresses(root):
    """Return the address of each article by the path of its source, from the receipt of the preview."""
    receipt = json.loads((root / ".newsgen/preview/receipt.json").read_text(encoding="utf-8"))
    return {source: one["address"] for one in receipt["articles"].values() for source in one["sources"]}


def measure(root, saves):
    """Return for each kind of edit the seconds of previews, quiet and busy, and of plain builds."""
    found = {kind: ([], [], []) for kind in EDITS}
    with preview_of(root) as preview:
        urls = addresses(root)
        files = sorted(urls)
        files = iter(files[:: max(1, len(files) // (saves * 12))])

        def seen(edit):
            path = next(files)
            return preview.seconds_until_seen(urls[path], root / path, edit)

        for kind, edit in EDITS.items():
            for _ in range(saves):
                builds = preview.builds
                found[kind][0].append(seen(edit))
                preview.wait(builds + 1)
                save(root / next(files), edit)
                time.sleep(0.6)  # its build has begun
                found[kind][1].append(seen(edit))
                preview.wait(builds + 2)
                preview.wait(builds + 3, 8)  # there is none if the second one had not begun
    build(root)
    for kind, edit in EDITS.items():
        for _ in range(saves):
            save(root / next(files), edit)
            found[kind][2].append(build(root))
    return found


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--setting", default="search: false")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        make_project(root, options.articles, options.setting)
        found = measure(root, options.saves)
    print("| edit | seen: median | longest | during a build: median | longest | newsgen build: median |")  # noqa: T201
    print("|---|---|---|---|---|---|")  # noqa: T201
    for kind, (quiet, busy, built) in found.items():
        figures = (statistics.median(quiet), max(quiet), statistics.median(busy), max(busy), statistics.median(built))
        print(f"| {kind} | " + " | ".join(f"{figure:.3f} s" for figure in figures) + " |")  # noqa: T201
    seen = [figure for quiet, busy, _ in found.values() for figure in (*quiet, *busy)]
    sys.exit(max(seen) > MOST_SECONDS)


if __name__ == "__main__":
    main()
