"""Cut a Markdown file into front matter and text."""

import re
from dataclasses import dataclass

from newsgen.arabic import clean, noise
from newsgen.errors import SourceError
from newsgen.fields import Fields, read_mapping
from newsgen.sources import Source

_FENCE = re.compile(r"\A\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter, its text without invisible characters, and warnings."""

    fields: Fields
    text: str
    warnings: tuple[str, ...]


def read_document(source: Source, data: bytes) -> Document:
    """Read the front matter and the text of a Markdown file.

    Raises SourceError where the file is not UTF-8 or its front matter is missing, open or broken.
    """
    text = _utf8(source, data)
    opening = _FENCE.match(text)
    if not opening:
        remedy = "begin the file with a line ---, the lines `title: …` and `date: …`, and a line ---"
        raise SourceError(source.path, "has no front matter", remedy, 1)
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        raise SourceError(source.path, "has front matter without an end", "close it with a line ---", 1)
    fields = read_mapping(clean(text[opening.end() : closing.start()]), source.path, first_line=2)
    body = text[closing.end() :]
    removed = sum(noise(body).values())
    warnings = [f"removed {removed} invisible characters from the text"] if removed else []
    return Document(fields, clean(body).replace("\r\n", "\n").replace("\r", "\n"), (*fields.warnings, *warnings))


def _utf8(source: Source, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.split(b"\r\n|\r|\n", data[: error.start]))
        found = f"byte 0x{data[error.start]:02x} is not valid UTF-8"
        raise SourceError(source.path, found, "save the file as UTF-8", line) from None
