"""Withdraw and correct articles, and undo it: each adds to content/corrections.yml, and deletes nothing there."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from newsgen.archive.address_book import read_book
from newsgen.archive.corrections_log import (
    CORRECTIONS_LOG,
    SEPARATOR,
    TEXT_KEYS,
    Action,
    CorrectionsLog,
    LogEntry,
    nearest_remedy,
    paragraphs_of,
    parse_log,
)
from newsgen.build.cache import Cache
from newsgen.build.file_changes import environment
from newsgen.build.incremental import CACHE
from newsgen.build.library import Library
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError
from newsgen.filesystem import lock, nfc, read_utf8
from newsgen.formats.yaml_writer import yaml_text
from newsgen.importers.comments.articles import ArticleNames, read_article_names
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.loaders.site_config import load_config
from newsgen.workers.batches import StartWorkers

_HEAD = """\
# What was withdrawn and corrected, in this order, by `newsgen withdraw` and `newsgen correct` or by hand.
# An entry with `undone:` is kept as a record, and readers no longer see it.
"""
_SHOWN_TEXT = 40
"""Characters of a note by which a message names a correction."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an editor wants to be done to an article."""

    action: Action
    article: str
    """Its id, slug or address, or the name of its file without the ending."""
    day: date
    text: str | None
    """The reason or the note; None to undo."""
    number: int | None = None
    """Which correction to undo, counted from 1 as they stand in the log; None for the only one."""


