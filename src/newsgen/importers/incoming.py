"""What an importer finds in foreign material: articles on their way into the project, and what is none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsgen.errors import NewsgenError
from newsgen.model.article import Article


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article or page, with the original that proves it."""

    article: Article
    """Its `slug` and `aliases` are wishes: the project may hold others that have them already."""
    original: bytes
    """Byte for byte as it was found; it becomes a file of seeds/."""
    ending: Literal[".txt", ".html", ".xml"]
    """Of that file: a text, a page, an extract of an export."""
    keys: tuple[str, ...] = ()
    """What it is known by when it comes again, such as the address it was published at."""
    place: str = ""
    """Where in its container it was found, for people: "item 12, line 345"; "" where the file holds nothing else."""
    kind: Literal["article", "page"] = "article"
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """Files that its text shows, by their names below content/media/."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is no article: nothing is wrong with it."""

    place: str
    """As in `Incoming`."""
    why: str
    """Words to follow the name of the file: "is a home page: it links 140 titles and has no text"."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an export names and does not hold."""

    url: str
    title: str | None = None


Found = Incoming | Skipped | Attachment | NewsgenError
"""An error is yielded, not raised, so that what comes after it is found too."""
Importer = Callable[[Path, str], Iterator[Found]]
"""Goes through a file; its second argument is how to name it in messages."""
