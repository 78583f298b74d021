"""Describe an article in JSON-LD, Open Graph and citation tags for machines, and as a citation for readers."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from newsgen.archive.notices import Correction
from newsgen.model.article import Article
from newsgen.model.article_meta import Card
from newsgen.model.config import Config
from newsgen.model.short_addresses import short_url
from newsgen.model.urls import absolute, quote_path
from newsgen.pages.media import Picture
from newsgen.text.arabic import cut_at_word
from newsgen.text.bidi import title_text
from newsgen.text.date_format import format_date, html_datetime

_MAX_JSON_HEADLINE = 110
"""Characters of a headline that search engines show."""


def language_tag(config: Config) -> str:
    """Return the language of an article's structured data with its country, such as ar-MA."""
    return config.language if "-" in config.language else f"{config.language}-{config.country}"


def absolute_url(url: str, config: Config) -> str | None:
    """Return *url* as the absolute URL for structured data; None if the site has no `base_url`."""
    return absolute(url, config.base_url) if config.base_url else None


def json_ld(
    article: Article,
    card: Card,
    config: Config,
    picture: Picture | None = None,
    corrections: Sequence[Correction] = (),
) -> dict[str, Any]:
    """Return the article as schema.org's NewsArticle.

    The publisher is the newspaper and never this archive, which is only where the article is archived.
    Absolute URLs are left out if the site has no `base_url`.
    """
    here = absolute_url(card.url, config)
    members = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": cut_at_word(article.headline, _MAX_JSON_HEADLINE),
        "description": card.summary,
        "inLanguage": card.lang or config.language,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "datePublished": _iso(article.published),
        "dateModified": _iso(article.updated),
        "correction": [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": _iso(one.day)} for one in corrections
        ],
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.source_name} if article.source_name else None,
        "url": article.source_url or here,
        "mainEntityOfPage": here,
        "archivedAt": here,
        "image": picture.address(config.base_url) if picture else None,
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in members.items() if value}


def _iso(value: date | None) -> str | None:
    return html_datetime(value) if value else None


def canonical(article: Article, card: Card, config: Config) -> str | None:
    """Return an article's canonical URL for machines: this page's, or the newspaper's if chosen; None if unknown."""
    from_source = article.source_url if article.canonical == "source" else None
    return from_source or absolute_url(card.url, config)


def open_graph(article: Article, card: Card, config: Config, picture: Picture | None = None) -> list[tuple[str, str]]:
    """Return the Open Graph properties of an article, in order."""
    address = picture.address(config.base_url) if picture else None
    rows = [
        ("og:type", "article"),
        ("og:title", title_text(article.headline)),
        ("og:description", title_text(card.summary)),
        ("og:site_name", title_text(config.title)),
        ("og:locale", card.lang or language_tag(config).replace("-", "_")),
        ("og:url", absolute_url(card.url, config)),
        ("og:image", address),
        ("og:image:alt", picture.alt if picture and address else None),
        ("article:published_time", _iso(article.published)),
        ("article:modified_time", _iso(article.updated)),
        ("article:section", article.section),
        *(("article:tag", tag) for tag in article.tags),
    ]
    return [(name, value) for name, value in rows if value]


def citation_tags(article: Article, card: Card, config: Config) -> list[tuple[str, str]]:
    """Return the `citation_*` tags that reference managers read, in order."""
    rows = [
        ("citation_title", article.headline),
        *(("citation_author", name) for name in article.authors),
        ("citation_publication_date", article.published and _day(article.published.toordinal())),
        ("citation_journal_title", article.source_name),
        ("citation_publisher", article.source_name),
        ("citation_language", card.lang or config.language),
        ("citation_public_url", absolute_url(card.url, config) or article.source_url),
    ]
    return [(name, value) for name, value in rows if value]


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).strftime("%Y/%m/%d")


def citation(article: Article, card: Card, config: Config) -> str:
    """Return a one-line citation that a reader can paste into a footnote; its URL keeps Arabic letters readable."""
    cited = short_url(card.id) if config.has_short_addresses else card.url
    parts = [
        article.byline,
        f"«{article.headline}»",
        article.source_name,
        format_date(article.published, config.locale) if article.published else "بلا تاريخ",
        f"محفوظ في {config.title}",
        f"{config.base_url}{quote_path(cited)}" if config.base_url else article.source_url,
    ]
    return "، ".join(part for part in parts if part)
