"""Config and build options."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsgen.model.urls import DEFAULT_PERMALINK, Link

SITE_FILE = "content/site.yml"
SYSTEM_FONT = "system"
FONTS = ("noto-naskh-arabic",)
"""The web fonts that a site can have, by name."""


@dataclass(frozen=True, slots=True)
class FormTarget:
    """Where comments are sent: nowhere, to an https address, or to an e-mail address."""

    preset: str = "none"
    endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Spellings:
    """What an editor decides of names that are alike: sections, tags, authors and newspapers."""

    merge: tuple[tuple[str, ...], ...] = ()
    """Names that are one; the first of each group is shown."""
    apart: tuple[str, ...] = ()
    """Spellings that stand for themselves."""


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings, each with its default."""

    root: Path
    output: Path
    title: str = "أرشيف الأخبار"
    description: str = "مقالات صحفية عربية محفوظة كما نُشرت"
    base_url: str | None = None
    """Absolute and with a slash at its end; None: the site works at any address and names none."""
    language: str = "ar"
    country: str = "MA"
    timezone: str = "UTC"
    digits: str | None = None
    """`latin` or `arabic-indic`; None: as the newspapers of the country print them."""
    permalink: str = DEFAULT_PERMALINK
    page_size: int = 20
    """Articles on a numbered list page."""
    feed_items: int = 20
    """Articles in a feed; 0 for no feeds."""
    feed_content: str = "summary"
    """`summary` or `full`: what a feed holds of each article."""
    related: int = 5
    """Articles that newsgen itself relates to each; 0 for none."""
    spellings: Spellings = Spellings()
    font: str = "noto-naskh-arabic"
    publish_captures: bool = True
    publish_records: bool = False
    """Publish /archive.jsonl, the records of all articles."""
    navigation: tuple[Link, ...] | None = None
    """None: home, sections, archive and written pages."""
    comment_form: FormTarget = FormTarget()


@dataclass(frozen=True, slots=True)
class Options:
    """How one build is done; the site's own settings are in `Config`."""

    drafts: bool = False
    until: date | None = None
    """Articles dated later are held back; None holds nothing back."""
    keep_going: bool = False
    clean: bool = False
    """Believe no cache."""
    today: date | None = None
    """To say which articles are dated in the future; it changes no page."""


FOLDER = "content/media"
