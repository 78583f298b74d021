"""Print findings of a check as text, as JSON or as commands for GitHub's log."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgen.cli.terminal import as_json_text, print_output
from newsgen.errors import printable

if TYPE_CHECKING:
    from newsgen.check.finding import Finding

MOST_FILES = 3
"""Files that are named when many have the same finding."""
MOST_LINES = {"error": 100, "warning": 20, "note": 20}
"""Lines of text that are printed of one check, because a large archive may have thousands."""


class Shown(NamedTuple):
    """How the files of findings are named."""

    site: str
    """The folder of the site as the user typed it."""
    root: str

    def path(self, finding: "Finding") -> str:
        """Return the path of the file with *finding* as the user would type it."""
        folder = self.root if finding.is_source else self.site
        return f"{folder.rstrip('/')}/{finding.file}" if finding.file and folder != "." else finding.file or folder


def folded(findings: Iterable["Finding"]) -> list[list["Finding"]]:
    """Return *findings* in lists that differ only in the file and the line: a fault of a template is on all pages."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        alike.setdefault((one.check, one.severity, one.place, one.found, one.remedy), []).append(one)
    return list(alike.values())


def print_findings(findings: Sequence["Finding"], form: str, shown: Shown, values: Mapping[str, Any]) -> None:
    """Print *findings* on stdout in the format *form*, a key of `FORMATS`; *values* is all that JSON has."""
    lines = _WRITERS[form](findings, shown) if form in _WRITERS else [as_json_text(values)]
    print_output("".join(lines))


def as_values(findings: Iterable["Finding"]) -> list[dict[str, Any]]:
    """Return *findings* as values for JSON."""
    return [
        {name: printable(value) if isinstance(value, str) else value for name, value in one._asdict().items()}
        for one in findings
    ]


def _text(findings: Sequence["Finding"], shown: Shown) -> Iterator[str]:
    lines: dict[tuple[str, str], list[str]] = {}
    for alike in folded(findings):
        first = alike[0]
        lines.setdefault((first.severity, first.check), []).append(_line(alike, shown))
    for (severity, check), texts in lines.items():
        most = MOST_LINES[severity]
        yield from islice(texts, most)
        if len(texts) > most:
            yield f"{severity}: {len(texts) - most} more; use --report FILE to list them all [{check}]\n"


def _line(alike: Sequence["Finding"], shown: Shown) -> str:
    first = alike[0]
    files = list(dict.fromkeys(f"{shown.path(one)}{f':{one.line}' if one.line else ''}" for one in alike))
    places = ", ".join(files[:MOST_FILES])
    more = f" and {len(files) - MOST_FILES} more" if len(files) > MOST_FILES else ""
    return printable(f"{first.severity}: {places}{more}: {_sentence(first)} [{first.check}]") + "\n"


def _sentence(finding: "Finding") -> str:
    return f"{finding.place} {finding.found}; {finding.remedy}".lstrip()


def _github(findings: Sequence["Finding"], shown: Shown) -> Iterator[str]:
    """Yield the commands that show findings in GitHub's log and beside the files."""
    commands = {"error": "error", "warning": "warning", "note": "notice"}
    for alike in folded(findings):
        first = alike[0]
        line = f",line={first.line}" if first.line else ""
        more = f" (and in {len(alike) - 1} more places)" if len(alike) > 1 else ""
        file = _property(printable(shown.path(first)))
        text = printable(f"{_sentence(first)} [{first.check}]{more}").replace("%", "%25")
        yield f"::{commands[first.severity]} file={file}{line},title={_property(first.check)}::{text}\n"


def _property(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


_WRITERS: dict[str, Callable[[Sequence["Finding"], Shown], Iterable[str]]] = {"text": _text, "github": _github}
FORMATS = ("text", "json", "github")
