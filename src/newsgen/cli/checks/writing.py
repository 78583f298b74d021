"""Run `newsgen check --fix`, which corrects what is safe in the Markdown that editors wrote."""

import argparse
from typing import TYPE_CHECKING, Any

from newsgen.cli.terminal import count, finish, print_output
from newsgen.errors import printable

if TYPE_CHECKING:
    from newsgen.editing.writing_fixes import FixedFile, FixReport

_NAMES = {
    "comma": "comma",
    "question mark": "question mark",
    "presentation forms": "presentation form",
    "bidi marks": "invisible mark",
}
_MOST_LINES = 10


def fix(arguments: argparse.Namespace) -> int:
    """Correct the sources, print each file that was changed, and return the exit code."""
    from newsgen.editing.writing_fixes import fix_writing  # noqa: PLC0415 - slow to import, rarely needed

    report = fix_writing(arguments.root.resolve())
    print_output("".join(map(_line, report.fixed)))
    last = [f"corrected: {count(len(report.fixed), 'file')}"]
    if report.captured:
        kept = "1 file with mistakes shows" if report.captured == 1 else f"{report.captured} files with mistakes show"
        last.append(f"{kept} the words of a capture and stays as it was captured")
    if report.fixed:
        last.append("next: newsgen build")
    return finish(report, last, arguments.report, lambda: _summary(report))


def _line(file: "FixedFile") -> str:
    counts = ", ".join(count(number, _NAMES[kind]) for kind, number in file.counts)
    lines = ", ".join(map(str, file.lines[:_MOST_LINES])) + (" …" if len(file.lines) > _MOST_LINES else "")
    return printable(f"{file.path}: {counts} ({'line' if len(file.lines) == 1 else 'lines'} {lines})") + "\n"


def _summary(report: "FixReport") -> dict[str, Any]:
    return {
        "fixed": [{"path": one.path, "counts": dict(one.counts), "lines": list(one.lines)} for one in report.fixed],
        "captures_left": report.captured,
    }
