"""Import a JSON export of Ghost: its posts and pages with their tags and authors."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from newsgen.errors import SourceError
from newsgen.importers.exported_posts import Post, item_of
from newsgen.importers.exports.cards import plain_cards
from newsgen.importers.exports.ghost_pictures import Surroundings, with_own_addresses
from newsgen.importers.exports.json_stream import Row, read_rows
from newsgen.importers.exports.lexical import html_of_lexical
from newsgen.importers.exports.mobiledoc import html_of_mobiledoc
from newsgen.importers.items import Fetch, Finding, ImportedItem, Skipped
from newsgen.importers.wordpress.markup import plain_text
from newsgen.model.article import Image

_REMEDY = "export it again from Ghost (Settings, Export), or repair the file"
_DRAFTS = {
    "draft": "is a draft",
    "sent": "was sent by e-mail only",
}
_READERS = {
    "members": "was only for members",
    "paid": "was only for paying readers",
    "tiers": "was only for paying readers",
}
_PUBLIC = {"published", "scheduled", ""}
_GENERIC_AUTHORS = {"ghost", "admin"}


@dataclass(slots=True)
class _Tables:
    """What the other tables of an export say of its posts, by the ids of the posts."""

    tags: dict[str, str] = field(default_factory=dict)
    """The names of the public tags, by their ids."""
    users: dict[str, str] = field(default_factory=dict)
    posts_tags: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    posts_authors: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    posts_meta: dict[str, dict[str, str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Add a *row* of an export of Ghost unless it is a post; a damaged row is left out."""
        try:
            values = {} if row.table == "posts" else row.values()
        except ValueError:
            return
        key = str(values.get("id") or "")
        if row.table == "tags" and values.get("visibility") != "internal" and not _text(values, "name").startswith("#"):
            self.tags[key] = _text(values, "name")
        elif row.table == "users":
            self.users[key] = _text(values, "name")
        elif row.table in {"posts_tags", "posts_authors"}:
            order = values.get("sort_order")
            place = (order if isinstance(order, int) else 0, str(values.get("tag_id") or values.get("author_id") or ""))
            getattr(self, row.table)[str(values.get("post_id"))].append(place)
        elif row.table == "posts_meta":
            names = ("feature_image_alt", "feature_image_caption", "meta_description")
            self.posts_meta[str(values.get("post_id"))] = {name: _text(values, name) for name in names}
        elif row.table == "settings" and values.get("key") in {"title", "timezone", "active_timezone"}:
            self.settings[str(values["key"])] = _text(values, "value")

    @property
    def zone(self) -> tzinfo:
        """The time zone of the site that was exported."""
        try:
            return ZoneInfo(self.settings.get("timezone") or self.settings.get("active_timezone") or "UTC")
        except (ValueError, OSError, KeyError):
            return UTC


def import_ghost(file: Path, name: str, fetch: Fetch | None = None) -> Iterator[Finding]:
    """Yield the findings of the export *file*, called *name* in messages, post by post."""
    try:
        tables = _Tables()
        with file.open("rb") as stream:
            for row in read_rows(stream, name):
                if isinstance(row, Row):
                    tables.add(row)
        number = 0
        with file.open("rb") as stream:
            for row in read_rows(stream, name):
                if isinstance(row, SourceError):
                    yield row
                elif row.table == "posts":
                    number += 1
                    yield _finding_of(row, number, tables, Surroundings(file.parent, fetch), name)
    except OSError as error:
        yield SourceError.unreadable(name, error, "make the file readable")
        return
    if not number:
        yield Skipped("", "is an export of Ghost without any post")


def _finding_of(row: Row, number: int, tables: _Tables, surroundings: Surroundings, name: str) -> Finding:
    place = f"post {number}, line {row.line}"
    try:
        values = row.values()
    except ValueError as error:
        line = row.line + max(0, getattr(error, "lineno", 1) - 1)
        found = f"has post {number}, from line {row.line} on, which is not valid JSON ({getattr(error, 'msg', error)})"
        return SourceError(name, found, _REMEDY, line)
    item = item_of(_read_post(values, row.data, place, tables), name)
    return with_own_addresses(item, surroundings) if isinstance(item, ImportedItem) else item


