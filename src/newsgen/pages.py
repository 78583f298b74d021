"""Plan the pages of a site: which exist, where, and exactly what each one shows."""

from collections.abc import Iterator

from newsgen.article import WrittenPage
from newsgen.article_pages import article_pages
from newsgen.bodies import fit_page
from newsgen.list_pages import list_pages
from newsgen.media import Media
from newsgen.page import Page, Site
from newsgen.redirects import redirect_pages
from newsgen.urls import NOT_FOUND, page_url


def plan_pages(site: Site, media: Media) -> Iterator[Page]:
    """Yield every HTML page of the site."""
    yield from list_pages(site)
    yield from article_pages(site, media)
    for page in site.archive.pages:
        yield _written(page, site, media)
    yield from redirect_pages(site)
    yield site.page(NOT_FOUND, "404.html", {"canonical": None})


def _written(page: WrittenPage, site: Site, media: Media) -> Page:
    url = page_url(page.name)
    return site.page(url, "page.html", {"page": page, "text_html": fit_page(page.body_html, url, media.items)})
