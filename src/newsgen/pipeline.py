"""Build a site from a project's files: the whole of it, in order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from newsgen.archive import Archive, assemble
from newsgen.article import Article, WrittenPage
from newsgen.assets import Assets, find_assets
from newsgen.config import SITE_FILE, Config, Options
from newsgen.errors import NewsgenError, Problems, SourceError
from newsgen.loaders import Loaded, load
from newsgen.locking import lock
from newsgen.output import Changes, Publication
from newsgen.pages import captures, plan_pages, wordpress_id
from newsgen.render import Theme, check_templates, render_all, template_folders
from newsgen.sources import Source, find_sources
from newsgen.urls import output_path

Progress = Callable[[Sequence[Any], str], Iterable[Any]]
"""Wraps what is being gone through, with a name for it, to show how far it is."""

_NO_ADDRESS = f"{SITE_FILE} has no base_url: canonical links and all that needs the site's full address is left out"
_NO_POST = "WordPress takes a comment only with the number of its post: add `comment_post_ID:` to the front matter"


@dataclass(slots=True)
class Report:
    """What a build did, and what stood in its way."""

    articles: int = 0
    pages: int = 0
    """HTML pages of the whole site."""
    changes: Changes = field(default_factory=Changes)
    warnings: list[str] = field(default_factory=list)
    errors: list[NewsgenError] = field(default_factory=list)


def build(config: Config, options: Options, report: Report, progress: Progress) -> None:
    """Build the site that *config* describes; what happens goes to *report*.

    Nothing is published while there are errors. With `options.keep_going` the sound articles are, but
    never through a broken template or over somebody else's file.
    """
    articles, pages = choose(load_all(config, report, progress), options, report)
    archive, clashes = assemble(articles, pages, config.timezone)
    report.errors += clashes
    assets = find_assets(config, template_folders(config.root))
    theme = Theme(config.root, config.country, assets.urls, served_at(config))
    report.warnings += [*assets.warnings, *notices(archive, config)]
    report.errors += [*assets.errors, *check_templates(theme)]
    with lock(config.root / ".newsgen"), Publication(config.output) as publication:
        planned = list(plan_pages(archive, config))
        pages_done = render_all(progress(planned, "pages"), theme, report.errors)
        for url, data in chain(plain_files(archive, config, assets), pages_done):
            publication.stage(output_path(url), data)
        report.errors += publication.check()
        if not all(options.keep_going and isinstance(error, SourceError) for error in report.errors):
            raise Problems(report.errors)
        report.changes = publication.changes
        publication.publish()
    report.articles, report.pages = len(archive.cards), len(planned)


def notices(archive: Archive, config: Config) -> Iterator[str]:
    """Yield what the settings lack for all that this archive could show."""
    if not config.base_url:
        yield _NO_ADDRESS
    if config.comment_form.preset == "wordpress":
        unknown = sum(not wordpress_id(article) for article in archive.articles.values())
        if unknown:
            yield f"{_NO_POST} (articles: {unknown})"


def load_all(config: Config, report: Report, progress: Progress) -> list[Loaded]:
    """Load every source of the project."""
    sources, errors, warnings = find_sources(config.root)
    report.errors += errors
    report.warnings += warnings
    if not any(source.kind != "page" for source in sources) and not errors:
        report.warnings.append("there is no article yet: put captures into seeds/, or run `newsgen new HEADLINE`")
    loaded: list[Loaded] = []
    claimed: set[str] = set()
    for source in progress(sources, "sources"):
        if source.path not in claimed:  # content/ comes before seeds/, so whoever claims a capture was there
            loaded.append(load(source))
            claimed.update(loaded[-1].captures)
    return loaded


def choose(loaded: Iterable[Loaded], options: Options, report: Report) -> tuple[list[Article], list[WrittenPage]]:
    """Return the articles and pages to publish; say of each other why it is held back."""
    articles, pages, future = [], [], 0
    for one in loaded:
        report.errors += one.errors
        if one.record:
            report.warnings += [f"{one.source.path}: {text}" for text in one.record.warnings]
        if isinstance(one.record, WrittenPage) and (options.drafts or not one.record.draft):
            pages.append(one.record)
        elif isinstance(one.record, Article):
            future += bool(options.today and day_of(one.record) > options.today)
            reason = held_back(one.record, options)
            if reason is None:
                articles.append(one.record)
            elif reason:
                report.warnings.append(f"{one.source.path}: held back, {reason}")
    if future and not options.until:
        report.warnings.append(f"articles dated in the future: {future}; --date YYYY-MM-DD holds such back")
    return articles, pages


def held_back(article: Article, options: Options) -> str | None:
    """Return why *article* is not to be published, "" where nobody needs to be told; None when it is."""
    if article.draft and not options.drafts:
        return ""
    if options.until and day_of(article) > options.until:
        return ""
    if article.confidence == "low":
        return (
            "the article could not be told from the page around it for sure; look at `newsgen inspect`, then"
            f" add content/articles/{article.id}.md with `capture: {article.source.removeprefix('seeds/')}`"
        )
    return None


def day_of(article: Article) -> date:
    """Return the day an article is dated, the first of all days where it is undated."""
    moment = article.published or date.min
    return moment.date() if isinstance(moment, datetime) else moment


def plain_files(archive: Archive, config: Config, assets: Assets) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of the files that are no HTML pages: assets, and the captures' own bytes."""
    yield from assets.files.items()
    for card in archive.cards:
        for capture in captures(archive.articles[card.id], card.url, config):
            if capture.url:
                yield capture.url, Source(capture.evidence.source, "capture", config.root).read()


def served_at(config: Config) -> str:
    """Return the path at which the site is served, as far as its settings tell."""
    return urlsplit(config.base_url).path if config.base_url else "/"
