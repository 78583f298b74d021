"""The pages that list articles: home, terms, years and months, and the indexes that lead to them.

What changes with every article (counts, the newest) stands on first pages and indexes alone, so that
a new article leaves the numbered pages as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from newsgen.archive.taxonomies import Taxonomy, Term, initial
from newsgen.model.article_meta import Card
from newsgen.model.urls import ARCHIVE, HOME, UNDATED, Link, index_url, letter_url, undated_url
from newsgen.pages.feeds import section_feed
from newsgen.pages.page import Page
from newsgen.pages.pagination import paginate
from newsgen.pages.site_plan import SitePlan

MOST_TERMS = 1_000
"""Terms that one index shows; a longer one shows the commonest, and all of them letter by letter."""
COMMONEST = 300
HOME_TERMS = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """A link, and how many articles are behind it; None where the count would go stale."""

    link: Link
    count: int | None


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the archive, with some of what is behind it."""

    link: Link
    terms: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the archive, with its months, the newest first."""

    number: int
    link: Link
    count: int
    months: tuple[Counted, ...]


def list_pages(site: SitePlan) -> Iterator[Page]:
    """Yield home, all lists and all indexes."""
    yield from _home(site)
    for kind in Taxonomy:
        terms = site.archive.terms.listed(kind)
        if terms:
            yield from _index(kind, terms, site)
        for term in terms:
            yield from _term(term, site)
    if site.archive.cards:
        yield from _by_date(site)


def _home(site: SitePlan) -> Iterator[Page]:
    """Yield the newest articles; where none is dated, the first of the others."""
    archive, size, heading = site.archive, site.config.page_size, site.label("all_articles")
    undated = _undated(site) if archive.undated else None
    for page in paginate(HOME, archive.dated, size):
        if page.number:
            context = {**_NOTHING, "list": page, "heading": heading, "first": HOME}
            yield site.page(page.url, "list.html", context, [Link(heading, None)])
        else:
            shown = page.items or archive.undated[:size]
            context = {"list": page, "cards": shown, "undated": undated, "doors": tuple(_doors(site))}
            yield site.page(HOME, "home.html", context)


def _doors(site: SitePlan) -> Iterator[Door]:
    """Yield the ways into the archive that lead somewhere."""
    for kind in Taxonomy:
        terms = site.archive.terms.listed(kind)
        if terms:
            shown = _commonest(terms, HOME_TERMS) if kind is Taxonomy.SECTION else ()
            yield Door(site.index(kind), tuple(map(_counted, shown)))
    if site.archive.cards:
        yield Door(Link(site.label("archive"), ARCHIVE), ())


_NOTHING: Mapping[str, Any] = dict.fromkeys(("label", "count", "feed", "months", "undated", "more_undated"))
"""What a list page receives where there is nothing to show."""


def _list(site: SitePlan, link: Link, cards: Sequence[Card], trail: Sequence[Link], **extra: Any) -> Iterator[Page]:
    """Yield the pages of the list that *link* leads to; *extra* goes to the first alone, but for the label.

    Undated articles follow the dated ones on the first page; where they are many they have a list of their
    own. Numbered pages hold none of them: the first date that becomes known would move them all.
    """
    size, first = site.config.page_size, link.url or HOME
    dated = [card for card in cards if card.published]
    undated = [card for card in cards if not card.published]
    more = undated_url(first) if len(undated) > size else None
    shown = {"count": len(cards), "undated": undated[:size], "more_undated": more, **extra}
    yield from _pages(site, link, dated, trail, shown)
    if more:
        all_undated = Link(f"{link.title}: {site.label('undated')}", more)
        shown = {"count": len(undated), "label": extra.get("label")}
        yield from _pages(site, all_undated, undated, [*trail, link], shown)


def _pages(
    site: SitePlan, link: Link, cards: Sequence[Card], trail: Sequence[Link], shown: Mapping[str, Any]
) -> Iterator[Page]:
    """Yield the first page of a list, which alone receives what is *shown*, and the numbered ones."""
    first = link.url or HOME
    shared = {**_NOTHING, "heading": link.title, "first": first, "label": shown.get("label")}
    for page in paginate(first, cards, site.config.page_size):
        context = {**shared, "list": page, **({} if page.number else shown)}
        yield site.page(page.url, "list.html", context, [*trail, link] if page.number else trail)


def _term(term: Term, site: SitePlan) -> Iterator[Page]:
    """Yield the list of a term's articles."""
    cards = [site.archive.by_id[key] for key in term.ids]
    feed = section_feed(term, site.archive, site.config) if term.kind is Taxonomy.SECTION else None
    label = site.label(term.kind.name.lower())
    feeds = (*site.common.feeds, feed) if feed else site.common.feeds
    yield from _list(site, term.link, cards, [site.index(term.kind)], label=label, feed=feed, feeds=feeds)


