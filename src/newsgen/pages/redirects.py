"""Redirect former addresses to current ones, with a page for each and a file for hosts that read it."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from newsgen.model.urls import REDIRECTS, absolute, page_url
from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan
from newsgen.pages.structured_data import absolute_url

MAX_LINES = 2_000
"""Lines of the file that Cloudflare Pages reads."""


def redirect_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield a redirect page at each former address; it works below any path and on every host."""
    archive = site.archive
    titles = {term.url: term.name for terms in archive.terms.by_kind.values() for term in terms}
    titles |= {page_url(page.name): page.title for page in archive.pages}
    titles |= {card.url: card.headline for card in archive.cards}
    for old, new in archive.redirects.items():
        context = {"target": new, "title": titles.get(new, new), "canonical": absolute_url(new, site.config)}
        yield site.page(old, "redirect.html", context)


def redirects_file(redirects: Mapping[str, str], served_at: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file `_redirects` of a site served at the path *served_at*; nothing without redirects."""
    if redirects:
        lines = (
            f"{served_at}{quote(old)} {absolute(new, served_at)} 301\n"  # hosts would read * and :x as patterns
            for old, new in redirects.items()
        )
        yield REDIRECTS, "".join(sorted(lines)).encode()


def line_limit_warning(redirects: Mapping[str, str]) -> str | None:
    """Return a warning if some hosts do not read all redirects in `_redirects`; None otherwise."""
    if len(redirects) <= MAX_LINES:
        return None
    found = f"{REDIRECTS} has {len(redirects)} lines, and some hosts read only {MAX_LINES}"
    return f"{found}; the redirect pages work on every host"
