"""Correct mistakes of writing in the Markdown that editors wrote, where a program can do so safely."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsgen.build.incremental import CACHE
from newsgen.errors import NewsgenError, OutputError
from newsgen.filesystem import lock, on_disk, read_utf8, replace_file
from newsgen.loaders.markdown import claimed_captures
from newsgen.loaders.sources import Source, check_root, find_sources
from newsgen.text.proofreading.prose import prose_of
from newsgen.text.proofreading.writing import Fault, FaultKind, faults_of

SAFE: frozenset[FaultKind] = frozenset(("comma", "question mark", "presentation forms", "bidi marks"))
"""The kinds of mistakes whose correction follows from the text; the rest needs a person who knows what was meant."""
_EDITORS = frozenset(("article", "page", "author", "newspaper"))


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A Markdown file in which mistakes were corrected."""

    path: str
    counts: tuple[tuple[FaultKind, int], ...]
    """How many of each kind."""
    lines: tuple[int, ...]
    """Where they were, counted from 1."""


@dataclass(slots=True)
class FixReport:
    """What was corrected."""

    fixed: list[FixedFile] = field(default_factory=list)
    captured: int = 0
    """Files with mistakes that were left alone, because they show the words of a capture."""
    errors: list[NewsgenError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def fix_writing(root: Path) -> FixReport:
    """Correct the safe mistakes in the Markdown files of the project at *root* that show no capture.

    Each file is replaced as a whole. Front matter, code, addresses, tags and shortcodes stay as they are.
    """
    check_root(root)
    report = FixReport()
    with lock(root / CACHE):
        sources, report.errors, _ = find_sources(root)
        for source in sources:
            if source.kind in _EDITORS:
                try:
                    _fix(source, report)
                except NewsgenError as error:
                    report.errors.append(error)
    return report


def _fix(source: Source, report: FixReport) -> None:
    data = source.read()
    read_utf8(data, source.path)  # which says where it is not
    text = data.decode()
    fixed, faults = corrected(text)
    if not faults:
        return
    if claimed_captures(source, data):
        report.captured += 1
        return
    try:
        replace_file(on_disk(source.location), fixed.encode())
    except OSError as error:
        raise OutputError.from_os_error("written", error, source.file) from None
    kinds = Counter(kind for kind, _ in faults)
    report.fixed.append(FixedFile(source.path, tuple(kinds.items()), tuple(sorted({line for _, line in faults}))))


def safe_faults(markdown: str) -> Iterator[Fault]:
    """Yield the mistakes in the prose of a *markdown* file that can be corrected safely, in their order."""
    bom = len(markdown) - len(markdown.removeprefix("\ufeff"))
    plain = markdown[bom:].replace("\r\n", " \n").replace("\r", "\n")  # so that places stay the same
    faults = (one for one in faults_of(prose_of(plain)) if one.kind in SAFE and one.replacement is not None)
    end = 0
    for fault in sorted(faults, key=lambda one: one.start):
        is_change = fault.replacement != plain[fault.start : fault.end]  # a few forms stand for themselves
        if fault.start >= end and is_change:
            yield fault._replace(start=fault.start + bom, end=fault.end + bom)
            end = fault.end


def corrected(text: str) -> tuple[str, list[tuple[FaultKind, int]]]:
    """Return a *text* without its safe mistakes, and the kind and the line of each.

    A mistake can hide another one, such as a mark before a comma; so the text is read until it has none.
    """
    done: list[tuple[FaultKind, int]] = []
    while faults := list(safe_faults(text)):
        done += [(fault.kind, text.count("\n", 0, fault.start) + 1) for fault in faults]
        text = _replaced(text, faults)
    return text, done


def _replaced(text: str, faults: list[Fault]) -> str:
    """Return a *text* with its *faults*, which are in their order, corrected."""
    parts, end = [], 0
    for fault in faults:
        parts += [text[end : fault.start], fault.replacement or ""]
        end = fault.end
    return "".join([*parts, text[end:]])
