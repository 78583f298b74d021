"""Read content/corrections.yml, the record of which articles were withdrawn and corrected, and when.

The file is a stream of YAML documents, one for each entry, in the order in which they were written. An entry has
`withdraw:` with `reason:`, or `correct:` with `note:`, and `date:`; one with `undone:` is kept, but no longer counts.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from newsgen.errors import NewsgenError
from newsgen.filesystem import nfc, read_file, read_utf8
from newsgen.text.arabic import one_line

if TYPE_CHECKING:
    from newsgen.formats.yaml_fields import Fields

CORRECTIONS_LOG = "content/corrections.yml"
Action = Literal["withdraw", "correct"]
TEXT_KEYS: Mapping[Action, str] = {"withdraw": "reason", "correct": "note"}
"""The key of the text that readers see, by the key of the article's id."""
SEPARATOR = "---"
_SEPARATOR_LINE = re.compile(rf"{SEPARATOR}\s*(?:#.*)?")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_MOST_NEAREST = 3


class CorrectionsError(NewsgenError):
    """The log is invalid, and nothing may be published before it is corrected: a withdrawn article could be."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An article's withdrawal, or a correction of it."""

    action: Action
    article: str
    """The id of the article."""
    day: date
    paragraphs: tuple[str, ...]
    """The reason or the note; each paragraph is one line."""
    undone: date | None
    line: int
    """The line of the key with the article's id."""
    last_line: int
    """The last line of the entry that is not blank."""


@dataclass(frozen=True)
class CorrectionsLog:
    """The entries of the log, in their order."""

    entries: tuple[LogEntry, ...] = ()

    @cached_property
    def withdrawals(self) -> Mapping[str, LogEntry]:
        """The log's withdrawals that count, by the ids of the articles."""
        return {one.article: one for one in self.entries if one.action == "withdraw" and not one.undone}

    @cached_property
    def corrections(self) -> Mapping[str, tuple[LogEntry, ...]]:
        """The log's corrections that count, newest first, by the ids of the articles."""
        found: dict[str, list[LogEntry]] = {}
        for one in newest_first(self.entries):
            if one.action == "correct" and not one.undone:
                found.setdefault(one.article, []).append(one)
        return {key: tuple(entries) for key, entries in found.items()}

    def check(self, known: Collection[str]) -> Iterator[CorrectionsError]:
        """Yield an error for each entry of the log that counts and whose article is not among the *known* ids."""
        for one in self.entries:
            if not one.undone and one.article not in known:
                yield _error(f"no article has the id {one.article!r}", nearest_remedy(one.article, known), one.line)


NO_CORRECTIONS = CorrectionsLog()


def newest_first(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Return *entries* of the log, newest first; of those of one day the last one that was written comes first."""
    numbered = sorted(enumerate(entries), key=lambda pair: (pair[1].day, pair[0]), reverse=True)
    return [entry for _, entry in numbered]


def nearest_remedy(wanted: str, names: Collection[str]) -> str:
    """Return the remedy for a *wanted* article that is unknown: the nearest of the *names* that there are."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

    nearest = get_close_matches(wanted, sorted(names), _MOST_NEAREST)
    if not nearest:
        return "write the id of an article: `id:` in its front matter, or the name of its file without the ending"
    return f"the nearest known {'ids are' if len(nearest) > 1 else 'id is'} {', '.join(map(repr, nearest))}"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a reason or a note, which are separated by blank lines; each becomes one line."""
    return tuple(filter(None, map(one_line, _PARAGRAPH_END.split(text.strip()))))


def read_log(root: Path) -> tuple[CorrectionsLog, list[NewsgenError], list[str]]:
    """Return the log of the project at *root*, with errors and warnings; a missing file is an empty log."""
    try:
        text = nfc(read_utf8(read_file(root / CORRECTIONS_LOG), CORRECTIONS_LOG, CorrectionsError))
    except FileNotFoundError:
        return NO_CORRECTIONS, [], []
    except OSError as error:
        return NO_CORRECTIONS, [CorrectionsError.unreadable(CORRECTIONS_LOG, error)], []
    except CorrectionsError as error:
        return NO_CORRECTIONS, [error], []
    return parse_log(text)


def parse_log(text: str) -> tuple[CorrectionsLog, list[NewsgenError], list[str]]:
    """Return the log with this *text*, with errors and warnings."""
    conflict = next((n for n, line in enumerate(text.split("\n"), 1) if _CONFLICT.fullmatch(line)), None)
    if conflict:
        return NO_CORRECTIONS, [_error("contains a merge conflict", "keep the entries of both sides", conflict)], []
    entries: list[LogEntry] = []
    errors: list[NewsgenError] = []
    warnings: list[str] = []
    for first_line, lines in _documents(text):
        entry = _read_entry(first_line, lines, errors, warnings)
        if entry:
            entries.append(entry)
    errors += _repeated_withdrawals(entries)
    return CorrectionsLog(tuple(entries)), errors, warnings


def _documents(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first line and the lines of each document in the *text* of a log that has content."""
    first, lines = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), SEPARATOR], 1):
        if not _SEPARATOR_LINE.fullmatch(line):
            lines.append(line)
            continue
        if any(one.strip() and not one.startswith("#") for one in lines):
            yield first, lines
        first, lines = number + 1, []


