"""Check that every address in a page leads to a file of the site, and every fragment to an element."""

from collections.abc import Iterator
from functools import partial

from newsgen.check.addresses import css_urls
from newsgen.check.check import Check
from newsgen.check.finding import Finding, Severity
from newsgen.check.inventory import Inventory, Target, address_of
from newsgen.check.page import Page
from newsgen.check.site import Site
from newsgen.model.urls import NOT_FOUND

_error = partial(Finding, "links", "error")
_WITHOUT_TARGET = frozenset(("a href", "area href", "form action", "button formaction", "input formaction"))
"""Attributes whose value may be empty: they then lead to the page itself."""
_FIX_LINK = "correct the link in its source or template, or publish the file"
_FIX_FRAGMENT = "correct the fragment, or give an element this id"


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield the faults of the links of one page, except fragments of other pages."""
    for link, target in page.links:
        place = f"<{link.element}>"
        if not link.url and link.element not in _WITHOUT_TARGET:
            yield _error(page.path, link.line, place, "is empty", "give it an address, or remove the attribute")
        elif page.path == NOT_FOUND and _is_relative(link.url):
            found = f"the address {link.url!r} is relative, but this page is sent for addresses at every depth"
            yield _error(page.path, link.line, place, found, "begin it with / and the path of base_url")
        else:
            for severity, found, remedy in _faults(link.url, target, site):
                yield Finding("links", severity, page.path, link.line, place, found, remedy)
        if target.fragment and target.path == page.path and not _has_place(page, target.fragment):
            found = f"leads to #{target.fragment}, but no element of this page has this id"
            yield _error(page.path, link.line, place, found, _FIX_FRAGMENT)
    for name, line in page.doubled_ids:
        found = f"the id {name!r} is on more than one element, so links to it are ambiguous"
        yield _error(page.path, line, "", found, "give each element an id of its own")


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the links to missing elements of other pages, and the faults of addresses in style sheets."""
    for page in site.pages.values():
        for place in page.places:
            other = site.pages.get(place.path)
            if other and not other.unreadable and not other.has_id(place.fragment) and not _is_text(place.fragment):
                found = f"leads to {address_of(place.path)}#{place.fragment}, but no element there has this id"
                yield _error(page.path, place.line, f"<{place.element}>", found, _FIX_FRAGMENT)
    for path in site.files:
        if path.endswith(".css"):
            yield from _of_style_sheet(path, site)


def _of_style_sheet(path: str, site: Site) -> Iterator[Finding]:
    css = site.read(path).decode(errors="replace")
    for url in dict.fromkeys(css_urls(css)):
        line = css.count("\n", 0, max(css.find(url), 0)) + 1
        for severity, found, remedy in _faults(url, site.inventory.resolve(url, path), site.inventory):
            yield Finding("links", severity, path, line, "url()", found, remedy)


def _faults(url: str, target: Target, site: Inventory) -> Iterator[tuple[Severity, str, str]]:
    """Yield the severity, the finding and the remedy if *url*, which leads to *target*, has a fault."""
    if target.fault:
        yield "error", f"the address {url!r} {target.fault}", "correct the address in its source or template"
    elif target.path and not target.exists:
        similar = site.similar(target.path)
        remedy = f"write it exactly as {address_of(similar)}" if similar else _FIX_LINK
        yield "error", f"leads to {address_of(target.path)}, which is not in the site", remedy
    elif target.path and _lacks_slash(url, target.path):
        found = f"leads to {address_of(target.path)} without its last slash, so that browsers ask twice"
        yield "warning", found, "write the slash at the end"


def _lacks_slash(url: str, path: str) -> bool:
    """Return whether *url*, which leads to the index page *path*, names its folder without the slash at its end."""
    written = url.partition("#")[0].partition("?")[0]
    last = written.rpartition("/")[2]
    return bool(last) and last not in {".", "..", "index.html"} and path.endswith("/index.html")


def _is_relative(url: str) -> bool:
    return not url.startswith(("/", "#")) and ":" not in url.partition("/")[0]


def _has_place(page: Page, fragment: str) -> bool:
    return page.facts.has_id(fragment) or fragment.lower() == "top" or _is_text(fragment)


def _is_text(fragment: str) -> bool:
    """Return whether a *fragment* names words of the page, not an element."""
    return fragment.startswith(":~:")


CHECK = Check("links, fragments and the files that pages need, over the whole site", of_page, of_site)
