"""Build a site from a project's files: the whole of it, in order."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from newsgen.address_book import BOOK, read_book, write_book
from newsgen.addresses import Addresses, assign
from newsgen.archive import assemble
from newsgen.article import Article, WrittenPage
from newsgen.article_pages import captures
from newsgen.assets import Assets, find_assets
from newsgen.config import Config, Options
from newsgen.errors import Problems, SourceError
from newsgen.feeds import feed_files
from newsgen.labels import Labels, load_labels
from newsgen.loaders import Loaded
from newsgen.locking import lock
from newsgen.media import Media, find_media
from newsgen.notices import broken_links, notices
from newsgen.output import Publication
from newsgen.page import Site, site_of
from newsgen.pages import plan_pages
from newsgen.records import records_file
from newsgen.redirects import redirects_file
from newsgen.render import Theme, check_templates, render_all, template_folders
from newsgen.report import Progress, Report
from newsgen.selection import choose, load_all
from newsgen.sitemap import robots_file, sitemap_files
from newsgen.sources import Source
from newsgen.terms import check_spellings
from newsgen.urls import output_path


def build(config: Config, options: Options, report: Report, progress: Progress) -> None:
    """Build the site that *config* describes; what happens goes to *report*.

    Nothing is published while there are errors. With `options.keep_going` the sound articles are, but
    never through a broken template, a broken address book or over somebody else's file.
    """
    report.errors += check_spellings(config.spellings)
    loaded = load_all(config, report, progress)
    articles, pages, media = with_media(*choose(loaded, options, report), config, report)
    theme, labels, assets = find_theme(config, report)
    with lock(config.root / ".newsgen"), Publication(config.output) as publication:
        addresses = give_addresses(articles, pages, loaded, config, report)
        archive = assemble(articles, addresses, config)
        site = site_of(archive, config, labels)
        pages_done = render_all(progress(plan_pages(site, media), "pages"), theme, report.errors)
        addressed = set()
        for url, data in chain(plain_files(site, assets, media), pages_done):
            publication.stage(output_path(url), data)
            addressed.add(url)
        report.warnings += [*notices(archive, config), *broken_links(archive, config, addressed)]
        report.errors += publication.check()
        if not all(options.keep_going and isinstance(error, SourceError) for error in report.errors):
            raise Problems(report.errors)
        report.changes = publication.changes
        publication.publish(partial(record_addresses, addresses, config, options, report))
    report.articles = len(archive.cards)
    report.pages = sum(output_path(url).endswith((".html", ".htm")) for url in addressed)


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
    articles: Sequence[Article], pages: Sequence[WrittenPage], loaded: Sequence[Loaded], config: Config, report: Report
) -> Addresses:
    """Give each article its address: the one in the address book, else a new one."""
    book, errors = read_book(config.root)
    known = {key for one in loaded for key in one.ids}
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


def plain_files(site: Site, assets: Assets, media: Media) -> Iterator[tuple[str, bytes | Path]]:
    """Yield address and content of the files that are no HTML pages."""
    archive, config = site.archive, site.config
    yield from assets.files.items()
    yield from media.files(config.root)
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
