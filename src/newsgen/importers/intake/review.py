"""Write `content/review.md`, which lists the imported articles and pages that an editor should look at."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from newsgen.errors import OutputError, printable
from newsgen.filesystem import replace_file, sha256
from newsgen.importers.intake.import_log import ImportLog
from newsgen.importers.intake.project_index import State
from newsgen.importers.items import DRAFT, MERELY_DRAFT, UNDATED, ToReview

REVIEW = "content/review.md"
"""No build reads it: articles and pages are in folders of content/."""
_TITLES = {DRAFT: "Drafts", UNDATED: "Without a date"}
_FIRST_LINE = "<!-- written by `newsgen import`; digest {digest} -->\n"
_INTRODUCTION = """
# To review

Every `newsgen import` writes this list again. A draft leaves it when `draft:` is deleted from its file, an article
without a date when its file has a `date:`, and a warning when its file has been changed at all.
"""
_MAX_ENTRIES = 10_000
_MAX_GROUPS = 100
_OTHERS = "Other warnings"
_VARIABLE = re.compile(r"'[^']*'|\"[^\"]*\"|(?<!\S)[^\s\d/]*[\d/]\S*")
"""Matches what differs between warnings of one kind: numbers, paths, addresses and quoted texts."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~$]")
_SPECIAL_IN_ADDRESS = re.compile(r"[\\<>&]")
_Reason = tuple[ToReview, str]


def entries_of(states: Mapping[str, State], log: ImportLog, digest: Callable[[str], str | None]) -> list[ToReview]:
    """Return what an editor should look at among the imported articles and pages with *states*, sorted by path.

    *digest* returns the SHA-256 of the file at a path.
    """
    entries = []
    for path, rows in sorted(log.by_article.items()):
        state = states.get(path)
        if state is None:
            continue
        shown = next((row for row in rows.values() if row.evidence == state.capture), None)
        doubts = shown.doubts if shown and shown.doubts and digest(path) == shown.written else ()
        further = (doubt for doubt in doubts if not (state.is_draft and doubt in MERELY_DRAFT))
        reasons = (*([DRAFT] if state.is_draft else []), *([] if state.is_dated else [UNDATED]), *further)
        if reasons:
            entries.append(ToReview(path, state.headline, state.capture, reasons))
    return entries


def write_review(root: Path, entries: Sequence[ToReview]) -> str | None:
    """Replace the list for an editor by one of *entries*, or remove it if there are none.

    A file that newsgen did not write, or that somebody has changed, stays as it is, and a warning is returned.
    """
    file = root / REVIEW
    data = compose_review(entries).encode() if entries else b""
    try:
        old = file.read_bytes() if file.is_file() else b""
        if old == data and not file.is_dir():
            return None
        if (old and not _is_own(old)) or file.is_dir():
            return f"{REVIEW}: is not as newsgen wrote it, so it stays; move it away to get the list of what to review"
        if data:
            replace_file(file, data)
        else:
            file.unlink()
    except OSError as error:
        raise OutputError.from_os_error("written", error, file) from None
    return None


def compose_review(entries: Sequence[ToReview]) -> str:
    """Return the list of *entries* for an editor as Markdown, grouped by their reasons."""
    groups = _grouped(entries)
    limit = _MAX_ENTRIES // max(len(groups), 1)
    text = _INTRODUCTION + "".join(_section(title, lines, limit) for title, lines in groups.items())
    return _FIRST_LINE.format(digest=sha256(text.encode())) + text


def _is_own(data: bytes) -> bool:
    """Return whether newsgen wrote the list for an editor with the bytes *data*, and nobody has changed it."""
    first, newline, text = data.replace(b"\r\n", b"\n").partition(b"\n")
    return first + newline == _FIRST_LINE.format(digest=sha256(text)).encode()


def _grouped(entries: Sequence[ToReview]) -> dict[str, list[_Reason]]:
    """Return *entries* for an editor with their reasons by the titles of groups, the most pressing group first."""
    groups: dict[str, list[_Reason]] = {title: [] for title in _TITLES.values()}
    for entry in entries:
        for reason in entry.reasons:
            title = _TITLES.get(reason) or _VARIABLE.sub("…", reason)
            groups.setdefault(title, []).append((entry, reason))
    by_size = sorted(groups, key=lambda title: (title not in _TITLES.values(), -len(groups[title]), title))
    kept = {title: groups[title] for title in by_size[:_MAX_GROUPS]}
    kept[_OTHERS] = [found for title in by_size[_MAX_GROUPS:] for found in groups[title]]
    return {title: found for title, found in kept.items() if found}


def _section(title: str, found: list[_Reason], limit: int) -> str:
    lines = [_line(entry, "" if reason in {title, *_TITLES} else reason) for entry, reason in found[:limit]]
    more = len(found) - limit
    rest = f"- and {more} more, which `newsgen import --report FILE` lists too\n" if more > 0 else ""
    return f"\n## {_escaped(title)} ({len(found)})\n\n{''.join(lines)}{rest}"


def _line(entry: ToReview, detail: str) -> str:
    original = f", from {_link(PurePosixPath(entry.original).name, f'../{entry.original}')}" if entry.original else ""
    article = _link(entry.headline or entry.article, entry.article.removeprefix("content/"))
    return f"- {article}{original}" + (f": {_escaped(detail)}\n" if detail else "\n")


def _link(text: str, path: str) -> str:
    address = _SPECIAL_IN_ADDRESS.sub(_with_backslash, printable(path))
    return f"[{_escaped(text)}](<{address}>)"


def _escaped(text: str) -> str:
    """Return *text* for one line of Markdown, in which nothing of it is markup."""
    return _SPECIAL.sub(_with_backslash, printable(" ".join(text.split())))


def _with_backslash(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"
