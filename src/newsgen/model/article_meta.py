"""ArticleMeta: an article without its text; Card."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from newsgen.model.article import Article, Confidence, Evidence, Image, Related
from newsgen.model.body_links import MediaReference, inner_links, media_references
from newsgen.model.pickling import by_fields
from newsgen.text.arabic import cut_at_word
from newsgen.text.stemming import pack_stems, stems_of

SUMMARY_LENGTH = 180
"""Characters: what a list, a search engine and a shared link show of an article."""


@by_fields
@dataclass(frozen=True, slots=True)
class ArticleMeta:
    """An article without its text: a hundred thousand of them fit into memory.

    What has the name of a field of `Article` is that field.
    """

    id: str
    source: str
    digest: str
    """Of the bytes of the source and of its captures, and of its comments: while it stays, the article is the same."""
    confidence: Confidence
    headline: str
    authors: tuple[str, ...]
    published: date | None
    updated: date | None
    section: str | None
    tags: tuple[str, ...]
    source_url: str | None
    source_name: str | None
    summary: str
    """What an editor wrote, or the opening of the text."""
    terms: bytes
    """What the article is about, as `stems.pack_terms` has it."""
    related: Related
    warnings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    """Without ledgers."""
    slug: str | None
    aliases: tuple[str, ...]
    image: Image | None
    draft: bool
    canonical: Literal["self", "source"]
    robots: str | None
    extra: tuple[tuple[str, Any], ...]
    """Only the number that WordPress gave the article."""
    references: tuple[MediaReference, ...]
    """The files that its text and its picture need."""
    links: tuple[str, ...]
    """Where its text leads within the site."""


def meta_of(article: Article) -> ArticleMeta:
    """Return what the archive is to know of *article*."""
    return ArticleMeta(
        id=article.id,
        source=article.source,
        digest=digest_of(article),
        confidence=article.confidence,
        headline=article.headline,
        authors=article.authors,
        published=article.published,
        updated=article.updated,
        section=article.section,
        tags=article.tags,
        source_url=article.source_url,
        source_name=article.source_name,
        summary=_summary(article),
        terms=pack_stems(stems_of(article.headline, article.body)),
        related=article.related,
        warnings=article.warnings,
        evidence=tuple(replace(evidence, ledger=()) for evidence in article.evidence),
        slug=article.slug,
        aliases=article.aliases,
        image=article.image,
        draft=article.draft,
        canonical=article.canonical,
        robots=article.robots,
        extra=tuple((key, value) for key, value in article.extra if key == "comment_post_ID"),
        references=media_references(article),
        links=inner_links(article.body_html or ""),
    )


def digest_of(article: Article) -> str:
    """Return the digest of the bytes from which *article* was read, and of its comments, which are other files."""
    parts = [article.source, article.sha256, *(part for one in article.evidence for part in (one.source, one.sha256))]
    parts += map(repr, article.comments)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _summary(article: Article) -> str:
    repeats = article.headline_origin == "derived"  # then the first paragraph says the headline again
    opening = next(iter(article.body[repeats:] or article.body), "")
    return article.summary or cut_at_word(opening, SUMMARY_LENGTH)


@by_fields
@dataclass(frozen=True, slots=True)
class Card:
    """What lists may show of an article; its body stays out."""

    id: str
    url: str
    headline: str
    published: date | None
    section: str | None
    source_name: str | None
    summary: str