@dataclass(slots=True)
class EditReport:
    """What a withdrawal or a correction did."""

    dry_run: bool = False
    article: str = ""
    """The id of the article."""
    address: str | None = None
    """The address of the article in the address book; None if it was never published."""
    number: int | None = None
    """The number of the correction among those of the article, counted from 1."""
    is_changed: bool = False
    """False if it was so already."""
    errors: list[NewsgenError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def carry_out(root: Path, request: Request, start: StartWorkers, report: EditReport) -> None:
    """Write what the *request* of an editor adds to the log of the project at *root*, and record it in *report*.

    Raises ConfigError if there is no such article, entry or text, and Problems if the log has errors; then nothing is
    changed.
    """
    if request.text is not None and not paragraphs_of(request.text):
        key = TEXT_KEYS[request.action]
        raise ConfigError("", f"--{key} is empty", f"give the words that readers will see after --{key}, in quotes")
    config, errors, _ = load_config(root)
    if errors:
        raise Problems(errors)
    with lock(root / CACHE), closing(Cache(root / CACHE, environment(), report.notes.append)) as cache:
        files = ProjectFiles(root, dry_run=report.dry_run)
        text, log = _read(files)
        names = read_article_names(root, Library(root, cache), start, config.base_url)
        report.article = _find(request.article, names, log)
        line = read_book(root)[0].get(report.article)
        report.address = f"/{line.address}" if line else None
        changed = _undone(text, log, request, report) if request.text is None else _added(text, log, request, report)
        if report.is_changed:
            files.write(CORRECTIONS_LOG, changed.encode())


def _read(files: ProjectFiles) -> tuple[str, CorrectionsLog]:
    """Return the log of an editor's project, as text with LF at the ends of its lines and as entries."""
    if files.digest(CORRECTIONS_LOG) is None:
        return "", CorrectionsLog()
    text = read_utf8(files.read(CORRECTIONS_LOG), CORRECTIONS_LOG)
    log, errors, _ = parse_log(nfc(text))
    if errors:
        raise Problems(errors)
    return text, log


def _find(wanted: str, names: ArticleNames, log: CorrectionsLog) -> str:
    """Return the id of the article that an editor *wanted*; raise ConfigError if there is none."""
    found = names.find([wanted])
    if found:
        return found
    key = nfc(wanted.strip())
    if any(one.article == key and not one.undone for one in log.entries):
        return key  # its source is gone, and its entry has to be undone
    known = set(names)
    raise ConfigError("", f"no article is called {wanted!r}", nearest_remedy(key.strip("/").rpartition("/")[2], known))


def _added(text: str, log: CorrectionsLog, request: Request, report: EditReport) -> str:
    """Return the *text* of the log with the entry that an editor requests; unchanged if it has this entry already."""
    paragraphs = paragraphs_of(nfc(request.text or ""))
    own = [one for one in log.entries if one.article == report.article and one.action == request.action]
    same = [number for number, one in enumerate(own, 1) if not one.undone and one.paragraphs == paragraphs]
    report.number = same[0] if same else len(own) + 1
    if same:
        return text
    withdrawal = log.withdrawals.get(report.article)
    if withdrawal:
        found = f"{report.article} is withdrawn since {withdrawal.day} ({CORRECTIONS_LOG}, line {withdrawal.line})"
        raise ConfigError("", found, "undo that first with `newsgen withdraw ID --undo`")
    report.is_changed = True
    before = (text or _HEAD).rstrip()
    separator = "" if before.rpartition("\n")[2] == SEPARATOR else f"{SEPARATOR}\n"
    head = yaml_text({request.action: report.article, "date": request.day})
    expected = [*map(_facts, log.entries), (request.action, report.article, request.day, paragraphs, None)]
    for words in _ways_to_write(TEXT_KEYS[request.action], paragraphs):
        changed = f"{before}\n{separator}{head}{words}"
        if _is_log_of(changed, expected):
            return changed
    raise _by_hand(f"an entry of {report.article} at the end", None)


def _ways_to_write(key: str, paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the log with the *paragraphs* of an entry: as a block if there are several, or in quotes."""
    if len(paragraphs) > 1:
        yield f"{key}: |\n" + "\n".join(f"  {paragraph}\n" for paragraph in paragraphs)
    yield yaml_text({key: "\n\n".join(paragraphs)})


def _facts(entry: LogEntry) -> tuple[object, ...]:
    """Return what an *entry* of the log says."""
    return entry.action, entry.article, entry.day, entry.paragraphs, entry.undone


def _is_log_of(text: str, expected: Sequence[tuple[object, ...]]) -> bool:
    """Return whether *text* is a log without errors whose entries say what is *expected*."""
    log, errors, _ = parse_log(text)
    return not errors and list(map(_facts, log.entries)) == list(expected)


def _by_hand(what: str, line: int | None) -> SourceError:
    """Return the error that an editor has to write *what* into the log."""
    return SourceError(CORRECTIONS_LOG, "is written in a way that newsgen cannot add to", f"write {what} by hand", line)


def _undone(text: str, log: CorrectionsLog, request: Request, report: EditReport) -> str:
    """Return the *text* of the log in which the entry that an editor means is undone; unchanged if it is already."""
    own = [one for one in log.entries if one.article == report.article and one.action == request.action]
    entry = _chosen(own, request, report)
    report.number = own.index(entry) + 1
    if entry.undone:
        return text
    report.is_changed = True
    lines = text.split("\n")
    lines.insert(entry.last_line, f"undone: {request.day}")
    changed = "\n".join(lines)
    expected = [(*_facts(one)[:-1], request.day if one is entry else one.undone) for one in log.entries]
    if not _is_log_of(changed, expected):
        raise _by_hand(f"`undone: {request.day}` into this entry", entry.line)
    return changed


def _chosen(own: Sequence[LogEntry], request: Request, report: EditReport) -> LogEntry:
    """Return the one of an article's *own* entries of the log that an editor wants to undo; raise ConfigError."""
    active = [one for one in own if not one.undone]
    if request.action == "withdraw" and own:
        return (active or own)[-1]
    if request.number is None and len(active or own) == 1:
        return (active or own)[0]
    if request.number is not None and 1 <= request.number <= len(own):
        return own[request.number - 1]
    if not own:
        verb = "withdrawn" if request.action == "withdraw" else "corrected"
        raise ConfigError("", f"{report.article} was never {verb}", f"read {CORRECTIONS_LOG} for what was")
    listed = "; ".join(f"{number}: {_named(one)}" for number, one in enumerate(own, 1))
    found = f"{report.article} has no correction {request.number}" if request.number is not None else ""
    raise ConfigError(
        "", found or f"{report.article} has several corrections", f"give one number after --undo: {listed}"
    )


def _named(entry: LogEntry) -> str:
    """Return the words by which an editor knows an *entry* of the log."""
    words = " ".join(entry.paragraphs)
    return f"{entry.day} {words if len(words) <= _SHOWN_TEXT else words[:_SHOWN_TEXT] + '…'}"
