"""Make articles, archives and planned sites for tests."""

from dataclasses import replace
from pathlib import Path

from newsgen.archive.addresses import assign
from newsgen.archive.assemble import assemble
from newsgen.model.article import Article, Evidence, LedgerLine, Role
from newsgen.model.article_meta import meta_of
from newsgen.model.config import Config
from newsgen.pages.media import Media
from newsgen.pages.plan import context_of, plan_pages
from newsgen.pages.site_plan import plan_site
from newsgen.theme.labels import load_labels
from newsgen.theme.theme import template_folders

NO_MEDIA = Media({})
CONFIG = Config(Path("/nowhere"), Path("/nowhere/site"))


def an_article(key="harbour", **parts):
    """Return an article from Markdown, without a capture and without a comment form."""
    known = {"source": f"content/articles/{key}.md", "sha256": "0" * 64, "encoding": "utf-8", "confidence": "high"}
    known |= {"headline": "الميناء يفتح", "headline_origin": "front_matter", "slug": key, "body": ("فتح الميناء.",)}
    return Article(id=key, **known | parts)


def a_capture(path="seeds/harbour.txt"):
    """Return a capture of one line."""
    return Evidence(path, "1" * 64, "utf-8", (LedgerLine(1, Role.BODY, "فتح الميناء."),))


def an_archive(*articles, pages=(), config=CONFIG):
    """Assemble an archive, and fail if there is an error."""
    metas = list(map(meta_of, articles))
    addresses = assign(metas, pages, {}, config.permalink, {article.id for article in articles})
    assert addresses.errors == ()
    return assemble(metas, {article.id: article for article in articles}, addresses, config)


def a_site(*articles, pages=(), config=CONFIG, media=NO_MEDIA):
    """Return the plan from which the pages of a site are made."""
    labels, errors = load_labels(template_folders(config.root))
    assert errors == []
    return plan_site(an_archive(*articles, pages=pages, config=config), config, labels, media)


def plan(*articles, pages=(), config=CONFIG, media=NO_MEDIA):
    """Return the pages of a site by address, each with the complete context of its template."""
    site = a_site(*articles, pages=pages, config=config, media=media)
    return {page.url: complete(page, site) for page in plan_pages(site)}


def complete(planned, site):
    """Return the *planned* page with the complete context of its template."""
    page = planned.page()
    article = site.archive.articles[page.text.article] if page.text else None
    return replace(page, context=context_of(page, site.shared, article))
