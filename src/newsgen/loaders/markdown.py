"""Load Markdown articles and standalone pages with their front matter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from newsgen.errors import NewsgenError, Problems, SourceError, UnreadableError
from newsgen.filesystem import nfc, read_utf8, sha256
from newsgen.formats.plain_markdown import read_plain
from newsgen.formats.yaml_fields import Fields, read_mapping
from newsgen.loaders.front_matter import PICTURE_NAMES, read_keys
from newsgen.loaders.front_matter_keys import normal_key
from newsgen.loaders.named_captures import capture_paths, captures_in, container_of, empty_article, load_captures
from newsgen.loaders.publication import Publication, flag_of, is_held_word
from newsgen.loaders.sources import Source
from newsgen.model.article import Article, CommentForm, Image, Related, RelatedLink, StandalonePage
from newsgen.model.urls import CutLetterError, QueryError, alias_url
from newsgen.text.arabic import clean, slug
from newsgen.text.dates import is_before
from newsgen.text.languages import foreign_language, language_tag
from newsgen.text.web_addresses import decoded_segment, is_url

if TYPE_CHECKING:
    from newsgen.formats.embeds.source import Finding

_FENCE = re.compile(r"\A\s*^---[ \t]*\n", re.MULTILINE)
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter with errors and warnings, and its text without invisible characters."""

    fields: Fields
    text: str
    first_line: int
    """The line of the file on which the text begins, counted from 1."""
    sha256: str
    """The SHA-256 digest of the file's bytes, in hexadecimal."""
    publication: Publication


def read_document(source: Source, data: bytes, *, is_bare: bool = False) -> Document:
    """Read the front matter and the text of a Markdown file; if it *is_bare*, it may have no front matter.

    Raises SourceError if the file is not UTF-8, or its front matter is missing, not closed or not valid YAML.
    """
    text = read_utf8(data, source.path)
    opening = _FENCE.match(text)
    if not opening and is_bare:
        fields = read_mapping("", source.path)
        return Document(fields, clean(text), 1, sha256(data), read_keys(fields))
    if not opening:
        raise _no_front_matter(source, text)
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        line = text.count("\n", 0, opening.end())
        raise SourceError(source.path, "has front matter that is not closed", "close it with a line ---", line)
    front, body = text[opening.end() : closing.start()], text[closing.end() :]
    removed = len(text) - len(clean(text))
    if removed:
        front, body = clean(front), clean(body)
    fields = read_mapping(front, source.path, first_line=text.count("\n", 0, opening.end()) + 1)
    publication = read_keys(fields)
    if "_drafts" in source.path.split("/"):  # Jekyll's folder
        publication = replace(publication, draft=True)
    if removed:
        fields.warnings.append(f"removed {removed} invisible characters")
    return Document(fields, body, text.count("\n", 0, closing.end()) + 1, sha256(data), publication)


def _no_front_matter(source: Source, text: str) -> SourceError:
    from newsgen.loaders.foreign_headers import foreign_header  # noqa: PLC0415 - needed only for errors

    other = foreign_header(text)
    if other:
        return SourceError(source.path, f"has no front matter: it {other.found}", other.remedy, other.line)
    remedy = "begin the file with a line ---, the lines `title: …` and `date: …`, and a line ---"
    return SourceError(source.path, "has no front matter", remedy, 1)


_ID = re.compile(r"""^id:[ \t]*["']?(.+?)["']?[ \t\r]*$""", re.MULTILINE | re.IGNORECASE)


def load_markdown(source: Source, data: bytes) -> Article:
    """Load a Markdown article, with the capture that its front matter may name.

    Raises SourceError if the file cannot be read, or Problems with an error for each wrong value of the front matter.
    """
    document = read_document(source, data)
    fields = document.fields
    captured = load_captures(source, fields, has_text=not _is_blank(document))
    article = _article(captured, source, document)
    if not article.headline and (captured or not capture_paths(fields)):  # else there are errors of the captures
        _require_title(fields)
    if fields.errors:
        raise Problems(fields.errors)
    return article


