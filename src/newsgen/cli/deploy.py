"""Run the command `newsgen deploy`, which publishes the finished site."""

import argparse
import shlex
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgen.cli.arguments import add_report, add_root, utf8
from newsgen.cli.terminal import check_report, count, finish, print_output, progress
from newsgen.errors import NewsgenError, OutputError, Problems, printable

if TYPE_CHECKING:
    from newsgen.check.finding import Finding
    from newsgen.deploy.plan import Plan
    from newsgen.deploy.report import DeployReport
    from newsgen.deploy.site import BuiltSite
    from newsgen.deploy.target import Target
    from newsgen.model.config import Config

_MOST_PATHS = 20
"""Paths of each stage that are printed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `newsgen deploy` on *parser*."""
    parser.add_argument(
        "target", type=utf8, nargs="?", metavar="TARGET", help="its name in content/site.yml (default: the only one)"
    )
    add_root(parser)
    parser.add_argument("--output", type=Path, metavar="DIR", help="the finished site (default: ROOT/site)")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only report what would be changed")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace files at the target that newsgen did not put there"
    )
    add_report(parser, "write a report as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Publish the site, print what was done and return the exit code."""
    from newsgen.deploy.report import DeployReport  # noqa: PLC0415 - `--help` does not need it

    start = time.monotonic()
    check_report(arguments.report)
    report = DeployReport(arguments.dry_run)
    try:
        _deploy(arguments, report)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("run the same deploy again to complete it") from None
    except NewsgenError as error:
        report.errors.append(error)
    except Problems as problems:
        report.errors += problems.errors
    seconds = round(time.monotonic() - start, 2)
    if report.where and not report.errors:
        print_output("".join(_lines(report)))
    return finish(report, _summary_lines(report, seconds), arguments.report, lambda: _summary(report, seconds))


def _deploy(arguments: argparse.Namespace, report: "DeployReport") -> None:
    from newsgen.deploy.site import read_site  # noqa: PLC0415
    from newsgen.deploy.target import Place  # noqa: PLC0415
    from newsgen.deploy.targets import choose, open_targets  # noqa: PLC0415
    from newsgen.filesystem import lock  # noqa: PLC0415
    from newsgen.loaders.deploy_settings import load_targets  # noqa: PLC0415
    from newsgen.loaders.site_config import load_config  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.model.config import SITE_FILE  # noqa: PLC0415

    check_root(arguments.root)
    config, errors, report.warnings = load_config(arguments.root.resolve(), arguments.output)
    if errors:
        raise Problems(errors)
    cache = config.root / ".newsgen"
    targets = open_targets(load_targets(config.root), Place(config.root, config.output, cache / "deploy"))
    report.target = choose(list(targets), arguments.target, SITE_FILE)
    target = targets[report.target]
    with lock(cache):  # a build would change the files while they are sent
        site = read_site(config.output)
        _check(site, config, cache / "deploy", report)
        _publish(site, target, report, overwrite=arguments.overwrite)


def _check(site: "BuiltSite", config: "Config", cache: Path, report: "DeployReport") -> None:
    """Raise Problems if the folder of the site is not what was built, or if the checks of the site find errors.

    Files that are not part of the site are warnings. Checks that have passed are not run again by the same newsgen
    for the same site.
    """
    from newsgen.build.file_changes import environment  # noqa: PLC0415
    from newsgen.check.checks import CHECKS  # noqa: PLC0415 - slow to import
    from newsgen.check.inventory import Options  # noqa: PLC0415
    from newsgen.check.receipt import verify_folder  # noqa: PLC0415
    from newsgen.check.run import check_site  # noqa: PLC0415
    from newsgen.filesystem import replace_file, sha256  # noqa: PLC0415
    from newsgen.workers.local import default_jobs, worker_pool  # noqa: PLC0415

    workers = worker_pool(default_jobs())
    findings = verify_folder(site.folder, workers)
    for one in findings:
        if one.severity != "error":
            report.warnings.append(f"{site.folder / one.file}: {one.found} and is not published; {one.remedy}")
    _stop_at_errors(site.folder, findings)
    chosen = [name for name in CHECKS if name not in config.skipped_checks]
    judged = sha256(site.receipt_data), chosen, config.base_url, environment()
    key = sha256(repr(judged).encode()).encode()
    passed = cache / "checked"
    if chosen and not (passed.is_file() and passed.read_bytes() == key):
        options = Options(config.base_url, str(config.root))
        _stop_at_errors(site.folder, check_site(site.folder, options, chosen, workers))
        with suppress(OSError):  # then they are run again next time
            replace_file(passed, key)


def _stop_at_errors(folder: Path, findings: "Iterable[Finding]") -> None:
    """Raise Problems with the first errors in *findings* about the site in *folder*."""
    errors = [one for one in findings if one.severity == "error"]
    if errors:
        problems: list[NewsgenError] = []
        for one in errors[:_MOST_PATHS]:
            found = f"{one.place} {one.found}" if one.place else one.found
            path = one.file if one.is_source else str(folder / one.file)
            problems.append(OutputError(path, found, one.remedy, one.line))
        if len(errors) > _MOST_PATHS:
            found = f"has {len(errors) - _MOST_PATHS} more errors"
            problems.append(OutputError(str(folder), found, "run newsgen check to list them all"))
        raise Problems(problems)


def _publish(site: "BuiltSite", target: "Target", report: "DeployReport", *, overwrite: bool) -> None:
    """Compare *site* with what the target has, publish it unless this is a dry run, and record that in *report*."""
    plan = target.compare(site, overwrite=overwrite)
    report.where = target.where
    _record(site, plan, report)
    if report.dry_run or plan.changes_nothing:
        return
    total = len(plan.sent) + len(plan.removed)
    shown = iter(progress(range(total), "files", total))
    report.is_begun = True

    def sent(_: str) -> None:
        next(shown, None)

    target.publish(site, plan, sent)
    sent("")  # ends the line of the progress


def _record(site: "BuiltSite", plan: "Plan", report: "DeployReport") -> None:
    from newsgen.deploy.plan import STAGES  # noqa: PLC0415
    from newsgen.model.receipt import RECEIPT  # noqa: PLC0415

    report.stages = [(name, paths) for name, paths in zip(STAGES, plan.stages, strict=True) if paths]
    last = (*plan.extras, *((RECEIPT,) if plan.sends_receipt else ()))
    report.stages += [("receipt", last)] if last else []
    report.removed, report.unchanged = plan.removed, plan.unchanged
    report.size = sum(map(site.size, plan.sent)) + (site.size(RECEIPT) if plan.sends_receipt else 0)


def _lines(report: "DeployReport") -> Iterator[str]:
    """Yield the lines that say what was sent and removed, in order; only the first of many."""
    verbs = ("would send", "would remove") if report.dry_run else ("sent", "removed")
    for name, paths in report.stages:
        yield from _list(f"{verbs[0]} {name}", paths)
    yield from _list(verbs[1], report.removed)


def _list(what: str, paths: tuple[str, ...]) -> Iterable[str]:
    for path in paths[:_MOST_PATHS]:
        yield f"{what}: {printable(path)}\n"
    if len(paths) > _MOST_PATHS:
        yield f"{what}: {len(paths) - _MOST_PATHS} more; use --report FILE to list them all\n"


def _summary_lines(report: "DeployReport", seconds: float) -> Iterable[str]:
    if report.errors:
        begun = "the deploy was interrupted; run it again to complete it"
        yield begun if report.is_begun else "nothing was published"
        return
    would = "would be " if report.dry_run else ""
    sent = f"{count(report.sent, 'file')} {would}sent ({_size(report.size)})"
    yield (
        f"{report.target} at {shlex.quote(report.where) if ' ' in report.where else report.where}: {sent}, "
        f"{len(report.removed)} {would}removed, {report.unchanged} unchanged ({seconds} s)"
    )


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} KB"  # noqa: PLR2004 - a million is a mega


def _summary(report: "DeployReport", seconds: float) -> dict[str, Any]:
    """Return the values of the JSON report of a deploy, whose keys scripts rely on."""
    is_done = report.dry_run or not report.errors
    return {
        "target": report.target,
        "where": printable(report.where),
        "sent": [printable(path) for _, paths in report.stages for path in paths] if is_done else [],
        "removed": list(map(printable, report.removed)) if is_done else [],
        "unchanged": report.unchanged,
        "bytes": report.size,
        "dry_run": report.dry_run,
        "seconds": seconds,
    }
