"""Plan every HTML page of the site, and complete the context of a page for its template."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from newsgen.model.article import Article
from newsgen.model.urls import page_url
from newsgen.pages.article_pages import CONTEXTS, article_pages
from newsgen.pages.body_html import rewrite_for_page
from newsgen.pages.corrections import corrections_pages
from newsgen.pages.hosts.redirects import redirect_pages
from newsgen.pages.list_pages import list_pages, missing_page
from newsgen.pages.lists.search_page import search_page
from newsgen.pages.page import Page, PagePlan
from newsgen.pages.site_plan import SharedContext, SitePlan
from newsgen.pages.structured_data import absolute_url
from newsgen.pages.withdrawn import notice_pages


def plan_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the plan of every HTML page of the site; lists of one time are together, as they show the same cards."""
    yield from article_pages(site)
    yield from sorted(list_pages(site), key=attrgetter("day"), reverse=True)
    yield from notice_pages(site)
    yield from corrections_pages(site)
    for page in site.archive.pages:
        url = page_url(page.name)
        if url == site.shared.corrections_url:
            continue  # it shows the list
        text = rewrite_for_page(page.body_html, url, site.media.items)
        yield site.page(url, "page.html", {"page": page, "text_html": text})
    yield from redirect_pages(site)
    yield missing_page(site)
    if site.config.search:
        yield search_page(site)


def context_of(page: Page, shared: SharedContext, article: Article | None) -> dict[str, Any]:
    """Return all that the template of *page* receives; *article* is the one that it shows, with its text."""
    context = {**shared.context(), **page.context}
    if article:
        context |= CONTEXTS[page.template](article, page, shared.config)
    if "canonical" not in context:
        context["canonical"] = absolute_url(page.url, shared.config)
    return context