def _read_post(values: dict[str, Any], data: bytes, place: str, tables: _Tables) -> Post:
    """Return the post or page of Ghost with these *values*."""
    key = str(values.get("id") or values.get("uuid") or "")
    meta = tables.posts_meta.get(key, {})
    status = _text(values, "status").lower()
    draft = _draft_reason(status, _text(values, "visibility").lower())
    published = _time(values.get("published_at") or values.get("created_at"), tables.zone)
    named = [tables.tags.get(tag, "") for _, tag in sorted(tables.posts_tags.get(key, []))]
    tags = list(filter(None, named))
    name, link = _text(values, "slug"), _text(values, "canonical_url")
    is_page = values.get("type") == "page" or values.get("page") == 1
    text, warnings = _html(values)
    html, lost = plain_cards(text)
    return Post(
        original=data,
        suffix=".json",
        place=place,
        title=plain_text(escape(_text(values, "title"), quote=False)),
        html=html,
        key=f"ghost {_text(values, 'uuid') or key}",
        kind="page" if is_page else "article",
        link=link,
        slug=name,
        aliases=(f"/{name}/",) if name and status == "published" and not draft else (),
        authors=_authors(values, key, tables),
        published=published,
        updated=_time(values.get("updated_at"), tables.zone),
        publish_date=published if status == "scheduled" else None,
        section=next(iter(tags), None),
        tags=tuple(tags[1:]),
        source_name=tables.settings.get("title"),
        summary=_text(values, "custom_excerpt") or _text(values, "meta_description") or meta.get("meta_description"),
        image=_image(values, meta),
        draft=draft,
        warnings=(*warnings, *lost),
    )


def _draft_reason(status: str, visibility: str) -> str:
    """Return why a post of Ghost was not public, as a phrase after its place; "" if it was."""
    if status not in _PUBLIC:
        return _DRAFTS.get(status, f"has the status {status!r}")
    return _READERS.get(visibility, "")


def _html(values: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the text of a post of Ghost as HTML, and warnings about what of it is not shown."""
    html = _text(values, "html")
    if html:
        return html, []
    for name, convert in (("lexical", html_of_lexical), ("mobiledoc", html_of_mobiledoc)):
        if source := _text(values, name):
            return convert(source)
    text = _text(values, "markdown") or _text(values, "plaintext")
    return escape(text, quote=False), []


def _authors(values: dict[str, Any], key: str, tables: _Tables) -> tuple[str, ...]:
    """Return the names of the authors of a post of Ghost in their order."""
    ids = [user for _, user in sorted(tables.posts_authors.get(key, []))] or [str(values.get("author_id") or "")]
    names = (plain_text(tables.users.get(user, "")) for user in ids)
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in _GENERIC_AUTHORS))


def _image(values: dict[str, Any], meta: dict[str, str]) -> Image | None:
    """Return the main picture of a post of Ghost, with its caption."""
    address = _text(values, "feature_image") or _text(values, "image")
    if not address:
        return None
    alt = _text(values, "feature_image_alt") or meta.get("feature_image_alt", "")
    caption = _text(values, "feature_image_caption") or meta.get("feature_image_caption", "")
    return Image(address, plain_text(alt), plain_text(caption) or None)


def _time(value: object, zone: tzinfo) -> date | None:
    """Return a moment that Ghost wrote in UTC, in ISO 8601 or as milliseconds, as the clock of the *zone* shows it."""
    try:
        if isinstance(value, int | float):
            moment = datetime.fromtimestamp(value / 1000, UTC)
        else:
            moment = datetime.fromisoformat(str(value).strip())
        moment = moment.replace(microsecond=0, tzinfo=moment.tzinfo or UTC)
        return moment.astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


def _text(values: dict[str, Any], name: str) -> str:
    """Return the text under *name* in a row of Ghost; "" if there is none."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""
