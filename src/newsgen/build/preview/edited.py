"""Render the pages of an edited article at once, as the next build will most likely render them.

Nothing is planned: the pages are those that the last build kept, with the article as its source is now. So they have
its text, headline, dates, terms and pictures, but the neighbours and related articles that it had, and no other page
changes. They are to be shown only until the next build, which alone decides, and no file is written.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsgen.archive.related.related_links import RelatedEntry
from newsgen.archive.taxonomies import ArticleTerms, Taxonomy, collect_taxonomies
from newsgen.build.artifacts import RenderContext
from newsgen.build.cache import FILE
from newsgen.build.file_changes import environment
from newsgen.build.incremental import CACHE
from newsgen.build.preview.kept import KeptArticle, kept_article, kept_context, some_sources, source_of
from newsgen.build.selection import reason_held_back
from newsgen.errors import NewsgenError
from newsgen.filesystem import on_disk
from newsgen.loaders.load import load
from newsgen.loaders.sources import Source, SourceKind
from newsgen.model.article import Article, with_zones
from newsgen.model.article_meta import ArticleMeta, Card, meta_of
from newsgen.model.config import Config, Options
from newsgen.model.pictures import MediaFile
from newsgen.model.urls import HOME, Link, index_url
from newsgen.pages.media import OTHER_FILES, find_media
from newsgen.pages.page import Page
from newsgen.pages.plan import context_of
from newsgen.pages.site_plan import SharedContext
from newsgen.text.languages import language_tag
from newsgen.theme.render import clear_template_cache, render


@dataclass(frozen=True, slots=True)
class EditedArticle:
    """The pages of an article after an edit, or the errors in it."""

    source: str
    pages: Mapping[str, bytes] = field(default_factory=dict)
    """By the path of the file that each stands for."""
    url: str = ""
    """The address of the article."""
    is_draft: bool = False
    is_complete: bool = True
    """Whether the site has already all pictures that the pages show."""
    errors: tuple[NewsgenError, ...] = ()


class EditedPages:
    """Renders articles of the project at *root* that were edited since the last build into the folder *output*."""

    def __init__(self, root: Path, output: Path, *, drafts: bool) -> None:
        """Render what a build shows, with or without *drafts*."""
        self._root = root
        self._cache = root / CACHE / FILE
        self._site = str(output.relative_to(root))
        self._drafts = drafts
        self._environment = environment()
        self._context: RenderContext | None = None
        self._kept: dict[str, KeptArticle] = {}
        """The articles edited since the last build, which may be replaced in the cache while the next one runs."""

    def refresh(self) -> None:
        """Use what the build that has just ended kept, and load what it takes to render an article at once."""
        before, self._context = self._context, kept_context(self._cache, self._site, self._environment)
        self._kept.clear()
        if before and self._context and before.theme != self._context.theme:
            clear_template_cache()
        any(self.render(source, None) for source in some_sources(self._cache))
        self._kept.clear()

    def render(self, path: str, now: datetime | None) -> EditedArticle | None:
        """Return the pages of the article to which the source, capture or comment at *path* belongs, as it is now.

        None if only a build can tell: the file belongs to no article that the last build published, its id was
        changed, or the article is held back.
        """
        source = source_of(self._cache, path)
        kept = self._article(source) if source and self._context else None
        if source is None or kept is None or self._context is None or not _exists(self._root, source):
            return None
        kind: SourceKind = "capture" if source.startswith("seeds/") else "article"
        loaded = load(Source(source, kind, self._root))
        if loaded.errors:
            return EditedArticle(source, errors=loaded.errors)
        article = loaded.record
        if not isinstance(article, Article) or article.id != kept.meta.id:
            return None
        meta = meta_of(article)
        shared = self._context.shared
        zone = shared.config.zone
        if reason_held_back(meta, Options(self._drafts, now=now), zone or UTC) is not None:
            return None
        try:
            return _rendered(self._context, kept, article, with_zones(meta, zone))
        except NewsgenError as error:
            return EditedArticle(source, errors=(error,))

    def _article(self, source: str) -> KeptArticle | None:
        if source not in self._kept and (found := kept_article(self._cache, self._site, source)):
            self._kept[source] = found
        return self._kept.get(source)


def _exists(root: Path, source: str) -> bool:
    return os.path.lexists(on_disk(f"{root}/{source}"))


def _rendered(context: RenderContext, kept: KeptArticle, article: Article, meta: ArticleMeta) -> EditedArticle:
    """Return the pages of an edited article, given its new text and metadata."""
    shared, root = context.shared, context.theme.root
    known = kept.pages[min(kept.pages)].context.get("media", {})
    missing = [one for one in meta.references if one.name not in known]
    media = find_media(missing, root, OTHER_FILES)
    if media.errors:
        return EditedArticle(article.source, errors=media.errors)
    pages = {}
    for path, page in kept.pages.items():
        edited = replace(page, context=_edited_context(page, kept.meta, meta, shared, media.items))
        complete = Page(page.url, page.template, context_of(edited, shared, article), page.text)
        pages[path] = render(complete, context.theme)
    url = next(page.context["card"].url for page in kept.pages.values())
    return EditedArticle(article.source, pages, url, meta.draft, is_complete=not media.items)


def _edited_context(
    page: Page, old: ArticleMeta, new: ArticleMeta, shared: SharedContext, media: Mapping[str, MediaFile]
) -> dict[str, Any]:
    """Return the context of a kept *page* with what follows from the metadata of its edited article alone."""
    context = dict(page.context)
    config = shared.config
    filed: ArticleTerms = context["filed"]
    context["filed"] = filed = filed if _terms(old) == _terms(new) else _new_terms(filed, new, config)
    card: Card = context["card"]
    if filed.section and "breadcrumbs" in context:
        kind = Taxonomy.SECTION.value
        trail = (Link(str(shared.labels["home"]), HOME), Link(str(shared.labels[kind]), index_url(kind)), filed.section)
        context["breadcrumbs"] = trail if page.template == "article.html" else (*trail, Link(new.headline, card.url))
    language = new.lang if new.lang != language_tag(config.language) else None
    context["card"] = card._replace(
        headline=new.headline,
        published=new.published,
        section=filed.section and filed.section.title,
        source_name=filed.source and filed.source.title,
        summary=new.summary,
        lang=language,
        hue=_hue(filed.section, shared),
    )
    if "media" in context:
        names = {one.name for one in new.references}
        context["media"] = {name: one for name, one in {**context["media"], **media}.items() if name in names}
    if "sidebar" in context and new.related != old.related:
        context["sidebar"] = context["sidebar"]._replace(
            heading=new.related.heading,
            links=tuple(
                RelatedEntry(link.title, "outside" if link.url else "text", link.url) for link in new.related.links
            ),
        )
    return context


def _hue(section: Link | None, shared: SharedContext) -> int:
    return next((link.hue for link in shared.navigation if section and link.url == section.url), 0)


def _terms(meta: ArticleMeta) -> tuple[object, ...]:
    return meta.section, meta.tags, meta.authors, meta.source_name


def _new_terms(before: ArticleTerms, meta: ArticleMeta, config: Config) -> ArticleTerms:
    """Return the terms of an edited article; those that it had *before* keep their spelling and their address."""
    links = [before.section, before.source, *before.tags, *before.authors]
    known = {link.title: link for link in links if link}
    alone = collect_taxonomies([meta], config.spellings).by_article[meta.id]

    def of(link: Link | None) -> Link | None:
        return link and known.get(link.title, link)

    tags = tuple(known.get(link.title, link) for link in alone.tags)
    authors = tuple(known.get(link.title, link) for link in alone.authors)
    return ArticleTerms(of(alone.section), tags, authors, of(alone.source))
