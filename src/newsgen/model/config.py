"""Define the settings of a site and the options of one build."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from newsgen.model.colours import HUES
from newsgen.model.form_target import NO_FORM, FormTarget
from newsgen.model.urls import DEFAULT_PERMALINK, Link
from newsgen.text.date_format import Locale

SITE_FILE = "content/site.yml"
SYSTEM_FONT = "system"
FONTS = ("noto-naskh-arabic",)
"""The web fonts that a site can have, by name."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The editor's decisions about similar names of sections, tags, authors and newspapers."""

    merge: tuple[tuple[str, ...], ...] = ()
    """Groups of names that mean the same; the first name of each group is shown."""
    apart: tuple[str, ...] = ()
    """Spellings that are never merged with another."""


@dataclass(frozen=True, slots=True)
class SectionStyle:
    """What an editor decides about a section beside its name."""

    name: str
    colour: str | None = None
    """The name of one of the eight hues, or a colour of its own such as #1d4f91; None to let newsgen choose."""


def own_colours(styles: Iterable[SectionStyle]) -> list[str]:
    """Return the colours of sections in the settings that are not among the eight hues; they are numbered from 9."""
    return list(dict.fromkeys(style.colour for style in styles if style.colour and style.colour not in HUES))


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings, each with its default."""

    root: Path
    output: Path
    title: str = "أرشيف الأخبار"
    description: str = "مقالات صحفية عربية محفوظة كما نُشرت"
    base_url: str | None = None
    """Absolute and with a slash at its end; if None, the site works at any address and names none."""
    language: str = "ar"
    country: str = "MA"
    """As in `Locale`."""
    timezone: str | None = None
    """The zone of times that are written without one; if None, it is unknown, and pages show only their day."""
    digits: str | None = None
    """As in `Locale`."""
    permalink: str = DEFAULT_PERMALINK
    page_size: int = 20
    """Articles on a numbered list page."""
    feed_items: int = 20
    """Articles in a feed; 0 for no feeds."""
    feed_content: str = "summary"
    """`summary` or `full`: how much of each article a feed contains."""
    related: int = 5
    """Computed related articles shown beside each article; 0 for none."""
    spellings: Spellings = Spellings()
    font: str = "noto-naskh-arabic"
    publish_captures: bool = True
    publish_records: bool = False
    """Publish /archive.jsonl, the records of all articles."""
    navigation: tuple[Link, ...] | None = None
    """The links of the menu; if None, home, sections, archive and the standalone pages."""
    comment_form: FormTarget = NO_FORM
    sections: tuple[SectionStyle, ...] = ()
    """The sections that come first in the menu, in this order."""
    feed_lists: tuple[str, ...] = ("sections",)
    """The kinds of terms whose lists have a feed each."""
    footer: tuple[Link, ...] = ()
    """Links at the foot of every page."""
    accent: str | None = None
    """The colour of links, such as #7a1f1f; None for the theme's own."""
    logo: str | None = None
    """A picture in content/media/ that stands for the site's name."""
    social_image: str | None = None
    """A picture in content/media/ for shared links to pages without one."""
    short_addresses: bool = True
    """Publish /a/<id>/, which leads to the article and is what a citation prints; it needs `base_url`."""
    share_links: bool = True
    """Show links that share an article, without a script; they need `base_url`."""
    citation_files: bool = False
    """Publish each article's citation as BibTeX, RIS and CSL-JSON; they need `base_url`."""
    search: bool | None = None
    """Publish /search/ and its index; None to do so if the extra for it is installed."""
    social_pictures: bool = False
    """Make a picture for shared links of each article that has none; it needs `base_url`."""
    security_headers: bool = True
    """Publish `_headers`, by which some hosts send a content security policy."""
    skipped_checks: tuple[str, ...] = ()
    """The checks of the finished site that `newsgen check` leaves out."""

    @property
    def has_short_addresses(self) -> bool:
        """Whether the site with these settings publishes short addresses."""
        return self.short_addresses and self.base_url is not None

    @property
    def has_citation_files(self) -> bool:
        """Whether the site with these settings publishes citations as files."""
        return self.citation_files and self.base_url is not None

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of the site's configuration; UTC needs no database, which some machines lack."""
        return UTC if self.timezone == "UTC" else ZoneInfo(self.timezone) if self.timezone else None

    @property
    def locale(self) -> Locale:
        """How the site's configuration has dates and numbers printed."""
        return Locale(self.country, self.digits)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one build; the settings of the site are in `Config`."""

    drafts: bool = False
    until: date | None = None
    """Articles dated after this day are not published; None publishes all."""
    keep_going: bool = False
    clean: bool = False
    """Ignore the cache."""
    now: datetime | None = None
    """The current moment, with the user's zone. It decides only what publish and expiry dates hold back, if *until*
    is None, and which dates are in the future."""
    index: bool = True
    """Index the articles for the search; if False, the site keeps the index that it has."""

    @property
    def today(self) -> date | None:
        """The user's current date."""
        return self.now.date() if self.now else None


MEDIA_FOLDER = "content/media"
"""The folder of an editor's pictures and other files, below the root."""
