"""Plan the pages that list articles: home, terms, years and months, and the indexes that lead to them.

What changes with every article (counts, the newest articles) is shown only on first pages and indexes, so
that a new article leaves the numbered pages unchanged.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from newsgen.archive.taxonomies import Taxonomy, Term, initial
from newsgen.model.article_meta import Card
from newsgen.model.fingerprints import fingerprint, plain_fingerprint
from newsgen.model.urls import ARCHIVE, HOME, NOT_FOUND, UNDATED, Link, index_url, letter_url, undated_url
from newsgen.pages.body_html import rewrite_for_page
from newsgen.pages.feeds import term_feed
from newsgen.pages.lists.front_page import front_page
from newsgen.pages.lists.pagination import ListPage, paginate
from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan

MAX_INDEX_TERMS = 1_000
"""Terms that one index shows; a longer one shows the most common, and has a page for each first letter."""
COMMON_TERMS = 300
HOME_TERMS = 12


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A link and the number of articles behind it; None if that number would become outdated."""

    link: Link
    count: int | None
    hue: int = 0
    """The number of the section's hue; 0 if the link does not lead to a section."""


@dataclass(frozen=True, slots=True)
class IndexLink:
    """A link to an index of the archive, with some of its terms."""

    link: Link
    terms: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the archive with its months, in the order of the calendar."""

    number: int
    link: Link
    count: int
    months: tuple[CountedLink, ...]


def list_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the home page, all lists and all indexes."""
    yield from _home_pages(site)
    for kind in Taxonomy:
        terms = site.archive.terms.listed(kind)
        if terms:
            yield from _index_pages(kind, terms, site)
        for term in terms:
            yield from _term_pages(term, site)
    if site.archive.cards:
        yield from _date_pages(site)


def _home_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the list pages of the newest articles, from home on; if none is dated, home shows the first undated."""
    archive, size, heading = site.archive, site.config.page_size, site.label("all_articles")
    undated = _undated_link(site)
    for page in paginate(HOME, archive.dated, size):
        if page.number:
            context = {**_EMPTY_CONTEXT, "list": page, "heading": heading, "first": HOME}
            inputs = plain_fingerprint(
                page.url, heading, _fingerprint_of_cards(site, page.items), page.newer, page.older
            )
            yield site.page(page.url, "list.html", context, [Link(heading, None)], inputs)._replace(day=_day(page))
        else:
            shown = page.items or archive.undated[:size]
            context = {"list": page, "cards": shown, "undated": undated, "doors": tuple(_index_links(site))}
            yield site.page(HOME, "home.html", {**context, "front": front_page(shown, archive)})


def _index_links(site: SitePlan) -> Iterator[IndexLink]:
    """Yield a link to each index that is not empty, with its most common terms, or with all years."""
    for kind in Taxonomy:
        terms = site.archive.terms.listed(kind)
        if terms:
            shown = most_common(terms, HOME_TERMS)
            yield IndexLink(site.index_link(kind), tuple(_counted_link(term, site) for term in shown))
    if site.archive.cards:
        years = Counter(card.published.year for card in site.archive.cards if card.published)
        links = tuple(CountedLink(site.year_link(year), count) for year, count in sorted(years.items(), reverse=True))
        yield IndexLink(Link(site.label("archive"), ARCHIVE), links)


_EMPTY_CONTEXT: Mapping[str, Any] = dict.fromkeys(
    ("label", "count", "feed", "months", "undated", "more_undated", "hue", "blurb")
)
"""What a list page receives under these names if it has nothing to show."""


def _listing(
    site: SitePlan, link: Link, cards: Sequence[Card], trail: Sequence[Link], **extra: Any
) -> Iterator[PagePlan]:
    """Yield the pages of the list that *link* leads to; of *extra* only label and hue go beyond the first.

    Undated articles follow the dated ones on the first page; if they are many, they have a list of their own.
    Numbered pages contain none of them, because the first date that becomes known would move them all.
    """
    size, first = site.config.page_size, link.url or HOME
    dated = [card for card in cards if card.published]
    undated = [card for card in cards if not card.published]
    more = undated_url(first) if len(undated) > size else None
    shown = {"count": len(cards), "undated": undated[:size], "more_undated": more, **extra}
    yield from _paginated(site, link, dated, trail, shown)
    if more:
        all_undated = Link(f"{link.title}: {site.label('undated')}", more)
        shown = {"count": len(undated), "label": extra.get("label"), "hue": extra.get("hue")}
        yield from _paginated(site, all_undated, undated, [*trail, link], shown)


def _paginated(
    site: SitePlan, link: Link, cards: Sequence[Card], trail: Sequence[Link], shown: Mapping[str, Any]
) -> Iterator[PagePlan]:
    """Yield the first page of a list, which alone receives all of *shown*, and the numbered pages."""
    first = link.url or HOME
    same_on_all = {"heading": link.title, "first": first, "label": shown.get("label"), "hue": shown.get("hue")}
    shared = {**_EMPTY_CONTEXT, **same_on_all}
    same = plain_fingerprint(*link, shared["label"], shared["hue"], *chain.from_iterable(trail))
    for page in paginate(first, cards, site.config.page_size):
        inputs = plain_fingerprint(page.url, same, _fingerprint_of_cards(site, page.items), page.newer, page.older)
        context, path = {**shared, "list": page}, [*trail, link]
        if page.number is None:
            context, path = {**context, **shown}, list(trail)
            undated = _fingerprint_of_cards(site, shown.get("undated") or ())
            inputs += fingerprint({**shown, "undated": undated, "pages": page.pages})
        yield site.page(page.url, "list.html", context, path, inputs)._replace(day=_day(page))


def _day(page: ListPage[Card]) -> int:
    """Return the day, as an ordinal, of the first article of a list's *page*; 0 if there is none or it is undated."""
    published = page.items[0].published if page.items else None
    return published.toordinal() if published else 0


