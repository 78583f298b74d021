"""Cut a Markdown file into front matter and text."""

import re
from dataclasses import dataclass

from newsgen.errors import SourceError
from newsgen.formats.yaml_fields import Fields, read_mapping, read_utf8
from newsgen.loaders.sources import Source, sha256
from newsgen.text.arabic import clean

_FENCE = re.compile(r"\A---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter with what is doubtful in it, and its text without invisible characters."""

    fields: Fields
    text: str
    first_line: int
    """Where the text begins in the file, from 1."""
    sha256: str
    """Of the file's bytes."""


def read_document(source: Source, data: bytes) -> Document:
    """Read the front matter and the text of a Markdown file.

    Raises SourceError where the file is not UTF-8 or its front matter is missing, open or broken.
    """
    text = read_utf8(data, source.path)
    opening = _FENCE.match(text)
    if not opening:
        remedy = "begin the file with a line ---, the lines `title: …` and `date: …`, and a line ---"
        raise SourceError(source.path, "has no front matter", remedy, 1)
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        raise SourceError(source.path, "has front matter without an end", "close it with a line ---", 1)
    front, body = text[opening.end() : closing.start()], text[closing.end() :]
    removed = len(text) - len(clean(text))
    if removed:
        front, body = clean(front), clean(body)
    fields = read_mapping(front, source.path, first_line=2)
    if removed:
        fields.warnings.append(f"removed {removed} invisible characters")
    return Document(fields, body, text.count("\n", 0, closing.end()) + 1, sha256(data))
