"""Messages, progress, reports."""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

from newsgen.errors import ConfigError, NewsgenError, OutputError, printable

Item = TypeVar("Item")

REFRESH = 0.1
"""Seconds between two steps of the progress line."""


def print_message(text: str, end: str = "\n") -> None:
    """Print *text* on stderr, if anybody is there to read it."""
    if sys.stderr is not None:
        try:
            print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201 - the one place that does
        except OSError:
            _let_go(sys.stderr)


def print_output(text: str) -> None:
    """Write what was asked for to stdout, as UTF-8 in every locale; raise where it has no room."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough
        _let_go(sys.stdout)
    except OSError as error:
        _let_go(sys.stdout)
        found = f"the output cannot be written ({error.strerror})"
        raise OutputError("", found, "send it somewhere else") from None


def _let_go(stream: TextIO) -> None:
    """Point *stream* at nothing, so that Python does not fail over its rest at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def progress(items: Iterable[Item], name: str, total: int) -> Iterator[Item]:
    """Yield *items*; on a terminal show how many it were, of how many (0: nobody knows); in a pipe nothing."""
    shown, number = 0.0, 0
    terminal = sys.stderr is not None and sys.stderr.isatty()
    for number, item in enumerate(items, start=1):
        yield item
        if terminal and time.monotonic() - shown > REFRESH:
            shown = time.monotonic()
            print_message(f"\r{name} {number}{f'/{total}' if total else ''}", end="")
    if terminal and number:
        print_message(f"\r{name} {number}{f'/{total}' if total else ''}", end="\r\x1b[K")


MOST_WARNINGS = 20


def print_errors(errors: Sequence[NewsgenError]) -> int:
    """Print every error on a line of stderr; return the exit code that they call for."""
    for error in errors:
        print_message(f"error: {error}")
    return max(error.exit_code for error in errors)


def count(number: int, noun: str) -> str:
    """Return *number* and *noun*, which is told in the plural unless it is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def check_report(file: Path | None) -> None:
    """Raise before anything is built where the report cannot be written."""
    if file is None:
        return
    place = file if os.path.lexists(file) else file.parent
    if os.path.isdir(file) or not os.access(place, os.W_OK):  # noqa: PTH112 - pathlib's raises on a long name
        raise ConfigError(str(file), "cannot be written as a report", "name another file with --report")


def write_report(file: Path, report: dict[str, Any], errors: list[NewsgenError]) -> None:
    """Write *report* as JSON to *file*; where that fails, it is one of the *errors*."""
    try:
        file.write_text(as_json_text(report), encoding="utf-8")
    except OSError as error:
        errors.append(ConfigError(str(file), f"cannot be written ({error.strerror})", "free some space"))


def errors_as_json(errors: Sequence[NewsgenError]) -> list[dict[str, Any]]:
    """Return *errors* as the contract's JSON."""
    return [
        {"path": printable(e.path), "line": e.line, "found": printable(e.found), "remedy": printable(e.remedy)}
        for e in errors
    ]


def as_json_text(value: Any) -> str:
    """Return *value* as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def print_warnings(warnings: Sequence[str]) -> None:
    """Print the first warnings; a newsroom's archive has thousands, and --report lists them all."""
    for text in warnings[:MOST_WARNINGS]:
        print_message(f"warning: {printable(text)}")
    if len(warnings) > MOST_WARNINGS:
        print_message(f"warning: and {len(warnings) - MOST_WARNINGS} more; --report FILE lists them all")