def _fingerprint_of_cards(site: SitePlan, cards: Iterable[Card]) -> bytes:
    """Return the fingerprint of the *cards* of a list, each of which a dozen other pages show too."""
    known = site.archive.card_fingerprints
    return plain_fingerprint(*[known[card.id] for card in cards])


def _term_pages(term: Term, site: SitePlan) -> Iterator[PagePlan]:
    """Yield the pages of the list of a term's articles."""
    cards = [site.archive.by_id[key] for key in term.ids]
    feed = term_feed(term, site.archive, site.config)
    feeds = (*site.shared.feeds, feed) if feed else site.shared.feeds
    trail, label = [site.index_link(term.kind)], site.label(term.kind.name.lower())
    hue = site.archive.hues.get(term.name) if term.kind is Taxonomy.SECTION else None
    extra = {"label": label, "feed": feed, "feeds": feeds, "hue": hue, "blurb": _blurb(term.url or HOME, site)}
    yield from _listing(site, term.link, cards, trail, **extra)


def _blurb(url: str, site: SitePlan) -> str | None:
    """Return the HTML that an editor wrote for the list of an author or newspaper at *url*; None if there is none."""
    page = site.archive.blurbs.get(url)
    return rewrite_for_page(page.body_html, url, site.media.items) if page else None


