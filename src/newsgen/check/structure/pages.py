"""Check that every page can be read by browsers and search engines at all."""

from collections.abc import Iterator
from functools import partial

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.page import Page
from newsgen.check.site import Site

_error = partial(Finding, "pages", "error")
_warning = partial(Finding, "pages", "warning")
_REBUILD = "build the site again"


def of_page(page: Page, _: Inventory) -> Iterator[Finding]:
    """Yield the faults of one page as a file, and of its head."""
    facts = page.facts
    if facts.unreadable:
        yield _error(page.path, None, "", facts.unreadable, "make it a readable file, or build the site again")
        return
    if not page.html.strip():
        yield _error(page.path, None, "", "is empty", _REBUILD)
        return
    if not facts.is_utf8:
        found = "is not UTF-8, so some of its letters are unreadable"
        yield _error(page.path, page.html[: page.html.find("\ufffd")].count("\n") + 1, "", found, "save it as UTF-8")
    if facts.title is None:
        yield _error(page.path, None, "<title>", "is missing", "give the page a title")
    elif not facts.title.text:
        yield _error(page.path, facts.title.line, "<title>", "is empty", "give the page a title")
    if not facts.description and not facts.is_redirect:
        found = "is missing, so search engines show any part of the page"
        yield _warning(page.path, None, "<meta description>", found, "describe the page in one sentence")


def of_site(site: Site) -> Iterator[Finding]:
    """Yield what in the folder of the site is not a file that a host can send."""
    for path in site.inventory.odd:
        found = "is a link to a folder or to nothing, or a special file, which hosts do not publish"
        yield _warning(path, None, "", found, "remove it, or put files in its place")


CHECK = Check("pages that cannot be read, or have no title or description", of_page, of_site)
