"""Plan the page that searches the site in the reader's browser; without a script it leads to all lists."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from newsgen.archive.shards import shards_of
from newsgen.archive.taxonomies import Taxonomy, initial
from newsgen.model.urls import SEARCH, Link, letter_url
from newsgen.pages.list_pages import COMMON_TERMS, MAX_INDEX_TERMS, CountedLink, most_common
from newsgen.pages.page import PagePlan
from newsgen.pages.site_plan import SitePlan
from newsgen.text.date_format import local_digits

_FILTERS = {Taxonomy.SECTION: "section", Taxonomy.SOURCE: "source", Taxonomy.AUTHOR: "author"}
_WORDS = ("search_results", "search_none", "search_failed", "search_loading", "search_near", "search_any")
"""The labels that the script of the page shows."""


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
        "choices": (*_choices(site), ("year", tuple((str(year), site.year_link(year).title) for year in years))),
        "client": json.dumps(_client(site), ensure_ascii=False, sort_keys=True),
        "robots": "noindex",
    }
    return site.page(SEARCH, "search.html", context)


def _choices(site: SitePlan) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the filters of the search, each with its name and its choices: a value and a title."""
    chosen = []
    for kind, name in _FILTERS.items():
        terms = most_common(site.archive.terms.listed(kind), COMMON_TERMS)
        chosen.append((name, tuple(sorted((term.name, term.name) for term in terms))))
    return tuple(chosen)


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
    return {
        "shards": len(shards_of(site.archive.cards)),
        "digits": local_digits("0123456789", site.config.locale),
        **{name: site.shared.labels[name] for name in _WORDS},
    }
