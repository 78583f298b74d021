"""Load all sources and choose the articles and pages to publish."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo

from newsgen.archive.corrections_log import CorrectionsLog, read_log
from newsgen.build.library import Library, LoadedMeta
from newsgen.build.report import Progress, Report
from newsgen.build.state import BuildJob
from newsgen.errors import SourceError
from newsgen.loaders.sources import comment_folders, comments_folder, ignored_warning
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import Config, Options
from newsgen.text.dates import as_datetime, day_of
from newsgen.workers.batches import StartWorkers


def load_all(
    job: BuildJob, library: Library, start: StartWorkers, report: Report, progress: Progress
) -> list[LoadedMeta]:
    """Load every source of the project to select from, except the captures that articles name as their own."""
    sources, errors, report.unread = job.sources
    report.errors += errors
    if not any(source.kind in {"article", "capture"} for source in sources) and not errors:
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
        for name in comment_folders(job.config.root)
        if name not in ids
    ]
    return loaded


def choose(
    loaded: Sequence[LoadedMeta], config: Config, options: Options, report: Report
) -> tuple[list[ArticleMeta], list[StandalonePage]]:
    """Select the articles and pages to publish; add the errors and warnings of all sources to *report*."""
    zone = config.zone or UTC
    articles: list[ArticleMeta] = []
    pages: list[StandalonePage] = []
    paths_in_error = {one.ids[0]: one.source.path for one in loaded if one.errors and one.ids}
    for one in loaded:
        report.errors += one.errors
        if one.record is None:
            continue
        report.warnings += [f"{one.source.path}: {text}" for text in one.record.warnings]
        reason = reason_held_back(one.record, options, zone)
        if reason:
            report.warnings.append(f"{one.source.path}: is held back{reason}")
        elif reason is None and isinstance(one.record, StandalonePage):
            pages.append(one.record)
        elif reason is None and isinstance(one.record, ArticleMeta) and one.record.id in paths_in_error:
            found = f"has the same id {one.record.id!r} as {paths_in_error[one.record.id]}, which has errors"
            report.errors.append(SourceError(one.source.path, found, "correct them, or write another `id:` in one"))
        elif reason is None and isinstance(one.record, ArticleMeta):
            articles.append(one.record)
    records = [one.record for one in loaded if one.record]
    report.drafts = sum(not options.drafts and record.draft for record in records)
    report.next_change = next_change(records, options, zone)
    future = sum(bool(options.today and day_of(one.published or date.min) > options.today) for one in articles)
    if future and not options.until:
        report.warnings.append(f"articles dated in the future: {future}; use --date YYYY-MM-DD to hold them back")
    return articles, pages


def read_corrections(loaded: Iterable[LoadedMeta], config: Config, report: Report) -> CorrectionsLog:
    """Return the log of withdrawals and corrections; add its errors, and those about unknown articles, to *report*.

    Which articles are selected does not matter: a held-back one can be in the log too.
    """
    log, errors, warnings = read_log(config.root)
    report.errors += errors
    report.warnings += warnings
    if log.entries and not errors:
        report.errors += log.check({key for one in loaded for key in one.ids})
    return log


def divide(
    metas: Sequence[ArticleMeta], pages: list[StandalonePage], log: CorrectionsLog
) -> tuple[list[ArticleMeta], list[ArticleMeta], list[StandalonePage]]:
    """Divide the selected articles into those that the *log* withdraws and the others; return the *pages* too."""
    withdrawn = [meta for meta in metas if meta.id in log.withdrawals]
    return withdrawn, [meta for meta in metas if meta.id not in log.withdrawals] if withdrawn else list(metas), pages


def reason_held_back(record: ArticleMeta | StandalonePage, options: Options, zone: tzinfo) -> str | None:
    """Return why *record* is not selected, "" if the user asked for that, or None if it is published."""
    if record.draft and not options.drafts:
        return ""
    by_date = date_held_back(record, options, zone)
    if by_date:
        return f" {by_date}"
    article = record if isinstance(record, ArticleMeta) else None
    if article and options.until and day_of(article.published or date.min) > options.until:
        return ""
    if article and article.confidence == "low":
        return (
            ": it is uncertain which lines are the article; check with `newsgen inspect`, then"
            f" add content/articles/{article.id}.md with `capture: {article.source.removeprefix('seeds/')}`"
        )
    return None


def date_held_back(record: ArticleMeta | StandalonePage, options: Options, zone: tzinfo) -> str | None:
    """Return why the dates of *record* hold it back from a site in the time *zone*; None if they do not."""
    start, end = record.publish_date, record.expiry_date
    if start and _is_later(start, options, zone):
        return f"until {day_of(start)}, its publish date; build again on that day"
    if end and not _is_later(end, options, zone):
        return f"since {day_of(end)}, its expiry date; delete that date to publish it again"
    return None


def next_change(records: Iterable[ArticleMeta | StandalonePage], options: Options, zone: tzinfo) -> datetime | None:
    """Return the first moment from which a build publishes others of *records*; None if there is none."""
    if options.until or options.now is None:
        return None
    moments = (moment for one in records for moment in (one.publish_date, one.expiry_date) if moment)
    later = (as_datetime(moment, zone) for moment in moments if _is_later(moment, options, zone))
    return min((moment.astimezone(UTC) for moment in later), default=None)


def _is_later(moment: date, options: Options, zone: tzinfo) -> bool:
    """Return whether *moment* is after the day that the user chose, or else after the present moment in *zone*."""
    if options.until:
        return day_of(moment) > options.until
    return options.now is None or as_datetime(moment, zone) > options.now
