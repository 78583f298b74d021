"""Reduce an article to its metadata, and define the card by which lists show it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from newsgen.model.article import Article, Confidence, Evidence, Image, Related
from newsgen.model.body_links import MediaReference, ids_of, inner_links, lost_places, media_references, remote_schemes
from newsgen.model.fingerprints import plain_fingerprint
from newsgen.model.pictures import CardPicture
from newsgen.text.arabic import cut_at_word
from newsgen.text.profiles.profile import profile_of
from newsgen.text.stemming import stems_of

SUMMARY_LENGTH = 180
"""Characters of an article's text that lists, search engines and shared links show."""


class ArticleMeta(NamedTuple):
    """An article's metadata without its text, so that a hundred thousand of them fit into memory.

    A named tuple, because a build makes one of every article, and a frozen dataclass takes eight times as long.

    A field that has the same name as a field of `Article` has the same value, if its docstring says nothing else.
    """

    id: str
    source: str
    sha256: str
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
    lang: str | None
    summary: str
    """The editor's summary, or else the opening of the text."""
    profile: bytes
    """The profile of the article's terms, by which `archive.related` compares articles."""
    related: Related
    warnings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    """Without ledgers."""
    slug: str | None
    aliases: tuple[str, ...]
    image: Image | None
    featured: bool
    draft: bool
    publish_date: date | None
    expiry_date: date | None
    canonical: Literal["self", "source"]
    robots: str | None
    extra: tuple[tuple[str, Any], ...]
    """Only the number that WordPress gave the article, under the key `comment_post_ID`."""
    references: tuple[MediaReference, ...]
    """The media files that the text and the picture need."""
    links: tuple[str, ...]
    """The links of the text to other pages of the site, as they are written."""
    ids: tuple[str, ...]
    """The places in the text to which links can lead."""
    lost_places: tuple[str, ...]
    """The links of the text to places in it that are not there, as they are written."""
    picture_schemes: tuple[str, ...]
    """The schemes of the pictures on other sites that the article shows."""


def meta_of(article: Article) -> ArticleMeta:
    """Return the metadata of *article*."""
    html = article.body_html or ""
    values = {name: getattr(article, name) for name in _SHARED_FIELDS}
    values |= {
        "digest": digest_of(article),
        "summary": _summary(article),
        "profile": profile_of(stems_of(article.headline, article.body)),
        "evidence": tuple(replace(evidence, ledger=()) for evidence in article.evidence),
        "extra": tuple((key, value) for key, value in article.extra if key == "comment_post_ID"),
        "references": media_references(article),
        "links": inner_links(html),
        "ids": ids_of(html),
        "lost_places": lost_places(html),
        "picture_schemes": remote_schemes(article),
    }
    return ArticleMeta(**values)


_SHARED_FIELDS = tuple({field.name for field in fields(Article)} & {*ArticleMeta._fields})


def digest_of(article: Article) -> str:
    """Return the metadata's digest of an article's files, paths and bytes, and of its comments, in other files."""
    captures = (part for evidence in article.evidence for part in (evidence.source, evidence.sha256))
    parts = [article.source, article.sha256, *captures, *map(repr, article.comments)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _summary(article: Article) -> str:
    if article.summary or article.standfirst:
        return article.summary or cut_at_word(article.standfirst or "", SUMMARY_LENGTH)
    skipped = article.headline_origin == "derived"  # the first paragraph repeats a headline derived from it
    return cut_at_word(_opening(article.body[skipped:] or article.body), SUMMARY_LENGTH)


def _opening(paragraphs: Sequence[str]) -> str:
    """Return the first of an article's opening *paragraphs* that is a sentence; the very first if none is.

    Of 12,000 real articles one in ten begins with a reporter, an agency, a place, a caption or a button instead.
    """
    sentences = (text for text in paragraphs[:_OPENING] if text.count(" ") >= _MIN_SPACES or _SENTENCE_END.search(text))
    return next(sentences, paragraphs[0] if paragraphs else "")


_OPENING = 6
"""Paragraphs in which a summary is sought; after so many short ones the text is a poem or a list."""
_MIN_SPACES = 7
"""A line of eight words is read as a sentence even without a full stop."""
_SENTENCE_END = re.compile(r"[.؟?!…۔][\"'»”’)\]\s]*$")


class Card(NamedTuple):
    """The parts of an article that lists may show; a change of its body alone leaves them the same."""

    id: str
    url: str
    headline: str
    published: date | None
    section: str | None
    source_name: str | None
    summary: str
    lang: str | None = None
    """The code of its language if that is not the site's."""
    hue: int = 0
    """The number of its section's hue, as in `archive.sections`; 0 if it has no section."""
    picture: CardPicture | None = None


def card_fingerprint(card: Card) -> bytes:
    """Return the fingerprint of a *card*; different cards have different fingerprints."""
    day = str(card.published) if card.published else None
    picture = card.picture and (*card.picture[:4], *map(tuple, card.picture[4]))
    return plain_fingerprint(card.id, card.url, card.headline, day, *card[4:9], picture)
