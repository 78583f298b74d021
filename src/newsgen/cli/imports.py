"""The command that imports: it finds the inputs, has them brought in, and tells what became of each."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsgen.cli.telling import check_report, complain, count, errors_as_json, warn, write_report
from newsgen.cli.terminal import progress, say
from newsgen.errors import ConfigError, NewsgenError, Problems, printable
from newsgen.importers.inputs import Kind, find_inputs
from newsgen.importers.items import ImportReport
from newsgen.importers.run import bring
from newsgen.loaders.sources import check_root
from newsgen.workers import default_jobs, processes

INTERRUPTED = 130
"""The exit code of what Ctrl-C stopped."""


def run_import(paths: Sequence[Path], root: Path, kind: Kind | None, report_file: Path | None, *, dry_run: bool) -> int:
    """Import what is at *paths* into the project at *root*; return the exit code."""
    start = time.monotonic()
    _check(paths, root)
    check_report(report_file)
    report = ImportReport(dry_run)
    try:
        bring(find_inputs(paths, kind), root.resolve(), processes(default_jobs()), report, progress)
    except KeyboardInterrupt:
        say("stopped; the same import again goes on from here")
        return INTERRUPTED
    except NewsgenError as error:
        report.errors.append(error)
    except Problems as problems:
        report.errors += problems.errors
    seconds = round(time.monotonic() - start, 2)
    if report_file:
        write_report(report_file, _summary(report, seconds), report.errors)
    warn(report.warnings)
    code = complain(report.errors) if report.errors else 0
    for text in (*report.notes, *_notes(report)):
        say(printable(text))
    say(f"{_done(report)} ({seconds} s)")
    return code


def _check(paths: Sequence[Path], root: Path) -> None:
    """Raise where a path is not there, or the root is no project; an empty folder may become one."""
    for path in paths:
        if not os.path.lexists(path):
            raise ConfigError(str(path), "does not exist", "name files or folders that do")
    try:
        is_new = root.is_dir() and all(entry.name.startswith(".") for entry in root.iterdir())
    except OSError:
        is_new = False
    if not is_new:
        check_root(root)


def _notes(report: ImportReport) -> list[str]:
    edited = sum(bool(one.why) and one.became == "unchanged" and bool(one.evidence) for one in report.outcomes)
    notes = []
    if edited:
        notes.append(f"{count(edited, 'article')} that an editor has changed since the import: left as they are")
    if report.attachments:
        number = count(len(report.attachments), "attachment")
        notes.append(f"{number} named whose files no export holds: --report FILE lists their addresses")
    return notes


def _done(report: ImportReport) -> str:
    counts = report.counts
    articles = counts["imported"] - report.pages
    parts = [count(articles, "article")]
    parts += [count(report.pages, "page")] if report.pages else []
    parts += [count(report.comments, "comment")] if report.comments else []
    parts += [f"{count(counts['version'], 'version')} of others"] if counts["version"] else []
    verb = "would be imported" if report.dry_run else "imported"
    rest = f"{counts['unchanged']} unchanged, {counts['skipped']} skipped, {counts['refused']} refused"
    return f"{verb}: {', '.join(parts)}; {rest}"


def _summary(report: ImportReport, seconds: float) -> dict[str, Any]:
    """Return *report* as the contract's JSON."""
    counts = report.counts
    return {
        "articles": counts["imported"] - report.pages,
        "pages": report.pages,
        "comments": report.comments,
        "imported": counts["imported"] + counts["version"],
        "skipped": counts["skipped"],
        "unchanged": counts["unchanged"],
        "refused": counts["refused"],
        "written": 0 if report.dry_run else report.written,
        "removed": 0,
        "dry_run": report.dry_run,
        "seconds": seconds,
        "inputs": [
            {
                "input": printable(one.input),
                "place": one.place,
                "became": one.became,
                "why": one.why,
                "article": one.article,
                "evidence": one.evidence,
                "warnings": list(one.warnings),
            }
            for one in report.outcomes
        ],
        "attachments": [{"url": one.url, "title": one.title} for one in report.attachments],
        "warnings": [printable(text) for text in report.warnings],
        "errors": errors_as_json(report.errors),
        "notes": [printable(text) for text in report.notes],
    }
