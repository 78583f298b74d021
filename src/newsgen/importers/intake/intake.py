"""Decide whether an imported article is new, a version of an existing one, or already known, and write it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from newsgen.filesystem import sha256
from newsgen.formats.yaml_writer import yaml_text
from newsgen.importers.intake.candidate import Candidate, PreparedItem, prepare
from newsgen.importers.intake.compose import FileNames, compose_article, compose_page, compose_pair, with_versions
from newsgen.importers.intake.import_log import IMPORT_LOG, ImportLog, Row, one_line_doubts
from newsgen.importers.intake.matching import PAGES_FOLDER, Match, Matcher
from newsgen.importers.intake.naming import FileNaming
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.intake.project_index import ExistingArticle, ProjectIndex, State
from newsgen.importers.items import ImportedItem, Outcome
from newsgen.loaders.comment_files import comment_entries
from newsgen.loaders.sources import COMMENTS_FOLDER, REJECTED_FOLDER, comments_folder
from newsgen.model.article import Article, Comment, Container
from newsgen.model.config import MEDIA_FOLDER as MEDIA
from newsgen.text.arabic import one_line, title_key
from newsgen.text.web_addresses import host_of, page_key

_COMMENT_FOLDERS = (COMMENTS_FOLDER, REJECTED_FOLDER)
_COMMENT_ID = re.compile(r"[0-9A-Za-z-]{1,60}")


class Intake:
    """Takes imported items one by one, compares each with the project, and writes what is new.

    An article or page is written with its original, pictures and comments; each is entered in the log first.
    """

    def __init__(
        self, project: ProjectIndex, log: ImportLog, files: ProjectFiles, log_intent: Callable[[Row], None]
    ) -> None:
        """Take in items: write to *files*, and call *log_intent* with each row before its files are written."""
        self._project = project
        self._log = log
        self._files = files
        self._naming = FileNaming(project, files, {row.original: row for row in log.pending})
        self._matcher = Matcher(project, log, lambda path: files.digest(path) is None)
        self._log_intent = log_intent
        self.comments = 0
        """Number of comments written."""

    def known(self, digest: str, name: str, place: str = "") -> Outcome | None:
        """Return the outcome for an original that was imported before, by its *digest*; None if it is new."""
        row = self._log.by_original.get(digest)
        if row is None:
            source = self._project.originals.get(digest)
            return Outcome(name, place, "unchanged", "is in the project already", source) if source else None
        found = self._files.digest(row.article)
        if found is None:
            return Outcome(name, place, "skipped", _deleted(row.article), row.article, row.evidence)
        edited = "" if found == row.written else "an editor has changed it since; it is left as it is"
        return Outcome(name, place, "unchanged", edited, row.article, row.evidence)

    def add(self, found: ImportedItem | PreparedItem, name: str, container: Container | None) -> Outcome:
        """Write the item *found* in the input *name*, unless the project has it already; return the outcome."""
        item, digest = (
            (found.item, found.digest) if isinstance(found, PreparedItem) else (found, sha256(found.original))
        )
        known = self.known(digest, name, item.place)
        if known:
            return known
        prepared = found if isinstance(found, PreparedItem) else prepare(item)
        candidate = Candidate(prepared.item, name, digest, prepared.keys, prepared.sketch, container)
        if item.kind == "page":
            return self._add_page(candidate)
        match = self._matcher.find(candidate)
        if match.existing:
            return self._add_version(candidate, match.existing)
        if match.gone:
            return candidate.outcome("skipped", _deleted(match.gone))
        return self._add_article(candidate, match)

    def _add_article(self, candidate: Candidate, match: Match) -> Outcome:
        names, conflicts = self._naming.for_article(candidate)
        doubts = (*candidate.article.warnings, *_draft(candidate.article), *match.doubts, *conflicts)
        row = self._write(candidate, names, _composed(candidate, names), doubts)
        return candidate.outcome("imported", "", row, (*doubts, *match.notes))

    def _add_page(self, candidate: Candidate) -> Outcome:
        """Write an imported standalone page such as "about", or update it if it was exported again."""
        for key in candidate.keys:
            path = self._log.by_key.get(key, "")
            if not path.startswith(PAGES_FOLDER):
                continue
            found = self._files.digest(path)
            if found is None:
                return candidate.outcome("skipped", _deleted(path))
            if title_key(self._naming.title(path)) == title_key(candidate.article.headline):
                return self._update_page(candidate, path, found)
        names, warnings = self._naming.for_page(candidate)
        if comments := len(candidate.article.comments):
            warnings.append(f"has {comments} comments, but pages show none; its original keeps them")
        doubts = (*candidate.article.warnings, *warnings)
        row = self._write(candidate, names, _composed(candidate, names), doubts)
        return candidate.outcome("imported", "", row, doubts)

    def _update_page(self, candidate: Candidate, path: str, found: str) -> Outcome:
        """Replace the page at *path*, whose digest is *found*, by a later export, unless an editor changed it."""
        if found not in self._written_digests(path):
            return candidate.outcome("skipped", f"is a later export of {path}, which an editor has changed since")
        names, _ = self._naming.existing(path)
        capture = self._naming.version_path(candidate, names)
        names = replace(names, capture=capture, versions=(names.capture, *names.versions))
        row = self._write(candidate, names, _composed(candidate, names), candidate.article.warnings)
        why = f"is a later export of {path}: it is shown now, and the earlier one is a version"
        return candidate.outcome("version", why, row, candidate.article.warnings)

    def _add_version(self, candidate: Candidate, existing: ExistingArticle) -> Outcome:
        """Keep another imported capture of an article that the project has, and show the better of the two."""
        writable = self._writable(candidate, existing)
        if isinstance(writable, Outcome):
            return writable
        names, data = writable
        capture = self._naming.version_path(candidate, names)
        rows = self._log.by_article.get(names.path, {}).values()
        shown = next((row for row in rows if row.evidence == names.capture), None)
        is_draft = self._project.states[existing.source].is_draft
        if candidate.is_better(PurePosixPath(names.capture).suffix, shown, shown_is_draft=is_draft):
            aliases = (*names.aliases, *self._project.claim_aliases(candidate.article.aliases, names.path)[0])
            older = (names.capture, *names.versions)
            names = replace(names, capture=capture, versions=older, aliases=tuple(dict.fromkeys(aliases)))
            data, doubts = _composed(candidate, names), (*candidate.article.warnings, *_draft(candidate.article))
            why = "it is shown now, and the earlier one is a version"
        else:
            names = replace(names, versions=(*names.versions, capture))
            data, doubts = with_versions(data, names.versions) if data else compose_pair(names), ()
            why = "it is kept as a version"
        row = self._write(candidate, names, data, doubts, capture)
        self._project.move(existing, names.path)
        why = f"is another capture of {existing.source}: {why}"
        return candidate.outcome("version", why, row, candidate.article.warnings)

    def _writable(self, candidate: Candidate, existing: ExistingArticle) -> tuple[FileNames, bytes] | Outcome:
        """Return names and Markdown of *existing* if the import may rewrite it, else the outcome of *candidate*.

        The Markdown is b"" if the file does not exist yet.
        """
        what = f"is another capture of {existing.source}"
        if existing.is_capture_only:
            names = self._naming.for_capture_only(existing)
            if self._files.digest(names.path) is None:
                return names, b""
            return candidate.outcome("skipped", f"{what}, whose name is taken in content/articles/")
        written = self._written_digests(existing.source)
        if self._files.digest(existing.source) in written:
            return self._naming.existing(existing.source)
        reason = "an editor has changed since" if written else "was not imported"
        why = f"{what}, which {reason}; to keep it, put it into seeds/ and name it there under `versions:`"
        return candidate.outcome("skipped", why)

    def _written_digests(self, path: str) -> set[str]:
        """Return the SHA-256 of the file at *path* as the import last wrote it; empty if it never did."""
        return {row.written for row in self._log.by_article.get(path, {}).values()}

    def _write(
        self, candidate: Candidate, names: FileNames, data: bytes, doubts: Sequence[str], evidence: str | None = None
    ) -> Row:
        """Write *data* as imported Markdown, and the original to *evidence* or the capture of *names*; return the row.

        The article is added to the index, so that later items are compared with it, and *doubts* to the log.
        """
        item, evidence = candidate.item, evidence or names.capture
        noted = one_line_doubts(doubts)
        row = Row(candidate.digest, names.path, sha256(data), evidence, candidate.captured, candidate.keys, noted)
        self._log_intent(row)
        self._files.add(evidence, item.original)
        for name, picture in item.pictures.items():
            self._files.copy(f"{MEDIA}/{name}", picture)
        if item.kind == "article" and item.suffix != ".txt":
            self._write_comments(names.id, candidate.article.comments)
        if self._files.digest(names.path) != row.written:
            self._files.write(names.path, data)
        self._log.add(row)
        if evidence == names.capture:
            self._index(candidate, names)
        if self._files.dry_run:
            self._naming.remember(names, candidate.article.headline)
        return row

    def _index(self, candidate: Candidate, names: FileNames) -> None:
        """Record in the project's index that *candidate* is shown under *names*."""
        article, is_page = candidate.article, candidate.item.kind == "page"
        is_dated = is_page or article.published is not None
        self._project.states[names.path] = State(
            one_line(article.headline), names.capture, article.draft if is_page else candidate.is_draft, is_dated
        )
        if not is_page:
            url, export = article.source_url, candidate.export_sha256
            shown = ExistingArticle(names.path, names.id, host_of(url), page_key(url or ""), article.published, export)
            self._project.add(shown, candidate.sketch)

    def _write_comments(self, article: str, comments: Sequence[Comment]) -> None:
        """Write the imported comments that have no file yet; existing files keep what an editor decided.

        One that an editor rejected has its file elsewhere, and does not come back.
        """
        for name, comment in _with_file_names(comments):
            path, rejected = (f"{comments_folder(article, below)}/{name}.yml" for below in _COMMENT_FOLDERS)
            if self._files.digest(path) is None and self._files.digest(rejected) is None:
                self._files.write(path, yaml_text(comment_entries(comment)).encode())
                self.comments += 1


def _composed(candidate: Candidate, names: FileNames) -> bytes:
    """Return the Markdown file of the imported *candidate*."""
    compose = compose_page if candidate.item.kind == "page" else compose_article
    return compose(candidate.article, names, candidate.container, candidate.item.markdown)


def _with_file_names(comments: Sequence[Comment]) -> Iterator[tuple[str, Comment]]:
    """Yield each imported comment with the stem of its file: its id if valid and unique, else its position."""
    taken: set[str] = set()
    for position, comment in enumerate(comments, 1):
        key = comment.id or ""
        name = key if _COMMENT_ID.fullmatch(key) and key.lower() not in taken else f"c{position}"
        taken.add(name.lower())
        yield name, comment


def _deleted(path: str) -> str:
    return f"was imported as {path}, which has been deleted since; to import it again, delete its lines in {IMPORT_LOG}"


def _draft(article: Article) -> Iterator[str]:
    if article.confidence == "low":
        yield "the article could not be separated from its page with certainty; it stays a draft until you check it"
