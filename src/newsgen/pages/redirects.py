"""Lead readers from an address that was left to the one that stands: a page, and a line for hosts that read it."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from newsgen.model.urls import REDIRECTS, absolute, page_url
from newsgen.pages.page import Page
from newsgen.pages.site_plan import SitePlan

MOST_LINES = 2_000
"""Lines that Cloudflare Pages reads of the file."""


def redirect_pages(site: SitePlan) -> Iterator[Page]:
    """Yield a page at each address that was left; it works below any path and on every host."""
    archive = site.archive
    titles = {term.url: term.name for terms in archive.terms.by_kind.values() for term in terms}
    titles |= {page_url(page.name): page.title for page in archive.pages}
    titles |= {card.url: card.headline for card in archive.cards}
    for old, new in archive.redirects.items():
        context = {"target": new, "title": titles.get(new, new), "canonical": site.common.full_address(new)}
        yield site.page(old, "redirect.html", context)


def redirects_file(redirects: Mapping[str, str], served_at: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file `_redirects` of a site served at the path *served_at*, if anything was left."""
    if redirects:
        lines = (f"{_literal(old, served_at)} {absolute(new, served_at)} 301\n" for old, new in redirects.items())
        yield REDIRECTS, "".join(sorted(lines)).encode()


def _literal(url: str, served_at: str) -> str:
    """Return *url* in full for hosts to which * and :x stand for anything."""
    return served_at + quote(url, safe="/-._~")


def too_many(redirects: Mapping[str, str]) -> str | None:
    """Return what to say where a host may not read all lines of `_redirects`; None where it does."""
    if len(redirects) <= MOST_LINES:
        return None
    found = f"{REDIRECTS} has {len(redirects)} lines"
    return f"{found}, and some hosts read {MOST_LINES}; the redirect pages work everywhere"
