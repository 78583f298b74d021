"""Check that each published article shows the text of its record, and that its ledger accounts for its capture."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape

from newsgen.check.finding import Finding
from newsgen.check.sources.articles import Folders, Published
from newsgen.check.sources.page_text import (
    article_text,
    difference,
    headline_of,
    ledger_rows,
    squeezed,
    text_of,
)
from newsgen.filesystem import sha256
from newsgen.model.article import Article, Evidence
from newsgen.model.urls import capture_url, ledger_url, output_path
from newsgen.text.arabic import BLANKS
from newsgen.text.bidi import show_invisible

_error = partial(Finding, "fidelity", "error")
_BUILD_AGAIN = "build again; if it stays, a template leaves out or changes the text"
_LINE_END = re.compile(r"\r\n|\r|\n")


def of_article(published: Published, folders: Folders) -> Iterator[Finding]:
    """Yield how the page and the ledger of an article differ from its record."""
    address = published.sources.address
    path = output_path(address)
    data = folders.published(path)
    if data is None:
        yield _error(
            path, None, "", f"is missing, but the receipt names it as the page of {published.key}", _BUILD_AGAIN
        )
        return
    yield from _page(published.article, path, data.decode("utf-8", "replace"))
    yield from _captures(published, folders)


def _page(article: Article, path: str, html: str) -> Iterator[Finding]:
    headline = headline_of(html)
    if headline != squeezed(article.headline):
        found = "is missing" if headline is None else difference(headline, squeezed(article.headline))
        yield _error(path, None, "headline", found, _BUILD_AGAIN)
    shown = article_text(html)
    expected = squeezed("".join(article.body)) if article.body_html is None else text_of(article.body_html)
    if shown is None:
        yield _error(path, None, "article", "is not on the page", _BUILD_AGAIN)
    elif shown != expected:
        number = _paragraph(article.body, shown)
        place = f"paragraph {number} of the text" if number else "text"
        yield _error(path, None, place, difference(shown, expected), _BUILD_AGAIN)


def _paragraph(body: Sequence[str], shown: str) -> int | None:
    """Return the number of the first paragraph that a text does not have at its place; None if it has all of them."""
    position = 0
    for number, paragraph in enumerate(body, start=1):
        key = squeezed(paragraph)
        place = shown.find(key, position)
        if place < 0 or place > position:
            return number
        position = place + len(key)
    return None


def _captures(published: Published, folders: Folders) -> Iterator[Finding]:
    """Yield the faults of the published captures of an article, and of the ledger that accounts for them."""
    address = published.sources.address
    accounted: list[tuple[str, str]] = []
    for number, evidence in enumerate(published.article.evidence):
        path = capture_url(address, number)
        data = folders.published(path)
        if data is None:
            continue  # captures may be left out, and the receipt names each file that must be there
        if sha256(data) != published.sources.sources.get(evidence.source):
            found = f"is not the capture {evidence.source}, whose SHA-256 is in the receipt"
            yield _error(path, None, "", found, "build again")
            return
        accounted += _lines(data, evidence) if evidence.ledger else ()
    page = output_path(ledger_url(address))
    html = folders.published(page) if accounted else None
    if not accounted:
        return
    if html is None:
        yield _error(page, None, "ledger", "is missing, although the capture is published", "build again")
        return
    yield from _ledger(page, ledger_rows(html.decode("utf-8", "replace")), accounted)


def _lines(data: bytes, evidence: Evidence) -> list[tuple[str, str]]:
    """Return the non-blank lines of a published capture, each with its number, as its ledger must have them."""
    text = data.decode(evidence.encoding, "replace")
    numbered = enumerate(_LINE_END.split(text), start=1)
    return [(str(number), _visible(line)) for number, line in numbered if line.strip(BLANKS)]


def _visible(line: str) -> str:
    return squeezed(line) if line.isprintable() else text_of(str(show_invisible(line)))


def _ledger(page: str, rows: Sequence[tuple[str, str]], accounted: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Yield the first line of a capture that its published ledger does not account for, exactly once and in order."""
    for (number, text), (line, expected) in zip(rows, accounted, strict=False):
        if not number.isdecimal() or str(int(number)) != line:
            yield _error(
                page, None, "ledger", f"has line {number} where line {line} of source.txt comes", "build again"
            )
            return
        if text != unescape(expected) and text != expected:
            yield _error(page, None, f"line {line} of the ledger", difference(text, expected), "build again")
            return
    if len(rows) != len(accounted):
        found = f"has {len(rows)} lines, but source.txt has {len(accounted)} that are not blank"
        yield _error(page, None, "ledger", found, "build again")
