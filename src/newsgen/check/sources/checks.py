"""Define the checks that need the records of articles, which are loaded once for all of them."""

from collections.abc import Iterator
from functools import partial

from newsgen.check.check import Check
from newsgen.check.finding import Finding
from newsgen.check.site import Site
from newsgen.check.sources import fidelity, headlines, writing
from newsgen.check.sources.articles import ArticleCheck, judge_articles

_OF_ARTICLES: tuple[ArticleCheck, ...] = (fidelity.of_article, writing.of_article, headlines.of_article)


def _findings(name: str, site: Site) -> Iterator[Finding]:
    """Yield the findings of the check *name* in the articles of a *site* and in their sources."""
    return (finding for finding in judge_articles(site, _OF_ARTICLES) if finding.check == name)


FIDELITY = Check(
    "each article shows the text of its record, and its ledger accounts for its capture",
    of_site=partial(_findings, "fidelity"),
)
WRITING = Check(
    "mojibake, presentation forms and wrong punctuation in the sources, at their lines",
    of_site=partial(_findings, "writing"),
)
BIDI = Check("headlines that are shown in a wrong order in window titles and feeds", of_site=partial(_findings, "bidi"))
