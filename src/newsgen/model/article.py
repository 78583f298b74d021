"""Article and its parts; the record as JSON."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from newsgen.model.pickling import by_fields

Confidence = Literal["high", "medium", "low"]
Origin = Literal["capture", "derived", "front_matter", "markup"]


class Role(StrEnum):
    """What a line of a capture is."""

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


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One non-blank line of a capture, accounted for."""

    line: int
    """Physical line, from 1; lines end at LF, CRLF or CR."""
    role: Role
    text: str
    """The decoded line, verbatim."""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A title that the newspaper showed as related news."""

    title: str
    url: str | None = None


@by_fields
@dataclass(frozen=True, slots=True)
class Related:
    """The related-news block of an article."""

    heading: str | None = None
    links: tuple[RelatedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a comment form, under WordPress's name for it."""

    name: Literal["comment", "author", "email", "url"]
    label: str
    type: Literal["textarea", "text", "email", "url"]
    required: bool
    origin: Literal["capture", "default"]


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A comment form, complete: what the capture lacks is WordPress's Arabic form."""

    heading: str
    notes: tuple[str, ...]
    fields: tuple[FormField, ...]
    submit: str


HEADING = "اترك تعليقا"
SUBMIT = "إرسال التعليق"
DEFAULT_FIELDS = (
    FormField("comment", "التعليق", "textarea", required=True, origin="default"),
    FormField("author", "الاسم", "text", required=True, origin="default"),
    FormField("email", "البريد الإلكتروني", "email", required=True, origin="default"),
    FormField("url", "الموقع الإلكتروني", "url", required=False, origin="default"),
)

DEFAULT_FORM = CommentForm(HEADING, (), DEFAULT_FIELDS, SUBMIT)
"""What WordPress asks in Arabic."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a visitor wrote under an article."""

    author: str | None
    published: date | None
    text: str
    id: str | None = None
    """Within its article, where the source numbers comments."""
    parent: str | None = None
    """The id of the comment that it answers."""
    url: str | None = None
    """The author's own site."""
    state: Literal["approved", "pending", "spam", "trash"] = "approved"
    """Only approved comments are shown."""


@dataclass(frozen=True, slots=True)
class Image:
    """The picture an editor gave an article."""

    src: str
    alt: str = ""
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The capture behind an article: the file, and the proof that it is unchanged."""

    source: str
    """Path below the root, with forward slashes."""
    sha256: str
    encoding: str
    ledger: tuple[LedgerLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """The file out of which a capture was cut."""

    name: str
    sha256: str
    place: str
    """Where in it the capture was, for people: "item 12, line 345"."""


@by_fields
@dataclass(frozen=True, slots=True)
class Article:
    """One archived article, as it was published."""

    id: str
    """Stable across rebuilds: from the file, never from the headline."""
    source: str
    sha256: str
    encoding: str
    confidence: Confidence
    headline: str
    headline_origin: Origin
    authors: tuple[str, ...] = ()
    published: date | None = None
    """A date, or a date and time; None when the source carries no readable one."""
    updated: date | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    source_url: str | None = None
    source_name: str | None = None
    captured: date | None = None
    archived_url: str | None = None
    rights: str | None = None
    body: tuple[str, ...] = ()
    """The plain text of each paragraph or block."""
    body_html: str | None = None
    """The sanitised HTML of a Markdown body; None for the plain paragraphs of a capture."""
    related: Related = Related()
    comment_form: CommentForm | None = None
    comments: tuple[Comment, ...] = ()
    comments_open: bool = True
    warnings: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """The capture shown, then its further versions; empty when there is no capture."""
    container: Container | None = None
    """What the first of them came out of; None where it is as it was captured."""
    slug: str | None = None
    """The address that an editor chose."""
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    """What an editor wrote as description; `Card` derives one otherwise."""
    image: Image | None = None
    draft: bool = False
    canonical: Literal["self", "source"] = "self"
    robots: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()
    """Front matter keys that newsgen does not know, for templates."""

    @property
    def byline(self) -> str | None:
        """The authors as one line; None where the article is unsigned."""
        return "، ".join(self.authors) or None

    @property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """The ledger of the capture shown; empty when there is none."""
        return self.evidence[0].ledger if self.evidence else ()


@dataclass(frozen=True, slots=True)
class StandalonePage:
    """A page that an editor wrote beside the articles, such as "about"."""

    name: str
    source: str
    title: str
    body_html: str
    description: str | None = None
    draft: bool = False
    warnings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    captures: tuple[str, ...] = ()
    """The files of seeds/ that prove it, below the root: an imported page has one, and no page shows it."""


RECORD_KEYS = (
    *("source", "sha256", "encoding", "confidence", "headline", "headline_origin"),
    *("byline", "published", "section", "tags", "source_url", "source_name", "captured", "archived_url"),
    *("body", "body_html", "related", "comment_form", "comments", "warnings", "ledger"),
)


def record(article: Article) -> dict[str, Any]:
    """Return *article* as `newsgen inspect` prints it: JSON types only, the contract's keys first."""
    others = [f.name for f in dataclasses.fields(article) if f.name not in (*RECORD_KEYS, "evidence", "extra")]
    captures = [{"source": e.source, "sha256": e.sha256, "encoding": e.encoding} for e in article.evidence]
    known = {key: as_json(getattr(article, key)) for key in (*RECORD_KEYS, *others)}
    return known | {"captures": captures, "extra": as_json(dict(article.extra))}


def as_json(value: Any) -> Any:
    """Return *value* (a record, tuple, date or plain value) as JSON types."""
    if value is None or isinstance(value, str):  # most values are
        return value
    if dataclasses.is_dataclass(value):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value
