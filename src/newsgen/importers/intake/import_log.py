"""Read and write `content/imports.tsv`, which records every import, and its journal.

A line is the SHA-256 of an original, the article made of it, the SHA-256 of that file as newsgen wrote it, the
original's own file, the time of its capture, its keys (such as its URL), and warnings of the import, each after the
word "doubt"; all are separated by tabs. The file is content: from it a repeated import knows what it did, what an
editor has changed since, and what an editor has deleted.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from newsgen.errors import OutputError, SourceError, printable
from newsgen.filesystem import read_file, read_utf8, replace_file
from newsgen.model.article import UnknownDateWarning

IMPORT_LOG = "content/imports.tsv"
_JOURNAL_MARK = "# an import was under way"
"""The rows below this line were logged before their files were written; a finished import removes the line."""
_SHA256 = re.compile("[0-9a-f]{64}")
_PATHS = re.compile(r"content/(?:articles|pages)/[^\0]+\.md\tseeds/[^\0]+")
"""An article or page and its original: an import writes files in these folders only."""
_FIXED_COLUMNS = 5
"""Number of columns before the keys."""
_DOUBT = "doubt "
_MAX_DOUBTS, _MAX_DOUBT_LETTERS = 20, 300


@dataclass(frozen=True, slots=True)
class Row:
    """One imported original: a line of the log."""

    original: str
    """Its SHA-256."""
    article: str
    """Path of the Markdown made from it, an article or a page, relative to the project's root."""
    written: str
    """The SHA-256 of that Markdown as newsgen last wrote it."""
    evidence: str
    """Path of the file in seeds/ that holds the original, relative to the project's root."""
    captured: str = ""
    """Time of the capture in ISO 8601; "" if unknown."""
    keys: tuple[str, ...] = ()
    """Keys in the form of `normal_keys`, such as its URL."""
    doubts: tuple[str, ...] = ()
    """Warnings of its import in the form of `one_line_doubts`; they count until an editor has changed the article."""

    @property
    def line(self) -> str:
        """The row as a line of the import log."""
        doubts = (f"{_DOUBT}{doubt}" for doubt in self.doubts)
        columns = (self.original, self.article, self.written, self.evidence, self.captured, *self.keys, *doubts)
        return "\t".join(columns) + "\n"


def one_line_doubts(warnings: Iterable[str]) -> tuple[str, ...]:
    """Return the first *warnings* about an article as the import log keeps them, without those about an unknown date.

    Whether a date is known is seen in the article itself.
    """
    kept = (printable(" ".join(text.split())) for text in warnings if not isinstance(text, UnknownDateWarning))
    return tuple(dict.fromkeys(text[:_MAX_DOUBT_LETTERS] for text in islice(kept, _MAX_DOUBTS)))


@dataclass(slots=True)
class ImportLog:
    """All rows of the log, indexed by original, key and article."""

    by_original: dict[str, Row] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    """The path of the article for each key."""
    by_article: dict[str, dict[str, Row]] = field(default_factory=dict)
    """The rows of each article by the SHA-256 of the original, in the order in which they were imported."""
    pending: list[Row] = field(default_factory=list)
    """Rows that an interrupted import logged before writing; some of their files may exist."""

    def add(self, row: Row) -> None:
        """Add *row* to the log for an older row of its original; its article's other rows get its `written` digest."""
        self.by_original[row.original] = row
        rows = self.by_article.setdefault(row.article, {})
        rows[row.original] = row
        for original, other in rows.items():
            if other.written != row.written:
                rows[original] = self.by_original[original] = replace(other, written=row.written)
        self.by_key.update(dict.fromkeys(row.keys, row.article))

    def left_behind(self) -> set[str]:
        """Return the paths that pending log rows may have created; an article that has other rows existed before."""
        new = {row.article for row in self.pending} - self.by_article.keys()
        return new | {row.evidence for row in self.pending}

    def rows(self) -> Iterator[Row]:
        """Yield all rows of the import log, sorted by article and original."""
        yield from sorted(self.by_original.values(), key=lambda row: (row.article, row.original))


def read_log(root: Path) -> ImportLog:
    """Return the import log of the project at *root*; raise SourceError if the file is not a valid log.

    A last line without a newline is ignored: an import was killed while writing it.
    """
    log = ImportLog()
    try:
        text = read_utf8(read_file(root / IMPORT_LOG), IMPORT_LOG)
    except FileNotFoundError:
        return log
    except OSError as error:
        raise SourceError.unreadable(IMPORT_LOG, error) from None
    *lines, _incomplete = text.split("\n")
    in_journal = False
    for number, line in enumerate(lines, 1):
        if line == _JOURNAL_MARK:
            in_journal = True
        elif in_journal:
            log.pending.append(_row(line, number))
        else:
            log.add(_row(line, number))
    return log


def _row(line: str, number: int) -> Row:
    columns = line.split("\t")
    if not _SHA256.fullmatch(columns[0]) or len(columns) < _FIXED_COLUMNS:
        raise SourceError(IMPORT_LOG, "is not a line of the import log", "restore the file, or delete the line", number)
    original, article, written, evidence, captured, *further = columns
    if not _PATHS.fullmatch(f"{article}\t{evidence}") or ".." in (*article.split("/"), *evidence.split("/")):
        raise SourceError(
            IMPORT_LOG, f"names {article!r} and {evidence!r}, which an import never writes", "delete the line", number
        )
    keys = tuple(text for text in further if not text.startswith(_DOUBT))
    doubts = tuple(text.removeprefix(_DOUBT) for text in further if text.startswith(_DOUBT))
    return Row(original, article, written, evidence, captured, keys, doubts)


def recover(log: ImportLog, digest: Callable[[str], str | None]) -> None:
    """Move the pending rows whose files an interrupted import did write into *log*; the rest stays pending.

    *digest* returns the SHA-256 of the file at a path, or None if there is no such file. If the file of an article
    matches no state that newsgen wrote, an editor has changed it, and all its rows count as written.
    """
    previous = {article: next(iter(rows.values())).written for article, rows in log.by_article.items()}
    by_article: dict[str, list[Row]] = {}
    for row in log.pending:
        by_article.setdefault(row.article, []).append(row)
    log.pending = []
    for article, rows in by_article.items():
        found = digest(article)
        states = [previous.get(article), *(row.written for row in rows)]
        done = max((number for number, state in enumerate(states) if state == found), default=len(rows))
        for row in rows[:done]:
            log.add(row)
        log.pending += rows[done:]


def start_journal(root: Path, log: ImportLog) -> TextIO:
    """Write *log* and return its file opened as the journal, for appending the rows of this import.

    Each row is appended before its files are written. Rows that an earlier import left pending are kept, because this
    import may be killed before it reaches them.
    """
    write_log(root, log, f"{_JOURNAL_MARK}\n" + "".join(row.line for row in log.pending))
    try:
        return (root / IMPORT_LOG).open("a", encoding="utf-8")
    except OSError as error:
        raise OutputError.from_os_error("written", error, root / IMPORT_LOG) from None


def write_log(root: Path, log: ImportLog, end: str = "") -> None:
    """Replace the file of the import log by the sorted rows of *log* and *end*; remove it if both are empty."""
    file = root / IMPORT_LOG
    data = ("".join(row.line for row in log.rows()) + end).encode()
    try:
        if data == (file.read_bytes() if file.exists() else b""):
            return
        if data:
            replace_file(file, data)
        else:
            file.unlink()
    except OSError as error:
        raise OutputError.from_os_error("written", error, file) from None
