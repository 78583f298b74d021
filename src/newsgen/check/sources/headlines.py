"""Find headlines of which a part is shown in a wrong order where nothing can isolate it: in titles and feeds."""

from collections.abc import Iterator

from newsgen.check.finding import Finding
from newsgen.check.sources.articles import Folders, Published
from newsgen.text.proofreading.prose import title_of
from newsgen.text.proofreading.reordering import reordered_parts

_REMEDY = "the page itself isolates it; to be read well in window titles and feeds, reword the headline"


def of_article(published: Published, folders: Folders) -> Iterator[Finding]:
    """Yield the parts of an article's headline that are shown in a wrong order."""
    del folders
    for part in reordered_parts(published.article.headline):
        path, line = _place(published)
        found = f"shows «{part.text}» as «{part.shown}» in window titles and feeds"
        yield Finding("bidi", "note", path, line, "headline", found, _REMEDY, is_source=True)


def _place(published: Published) -> tuple[str, int | None]:
    """Return the file and the line that the headline comes from."""
    title = title_of(published.markdown) if published.markdown is not None else None
    if published.markdown is not None and title:
        return published.path, published.markdown.count("\n", 0, title[1]) + 1
    for capture in published.article.evidence[:1]:
        rows = [row for row in capture.ledger if row.role == "headline"]
        rows = rows or [row for row in capture.ledger if row.role == "body"]
        return capture.source, rows[0].line if rows else None
    return published.path, None
