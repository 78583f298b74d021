"""Run the command `newsgen build`, which builds the site."""

import argparse
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgen.cli.arguments import add_cluster, add_report, add_root, day, jobs
from newsgen.cli.terminal import check_report, count, finish, progress
from newsgen.cli.workers import workers_for
from newsgen.errors import NewsgenError, Problems

if TYPE_CHECKING:
    from newsgen.build.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen build` on *parser*."""
    add_root(parser)
    parser.add_argument("--output", type=Path, metavar="DIR", help="the output folder (default: ROOT/site)")
    parser.add_argument("--clean", action="store_true", help="ignore the cache")
    parser.add_argument("--jobs", type=jobs, metavar="N", help="number of worker processes (default: one per CPU)")
    add_cluster(parser)
    parser.add_argument("--drafts", action="store_true", help="also publish drafts")
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="hold back articles dated later")
    parser.add_argument("--keep-going", action="store_true", help="publish valid articles even if others have errors")
    add_report(parser, "write a report as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Build the site, print a summary in one line and return the exit code."""
    from newsgen.build.report import Report  # noqa: PLC0415 - `--help` does not need it

    start = time.monotonic()
    report = Report()
    check_report(arguments.report)
    try:
        _build(arguments, report)
        output = arguments.output or arguments.root / "site"
        done = f"{count(report.articles, 'article')}, {count(report.pages, 'page')} in {output}"
    except (NewsgenError, Problems) as error:
        found = [error] if isinstance(error, NewsgenError) else error.errors
        report.errors += [one for one in found if one not in report.errors]
        is_partial = report.changes.written + report.changes.removed > 0
        done = "publishing was interrupted; the next build completes it" if is_partial else "nothing was published"
    changes, seconds = report.changes, round(time.monotonic() - start, 2)
    changed = f"{changes.written} written, {changes.unchanged} unchanged, {changes.removed} removed"
    lines = [*_drafts(report), *_withdrawn(report), f"{done}: {changed} ({seconds} s)"]
    return finish(report, lines, arguments.report, lambda: _summary(report, seconds))


def _drafts(report: "Report") -> list[str]:
    """Return the line of the build's summary that says how many drafts are held back, if there are any."""
    if not report.drafts:
        return []
    verb, them = ("is", "it") if report.drafts == 1 else ("are", "them")
    return [f"{count(report.drafts, 'draft')} {verb} held back; build with --drafts to see {them}"]


def _withdrawn(report: "Report") -> list[str]:
    """Return the line of the build's summary that says how many articles are withdrawn, if there are any."""
    if not report.withdrawn:
        return []
    return [f"withdrawn: {count(report.withdrawn, 'article')}; a notice is at each address"]


def current_moment() -> datetime:
    """Return the present moment in the user's zone."""
    return datetime.now().astimezone()


def _build(arguments: argparse.Namespace, report: "Report") -> None:
    from newsgen.build.incremental import build_incrementally  # noqa: PLC0415
    from newsgen.loaders.site_config import load_config  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.model.config import Options  # noqa: PLC0415

    check_root(arguments.root)
    config, errors, warnings = load_config(arguments.root.resolve(), arguments.output)
    report.errors += errors
    report.warnings += warnings
    options = Options(arguments.drafts, arguments.date, arguments.keep_going, arguments.clean, current_moment())
    with workers_for(arguments) as workers:
        build_incrementally(config, options, workers, report, progress)


def _summary(report: "Report", seconds: float) -> dict[str, Any]:
    """Return the values of the build's JSON report, whose keys scripts rely on."""
    return {
        "articles": report.articles,
        "pages": report.pages,
        "written": report.changes.written,
        "unchanged": report.changes.unchanged,
        "removed": report.changes.removed,
        "seconds": seconds,
    }
