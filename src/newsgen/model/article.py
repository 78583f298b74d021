"""Define the article, its parts and the standalone page, and print an article's record as JSON."""

import dataclasses
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import partial
from typing import Any, Literal, Self, TypeGuard, TypeVar

from newsgen.model.pickling import pickle_by_fields
from newsgen.text.zones import with_fixed_offset

Confidence = Literal["high", "medium", "low"]
Origin = Literal["capture", "derived", "front_matter", "markup"]


class Role(StrEnum):
    """The role of a line in a capture."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATE = "date"
    SECTION = "section"
    TAGS = "tags"
    BODY = "body"
    RELATED_HEADING = "related_heading"
    RELATED = "related"
    COMMENT_HEADING = "comment_heading"
    COMMENT_NOTE = "comment_note"
    COMMENT_FIELD = "comment_field"
    COMMENT = "comment"
    SHARE = "share"
    NAVIGATION = "navigation"
    BOILERPLATE = "boilerplate"

    def __reduce_ex__(self, _: object) -> tuple[type[Self], tuple[str]]:
        """Pickle the word; older Pythons, such as 3.11.2, would name a function that the cache refuses to call."""
        return type(self), (self.value,)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One non-blank line of a capture, with its role."""

    line: int
    """Physical line number, counted from 1; lines end at LF, CRLF or CR."""
    role: Role
    text: str
    """The decoded line, verbatim."""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A title that the newspaper printed as related news, with its URL if it had one."""

    title: str
    url: str | None = None


@pickle_by_fields
@dataclass(frozen=True, slots=True)
class Related:
    """The related-news block of an article."""

    heading: str | None = None
    links: tuple[RelatedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a comment form; `name` is WordPress's name for it."""

    name: Literal["comment", "author", "email", "url"]
    label: str
    type: Literal["textarea", "text", "email", "url"]
    required: bool
    origin: Literal["capture", "default"]


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A complete comment form: parts that a capture lacks are taken from WordPress's Arabic form."""

    heading: str
    notes: tuple[str, ...]
    fields: tuple[FormField, ...]
    submit: str


DEFAULT_HEADING = "اترك تعليقا"
DEFAULT_SUBMIT = "إرسال التعليق"
DEFAULT_FIELDS = (
    FormField("comment", "التعليق", "textarea", required=True, origin="default"),
    FormField("author", "الاسم", "text", required=True, origin="default"),
    FormField("email", "البريد الإلكتروني", "email", required=True, origin="default"),
    FormField("url", "الموقع الإلكتروني", "url", required=False, origin="default"),
)
DEFAULT_FORM = CommentForm(DEFAULT_HEADING, (), DEFAULT_FIELDS, DEFAULT_SUBMIT)
"""The form of a WordPress site in Arabic."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that a reader left under an article."""

    author: str | None
    published: date | None
    text: str
    id: str | None = None
    """Unique within its article; None if the source does not number comments."""
    parent: str | None = None
    """The id of the comment that this one answers."""
    url: str | None = None
    """The author's own web site."""
    state: Literal["approved", "pending", "spam", "trash"] = "approved"
    """Only approved comments are shown."""
    is_markdown: bool = False
    """Whether the text is small Markdown, as comments in files are; the text of captured ones is shown as it is."""


