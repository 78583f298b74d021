"""Choose what the front page shows: a lead, headlines, a row, a block for each section, and the rest.

Every article of the list that the front page begins is on it exactly once; a block may show older ones too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsgen.archive.assemble import Archive
from newsgen.model.article_meta import Card
from newsgen.model.urls import Link

HEADLINES = 6
"""Headlines beside a lead with a picture; without one it is half as tall, and they are half as many."""
ROW = 4
"""Cards in the row below; with fewer pictures, the row has none."""
BLOCK_CARDS = 5
"""The cards of a section's block: a large one, and headlines."""
_MIN_BLOCK_CARDS = 4


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section with its newest articles that are nowhere else on the front page."""

    link: Link
    count: int
    """All articles of the section."""
    hue: int
    large: Card
    headlines: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows of the archive."""

    lead: Card | None
    """None if there are no articles."""
    headlines: tuple[Card, ...]
    row: tuple[Card, ...]
    blocks: tuple[SectionBlock, ...]
    rest: tuple[Card, ...]
    """The articles of the list that are not above."""


def front_page(items: Sequence[Card], archive: Archive) -> FrontPage:
    """Return the front page whose list has *items*, newest first; it may show other articles of *archive* too."""
    lead = _lead(items, archive)
    if lead is None:
        return FrontPage(None, (), (), (), ())
    others = [card for card in items if card.id != lead.id]
    beside = HEADLINES if lead.picture else HEADLINES // 2
    headlines, others = others[:beside], others[beside:]
    row = _row(others)
    shown = {lead.id, *(card.id for card in (*headlines, *row))}
    blocks = tuple(_blocks(archive, shown))
    rest = tuple(card for card in others if card.id not in shown)
    return FrontPage(lead, tuple(headlines), row, blocks, rest)


def _lead(items: Sequence[Card], archive: Archive) -> Card | None:
    """Return the article that an editor of the front page chose; else the newest of *items* with a picture."""
    featured = (card for card in archive.cards if archive.metas[card.id].featured)
    pictured = (card for card in items if card.picture)
    return next(featured, None) or next(pictured, None) or next(iter(items), None)


def _row(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return the front page's row: the newest *cards* with pictures, or without if there are too few; else none."""
    pictured = [card for card in cards if card.picture]
    row = tuple(pictured if len(pictured) >= ROW else cards)[:ROW]
    return row if len(row) == ROW else ()


def _blocks(archive: Archive, shown: set[str]) -> Iterator[SectionBlock]:
    """Yield a block of the front page for each section of the menu; add the ids of its articles to *shown*."""
    for term in archive.menu_sections:
        new = [key for key in term.ids[: BLOCK_CARDS + len(shown)] if key not in shown][:BLOCK_CARDS]
        if len(new) < _MIN_BLOCK_CARDS:
            continue
        shown.update(new)
        cards = [archive.by_id[key] for key in new]
        large = next((card for card in cards if card.picture), cards[0])
        headlines = tuple(card for card in cards if card is not large)
        yield SectionBlock(term.link, len(term.ids), archive.hues[term.name], large, headlines)
