"""Plan the notice at the address of each withdrawn article."""

from collections.abc import Iterator

from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan


def notice_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the notice at the address of each withdrawn article; nothing else of the article is published."""
    for notice in site.archive.notices.withdrawn:
        yield site.page(notice.url, "withdrawn.html", {"notice": notice, "canonical": None})
