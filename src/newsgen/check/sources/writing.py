"""Proofread the sources of a site: wrong punctuation, damaged letters, and invisible marks, at their lines."""

from collections.abc import Iterable, Iterator
from functools import partial

from newsgen.check.finding import Finding, Severity
from newsgen.check.sources.articles import Folders, Published
from newsgen.model.article import Article
from newsgen.text.proofreading.prose import front_matter_end, prose_of, title_of
from newsgen.text.proofreading.writing import Fault, FaultKind, faults_of, unbalanced_marks

_SEVERITIES: dict[FaultKind, Severity] = {
    "mojibake": "warning",
    "presentation forms": "warning",
    "lost letters": "warning",
}
_FIX = "run `newsgen check --fix`, or correct it in the file"
_BY_HAND = "correct it in the file"
_CAPTURE = (
    "the capture stays as it is; to publish a corrected text, write it into the article's file in content/articles"
)
_SHOWN_ROLES = frozenset(("headline", "body"))
_find = partial(Finding, "writing", is_source=True)


def of_article(published: Published, folders: Folders) -> Iterator[Finding]:
    """Yield the mistakes in what an editor wrote, or in the lines of a capture that the article shows."""
    del folders
    markdown = published.markdown
    if markdown is not None:
        yield from of_markdown(published.path, markdown)
    if markdown is None or not markdown[front_matter_end(markdown) :].strip():
        yield from _of_capture(published.article)


def of_markdown(path: str, markdown: str) -> Iterator[Finding]:
    """Yield the mistakes in the title and the prose of a Markdown file, the first of each kind on a line."""
    title = title_of(markdown)
    if title:
        line = markdown.count("\n", 0, title[1]) + 1
        yield from _findings(path, ((fault, line) for fault in faults_of(title[0])), _BY_HAND)
    if next(faults_of(markdown), None) is None:  # as in most files, and to find the prose takes longer
        return
    prose = prose_of(markdown)
    faults = ((fault, markdown.count("\n", 0, fault.start) + 1) for fault in faults_of(prose))
    yield from _findings(path, faults, None)


def _findings(path: str, faults: Iterable[tuple[Fault, int]], remedy: str | None) -> Iterator[Finding]:
    seen = set()
    for fault, line in faults:
        if (fault.kind, line) not in seen:
            seen.add((fault.kind, line))
            severity = _SEVERITIES.get(fault.kind, "note")
            fix = remedy or (_BY_HAND if fault.replacement is None else _FIX)
            yield _find(severity, path, line, "", fault.found, fix)


def _of_capture(article: Article) -> Iterator[Finding]:
    """Yield the mistakes in the lines of a capture that are shown as headline and text; bidi marks are not shown."""
    if not article.evidence:
        return
    capture = article.evidence[0]
    for row in capture.ledger:
        if row.role in _SHOWN_ROLES:
            yield from _findings(capture.source, _shown_faults(row.text, row.line), _CAPTURE)
            unbalanced = unbalanced_marks(row.text)
            if unbalanced:
                yield _find("note", capture.source, row.line, "", unbalanced, "nothing: the page leaves it out")
    if not capture.ledger:
        seen = set()
        for fault, _ in (one for text in (article.headline, *article.body) for one in _shown_faults(text, 0)):
            if fault.kind not in seen:
                seen.add(fault.kind)
                severity = _SEVERITIES.get(fault.kind, "note")
                yield _find(severity, capture.source, None, "", fault.found, _CAPTURE)


def _shown_faults(text: str, line: int) -> Iterator[tuple[Fault, int]]:
    return ((fault, line) for fault in faults_of(text) if fault.kind != "bidi marks")
