"""The command line: arguments in, lines and an exit code out."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from newsgen import __version__
from newsgen.cli.telling import as_json_text, check_report, complain, count, errors_as_json, warn, write_report
from newsgen.cli.terminal import progress, put, say
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError, printable

if TYPE_CHECKING:
    from newsgen.build.output import Changes
    from newsgen.build.report import Report

MOST_JOBS = 256


def run() -> NoReturn:
    """Run the command that the shell gave, and exit with its code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0, 1 where content has problems, 2 where usage or configuration is wrong."""
    try:
        options = _parser().parse_args(arguments)
        _check_surroundings()
        return int(options.run(options))
    except Problems as problems:
        return complain(problems.errors)
    except NewsgenError as error:
        return complain([error])
    except SystemExit as stop:  # argparse has printed its usage
        return int(stop.code or 0)
    except KeyboardInterrupt:
        say("stopped; if files were being moved into place already, the next build finishes that")
        return 130


def _check_surroundings() -> None:
    """Raise where the shell runs newsgen in a way that no file can be named."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8":
        raise ConfigError("", f"file names are {encoding} in this locale", "set LC_ALL=C.UTF-8 or PYTHONUTF8=1")
    try:
        os.getcwd()  # noqa: PTH109 - it is only asked whether there is one
    except OSError:
        raise ConfigError("", "the current folder no longer exists", "change to one that does") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsgen", allow_abbrev=False, description="Make a static site of archived Arabic articles."
    )
    parser.add_argument("--version", action="version", version=f"newsgen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", allow_abbrev=False, help="build the site")
    _add_root(build)
    build.add_argument("--output", type=Path, metavar="DIR", help="where the site goes (ROOT/site)")
    build.add_argument("--clean", action="store_true", help="believe no cache")
    build.add_argument("--jobs", type=_jobs, metavar="N", help="processes at work (as many as there are processors)")
    build.add_argument("--drafts", action="store_true", help="publish drafts too")
    build.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="hold back articles dated later")
    build.add_argument("--keep-going", action="store_true", help="publish sound articles in spite of others")
    build.add_argument("--report", type=Path, metavar="FILE", help="write what happened as JSON")
    build.set_defaults(run=build_command)
    inspect = commands.add_parser("inspect", allow_abbrev=False, help="print the record of one source as JSON")
    inspect.add_argument("file", type=Path, metavar="FILE")
    inspect.set_defaults(run=inspect_command)
    bring = commands.add_parser("import", allow_abbrev=False, help="bring in saved pages, exports and web archives")
    bring.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files, or folders of them")
    _add_root(bring)
    bring.add_argument("--kind", choices=["text", "html", "wxr", "warc"], help="what they are (told by their names)")
    bring.add_argument("--dry-run", action="store_true", help="write nothing, say what would be written")
    bring.add_argument("--report", type=Path, metavar="FILE", help="write what became of each input as JSON")
    bring.set_defaults(run=import_command)
    new = commands.add_parser("new", allow_abbrev=False, help="start a Markdown article")
    new.add_argument("headline", type=_utf8, metavar="HEADLINE")
    _add_root(new)
    new.set_defaults(run=new_command)
    return parser


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the project (this folder)")


def _utf8(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("it is not UTF-8") from None
    return text


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_JOBS}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date, write it like 2022-07-18") from None


def build_command(arguments: argparse.Namespace) -> int:
    """Build the site; say in one line what was done."""
    from newsgen.build.report import Report  # noqa: PLC0415 - `--help` need not wait for it

    start = time.monotonic()
    report = Report()
    check_report(arguments.report)
    try:
        _build(arguments, report)
        where = arguments.output or arguments.root / "site"
        done = f"{count(report.articles, 'article')}, {count(report.pages, 'page')} in {where}"
    except (NewsgenError, Problems) as error:  # the problems are in the report
        report.errors += [error] if isinstance(error, NewsgenError) else []
        begun = report.changes.written + report.changes.removed
        done = "publishing broke off, the next build finishes it" if begun else "nothing was published"
    seconds = round(time.monotonic() - start, 2)
    if arguments.report:
        write_report(arguments.report, _summary(report, seconds), report.errors)
    warn(report.warnings)
    code = complain(report.errors) if report.errors else 0
    for text in report.notes:
        say(printable(text))
    say(f"{printable(done)}: {_changed(report.changes)} ({seconds} s)")
    return code


def _build(arguments: argparse.Namespace, report: "Report") -> None:
    from newsgen.build.incremental import rebuild  # noqa: PLC0415
    from newsgen.loaders.site_config import load_config  # noqa: PLC0415
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.model.config import Options  # noqa: PLC0415 - the same
    from newsgen.workers import default_jobs, processes  # noqa: PLC0415

    check_root(arguments.root)
    config, errors, warnings = load_config(arguments.root.resolve(), arguments.output)
    report.errors += errors
    report.warnings += warnings
    today = date.today()  # noqa: DTZ011 - the archivist's own calendar day
    options = Options(arguments.drafts, arguments.date, arguments.keep_going, arguments.clean, today)
    rebuild(config, options, processes(arguments.jobs or default_jobs()), report, progress)


def _changed(changes: "Changes") -> str:
    return f"{changes.written} written, {changes.unchanged} unchanged, {changes.removed} removed"


def _summary(report: "Report", seconds: float) -> dict[str, Any]:
    """Return *report* as the contract's JSON."""
    return {
        "articles": report.articles,
        "pages": report.pages,
        "written": report.changes.written,
        "unchanged": report.changes.unchanged,
        "removed": report.changes.removed,
        "seconds": seconds,
        "warnings": [printable(text) for text in report.warnings],
        "errors": errors_as_json(report.errors),
        "notes": [printable(text) for text in report.notes],
    }


def import_command(arguments: argparse.Namespace) -> int:
    """Import files and folders; say in one line what was done."""
    from newsgen.cli.imports import run_import  # noqa: PLC0415 - other commands need none of it

    return run_import(arguments.paths, arguments.root, arguments.kind, arguments.report, dry_run=arguments.dry_run)


def inspect_command(arguments: argparse.Namespace) -> int:
    """Print the record of one source as JSON."""
    from newsgen.loaders.load import load  # noqa: PLC0415
    from newsgen.loaders.sources import source_of  # noqa: PLC0415
    from newsgen.model.article import Article, as_json, record  # noqa: PLC0415

    loaded = load(source_of(arguments.file))
    if loaded.record is None:
        return complain(loaded.errors)
    shown = record(loaded.record) if isinstance(loaded.record, Article) else as_json(loaded.record)
    put(as_json_text(shown))
    return 0


def new_command(arguments: argparse.Namespace) -> int:
    """Start a Markdown article under its headline's slug, as a draft dated today; print its path."""
    from newsgen.loaders.sources import check_root  # noqa: PLC0415
    from newsgen.text.arabic import clean, slug  # noqa: PLC0415

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
    put(f"{file}\n")
    return 0


def _write_new(file: Path, text: str) -> None:
    """Write a file that does not exist yet; raise where it does, or where it cannot be written."""
    if os.path.lexists(file):
        raise SourceError(str(file), "exists already", "edit it, or choose another headline")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except OSError as error:
        found = f"cannot be written ({error.strerror})"
        raise SourceError(str(error.filename or file), found, "make the folder writable") from None
