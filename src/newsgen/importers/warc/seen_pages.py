"""Recognise pages of a web archive that are the same as an earlier one, and what its revisits refer to."""

from dataclasses import dataclass, field, replace
from typing import cast

from newsgen.importers.intake.candidate import PreparedItem
from newsgen.importers.items import Finding, Skipped


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read, before it is compared with those before it."""

    place: str
    position: str
    """Where its record begins, without its address."""
    finding: Finding | PreparedItem | None
    """What it is if no earlier page has its bytes; None if it was not parsed, because one has."""
    body_key: bytes | None = None
    """A digest of its URL and bytes; None if these cannot be read."""
    payload_keys: tuple[bytes, ...] = ()
    """Digests of what the archive declares as the digest of its bytes; revisits refer to it."""


@dataclass(frozen=True, slots=True)
class ReadRevisit:
    """A record which says that a page was unchanged."""

    finding: Skipped
    """Without the place of that page."""
    payload_keys: tuple[bytes, ...]
    """As in `ReadPage`."""


@dataclass(slots=True)
class SeenPages:
    """The positions of the pages of an archive so far."""

    bodies: dict[bytes, str] = field(default_factory=dict)
    """Position by `body_key`."""
    payloads: dict[bytes, str] = field(default_factory=dict)
    """Position by each of `payload_keys`."""

    def compare(self, found: ReadPage | ReadRevisit) -> Finding | PreparedItem:
        """Return the finding for what was read after the pages that were compared before; remember it."""
        if isinstance(found, ReadRevisit):
            earlier = next(filter(None, map(self.payloads.get, found.payload_keys)), None)
            location = (
                f"; the page is at {earlier}" if earlier else "; the page itself is not in this archive before it"
            )
            return replace(found.finding, why=found.finding.why + location)
        identical = None
        if found.body_key:
            identical = self.bodies.get(found.body_key)
            self.bodies.setdefault(found.body_key, found.position)
            for known in found.payload_keys:
                self.payloads.setdefault(known, found.position)
        if identical:
            return Skipped(found.place, f"has the same bytes as the page at {identical}, which has the same URL")
        return cast("Finding | PreparedItem", found.finding)
