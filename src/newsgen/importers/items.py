"""What an importer yields, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsgen.errors import NewsgenError
from newsgen.model.article import Article


@dataclass(frozen=True, slots=True)
class ImportedItem:
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


Found = ImportedItem | Skipped | Attachment | NewsgenError
"""An error is yielded, not raised, so that what comes after it is found too."""
Importer = Callable[[Path, str], Iterator[Found]]
"""Goes through a file; its second argument is how to name it in messages."""

_EXAMPLES = 3
"""Inputs that are named where the same is said of many."""

Result = Literal["imported", "version", "unchanged", "skipped", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input, or of one thing in it."""

    input: str
    """The file, as the user would type it."""
    place: str
    """Where in the file; "" for the whole of it."""
    became: Result
    why: str = ""
    """For what was not simply imported: words that say why, and what to do."""
    article: str | None = None
    """The file of content/ that it became, belongs to, or is like."""
    evidence: str | None = None
    """The file of seeds/ that holds the original."""
    warnings: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The input and the place in it, for messages."""
        return f"{self.input} ({self.place})" if self.place else self.input


@dataclass(slots=True)
class ImportReport:
    """What an import did, and what stood in its way."""

    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    comments: int = 0
    pages: int = 0
    """Written pages among what was imported."""
    written: int = 0
    """Files."""
    errors: list[NewsgenError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How often each of the outcomes came out."""
        return Counter(outcome.became for outcome in self.outcomes)

    @property
    def warnings(self) -> list[str]:
        """What a person should look at, one line each; what is said of many inputs is said once."""
        places: dict[str, list[str]] = {}
        for one in self.outcomes:
            said = (*one.warnings, *([one.why] if one.became in {"version", "skipped"} else []))
            for text in dict.fromkeys(said):
                places.setdefault(text, []).append(one.where)
        return [_line(text, where) for text, where in places.items()]


def _line(text: str, where: list[str]) -> str:
    more = len(where) - _EXAMPLES
    others = f" and {more} more" if more > 0 else ""
    return f"{', '.join(where[:_EXAMPLES])}{others}: {text}"
