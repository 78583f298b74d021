"""Build a site from a project's files: the whole of it, in order."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from newsgen.address_book import BOOK, read_book, write_book
from newsgen.addresses import Addresses, assign
from newsgen.archive import Archive, assemble
from newsgen.article import Article, WrittenPage
from newsgen.article_pages import captures
from newsgen.assets import Assets, find_assets
from newsgen.bodies import unknown_links
from newsgen.config import SITE_FILE, Config, Options
from newsgen.errors import NewsgenError, Problems, SourceError
from newsgen.feeds import feed_files
from newsgen.forms import wordpress_id
from newsgen.labels import Labels, load_labels
from newsgen.loaders import Loaded, load
from newsgen.locking import lock
from newsgen.media import Media, find_media
from newsgen.output import Changes, Publication
from newsgen.page import Site, site_of
from newsgen.pages import plan_pages
from newsgen.records import records_file
from newsgen.redirects import redirects_file, too_many
from newsgen.render import Theme, check_templates, render_all, template_folders
from newsgen.sitemap import robots_file, sitemap_files
from newsgen.sources import Source, find_sources
from newsgen.urls import output_path, page_url

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
    notes: list[str] = field(default_factory=list)
    """What a user wants to know though nothing is wrong."""
    warnings: list[str] = field(default_factory=list)
    errors: list[NewsgenError] = field(default_factory=list)


def build(config: Config, options: Options, report: Report, progress: Progress) -> None:
    """Build the site that *config* describes; what happens goes to *report*.

    Nothing is published while there are errors. With `options.keep_going` the sound articles are, but
    never through a broken template, a broken address book or over somebody else's file.
    """
    loaded = load_all(config, report, progress)
    articles, pages, media = with_media(*choose(loaded, options, report), config, report)
    theme, labels, assets = find_theme(config, report)
    with lock(config.root / ".newsgen"), Publication(config.output) as publication:
        known = {key for one in loaded for key in one.ids}
        addresses = give_addresses(articles, pages, known, config, report)
        archive = assemble(articles, addresses, config)
        site = site_of(archive, config, labels)
        planned = list(plan_pages(site, media))
        pages_done = render_all(progress(planned, "pages"), theme, report.errors)
        addressed = set()
        for url, data in chain(plain_files(site, assets, media), pages_done):
            publication.stage(output_path(url), data)
            addressed.add(url)
        report.warnings += [*notices(archive, config), *broken_links(archive, addressed)]
        report.errors += publication.check()
        if not all(options.keep_going and isinstance(error, SourceError) for error in report.errors):
            raise Problems(report.errors)
        report.changes = publication.changes
        publication.publish(partial(record_addresses, addresses, config, options, report))
    report.articles, report.pages = len(archive.cards), len(planned)


def with_media(
    articles: Sequence[Article], pages: Sequence[WrittenPage], config: Config, report: Report
) -> tuple[list[Article], list[WrittenPage], Media]:
    """Find the pictures and files that *articles* and *pages* show; return those that lack none."""
    media = find_media(articles, pages, config.root)
    report.errors += media.errors
    lacking = {error.path for error in media.errors}
    return [a for a in articles if a.source not in lacking], [p for p in pages if p.source not in lacking], media


def find_theme(config: Config, report: Report) -> tuple[Theme, Labels, Assets]:
    """Return what all pages share."""
    folders = template_folders(config.root)
    assets = find_assets(config, folders)
    labels, wrong_labels = load_labels(folders)
    theme = Theme(config.root, config.country, assets.urls, served_at(config), config.digits)
    report.warnings += assets.warnings
    report.errors += [*assets.errors, *wrong_labels, *check_templates(theme)]
    return theme, labels, assets


def give_addresses(
    articles: Sequence[Article], pages: Sequence[WrittenPage], known: Collection[str], config: Config, report: Report
) -> Addresses:
    """Give each article its address: the one in the address book, else a new one."""
    book, errors = read_book(config.root)
    addresses = assign(articles, pages, book, config.permalink, known)
    report.errors += errors or addresses.errors  # what follows from a broken line would only mislead
    report.warnings += addresses.warnings
    return addresses


def record_addresses(addresses: Addresses, config: Config, options: Options, report: Report) -> None:
    """Write the address book, before anything is published under an address that it does not hold."""
    if not options.drafts:
        write_book(addresses.book, config.root)
        if addresses.new:
            report.notes.append(f"{BOOK}: new or changed lines: {addresses.new}; commit the file")


def notices(archive: Archive, config: Config) -> Iterator[str]:
    """Yield what the settings lack for all that this archive could show."""
    if not config.base_url:
        yield _NO_ADDRESS
    yield from archive.terms.warnings
    if config.comment_form.preset == "wordpress":
        unknown = sum(not wordpress_id(article) for article in archive.articles.values())
        if unknown:
            yield f"{_NO_POST} (articles: {unknown})"
    yield from filter(None, [too_many(archive.redirects)])


def broken_links(archive: Archive, addressed: Collection[str]) -> Iterator[str]:
    """Yield what editors linked inside this site, of which all that is there is *addressed*."""
    articles = (
        (archive.articles[card.id].source, archive.articles[card.id].body_html, card.url) for card in archive.cards
    )
    pages = ((page.source, page.body_html, page_url(page.name)) for page in archive.pages)
    for source, html, url in chain(articles, pages):
        for link in unknown_links(html or "", url, addressed.__contains__):
            yield f"{source}: links to {link!r}, and there is no such page"


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


def plain_files(site: Site, assets: Assets, media: Media) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of the files that are no HTML pages."""
    archive, config = site.archive, site.config
    yield from assets.files.items()
    yield from media.contents(config.root)
    yield from feed_files(archive, config, media)
    yield from sitemap_files(archive, config)
    yield robots_file(config)
    yield from records_file(archive, config)
    yield from redirects_file(archive.redirects, served_at(config))
    for card in archive.cards:
        for capture in captures(archive.articles[card.id], card.url, config):
            if capture.url:
                yield capture.url, Source(capture.evidence.source, "capture", config.root).read()


def served_at(config: Config) -> str:
    """Return the path at which the site is served, as far as its settings tell."""
    return urlsplit(config.base_url).path if config.base_url else "/"
