"""An item with all that the decision needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newsgen.importers.import_log import Row
from newsgen.importers.items import ImportedItem, Outcome, Result
from newsgen.importers.near_duplicates import Sketch
from newsgen.loaders.capture.header import DATE_REMEDY
from newsgen.model.article import Article, Container

_RANKS = {".xml": 2, ".html": 1, ".txt": 0}
"""Which kind of original knows more of an article."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that came in."""

    item: ImportedItem
    input: str
    """The file that it was found in, as the user would type it."""
    digest: str
    """SHA-256 of the original."""
    keys: tuple[str, ...]
    """What it is known by, as `keys_of` spells it."""
    sketch: Sketch
    container: Container | None

    @property
    def article(self) -> Article:
        """Its record."""
        return self.item.article

    @property
    def captured(self) -> str:
        """The time of the capture, so that an earlier one sorts first; "" where it is unknown."""
        moment = self.article.captured
        if isinstance(moment, datetime) and moment.tzinfo:
            moment = moment.astimezone(UTC)
        return moment.isoformat() if moment else ""

    @property
    def export(self) -> str | None:
        """The SHA-256 of the export that holds it: what an export holds twice was published twice."""
        return self.container.sha256 if self.container and self.item.ending == ".xml" else None

    def is_better(self, ending: str, shown: Row | None) -> bool:
        """Tell whether it is to be shown instead of the capture with this *ending*: it knows more, or is the later."""
        rank, other = _RANKS[self.item.ending], _RANKS.get(ending, 1)
        if rank != other:
            return rank > other
        if self.item.ending == ".xml":
            return True  # a post that was exported again has been corrected
        return shown is not None and self.captured > shown.captured

    def ended(self, became: Result, why: str = "", row: Row | None = None, warnings: Sequence[str] = ()) -> Outcome:
        """Return what became of it."""
        article, evidence = (row.article, row.evidence) if row else (None, None)
        doubts = (text.replace(DATE_REMEDY, "write `date:` in its file") for text in warnings)
        return Outcome(self.input, self.item.place, became, why, article, evidence, tuple(doubts))
