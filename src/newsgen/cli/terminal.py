"""Print messages, progress and results, and write reports."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeVar

from newsgen.errors import ConfigError, NewsgenError, OutputError, printable

if TYPE_CHECKING:
    from newsgen.importers.items import ImportReport


class Outcome(Protocol):
    """What the report of every command has."""

    errors: list[NewsgenError]

    @property
    def warnings(self) -> Sequence[str]:
        """What is doubtful."""

    @property
    def notes(self) -> Sequence[str]:
        """What else there is to say."""


Item = TypeVar("Item")

REFRESH = 0.1
"""Seconds between two updates of the progress line."""


def print_message(text: str, end: str = "\n") -> None:
    """Print *text* to stderr; do nothing if stderr is closed or cannot be written."""
    if sys.stderr is not None:
        try:
            print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201 - the only place that prints
        except OSError:
            _discard_rest(sys.stderr)


def print_output(text: str) -> None:
    """Write the result of a command to stdout, as UTF-8 in every locale; raise OutputError if that fails."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has closed the pipe
        _discard_rest(sys.stdout)
    except OSError as error:
        _discard_rest(sys.stdout)
        found = f"the output cannot be written ({error.strerror})"
        raise OutputError("", found, "redirect it to another file") from None


def _discard_rest(stream: TextIO) -> None:
    """Redirect *stream*, such as stdout, to the null device, so that Python does not fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def progress(items: Iterable[Item], name: str, total: int) -> Iterator[Item]:
    """Yield *items*; if stderr is a terminal, show there how many of *total* (0: unknown) have been yielded."""
    last_update, number = 0.0, 0
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    for number, item in enumerate(items, start=1):
        yield item
        if is_terminal and time.monotonic() - last_update > REFRESH:
            last_update = time.monotonic()
            print_message(f"\r{name} {number}{f'/{total}' if total else ''}", end="")
    if is_terminal and number:
        print_message(f"\r{name} {number}{f'/{total}' if total else ''}", end="\r\x1b[K")


MOST_WARNINGS = 20
"""The number of warnings that are printed."""


def print_errors(errors: Sequence[NewsgenError]) -> int:
    """Print every error on a line of stderr; return the highest of their exit codes."""
    for error in errors:
        print_message(f"error: {error}")
    return max(error.exit_code for error in errors)


def count(number: int, noun: str) -> str:
    """Return *number* and *noun* for a message on the terminal, with an s unless *number* is 1."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def check_report(file: Path | None) -> None:
    """Raise ConfigError if the file of `--report` cannot be written; called before the work starts."""
    if file is None:
        return
    place = file if os.path.lexists(file) else file.parent
    if os.path.isdir(file) or not os.access(place, os.W_OK):  # noqa: PTH112 - pathlib's raises on a long name
        raise ConfigError(str(file), "cannot be written as a report", "name another file with --report")


def finish(
    report: Outcome,
    last_lines: Iterable[str],
    file: Path | None,
    summary: Callable[[], dict[str, Any]],
) -> int:
    """Print the warnings, errors and notes of *report* on the terminal, then *last_lines*; return the exit code.

    If *file* is given, they are also written to it as JSON, after the values of *summary*. Only the first warnings
    are printed, because a large archive has thousands.
    """
    warnings = report.warnings
    if file:
        errors = [
            {"path": printable(e.path), "line": e.line, "found": printable(e.found), "remedy": printable(e.remedy)}
            for e in report.errors
        ]
        lists = {
            "warnings": list(map(printable, warnings)),
            "errors": errors,
            "notes": list(map(printable, report.notes)),
        }
        try:
            write_report(file, summary() | lists)
        except ConfigError as error:
            report.errors.append(error)
    for text in warnings[:MOST_WARNINGS]:
        print_message(f"warning: {printable(text)}")
    if len(warnings) > MOST_WARNINGS:
        print_message(f"warning: {len(warnings) - MOST_WARNINGS} more warnings; use --report FILE to list them all")
    code = print_errors(report.errors) if report.errors else 0
    for text in (*report.notes, *last_lines):
        print_message(printable(text))
    return code


def write_report(file: Path, values: dict[str, Any]) -> None:
    """Write *values* as JSON to the *file* of `--report`; raise ConfigError if it cannot be written."""
    try:
        file.write_text(as_json_text(values), encoding="utf-8")
    except OSError as error:
        raise ConfigError(str(file), f"cannot be written ({error.strerror})", "free some space") from None


def outcome_counts(report: "ImportReport", seconds: float) -> dict[str, Any]:
    """Return the values that the JSON reports of all imports have."""
    kept = {name: report.counts[name] for name in ("skipped", "unchanged", "refused")}
    written = 0 if report.dry_run else report.written
    return {**kept, "written": written, "removed": 0, "dry_run": report.dry_run, "seconds": seconds}


def as_json_text(value: Any) -> str:
    """Return *value* as indented JSON to print, with readable Arabic and a final newline."""
    import json  # noqa: PLC0415 - `newsgen --version` does not need it

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
