"""Reduce an article to its metadata, and define the card by which lists show it."""

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
"""Characters of an article's text that lists, search engines and shared links show."""


@by_fields
@dataclass(frozen=True, slots=True)
class ArticleMeta:
    """An article's metadata without its text, so that a hundred thousand of them fit into memory.

    A field that has the same name as a field of `Article` has the same value.
    """

    id: str
    source: str
    digest: str
    """Digest of the source's and its captures' bytes and of the comments; equal digests mean equal articles."""
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
    """The editor's summary, or else the opening of the text."""
    terms: bytes
    """The stems of the article's words and their counts, packed by `text.stemming.pack_stems`."""
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
    """Only the number that WordPress gave the article, under the key `comment_post_ID`."""
    references: tuple[MediaReference, ...]
    """The media files that the text and the picture need."""
    links: tuple[str, ...]
    """The links of the text to other pages of the site, as they are written."""


def meta_of(article: Article) -> ArticleMeta:
    """Return the metadata of *article*."""
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
    """Return the digest of the paths and bytes from which *article* was read, and of its comments.

    The comments are included because they are read from other files.
    """
    captures = (part for evidence in article.evidence for part in (evidence.source, evidence.sha256))
    parts = [article.source, article.sha256, *captures, *map(repr, article.comments)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _summary(article: Article) -> str:
    skipped = article.headline_origin == "derived"  # the first paragraph repeats a headline derived from it
    opening = next(iter(article.body[skipped:] or article.body), "")
    return article.summary or cut_at_word(opening, SUMMARY_LENGTH)


@by_fields
@dataclass(frozen=True, slots=True)
class Card:
    """The parts of an article that lists may show; a change of its body alone leaves them the same."""

    id: str
    url: str
    headline: str
    published: date | None
    section: str | None
    source_name: str | None
    summary: str