def _index_pages(kind: Taxonomy, terms: Sequence[Term], site: SitePlan) -> Iterator[PagePlan]:
    """Yield the index of all terms of a kind; a long one is divided by first letter."""
    link = site.index_link(kind)
    url, defaults = index_url(kind.value), {"letters": (), "subheading": None, "heading": link.title}
    if len(terms) <= MAX_INDEX_TERMS:
        yield site.page(url, "terms.html", {**defaults, "terms": tuple(_counted_link(term, site) for term in terms)})
        return
    parts = {letter: tuple(group) for letter, group in groupby(terms, initial)}
    letters = tuple(Link(letter or site.label("digits_and_signs"), letter_url(kind.value, letter)) for letter in parts)
    shown = tuple(_counted_link(term, site) for term in most_common(terms, COMMON_TERMS))
    context = {**defaults, "letters": letters, "subheading": site.label("commonest"), "terms": shown}
    yield site.page(url, "terms.html", context)
    for letter, part in zip(letters, parts.values(), strict=True):
        heading = f"{link.title}: {letter.title}"
        uncounted = tuple(CountedLink(term.link, None) for term in part)
        context = {**defaults, "letters": letters, "heading": heading, "terms": uncounted}
        yield site.page(letter.url or "", "terms.html", context, [link])


def most_common(terms: Sequence[Term], count: int) -> list[Term]:
    """Return for a list the *count* terms with the most articles, most first; ties are in alphabetical order."""
    return nlargest(count, terms, key=lambda term: len(term.ids))


def _counted_link(term: Term, site: SitePlan) -> CountedLink:
    hue = site.archive.hues.get(term.name, 0) if term.kind is Taxonomy.SECTION else 0
    return CountedLink(term.link, len(term.ids), hue)


def _date_pages(site: SitePlan) -> Iterator[PagePlan]:
    """Yield the archive by year and month, and the list of undated articles."""
    archive = site.archive
    years = _by_year_and_month(archive.dated)
    index = Link(site.label("archive"), ARCHIVE)
    counted = tuple(_counted_year(site, year, months) for year, months in years.items())
    context = {"years": counted, "undated": _undated_link(site), "count": len(archive.cards)}
    yield site.page(ARCHIVE, "archive.html", context)
    for year, shown_year in zip(years, counted, strict=True):
        cards = list(chain.from_iterable(years[year].values()))
        yield from _listing(site, shown_year.link, cards, [index], months=shown_year.months)
        for month, month_cards in years[year].items():
            yield from _listing(site, site.month_link(year, month), month_cards, [index, shown_year.link])
    if archive.undated:
        shown = {"count": len(archive.undated)}
        yield from _paginated(site, Link(site.label("undated"), UNDATED), archive.undated, [index], shown)


def missing_page(site: SitePlan) -> PagePlan:
    """Return the page that a server shows for an address that does not exist; it leads to sections, years and indexes.

    It shows no counts and no newest articles, so that a new article seldom changes it.
    """
    archive = site.archive
    sections = tuple(CountedLink(term.link, None, archive.hues[term.name]) for term in archive.menu_sections)
    years = sorted({card.published.year for card in archive.cards if card.published}, reverse=True)
    context = {
        "canonical": None,
        "sections": sections,
        "years": tuple(CountedLink(site.year_link(year), None) for year in years),
    }
    return site.page(NOT_FOUND, "404.html", context)


def _by_year_and_month(cards: Iterable[Card]) -> dict[int, dict[int, list[Card]]]:
    """Return dated *cards* for lists by the year and month of the date printed on them, newest first."""
    dated = [(card.published.year, card.published.month, card) for card in cards if card.published]
    years: dict[int, dict[int, list[Card]]] = {}
    for year, month, card in sorted(dated, key=itemgetter(0, 1), reverse=True):
        years.setdefault(year, {}).setdefault(month, []).append(card)
    return years


def _counted_year(site: SitePlan, year: int, months: Mapping[int, Sequence[Card]]) -> Year:
    in_order = sorted(months.items(), key=itemgetter(0))
    counted = tuple(CountedLink(site.month_name_link(year, month), len(cards)) for month, cards in in_order)
    return Year(year, site.year_link(year), sum(map(len, months.values())), counted)


def _undated_link(site: SitePlan) -> CountedLink | None:
    count = len(site.archive.undated)
    return CountedLink(Link(site.label("undated"), UNDATED), count) if count else None
