"""Approve and reject comments, by their ids, by words in them, or by their senders."""

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from newsgen.build.incremental import CACHE
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError
from newsgen.filesystem import lock
from newsgen.formats.yaml_fields import read_mapping
from newsgen.formats.yaml_lines import Entry
from newsgen.importers.comments.cleaning import MAX_AUTHOR
from newsgen.importers.comments.hold_list import read_hold_list
from newsgen.importers.comments.senders import Senders, has_address, read_senders
from newsgen.importers.comments.stored import StoredComment, StoredComments, file_of, path_of, read_stored
from newsgen.importers.intake.project_files import ProjectFiles
from newsgen.loaders.comment_files import comment_entries
from newsgen.text.arabic import fold

Decision = Literal["approved", "spam", "trash"]
_STATE_LINE = re.compile(r"""["']?(?:state|status)["']?[ \t]*:.*""", re.IGNORECASE)
_DECIDED_KEYS = {"state", "status", "reason"}
"""The keys of a comment file that a decision changes, in lower case."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which comments an editor means."""

    ids: tuple[str, ...] = ()
    """`article/comment` or the id of the comment alone; with * or ? it is a pattern."""
    matching: str | None = None
    """Words in the name, the site or the text of a comment, in any spelling of Arabic; * stands for any letters."""
    sender: str | None = None
    """The name, the e-mail address or the hash of a sender."""
    with_held: bool = False
    """Whether patterns may choose comments that the hold list holds."""


