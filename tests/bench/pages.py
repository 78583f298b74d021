"""Measure how newsgen reads saved web pages of the commonest systems, composed of real articles.

usage: .venv/bin/python tests/bench/pages.py ARTICLES.jsonl[.gz] [--count N] [--seed N] [--layout NAME]
       [--examples N] [--fault NAME] [--save FOLDER] [--public FOLDER]

Each line of the file is a JSON object with title and body (paragraphs separated by a blank line). A page is an article
in the whole page of a site: menus, byline, pictures, advertisements, boxes of other articles, comments; parts are left
out at random. Each is read as `newsgen import` reads it, and by trafilatura alone, the peer, and both readings are
compared with what the page was composed of.

--examples prints what was misread, and --save writes those pages to files. --public reads the pages below a folder
that others published with what they expect, and may be named more than once; a folder that is not there is skipped.
The same seed composes the same.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from captures import heading, row, say, share
from layouts import LAYOUTS, compose
from newspapers.articles import read_news
from page_judge import FAULTS, judge, judge_peer
from public_pages import judge_public, public_pages

TARGETS = "targets: recall 99.5, precision 98, headline 99, date right or unknown 100"
COLUMNS = (
    "layout", "pages", "recall", "precision", "headline", "date right or unknown", "date known", "author",
    "pictures", "captions", "read", "high but wrong", "peer recall", "peer precision", "ms", "times peer",
)  # fmt: skip

PUBLIC_COLUMNS = (
    "source", "pages", "refused", "wanted texts", "peer", "unwanted left out", "peer", "date right", "unknown", "wrong",
)  # fmt: skip


class Tally(Counter):
    """Counts of the pages of one layout: paragraphs, blocks, pictures, faults."""

    def add(self, verdict, peer, seconds):
        """Count the *verdict* on a page, that on the *peer*, and the time in *seconds* of both."""
        self.update({f"fault {fault}": 1 for fault in verdict.faults})
        self.update({f"peer {key}": number for key, number in peer.items()})
        self.update(verdict.counts)
        self["pages"] += 1
        self["high"] += verdict.confidence == "high"
        self["high but wrong"] += verdict.confidence == "high" and verdict.wrong
        self["seconds"] += seconds[0]
        self["peer seconds"] += seconds[1]

    def cells(self):
        """Return the cells of the tally's row."""
        pages = self["pages"]
        right = {fault: share(pages - self[f"fault {fault}"], pages) for fault in FAULTS}
        return [
            pages,
            share(self["kept"], self["paragraphs"]),
            share(self["sound blocks"], self["blocks"]),
            right["headline"],
            right["date"],
            share(self["dated"] - self["fault unknown date"], self["dated"]),
            right["author"],
            share(self["pictures kept"], self["pictures"]),
            share(self["captions kept"], self["captions"]),
            right["refused"],
            share(self["high but wrong"], self["high"]),
            share(self["peer kept"], self["paragraphs"]),
            share(self["peer sound blocks"], self["peer blocks"]),
            f"{1000 * self['seconds'] / pages:.0f}",
            f"{self['seconds'] / self['peer seconds']:.2f}",
        ]


def table(tallies):
    """Return the *tallies* by layout as a table in Markdown."""
    total = Tally()
    for tally in tallies.values():
        total.update(tally)
    rows = [*((name, tally) for name, tally in tallies.items() if tally), ("all", total)]
    return "\n".join([heading(COLUMNS), *(row([name, *tally.cells()]) for name, tally in rows), "", TARGETS])


def measured(page):
    """Return the verdict on newsgen's reading of a *page*, that on the peer's, and the seconds of both."""
    start = perf_counter()
    verdict = judge(page)
    middle = perf_counter()
    peer = judge_peer(page)
    return verdict, peer, (middle - start, perf_counter() - middle)


def show(page, verdict):
    """Return what was misread on a page."""
    lines = [f"=== {page.layout} {page.number}: {verdict.confidence}"]
    return "\n".join([*lines, *(f"  ! {fault}: {detail}" for fault, detail in verdict.faults.items())])


def arguments():
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, metavar="ARTICLES")
    parser.add_argument("--count", type=int, default=600, metavar="N")
    parser.add_argument("--seed", type=int, default=13, metavar="N")
    parser.add_argument("--layout", choices=LAYOUTS, action="append", metavar="NAME")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    parser.add_argument("--fault", choices=FAULTS, metavar="NAME")
    parser.add_argument("--save", type=Path, metavar="FOLDER")
    parser.add_argument("--public", type=Path, action="append", default=[], metavar="FOLDER")
    return parser.parse_args()


def run(options):
    """Compose, read and judge the pages, and print what was found."""
    layouts = options.layout or list(LAYOUTS)
    tallies = {layout: Tally() for layout in layouts}
    examples = []
    news = read_news(options.articles)
    if not news:
        sys.exit(f"{options.articles}: no article has a title and three paragraphs that are sound enough to measure by")
    for number in range(options.count):
        page = compose(layouts[number % len(layouts)], news, options.seed, number // len(layouts))
        verdict, peer, seconds = measured(page)
        tallies[page.layout].add(verdict, peer, seconds)
        if len(examples) < options.examples and (
            options.fault in verdict.faults or (not options.fault and verdict.faults)
        ):
            examples.append(show(page, verdict))
            save(page, options.save)
    say("\n\n".join([*examples, table(tallies)]))


def save(page, folder):
    """Write a page to *folder*, if there is one."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{page.layout}-{page.number:05}.html").write_bytes(page.data)


def run_public(folder, examples):
    """Read and judge the public pages below a *folder*, and print what was found and as many *examples* of faults."""
    lines = []
    rows = []
    for name, pages in public_pages(folder).items():
        found = judge_public(pages, lines.append)
        wanted, unwanted = found["wanted"], found["unwanted"]
        rows.append(row([
            name, found["pages"], found["refused"],
            share(found["wanted in"], wanted), share(found["peer wanted in"], wanted),
            share(found["unwanted out"], unwanted), share(found["peer unwanted out"], unwanted),
            *(share(found[f"dates {kind}"], found["dates"]) for kind in ("right", "unknown", "wrong")),
        ]))  # fmt: skip
    say("\n".join([*lines[:examples], heading(PUBLIC_COLUMNS), *rows]))


if __name__ == "__main__":
    chosen = arguments()
    if chosen.count:
        run(chosen)
    for place in filter(Path.is_dir, chosen.public):
        run_public(place, chosen.examples)
