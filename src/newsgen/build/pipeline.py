"""Run a full build: load the sources, plan the site, render what is out of date and publish it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from urllib.parse import urlsplit

from newsgen.archive.address_book import ADDRESS_BOOK, read_book, write_book
from newsgen.archive.addresses import Addresses, assign
from newsgen.archive.assemble import Archive, assemble, with_pictures
from newsgen.archive.blurbs import with_blurbs
from newsgen.archive.related.relate import relate
from newsgen.archive.related.relations import RELATIONS, pack
from newsgen.archive.taxonomies import check_spellings
from newsgen.build.artifacts import ArtifactBuilder, RenderContext
from newsgen.build.body_edits import last_relations
from newsgen.build.library import Library, LoadedMeta
from newsgen.build.output import OutputTransaction
from newsgen.build.pictures.known import KnownMedia
from newsgen.build.pictures.make import add_sizes
from newsgen.build.receipt import add_receipt
from newsgen.build.report import Progress, Report
from newsgen.build.search.make import index_files, with_search
from newsgen.build.selection import choose, divide, load_all, read_corrections
from newsgen.build.site_warnings import broken_links, site_warnings
from newsgen.build.state import BuildJob
from newsgen.errors import Problems, SourceError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.body_links import media_references
from newsgen.model.config import Config, Options
from newsgen.model.fingerprints import fingerprint
from newsgen.model.urls import page_url
from newsgen.pages.article_pages import capture_files
from newsgen.pages.comments.own_pages import comment_pages
from newsgen.pages.feeds import feed_files
from newsgen.pages.hosts.redirects import redirects_file
from newsgen.pages.hosts.security_headers import headers_file
from newsgen.pages.media import OTHER_FILES, Media, card_pictures, find_media, site_pictures
from newsgen.pages.page import File
from newsgen.pages.plan import plan_pages
from newsgen.pages.records import records_file
from newsgen.pages.sharing.citation_files import citation_files
from newsgen.pages.sharing.share_links import social_files
from newsgen.pages.site_plan import Labels, SitePlan, plan_site
from newsgen.pages.sitemap import robots_file, sitemap_files
from newsgen.theme.assets import Assets, find_assets
from newsgen.theme.labels import load_labels
from newsgen.theme.render import check_templates, clear_template_cache
from newsgen.theme.social_pictures import social_look
from newsgen.theme.theme import Theme, template_folders
from newsgen.workers.batches import StartWorkers


def build(job: BuildJob, start: StartWorkers, report: Report, progress: Progress) -> None:
    """Build the site in worker processes and record the outcome in *report*.

    Raises Problems, and publishes nothing, if there are errors. With `options.keep_going` errors in single
    sources do not stop the build; errors in templates, in the address book or about foreign files always do.
    """
    with start.keep() as kept:
        _build(job, start, kept, report, progress)


def _build(job: BuildJob, start: StartWorkers, kept: StartWorkers, report: Report, progress: Progress) -> None:
    """Build the site as `build` does; *kept* workers read and render, and *start* starts those that relate articles."""
    job = replace(job, config=with_search(job.config, report))
    config, options = job.config, job.options
    theme_report = Report()
    theme, labels, assets = load_theme(job, theme_report)  # before the workers start, which then share the templates
    report.errors += check_spellings(config.spellings)
    library = Library(config.root, job.cache)
    loaded = load_all(job, library, kept, report, progress)
    log = read_corrections(loaded, config, report)
    withdrawn, chosen, written = divide(*choose(loaded, config, options, report), log)
    metas, written, media = resolve_media(chosen, written, job, report)
    media, sizes = add_sizes(media, job, kept, report, progress)
    pages = [page for page in written if page.describes is None]
    pages += comment_pages(pages, config, labels)
    blurbs = [page for page in written if page.describes]
    report.errors += theme_report.errors
    report.warnings += theme_report.warnings
    addresses = assign_addresses([*metas, *withdrawn], pages, loaded, config, report)
    find = partial(relate, before=last_relations(job.state), start=start)
    archive = assemble([*metas, *withdrawn], library.articles(metas), addresses, config, find, log=log)
    archive = with_pictures(with_blurbs(archive, blurbs), card_pictures(metas, media.items))
    social, warnings = social_look(config)
    report.warnings += warnings
    site = plan_site(archive, config, labels, media, social.digest if social else None)
    with OutputTransaction(config.output) as transaction:
        builder = artifact_builder(site, theme, transaction, job, library)
        builder.add_files(chain(plan_files(site, assets), sizes))
        builder.make_files(citation_files(site), kept)
        if social:
            builder.make_files(social_files(site, social.look), kept)
        if config.search:
            builder.add_files(index_files(site, job, library, kept, progress))
        builder.add_pages(plan_pages(site), kept, report.errors, progress)
        report.warnings += [*site_warnings(archive, config), *broken_links(archive, config, builder.paths, media)]
        report.errors += transaction.check()
        if not all(options.keep_going and isinstance(error, SourceError) for error in report.errors):
            raise Problems(report.errors)
        add_receipt(builder, archive)
        report.changes = transaction.changes
        builder.commit(partial(record_addresses, addresses, config, options, report))
    if archive.relations:
        job.state.remember(RELATIONS, pack(archive.relations))
    report.articles, report.withdrawn = len(archive.cards), len(archive.notices.withdrawn)
    report.shown_drafts = shown_drafts(archive)
    report.pages = sum(path.endswith((".html", ".htm")) for path in builder.paths.values())


def shown_drafts(archive: Archive) -> tuple[str, ...]:
    """Return the addresses of the drafts in a build, which are articles and pages."""
    articles = (card.url for card in archive.cards if archive.metas[card.id].draft)
    return (*articles, *(page_url(page.name) for page in archive.pages if page.draft))


def artifact_builder(
    site: SitePlan, theme: Theme, transaction: OutputTransaction, job: BuildJob, library: Library
) -> ArtifactBuilder:
    """As a step of the build, return the builder of the files of *site*; all depend on settings and templates."""
    shared = site.shared
    without_paths = replace(shared.config, root=Path(), output=Path())  # so that a project can be moved
    theme_parts = (theme.assets, theme.not_found_prefix, theme.templates)
    shared_digest = fingerprint(replace(shared, config=without_paths), theme_parts)
    context = RenderContext(theme, shared, transaction.open_staging())
    return ArtifactBuilder(context, transaction, job.state, shared_digest, library.read_text)


def resolve_media(
    metas: Sequence[ArticleMeta], pages: Sequence[StandalonePage], job: BuildJob, report: Report
) -> tuple[list[ArticleMeta], list[StandalonePage], Media]:
    """As a step of the build, find all media in use; return the articles and pages that lack none, and the media."""
    references = [*(one for meta in metas for one in meta.references), *chain(*map(media_references, pages))]
    references += site_pictures(job.config)
    aliases = chain.from_iterable(one.aliases for one in chain[ArticleMeta | StandalonePage](metas, pages))
    known = KnownMedia(job.cache, job.config.root)
    media = find_media(references, job.config.root, OTHER_FILES.union(aliases), known.unchanged)
    known.remember(media.items.values())
    report.errors += media.errors
    incomplete = {error.path for error in media.errors}
    complete = [meta for meta in metas if meta.source not in incomplete]
    return complete, [page for page in pages if page.source not in incomplete], media


def load_theme(job: BuildJob, report: Report) -> tuple[Theme, Labels, Assets]:
    """As a step of the build, load theme, labels and assets; check templates changed since last found valid."""
    config, templates = job.config, job.templates
    folders = template_folders(config.root)
    assets = find_assets(config, folders)
    labels, label_errors = load_labels(folders)
    theme = Theme(config.root, config.locale, assets.urls, base_path(config), templates)
    report.warnings += assets.warnings
    report.errors += [*assets.errors, *label_errors]
    clear_template_cache()
    if job.cache.recall("valid templates") != templates:
        template_errors = check_templates(theme)
        report.errors += template_errors
        if not template_errors:
            job.cache.remember("valid templates", templates)
    return theme, labels, assets


def assign_addresses(
    articles: Sequence[ArticleMeta],
    pages: Sequence[StandalonePage],
    loaded: Sequence[LoadedMeta],
    config: Config,
    report: Report,
) -> Addresses:
    """As a step of the build, read the address book and assign each article its address there, or a new one."""
    book, errors = read_book(config.root)
    known_ids = {key for one in loaded for key in one.ids}
    addresses = assign(articles, pages, book, config.permalink, known_ids, short=config.has_short_addresses)
    report.errors += errors or addresses.errors  # errors that follow from a broken line of the book would mislead
    report.warnings += addresses.warnings
    return addresses


def record_addresses(addresses: Addresses, config: Config, options: Options, report: Report) -> None:
    """As a step of the build, write the address book, before a page is published under a new address."""
    if not options.drafts:
        write_book(addresses.book, config.root)
        if addresses.new:
            report.notes.append(f"{ADDRESS_BOOK}: new or changed lines: {addresses.new}; commit the file")


def plan_files(site: SitePlan, assets: Assets) -> Iterator[File]:
    """As a step of the build, yield files that are not pages: assets, media, feeds, hosts' files, captures."""
    archive, config = site.archive, site.config
    yield from starmap(File.of, assets.files.items())
    yield from site.media.files(config.root)
    yield from feed_files(archive, config, site.media)
    yield from starmap(File.of, sitemap_files(archive, config))
    yield File.of(*robots_file(config))
    yield from records_file(archive, config)
    yield from redirects_file(site, base_path(config))
    yield from headers_file(site, base_path(config), assets.files.keys())
    yield from capture_files(site)


def base_path(config: Config) -> str:
    """Return the path at which the site is built for its server: that of `base_url`, or / if it is not set."""
    return urlsplit(config.base_url).path if config.base_url else "/"
