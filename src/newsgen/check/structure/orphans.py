"""Check that readers can reach every page from the home page by links."""

from collections.abc import Iterator

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.site import Site
from newsgen.model.urls import NOT_FOUND

_HOME = "index.html"


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the pages that no chain of links leads to; redirects and hidden pages need none."""
    if _HOME not in site.pages:
        yield Finding(
            "orphans", "error", _HOME, None, "", "is missing: the site has no home page", "build the site again"
        )
        return
    reached = _reached(site)
    for path, page in site.pages.items():
        if path not in reached and path != NOT_FOUND and not (page.is_redirect or page.is_hidden or page.unreadable):
            found = "cannot be reached by links from the home page"
            yield Finding("orphans", "warning", path, None, "", found, "link to it from a page, or remove it")


def _reached(site: Site) -> set[str]:
    """Return the paths of the pages that links from the home page lead to."""
    paths = list(site.files)
    reached, waiting = {_HOME}, [_HOME]
    while waiting:
        page = site.pages[waiting.pop()]
        targets = [paths[number] for number in page.targets]
        if page.refresh:
            targets += filter(None, [site.inventory.resolve(page.refresh.text, page.path, page.base).path])
        for target in targets:
            if target in site.pages and target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


CHECK = Check("pages that no links lead to", of_site=of_site)
