"""Check the JSON-LD of pages: it can be read, and says of an article what the page shows."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from newsgen.check.arabic.screening import is_time
from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.machines.head import head_of
from newsgen.check.page import Page
from newsgen.check.sources.page_text import headline_of, squeezed

_error = partial(Finding, "structured-data", "error")
_TEMPLATE = "correct the template of the article's page"
_ARTICLES = frozenset(("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"))
_PLACE = "JSON-LD"


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield the faults of the structured data of one page."""
    del site
    if "ld+json" not in page.html and "og:type" not in page.html:
        return
    head = head_of(page.html)
    articles: list[dict[str, Any]] = []
    for text, line in head.data:
        try:
            articles += _articles(json.loads(text))
        except (ValueError, RecursionError):
            yield _error(page.path, line, _PLACE, "is not JSON", _TEMPLATE)
            return
    if head.is_article and not articles:
        yield _error(page.path, None, _PLACE, "does not describe the article", _TEMPLATE)
    for article in articles:
        for found in _faults(article, page):
            yield _error(page.path, head.data[0][1], _PLACE, found, _TEMPLATE)


def _articles(value: Any) -> list[dict[str, Any]]:
    """Return the articles that the JSON-LD *value* describes."""
    graph = value.get("@graph", [value]) if isinstance(value, dict) else value
    items = [one for one in graph if isinstance(one, dict)] if isinstance(graph, list) else []
    return [one for one in items if isinstance(one.get("@type"), str) and one["@type"] in _ARTICLES]


def _faults(article: dict[str, Any], page: Page) -> Iterator[str]:
    """Yield what is wrong with the description of an article, compared with what its page shows."""
    headline = article.get("headline")
    shown = headline_of(page.html)
    if not isinstance(headline, str) or not headline.strip():
        yield "has no headline"
    elif shown is not None and not shown.startswith(squeezed(headline).rstrip("…")):
        yield "has another headline than the page"
    if not str(article.get("@context", "")).rstrip("/").endswith("schema.org"):
        yield "has another @context than https://schema.org"
    for name in ("datePublished", "dateModified"):
        value = article.get(name)
        if value is not None and not (isinstance(value, str) and is_time(value)):
            yield f"has the {name} {value!r}, which is not a date of ISO 8601"
    yield from _compared(article, page)


def _compared(article: dict[str, Any], page: Page) -> Iterator[str]:
    head, canonical = head_of(page.html), page.facts.canonical
    for name, other in (("datePublished", "article:published_time"), ("dateModified", "article:modified_time")):
        meta = head.first(other)
        if meta and article.get(name) != meta.content:
            yield f"has another {name} than the tag {other}"
    published = article.get("datePublished")
    if isinstance(published, str) and "<time" in page.html and f'datetime="{published}"' not in page.html:
        yield "has a datePublished that the page does not show"
    address, here = article.get("mainEntityOfPage"), head.first("og:url")
    if isinstance(address, str) and canonical and address not in {canonical.text, here and here.content}:
        yield "has another mainEntityOfPage than the page's canonical address"


CHECK = Check("JSON-LD can be read, and says what the page shows", of_page)
