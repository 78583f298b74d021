"""Import exports of comments into a project, reading each one with the reader for its kind."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsgen.build.cache import Cache
from newsgen.build.file_changes import environment
from newsgen.build.incremental import CACHE
from newsgen.build.library import Library
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError
from newsgen.filesystem import is_folder, is_utf8, lock
from newsgen.importers.comments.articles import read_article_names
from newsgen.importers.comments.hold_list import read_hold_list
from newsgen.importers.comments.readers.csv_rows import read_form_csv
from newsgen.importers.comments.readers.disqus import read_disqus
from newsgen.importers.comments.readers.json_rows import read_form_json
from newsgen.importers.comments.readers.mail import read_mail
from newsgen.importers.comments.readers.staticman import read_staticman
from newsgen.importers.comments.readers.wxr import read_wxr
from newsgen.importers.comments.senders import read_senders
from newsgen.importers.comments.stored import StoredComments
from newsgen.importers.comments.submissions import Finding, Submission
from newsgen.importers.comments.taking import CommentIntake
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.importers.items import ImportReport, Note, Outcome, Skipped
from newsgen.loaders.site_config import load_config
from newsgen.workers.batches import StartWorkers

Kind = Literal["netlify", "formspree", "web3forms", "staticman", "mail", "disqus", "wxr"]
_MAX_BYTES = 500_000_000
"""Bytes of a form's export, which is read as a whole."""
_SUFFIXES: dict[str, Kind] = {
    **dict.fromkeys((".csv", ".tsv", ".json"), "netlify"),
    **dict.fromkeys((".yml", ".yaml"), "staticman"),
    **dict.fromkeys((".eml", ".mbox"), "mail"),
    **dict.fromkeys((".xml", ".wxr"), "wxr"),
}
_STATICMAN = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{(?![^\[]*"(?:submissions|data)"\s*:\s*\[)[^\[]*"_id"\s*:', re.DOTALL)
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class CommentExport:
    """A file with comments that the user named, or that is in a folder that the user named."""

    file: Path
    kind: Kind | None = None
    """None to let its name and its first bytes decide."""

    @property
    def name(self) -> str:
        """The path of the export as the user would type it."""
        return str(self.file)


def find_exports(paths: Iterable[Path], kind: Kind | None) -> Iterator[CommentExport]:
    """Yield the exports of comments at and below *paths*, those in a folder sorted, and hidden ones left out."""
    seen: set[str] = set()
    for path in paths:
        below = sorted(file for file in path.rglob("*") if _is_in_folder(file, path)) if is_folder(path) else [path]
        for file in below:
            if str(file.resolve()) not in seen:
                seen.add(str(file.resolve()))
                yield CommentExport(file, kind)


def _is_in_folder(file: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not is_hidden and _suffix(file) in _SUFFIXES and not is_folder(file)


def import_comments(
    exports: Iterable[CommentExport], root: Path, start: StartWorkers, report: ImportReport, article: str | None
) -> Counter[str]:
    """Import the comments in *exports* into the project at *root*; return how many were written, by their states.

    The outcomes are recorded in *report*, which says if it is a dry run. *article* is the id of the article of those
    comments that do not name one the project has. Raises ConfigError if there is no such article.
    """
    config, errors, _ = load_config(root)
    if errors:
        raise Problems(errors)
    with lock(root / CACHE), closing(Cache(root / CACHE, environment(), report.notes.append)) as cache:
        names = read_article_names(root, Library(root, cache), start, config.base_url)
        if article is not None and article not in names.ids:
            raise ConfigError("", f"no article has the id {article!r}", "give the id of an article with --article")
        stored, files = StoredComments(root), ProjectFiles(root, dry_run=report.dry_run)
        senders = read_senders(root, writes=not report.dry_run)
        intake = CommentIntake(names, stored, files, senders, read_hold_list(root), article)
        try:
            for export in exports:
                _import(export, intake, report)
        finally:
            report.comments = intake.states.total()
            report.written = files.written
            report.errors += stored.errors
    return intake.states


def _import(export: CommentExport, intake: CommentIntake, report: ImportReport) -> None:
    submissions: list[Submission] = []
    for found in _findings(export):
        if isinstance(found, Submission):
            submissions.append(found)
        elif isinstance(found, Skipped):
            report.outcomes.append(Outcome(export.name, found.place, "skipped", found.why))
        elif isinstance(found, Note):
            (report.cautions if found.is_warning else report.notes).append(found.text)
        else:
            _refuse(export, found, report)
    for outcome in intake.take(submissions, export.name):
        if isinstance(outcome, Outcome):
            report.outcomes.append(outcome)
        else:
            report.errors.append(outcome)


def _refuse(export: CommentExport, error: NewsgenError, report: ImportReport) -> None:
    report.errors.append(error)
    place = f"line {error.line}" if error.line else ""
    report.outcomes.append(Outcome(export.name, place, "refused", f"{error.found}; {error.remedy}"))


def _findings(export: CommentExport) -> Iterator[Finding]:
    """Yield the findings in an export with the reader for its kind."""
    if not is_utf8(export.name):
        yield SourceError(export.name, "has a name that is not UTF-8", "rename the file")
        return
    try:
        kind = export.kind or _kind_of(export.file)
    except OSError as error:
        yield SourceError.unreadable(export.name, error)
        return
    if kind is None:
        found = "is not an export of comments that newsgen reads"
        yield SourceError(export.name, found, "name its kind with --kind, or export it as CSV or JSON")
    elif kind in {"disqus", "wxr"}:
        read_file = read_disqus if kind == "disqus" else read_wxr
        yield from read_file(export.file, export.name)
    else:
        yield from _read_whole(export, {"staticman": read_staticman, "mail": read_mail}.get(kind, _read_form))


def _read_form(data: bytes, name: str) -> Iterator[Finding]:
    """Yield the comments in a form's export *data*, in CSV or JSON, whichever service it is from."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe\0 \t\r\n")[:1]
    return read_form_json(data, name) if start in {b"{", b"["} else read_form_csv(data, name)


def _read_whole(export: CommentExport, read: Callable[[bytes, str], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        with export.file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        yield SourceError.unreadable(export.name, error)
        return
    if len(data) > _MAX_BYTES:
        yield SourceError(export.name, f"is larger than {_MAX_BYTES // 1_000_000} MB", "export it in parts")
        return
    yield from read(data, export.name)


def _suffix(file: Path) -> str:
    """Return the suffix of an export's name in lower case, without that of a compressed file."""
    return Path(file.name.lower().removesuffix(".gz")).suffix


def _kind_of(file: Path) -> Kind | None:
    """Return the kind of an export of comments, by its name and its first bytes; None if it is none of them."""
    kind = _SUFFIXES.get(_suffix(file))
    if file.name.lower().endswith(".gz"):
        import gzip  # noqa: PLC0415 - rarely needed

        try:
            with gzip.open(file) as stream:
                head = stream.read(_HEAD_BYTES)
        except (EOFError, gzip.BadGzipFile):
            return kind  # its reader says what is wrong
    else:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    if kind == "wxr" and re.search(rb"<disqus[\s>]", head.replace(b"\0", b"")):
        return "disqus"
    if _suffix(file) == ".json" and _STATICMAN.search(head):
        return "staticman"
    return kind
