"""Redirect former and short addresses to current ones, with a page for each and a file for hosts that read it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import quote

from newsgen.model.config import Config
from newsgen.model.fingerprints import plain_fingerprint
from newsgen.model.short_addresses import short_url
from newsgen.model.urls import REDIRECTS, absolute, page_url
from newsgen.pages.page import File, PagePlan
from newsgen.pages.site_plan import SitePlan
from newsgen.pages.structured_data import absolute_url

MAX_LINES = 2_000
"""Lines of the file that Cloudflare Pages reads."""


def redirect_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield a redirect page at each former and each short address; it works below any path and on every host."""
    archive = site.archive
    if archive.redirects:
        titles = {term.url: term.name for terms in archive.terms.by_kind.values() for term in terms}
        titles |= {page_url(page.name): page.title for page in archive.pages}
        titles |= {notice.url: notice.headline for notice in archive.notices.withdrawn}
        titles |= {card.url: card.headline for card in archive.cards}
        for old, new in archive.redirects.items():
            yield _redirect_page(old, new, titles.get(new, new), site.config)
    if site.config.has_short_addresses:
        named = chain(
            ((card.id, card.url, card.headline) for card in archive.cards),
            ((one.article, one.url, one.headline) for one in archive.notices.withdrawn),
        )
        for key, url, headline in named:
            short = short_url(key)
            if short != url:
                yield _redirect_page(short, url, headline, site.config)


def _redirect_page(old: str, new: str, title: str, config: Config) -> PagePlan:
    inputs = plain_fingerprint("redirect.html", old, new, title)
    return PagePlan(old, "redirect.html", inputs, partial(_context, new, title, config))


def _context(target: str, title: str, config: Config) -> Mapping[str, Any]:
    return {"breadcrumbs": (), "target": target, "title": title, "canonical": absolute_url(target, config)}


def redirects_file(site: SitePlan, served_at: str) -> Iterator[File]:
    """Yield the file `_redirects` of a site served at the path *served_at*; nothing without former addresses.

    Short addresses are not in it: each has a page, and hosts read only the first lines of the file.
    """
    redirects = sorted(site.archive.redirects.items())
    if redirects:
        inputs = plain_fingerprint(served_at, tuple(redirects))
        yield File(REDIRECTS, (inputs,), lambda: _lines(redirects, served_at))


def _lines(redirects: Iterable[tuple[str, str]], served_at: str) -> bytes:
    """Return the lines of `_redirects` for *redirects*."""
    lines = (f"{served_at}{quote(old)} {absolute(new, served_at)} 301\n" for old, new in redirects)
    return "".join(sorted(lines)).encode()  # quoted, because hosts would read * and :x as patterns


def line_limit_warning(redirects: Mapping[str, str]) -> str | None:
    """Return a warning if some hosts do not read all former addresses in `_redirects`; None otherwise."""
    if len(redirects) <= MAX_LINES:
        return None
    found = f"{REDIRECTS} has {len(redirects)} lines, and some hosts read only {MAX_LINES}"
    return f"{found}; the redirect pages work on every host"
