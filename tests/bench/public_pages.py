"""Find public test pages, with what their projects expect, below a folder; and judge how newsgen reads them.

The folder may hold the source distributions of trafilatura, htmldate and newspaper4k as they are unpacked, and
`expected_bodies.json` and `expected_dates.json` beside pages: objects of texts, and of objects with url and date,
by the names of the pages without suffix.
"""

import ast
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.webpage.loader import read_webpage
from newsgen.text.arabic import count_letters, one_line
from newsgen.text.dates import day_of
from page_judge import peer_html

_LEAST_LETTERS = 30
"""Shorter lines of an expected text may be names or captions, and are not asked for."""


@dataclass(slots=True)
class Known:
    """A public page, and what is known of it."""

    file: Path
    url: str | None = None
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    """The days any of which is right; none if nothing is known of the date."""


def public_pages(folder):
    """Return the pages below a *folder* by the name of their source."""
    found = {"expected": _expected(folder)}
    for project, reader in (("trafilatura", _trafilatura), ("htmldate", _htmldate), ("newspaper4k", _newspaper4k)):
        for source in sorted(folder.glob(f"{project}-*/tests")):
            found[source.parent.name] = reader(source)
    return {name: pages for name, pages in found.items() if pages}


def _expected(folder):
    bodies, days = (_json(folder / f"expected_{name}.json") for name in ("bodies", "dates"))
    pages = []
    for name in sorted({*bodies, *days}):
        known = days.get(name, {})
        texts = _lines(bodies.get(name, ""))
        pages.append(Known(folder / f"{name}.html", known.get("url"), texts, days={*filter(None, [known.get("date")])}))
    return pages


def _json(file):
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _lines(text):
    return [line for line in map(one_line, text.split("\n")) if count_letters(line) >= _LEAST_LETTERS]


def _newspaper4k(tests):
    pages = []
    for file in sorted((tests / "data" / "html").glob("*.html")):
        text, known = (
            tests / "data" / "txt" / f"{file.stem}.txt",
            _json(tests / "data" / "metadata" / f"{file.stem}.json"),
        )
        day = str(known.get("publish_date") or "")[:10]
        if text.exists():
            pages.append(Known(file, known.get("url"), _lines(text.read_text("utf-8")), days={*filter(None, [day])}))
    return pages


def _trafilatura(tests):
    """Read the assertions that a text is, or is not, in the result for the page loaded above them."""
    names, pages = _pages_of_tests(tests / "realworld_tests.py")
    for test in [node for node in ast.walk(names.pop("")) if isinstance(node, ast.FunctionDef)]:
        url = None
        for node in [part for statement in test.body for part in ast.walk(statement)]:
            url = _loaded(node) or url
            if url in names and isinstance(node, ast.Compare) and _is_text(node.left):
                page = pages.setdefault(url, Known(tests / "cache" / names[url], url))
                (page.wanted if isinstance(node.ops[0], ast.In) else page.unwanted).append(one_line(node.left.value))
    return _present(pages)


def _htmldate(tests):
    """Read the assertions that a page has a date."""
    names, pages = _pages_of_tests(tests / "unit_tests.py")
    for node in ast.walk(names.pop("")):
        url = next(filter(None, map(_loaded, ast.walk(node.left))), None) if isinstance(node, ast.Compare) else None
        right = node.comparators[0] if url in names else None
        if right is not None and _is_text(right) and len(right.value) == len("2020-02-20"):
            pages.setdefault(url, Known(tests / "cache" / names[url], url)).days.add(right.value)
    return _present(pages)


def _pages_of_tests(file):
    """Return the names of pages by URL, with the parsed tests as "", and no pages yet."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    return {"": tree} | {key: name for table in tables for key, name in _texts(table)}, {}


def _texts(table):
    pairs = zip(table.keys, table.values, strict=True)
    return [(key.value, value.value) for key, value in pairs if _is_text(key) and _is_text(value)]


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _loaded(node):
    """Return the URL of the page that a call loads."""
    is_load = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "load_mock_page" and _is_text(node.args[0])
    return node.args[0].value if is_load else None


def _present(pages):
    return [page for page in pages.values() if page.file.exists()]


def judge_public(pages, say):
    """Return the counts for *pages*, of newsgen and of the peer; *say* is called with each line about a fault."""
    counts = Counter(
        pages=len(pages),
        wanted=sum(len(page.wanted) for page in pages),
        unwanted=sum(len(page.unwanted) for page in pages),
        dates=sum(bool(page.days) for page in pages),
    )
    for page in pages:
        data = page.file.read_bytes()
        by_peer = one_line(" ".join(plain_blocks(sanitise(peer_html(data, comments=True)))))
        _count(counts, "peer ", page, by_peer, by_peer)
        try:
            article = read_webpage(data, page.file.name, url=page.url if (page.url or "").startswith("http") else None)
        except SourceError as error:
            counts["refused"] += 1
            say(f"{page.file.name}: refused: {error}")
            continue
        body = one_line(" ".join(article.body))
        comments = one_line(" ".join(comment.text for comment in article.comments))
        missing = _count(counts, "", page, body, f"{body} {article.headline} {article.summary or ''} {comments}")
        for text in missing:
            say(f"{page.file.name}: {article.confidence}: lost {text[:80]}")
        found = article.published and day_of(article.published).isoformat()
        if page.days:
            counts["dates right" if found in page.days else "dates wrong" if found else "dates unknown"] += 1
        if page.days and found and found not in page.days:
            say(f"{page.file.name}: {article.confidence}: date {found}, expected {' or '.join(sorted(page.days))}")
    return counts


def _count(counts, who, page, body, whole):
    """Count the texts of a page that are in a *whole* reading or its *body*, and return the wanted ones that are not.

    What a project wants of a page may be in its comments.
    """
    counts[f"{who}unwanted out"] += sum(part not in body for part in page.unwanted)
    missing = [part for part in page.wanted if part not in whole]
    counts[f"{who}wanted in"] += len(page.wanted) - len(missing)
    return missing
