"""Define what importers yield, and the outcomes and the report of an import."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from newsgen.errors import NewsgenError
from newsgen.formats.sanitise import plain_blocks
from newsgen.model.article import Article
from newsgen.text.languages import ARABIC, foreign_language, language_tag


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One article or page that an importer found, with its original."""

    article: Article
    """Its `slug` and `aliases` are requests: other articles of the project may have them already."""
    original: bytes
    """Its bytes as they were found; they become a file of seeds/."""
    suffix: Literal[".txt", ".html", ".mhtml", ".webarchive", ".xml", ".json", ".md"]
    """Suffix of that file: a text, a web page (alone or with its pictures), an item of an export, or Markdown."""
    keys: tuple[str, ...] = ()
    """Keys that identify it in later imports, such as "url " and the URL it was published at."""
    place: str = ""
    """Where in its input it was found, in words: "item 12, line 345"; "" if it is the whole file."""
    kind: Literal["article", "page"] = "article"
    pictures: Mapping[str, Path | bytes] = field(default_factory=dict)
    """Files that its text shows, or their bytes, by their paths relative to content/media/."""
    markdown: str | None = None
    """Its text, if it is Markdown already; None if the text is in the article."""
    name: str = ""
    """The preferred name of its files, without suffix; "" for one made of its input or its headline."""


def with_language(item: ImportedItem) -> ImportedItem:
    """Return *item* with the language of its text, if that is not Arabic and the article names none."""
    article = item.article
    if article.lang or "lang" in dict(article.extra):
        return item
    html = plain_blocks(article.body_html) if article.body_html and not article.body else ()
    code = foreign_language(item.markdown.split("\n\n") if item.markdown else article.body or html)
    return replace(item, article=replace(article, lang=code)) if code else item


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in an input that is not an article, which is not an error."""

    place: str
    """As in `ImportedItem`."""
    why: str
    """Reason, as a phrase that follows the name of the file: "is a home page: it links 140 titles and has no text"."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an export names but does not contain."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about an input as a whole."""

    text: str
    is_warning: bool = False


Finding = ImportedItem | Skipped | Attachment | Note | NewsgenError
"""What an importer yields; errors are yielded, not raised, so that the importer can go on after one."""
Importer = Callable[..., Iterator[Finding]]
"""Yields the findings of a file, a path; the second argument is its name for messages."""
Fetch = Callable[[str], None]
"""Puts the file at a path, which a page names, into its folder, if it is elsewhere; raises NewsgenError."""

_MAX_EXAMPLES = 3
"""Number of inputs that a warning about many names."""

Result = Literal["imported", "version", "unchanged", "skipped", "refused"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one input, or for one item in it."""

    input: str
    """The input file, as the user would type it."""
    place: str
    """Where in the file; "" for the whole file."""
    result: Result
    why: str = ""
    """The reason and the remedy, unless it was imported as a new article or page."""
    article: str | None = None
    """Path of the article or page that it became or belongs to, relative to the project's root."""
    evidence: str | None = None
    """Path of the file in seeds/ that holds the original."""
    warnings: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The input of an imported item and the place in it, for messages."""
        return f"{self.input} ({self.place})" if self.place else self.input


DRAFT, UNDATED = "is a draft", "has no date"
"""Reasons to look at an article; any other is a warning of its import."""
MERELY_DRAFT = (f"{DRAFT}, so it stays a draft", "was not public, so it stays a draft")
"""Warnings that say no more about an article than that it is a draft."""


@dataclass(frozen=True, slots=True)
class ToReview:
    """An imported article or page that an editor should look at."""

    article: str
    """Its path, relative to the project's root."""
    headline: str
    original: str | None
    """Path of its shown original, relative to the project's root."""
    reasons: tuple[str, ...]


@dataclass(slots=True)
class ImportReport:
    """The outcomes, counts and errors of an import."""

    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    comments: int = 0
    """Number of comments written."""
    pages: int = 0
    """Number of standalone pages imported."""
    written: int = 0
    """Number of files written."""
    languages: Counter[str] = field(default_factory=Counter)
    """Number of imported articles, and of versions of articles, by the code of their language; "ar" if not known."""
    errors: list[NewsgenError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    """Warnings about inputs as a whole."""
    review: list[ToReview] = field(default_factory=list)
    """All imported articles and pages of the project that an editor should look at."""

    def count_language(self, item: ImportedItem, outcome: Outcome) -> None:
        """Count the language of an imported *item* if its *outcome* is a new article."""
        if outcome.result == "imported" and item.kind == "article":
            named = dict(item.article.extra).get("lang")
            self.languages[item.article.lang or language_tag(named if isinstance(named, str) else None) or ARABIC] += 1

    @property
    def counts(self) -> Counter[str]:
        """The number of imported items for each result."""
        return Counter(outcome.result for outcome in self.outcomes)

    @property
    def warnings(self) -> list[str]:
        """Warnings of the import's report, one line each; the same warning about several inputs is one line."""
        places: dict[str, list[str]] = {}
        for one in self.outcomes:
            texts = (*one.warnings, *([one.why] if one.result in {"version", "skipped"} else []))
            for text in dict.fromkeys(texts):
                places.setdefault(text, []).append(one.where)
        return [*self.cautions, *(_warning_line(text, where) for text, where in places.items())]


def _warning_line(text: str, where: list[str]) -> str:
    more = len(where) - _MAX_EXAMPLES
    more_inputs = f" and {more} more" if more > 0 else ""
    return f"{', '.join(where[:_MAX_EXAMPLES])}{more_inputs}: {text}"
