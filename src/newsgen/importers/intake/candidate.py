"""Hold an imported item together with all that is needed to compare it with the project."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newsgen.filesystem import sha256
from newsgen.importers.intake.cleaning import drop_invalid
from newsgen.importers.intake.compose import markdown_of
from newsgen.importers.intake.import_log import Row
from newsgen.importers.intake.near_duplicates import Sketch, sketch_of
from newsgen.importers.items import ImportedItem, Outcome, Result, with_language
from newsgen.model.article import Article, Container, UnknownDateWarning
from newsgen.text.web_addresses import URL_PREFIX, normal_keys

_RANKS = {".md": 3, ".xml": 2, ".json": 2, ".html": 1, ".mhtml": 1, ".webarchive": 1, ".txt": 0}
"""Rank of each kind of original by its suffix: the higher the rank, the more metadata it has."""


@dataclass(frozen=True, slots=True)
class PreparedItem:
    """An imported item with all that can be known of it without the project, perhaps in another process."""

    item: ImportedItem
    """With its text as Markdown."""
    digest: str
    """SHA-256 of its original."""
    keys: tuple[str, ...]
    sketch: Sketch


def prepare(item: ImportedItem) -> PreparedItem:
    """Return *item* without what a build would reject, as Markdown, and with what it is compared by."""
    item = with_language(item)
    article = drop_invalid(item.article, item.pictures)
    address = f"{URL_PREFIX}{article.source_url or ''}"
    text = markdown_of(article) if item.markdown is None else item.markdown
    return PreparedItem(
        replace(item, article=replace(article, body_html=None), markdown=text),
        sha256(item.original),
        normal_keys((*item.keys, address)),
        sketch_of(article.headline, article.body),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An imported item with its digest, keys and sketch."""

    item: ImportedItem
    input: str
    """The input file that it was found in, as the user would type it."""
    digest: str
    """SHA-256 of its original."""
    keys: tuple[str, ...]
    """Its keys, such as its URL, in the form of `normal_keys`."""
    sketch: Sketch
    container: Container | None
    """The export or archive that it was found in; None if the input is the original itself."""

    @property
    def article(self) -> Article:
        """The article of the imported candidate."""
        return self.item.article

    @property
    def addresses(self) -> frozenset[str]:
        """Those of the candidate's keys that are web addresses."""
        return frozenset(key for key in self.keys if key.startswith(URL_PREFIX))

    @property
    def is_draft(self) -> bool:
        """Whether the candidate's file holds it back until an editor has looked at it."""
        return self.article.draft or self.article.confidence == "low"

    @property
    def captured(self) -> str:
        """The candidate's time of capture in ISO 8601 and UTC, so that an earlier one sorts first; "" if unknown."""
        time = self.article.captured
        if isinstance(time, datetime) and time.tzinfo:
            time = time.astimezone(UTC)
        return time.isoformat() if time else ""

    @property
    def export_sha256(self) -> str | None:
        """The SHA-256 of the candidate's export, whose posts never merge with each other; None if it is in none."""
        return self.container.sha256 if self.container and self.item.suffix in {".xml", ".json"} else None

    def is_better(self, suffix: str, shown: Row | None, *, shown_is_draft: bool) -> bool:
        """Return whether to show the candidate, not the capture with *suffix* and row *shown*.

        A capture that was read with certainty is better, else the one of higher rank, else the later one.
        """
        own_rank, shown_rank = _RANKS[self.item.suffix], _RANKS.get(suffix, 1)
        is_low = self.article.confidence == "low"
        shown_is_low = shown_is_draft and shown_rank <= _RANKS[".html"]
        if is_low != shown_is_low:
            return shown_is_low
        if own_rank != shown_rank:
            return own_rank > shown_rank
        if self.item.suffix in {".xml", ".json", ".md"}:
            return True  # a post that was exported again has been corrected
        return shown is not None and self.captured > shown.captured

    def outcome(self, result: Result, why: str = "", row: Row | None = None, warnings: Sequence[str] = ()) -> Outcome:
        """Return an outcome with *result* for the candidate, and with the files that *row* names."""
        article, evidence = (row.article, row.evidence) if row else (None, None)
        texts = (
            text.with_remedy("write `date:` in its file") if isinstance(text, UnknownDateWarning) else text
            for text in warnings
        )
        return Outcome(self.input, self.item.place, result, why, article, evidence, tuple(texts))
