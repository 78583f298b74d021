"""Run the command `newsgen import`, which imports files of other archives into the project."""

import argparse
import os
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from newsgen.cli.arguments import add_cluster, add_report, add_root
from newsgen.cli.terminal import check_report, count, finish, outcome_counts, progress
from newsgen.cli.workers import workers_for
from newsgen.errors import ConfigError, NewsgenError, Problems, printable

if TYPE_CHECKING:
    from newsgen.importers.items import ImportReport
    from newsgen.importers.remote_files import RemotePlace


_KINDS = (
    "text html mhtml webarchive wxr warc blogger feed ghost medium substack"
    " markdown newsgen hugo zola jekyll pelican nikola hexo eleventy"
).split()
"""As in `importers.inputs`, which other commands need not load."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen import` on *parser*."""
    places = "a file, a folder of files, or the URL of either in a store: s3://BUCKET/NAME"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=places)
    add_root(parser)
    parser.add_argument("--kind", choices=_KINDS, metavar="KIND", help=f"their kind: {', '.join(_KINDS)}")
    add_cluster(parser)
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report what would be written")
    add_report(parser, "write the result for each input as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Import files and folders, print a summary in one line and return the exit code."""
    from newsgen.importers.inputs import find_inputs  # noqa: PLC0415 - other commands do not need it
    from newsgen.importers.items import ImportReport  # noqa: PLC0415
    from newsgen.importers.run import run_import  # noqa: PLC0415

    start = time.monotonic()
    root = arguments.root
    places = _places(arguments)
    _check(root)
    check_report(arguments.report)
    report = ImportReport(arguments.dry_run)
    inputs = find_inputs(places, arguments.kind)
    try:
        with workers_for(arguments, (place for place in places if isinstance(place, Path))) as workers:
            run_import(inputs, root.resolve(), workers, report, progress)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("run the same import again to continue") from None
    except NewsgenError as error:
        report.errors.append(error)
    except Problems as problems:
        report.errors += problems.errors
    seconds = round(time.monotonic() - start, 2)
    last_lines = [*_notes(report), f"{_done(report)} ({seconds} s)", *_next(report, root)]
    return finish(report, last_lines, arguments.report, lambda: _summary(report, seconds))


def _places(arguments: argparse.Namespace) -> "list[Path | RemotePlace]":
    """Return the places to import that *arguments* name by paths and URLs; raise ConfigError if one does not exist."""
    from newsgen.importers.remote_files import is_remote, locate  # noqa: PLC0415

    texts: Sequence[str] = arguments.paths
    for text in texts:
        if not is_remote(text) and not os.path.lexists(Path(text)):
            raise ConfigError(str(Path(text)), "does not exist", "name existing files or folders")
    around = Path.cwd() if arguments.cluster else Path()  # the workers of a cluster are in other folders
    return [locate(text) if is_remote(text) else around / text for text in texts]


def _check(root: Path) -> None:
    """Raise ConfigError if *root* is neither a project nor an empty folder."""
    from newsgen.loaders.sources import check_root  # noqa: PLC0415

    if not os.path.lexists(root):
        raise ConfigError(str(root), "does not exist", "create the folder, or give the project's folder with --root")
    try:
        is_new = root.is_dir() and all(entry.name.startswith(".") for entry in root.iterdir())
    except OSError:
        is_new = False
    if not is_new:
        check_root(root)


def _notes(report: "ImportReport") -> list[str]:
    notes = []
    edited = sum(bool(one.why and one.evidence) and one.result == "unchanged" for one in report.outcomes)
    if edited:
        notes.append(f"{count(edited, 'article')} changed by an editor since the import: kept unchanged")
    if report.attachments:
        number = count(len(report.attachments), "attachment")
        notes.append(f"{number} named in exports, which do not contain the files; use --report FILE to list their URLs")
    others = [f"{code} {number:,}" for code, number in sorted(report.languages.items()) if code != "ar"]
    if others:
        notes.append(f"articles in other languages than Arabic: {', '.join(others)}; their files name it under `lang:`")
    return notes


def _done(report: "ImportReport") -> str:
    counts = report.counts
    articles = counts["imported"] - report.pages
    parts = [count(articles, "article")]
    parts += [count(report.pages, "page")] if report.pages else []
    parts += [count(report.comments, "comment")] if report.comments else []
    parts += [f"{count(counts['version'], 'version')} of existing articles"] if counts["version"] else []
    verb = "would be imported" if report.dry_run else "imported"
    rest = f"{counts['unchanged']} unchanged, {counts['skipped']} skipped, {counts['refused']} refused"
    return f"{verb}: {', '.join(parts)}; {rest}"


def _next(report: "ImportReport", root: Path) -> Iterator[str]:
    """Yield what to do after the import, in one line, if there is anything to build."""
    from newsgen.importers.items import DRAFT, UNDATED  # noqa: PLC0415

    if report.dry_run or not report.counts.keys() & {"imported", "version", "unchanged"}:
        return
    build = f"{_command()} build" + ("" if root == Path() else f" --root {shlex.quote(str(root))}")
    reasons = [reason for entry in report.review for reason in entry.reasons]
    drafts, undated = reasons.count(DRAFT), reasons.count(UNDATED)
    doubtful = sum(bool({*entry.reasons} - {DRAFT, UNDATED}) for entry in report.review)
    counts = [
        *([count(drafts, "draft")] if drafts else []),
        *([f"{undated} without a date"] if undated else []),
        *([f"{doubtful} with warnings"] if doubtful else []),
    ]
    yield f"next: {build}" + (f", then look at content/review.md ({', '.join(counts)})" if counts else "")


def _command() -> str:
    """Return what to type for newsgen: the path with which it was called, unless the shell finds it without."""
    called = sys.argv[0]
    return shlex.quote(called) if Path(called).name == "newsgen" and which("newsgen") != called else "newsgen"


def _summary(report: "ImportReport", seconds: float) -> dict[str, Any]:
    """Return the values of the import's JSON report, whose keys scripts rely on."""
    counts = report.counts
    return {
        "articles": counts["imported"] - report.pages,
        "pages": report.pages,
        "comments": report.comments,
        "languages": dict(sorted(report.languages.items())),
        "imported": counts["imported"] + counts["version"],
        **outcome_counts(report, seconds),
        "inputs": [
            {
                "input": printable(one.input),
                "place": one.place,
                "became": one.result,
                "why": one.why,
                "article": one.article,
                "evidence": one.evidence,
                "warnings": list(one.warnings),
            }
            for one in report.outcomes
        ],
        "review": [
            {
                "article": one.article,
                "headline": one.headline,
                "original": one.original,
                "reasons": list(one.reasons),
            }
            for one in report.review
        ],
        "attachments": [{"url": one.url, "title": one.title} for one in report.attachments],
    }
