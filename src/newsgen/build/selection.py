"""Load all sources and choose the articles and pages to publish."""

from collections.abc import Iterable
from datetime import date

from newsgen.build.library import Library, LoadedMeta
from newsgen.build.report import Progress, Report
from newsgen.errors import SourceError
from newsgen.loaders.sources import comment_folders, comments_folder, find_sources, ignored_warning
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Config, Options
from newsgen.text.dates import day_of
from newsgen.workers import StartWorkers


def load_all(
    config: Config, library: Library, start: StartWorkers, report: Report, progress: Progress
) -> list[LoadedMeta]:
    """Load every source of the project to select from, except the captures that articles name as their own."""
    sources, errors, report.unread = find_sources(config.root)
    report.errors += errors
    if not any(source.kind != "page" for source in sources) and not errors:
        report.warnings.append("there are no articles yet; put captures into seeds/, or run `newsgen new HEADLINE`")
    written = [source for source in sources if source.kind != "capture"]  # by an editor
    loaded = list(progress(library.load(written, start), "sources", len(written)))
    claimed = {path for one in loaded for path in one.captures}
    claimed_warnings = set(map(ignored_warning, claimed))  # a claimed file is used, although it is not a source
    report.warnings += [text for text in report.unread if text not in claimed_warnings]
    captures = [source for source in sources if source.kind == "capture" and source.path not in claimed]
    loaded += progress(library.load(captures, start), "sources", len(captures))
    library.forget_all_but(one.source for one in loaded)
    ids = {key for one in loaded for key in one.ids}
    report.warnings += [
        f"{comments_folder(name)}: is ignored because no article has the id {name!r}"
        for name in comment_folders(config.root)
        if name not in ids
    ]
    return loaded


def choose(
    loaded: Iterable[LoadedMeta], options: Options, report: Report
) -> tuple[list[ArticleMeta], list[StandalonePage]]:
    """Select the articles and pages to publish; add the errors and warnings of all sources to *report*."""
    articles, pages, future = [], [], 0
    paths_in_error = {one.ids[0]: one.source.path for one in loaded if one.errors and one.ids}
    for one in loaded:
        report.errors += one.errors
        if one.record:
            report.warnings += [f"{one.source.path}: {text}" for text in one.record.warnings]
        if isinstance(one.record, StandalonePage) and (options.drafts or not one.record.draft):
            pages.append(one.record)
        elif isinstance(one.record, ArticleMeta):
            future += bool(options.today and day_of(one.record.published or date.min) > options.today)
            reason = reason_held_back(one.record, options)
            if reason is None and one.record.id in paths_in_error:
                found = f"has the same id {one.record.id!r} as {paths_in_error[one.record.id]}, which has errors"
                report.errors.append(SourceError(one.source.path, found, "correct them, or write another `id:` in one"))
            elif reason is None:
                articles.append(one.record)
            elif reason:
                report.warnings.append(f"{one.source.path}: is held back: {reason}")
    if future and not options.until:
        report.warnings.append(f"articles dated in the future: {future}; use --date YYYY-MM-DD to hold them back")
    return articles, pages


def reason_held_back(article: ArticleMeta, options: Options) -> str | None:
    """Return why *article* is not selected, "" if the user asked for that, or None if it is published."""
    if article.draft and not options.drafts:
        return ""
    if options.until and day_of(article.published or date.min) > options.until:
        return ""
    if article.confidence == "low":
        return (
            "it is uncertain which lines are the article; check with `newsgen inspect`, then"
            f" add content/articles/{article.id}.md with `capture: {article.source.removeprefix('seeds/')}`"
        )
    return None
