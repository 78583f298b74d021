"""Check what a page makes a browser load: bytes, requests, scripts and large pictures."""

import re
from collections.abc import Iterator
from functools import partial

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.page import Page
from newsgen.model.urls import SEARCH

MOST_BYTES = 100 * 1024
"""Of a page with its style sheets, fonts and scripts, uncompressed and without pictures."""
MOST_REQUESTS = 4
"""For the same files."""
LARGEST = {"style sheet": 14 * 1024, "font": 40 * 1024, "picture": 1024 * 1024}
"""The most bytes of a file of each kind. 14 KB are what a server sends before it waits for an answer."""
_NEEDED = frozenset(("link rel=stylesheet href", "link rel=preload href", "script src", "iframe src"))
_PICTURES = frozenset(("img src", "img srcset", "source srcset", "video poster", "input src", "link rel=preload href"))
_SUFFIXES = {
    "style sheet": (".css",),
    "font": (".woff2", ".woff", ".ttf", ".otf"),
    "picture": (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"),
}
_IMPORTED = re.compile(r"\.(?:css|woff2?|ttf|otf)\Z")
_warning = partial(Finding, "weight", "warning")


def of_page(page: Page, site: Inventory) -> Iterator[Finding]:
    """Yield the ways in which a page is too heavy."""
    needed = _needed(page, site)
    for path in sorted({*needed, *_pictures(page)}):
        kind = _kind(path)
        size = site.files.get(path, 0)
        if kind and size > LARGEST[kind]:
            found = f"loads the {kind} {path}, which has {_kilobytes(size)}, more than {_kilobytes(LARGEST[kind])}"
            yield _warning(page.path, None, "", found, f"make the {kind} smaller")
    if page.path.startswith(SEARCH) or page.facts.is_redirect:
        return
    if len(needed) + 1 > MOST_REQUESTS:
        found = f"asks for {len(needed) + 1} files without pictures, more than {MOST_REQUESTS}"
        yield _warning(page.path, None, "", found, "join style sheets, and leave out scripts and fonts")
    total = page.facts.size + sum(site.files.get(path, 0) for path in needed)
    if total > MOST_BYTES:
        found = f"has {_kilobytes(total)} with its style sheets and fonts, more than {_kilobytes(MOST_BYTES)}"
        yield _warning(page.path, None, "", found, "shorten the page, or split it")
    for link, _ in page.links:
        if link.element == "script src":
            found = "runs a script, which only the search page needs"
            yield _warning(page.path, link.line, "<script src>", found, "remove the script from the template")
            break


def _needed(page: Page, site: Inventory) -> set[str]:
    """Return what a browser loads before it shows *page*, beside pictures: paths, and addresses of other sites."""
    needed: set[str] = set()
    for link, target in page.links:
        if link.element in _NEEDED and not (target.path or link.url).endswith(_SUFFIXES["picture"]):
            needed.add(target.path or link.url)
            if target.exists and target.path and target.path.endswith(".css"):
                needed.update(path for path in site.needed_by(target.path) if _IMPORTED.search(path))
    return needed


def _pictures(page: Page) -> Iterator[str]:
    for link, target in page.links:
        if link.element in _PICTURES and target.path:
            yield target.path


def _kind(path: str) -> str | None:
    return next((kind for kind, suffixes in _SUFFIXES.items() if path.endswith(suffixes)), None)


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024)} KB"


CHECK = Check("pages that are heavy, ask for many files or run scripts", of_page)
