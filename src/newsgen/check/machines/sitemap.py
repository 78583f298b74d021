"""Check the sitemap: it names each article once, and nothing that is not a page for search engines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.machines.addresses import base_of, fault_of, parse_time, path_of
from newsgen.check.page import Facts
from newsgen.check.safe_xml import UnsafeXMLError, entries
from newsgen.check.site import Site
from newsgen.errors import OutputError
from newsgen.model.urls import NOT_FOUND, SITEMAP, output_path

MOST_URLS = 50_000
MOST_BYTES = 52_428_800
_LONGEST_URL = 2_048
_error = partial(Finding, "sitemap", "error")
_REMEDY = "build again; if it stays, report it, because newsgen writes the sitemap itself"


@dataclass(slots=True)
class _Reader:
    """Reads the files of the sitemap of a *site*."""

    site: Site
    base: str | None
    listed: dict[str, str] = field(default_factory=dict)
    """The file of the sitemap by each address in it."""
    parts: list[str] = field(default_factory=list)
    """The files that an index names."""

    def read(self, path: str) -> Iterator[Finding]:
        """Yield the faults of one file of the sitemap."""
        number = 0
        try:
            data = self.site.read(path)
            for kind, values in entries(BytesIO(data), ("url", "sitemap")):
                number += 1
                entry = dict(values)
                judge = self._part if kind == "sitemap" else self._url
                for place, found in judge(entry.get("loc", ""), entry.get("lastmod"), path):
                    yield _error(path, None, place, found, _REMEDY)
        except (UnsafeXMLError, OutputError) as error:
            yield _error(path, getattr(error, "line", None), "", str(error), _REMEDY)
            return
        if number > MOST_URLS:
            yield _error(path, None, "", f"has {number} addresses, and search engines read {MOST_URLS}", _REMEDY)
        if len(data) > MOST_BYTES:
            yield _error(path, None, "", f"has {len(data)} bytes, and search engines read {MOST_BYTES}", _REMEDY)

    def _part(self, url: str, changed: str | None, path: str) -> Iterator[tuple[str, str]]:
        """Yield the faults of one file that an index of the sitemap names."""
        found = path_of(url, self.base) if self.base else None
        if fault := fault_of(url, self.base, self.site):
            yield "<sitemap>", f"{url or 'its address'} {fault}"
        elif found and found not in {path, *self.parts}:
            self.parts.append(found)
        if changed is not None and not _is_date(changed):
            yield "<lastmod>", f"of {url} is {changed!r}, which is not a date"

    def _url(self, url: str, changed: str | None, path: str) -> Iterator[tuple[str, str]]:
        """Yield the faults of one address of the sitemap."""
        if url in self.listed:
            yield "<url>", f"{url} is there twice"
        self.listed[url] = path
        page = self.site.pages.get((path_of(url, self.base) if self.base else None) or "")
        if fault := fault_of(url, self.base, self.site) or _not_for_search(page, url):
            yield "<url>", f"{url or 'an address'} {fault}"
        if len(url) >= _LONGEST_URL:
            yield "<url>", f"{url[:60]}… has more than {_LONGEST_URL - 1} characters"
        if changed is not None and not _is_date(changed):
            yield "<lastmod>", f"of {url} is {changed!r}, which is not a date"


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the faults of the sitemap of a *site*, which a site without `base_url` need not have."""
    reader = _Reader(site, base_of(site))
    if SITEMAP not in site.files:
        if reader.base is not None:
            yield _error(SITEMAP, None, "", "is missing, although the site has a base_url", _REMEDY)
        return
    yield from reader.read(SITEMAP)
    for path in tuple(reader.parts):
        yield from reader.read(path)
    yield from _left_out(site, reader.base, reader.listed)


def _not_for_search(page: Facts | None, url: str) -> str | None:
    """Return why a page should not be in the sitemap; None if it should."""
    if page is None:
        return None
    if page.path == NOT_FOUND:
        return "is the page for missing pages"
    if page.is_hidden:
        return "asks search engines to leave it out"
    if page.canonical and page.canonical.text != url:
        return f"says that its address for search engines is {page.canonical.text}"
    return None


def _is_date(text: str) -> bool:
    if parse_time(text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _left_out(site: Site, base: str | None, listed: dict[str, str]) -> Iterator[Finding]:
    """Yield the articles that the sitemap should name and does not."""
    if base is None or site.receipt is None:
        return
    known = {path_of(url, base) for url in listed}
    for article in site.receipt.articles.values():
        path = output_path(article.address)
        page = site.pages.get(path)
        canonical = page.canonical.text if page and page.canonical else ""
        if page and path not in known and canonical.startswith(base) and len(canonical) < _LONGEST_URL:
            if page.is_redirect or page.is_hidden or path_of(canonical, base) != path or "none" in page.robots:
                continue
            yield _error(path, None, "", "is an article that the sitemap does not name", _REMEDY)


CHECK = Check("the sitemap names each article once, and only pages for search engines", of_site=of_site)
