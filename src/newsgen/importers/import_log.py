"""Content/imports.tsv, with its journal.

A line is the SHA-256 of an original, the article made of it, the SHA-256 of that file as newsgen wrote it, the
original's own file, the time of its capture, and what it is known by, between tabs. It is content: with it an
import that is run again knows what it did, what an editor has changed since, and what an editor has deleted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from newsgen.errors import OutputError, SourceError
from newsgen.filesystem import read_file, read_utf8, replace_file

IMPORT_LOG = "content/imports.tsv"
_OPEN = "# an import was under way"
"""Below this line stand the rows that an import promised before it wrote the files; at its end it takes it out."""
_SHA256 = re.compile("[0-9a-f]{64}")
_BELOW = re.compile(r"content/(?:articles|pages)/[^\0]+\.md\tseeds/[^\0]+")
"""An article or page and its evidence: files of nowhere else are newsgen's to write."""
_COLUMNS = 5
"""Those before the keys."""


@dataclass(frozen=True, slots=True)
class Row:
    """One original that was imported."""

    original: str
    """SHA-256."""
    article: str
    """The file made of it, below the root: Markdown of an article or a page."""
    written: str
    """The SHA-256 of that file as newsgen wrote it last."""
    evidence: str
    """The file of seeds/ that holds the original."""
    captured: str = ""
    """ISO 8601; "" where it is unknown."""
    keys: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The row as the file holds it."""
        return "\t".join((self.original, self.article, self.written, self.evidence, self.captured, *self.keys)) + "\n"


@dataclass(slots=True)
class ImportLog:
    """All that was imported, found by what it is."""

    by_original: dict[str, Row] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    """The article of each key."""
    by_article: dict[str, dict[str, Row]] = field(default_factory=dict)
    """The rows of an article by their originals, in the order in which they came."""
    promised: list[Row] = field(default_factory=list)
    """What an import that broke off was about to write; part of it may be there."""

    def add(self, row: Row) -> None:
        """Take in a *row*; one about the same original takes the place of the older, and says how all were written."""
        self.by_original[row.original] = row
        rows = self.by_article.setdefault(row.article, {})
        rows[row.original] = row
        for original, other in rows.items():
            if other.written != row.written:
                rows[original] = self.by_original[original] = replace(other, written=row.written)
        self.by_key.update(dict.fromkeys(row.keys, row.article))

    def left_behind(self) -> set[str]:
        """Return what may be there of what is still only promised; an article that was there before is not of it."""
        new = {row.article for row in self.promised} - self.by_article.keys()
        return new | {row.evidence for row in self.promised}

    def rows(self) -> Iterator[Row]:
        """Yield all rows, sorted."""
        yield from sorted(self.by_original.values(), key=lambda row: (row.article, row.original))


def read_log(root: Path) -> ImportLog:
    """Return what was imported into the project at *root*; raise SourceError where the file is no such book.

    The last line may be torn: an import that was killed wrote it.
    """
    book = ImportLog()
    try:
        text = read_utf8(read_file(root / IMPORT_LOG), IMPORT_LOG)
    except FileNotFoundError:
        return book
    except OSError as error:
        raise SourceError(IMPORT_LOG, f"cannot be read ({error.strerror})", "make it a readable file") from None
    *lines, _torn = text.split("\n")
    is_open = False
    for number, line in enumerate((line.removesuffix("\r") for line in lines), 1):
        if line == _OPEN:
            is_open = True
        elif is_open:
            book.promised.append(_row(line, number))
        else:
            book.add(_row(line, number))
    return book


def _row(line: str, number: int) -> Row:
    original, *parts = line.split("\t")
    if not _SHA256.fullmatch(original) or len(parts) < _COLUMNS - 1:
        raise SourceError(IMPORT_LOG, "is no line of what was imported", "restore the file, or delete the line", number)
    article, written, evidence, captured, *keys = parts
    if not _BELOW.fullmatch(f"{article}\t{evidence}") or ".." in (*article.split("/"), *evidence.split("/")):
        raise SourceError(
            IMPORT_LOG, f"names {article!r} and {evidence!r}, which no import writes", "delete the line", number
        )
    return Row(original, article, written, evidence, captured, tuple(keys))


def recover(book: ImportLog, digest: Callable[[str], str | None]) -> None:
    """Take into *book* what an import that broke off promised and did; what it did not do stays promised.

    *digest* tells the SHA-256 of a file, or that it is not there.
    """
    before = {article: next(iter(rows.values())).written for article, rows in book.by_article.items()}
    by_article: dict[str, list[Row]] = {}
    for row in book.promised:
        by_article.setdefault(row.article, []).append(row)
    book.promised = []
    for article, rows in by_article.items():
        found = digest(article)
        states = [before.get(article), *(row.written for row in rows)]
        done = max((number for number, state in enumerate(states) if state == found), default=len(rows))
        for row in rows[:done]:
            book.add(row)
        book.promised += rows[done:]


def start_journal(root: Path, book: ImportLog) -> TextIO:
    """Write the book as it stands, and open it for the rows that this import promises, each before its files.

    What an earlier one promised stays promised: this one may be killed before it comes to that.
    """
    write_log(root, book, f"{_OPEN}\n" + "".join(row.line for row in book.promised))
    try:
        return (root / IMPORT_LOG).open("a", encoding="utf-8")
    except OSError as error:
        raise OutputError.because("written", error, root / IMPORT_LOG) from None


def write_log(root: Path, book: ImportLog, end: str = "") -> None:
    """Replace the file, whole, by the rows of *book*, sorted, and *end*; none is made where there is nothing to say."""
    file = root / IMPORT_LOG
    data = ("".join(row.line for row in book.rows()) + end).encode()
    try:
        before = file.read_bytes() if file.exists() else b""
        if data == before:
            return
        if not data:
            file.unlink()
            return
        replace_file(file, data)
    except OSError as error:
        raise OutputError.because("written", error, file) from None
