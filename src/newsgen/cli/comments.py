"""Run the commands `newsgen comments`: import, pending, approve and reject."""

import argparse
import os
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgen.cli.arguments import add_report, add_root, utf8
from newsgen.cli.terminal import check_report, count, finish, outcome_counts, print_output
from newsgen.errors import ConfigError, NewsgenError, Problems, printable

if TYPE_CHECKING:
    from newsgen.editing.moderation import Choice, Decision, ModerationReport, Pending
    from newsgen.importers.comments.stored import StoredComment
    from newsgen.importers.items import ImportReport

_KINDS = "netlify formspree web3forms staticman mail disqus wxr".split()
_SHOWN_TEXT = 300
"""Characters of a pending comment that are printed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the commands below `newsgen comments`, and their options, on *parser*."""
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    _add_import(_add_action(commands, "import", "import comments from form services and comment systems", _import))
    pending = _add_action(commands, "pending", "list the comments that wait for a decision", _pending)
    add_report(pending, "write the list as JSON to FILE")
    approve = _add_action(commands, "approve", "publish comments", lambda options: _decide(options, "approved"))
    _add_choice(approve, "approve all pending comments of the sender: a name, an e-mail address or its hash")
    approve.add_argument(
        "--also-held", action="store_true", help="let patterns choose comments with links or listed words"
    )
    reject = _add_action(
        commands,
        "reject",
        "move comments to content/comments-rejected",
        lambda options: _decide(options, "spam" if options.spam else "trash"),
    )
    _add_choice(reject, "reject all comments of the sender, also approved ones: a name, an e-mail address or its hash")
    reject.add_argument("--spam", action="store_true", help="mark them as spam, not as trash")


def _add_action(
    commands: Any, name: str, help_text: str, action: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, allow_abbrev=False, help=help_text)
    parser.set_defaults(action=action)
    add_root(parser)
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", type=Path, nargs="+", metavar="FILE", help="an export, or a folder of Staticman's files"
    )
    parser.add_argument("--kind", choices=_KINDS, metavar="KIND", help=f"their kind: {', '.join(_KINDS)}")
    parser.add_argument("--article", type=utf8, metavar="ID", help="the article of comments that name none")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report what would be written")
    add_report(parser, "write the result for each comment as JSON to FILE")


