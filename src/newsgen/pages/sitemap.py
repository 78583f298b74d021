"""Write the files for search engines: sitemap.xml, divided into parts if it is long, and robots.txt."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from html import escape
from itertools import chain

from newsgen.archive.assemble import Archive, zone_of
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.model.urls import (
    ARCHIVE,
    CORRECTIONS,
    HOME,
    ROBOTS,
    SITEMAP,
    UNDATED,
    absolute,
    index_url,
    month_url,
    page_url,
    sitemap_url,
    year_url,
)
from newsgen.pages.feeds import is_listed
from newsgen.text.date_format import html_datetime
from newsgen.text.dates import as_datetime

MAX_URLS = 45_000
"""URLs in one file; the standard allows 50,000."""
URL_LENGTH_LIMIT = 2_048
"""Characters; the standard requires that a URL has fewer, so a longer one is left out."""


def sitemap_files(archive: Archive, config: Config, limit: int = MAX_URLS) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of the sitemap, or of its index and its parts of at most *limit* URLs each.

    Nothing without `base_url`. Dated articles come last, oldest first, and begin a part of their own, so that
    a new article changes only the last part.
    """
    if not config.base_url:
        return
    undated = _articles(archive.undated, archive, config)
    lists = list(_elements([*((url, None) for url in _list_urls(archive)), *undated], config.base_url))
    dated = list(_elements(_articles(reversed(archive.dated), archive, config), config.base_url))
    if len(lists) + len(dated) <= limit:
        yield SITEMAP, _document("urlset", chain(lists, dated))
        return
    parts = [rows[start : start + limit] for rows in (lists, dated) for start in range(0, len(rows), limit)]
    urls = [sitemap_url(number) for number in range(1, len(parts) + 1)]
    locs = (_loc(absolute(url, config.base_url)) for url in urls)
    yield SITEMAP, _document("sitemapindex", (f"<sitemap>{loc}</sitemap>" for loc in locs))
    for url, part in zip(urls, parts, strict=True):
        yield url, _document("urlset", part)


def robots_file(config: Config) -> tuple[str, bytes]:
    """Return address and content of robots.txt, which allows everything and names the sitemap."""
    lines = ["User-agent: *", "Allow: /"]
    if config.base_url:
        lines += ["", f"Sitemap: {absolute(SITEMAP, config.base_url)}"]
    return ROBOTS, "".join(f"{line}\n" for line in lines).encode()


def _list_urls(archive: Archive) -> Iterator[str]:
    """Yield the sitemap's addresses of home, standalone pages, and the first page of every list and index."""
    yield HOME
    yield from (page_url(page.name) for page in archive.pages if page.shown_in != "nowhere")
    if archive.cards:
        yield ARCHIVE
    if archive.notices.listed and all(page_url(page.name) != CORRECTIONS for page in archive.pages):
        yield CORRECTIONS
    days = (card.published for card in archive.cards if card.published)
    months = sorted({(day.year, day.month) for day in days}, reverse=True)
    yield from dict.fromkeys(year_url(year) for year, _ in months)
    yield from (month_url(year, month) for year, month in months)
    if archive.undated:
        yield UNDATED
    for kind in Taxonomy:
        terms = archive.terms.listed(kind)
        if terms:
            yield index_url(kind.value)
        yield from (term.url for term in terms if term.url)


def _articles(cards: Iterable[Card], archive: Archive, config: Config) -> Iterator[tuple[str, str | None]]:
    """Yield the sitemap's articles: address and last change, except of those search engines should not show here."""
    zone = zone_of(config)
    for card in cards:
        article = archive.metas[card.id]
        elsewhere = article.canonical == "source" and article.source_url
        if not elsewhere and (article.robots is None or is_listed(article)):
            yield card.url, _last_change(article, zone)


def _last_change(article: ArticleMeta, zone: tzinfo) -> str | None:
    """Return the later of an article's two dates for the sitemap; None if it has neither."""
    dates = [date for date in (article.updated, article.published) if date]
    return html_datetime(max(dates, key=lambda date: as_datetime(date, zone))) if dates else None


def _elements(addresses: Iterable[tuple[str, str | None]], base_url: str) -> Iterator[str]:
    """Yield the sitemap's <url> element of each address, with the time of its last change if that is known."""
    for url, changed in addresses:
        full = absolute(url, base_url)
        if len(full) < URL_LENGTH_LIMIT:
            lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
            yield f"<url>{_loc(full)}{lastmod}</url>"


def _loc(address: str) -> str:
    return f"<loc>{escape(address, quote=False)}</loc>"


def _document(root: str, rows: Iterable[str]) -> bytes:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([opening, *rows, f"</{root}>", ""]).encode()
