"""Turn what an export or a feed says of a post into an article, a page, or the reason why it is neither."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

from newsgen.importers.html_bodies import read_html
from newsgen.importers.items import ImportedItem, Skipped
from newsgen.loaders.capture.lines import MAX_HEADLINE
from newsgen.model.article import Article, Comment, Image
from newsgen.model.urls import HomePageError, QueryError, alias_url
from newsgen.text.arabic import shorten, slug
from newsgen.text.web_addresses import decoded_segment, is_url


@dataclass(frozen=True, slots=True)
class Post:
    """A post or a page as an export has it."""

    original: bytes
    suffix: Literal[".html", ".xml", ".json"]
    place: str
    """Where it is in its input, in words."""
    title: str
    """As plain text."""
    html: str
    key: str = ""
    """Identifies it in later exports; "" if only its address does."""
    kind: Literal["article", "page"] = "article"
    link: str = ""
    """The address at which it was published."""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    """Paths or addresses that led to it."""
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    publish_date: date | None = None
    """The moment for which it was scheduled."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    source_name: str | None = None
    summary: str | None = None
    image: Image | None = None
    comments: tuple[Comment, ...] = ()
    comments_open: bool = True
    draft: str = ""
    """Why it was not public, as a phrase after its place; "" if it was."""
    warnings: tuple[str, ...] = ()


def item_of(post: Post, source: str, encoding: str = "utf-8") -> ImportedItem | Skipped:
    """Return the *post* of the export *source* as an article or page, or why it is not one."""
    body = read_html(post.html)
    if not body.html and (post.draft or not post.title):
        return Skipped(post.place, "is an empty draft" if post.draft else "has neither a title nor a text")
    digest = sha256(post.original).hexdigest()
    aliases, alias_warnings = _aliases(post.aliases)
    reason = post.draft or ("" if body.html else "has no text")
    draft = f"{reason}, so it stays a draft" if reason else ""
    name = slug(post.slug.lower())
    article = Article(
        id=name or digest[:8],
        source=source,
        sha256=digest,
        encoding=encoding,
        confidence="high",
        headline=post.title or shorten(" ".join(body.blocks[:1]), MAX_HEADLINE) or name.replace("-", " "),
        headline_origin="markup" if post.title else "derived",
        authors=post.authors,
        published=post.published,
        updated=_later(post.updated, post.published),
        publish_date=post.publish_date,
        section=post.section,
        tags=tuple(dict.fromkeys(filter(None, post.tags))),
        source_url=post.link if is_url(post.link) else None,
        source_name=post.source_name or None,
        summary=post.summary or None,
        image=post.image,
        body=body.blocks,
        body_html=body.html,
        comments=post.comments,
        comments_open=post.comments_open,
        draft=bool(reason),
        slug=name or None,
        aliases=aliases,
        warnings=tuple(filter(None, (draft, *post.warnings, *alias_warnings, *body.warnings))),
    )
    return ImportedItem(article, post.original, post.suffix, _keys(post), post.place, post.kind)


def _keys(post: Post) -> tuple[str, ...]:
    return tuple(filter(None, (post.key, f"url {post.link}" if is_url(post.link) else "")))


def _later(updated: date | None, published: date | None) -> date | None:
    """Return when a post was last changed; None if that was before its publication, or in the same minute."""
    if updated is None or published is None:
        return updated
    is_same_minute = updated.isoformat()[:16] == published.isoformat()[:16]
    return None if is_same_minute or is_after(published, updated) else updated


def is_after(moment: date | None, other: date | None) -> bool:
    """Return whether a time in an export is later than the *other*; False unless both are known with their zones."""
    if not isinstance(moment, datetime) or not isinstance(other, datetime):
        return False
    return bool(moment.tzinfo and other.tzinfo) and moment > other


def _aliases(addresses: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return a post's former *addresses* as paths, and warnings about those that cannot be served."""
    paths: list[str] = []
    warnings: list[str] = []
    for address in addresses:
        try:
            paths.append(alias_url(address))
        except HomePageError:
            continue
        except QueryError:
            warnings.append("had an address with a query, which a static host cannot serve; it is left out")
        except ValueError as error:
            warnings.append(f"had the address {address!r}, which {error}; it is left out")
    return tuple(dict.fromkeys(paths)), warnings


_FILE_SUFFIX = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)


def slug_in(address: str) -> str:
    """Return the last part of a post's *address* without the suffix of a file."""
    path = re.split("[?#]", address)[0].rstrip("/")
    last = path.rpartition("/")[2]
    try:
        return _FILE_SUFFIX.sub("", decoded_segment(last)[0])
    except UnicodeDecodeError:
        return ""
