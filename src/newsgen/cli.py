"""The command line: arguments in, lines and an exit code out."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from newsgen import __version__
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError, printable

if TYPE_CHECKING:
    from newsgen.pipeline import Report

MOST_WARNINGS = 20
REFRESH = 0.1
"""Seconds between two steps of the progress line."""


def run() -> NoReturn:
    """Run the command that the shell gave, and exit with its code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0, 1 where content has problems, 2 where usage or configuration is wrong."""
    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options))
    except Problems as problems:
        return complain(problems.errors)
    except NewsgenError as error:
        return complain([error])
    except SystemExit as stop:  # argparse has printed its usage
        return int(stop.code or 0)
    except KeyboardInterrupt:
        _say("stopped; the published site is as it was")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def complain(errors: Sequence[NewsgenError]) -> int:
    """Print every error on a line of stderr; return the exit code that they call for."""
    for error in errors:
        _say(f"error: {error}")
    return max(error.exit_code for error in errors)


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - this module is the one that prints


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsgen", description="Make a static site of archived Arabic articles.")
    parser.add_argument("--version", action="version", version=f"newsgen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the site")
    _add_root(build)
    build.add_argument("--output", type=Path, metavar="DIR", help="where the site goes (ROOT/site)")
    build.add_argument("--clean", action="store_true", help="believe no cache (this version keeps none)")
    build.add_argument("--drafts", action="store_true", help="publish drafts too")
    build.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="hold back articles dated later")
    build.add_argument("--keep-going", action="store_true", help="publish sound articles in spite of others")
    build.add_argument("--report", type=Path, metavar="FILE", help="write what happened as JSON")
    build.set_defaults(run=build_command)
    inspect = commands.add_parser("inspect", help="print the record of one source as JSON")
    inspect.add_argument("file", type=Path, metavar="FILE")
    inspect.set_defaults(run=inspect_command)
    new = commands.add_parser("new", help="start a Markdown article")
    new.add_argument("headline", metavar="HEADLINE")
    _add_root(new)
    new.set_defaults(run=new_command)
    return parser


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the project (this folder)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date, write it like 2022-07-18") from None


def build_command(arguments: argparse.Namespace) -> int:
    """Build the site; say in one line what was done."""
    from newsgen.config import Options, check_root, load_config  # noqa: PLC0415 - `--help` need not wait for it
    from newsgen.pipeline import Report, build  # noqa: PLC0415

    start = time.monotonic()
    check_root(arguments.root)
    config, errors, warnings = load_config(arguments.root.resolve(), arguments.output)
    report = Report(errors=errors, warnings=warnings)
    options = Options(arguments.drafts, arguments.date, arguments.keep_going, date.today())  # noqa: DTZ011
    try:
        build(config, options, report, progress)
        done = f"{_count(report.articles, 'article')}, {_count(report.pages, 'page')} in {_shown(config.output)}"
    except NewsgenError as error:
        report.errors.append(error)
        done = "nothing was published"
    except Problems:  # they are in the report
        done = "nothing was published"
    summary = _summary(report, time.monotonic() - start)
    if arguments.report:
        _write_report(arguments.report, summary)
    _warn(report.warnings)
    code = complain(report.errors) if report.errors else 0
    changes = ", ".join(f"{summary[key]} {key}" for key in ("written", "unchanged", "removed"))
    _say(f"{done}: {changes} ({summary['seconds']} s)")
    return code


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _summary(report: "Report", seconds: float) -> dict[str, Any]:
    """Return *report* as the contract's JSON."""
    return {
        "articles": report.articles,
        "pages": report.pages,
        "written": report.changes.written,
        "unchanged": report.changes.unchanged,
        "removed": report.changes.removed,
        "seconds": round(seconds, 2),
        "warnings": [printable(text) for text in report.warnings],
        "errors": [
            {
                "path": printable(e.path),
                "line": e.line,
                "found": printable(e.found),
                "remedy": printable(e.remedy),
            }
            for e in report.errors
        ],
    }


def _write_report(file: Path, summary: dict[str, Any]) -> None:
    try:
        file.write_text(_as_json(summary), encoding="utf-8")
    except OSError as error:
        found = f"the report cannot be written ({error.strerror})"
        raise ConfigError(str(file), found, "name another file with --report") from None


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _warn(warnings: Sequence[str]) -> None:
    """Print the first warnings; a newsroom's archive has thousands, and --report lists them all."""
    for text in warnings[:MOST_WARNINGS]:
        _say(f"warning: {printable(text)}")
    if len(warnings) > MOST_WARNINGS:
        _say(f"warning: and {len(warnings) - MOST_WARNINGS} more; --report FILE lists them all")


def progress(items: Sequence[Any], name: str) -> Iterator[Any]:
    """Yield *items*; on a terminal show how far it is, in a pipe print nothing."""
    shown = 0.0
    for number, item in enumerate(items, start=1):
        yield item
        if sys.stderr.isatty() and (time.monotonic() - shown > REFRESH or number == len(items)):
            shown = time.monotonic()
            end = "\r\x1b[K" if number == len(items) else ""
            print(f"\r{name} {number}/{len(items)}", end=end, file=sys.stderr, flush=True)  # noqa: T201


def inspect_command(arguments: argparse.Namespace) -> int:
    """Print the record of one source as JSON."""
    from newsgen.article import Article, as_json, record  # noqa: PLC0415
    from newsgen.loaders import load  # noqa: PLC0415
    from newsgen.sources import source_of  # noqa: PLC0415

    loaded = load(source_of(arguments.file))
    if loaded.record is None:
        return complain(loaded.errors)
    shown = record(loaded.record) if isinstance(loaded.record, Article) else as_json(loaded.record)
    sys.stdout.buffer.write(_as_json(shown).encode())
    sys.stdout.buffer.flush()
    return 0


def new_command(arguments: argparse.Namespace) -> int:
    """Start a Markdown article under its headline's slug, as a draft dated today; print its path."""
    from newsgen.arabic import clean, slug  # noqa: PLC0415
    from newsgen.config import check_root  # noqa: PLC0415

    check_root(arguments.root)
    headline = " ".join(clean(arguments.headline).split())
    name = slug(headline)
    if not name:
        found = f"the headline {arguments.headline!r} has no letter or digit"
        raise ConfigError("", found, "give the headline of the article in quotes")
    file = arguments.root / "content" / "articles" / f"{name}.md"
    today = date.today().isoformat()  # noqa: DTZ011 - the writer's own calendar day
    text = f"---\ntitle: {json.dumps(headline, ensure_ascii=False)}\ndate: {today}\ndraft: true\n---\n\n"
    _write_new(file, text)
    sys.stdout.buffer.write(f"{file}\n".encode(errors="surrogateescape"))
    return 0


def _write_new(file: Path, text: str) -> None:
    """Write a file that does not exist yet; raise where it does, or where it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        raise SourceError(str(file), "exists already", "edit it, or choose another headline") from None
    except OSError as error:
        found = f"cannot be written ({error.strerror})"
        raise SourceError(str(file), found, "make the folder writable") from None