def _add_choice(parser: argparse.ArgumentParser, sender_help: str) -> None:
    parser.add_argument("ids", type=utf8, nargs="*", metavar="ID", help="ARTICLE/COMMENT, or a pattern such as 'a17/*'")
    parser.add_argument(
        "--matching", type=utf8, metavar="WORDS", help="those pending with these words, in any spelling"
    )
    parser.add_argument("--all-from", type=utf8, metavar="SENDER", help=sender_help)
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only report what would be changed")
    add_report(parser, "write the result as JSON to FILE")


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen action and return the exit code."""
    from newsgen.loaders.sources import check_root  # noqa: PLC0415 - other commands do not need it

    check_root(arguments.root)
    check_report(arguments.report)
    return int(arguments.action(arguments))


def _import(arguments: argparse.Namespace) -> int:
    """Import exports of comments, print a summary in one line and return the exit code."""
    from newsgen.importers.comments.run import find_exports, import_comments  # noqa: PLC0415 - only this action needs it
    from newsgen.importers.items import ImportReport  # noqa: PLC0415
    from newsgen.workers.local import default_jobs, worker_pool  # noqa: PLC0415

    start = time.monotonic()
    for path in arguments.paths:
        if not os.path.lexists(path):
            raise ConfigError(str(path), "does not exist", "name existing files or folders")
    report = ImportReport(arguments.dry_run)
    states: Counter[str] = Counter()
    try:
        states = import_comments(
            find_exports(arguments.paths, arguments.kind),
            arguments.root.resolve(),
            worker_pool(default_jobs()),
            report,
            arguments.article,
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt("run the same import again to continue") from None
    except NewsgenError as error:
        report.errors.append(error)
    except Problems as problems:
        report.errors += problems.errors
    seconds = round(time.monotonic() - start, 2)
    last_lines = [f"{_imported(report, states)} ({seconds} s)", *_next(arguments, report, states)]
    return finish(report, last_lines, arguments.report, lambda: _import_summary(report, states, seconds))


def _imported(report: "ImportReport", states: Counter[str]) -> str:
    counts = report.counts
    parts = [f"{states[state]} {state}" for state in ("approved", "pending") if states[state]]
    rejected = states["spam"] + states["trash"]
    parts += [f"{rejected} spam or trash"] if rejected else []
    verb = "would be imported" if report.dry_run else "imported"
    details = f" ({', '.join(parts)})" if parts else ""
    rest = f"{counts['unchanged']} unchanged, {counts['skipped']} skipped, {counts['refused']} refused"
    return f"{verb}: {count(states.total(), 'comment')}{details}; {rest}"


def _next(arguments: argparse.Namespace, report: "ImportReport", states: Counter[str]) -> Iterable[str]:
    if states["pending"] and not report.dry_run:
        root = "" if arguments.root == Path() else f" --root {shlex.quote(str(arguments.root))}"
        yield f"next: newsgen comments pending{root}"


def _import_summary(report: "ImportReport", states: Counter[str], seconds: float) -> dict[str, Any]:
    """Return the values of the JSON report of imported comments, whose keys scripts rely on."""
    counts = report.counts
    return {
        "comments": states.total(),
        "imported": counts["imported"],
        **{state: states[state] for state in ("approved", "pending", "spam", "trash")},
        **outcome_counts(report, seconds),
        "inputs": [
            {
                "input": printable(one.input),
                "place": one.place,
                "became": one.result,
                "why": printable(one.why),
                "comment": one.article,
                "warnings": list(map(printable, one.warnings)),
            }
            for one in report.outcomes
        ],
    }


def _pending(arguments: argparse.Namespace) -> int:
    """Print the comments that wait for a decision, the oldest first."""
    from newsgen.editing.moderation import ModerationReport, describe, list_pending  # noqa: PLC0415

    pending, errors = list_pending(arguments.root.resolve())
    report = ModerationReport(errors=errors)
    print_output("".join(map(_lines_of, pending)))
    held = sum(bool(one.reasons) for one in pending)
    waiting = f"{count(len(pending), 'comment')} pending" + (f", {held} of them held" if held else "")
    summary = {"pending": list(map(describe, pending))}
    return finish(report, [waiting], arguments.report, lambda: summary)


def _lines_of(pending: "Pending") -> str:
    """Return what is printed of a pending comment: a line about it, and an indented line with its text."""
    stored = pending.stored
    comment = stored.comment
    parts = [stored.key, comment.published.isoformat() if comment.published else "undated", comment.author or "-"]
    parts += [comment.url] if comment.url else []
    parts += [f"from {stored.sender}"] if stored.sender else []
    parts += [f"answers {comment.parent}"] if comment.parent else []
    parts += [f"held: {', '.join(pending.reasons)}"] if pending.reasons else []
    text = " ".join(comment.text.split())
    shown = text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT]}…"
    return f"{printable('  '.join(parts))}\n    {printable(shown)}\n"


def _decide(arguments: argparse.Namespace, decision: "Decision") -> int:
    """Approve or reject comments, print a summary in one line and return the exit code."""
    from newsgen.editing.moderation import Choice, ModerationReport, decide  # noqa: PLC0415

    choice = Choice(
        tuple(arguments.ids), arguments.matching, arguments.all_from, getattr(arguments, "also_held", False)
    )
    _check_choice(choice)
    report = ModerationReport(arguments.dry_run)
    decide(arguments.root.resolve(), choice, decision, report)
    return finish(report, _decided(report, decision), arguments.report, lambda: _decision_summary(report, decision))


def _check_choice(choice: "Choice") -> None:
    """Raise ConfigError if no comment is chosen, or if blank words would choose all."""
    if not choice.ids and choice.matching is None and choice.sender is None:
        raise ConfigError("", "no comment is named", "give an id, a pattern, --matching WORDS or --all-from SENDER")
    for option, words in (("--matching", choice.matching), ("--all-from", choice.sender)):
        if words is not None and not words.strip():
            raise ConfigError("", f"{option} is empty", f"give the words after {option}, in quotes")


def _decided(report: "ModerationReport", decision: "Decision") -> Iterable[str]:
    verb = "approved" if decision == "approved" else f"rejected as {decision}"
    would = "would be " if report.dry_run else ""
    same = f"; {len(report.unchanged)} were so already" if report.unchanged else ""
    yield f"{would}{verb}: {count(len(report.changed), 'comment')}{same}"
    if report.held:
        names = ", ".join(one.key for one in report.held[:5]) + (" …" if len(report.held) > 5 else "")  # noqa: PLR2004
        yield f"held, to be approved by id or with --also-held: {names}"
    if report.changed and not report.dry_run and (decision == "approved" or _was_public(report.changed)):
        yield "next: newsgen build"


def _was_public(changed: "Iterable[StoredComment]") -> bool:
    return any(one.comment.state == "approved" for one in changed)


def _decision_summary(report: "ModerationReport", decision: "Decision") -> dict[str, Any]:
    return {
        "decision": decision,
        "changed": [{"id": one.key, "path": one.path, "was": one.comment.state} for one in report.changed],
        "unchanged": [one.key for one in report.unchanged],
        "held": [one.key for one in report.held],
        "dry_run": report.dry_run,
    }
