"""Run the command `newsgen serve`, which previews the site while it is edited."""

import argparse
from typing import TYPE_CHECKING

from newsgen.cli.arguments import add_root, jobs
from newsgen.cli.build import current_moment
from newsgen.cli.terminal import MOST_WARNINGS, count, print_errors, print_message, progress
from newsgen.errors import printable

if TYPE_CHECKING:
    from newsgen.build.report import Report

_MOST_PORT = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen serve` on *parser*."""
    add_root(parser)
    parser.add_argument(
        "--port", type=_port, metavar="N", help="the port (default: 8000, or the next one that is free)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="the address to listen on (default: this machine alone)"
    )
    parser.add_argument("--no-drafts", action="store_true", help="leave out drafts")
    parser.add_argument("--search", action="store_true", help="index a large site for its search too, at the start")
    parser.add_argument("--jobs", type=jobs, metavar="N", help="number of worker processes (default: one per CPU)")
    parser.add_argument("--keep-going", action="store_true", help="show valid articles even if others have errors")


def run(arguments: argparse.Namespace) -> int:
    """Serve the preview until Ctrl-C, which is the way to end it."""
    from newsgen.build.preview.build import PreviewOptions  # noqa: PLC0415 - `--help` does not need it
    from newsgen.serve.run import Address, Session, Terminal, serving  # noqa: PLC0415
    from newsgen.serve.watch import check_installed  # noqa: PLC0415
    from newsgen.text.web_addresses import is_loopback  # noqa: PLC0415
    from newsgen.workers.local import default_jobs  # noqa: PLC0415

    check_installed()
    number = arguments.jobs or default_jobs()
    options = PreviewOptions(not arguments.no_drafts, arguments.keep_going, number, arguments.search)
    terminal = Terminal(print_message, _Printer(), progress, current_moment)
    session = Session(arguments.root, options, terminal)
    with serving(session, Address(arguments.host, arguments.port)) as server:
        if not is_loopback(arguments.host):
            print_message(f"warning: other machines can read the preview, with its drafts, at {arguments.host}")
        print_message(f"the preview is at {server.url} ; end it with Ctrl-C")
        try:
            session.watch()
        except KeyboardInterrupt:
            raise KeyboardInterrupt("the preview has ended") from None
    return 0


class _Printer:
    """Prints what each build reported; warnings that the last one gave too are not repeated."""

    def __init__(self) -> None:
        self._warnings: set[str] = set()

    def __call__(self, report: "Report", seconds: float) -> None:
        """Print the *report* of a build that took some *seconds*."""
        new = [text for text in report.warnings if text not in self._warnings]
        self._warnings = {*report.warnings}
        for text in new[:MOST_WARNINGS]:
            print_message(f"warning: {printable(text)}")
        if len(new) > MOST_WARNINGS:
            print_message(f"warning: {len(new) - MOST_WARNINGS} more warnings; newsgen build --report FILE lists them")
        if report.errors:
            print_errors(report.errors)
        for text in report.notes:
            print_message(printable(text))
        changes = report.changes
        if changes.has_site:
            changed = f"{changes.written} written, {changes.removed} removed"
            print_message(f"built: {count(report.articles, 'article')}, {changed} ({seconds:.1f} s)")
        elif report.errors:
            print_message("nothing was built; the preview shows the last state without errors")


def _port(text: str) -> int:
    """Parse the argument of `--port`; raise ArgumentTypeError unless it is a number of a port; 0: any."""
    if not text.isdecimal() or int(text) > _MOST_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {_MOST_PORT}, found {text!r}")
    return int(text)
