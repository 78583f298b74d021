"""Check the Open Graph tags of pages, from which other sites make the card of a shared link."""

from collections.abc import Iterator
from functools import partial

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.machines.head import Head, head_of
from newsgen.check.page import Page
from newsgen.check.sources.page_text import headline_of, squeezed

_error = partial(Finding, "open-graph", "error")
_TEMPLATE = "correct the template of the page"
_ADDRESSES = ("og:image", "og:url", "og:video", "og:audio", "og:image:secure_url", "twitter:image")


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield the faults of the Open Graph tags of one page; whether their files exist is for the check of links."""
    if "og:" not in page.html:
        return
    head = head_of(page.html)
    if head.is_article:
        yield from _article(page, head)
    here = head.first("og:url")
    canonical = page.facts.canonical
    base = site.options.base_url
    if here and canonical and here.content != canonical.text and (base is None or canonical.text.startswith(base)):
        found = f"is {here.content}, but the page's canonical address is {canonical.text}"
        yield _error(page.path, here.line, "og:url", found, _TEMPLATE)
    for one in head.metas:
        if one.name in _ADDRESSES and not one.content.startswith(("http://", "https://")):
            yield _error(page.path, one.line, one.name, f"is {one.content!r}, which is not a full address", _TEMPLATE)
        elif one.name.startswith("og:") and not one.content.strip():
            yield _error(page.path, one.line, one.name, "is empty", _TEMPLATE)


def _article(page: Page, head: Head) -> Iterator[Finding]:
    title, shown = head.first("og:title"), headline_of(page.html)
    if title is None:
        yield _error(page.path, None, "og:title", "is missing", _TEMPLATE)
    elif shown is not None and squeezed(title.content.lstrip("\u200f")) != shown:
        yield _error(page.path, title.line, "og:title", "is another headline than the page shows", _TEMPLATE)
    if page.facts.canonical and head.first("og:url") is None:
        yield _error(page.path, None, "og:url", "is missing", _TEMPLATE)


CHECK = Check("the tags for shared links name the page's headline, address and picture", of_page)
