"""Define the data from which the pages of a site are planned, and the data that all of them receive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from newsgen.archive.assemble import Archive
from newsgen.archive.taxonomies import Taxonomy
from newsgen.model.config import Config
from newsgen.model.fingerprints import fingerprint
from newsgen.model.pictures import MediaFile
from newsgen.model.urls import ARCHIVE, CORRECTIONS, HOME, Link, index_url, month_url, page_url, year_url
from newsgen.pages.feeds import FeedLink, feed_links
from newsgen.pages.media import Media, site_picture
from newsgen.pages.page import PagePlan
from newsgen.pages.structured_data import absolute_url, language_tag
from newsgen.text.date_format import format_month, local_digits, month_name

Labels = Mapping[str, str | Mapping[str, str]]
"""The words of the pages by name; words with a number have one form for each Arabic plural."""


MENU_LINKS = 10
"""Links of the menu, unless an editor chooses more."""


class MenuLink(NamedTuple):
    """A link of a menu."""

    title: str
    url: str
    """An address of this site, or of another site."""
    hue: int = 0
    """The number of the section's hue; 0 if the link does not lead to a section."""


@dataclass(frozen=True, slots=True)
class SharedContext:
    """The data that every page receives."""

    config: Config
    labels: Labels
    navigation: tuple[MenuLink, ...]
    feeds: tuple[FeedLink, ...]
    """The feeds of the whole site."""
    footer: tuple[MenuLink, ...] = ()
    """The editor's links at the foot of every page."""
    logo: MediaFile | None = None
    social_image: str | None = None
    """The absolute URL of the picture for shared links to pages without one."""
    indexes: tuple[Link, ...] = ()
    """The indexes that are not empty, for the foot of every page."""
    pages: tuple[Link, ...] = ()
    """The standalone pages, for the foot of every page."""
    corrections_url: str | None = None
    """The address of the list of corrections and withdrawals; None if there is none."""

    def context(self) -> dict[str, Any]:
        """Return what the site's plan gives every page."""
        return {
            "site": self.config,
            "lang": language_tag(self.config),
            "labels": self.labels,
            "navigation": self.navigation,
            "feeds": self.feeds,
            "footer": self.footer,
            "logo": self.logo,
            "social_image": self.social_image,
            "site_feeds": self.feeds,
            "indexes": self.indexes,
            "pages": self.pages,
            "corrections_url": self.corrections_url,
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
    # plain dictionaries, because the read-only ones of the theme cannot be pickled
    plain = {name: words if isinstance(words, str) else dict(words) for name, words in dict(labels).items()}
    social = site_picture(config.social_image, media)
    shared = SharedContext(
        config,
        plain,
        _navigation(archive, config, labels),
        tuple(feed_links(archive, config)),
        _with_hues(config.footer, archive),
        site_picture(config.logo, media),
        absolute_url(social.url, config) if social else None,
        tuple(_indexes(archive, labels)),
        tuple(Link(page.title, page_url(page.name)) for page in archive.pages if page.shown_in != "nowhere"),
        CORRECTIONS if archive.notices.listed else None,
    )
    return SitePlan(archive, shared, media, look)


def _indexes(archive: Archive, labels: Labels) -> Iterator[Link]:
    """Yield a link to each index that the site's plan has."""
    for kind in Taxonomy:
        if archive.terms.listed(kind):
            yield Link(str(labels[kind.value]), index_url(kind.value))
    if archive.cards:
        yield Link(str(labels["archive"]), ARCHIVE)
    if archive.notices.listed and all(page_url(page.name) != CORRECTIONS for page in archive.pages):
        yield Link(str(labels["corrections"]), CORRECTIONS)


def _navigation(archive: Archive, config: Config, labels: Labels) -> tuple[MenuLink, ...]:
    """Return the menu: the editor's, or else home, the main sections, the archive and the standalone pages.

    The index of all sections is in it if there are more of them. Of many pages only the first are in it, because they
    are all at the foot; an editor's sections are never left out.
    """
    if config.navigation is not None:
        return _with_hues(config.navigation, archive)
    links = [Link(str(labels["home"]), HOME), *(term.link for term in archive.menu_sections)]
    if len(archive.terms.listed(Taxonomy.SECTION)) > len(archive.menu_sections):
        links.append(Link(str(labels["all_sections"]), index_url(Taxonomy.SECTION.value)))
    if archive.cards:
        links.append(Link(str(labels["archive"]), ARCHIVE))
    pages = [page for page in archive.pages if page.shown_in == "menu"][: max(0, MENU_LINKS - len(links))]
    links += (Link(page.title, page_url(page.name)) for page in pages)
    return _with_hues(links, archive)


def _with_hues(links: Iterable[Link], archive: Archive) -> tuple[MenuLink, ...]:
    """Return *links* of a menu, each that leads to a section with the hue of that section."""
    hues = {term.url: archive.hues[term.name] for term in archive.terms.listed(Taxonomy.SECTION)}
    return tuple(MenuLink(link.title, link.url or HOME, hues.get(link.url, 0)) for link in links)