def _index(kind: Taxonomy, terms: Sequence[Term], site: SitePlan) -> Iterator[Page]:
    """Yield the index of all terms of a kind; a long one is divided by their first letters."""
    link = site.index(kind)
    url, nothing = index_url(kind.value), {"letters": (), "subheading": None, "heading": link.title}
    if len(terms) <= MOST_TERMS:
        yield site.page(url, "terms.html", {**nothing, "terms": tuple(map(_counted, terms))})
        return
    parts = {letter: tuple(group) for letter, group in groupby(terms, initial)}
    letters = tuple(Link(letter or site.label("digits_and_signs"), letter_url(kind.value, letter)) for letter in parts)
    shown = tuple(map(_counted, _commonest(terms, COMMONEST)))
    context = {**nothing, "letters": letters, "subheading": site.label("commonest"), "terms": shown}
    yield site.page(url, "terms.html", context)
    for letter, part in zip(letters, parts.values(), strict=True):
        heading = f"{link.title}: {letter.title}"
        uncounted = tuple(Counted(term.link, None) for term in part)
        context = {**nothing, "letters": letters, "heading": heading, "terms": uncounted}
        yield site.page(letter.url or "", "terms.html", context, [link])


def _commonest(terms: Sequence[Term], count: int) -> list[Term]:
    """Return the *count* terms with most articles, the most first, among equals in alphabetical order."""
    return sorted(terms, key=lambda term: -len(term.ids))[:count]


def _counted(term: Term) -> Counted:
    return Counted(term.link, len(term.ids))


def _by_date(site: SitePlan) -> Iterator[Page]:
    """Yield the archive by year and month, and what has no date."""
    archive = site.archive
    years = _grouped(archive.dated)
    index = Link(site.label("archive"), ARCHIVE)
    counted = tuple(_year(site, year, months) for year, months in years.items())
    undated = _undated(site) if archive.undated else None
    yield site.page(ARCHIVE, "archive.html", {"years": counted, "undated": undated, "count": len(archive.cards)})
    for year, shown_year in zip(years, counted, strict=True):
        cards = list(chain.from_iterable(years[year].values()))
        yield from _list(site, shown_year.link, cards, [index], months=shown_year.months)
        for month, month_cards in years[year].items():
            yield from _list(site, site.month(year, month), month_cards, [index, shown_year.link])
    if archive.undated:
        shown = {"count": len(archive.undated)}
        yield from _pages(site, Link(site.label("undated"), UNDATED), archive.undated, [index], shown)


def _grouped(cards: Iterable[Card]) -> dict[int, dict[int, list[Card]]]:
    """Return dated *cards* by year and month of the day that is printed on them, the newest first."""
    groups: dict[tuple[int, int], list[Card]] = defaultdict(list)
    for card in cards:
        if card.published:
            groups[card.published.year, card.published.month].append(card)
    years: dict[int, dict[int, list[Card]]] = defaultdict(dict)
    for year, month in sorted(groups, reverse=True):
        years[year][month] = groups[year, month]
    return years


def _year(site: SitePlan, year: int, months: Mapping[int, Sequence[Card]]) -> Year:
    counted = tuple(Counted(site.month_alone(year, month), len(cards)) for month, cards in months.items())
    return Year(year, site.year(year), sum(map(len, months.values())), counted)


def _undated(site: SitePlan) -> Counted:
    return Counted(Link(site.label("undated"), UNDATED), len(site.archive.undated))
