"""Run the command `newsgen check`, which judges the finished site."""

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from newsgen.cli.arguments import add_report, add_root, jobs, utf8
from newsgen.cli.checks.findings import FORMATS, Shown, as_values, print_findings
from newsgen.cli.checks.old import prove_old
from newsgen.cli.checks.writing import fix
from newsgen.cli.terminal import check_report, count, print_message, write_report
from newsgen.errors import ConfigError, Problems, printable

if TYPE_CHECKING:
    from newsgen.check.finding import Finding
    from newsgen.model.config import Config
    from newsgen.workers.batches import StartWorkers


_OLD_HELP = "only prove what becomes of the addresses in FILE: a WordPress export, sitemap, access log or list"
_CHECKS = "checks"
_HOST_HELP = "judge by the limits of this host: cloudflare, github, netlify or s3; repeatable"


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
    parser.add_argument("--host", action="append", default=[], metavar="HOST", help=_HOST_HELP)
    parser.add_argument(
        "--receipt",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FILE",
        help="only compare every file with the receipt of the site, or with the receipt FILE",
    )
    parser.add_argument("--url", type=utf8, help="with --receipt: compare the site on a server of this machine")
    parser.add_argument("--fix", action="store_true", help="only correct what is safe in the editors' Markdown")
    parser.add_argument("--old", type=Path, metavar="FILE", help=_OLD_HELP)
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="how findings are printed on stdout")
    parser.add_argument("--jobs", type=jobs, metavar="N", help="number of worker processes (default: one per CPU)")
    add_report(parser, "write all findings as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Judge the site, print the findings and a summary in one line, and return the exit code."""
    start = time.monotonic()
    check_report(arguments.report)
    _check_options(arguments)
    arguments.output = arguments.output or arguments.root / "site"
    other = fix if arguments.fix else prove_old if arguments.old else None
    if other:
        return other(arguments)
    try:
        findings, counted, scope = _prove(arguments) if arguments.receipt is not None else _judge(arguments)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("nothing was changed") from None
    seconds = round(time.monotonic() - start, 2)
    numbers = {kind: sum(one.severity == kind for one in findings) for kind in ("error", "warning", "note")}
    totals = {f"{kind}s": number for kind, number in numbers.items()}
    values = {**counted, **totals, "seconds": seconds, "findings": as_values(findings)}
    print_findings(findings, arguments.format, Shown(str(arguments.output), str(arguments.root)), values)
    if arguments.report:
        write_report(arguments.report, values)
    found = ", ".join(count(number, kind) for kind, number in numbers.items())
    print_message(printable(f"checked {scope}: {found} ({seconds} s)"))
    return 1 if numbers["error"] else 0


def _check_options(arguments: argparse.Namespace) -> None:
    """Raise ConfigError if options are given together that exclude each other."""
    if arguments.receipt is None and arguments.url is not None:
        raise ConfigError("", "--url is given without --receipt", "write newsgen check --receipt --url URL")
    modes = [name for name in ("receipt", "old", "fix") if getattr(arguments, name) not in {None, False}]
    if len(modes) > 1:
        raise ConfigError("", f"--{modes[0]} and --{modes[1]} exclude each other", "give one of them")
    if modes and modes != ["receipt"] and (arguments.only or arguments.skip or arguments.host):
        raise ConfigError("", f"--{modes[0]} runs no checks", "leave out --only, --skip and --host")
    if arguments.receipt is not None and (arguments.only or arguments.skip or arguments.host):
        raise ConfigError("", "--receipt only compares files", "leave out --only, --skip and --host")


Outcome: TypeAlias = "tuple[list[Finding], dict[str, Any], str]"
"""The findings, further values of the report, and what was checked."""


def _prove(arguments: argparse.Namespace) -> Outcome:
    """Compare the site with a receipt."""
    file = arguments.receipt if arguments.receipt != Path() else None
    if arguments.url is not None:
        from newsgen.check.remote import prove_url  # noqa: PLC0415 - only this needs it

        proof = prove_url(arguments.url, arguments.output, file)
    else:
        from newsgen.check.receipt import prove_folder  # noqa: PLC0415

        proof = prove_folder(arguments.output, _workers(arguments), file)
    scope = f"{count(proof.files, 'file')} in {arguments.url or arguments.output} against {proof.receipt}"
    return proof.findings, {"files": proof.files, "receipt": printable(proof.receipt)}, scope


def _judge(arguments: argparse.Namespace) -> Outcome:
    """Run the chosen checks."""
    from newsgen.check.inventory import Options  # noqa: PLC0415
    from newsgen.check.run import judge  # noqa: PLC0415
    from newsgen.check.structure.hosts import HOSTS  # noqa: PLC0415

    config = _config(arguments)
    chosen = _chosen(arguments, config)
    hosts = _names(arguments.host, "--host", "host", HOSTS)
    root = str(config.root) if config else None
    options = Options(config.base_url if config else None, root, tuple(name for name in HOSTS if name in hosts))
    verdict = judge(arguments.output, options, chosen, _workers(arguments))
    scope = f"{count(verdict.files, 'file')}, {count(verdict.pages, 'page')} in {arguments.output}"
    return verdict.findings, {"files": verdict.files, "pages": verdict.pages}, scope


def _workers(arguments: argparse.Namespace) -> "StartWorkers":
    from newsgen.workers.local import default_jobs, worker_pool  # noqa: PLC0415 - `--help` does not need it

    return worker_pool(arguments.jobs or default_jobs())


def _config(arguments: argparse.Namespace) -> "Config | None":
    """Return the settings of the project; None if there is no project, but a site with a name of its own.

    Raises Problems if site.yml has errors.
    """
    from newsgen.loaders.site_config import load_config  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415

    try:
        check_root(arguments.root)
    except ConfigError:
        if arguments.output == arguments.root / "site":
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

    only = _names(arguments.only, "--only", "check", CHECKS)
    skip = _names(arguments.skip, "--skip", "check", CHECKS)
    if config:
        skip |= _names(config.skipped_checks, f"{SITE_FILE}: check: skip", "check", CHECKS)
    return [name for name in CHECKS if (not only or name in only) and name not in skip]


def _names(values: Sequence[str], option: str, kind: str, known: Iterable[str]) -> set[str]:
    """Return the names in *values*, which may have commas; raise ConfigError if one is not *known*."""
    names = {name.strip() for value in values for name in value.split(",") if name.strip()}
    unknown = sorted(names - {*known})
    if unknown:
        from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

        nearest = get_close_matches(unknown[0], list(known), 1, cutoff=0)[0]
        found = f"{option} names the unknown {kind} {unknown[0]!r}"
        raise ConfigError("", found, f"the nearest known {kind} is {nearest!r}")
    return names
