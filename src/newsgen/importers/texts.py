"""Import a text: a page that somebody selected, copied and saved."""

from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import SourceError
from newsgen.importers.incoming import Found, Incoming
from newsgen.importers.reading import read_whole
from newsgen.loaders.capture.loader import load_capture
from newsgen.loaders.sources import Source


def import_text(file: Path, name: str) -> Iterator[Found]:
    """Yield the article in a capture, or the error that says why there is none."""
    try:
        data = read_whole(file, name)
        yield Incoming(load_capture(Source(name, "capture", file.parent), data), data, ".txt")
    except SourceError as error:
        yield error
