"""Collect what readers are told of withdrawn and corrected articles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import NamedTuple

from newsgen.archive.addresses import Addresses
from newsgen.archive.corrections_log import Action, CorrectionsLog, newest_first
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.urls import CORRECTIONS, page_url, place_key
from newsgen.text.dates import as_datetime


class Correction(NamedTuple):
    """A correction as the page of its article shows it."""

    day: date
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words of the correction, its paragraphs separated by blank lines."""
        return "\n\n".join(self.paragraphs)


class Notice(NamedTuple):
    """A correction or a withdrawal as a list shows it, with its article."""

    action: Action
    article: str
    """The id of the article."""
    url: str
    headline: str
    lang: str | None
    """The code of the article's language if that is not the site's."""
    day: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """All that readers are told of the withdrawn and corrected articles of an archive."""

    withdrawn: tuple[Notice, ...] = ()
    """In the order of their ids."""
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    """Newest first, by the ids of the published articles."""
    listed: tuple[Notice, ...] = ()
    """Newest first; empty if the site has no list of them."""
    warnings: tuple[str, ...] = ()


NO_NOTICES = Notices()


def notices_of(
    metas: Iterable[ArticleMeta], addresses: Addresses, log: CorrectionsLog, language: str | None
) -> Notices:
    """Return the notices of those of *metas*, withdrawn and published, that have an address and are in the *log*."""
    concerned = {meta.id: meta for meta in metas if meta.id in log.withdrawals or meta.id in log.corrections}
    if not concerned:
        return NO_NOTICES
    notices = [
        Notice(
            one.action,
            one.article,
            addresses.urls[one.article],
            concerned[one.article].headline,
            concerned[one.article].lang if concerned[one.article].lang != language else None,
            one.day,
            one.paragraphs,
        )
        for one in newest_first(log.entries)
        if one.article in concerned
        and not one.undone
        and (one.action == "withdraw" or one.article not in log.withdrawals)
    ]
    corrections: dict[str, list[Correction]] = {}
    for one in notices:
        if one.action == "correct":
            corrections.setdefault(one.article, []).append(Correction(one.day, one.paragraphs))
    taken = _taken(addresses)
    return Notices(
        tuple(sorted((one for one in notices if one.action == "withdraw"), key=lambda one: one.article)),
        {key: tuple(ones) for key, ones in corrections.items()},
        () if taken else tuple(notices),
        (f"the list of corrections is left out, because its address /{CORRECTIONS} is that of /{taken}",)
        if taken
        else (),
    )


def _taken(addresses: Addresses) -> str | None:
    """Return an address of an article, or one that leads elsewhere, where the list of notices would be, or None.

    A standalone page at the address of the list is no obstacle, because it shows the list below its text.
    """
    place = place_key(CORRECTIONS)
    pages = (page_url(page.name) for page in addresses.pages if page_url(page.name) != CORRECTIONS)
    used = (*addresses.urls.values(), *addresses.redirects, *pages)
    return next((one for one in used if place_key(one).partition("/")[0] == place), None)


def with_correction_day(meta: ArticleMeta, corrections: Sequence[Correction], zone: tzinfo) -> ArticleMeta:
    """Return the metadata of an article whose notices are *corrections* with the day of the last one as its change."""
    return meta._replace(updated=last_change(meta.published, meta.updated, corrections, zone))


def last_change(
    published: date | None, updated: date | None, corrections: Sequence[Correction], zone: tzinfo
) -> date | None:
    """Return when an article was changed last, given its *corrections*, newest first, which are notices of a day.

    A correction of the day on which it was published or changed does not move that time back to midnight.
    """
    if not corrections:
        return updated
    moments = [moment for moment in (updated, published) if moment]
    return max([*moments, corrections[0].day], key=lambda moment: as_datetime(moment, zone))
