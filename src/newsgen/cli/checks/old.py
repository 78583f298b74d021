"""Run `newsgen check --old FILE`, which proves what becomes of the addresses of a former site."""

import argparse
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsgen.cli.terminal import count, print_message, print_output, write_report
from newsgen.errors import printable

if TYPE_CHECKING:
    from newsgen.check.old.coverage import Coverage, Outcome

_MOST_GONE = 20
"""Addresses that are gone for one reason and are printed; the report has them all."""
_MOST_ARTICLES = 100
"""Articles whose aliases are printed."""


def prove_old(arguments: argparse.Namespace) -> int:
    """Print what becomes of each old address, and the aliases to add; return 1 if any alias is missing."""
    from newsgen.check.old.coverage import prove  # noqa: PLC0415 - slow to import, rarely needed

    coverage = prove(arguments.root.resolve(), arguments.output, arguments.old)
    if arguments.format == "json":
        from newsgen.cli.terminal import as_json_text  # noqa: PLC0415 - the same

        print_output(as_json_text(summary_of(coverage)))
    else:
        print_output("".join(f"{printable(line)}\n" for line in _lines(coverage)))
    if arguments.report:
        write_report(arguments.report, summary_of(coverage))
    print_message(printable(f"{arguments.old} ({coverage.kind}): {_shares(coverage)}"))
    return 1 if coverage.aliases() else 0


def _shares(coverage: "Coverage") -> str:
    total, gone = len(coverage.outcomes), coverage.count("gone")
    parts = f"{coverage.count('page')} pages, {coverage.count('redirect')} redirects, {gone} gone"
    text = f"{count(total, 'address').replace('addresss', 'addresses')}, {parts}; {share(total - gone, total)} covered"
    if coverage.counts_hits:
        hits = coverage.hits("page", "redirect", "gone")
        text += f", {share(hits - coverage.hits('gone'), hits)} of {count(hits, 'request')}"
    return text


def share(part: int, whole: int) -> str:
    """Return the share of the *whole* in percent, which is 100 only if nothing is missing."""
    if part == whole:
        return "100 %"
    return f"{int(1000 * part / whole) / 10} %"


def _lines(coverage: "Coverage") -> Iterator[str]:
    yield from _gone_lines(coverage)
    aliases = coverage.aliases()
    for place, addresses in islice(aliases.items(), _MOST_ARTICLES):
        yield f"add to {place.file}:" if place.capture is None else f"write {place.file}:"
        if place.capture is not None:
            yield f"capture: {_quoted(place.capture)}"
        yield "aliases:"
        yield from (f"  - {_quoted(address)}" for address in addresses)
    if len(aliases) > _MOST_ARTICLES:
        yield f"{len(aliases) - _MOST_ARTICLES} more articles need aliases; use --report FILE to list them all"
    if aliases and coverage.served_at != "/":
        yield f"the site is served below {coverage.served_at}, and so are its aliases; the host must lead there"


def _gone_lines(coverage: "Coverage") -> Iterator[str]:
    """Yield the addresses that are gone, those that are asked for most first, some for each reason."""
    by_reason: dict[str, list[Outcome]] = {}
    for one in coverage.gone:
        by_reason.setdefault(one.answer.why, []).append(one)
    for outcomes in by_reason.values():
        for one in outcomes[:_MOST_GONE]:
            yield _gone_line(one, with_hits=coverage.counts_hits)
        if len(outcomes) > _MOST_GONE:
            more = f"{len(outcomes) - _MOST_GONE} more like it"
            yield f"gone: {more}; use --report FILE to list them all"


def _gone_line(one: "Outcome", *, with_hits: bool) -> str:
    hits = f" ({count(one.old.hits, 'request')})" if with_hits else ""
    better = f"; what was there is now at /{one.instead}" if one.instead else ""
    known = f"; it was the article of {one.place.file}" if one.place and not one.instead else ""
    return f"gone: {one.old.url}{hits} {one.answer.why}{better}{known}"


def _quoted(text: str) -> str:
    """Return a value for YAML, which reads many signs at the beginning or before a space as its own."""
    from json import dumps  # noqa: PLC0415 - few values need it

    is_plain = all(one.isalnum() or one in "/-_." for one in text) and text[:1] not in "-."
    return text if is_plain else dumps(text, ensure_ascii=False)


def summary_of(coverage: "Coverage") -> dict[str, Any]:
    """Return the report for machines."""
    total, gone = len(coverage.outcomes), coverage.count("gone")
    hits, lost = coverage.hits("page", "redirect", "gone"), coverage.hits("gone")
    return {
        "kind": coverage.kind,
        "addresses": total,
        "pages": coverage.count("page"),
        "redirects": coverage.count("redirect"),
        "gone": gone,
        "covered": round((total - gone) / total, 4) if total else 1,
        "hits": hits,
        "covered_hits": round((hits - lost) / hits, 4) if hits else 1,
        "aliases": [
            {"file": place.file, "capture": place.capture, "aliases": aliases}
            for place, aliases in coverage.aliases().items()
        ],
        "outcomes": [one.describe() for one in coverage.outcomes],
    }