def load_page(source: Source, data: bytes, default_title: str = "") -> StandalonePage:
    """Load a standalone Markdown page such as "about"; its URL is made from its slug, or else its file name.

    If there is a *default_title*, the front matter may leave the title out, or be missing.

    Raises SourceError if the file cannot be read, or Problems with an error for each wrong value of the front matter.
    """
    document = read_document(source, data, is_bare=bool(default_title))
    fields = document.fields
    title = fields.text("title") or default_title
    if not title:
        _require_title(fields)
    page = StandalonePage(
        name=_check_slug(fields) or slug(source.stem),
        source=source.path,
        title=title,
        body_html=_text(document)[0],
        description=fields.text("description") or fields.text("summary"),
        draft=document.publication.draft,
        publish_date=document.publication.publish_date,
        expiry_date=document.publication.expiry_date,
        aliases=_aliases(fields),
        captures=capture_paths(fields),
        warnings=tuple(fields.warnings),  # last, because reading the values above adds to them
    )
    if fields.errors:
        raise Problems(fields.errors)
    return page


def _require_title(fields: Fields) -> None:
    """Record that front matter has no title, unless there is an error in it already."""
    if not isinstance(fields.value("title"), dict | list):
        fields.fail("title", "has no title", "add `title: …` to its front matter")


def claimed_captures(source: Source, data: bytes) -> tuple[str, ...]:
    """Return the capture paths that Markdown's front matter names, even if it cannot be read."""
    try:
        fields = read_document(source, data).fields
    except NewsgenError:
        return captures_in(data.decode("utf-8", "replace"))
    return capture_paths(fields)


def reserved_ids(source: Source, data: bytes) -> tuple[str, ...]:
    """Return the ids that a Markdown article with errors may have: its URL stays reserved until they are fixed."""
    named = tuple(PurePosixPath(path).stem for path in claimed_captures(source, data))
    return (*map(nfc, _ID.findall(data.decode("utf-8", "replace"))), *named, source.stem)


def _article(captured: Article | None, source: Source, document: Document) -> Article:
    """Return the article of a Markdown document; a value that its front matter does not give stays as *captured*."""
    base, fields = captured or empty_article(source), document.fields
    make = partial(replace, captured) if captured else Article  # which takes a third of the time of `replace`
    title = fields.text("title")
    published, updated = fields.moment("date") or base.published, fields.moment("updated")
    _check_order(published, updated, fields)
    authors = fields.names("authors") or fields.names("author")
    categories = fields.names("categories") or fields.names("category")
    return make(
        id=nfc(fields.text("id") or base.id),
        source=source.path,
        sha256=document.sha256,
        encoding="utf-8",
        headline=title or base.headline or fields.word_for_nothing("title") or "",
        headline_origin="front_matter" if title else base.headline_origin,
        confidence="high" if title or base.evidence else base.confidence,
        authors=authors or base.authors,
        published=published,
        updated=updated,
        section=categories[0] if categories else base.section,
        tags=_tags(fields) or base.tags,
        summary=fields.text("description") or fields.text("summary"),
        slug=_check_slug(fields),
        aliases=_aliases(fields),
        draft=document.publication.draft,
        publish_date=document.publication.publish_date,
        expiry_date=document.publication.expiry_date,
        image=_image(fields),
        featured=_is_featured(fields),
        container=container_of(fields),
        comment_form=_form(fields) or base.comment_form,
        comments_open=_comments_open(fields),
        related=_related(base.related, fields),
        source_url=fields.url("source_url"),
        source_name=fields.text("source_name"),
        captured=fields.moment("captured"),
        archived_url=fields.url("archived_url"),
        rights=fields.text("rights"),
        canonical="source" if fields.choice("canonical", ["self", "source"]) == "source" else "self",
        robots=fields.text("robots"),
        extra=tuple(fields.unknown().items()),
        **_body(document),
        warnings=(*base.warnings, *fields.warnings),  # last, because reading the values above adds to them
    )


