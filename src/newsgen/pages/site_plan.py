"""Define the data from which the pages of a site are planned, and the data that all of them receive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from newsgen.archive.assemble import Archive
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.config import Config
from newsgen.model.fingerprints import fingerprint
from newsgen.model.urls import ARCHIVE, HOME, Link, index_url, month_url, page_url, year_url
from newsgen.pages.feeds import FeedLink, feed_links
from newsgen.pages.media import Media
from newsgen.pages.page import PagePlan
from newsgen.pages.structured_data import absolute_url, language_tag
from newsgen.text.date_format import format_month, local_digits, month_name

Labels = Mapping[str, str | Mapping[str, str]]
"""The words of the pages by name; words with a number have one form for each Arabic plural."""


@dataclass(frozen=True, slots=True)
class SharedContext:
    """The data that every page receives."""

    config: Config
    labels: Labels
    navigation: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    """The feeds of the whole site."""

    def context(self, url: str) -> dict[str, Any]:
        """Return what the site's plan gives the page at *url* in common with every page."""
        return {
            "site": self.config,
            "lang": language_tag(self.config),
            "labels": self.labels,
            "navigation": self.navigation,
            "feeds": self.feeds,
            "canonical": absolute_url(url, self.config),
        }


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The archive, the shared context and the media, from which the pages of a site are planned."""

    archive: Archive
    shared: SharedContext
    media: Media
    look: str | None = None
    """Identifies all that pictures for shared links show beside headlines; None if the site has no such pictures."""

    @property
    def config(self) -> Config:
        """The settings of the planned site."""
        return self.shared.config

    def page(
        self,
        url: str,
        template: str,
        context: Mapping[str, Any],
        trail: Sequence[Link] = (),
        inputs: bytes = b"",
    ) -> PagePlan:
        """Return the site's plan of a page whose breadcrumbs are home and *trail*, or empty if *trail* is.

        *inputs* is the fingerprint of all that, if the caller has a faster one.
        """
        inputs = inputs or fingerprint(url, template, trail, context)
        return PagePlan(url, template, inputs, partial(self._context, context, trail))

    def _context(self, context: Mapping[str, Any], trail: Sequence[Link]) -> Mapping[str, Any]:
        return {"breadcrumbs": self.breadcrumbs(trail), **context}

    def breadcrumbs(self, trail: Sequence[Link]) -> tuple[Link, ...]:
        """Return the site's plan of breadcrumbs: home and *trail*, or none if *trail* is empty."""
        return (Link(self.label("home"), HOME), *trail) if trail else ()

    def year_link(self, number: int) -> Link:
        """Return the site plan's link to the list of a year's articles."""
        return Link(local_digits(str(number), self.config.locale), year_url(number))

    def month_link(self, year: int, month: int) -> Link:
        """Return the site plan's link to the list of a month's articles."""
        return Link(format_month(year, month, self.config.locale), month_url(year, month))

    def month_name_link(self, year: int, month: int) -> Link:
        """Return the site plan's month link without the year, for lists below a heading with the year."""
        return Link(month_name(month, self.config.locale), month_url(year, month))

    def label(self, name: str) -> str:
        """Return a label from the site's plan that has no plural forms."""
        return str(self.shared.labels[name])

    def index_link(self, kind: Taxonomy) -> Link:
        """Return the site plan's link to the index of all sections, tags, authors or newspapers."""
        return Link(self.label(kind.value), index_url(kind.value))


def plan_site(archive: Archive, config: Config, labels: Labels, media: Media, look: str | None = None) -> SitePlan:
    """Return the plan of the site that publishes *archive*; *look* is as in `SitePlan`."""
    navigation = _navigation(archive, config, labels)
    # plain dictionaries, because the read-only ones of the theme cannot be pickled
    plain = {name: words if isinstance(words, str) else dict(words) for name, words in dict(labels).items()}
    return SitePlan(archive, SharedContext(config, plain, navigation, tuple(feed_links(archive, config))), media, look)


def _navigation(archive: Archive, config: Config, labels: Labels) -> tuple[Link, ...]:
    """Return the menu in the site's plan: the editor's, or else home, sections, archive and standalone pages."""
    if config.navigation is not None:
        return config.navigation
    links = [Link(str(labels["home"]), HOME)]
    if archive.terms.listed(Taxonomy.SECTION):
        links.append(Link(str(labels["sections"]), index_url(Taxonomy.SECTION.value)))
    if archive.cards:
        links.append(Link(str(labels["archive"]), ARCHIVE))
    return (*links, *(Link(page.title, page_url(page.name)) for page in archive.pages))
