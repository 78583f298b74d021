"""Load what an editor writes: Markdown articles and pages with front matter."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from newsgen.arabic import slug
from newsgen.article import Article, Image, Related, RelatedLink, WrittenPage
from newsgen.errors import NewsgenError, Problems, SourceError
from newsgen.fields import Fields, is_url
from newsgen.loaders.front_matter import Document, read_document
from newsgen.loaders.plain_prose import read_plain
from newsgen.sources import Source
from newsgen.urls import QueryError, alias_url

_LOST_PICTURE = re.compile(r"!\[[^\]\n]*\]\(\s*<?(?!https?:)([A-Za-z][A-Za-z0-9+.-]*:[^)\s]*)", re.IGNORECASE)
_ID = re.compile(r"""^id:[ \t]*["']?(.+?)["']?[ \t\r]*$""", re.MULTILINE)
_CAPTURE = re.compile(r"""[^\s\[\],'"،:]+\.txt\b""")
"""What may name a capture in front matter that cannot be read."""
_CLAIM = re.compile(r"""^["']?capture["']?[ \t]*:[ \t]*["']?(.+?)["']?[ \t\r]*$""", re.MULTILINE)


def load_markdown(source: Source, data: bytes) -> Article:
    """Read an article; `capture:` brings in the captured page that it describes.

    Raises SourceError, or Problems with every wrong value of the front matter.
    """
    document = read_document(source, data)
    fields = document.fields
    article = _article(_captured(source, fields) or _blank(source), source, document)
    if not article.headline and not _capture_paths(fields):
        fields.fail("title", "has no title", "add `title: …` to its front matter")
    if fields.errors:
        raise Problems(fields.errors)
    return article


def load_page(source: Source, data: bytes) -> WrittenPage:
    """Read a page such as "about"; its file's name is its address."""
    document = read_document(source, data)
    fields = document.fields
    title = fields.text("title")
    if not title:
        fields.fail("title", "has no title", "add `title: …` to its front matter")
    page = WrittenPage(
        name=fields.text("slug") or slug(source.stem),
        source=source.path,
        title=title or "",
        body_html=_text(document)[0],
        description=fields.text("description") or fields.text("summary"),
        draft=fields.flag("draft", default=False),
        warnings=tuple(fields.warnings),
    )
    _check_slug(fields)
    if fields.errors:
        raise Problems(fields.errors)
    return page


def claimed_captures(source: Source, data: bytes) -> tuple[str, ...]:
    """Return the captures that an article names, even where the rest of it cannot be read."""
    try:
        fields = read_document(source, data).fields
    except NewsgenError:
        text = data.decode("utf-8", "replace")
        return tuple(map(_below_seeds, dict.fromkeys([*_CLAIM.findall(text), *_CAPTURE.findall(text)])))
    return _capture_paths(fields)


def reserved_ids(source: Source, data: bytes) -> tuple[str, ...]:
    """Return the ids that an article in error may have: its address must stay its own until it is mended."""
    named = tuple(PurePosixPath(path).stem for path in claimed_captures(source, data))
    return (*_ID.findall(data.decode("utf-8", "replace")), *named, source.stem)


def _capture_paths(fields: Fields) -> tuple[str, ...]:
    names = (*filter(None, [fields.text("capture")]), *fields.texts("versions"))
    return tuple(map(_below_seeds, names))


def _below_seeds(name: str) -> str:
    return str(PurePosixPath("seeds", name.removeprefix("seeds/").lstrip("/")))


def _captured(source: Source, fields: Fields) -> Article | None:
    """Load the capture that the front matter names, with its further versions as evidence."""
    paths = _capture_paths(fields)
    if not paths:
        return None
    from newsgen.loaders.capture import load_capture  # noqa: PLC0415 - slow to import, and most articles need none

    articles: list[Article] = []
    for path in paths:
        key = "versions" if articles or not fields.text("capture") else "capture"
        capture = Source(path, "capture", source.root)
        data = _capture_data(capture, key, fields)
        try:
            articles += [load_capture(capture, data)] if data is not None else []
        except SourceError as error:
            fields.errors.append(error)
    if not articles:
        return None
    doubts = tuple(f"{articles[0].source}: {text}" for text in articles[0].warnings if not _is_mended(text, fields))
    return replace(articles[0], warnings=doubts, evidence=tuple(e for article in articles for e in article.evidence))


def _is_mended(doubt: str, fields: Fields) -> bool:
    """Tell a doubt about the date of a capture where the front matter gives one."""
    from newsgen.loaders.credits import DATE_REMEDY  # noqa: PLC0415 - as in `_captured`

    return DATE_REMEDY in doubt and bool(fields.value("date"))


def _capture_data(capture: Source, key: str, fields: Fields) -> bytes | None:
    """Return the bytes of a capture that the front matter names under *key*; note why there are none."""
    try:
        if ".." not in PurePosixPath(capture.path).parts:
            return capture.read()
        found = "leads out of seeds/"
    except SourceError as error:
        found = error.found
    fields.fail(key, f"{key} {capture.path!r} {found}", "name a file below seeds/")
    return None


def _blank(source: Source) -> Article:
    return Article(
        id=source.stem,
        source=source.path,
        sha256="",
        encoding="utf-8",
        confidence="high",
        headline="",
        headline_origin="front_matter",
    )


def _article(base: Article, source: Source, document: Document) -> Article:
    """Return *base* with what the editor says; what the editor leaves out stays as captured."""
    fields = document.fields
    title = fields.text("title")
    authors = fields.names("authors") or fields.names("author")
    categories = fields.names("categories") or fields.names("category")
    pins = _pins(fields)
    return replace(
        base,
        id=fields.text("id") or base.id,
        source=source.path,
        sha256=document.sha256,
        encoding="utf-8",
        headline=title or base.headline,
        headline_origin="front_matter" if title else base.headline_origin,
        confidence="high" if title or base.evidence else base.confidence,
        authors=authors or base.authors,
        published=fields.moment("date") or base.published,
        updated=fields.moment("updated"),
        section=categories[0] if categories else base.section,
        tags=fields.names("tags") or base.tags,
        summary=fields.text("description") or fields.text("summary"),
        slug=_check_slug(fields),
        aliases=_aliases(fields),
        draft=fields.flag("draft", default=False),
        image=_image(fields),
        comments_open=fields.choice("comments", ["open", "closed"]) != "closed",
        related=_with_pins(base.related, pins) if pins else base.related,
        source_url=fields.url("source_url"),
        source_name=fields.text("source_name"),
        captured=fields.moment("captured"),
        archived_url=fields.url("archived_url"),
        rights=fields.text("rights"),
        canonical="source" if fields.choice("canonical", ["self", "source"]) == "source" else "self",
        robots=fields.text("robots"),
        extra=tuple(fields.unknown().items()),
        **_body(document),
        warnings=(*base.warnings, *fields.warnings),  # the last to be read: all the others add to them
    )


def _body(document: Document) -> dict[str, Any]:
    """Return the text as the body that replaces the captured one, if there is any; the capture stays as evidence."""
    html, blocks = _text(document)
    return {"body_html": html, "body": blocks} if html else {}


def _text(document: Document) -> tuple[str, tuple[str, ...]]:
    """Return the text as HTML, and its blocks as plain text; nothing where it is blank, or where an error was noted."""
    if not document.text or document.text.isspace():
        return "", ()
    return read_plain(document.text) or _converted(document)


def _converted(document: Document) -> tuple[str, tuple[str, ...]]:
    from newsgen.loaders.prose import UnreadableTextError, render_markdown  # noqa: PLC0415 - slow to import, and seldom
    from newsgen.loaders.sanitise import plain_blocks  # noqa: PLC0415 - the same

    for lost in _LOST_PICTURE.finditer(document.text):
        line = document.first_line + document.text.count("\n", 0, lost.start())
        found = f"line {line}: no page may show a picture from {lost[1][:60]!r}, only its words are left"
        document.fields.warnings.append(f"{found}; put its file into content/media/")
    try:
        html = render_markdown(document.text)
    except UnreadableTextError as error:
        line = document.first_line + error.line - 1
        remedy = "write it simpler, or put a backslash before brackets that are only text"
        document.fields.errors.append(SourceError(document.fields.path, str(error), remedy, line))
        return "", ()
    return html, plain_blocks(html)


def _check_slug(fields: Fields) -> str | None:
    """Return the address that an editor chose, which must be one segment as newsgen would write it."""
    chosen = fields.text("slug")
    if chosen is not None and slug(chosen) != chosen:
        proposal = slug(chosen) or "مقال"
        fields.fail("slug", f"slug {chosen!r} cannot stand in an address as it is", f"write slug: {proposal}")
    return chosen


def _aliases(fields: Fields) -> tuple[str, ...]:
    """Return the further addresses of an article, most of them from a site that it had before."""
    aliases = []
    for written in fields.texts("aliases"):
        try:
            aliases.append(alias_url(written))
        except QueryError as error:
            fields.warnings.append(f"alias {written!r} {error}; it is left out")
        except ValueError as error:
            fields.fail("aliases", f"alias {written!r} {error}", "write a path of this site, like /2011/01/عنوان/")
    return tuple(dict.fromkeys(aliases))


def _pins(fields: Fields) -> list[RelatedLink]:
    """Return the related articles that an editor pinned: titles, slugs, addresses, or {title, url}."""
    rows = fields.value("related") or []
    pins = [_pin(row) for row in (rows if isinstance(rows, list) else [rows])]
    if None in pins:
        fields.fail("related", "related is not a list of titles, slugs or addresses", "write related: [عنوان أول]")
    return [pin for pin in pins if pin]


def _with_pins(related: Related, pins: list[RelatedLink]) -> Related:
    return replace(related, links=tuple(dict.fromkeys((*pins, *related.links))))


def _pin(row: Any) -> RelatedLink | None:
    if isinstance(row, dict):
        title, url = row.get("title"), row.get("url")
        if isinstance(title, str) and title.strip() and isinstance(url, str) and is_url(url):
            return RelatedLink(" ".join(title.split()), url)
        return None
    if not isinstance(row, str) or not row.strip():
        return None
    return RelatedLink(" ".join(row.split()), row.strip() if is_url(row.strip()) else None)


def _image(fields: Fields) -> Image | None:
    value = fields.value("image")
    inner = fields.section("image") if isinstance(value, dict) else Fields(fields.path, {})
    src = inner.text("src") if isinstance(value, dict) else fields.text("image")
    if isinstance(value, dict) and not src:
        fields.fail("image", "image names no file", "write image: {src: photo.jpg, alt: …}")
    if src and not _is_place(src):
        fields.fail("image", f"image {src!r} is no address", "name a file of content/media/, or write https://…")
    return Image(src, inner.text("alt") or "", inner.text("caption"), inner.text("credit")) if src else None


def _is_place(src: str) -> bool:
    """Tell the name of a file, or an address of the web with a host that can be read."""
    if src.startswith("//"):
        return is_url(f"https:{src}")
    return "://" not in src or is_url(src)
