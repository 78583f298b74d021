"""Read the rows of a form service's CSV, from any spreadsheet, each with its line."""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsgen.errors import SourceError
from newsgen.importers.comments.readers.form_fields import TEXT, has_text_field, submission_of
from newsgen.importers.comments.submissions import Finding
from newsgen.importers.items import Note
from newsgen.text.encodings import UndecodableError, decode

_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""
_ESCAPED_FORMULA = re.compile(r"'(?=[=+\-@\t])")
"""The sign that services put before a cell that a spreadsheet would compute; the reader did not write it."""
_REMEDY = "export it again, or repair that line"
_LONGEST_FIELD = 1 << 30


class Row(NamedTuple):
    """One row of a form's CSV by its column names."""

    line: int
    values: dict[str, str]


def read_form_csv(data: bytes, name: str) -> Iterator[Finding]:
    """Yield the comments in a form's CSV *data*, called *name* in messages; no cell is ever computed."""
    try:
        decoded = decode(data)
    except UndecodableError as error:
        yield SourceError(name, f"has {error}", "save the file as CSV in UTF-8", error.line)
        return
    if decoded.warning:
        yield Note(f"{name}: {decoded.warning}", is_warning=True)
    for found in _rows(decoded.text.removeprefix("\ufeff"), name):
        if isinstance(found, Row):
            yield submission_of(found.values, f"line {found.line}", found.line)
        else:
            yield found


def _rows(text: str, name: str) -> Iterator[Row | SourceError]:
    marked = _SEPARATOR_LINE.match(text)
    skipped = 1 if marked else 0
    text = text[marked.end() :] if marked else text
    csv.field_size_limit(_LONGEST_FIELD)  # a comment of a megabyte is reported, and not the limit of a library
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=marked[1] if marked else _delimiter(text), strict=True)
    header: list[str] | None = None
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _csv_error(error, name, line)
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            if not has_text_field(header):
                yield _no_text_column(header, name, line)
                return
        elif len(cells) != len(header):
            found = f"has {len(cells)} columns on this line, and {len(header)} in its header"
            yield SourceError(name, found, f"{_REMEDY}; the file may be cut off", line)
        else:
            yield Row(line, _by_column(header, cells))
    if header is None:
        yield SourceError(name, "is empty", "export it again")


def _delimiter(text: str) -> str:
    """Return the sign that divides the columns of a CSV, by its header."""
    header = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells of a CSV row by their columns; of columns with one name, the first that is filled counts."""
    values: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=True):
        if cell.strip():
            values.setdefault(column, _ESCAPED_FORMULA.sub("", cell, count=1) if cell[:1] == "'" else cell)
    return values


def _csv_error(error: csv.Error, name: str, line: int) -> SourceError:
    if "end of data" in str(error):
        found = "has a cell that begins here and whose quotes are never closed: the file is cut off, or a quote is lost"
        return SourceError(name, found, "export it again, or close the quotes", line)
    return SourceError(name, f"is not valid CSV here ({error})", _REMEDY, line)


def _no_text_column(header: list[str], name: str, line: int) -> SourceError:
    shown = ", ".join(header)[:200]
    found = f"has no column for the comments; expected one of {', '.join(TEXT[:6])}, found {shown}"
    return SourceError(name, found, "name the column `comment` in the first line", line)
