"""Check that redirects lead to pages at once: those of redirect pages and those in the file `_redirects`."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Target, address_of
from newsgen.check.site import Site
from newsgen.model.urls import REDIRECTS

_error = partial(Finding, "redirects", "error")
_warning = partial(Finding, "redirects", "warning")
_PATTERN = re.compile(r"\*|/:[A-Za-z]")
_STATUS = re.compile(r"[1-5][0-9]{2}!?")
_FIX = "let it lead to the page itself"


class Redirect(NamedTuple):
    """A redirect as it is written."""

    file: str
    line: int | None
    place: str
    source: str | None
    """The path of the page that is redirected; None if the source is a pattern or on another site."""
    url: str
    target: Target


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the redirects that lead nowhere, in a circle, or only to another redirect."""
    lines = list(read_redirects(site))
    yield from (line for line in lines if isinstance(line, Finding))
    redirects = [*_pages(site), *(line for line in lines if isinstance(line, Redirect))]
    leads: dict[str, str] = {}
    for one in redirects:
        if one.source is not None and one.target.path:
            leads.setdefault(one.source, one.target.path)
    for one in redirects:
        yield from _judge(one, leads)
    yield from _hiding(lines, site)


def _pages(site: Site) -> Iterator[Redirect]:
    for page in site.pages.values():
        if page.refresh:
            target = site.inventory.resolve(page.refresh.text, page.path, page.base)
            yield Redirect(page.path, page.refresh.line, "<meta refresh>", page.path, page.refresh.text, target)


def read_redirects(site: Site) -> Iterator[Redirect | Finding]:
    """Yield each redirect in the file `_redirects`, or what is wrong with its line."""
    if REDIRECTS not in site.files:
        return
    seen: dict[str, int] = {}
    for number, line in enumerate(site.read(REDIRECTS).decode(errors="replace").split("\n"), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 2 or not words[0].startswith(("/", "http")):  # noqa: PLR2004 - two addresses
            found = "needs an old address that begins with / and a new one"
            yield _error(REDIRECTS, number, "", found, "write, for example: /old/ /new/ 301")
            continue
        if len(words) > 2 and not _STATUS.fullmatch(words[2]) and "=" not in words[2]:  # noqa: PLR2004 - the third
            found = f"has the status {words[2]!r}"
            yield _error(REDIRECTS, number, "", found, "write 301 for an address that has moved for good")
        if words[0] in seen:
            found = f"has the same old address as line {seen[words[0]]}, which alone counts"
            yield _warning(REDIRECTS, number, "", found, "delete one of the lines")
            continue
        seen[words[0]] = number
        yield _redirect(words, number, site)


def is_pattern(redirect: Redirect) -> bool:
    """Return whether a *redirect* in `_redirects` is for all addresses of a pattern."""
    return redirect.source is None


def _redirect(words: list[str], number: int, site: Site) -> Redirect:
    source, url = words[:2]
    if _PATTERN.search(source):
        return Redirect(REDIRECTS, number, "", None, url, Target(None))
    origin = site.inventory.resolve(source, "index.html").path
    return Redirect(REDIRECTS, number, "", origin, url, site.inventory.resolve(url, "index.html"))


def _judge(one: Redirect, leads: Mapping[str, str]) -> Iterator[Finding]:
    target = one.target
    if target.fault:
        yield _error(one.file, one.line, one.place, f"the address {one.url!r} {target.fault}", _FIX)
        return
    if target.path is None:
        return
    trail = _trail(one, target.path, leads)
    if len(trail) > 1 and trail[-1] in trail[:-1]:
        shown = " → ".join(address_of(path) or "/" for path in trail)
        yield _error(one.file, one.line, one.place, f"leads round in a circle: {shown}", _FIX)
    elif len(trail) > 2:  # noqa: PLR2004 - the source and its target
        found = f"leads to {address_of(trail[1])}, which only leads on to {address_of(trail[-1])}"
        yield _warning(one.file, one.line, one.place, found, _FIX)
    elif not target.exists:
        found = f"leads to {address_of(target.path)}, which is not in the site"
        yield _error(one.file, one.line, one.place, found, "correct the address, or remove the redirect")


def _trail(one: Redirect, target: str, leads: Mapping[str, str]) -> list[str]:
    """Return the paths that a browser asks for, from the redirect's own; the last is there already in a circle."""
    trail = [one.source or "", target]
    while trail[-1] not in trail[:-1] and trail[-1] in leads:
        trail.append(leads[trail[-1]])
    return trail


def _hiding(lines: list[Redirect | Finding], site: Site) -> Iterator[Finding]:
    """Yield the redirects in `_redirects` whose old address is that of a page with content."""
    for one in lines:
        page = site.pages.get(one.source or "") if isinstance(one, Redirect) else None
        if page and not page.is_redirect and isinstance(one, Redirect):
            found = f"redirects {address_of(page.path)}, which is a page of the site, so that some hosts never show it"
            yield _warning(REDIRECTS, one.line, "", found, "delete the line, or the page")


CHECK = Check("redirects that lead nowhere, in a circle or through others", of_site=of_site)