def _language(fields: Fields) -> str | None:
    """Return the language that the article's front matter names; a value that is no tag of one is a warning.

    The key stays among those that templates find in `article.extra`.
    """
    entry = fields.entries.get("lang")
    if entry is None or not entry.value:
        return None
    code = language_tag(entry.value) if isinstance(entry.value, str) else None
    if code is None:
        found = f"line {entry.line}: lang {entry.value!r} is not a language"
        fields.warnings.append(f"{found}; write a tag such as en or fa")
    return code


def _is_featured(fields: Fields) -> bool:
    """Return whether the article's front matter chooses it as the lead of the home page.

    The key stays among those that templates find in `article.extra`; a value that is no flag is a warning.
    """
    entry = fields.entries.get("featured")
    if entry is None or not entry.value:
        return False
    flag = flag_of(entry.value)
    if flag is None:
        found = f"line {entry.line}: featured {entry.value!r} is neither true nor false"
        fields.warnings.append(f"{found}; write featured: true to make the article the lead of the home page")
    return bool(flag)


def _check_order(published: date | None, updated: date | None, fields: Fields) -> None:
    """Add a warning to *fields* if their article was updated before it was published."""
    if published and updated and is_before(updated, published):
        found = f"line {fields.entries['updated'].line}: updated {updated} is before date {published}"
        fields.warnings.append(f"{found}; correct one of the two")


def _body(document: Document) -> dict[str, Any]:
    """Return the fields of the Markdown body that replaces the captured one, and its language, if known.

    Without a text only the language that the front matter names.
    """
    html, blocks = _text(document)
    named = _language(document.fields)
    if not html:
        return {"lang": named} if named else {}
    return {"body_html": html, "body": blocks, "lang": named or foreign_language(blocks)}


def _text(document: Document) -> tuple[str, tuple[str, ...]]:
    """Return the Markdown text as HTML, and its blocks as plain text; both are empty if blank or not convertible."""
    return ("", ()) if _is_blank(document) else read_plain(document.text) or _converted(document)


def _is_blank(document: Document) -> bool:
    return not document.text or document.text.isspace()


def _converted(document: Document) -> tuple[str, tuple[str, ...]]:
    """Convert the text with the full Markdown converter; an error is added to the fields, and the result is empty."""
    from newsgen.formats.markdown_to_html import convert_markdown  # noqa: PLC0415 - slow to import
    from newsgen.formats.sanitise import plain_blocks  # noqa: PLC0415 - slow to import

    try:
        rendered = convert_markdown(document.text)
    except UnreadableError as error:
        line = document.first_line + error.line - 1
        remedy = "write it more simply, or write &#91; for brackets that are only text"
        document.fields.errors.append(SourceError(document.fields.path, str(error), remedy, line))
        return "", ()
    document.fields.warnings += _warnings(rendered.findings, document.first_line)
    return rendered.html, plain_blocks(rendered.html)


_MOST_FINDINGS = 10


def _warnings(findings: "Sequence[Finding]", first_line: int) -> Iterator[str]:
    """Yield a warning for each of a document's *findings*, and for many only their number."""
    for finding in findings[:_MOST_FINDINGS]:
        line = "" if finding.line is None else f"line {first_line + finding.line - 1}: "
        yield f"{line}{finding.found}; {finding.remedy}"
    if len(findings) > _MOST_FINDINGS:
        more = len(findings) - _MOST_FINDINGS
        yield f"{more} more parts of the text are not shown as they are written; correct the others first"


def _check_slug(fields: Fields) -> str | None:
    """Return the slug in the front matter; it is an error unless it is one segment as newsgen would write it."""
    chosen = nfc(fields.text("slug") or "")
    if chosen and slug(chosen) != chosen:
        try:
            name, is_cut = decoded_segment(chosen)
        except UnicodeDecodeError:
            name, is_cut = "", False
        finding = "ends in the middle of a letter" if is_cut else "cannot be used in a URL as it is"
        fields.fail("slug", f"slug {chosen!r} {finding}", f"write slug: {slug(name) or 'مقال'}")
    return chosen or None


