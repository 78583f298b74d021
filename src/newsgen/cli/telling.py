"""Tell a user what a command did: errors and warnings as lines, a report as JSON, and the exit code."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsgen.cli.terminal import say
from newsgen.errors import ConfigError, NewsgenError, printable

MOST_WARNINGS = 20


def complain(errors: Sequence[NewsgenError]) -> int:
    """Print every error on a line of stderr; return the exit code that they call for."""
    for error in errors:
        say(f"error: {error}")
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


def warn(warnings: Sequence[str]) -> None:
    """Print the first warnings; a newsroom's archive has thousands, and --report lists them all."""
    for text in warnings[:MOST_WARNINGS]:
        say(f"warning: {printable(text)}")
    if len(warnings) > MOST_WARNINGS:
        say(f"warning: and {len(warnings) - MOST_WARNINGS} more; --report FILE lists them all")
