"""Run the command `newsgen withdraw`, which leaves a notice in place of an article."""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from newsgen.cli.arguments import add_report, add_root, day, utf8
from newsgen.cli.terminal import check_report, finish

if TYPE_CHECKING:
    from newsgen.archive.corrections_log import Action
    from newsgen.editing.corrections import EditReport, Request

_DONE = {"withdraw": "withdrawn", "correct": "corrected"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen withdraw` on *parser*."""
    _choice(parser).add_argument("--undo", action="store_true", help="publish the article as before")
    add_shared(parser)


def _choice(parser: argparse.ArgumentParser) -> Any:
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--reason", type=utf8, metavar="TEXT", help="what readers are told; a blank line divides it")
    return choice


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `newsgen withdraw` and `newsgen correct` share."""
    parser.add_argument("article", type=utf8, metavar="ID", help="its id, slug, address or file name without ending")
    parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the date that readers see (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report what would be written")
    add_root(parser)
    add_report(parser, "write the result as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Withdraw an article, or undo that; print a summary in one line and return the exit code."""
    return edit(arguments, "withdraw", arguments.reason)


def edit(arguments: argparse.Namespace, action: "Action", text: str | None, number: int | None = None) -> int:
    """Carry out the *action* with its *text*, or undo it if that is None; return the exit code."""
    from newsgen.editing.corrections import EditReport, Request, carry_out  # noqa: PLC0415 - `--help` does not need it
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.workers.local import default_jobs, worker_pool  # noqa: PLC0415

    check_root(arguments.root)
    check_report(arguments.report)
    today = date.today()  # noqa: DTZ011 - the local date of the user
    request = Request(action, arguments.article, arguments.date or today, text, number)
    report = EditReport(arguments.dry_run)
    carry_out(arguments.root.resolve(), request, worker_pool(default_jobs()), report)
    return finish(report, _lines(report, request), arguments.report, lambda: _summary(report, request))


def _lines(report: "EditReport", request: "Request") -> list[str]:
    """Return the lines that say what was done."""
    name = f"{report.article} ({report.address})" if report.address else report.article
    number = f", correction {report.number}" if request.action == "correct" else ""
    done = f"{'no longer ' if request.text is None else ''}{_DONE[request.action]}: {name}{number}"
    if not report.is_changed:
        return [f"{done}; it was so already"]
    return [f"would be {done}"] if report.dry_run else [done, "next: newsgen build"]


def _summary(report: "EditReport", request: "Request") -> dict[str, Any]:
    """Return the values of the JSON report, whose keys scripts rely on."""
    return {
        "action": request.action,
        "article": report.article,
        "address": report.address,
        "number": report.number,
        "date": request.day.isoformat(),
        "undo": request.text is None,
        "changed": report.is_changed,
        "dry_run": report.dry_run,
    }
