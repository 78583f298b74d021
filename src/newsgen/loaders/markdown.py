"""Load what an editor writes: Markdown articles and pages with front matter."""

import functools
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import markdown
from markdown.blockprocessors import HashHeaderProcessor

from newsgen.arabic import slug
from newsgen.article import Article, Image, RelatedLink, WrittenPage
from newsgen.errors import NewsgenError, Problems
from newsgen.fields import Fields, is_url
from newsgen.loaders.capture import load_capture
from newsgen.loaders.front_matter import Document, read_document
from newsgen.loaders.sanitise import plain_blocks, sanitise
from newsgen.sources import Source, sha256


class _SpacedHeading(HashHeaderProcessor):
    """A heading needs a space after #: `#وسم` at a line start is a hashtag."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ \t])(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


@functools.cache
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", "def_list", "abbr"])
    converter.parser.blockprocessors.register(_SpacedHeading(converter.parser), "hashheader", 70)
    return converter


def render_markdown(text: str) -> str:
    """Return Markdown *text* as sanitised HTML, its headings from h2 on."""
    return sanitise(_converter().reset().convert(text))


def load_markdown(source: Source, data: bytes) -> Article:
    """Read an article; `capture:` brings in the captured page that it describes.

    Raises SourceError, or Problems with every wrong value of the front matter.
    """
    document = read_document(source, data)
    fields = document.fields
    base = _captured(source, fields) or _blank(source, data)
    article = _with_text(_with_front_matter(base, fields), document)
    if not article.headline:
        fields.fail("title", "has no title", "add `title: …` to its front matter")
    if fields.errors:
        raise Problems(fields.errors)
    warnings = (*base.warnings, *(f"{source.path}: {text}" for text in document.warnings))
    return replace(article, source=source.path, sha256=sha256(data), encoding="utf-8", warnings=warnings)


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
        body_html=render_markdown(document.text),
        description=fields.text("description") or fields.text("summary"),
        draft=fields.flag("draft", default=False),
    )
    _check_slug(fields)
    if fields.errors:
        raise Problems(fields.errors)
    return page


def claimed_captures(source: Source, data: bytes) -> tuple[str, ...]:
    """Return the captures that an article names, even where the rest of it is wrong."""
    try:
        fields = read_document(source, data).fields
    except NewsgenError:
        return ()
    return _capture_paths(fields)


def _capture_paths(fields: Fields) -> tuple[str, ...]:
    names = (*filter(None, [fields.text("capture")]), *fields.texts("versions"))
    return tuple(f"seeds/{name.removeprefix('seeds/')}" for name in names)


def _captured(source: Source, fields: Fields) -> Article | None:
    """Load the capture that the front matter names, with its further versions as evidence."""
    articles: list[Article] = []
    for path in _capture_paths(fields):
        key = "versions" if articles or not fields.text("capture") else "capture"
        capture = Source(path, "capture", source.root)
        if ".." in PurePosixPath(path).parts or not capture.file.is_file():
            fields.fail(key, f"{key} {path!r} is no file of this project", "name a file below seeds/")
            continue
        try:
            articles.append(load_capture(capture, capture.read()))
        except NewsgenError as error:
            fields.errors.append(error)
    if not articles:
        return None
    return replace(articles[0], evidence=tuple(e for article in articles for e in article.evidence))


def _blank(source: Source, data: bytes) -> Article:
    return Article(
        id=source.stem,
        source=source.path,
        sha256=sha256(data),
        encoding="utf-8",
        confidence="high",
        headline="",
        headline_origin="front_matter",
    )


def _with_front_matter(base: Article, fields: Fields) -> Article:
    """Return *base* with what the editor says; what the editor leaves out stays as captured."""
    title = fields.text("title")
    authors = fields.texts("authors") or tuple(filter(None, [fields.text("author")]))
    categories = fields.texts("categories") or tuple(filter(None, [fields.text("category")]))
    pins = _pins(fields)
    return replace(
        base,
        id=fields.text("id") or base.id,
        headline=title or base.headline,
        headline_origin="front_matter" if title else base.headline_origin,
        confidence="high" if title or base.evidence else base.confidence,
        authors=authors or base.authors,
        published=fields.moment("date") or base.published,
        updated=fields.moment("updated"),
        section=categories[0] if categories else base.section,
        tags=fields.texts("tags") or base.tags,
        summary=fields.text("description") or fields.text("summary"),
        slug=_check_slug(fields),
        aliases=fields.texts("aliases"),
        draft=fields.flag("draft", default=False),
        image=_image(fields),
        comments_open=fields.choice("comments", ["open", "closed"]) != "closed",
        related=replace(base.related, links=tuple(dict.fromkeys((*pins, *base.related.links)))),
        source_url=fields.url("source_url"),
        source_name=fields.text("source_name"),
        captured=fields.moment("captured"),
        archived_url=fields.url("archived_url"),
        rights=fields.text("rights"),
        canonical="source" if fields.choice("canonical", ["self", "source"]) == "source" else "self",
        robots=fields.text("robots"),
        extra=tuple(fields.unknown().items()),
    )


def _with_text(article: Article, document: Document) -> Article:
    """Return *article* with the Markdown text as its body, if there is any; the capture stays as evidence."""
    if not document.text.strip():
        return article
    html = render_markdown(document.text)
    return replace(article, body_html=html, body=plain_blocks(html))


def _check_slug(fields: Fields) -> str | None:
    """Return the address that an editor chose, which must be one segment as newsgen would write it."""
    chosen = fields.text("slug")
    if chosen is not None and slug(chosen) != chosen:
        proposal = slug(chosen) or "مقال"
        fields.fail("slug", f"slug {chosen!r} cannot stand in an address as it is", f"write slug: {proposal}")
    return chosen


def _pins(fields: Fields) -> list[RelatedLink]:
    """Return the related articles that an editor pinned: titles, slugs, addresses, or {title, url}."""
    rows = fields.value("related") or []
    pins = [_pin(row) for row in (rows if isinstance(rows, list) else [rows])]
    if None in pins:
        fields.fail("related", "related is not a list of titles, slugs or addresses", "write related: [عنوان أول]")
    return [pin for pin in pins if pin]


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
    if isinstance(value, str) and value.strip():
        return Image(value.strip())
    inner = fields.section("image")
    src = inner.text("src")
    if value is not None and not src:
        fields.fail("image", "image names no file", "write image: {src: photo.jpg, alt: …}")
    return Image(src, inner.text("alt") or "", inner.text("caption"), inner.text("credit")) if src else None
