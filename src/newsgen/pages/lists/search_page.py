"""Plan the page that searches the site in the reader's browser; without a script it leads to all lists."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from newsgen.archive.shards import shards_of
from newsgen.archive.taxonomies import Taxonomy, initial
from newsgen.model.urls import SEARCH, Link, letter_url
from newsgen.pages.list_pages import COMMON_TERMS, MAX_INDEX_TERMS, CountedLink, most_common
from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan
from newsgen.text.date_format import local_digits

_FILTERS = {Taxonomy.SECTION: "section", Taxonomy.SOURCE: "source", Taxonomy.AUTHOR: "author"}


class Choice(NamedTuple):
    """A filter of the search."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    """Each choice as its value and its title."""


def search_page(site: SitePlan) -> PagePlan:
    """Return the page that searches the site; it shows no counts, so that a new article seldom changes it."""
    archive = site.archive
    sections = tuple(
        CountedLink(term.link, None, archive.hues.get(term.name, 0)) for term in archive.terms.listed(Taxonomy.SECTION)
    )
    years = sorted({card.published.year for card in archive.cards if card.published}, reverse=True)
    context = {
        "sections": sections,
        "years": tuple(CountedLink(site.year_link(year), None) for year in years),
        "letters": _letters(site),
        "choices": (
            *_choices(site),
            Choice("year", site.label("year"), tuple((str(year), site.year_link(year).title) for year in years)),
        ),
        "client": json.dumps(_client(site), ensure_ascii=False, sort_keys=True),
    }
    return site.page(SEARCH, "search.html", context)


def _choices(site: SitePlan) -> Iterator[Choice]:
    """Yield the filters of the search by terms, each with the most common ones in alphabetical order."""
    for kind, name in _FILTERS.items():
        common = {term.name for term in most_common(site.archive.terms.listed(kind), COMMON_TERMS)}
        names = [term.name for term in site.archive.terms.listed(kind) if term.name in common]
        yield Choice(name, site.label(name), tuple((one, one) for one in names))


def _letters(site: SitePlan) -> tuple[tuple[Link, tuple[Link, ...]], ...]:
    """Return each index that is too long for one page, with its pages of single letters."""
    found = []
    for kind in Taxonomy:
        terms = site.archive.terms.listed(kind)
        if len(terms) > MAX_INDEX_TERMS:
            letters = [letter for letter, _ in groupby(terms, initial)]
            titles = [Link(one or site.label("digits_and_signs"), letter_url(kind.value, one)) for one in letters]
            found.append((site.index_link(kind), tuple(titles)))
    return tuple(found)


def _client(site: SitePlan) -> Mapping[str, Any]:
    """Return what the script of the search needs to know of the site."""
    labels = site.shared.labels
    return {
        "shards": len(shards_of(site.archive.cards)),
        "digits": local_digits("0123456789", site.config.locale),
        "results": labels["search_results"],
        "none": labels["search_none"],
        "failed": labels["search_failed"],
        "loading": labels["search_loading"],
        "near": labels["search_near"],
        "any": labels["search_any"],
    }