def _aliases(fields: Fields) -> tuple[str, ...]:
    """Return the further paths of a Markdown article or page, mostly those that it had on a former site."""
    aliases = []
    for alias in fields.texts("aliases"):
        try:
            aliases.append(alias_url(alias))
        except (QueryError, CutLetterError) as error:
            line = fields.entries["aliases"].line
            fields.warnings.append(f"line {line}: alias {alias!r} {error}; it is left out")
        except ValueError as error:
            fields.fail("aliases", f"alias {alias!r} {error}", "write a path of this site, like /2011/01/عنوان/")
    return tuple(dict.fromkeys(aliases))


def _related(captured: Related, fields: Fields) -> Related:
    """Return the articles pinned in front matter before the *captured* ones, with the newspaper's heading for them."""
    rows = fields.value("related") or []
    pinned = [_pinned_link(row) for row in (rows if isinstance(rows, list) else [rows])]
    if None in pinned:
        fields.fail("related", "related must be a list of titles, slugs or URLs", "write related: [عنوان أول]")
    links = dict.fromkeys(link for link in (*pinned, *captured.links) if link)
    return Related(fields.text("related_heading") or captured.heading, tuple(links))


def _pinned_link(row: Any) -> RelatedLink | None:
    """Return the article that front matter's *row* names by title, slug, URL, or {title, url}; None if malformed."""
    if isinstance(row, dict):
        title, url = row.get("title"), row.get("url")
        if isinstance(title, str) and title.strip() and isinstance(url, str) and is_url(url):
            return RelatedLink(" ".join(title.split()), url)
        return None
    if not isinstance(row, str) or not row.strip():
        return None
    return RelatedLink(" ".join(row.split()), row.strip() if is_url(row.strip()) else None)


def _form(fields: Fields) -> CommentForm | None:
    if fields.value("comment_form") is None:
        return None
    from newsgen.loaders.comment_form import read_form  # noqa: PLC0415 - slow to import, rarely needed

    return read_form(fields)


def _tags(fields: Fields) -> tuple[str, ...]:
    """Return the tags of an article; one that says "draft", as in old files of Nikola, only looks as if it meant it."""
    tags = fields.names("tags")
    for tag in filter(is_held_word, tags):
        line = fields.entries["tags"].line
        fields.warnings.append(f"line {line}: the tag {tag!r} holds nothing back; write `draft: true` for that")
    return tags


def _comments_open(fields: Fields) -> bool:
    """Return whether readers may comment; Jekyll and Hugo write true or false."""
    is_open = flag_of(fields.value("comments"))
    return fields.choice("comments", ["open", "closed"]) != "closed" if is_open is None else is_open


def _image(fields: Fields) -> Image | None:
    value = fields.value("image")
    if not isinstance(value, dict):
        src = fields.text("image")
        return _checked_image(fields, src, Fields(fields.path, {}))
    inner = fields.section("image")
    inner.entries = {normal_key(key): entry for key, entry in inner.entries.items()}
    src = next(filter(None, (inner.text(name) for name in ("src", *PICTURE_NAMES))), None)
    if not src:
        fields.fail("image", "image must name a file", "write image: {src: photo.jpg, alt: …}")
    return _checked_image(fields, src, inner)


def _checked_image(fields: Fields, src: str | None, inner: Fields) -> Image | None:
    if src and not _is_file_or_url(src):
        fields.fail("image", f"image {src!r} is not a valid URL", "name a file in content/media/, or write https://…")
    return Image(src, inner.text("alt") or "", inner.text("caption"), inner.text("credit")) if src else None


def _is_file_or_url(src: str) -> bool:
    """Return whether the front matter's *src* is a file name, or a web URL with a valid host."""
    if src.startswith("//"):
        return is_url(f"https:{src}")
    return "://" not in src or is_url(src)
