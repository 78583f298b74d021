"""A full build, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from urllib.parse import urlsplit

from newsgen.archive.address_book import ADDRESS_BOOK, read_book, write_book
from newsgen.archive.addresses import Addresses, assign
from newsgen.archive.assemble import assemble
from newsgen.archive.related.relate import RELATIONS, Relations, pack, relate, unpack
from newsgen.archive.taxonomies import check_spellings
from newsgen.build.artifacts import ArtifactBuilder, RenderContext
from newsgen.build.file_changes import digest_of_files
from newsgen.build.fingerprints import Fingerprints
from newsgen.build.library import Library, LoadedMeta
from newsgen.build.output import OutputTransaction
from newsgen.build.report import Progress, Report
from newsgen.build.selection import choose, load_all
from newsgen.build.site_warnings import broken_links, site_warnings
from newsgen.build.state import BuildJob
from newsgen.errors import Problems, SourceError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.body_links import media_references
from newsgen.model.config import Config, Options
from newsgen.model.urls import output_path
from newsgen.pages.article_pages import capture_files
from newsgen.pages.feeds import feed_files
from newsgen.pages.media import Media, find_media
from newsgen.pages.page import File
from newsgen.pages.plan import plan_pages
from newsgen.pages.records import records_file
from newsgen.pages.redirects import redirects_file
from newsgen.pages.site_plan import Labels, SitePlan, plan_site
from newsgen.pages.sitemap import robots_file, sitemap_files
from newsgen.theme.assets import Assets, find_assets
from newsgen.theme.labels import load_labels
from newsgen.theme.render import check_templates, clear_template_cache
from newsgen.theme.theme import Theme, template_folders
from newsgen.workers import Start


def build(job: BuildJob, start: Start, report: Report, progress: Progress) -> None:
    """Build a site, in workers that *start* starts; *report* says what happened.

    Nothing is published while there are errors. With `options.keep_going` the sound articles are, but
    never through a broken template, a broken address book or over somebody else's file.
    """
    config, options = job.config, job.options
    report.errors += check_spellings(config.spellings)
    library = Library(config.root, job.cache)
    templates = digest_of_templates(config)  # before they are read: who changes one now sees it in the next build
    loaded = load_all(config, library, start, report, progress)
    metas, pages, media = with_media(*choose(loaded, options, report), config, report)
    theme, labels, assets = find_theme(job, templates, report)
    addresses = give_addresses(metas, pages, loaded, config, report)
    find = partial(relate, before=relations_before(job), start=start)
    archive = assemble(metas, library.articles(metas), addresses, config, find)
    site = plan_site(archive, config, labels, media)
    with OutputTransaction(config.output) as transaction:
        builder = artifact_builder(site, theme, transaction, job)
        builder.add_files(plain_files(site, assets))
        builder.add_pages(plan_pages(site), start, report.errors, progress)
        report.warnings += [*site_warnings(archive, config), *broken_links(archive, config, builder.urls)]
        report.errors += transaction.check()
        if not all(options.keep_going and isinstance(error, SourceError) for error in report.errors):
            raise Problems(report.errors)
        report.changes = transaction.changes
        builder.commit(partial(record_addresses, addresses, config, options, report))
    if archive.relations:
        job.fresh.remember(RELATIONS, pack(archive.relations))
    report.articles = len(archive.cards)
    report.pages = sum(output_path(url).endswith((".html", ".htm")) for url in builder.urls)


def relations_before(job: BuildJob) -> Relations | None:
    """Return what was related to what in the last build; None where that is not known."""
    packed = job.fresh.recall(RELATIONS)
    return unpack(packed) if packed else None


def artifact_builder(site: SitePlan, theme: Theme, transaction: OutputTransaction, job: BuildJob) -> ArtifactBuilder:
    """Return the press for all files of *site*; settings and templates are what each of them depends on."""
    common = site.shared
    elsewhere = replace(common.config, root=Path(), output=Path())  # a project may be moved
    theme_parts = (theme.assets, theme.not_found_prefix, theme.templates)
    shared = Fingerprints().of(replace(common, config=elsewhere), theme_parts)
    setting = RenderContext(theme, common, theme.root, job.cache.file, transaction.staging)
    return ArtifactBuilder(setting, transaction, job.fresh, shared)


def with_media(
    metas: Sequence[ArticleMeta], pages: Sequence[StandalonePage], config: Config, report: Report
) -> tuple[list[ArticleMeta], list[StandalonePage], Media]:
    """Find the pictures and files that articles and *pages* show; return those that lack none."""
    references = [*(one for meta in metas for one in meta.references), *chain(*map(media_references, pages))]
    media = find_media(references, config.root)
    report.errors += media.errors
    lacking = {error.path for error in media.errors}
    return [b for b in metas if b.source not in lacking], [p for p in pages if p.source not in lacking], media


def digest_of_templates(config: Config) -> str:
    """Return what changes with any file that a template may include, whatever its name ends with."""
    return "".join(digest_of_files(folder).hex() for folder in template_folders(config.root))


def find_theme(job: BuildJob, templates: str, report: Report) -> tuple[Theme, Labels, Assets]:
    """Return what all pages share; templates are checked unless they are those of the last build."""
    config = job.config
    folders = template_folders(config.root)
    assets = find_assets(config, folders)
    labels, wrong_labels = load_labels(folders)
    theme = Theme(config.root, config.country, assets.urls, served_at(config), templates, config.digits)
    report.warnings += assets.warnings
    report.errors += [*assets.errors, *wrong_labels]
    clear_template_cache()
    if job.cache.fact("sound templates") != templates:
        wrong = check_templates(theme)
        report.errors += wrong
        if not wrong:
            job.cache.remember("sound templates", templates)
    return theme, labels, assets


def give_addresses(
    articles: Sequence[ArticleMeta],
    pages: Sequence[StandalonePage],
    loaded: Sequence[LoadedMeta],
    config: Config,
    report: Report,
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
            report.notes.append(f"{ADDRESS_BOOK}: new or changed lines: {addresses.new}; commit the file")


def plain_files(site: SitePlan, assets: Assets) -> Iterator[File]:
    """Yield the files that are no HTML pages."""
    archive, config = site.archive, site.config
    yield from starmap(File.of, assets.files.items())
    yield from site.media.files(config.root)
    yield from feed_files(archive, config, site.media)
    yield from starmap(File.of, sitemap_files(archive, config))
    yield File.of(*robots_file(config))
    yield from records_file(archive, config)
    yield from starmap(File.of, redirects_file(archive.redirects, served_at(config)))
    yield from capture_files(site)


def served_at(config: Config) -> str:
    """Return the path at which the site is served, as far as its settings tell."""
    return urlsplit(config.base_url).path if config.base_url else "/"
