"""Read a file that is one original: whole, but never more of it than an article can have."""

from pathlib import Path

from newsgen.errors import SourceError

MOST_BYTES = 20_000_000
"""Of a text or a page: the longest have a tenth of it."""


def read_whole(file: Path, name: str) -> bytes:
    """Return the bytes of *file*, called *name*; raise SourceError where it cannot be read, or is too long."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(name, f"cannot be read ({error.strerror})", "make it a readable file") from None
    if len(data) > MOST_BYTES:
        found = f"has more than {MOST_BYTES // 1_000_000} MB, and no article is so long"
        raise SourceError(name, found, "save each article as a file of its own")
    return data
