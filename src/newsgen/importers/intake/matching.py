"""Find the article of the project that an imported one is another capture of, and say which ones are only alike."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from newsgen.importers.intake.candidate import Candidate
from newsgen.importers.intake.import_log import ImportLog
from newsgen.importers.intake.near_duplicates import Comparison, Likeness
from newsgen.importers.intake.project_index import ExistingArticle, ProjectIndex
from newsgen.importers.intake.versions import (
    Agreement,
    Facts,
    compare_dates,
    is_clearly_apart,
    is_version,
    why_apart,
)
from newsgen.text.web_addresses import host_of

PAGES_FOLDER = "content/pages/"
_ALIKE = "is like another article, but has its own address and date; both are kept"


@dataclass(slots=True)
class Match:
    """What the project has of an imported article."""

    existing: ExistingArticle | None = None
    """The article that it is another capture of."""
    gone: str | None = None
    """Path of that article if it has been deleted since it was imported."""
    doubts: list[str] = field(default_factory=list)
    """Warnings about articles that may be the same one; an editor decides."""
    notes: list[str] = field(default_factory=list)
    """Warnings about articles that are alike."""


class Matcher:
    """Compares imported articles with those of a project."""

    def __init__(self, project: ProjectIndex, log: ImportLog, is_deleted: Callable[[str], bool]) -> None:
        """Look for articles in *project*, and by their keys in *log*; *is_deleted* says whether a path has no file."""
        self._project = project
        self._log = log
        self._is_deleted = is_deleted

    def find(self, candidate: Candidate) -> Match:
        """Return what the project has of the imported *candidate*; the first article that it is a version of decides.

        Those with its number or address come first. Of the others, only the one that is most alike is told.
        """
        match = Match()
        keyed = self._paths_by_key(candidate)
        for path, address in keyed.items():
            if path in self._project.articles:
                self._compare(candidate, path, address, match)
            elif self._is_deleted(path):
                match.gone = match.gone or path
            if match.existing:
                return match
        for path, _ in () if match.gone else self._project.duplicates.find(candidate.sketch):
            if path not in keyed:
                self._compare(candidate, path, None, match)
            if match.existing:
                return match
        return replace(match, doubts=match.doubts[:1], notes=[] if match.doubts else match.notes[:1])

    def _paths_by_key(self, candidate: Candidate) -> dict[str, Agreement]:
        """Return the paths of the articles that share a key with an imported one, with the kind of key."""
        found: dict[str, Agreement] = {}
        for key in candidate.keys:
            kind = Agreement.SAME if key in candidate.addresses else Agreement.SAME_NUMBER
            for path in (self._log.by_key.get(key), self._project.urls.get(key)):
                if path and not path.startswith(PAGES_FOLDER):
                    found.setdefault(path, kind)
        return found

    def _compare(self, candidate: Candidate, path: str, address: Agreement | None, match: Match) -> None:
        """Compare an imported article with the one at *path*, and add the result to *match*."""
        existing = self._project.articles[path]
        comparison = self._project.duplicates.compare(existing.source, candidate.sketch)
        facts = _facts(candidate, existing, comparison, address)
        barrier = "" if address else _barrier(candidate, existing)
        if is_version(facts) and not barrier:
            match.existing = existing
        elif is_clearly_apart(facts):
            match.notes.append(_ALIKE)
        elif barrier:
            match.notes.append(f"{_finding(existing, comparison)}, {barrier}; both are kept")
        else:
            match.doubts.append(_doubt(existing, comparison, facts))


def _facts(
    candidate: Candidate, existing: ExistingArticle, comparison: Comparison, same_address: Agreement | None
) -> Facts:
    address = same_address
    if address is None:
        known = bool(existing.address and candidate.addresses)
        address = Agreement.OTHER if known else Agreement.UNKNOWN
        address = Agreement.SAME if existing.address in candidate.addresses else address
    date = compare_dates(candidate.article.published, existing.published)
    return Facts(address, date, comparison.text, comparison.same_title)


def _barrier(candidate: Candidate, existing: ExistingArticle) -> str:
    """Return why an imported article cannot be a version of *existing*, however alike they are; "" if it can."""
    host = host_of(candidate.article.source_url)
    if existing.container and candidate.container and existing.container == candidate.container.sha256:
        return "from the same file"
    if candidate.item.suffix == ".md":
        return "in Markdown"
    return "from another newspaper" if host and existing.host and host != existing.host else ""


def _finding(existing: ExistingArticle, comparison: Comparison) -> str:
    return f"has {comparison.text.value} of {existing.source} ({comparison.share:.0%})"


def _doubt(existing: ExistingArticle, comparison: Comparison, facts: Facts) -> str:
    if facts.text == Likeness.OTHER:
        found = f"has the address of {existing.source}, but another text"
    else:
        found = f"{_finding(existing, comparison)}, but {why_apart(facts)}"
    return f"{found}; both are kept, so delete one if they are the same"