def _read_entry(first_line: int, lines: list[str], errors: list[NewsgenError], warnings: list[str]) -> LogEntry | None:
    """Return the entry with these *lines* of the log; None if it has errors, which are added to *errors*."""
    from newsgen.formats.yaml_fields import read_mapping  # noqa: PLC0415 - most projects have no log

    written = [number for number, line in enumerate(lines, first_line) if line.strip()]
    start = next((number for number in written if not lines[number - first_line].startswith("#")), first_line)
    try:
        fields = read_mapping("\n".join(lines), CORRECTIONS_LOG, first_line, CorrectionsError)
    except CorrectionsError as error:
        errors.append(error)
        return None
    warnings += [f"{CORRECTIONS_LOG}: {text}" for text in fields.warnings]
    named: dict[Action, str] = {action: key for action in TEXT_KEYS if (key := _id(fields, action))}
    if len(named) != 1:
        found = "has both `withdraw:` and `correct:`" if named else "has neither `withdraw:` nor `correct:`"
        fields.errors.append(_error(found, "write one of them, with the id of the article", start))
    texts = {action: _paragraphs(fields, key, start, is_needed=action in named) for action, key in TEXT_KEYS.items()}
    day, undone = _day(fields, "date", start), _day(fields, "undone", None)
    fields.refuse_unknown()
    errors += fields.errors
    if fields.errors or not day:
        return None
    ((action, key),) = named.items()
    return LogEntry(action, key, day, texts[action], undone, fields.entries[action].line, written[-1])


def _id(fields: "Fields", action: Action) -> str | None:
    """Return the id of the article in the field *action* of the log, with the spaces in it, unlike other texts."""
    value = fields.value(action)
    return nfc(value.strip()) if isinstance(value, str) else fields.text(action)


def _paragraphs(fields: "Fields", key: str, start: int, *, is_needed: bool) -> tuple[str, ...]:
    """Return the text in the field *key* of an entry that begins on the line *start* of the log."""
    value = fields.value(key)
    if value is not None and not isinstance(value, str):
        fields.fail(key, f"{key} must be a text", f"write the words that readers will see after {key}:")
        return ()
    paragraphs = paragraphs_of(value or "")
    if not paragraphs and is_needed:
        line = fields.entries[key].line if key in fields.entries else start
        found = f"{key} is empty" if key in fields.entries else f"has no {key}"
        fields.errors.append(_error(found, f"write the words that readers will see after {key}:", line))
    elif paragraphs and not is_needed:
        action = next(action for action, text in TEXT_KEYS.items() if text == key)
        other = next(text for text in TEXT_KEYS.values() if text != key)
        fields.fail(key, f"has {key}, which belongs to `{action}:`", f"write {other}: in its place")
    return paragraphs


def _day(fields: "Fields", key: str, start: int | None) -> date | None:
    """Return the day in the field *key*, needed if *start* is given: the line on which the log's entry begins."""
    from newsgen.text.dates import day_of  # noqa: PLC0415 - slow to import, and a build without changes needs no dates

    entry, remedy = fields.entries.get(key), f"write, for example, {key}: 2026-01-25"
    moment = fields.moment(key)
    if entry is None and start:
        fields.errors.append(_error(f"has no {key}", remedy, start))
    elif entry is not None and (entry.value is None or entry.value == ""):
        fields.fail(key, f"{key} is empty", remedy)
    return day_of(moment) if moment else None


def _repeated_withdrawals(entries: Iterable[LogEntry]) -> Iterator[CorrectionsError]:
    """Yield an error for each entry of the log that withdraws an article once more."""
    lines: dict[str, int] = {}
    for one in entries:
        if one.action == "withdraw" and not one.undone:
            first = lines.setdefault(one.article, one.line)
            if first != one.line:
                found = f"{one.article!r} is withdrawn on line {first} too"
                yield _error(found, "delete one of the two entries, or write `undone:` with a date in it", one.line)


def _error(found: str, remedy: str, line: int) -> CorrectionsError:
    return CorrectionsError(CORRECTIONS_LOG, found, remedy, line)
