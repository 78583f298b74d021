"""Define the checks that need the records of articles, which are loaded once for all of them."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.site import Site
from newsgen.check.sources import fidelity, headlines, writing
from newsgen.check.sources.articles import ArticleCheck, judge_articles
from newsgen.errors import NewsgenError
from newsgen.filesystem import read_utf8
from newsgen.loaders.sources import find_sources
from newsgen.model.receipt import RECEIPT

_OF_ARTICLES: tuple[ArticleCheck, ...] = (fidelity.of_article, writing.of_article, headlines.of_article)


def _findings(name: str, site: Site) -> Iterator[Finding]:
    """Yield the findings of the check *name* in the articles of a *site* and in their sources."""
    return (finding for finding in judge_articles(site, _OF_ARTICLES) if finding.check == name)


def _fidelity(site: Site) -> Iterator[Finding]:
    """Yield where a page differs from its record, or that the site does not say which sources its pages come from."""
    if site.receipt is None and site.inventory.options.root is not None:
        found = "is missing or cannot be read, so no page can be compared with its source"
        yield Finding("fidelity", "warning", RECEIPT, None, "", found, "build again, then check again")
    yield from _findings("fidelity", site)


def _writing(site: Site) -> Iterator[Finding]:
    """Yield the mistakes of writing in all sources: those of articles, and the texts of pages, which have no record."""
    yield from _findings("writing", site)
    root = site.inventory.options.root
    for source in find_sources(Path(root))[0] if root else ():
        if source.kind not in {"article", "capture"}:
            with suppress(NewsgenError):  # a build says what is wrong with the file
                yield from writing.of_markdown(source.path, read_utf8(source.read(), source.path))


FIDELITY = Check(
    "each article shows the text of its record, and its ledger accounts for its capture",
    of_site=_fidelity,
)
WRITING = Check(
    "mojibake, presentation forms and wrong punctuation in the sources, at their lines",
    of_site=_writing,
)
BIDI = Check("headlines that are shown in a wrong order in window titles and feeds", of_site=partial(_findings, "bidi"))
