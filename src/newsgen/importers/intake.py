"""New, duplicate, version or known: decide and write."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from newsgen.filesystem import sha256
from newsgen.formats.yaml_writer import entries
from newsgen.importers.candidate import Candidate
from newsgen.importers.cleaning import drop_invalid
from newsgen.importers.compose import FileNames, compose_article, compose_page, compose_pair, with_versions
from newsgen.importers.import_log import ImportLog, Row
from newsgen.importers.items import ImportedItem, Outcome
from newsgen.importers.naming import FileNaming
from newsgen.importers.near_duplicates import sketch_of
from newsgen.importers.project_files import ProjectFiles
from newsgen.importers.project_index import ExistingArticle, ProjectIndex
from newsgen.loaders.comment_files import comment_entries
from newsgen.loaders.sources import folder_of
from newsgen.model.article import Article, Comment, Container
from newsgen.model.config import FOLDER as MEDIA
from newsgen.text.arabic import title_key
from newsgen.text.web_addresses import host_of, keys_of, url_key

_COMMENT_ID = re.compile(r"[0-9A-Za-z-]{1,60}")


class Writer:
    """Writes articles and pages with what belongs to them, each promised in the book before."""

    def __init__(self, store: ProjectFiles, book: ImportLog, log_intent: Callable[[Row], None]) -> None:
        """Write to *store*; *promise* each row before its files are written."""
        self.store = store
        self.comments = 0
        """Written."""
        self._book = book
        self._log_intent = log_intent

    def write(self, candidate: Candidate, naming: FileNames, data: bytes, evidence: str | None = None) -> Row:
        """Write *data* as the Markdown of what came in, and its original as *evidence*; return the row of the book."""
        evidence = evidence or naming.capture
        row = Row(candidate.digest, naming.path, sha256(data), evidence, candidate.captured, candidate.keys)
        self._log_intent(row)
        self.store.add(evidence, candidate.item.original)
        for name, picture in candidate.item.pictures.items():
            self.store.copy(f"{MEDIA}/{name}", picture)
        if candidate.item.kind == "article" and candidate.item.ending != ".txt":
            self._write_comments(naming.id, candidate.article.comments)
        if self.store.digest(naming.path) != row.written:
            self.store.put(naming.path, data)
        self._book.add(row)
        return row

    def _write_comments(self, article: str, comments: Sequence[Comment]) -> None:
        """Write the comments that are not there yet: what an editor decided about the others stays."""
        for name, comment in _numbered(comments):
            path = f"{folder_of(article)}/{name}.yml"
            if self.store.digest(path) is None:
                self.store.put(path, entries(comment_entries(comment)).encode())
                self.comments += 1


def _numbered(comments: Sequence[Comment]) -> Iterator[tuple[str, Comment]]:
    """Yield *comments* with the names of their files: the numbers that they had, else their places."""
    taken: set[str] = set()
    for place, comment in enumerate(comments, 1):
        key = comment.id or ""
        name = key if _COMMENT_ID.fullmatch(key) and key.lower() not in taken else f"c{place}"
        taken.add(name.lower())
        yield name, comment


_SAME_ADDRESS = 0.3
"""How much of their text two captures of one address share at least: less, and one of them has a wrong address."""
_PAGES = "content/pages/"


class Intake:
    """Where articles come in: it knows what the project holds, and has written what is new."""

    def __init__(
        self, project: ProjectIndex, book: ImportLog, store: ProjectFiles, log_intent: Callable[[Row], None]
    ) -> None:
        """Write to *store*; *promise* each row before its files are written."""
        self._project = project
        self._book = book
        self._store = store
        self._names = FileNaming(project, store, {row.original: row for row in book.promised})
        self._writer = Writer(store, book, log_intent)

    @property
    def comments(self) -> int:
        """How many were written."""
        return self._writer.comments

    def known(self, digest: str, name: str, place: str = "") -> Outcome | None:
        """Say what is there of an original with this *digest*; None where it is new."""
        row = self._book.by_original.get(digest)
        if row is None:
            source = self._project.originals.get(digest)
            return Outcome(name, place, "unchanged", "is in the project already", source) if source else None
        found = self._store.digest(row.article)
        if found is None:
            return Outcome(name, place, "skipped", _gone(row.article), row.article, row.evidence)
        edited = "" if found == row.written else "an editor has changed it since, and it is left as it is"
        return Outcome(name, place, "unchanged", edited, row.article, row.evidence)

    def add(self, item: ImportedItem, name: str, container: Container | None) -> Outcome:
        """Write what came in from the input *name*, unless it is there; return what became of it."""
        digest = sha256(item.original)
        known = self.known(digest, name, item.place)
        if known:
            return known
        item = replace(item, article=drop_invalid(item.article, item.pictures))
        sketch = sketch_of(item.article.headline, item.article.body)
        candidate = Candidate(item, name, digest, keys_of(item.keys), sketch, container)
        if item.kind == "page":
            return self._page(candidate)
        twin = self._same_address(candidate)
        if isinstance(twin, Outcome):
            return twin
        pairs: list[str] = []
        twin = twin or self._near_copy(candidate, pairs)
        return self._again(candidate, twin) if twin else self._new(candidate, pairs)

    def _same_address(self, candidate: Candidate) -> ExistingArticle | Outcome | None:
        """Return the article that has one of the task's keys; that it is gone, where an editor deleted it."""
        for key in candidate.keys:
            path = self._book.by_key.get(key) or self._project.urls.get(key) or ""
            known = self._project.articles.get(path)
            if known and self._project.copies.resembles(path, candidate.sketch, _SAME_ADDRESS):
                return known
            if path and not known and self._store.digest(path) is None:
                return candidate.ended("skipped", _gone(path))
        return None

    def _near_copy(self, candidate: Candidate, pairs: list[str]) -> ExistingArticle | None:
        """Return the article of which this is another capture by its text; *pairs* takes what is only like it."""
        host = host_of(candidate.article.source_url)
        for path, share in self._project.copies.like(candidate.sketch):
            known = self._project.articles[path]
            pair = f"has the text of {known.source} ({share:.0%})"
            if known.container and candidate.container and known.container == candidate.container.sha256:
                pairs.append(f"{pair}, from the same file; both are kept")
            elif host and known.host and host != known.host:
                pairs.append(f"{pair}, from another newspaper; both are kept")
            else:
                return known
        return None

    def _new(self, candidate: Candidate, pairs: list[str]) -> Outcome:
        """Write an article that the project did not hold."""
        naming, doubts = self._names.for_article(candidate)
        row = self._write(candidate, naming, compose_article(candidate.article, naming, candidate.container))
        return candidate.ended(
            "imported", "", row, (*candidate.article.warnings, *_draft(candidate.article), *pairs, *doubts)
        )

    def _page(self, candidate: Candidate) -> Outcome:
        """Write a page such as "about", or write it anew where it was exported again."""
        for key in candidate.keys:
            path = self._book.by_key.get(key, "")
            if not path.startswith(_PAGES):
                continue
            found = self._store.digest(path)
            if found is None:
                return candidate.ended("skipped", _gone(path))
            if title_key(self._names.title(path)) == title_key(candidate.article.headline):
                return self._page_again(candidate, path, found)
        naming, doubts = self._names.for_page(candidate)
        if candidate.article.comments:
            doubts.append(
                f"has {len(candidate.article.comments)} comments: pages show none, and its evidence keeps them"
            )
        row = self._write(candidate, naming, compose_page(candidate.article, naming, candidate.container))
        return candidate.ended("imported", "", row, (*candidate.article.warnings, *doubts))

    def _page_again(self, candidate: Candidate, path: str, found: str) -> Outcome:
        """Write a page anew that was exported again."""
        if found not in self._written(path):
            return candidate.ended("skipped", f"is a later export of {path}, which an editor has changed since")
        naming, _ = self._names.known(path)
        naming = replace(
            naming, capture=self._names.capture(candidate, naming), versions=(naming.capture, *naming.versions)
        )
        row = self._write(candidate, naming, compose_page(candidate.article, naming, candidate.container))
        why = f"is a later export of {path}: it is shown now; the earlier is its version"
        return candidate.ended("version", why, row, candidate.article.warnings)

    def _again(self, candidate: Candidate, known: ExistingArticle) -> Outcome:
        """Keep another capture of an article that the project holds: the better one is shown."""
        others = self._others(candidate, known)
        if isinstance(others, Outcome):
            return others
        naming, data = others
        capture = self._names.capture(candidate, naming)
        rows = self._book.by_article.get(naming.path, {}).values()
        shown = next((row for row in rows if row.evidence == naming.capture), None)
        if candidate.is_better(PurePosixPath(naming.capture).suffix, shown):
            aliases = (*naming.aliases, *self._project.take_aliases(candidate.article.aliases, naming.path)[0])
            older = (naming.capture, *naming.versions)
            naming = replace(naming, capture=capture, versions=older, aliases=tuple(dict.fromkeys(aliases)))
            data, why = (
                compose_article(candidate.article, naming, candidate.container),
                "it is shown now, the earlier is a version",
            )
        else:
            naming = replace(naming, versions=(*naming.versions, capture))
            data = with_versions(data, naming.versions) if data else compose_pair(naming)
            why = "it is kept as a version"
        row = self._write(candidate, naming, data, capture)
        self._project.articles[known.source] = self._project.articles[naming.path]
        return candidate.ended(
            "version", f"is another capture of {known.source}: {why}", row, candidate.article.warnings
        )

    def _others(self, candidate: Candidate, known: ExistingArticle) -> tuple[FileNames, bytes] | Outcome:
        """Return how an article is called that newsgen may write anew, and its file; else what becomes of the task."""
        what = f"is another capture of {known.source}"
        if known.is_bare:
            naming = self._names.for_bare(known)
            if self._store.digest(naming.path) is None:
                return naming, b""
            return candidate.ended("skipped", f"{what}, whose name is taken in content/articles/")
        written = self._written(known.source)
        if self._store.digest(known.source) in written:
            return self._names.known(known.source)
        whose = "an editor has changed since" if written else "was not imported"
        why = f"{what}, which {whose}; to keep it, put it into seeds/ and name it there under `versions:`"
        return candidate.ended("skipped", why)

    def _written(self, path: str) -> set[str]:
        """Return the SHA-256 of the file at *path* as newsgen wrote it; empty where it did not."""
        return {row.written for row in self._book.by_article.get(path, {}).values()}

    def _write(self, candidate: Candidate, naming: FileNames, data: bytes, evidence: str | None = None) -> Row:
        """Write what came in, and know it from now on."""
        row = self._writer.write(candidate, naming, data, evidence)
        if candidate.item.kind == "article":
            known = ExistingArticle(naming.path, naming.id, host_of(candidate.article.source_url), candidate.export)
            self._project.add(known, candidate.sketch, url_key(candidate.article.source_url or ""))
        if self._store.dry_run:
            self._names.remember(naming, candidate.article.headline)
        return row


def _gone(path: str) -> str:
    return f"was imported as {path}, which is gone since; to import it anew, delete its lines in content/imports.tsv"


def _draft(article: Article) -> Iterator[str]:
    if article.confidence == "low":
        yield "the article could not be told from the page around it for sure: it is a draft until you looked at it"
