"""Check that browsers and hosts keep no old file, and that the site is the one that its sources make today."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.inventory import Inventory
from newsgen.check.page import Page
from newsgen.check.site import Site
from newsgen.errors import SourceError
from newsgen.filesystem import read_source, sha256
from newsgen.model.receipt import RECEIPT
from newsgen.model.urls import NAMED_BY_DIGEST
from newsgen.workers.batches import in_batches

_HASHED = re.compile(r"(?:assets|media)/(?:.*/)?[^/]+\.([0-9a-f]{10})\.[^./]+")
"""Matches the files that hosts may cache for ever, because a changed one has another name."""
_LASTING = frozenset(("link rel=stylesheet href", "link rel=preload href", "script src"))
_REBUILD = "build the site again"
_error = partial(Finding, "caches", "error")
_warning = partial(Finding, "caches", "warning")


def of_page(page: Page, _: Inventory) -> Iterator[Finding]:
    """Yield the style sheets, fonts and scripts of a page whose names do not change with their content."""
    for link, target in page.links:
        if link.element in _LASTING and target.exists and target.path and not NAMED_BY_DIGEST.search(target.path):
            found = f"loads {target.path}, whose name has no digest, so that browsers may keep an old one"
            yield _warning(page.path, link.line, f"<{link.element}>", found, "link the hashed name: {{ asset('…') }}")


def of_site(site: Site) -> Iterator[Finding]:
    """Yield the files that are not what their names say, are not of this build, or are older than their sources."""
    hashed = [path for path in site.files if _HASHED.fullmatch(path)]
    for path in chain.from_iterable(in_batches(site.start, partial(_misnamed, site.inventory.folder), hashed)):
        found = "has a digest in its name that is not its content's, so that caches may keep an old one"
        yield _error(path, None, "", found, _REBUILD)
    for path in site.inventory.leftovers:
        yield _warning(path, None, "", "is left from a build that was interrupted", _REBUILD)
    yield from _against_receipt(site)


def _misnamed(folder: str, paths: Sequence[str]) -> list[str]:
    """Return those of *paths* in the *folder* of a site whose digest is not that of their content."""
    return [path for path in paths if not sha256(_content(folder, path)).startswith(path.split(".")[-2])]


def _content(folder: str, path: str) -> bytes:
    try:
        return read_source(f"{folder}/{path}", path)
    except SourceError:
        return b""


def _against_receipt(site: Site) -> Iterator[Finding]:
    receipt = site.receipt
    if receipt is None:
        found = (
            "is not a receipt that can be read" if RECEIPT in site.files else "is missing, so this cannot be compared"
        )
        yield _warning(RECEIPT, None, "", found, _REBUILD)
        return
    for path in sorted(receipt.files.keys() - site.files.keys()):
        yield _error(path, None, "", "is missing, although the build has published it", _REBUILD)
    for path in sorted(site.files.keys() - receipt.files.keys() - {RECEIPT}):
        found = "is not of this build, and is not deployed"
        yield _warning(path, None, "", found, "remove it, or put it below content/media")
    root = site.inventory.options.root
    if root is not None:
        sources = sorted({(path, digest) for one in receipt.articles.values() for path, digest in one.sources.items()})
        for path, found in chain.from_iterable(in_batches(site.start, partial(_changed, root), sources)):
            yield Finding("caches", "warning", path, None, "", found, _REBUILD, is_source=True)


def _changed(root: str, sources: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of *sources* that are not what the site was built from, each with what has happened to it."""
    changed = []
    for path, digest in sources:
        try:
            if sha256(read_source(f"{root}/{path}", path)) != digest:
                changed.append((path, "has changed since the site was built"))
        except SourceError:
            changed.append((path, "was removed since the site was built"))
    return changed


CHECK = Check("old files in caches, leftovers of builds, and sources that have changed since", of_page, of_site)
