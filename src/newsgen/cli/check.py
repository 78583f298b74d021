"""Run the command `newsgen check`, which judges the finished site."""

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsgen.cli.arguments import add_report, add_root, jobs
from newsgen.cli.findings import FORMATS, Shown, as_values, print_findings
from newsgen.cli.terminal import check_report, count, print_message, write_report
from newsgen.errors import ConfigError, Problems

if TYPE_CHECKING:
    from newsgen.check.run import Verdict
    from newsgen.model.config import Config
    from newsgen.workers import StartWorkers


_CHECKS = "checks"


class _Help(argparse.RawDescriptionHelpFormatter):
    """Lists the checks at the end of the help; they are imported only then."""

    def add_text(self, text: str | None) -> None:
        """Add a paragraph; the list instead of the word that stands for it."""
        if text == _CHECKS:
            from newsgen.check.checks import CHECKS  # noqa: PLC0415 - slow to import

            width = max(map(len, CHECKS))
            lines = (f"  {name.ljust(width)}  {check.about}" for name, check in CHECKS.items())
            text = "\n".join(["checks:", *lines])
        super().add_text(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen check` on *parser*."""
    parser.formatter_class, parser.epilog = _Help, _CHECKS
    add_root(parser)
    parser.add_argument("--output", type=Path, metavar="DIR", help="the finished site (default: ROOT/site)")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK", help="run only this check; repeatable")
    parser.add_argument("--skip", action="append", default=[], metavar="CHECK", help="leave this check out; repeatable")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="how findings are printed on stdout")
    parser.add_argument("--jobs", type=jobs, metavar="N", help="number of worker processes (default: one per CPU)")
    add_report(parser, "write all findings as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Judge the site, print the findings and a summary in one line, and return the exit code."""
    from newsgen.workers import default_jobs, worker_pool  # noqa: PLC0415 - `--help` does not need it

    start = time.monotonic()
    check_report(arguments.report)
    verdict = _judge(arguments, worker_pool(arguments.jobs or default_jobs()))
    seconds = round(time.monotonic() - start, 2)
    site = arguments.output or arguments.root / "site"
    shown = Shown(str(site), str(arguments.root))
    counts = {name: sum(one.severity == name for one in verdict.findings) for name in ("error", "warning", "note")}
    values = {
        "files": verdict.files,
        "pages": verdict.pages,
        **{f"{name}s": number for name, number in counts.items()},
        "seconds": seconds,
        "findings": as_values(verdict.findings),
    }
    print_findings(verdict.findings, arguments.format, shown, values)
    if arguments.report:
        write_report(arguments.report, values)
    found = ", ".join(count(number, name) for name, number in counts.items())
    print_message(
        f"checked {count(verdict.files, 'file')}, {count(verdict.pages, 'page')} in {site}: {found} ({seconds} s)"
    )
    return 1 if counts["error"] else 0


def _judge(arguments: argparse.Namespace, start: "StartWorkers") -> "Verdict":
    from newsgen.check.inventory import Options  # noqa: PLC0415
    from newsgen.check.run import judge  # noqa: PLC0415

    config = _config(arguments)
    chosen = _chosen(arguments, config)
    folder = arguments.output or arguments.root / "site"
    options = Options(config.base_url, str(config.root)) if config else Options()
    return judge(folder, options, chosen, start)


def _config(arguments: argparse.Namespace) -> "Config | None":
    """Return the settings of the project; None if a folder is named with `--output` and there is no project.

    Raises Problems if site.yml has errors.
    """
    from newsgen.loaders.site_config import load_config  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415

    try:
        check_root(arguments.root)
    except ConfigError:
        if arguments.output is None:
            raise
        return None
    config, errors, _ = load_config(arguments.root.resolve())
    if errors:
        raise Problems(errors)
    return config


def _chosen(arguments: argparse.Namespace, config: "Config | None") -> list[str]:
    """Return the names of the checks to run; raise ConfigError if an option or site.yml names an unknown one."""
    from newsgen.check.checks import CHECKS  # noqa: PLC0415
    from newsgen.model.config import SITE_FILE  # noqa: PLC0415

    only = _names(arguments.only, "--only", CHECKS)
    skip = _names(arguments.skip, "--skip", CHECKS)
    if config:
        skip |= _names(config.skipped_checks, f"{SITE_FILE}: check: skip", CHECKS)
    return [name for name in CHECKS if (not only or name in only) and name not in skip]


def _names(values: Sequence[str], option: str, known: Iterable[str]) -> set[str]:
    names = {name.strip() for value in values for name in value.split(",") if name.strip()}
    unknown = sorted(names - {*known})
    if unknown:
        from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

        nearest = get_close_matches(unknown[0], list(known), 1, cutoff=0)[0]
        raise ConfigError(
            "", f"{option} names the unknown check {unknown[0]!r}", f"the nearest known check is {nearest!r}"
        )
    return names
