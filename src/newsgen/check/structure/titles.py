"""Check that no two pages have the same title or the same description."""

import re
from collections.abc import Iterator

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import address_of
from newsgen.check.page import Facts, Words
from newsgen.check.site import Site
from newsgen.model.urls import NOT_FOUND

_NUMBERED = re.compile("(?<![^/])page/[0-9]+/(?=index.html)")


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the titles and descriptions that several pages have, once for each."""
    pages = [page for page in site.pages.values() if _is_shown(page, site)]
    titles = [(page.path, page.title) for page in pages]
    yield from _doubled("<title>", titles, "give each page a title of its own")
    descriptions = [(page.path, page.description) for page in pages]
    yield from _doubled("<meta description>", descriptions, "describe each page in a sentence of its own")


def _is_shown(page: Facts, site: Site) -> bool:
    """Return whether search engines show *page* itself."""
    if page.is_redirect or page.is_hidden or page.unreadable or page.path == NOT_FOUND:
        return False
    target = site.inventory.resolve(page.canonical.text, page.path, page.base) if page.canonical else None
    return target is None or target.path in {None, page.path}


def _doubled(place: str, values: list[tuple[str, Words | None]], remedy: str) -> Iterator[Finding]:
    alike: dict[str, list[tuple[str, int]]] = {}
    for path, words in values:
        if words and words.text:
            alike.setdefault(words.text, []).append((path, words.line))
    for (path, line), *rest in alike.values():
        others = [other for other, _ in rest if _list_of(other) != _list_of(path)]
        if others:
            more = f", and of {len(others) - 1} more" if len(others) > 1 else ""
            first = address_of(others[0])
            yield Finding("titles", "warning", path, line, place, f"is also that of {first}{more}", remedy)


def _list_of(path: str) -> str:
    """Return the path of a page, or of the first page of the list whose numbered page it is."""
    return _NUMBERED.sub("", path)


CHECK = Check("titles and descriptions that several pages have", of_site=of_site)