@dataclass(frozen=True, slots=True)
class Image:
    """The picture that an editor chose for an article."""

    src: str
    alt: str = ""
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A capture behind an article, with the digest that proves it unchanged."""

    source: str
    """Path below the project's root, with forward slashes."""
    sha256: str
    encoding: str
    ledger: tuple[LedgerLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """The archive file from which a capture was extracted."""

    name: str
    sha256: str
    place: str
    """The capture's position in that file, for people to read: "item 12, line 345"."""


class UnknownDateWarning(str):
    """The warning that a capture has no readable date, known by its class to code that answers it."""

    __slots__ = ()
    REMEDY = "add content/articles/<id>.md with `capture:` and `date:`"

    @classmethod
    def because(cls, finding: str) -> Self:
        """Return the warning of *finding* about an article, with the remedy for a capture in seeds/."""
        return cls(f"{finding}; {cls.REMEDY}")

    def with_remedy(self, remedy: str) -> str:
        """Return the same finding about an article with another *remedy*."""
        return self.removesuffix(self.REMEDY) + remedy


@pickle_by_fields
@dataclass(frozen=True, slots=True)
class Article:
    """One archived article, as it was published."""

    id: str
    """Stable across rebuilds: derived from the file, never from the headline."""
    source: str
    sha256: str
    encoding: str
    confidence: Confidence
    headline: str
    headline_origin: Origin
    authors: tuple[str, ...] = ()
    published: date | None = None
    """A date, or a date and time; None if the source has no readable date."""
    updated: date | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    source_url: str | None = None
    source_name: str | None = None
    captured: date | None = None
    lang: str | None = None
    """The code of its language if that is not Arabic, or an editor named it; None if it is Arabic or not known."""
    archived_url: str | None = None
    rights: str | None = None
    standfirst: str | None = None
    """The summary that the newspaper printed below the headline; it is not part of the body."""
    body: tuple[str, ...] = ()
    """The plain text of the body, one string for each paragraph or block."""
    body_html: str | None = None
    """The sanitised HTML of a Markdown body; None for the plain paragraphs of a capture."""
    related: Related = Related()
    comment_form: CommentForm | None = None
    comments: tuple[Comment, ...] = ()
    comments_open: bool = True
    warnings: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """The published capture, then its further versions; empty if there is no capture."""
    container: Container | None = None
    """The archive file of the published capture; None if the capture is a file of its own."""
    slug: str | None = None
    """The slug that an editor chose for the article's address; None if nobody chose one."""
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    """The description that an editor wrote; if None, `ArticleMeta` derives a summary from the body."""
    image: Image | None = None
    featured: bool = False
    """Whether an editor chose the article as the lead of the home page."""
    draft: bool = False
    publish_date: date | None = None
    """Before this moment the article is held back."""
    expiry_date: date | None = None
    """From this moment on the article is held back."""
    canonical: Literal["self", "source"] = "self"
    robots: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    """Front matter that newsgen itself does not use, as pairs of key and value, for templates."""

    @property
    def byline(self) -> str | None:
        """The authors of the article as one line; None if it is unsigned."""
        return "، ".join(self.authors) or None

    @property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """The ledger of the article's published capture; empty if there is no capture."""
        return self.evidence[0].ledger if self.evidence else ()


Dated = TypeVar("Dated", bound=Any)


def with_zones(record: Dated, zone: tzinfo | None) -> Dated:
    """Return an article, its metadata or a comment with *zone* in every time that has none; None changes nothing."""
    if zone is None:
        return record
    times = {name: getattr(record, name, None) for name in ("published", "updated", "captured")}
    changed: dict[str, Any] = {name: with_fixed_offset(time, zone) for name, time in times.items() if _lacks_zone(time)}
    comments = getattr(record, "comments", ())
    if any(_lacks_zone(comment.published) for comment in comments):
        changed["comments"] = tuple(with_zones(comment, zone) for comment in comments)
    if not changed:
        return record
    copy: Any = getattr(record, "_replace", partial(replace, record))  # a named tuple's, or a dataclass's
    made: Dated = copy(**changed)
    return made


def _lacks_zone(time: date | None) -> TypeGuard[datetime]:
    return isinstance(time, datetime) and time.tzinfo is None


@dataclass(frozen=True, slots=True)
class StandalonePage:
    """A page that an editor wrote and that is not an article, such as "about"."""

    name: str
    source: str
    title: str
    body_html: str
    description: str | None = None
    draft: bool = False
    warnings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    captures: tuple[str, ...] = ()
    """Paths of its captures in seeds/, below the root; only imported pages have one, and no page shows it."""
    publish_date: date | None = None
    """As in `Article`."""
    expiry_date: date | None = None
    describes: str | None = None
    """`authors` or `sources` if it describes the author or newspaper in its title, above the list of its articles, and
    has no page of its own."""
    shown_in: Literal["menu", "foot", "nowhere"] = "menu"
    """Where every page links to it: in the default menu and at its foot, only at its foot, or nowhere."""


_UNPRINTED = {"is_markdown"}
"""Fields that no printed record has, because they only say how a page shows another field."""
RECORD_KEYS = (
    *("source", "sha256", "encoding", "confidence", "headline", "headline_origin"),
    *("byline", "published", "section", "tags", "source_url", "source_name", "captured", "archived_url"),
    *("body", "body_html", "related", "comment_form", "comments", "warnings", "ledger"),
)
"""The keys with which a printed record begins; scripts rely on their names and order."""


def as_record(article: Article) -> dict[str, Any]:
    """Return *article* as `newsgen inspect` prints it: JSON types only, `RECORD_KEYS` first."""
    unset = [name for name in ("publish_date", "expiry_date", "lang", "featured") if not getattr(article, name)]
    left_out = {*RECORD_KEYS, "evidence", "extra", *unset}
    other_keys = [f.name for f in dataclasses.fields(article) if f.name not in left_out]
    captures = [{"source": e.source, "sha256": e.sha256, "encoding": e.encoding} for e in article.evidence]
    values = {key: as_json(getattr(article, key)) for key in (*RECORD_KEYS, *other_keys)}
    return values | {"captures": captures, "extra": as_json(dict(article.extra))}


def as_json(value: Any) -> Any:
    """Return *value* of an article (a record, tuple, date or plain value) as JSON types."""
    if value is None or isinstance(value, str):  # the commonest types first, for speed
        return value
    if dataclasses.is_dataclass(value):
        names = (f.name for f in dataclasses.fields(value))
        return {name: as_json(getattr(value, name)) for name in names if name not in _UNPRINTED}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value