@dataclass(slots=True)
class ModerationReport:
    """What became of the comments that an editor chose."""

    dry_run: bool = False
    changed: list[StoredComment] = field(default_factory=list)
    """The comments whose state was changed, as they were before."""
    unchanged: list[StoredComment] = field(default_factory=list)
    """Those that had that state already."""
    held: list[StoredComment] = field(default_factory=list)
    """Those that a pattern chose, but that an editor must name one by one."""
    errors: list[NewsgenError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pending:
    """A comment that waits for a decision."""

    stored: StoredComment
    reasons: tuple[str, ...]
    """Why it must be named one by one to be approved; empty if it need not."""


def list_pending(root: Path) -> tuple[list[Pending], list[NewsgenError]]:
    """Return the pending comments of the project at *root*, the oldest first, and the errors in comment files."""
    stored, hold_list = StoredComments(root), read_hold_list(root)
    waiting = [one for one in stored.everything(undecided=True) if one.comment.state == "pending"]
    pending = [Pending(one, tuple(hold_list.reasons(one.comment))) for one in waiting]
    return sorted(pending, key=_age), stored.errors


def _age(pending: Pending) -> tuple[bool, str, str]:
    published = pending.stored.comment.published
    return published is None, str(published or ""), pending.stored.key


def decide(root: Path, choice: Choice, decision: Decision, report: ModerationReport) -> None:
    """Carry out a *decision* about the chosen comments of the project at *root*, and record it in *report*.

    Raises Problems if an id is unknown or means several comments; then nothing is changed.
    """
    with lock(root / CACHE):
        stored, hold_list = StoredComments(root), read_hold_list(root)
        is_quick = choice.sender is None and all(map(_is_pattern, choice.ids))
        everything = list(stored.everything(undecided=is_quick))  # patterns choose among those alone
        report.errors += stored.errors
        try:
            chosen = _by_ids(everything, choice.ids)
        except ConfigError as error:  # perhaps because the file of that comment has an error
            raise Problems([*stored.errors, error]) from None
        senders = read_senders(root, writes=False) if choice.sender else None
        for one in _by_patterns(everything, choice, decision, senders):
            if decision == "approved" and not choice.with_held and hold_list.reasons(one.comment) and one not in chosen:
                report.held.append(one)
            else:
                chosen[one] = None
        files = ProjectFiles(root, dry_run=report.dry_run)
        for one in chosen:
            try:
                _change(one, decision, files, report)
            except SourceError as error:
                report.errors.append(error)


def _by_ids(everything: Sequence[StoredComment], ids: Iterable[str]) -> dict[StoredComment, None]:
    """Return the comments with these *ids*; raise ConfigError if one is not there or means several."""
    chosen: dict[StoredComment, None] = {}
    for wanted in ids:
        if _is_pattern(wanted):
            continue
        key = wanted.strip().strip("/")
        found = [one for one in everything if key in {one.key, one.comment.id, one.path}]
        if not found:
            raise ConfigError("", f"no comment has the id {wanted!r}", "list the ids with `newsgen comments pending`")
        if len(found) > 1:
            names = ", ".join(one.path for one in found[:5])
            raise ConfigError("", f"the id {wanted!r} means several comments: {names}", "give one of these")
        chosen[found[0]] = None
    return chosen


def _is_pattern(key: str) -> bool:
    return any(sign in key for sign in "*?")


def _by_patterns(
    everything: Sequence[StoredComment], choice: Choice, decision: Decision, senders: Senders | None
) -> Iterator[StoredComment]:
    """Yield the comments that patterns choose: pending ones, and to reject all of a sender, the approved ones too."""
    patterns = [key for key in choice.ids if _is_pattern(key)]
    tests: list[Callable[[StoredComment], bool]] = []
    if patterns:
        tests.append(lambda one: any(_fits(pattern, one) for pattern in patterns))
    if choice.matching is not None:
        tests.append(_matcher(choice.matching))
    if choice.sender is not None and senders:
        tests.append(_sender_test(choice.sender, senders))
    states = {"pending", "approved"} if choice.sender and decision != "approved" else {"pending"}
    for one in everything if tests else ():
        if one.comment.state in states and not one.is_rejected and all(test(one) for test in tests):
            yield one


def _fits(pattern: str, one: StoredComment) -> bool:
    return fnmatch.fnmatchcase(one.key, pattern) or fnmatch.fnmatchcase(one.comment.id or "", pattern)


def _matcher(words: str) -> Callable[[StoredComment], bool]:
    """Return a test whether a comment has *words* in its name, its site or its text, in any spelling."""
    parts = [part for part in fold(words).split("*") if part]

    def has_words(one: StoredComment) -> bool:
        text, at = fold("\n".join(filter(None, (one.comment.author, one.comment.url, one.comment.text)))), 0
        for part in parts:
            at = text.find(part, at)
            if at < 0:
                return False
            at += len(part)
        return True

    return has_words


def _sender_test(sender: str, senders: Senders) -> Callable[[StoredComment], bool]:
    """Return a test whether a comment is from *sender*: a name, an e-mail address, or the hash of one."""
    code = senders.hash_of(sender) if has_address(sender) else sender.strip().lower()
    name = fold(sender)
    return lambda one: one.sender == code or (bool(name) and fold(one.comment.author or "") == name)


def _change(one: StoredComment, decision: Decision, files: ProjectFiles, report: ModerationReport) -> None:
    """Give a comment its new state and place; the file is whole in one of the two places at any moment."""
    is_placed = one.is_rejected == (decision != "approved")
    if one.comment.state == decision and is_placed:
        report.unchanged.append(one)
        return
    if decision == "approved":
        _check_approvable(one)
    decided = replace(one, comment=replace(one.comment, state=decision), reason=None)
    data = _with_state(files.read(one.path), one, decided)
    target = _free_path(one, decision, files)
    files.write(target, data)
    if target != one.path:
        files.remove(one.path)
    report.changed.append(replace(one, path=target))


def _check_approvable(one: StoredComment) -> None:
    """Raise SourceError if a comment cannot be published as it stands."""
    comment = one.comment
    if not comment.text:
        raise SourceError(one.path, "has no text, so there is nothing to publish", "write its text, or reject it")
    if len(comment.author or "") > MAX_AUTHOR:
        found = f"has a name of {len(comment.author or ''):,} characters"
        raise SourceError(one.path, found, f"shorten `author:` to {MAX_AUTHOR} characters first")
    if has_address(f"{comment.author or ''}\n{comment.url or ''}\n{comment.text}"):
        raise SourceError(one.path, "has an e-mail address in it, which would be published", "delete the address first")


def _free_path(one: StoredComment, decision: Decision, files: ProjectFiles) -> str:
    """Return where the file of a decided comment goes; raise SourceError if another comment is there."""
    target = path_of(one.article, one.comment.id or "", decision)
    if target == one.path or files.digest(target) is None:
        return target
    with suppress(NewsgenError, Problems):
        there = read_stored(files.root, one.article, target)
        if replace(there.comment, state="pending") == replace(one.comment, state="pending"):
            return target  # an interrupted command has left the same comment in both places
    raise SourceError(one.path, f"cannot be moved, because {target} is another comment", "rename one of the two files")


def _with_state(data: bytes, one: StoredComment, decided: StoredComment) -> bytes:
    """Return the file of a comment with its new state, and otherwise as an editor wrote it, if that is possible."""
    text = data.decode("utf-8-sig")
    entries = read_mapping(text, one.path).entries
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
    numbers = [entry.line for key, entry in entries.items() if key.strip().lower() in {"state", "status"}]
    state = f"state: {decided.comment.state}\n"
    if len(numbers) == 1 and numbers[0] and _STATE_LINE.fullmatch(lines[numbers[0] - 1].rstrip("\r\n")):
        lines[numbers[0] - 1] = state
    elif not numbers:
        lines = [state, *lines]
    changed = "".join(line for line in lines if not line.startswith("reason:"))
    with suppress(NewsgenError):
        after = read_mapping(changed, one.path).entries
        is_set = "state" in after and after["state"].value == decided.comment.state
        if is_set and _others(after) == _others(entries):
            return changed.encode()
    return file_of(decided)


def _others(entries: Mapping[str, Entry]) -> dict[str, object]:
    """Return what a comment file says beside the state of the comment."""
    return {key: entry.value for key, entry in entries.items() if key.strip().lower() not in _DECIDED_KEYS}


def describe(pending: Pending) -> dict[str, object]:
    """Return what scripts are told about a pending comment."""
    stored = pending.stored
    entries = comment_entries(stored.comment)
    return {"id": stored.key, "path": stored.path, **entries, "sender": stored.sender, "held": list(pending.reasons)}
