"""Tell search engines what there is: sitemap.xml, in parts where it is long, and robots.txt."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain

from newsgen.archive.assemble import Archive
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.article_meta import ArticleMeta, Card
from newsgen.model.config import Config
from newsgen.model.urls import (
    ARCHIVE,
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
from newsgen.text.date_format import iso

MOST = 45_000
"""Addresses in a file; the standard allows 50,000."""
LONGEST = 2_048
"""Characters from which on the standard refuses an address; it is left out."""


def sitemap_files(archive: Archive, config: Config, most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of the sitemap, or of its parts of at most *most* addresses and their index.

    Nothing without `base_url`. Dated articles come last, the oldest first, and begin a part of their own:
    a new one changes only the last part.
    """
    if not config.base_url:
        return
    lists = [*_rows(((url, None) for url in _lists(archive)), config), *_articles(archive.undated, archive, config)]
    dated = list(_articles(reversed(archive.dated), archive, config))
    if len(lists) + len(dated) <= most:
        yield SITEMAP, _file("urlset", chain(lists, dated))
        return
    parts = [rows[start : start + most] for rows in (lists, dated) for start in range(0, len(rows), most)]
    urls = [sitemap_url(number) for number in range(1, len(parts) + 1)]
    locs = (_loc(absolute(url, config.base_url)) for url in urls)
    yield SITEMAP, _file("sitemapindex", (f"<sitemap>{loc}</sitemap>" for loc in locs))
    for url, part in zip(urls, parts, strict=True):
        yield url, _file("urlset", part)


def robots_file(config: Config) -> tuple[str, bytes]:
    """Return address and content of robots.txt: all may be read, and the sitemap is there."""
    lines = ["User-agent: *", "Allow: /"]
    if config.base_url:
        lines += ["", f"Sitemap: {absolute(SITEMAP, config.base_url)}"]
    return ROBOTS, "".join(f"{line}\n" for line in lines).encode()


def _lists(archive: Archive) -> Iterator[str]:
    """Yield home, written pages, and the first page of every list and index."""
    yield HOME
    yield from (page_url(page.name) for page in archive.pages)
    if archive.cards:
        yield ARCHIVE
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


def _articles(cards: Iterable[Card], archive: Archive, config: Config) -> Iterator[str]:
    articles = [(card, archive.metas[card.id]) for card in cards]
    return _rows([(card.url, _last_change(article)) for card, article in articles if _is_ours(article)], config)


def _is_ours(article: ArticleMeta) -> bool:
    """Tell whether search engines shall show *article* here, and not at the newspaper's address or nowhere."""
    elsewhere = article.canonical == "source" and article.source_url
    return not elsewhere and (article.robots is None or is_listed(article))


def _last_change(article: ArticleMeta) -> str | None:
    known = article.updated or article.published
    return iso(known) if known else None


def _rows(addresses: Iterable[tuple[str, str | None]], config: Config) -> Iterator[str]:
    """Yield the element of each address, with the moment of its last change where that is known."""
    base_url = config.base_url or ""
    for url, changed in addresses:
        full = absolute(url, base_url)
        if len(full) < LONGEST:
            lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
            yield f"<url><loc>{escape(full, quote=False)}</loc>{lastmod}</url>"


def _loc(address: str) -> str:
    return f"<loc>{escape(address, quote=False)}</loc>"


def _file(root: str, rows: Iterable[str]) -> bytes:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([opening, *rows, f"</{root}>", ""]).encode()
