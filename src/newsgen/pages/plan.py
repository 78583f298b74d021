"""Every page of the site."""

from collections.abc import Callable, Iterator
from typing import Any

from newsgen.model.article import Article, StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import NOT_FOUND, page_url
from newsgen.pages.article_pages import CONTEXTS, article_pages
from newsgen.pages.body_html import fit_page
from newsgen.pages.list_pages import list_pages
from newsgen.pages.page import Page
from newsgen.pages.redirects import redirect_pages
from newsgen.pages.site_plan import SharedContext, SitePlan


def plan_pages(site: SitePlan) -> Iterator[Page]:
    """Yield every HTML page of the site."""
    yield from list_pages(site)
    yield from article_pages(site)
    for page in site.archive.pages:
        yield _written(page, site)
    yield from redirect_pages(site)
    yield site.page(NOT_FOUND, "404.html", {"canonical": None})


def context_of(page: Page, common: SharedContext, read: Callable[[ArticleMeta], Article]) -> dict[str, Any]:
    """Return all that the template of *page* receives; the article that it shows is *read* now."""
    context = {**common.context(page.url), **page.context}
    if page.meta:
        context |= CONTEXTS[page.template](read(page.meta), page, common.config)
    return context


def _written(page: StandalonePage, site: SitePlan) -> Page:
    url = page_url(page.name)
    return site.page(url, "page.html", {"page": page, "text_html": fit_page(page.body_html, url, site.media.items)})
