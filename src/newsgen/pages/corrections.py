"""Plan the list of all corrections and withdrawals."""

from collections.abc import Iterator

from newsgen.model.urls import CORRECTIONS, Link, page_url
from newsgen.pages.body_html import rewrite_for_page
from newsgen.pages.lists.pagination import paginate
from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan


def corrections_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the pages of the list of corrections and withdrawals, newest first; none if there are none.

    If an editor wrote a page of this name, the first page of the list shows its text above the list.
    """
    notices = site.archive.notices.listed
    if not notices:
        return
    own = next((page for page in site.archive.pages if page_url(page.name) == CORRECTIONS), None)
    text = rewrite_for_page(own.body_html, CORRECTIONS, site.media.items) if own else None
    heading = own.title if own else site.label("corrections")
    for page in paginate(CORRECTIONS, notices, site.config.page_size):
        context = {"list": page, "heading": heading, "own": None, "text_html": None}
        trail = [Link(heading, CORRECTIONS)]
        if page.number is None:
            context |= {"own": own, "text_html": text}
            trail = []
        yield site.page(page.url, "corrections.html", context, trail)
