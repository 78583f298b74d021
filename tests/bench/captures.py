"""Measure how newsgen reads captures of thirteen newspapers, composed of real articles.

usage: .venv/bin/python tests/bench/captures.py ARTICLES.jsonl[.gz] [--count N] [--seed N] [--paper NAME]
       [--examples N] [--fault NAME] [--save FOLDER] [--json FILE] [--bodies FILE]

Each line of the file is a JSON object with title and body (paragraphs separated by a blank line). A capture is a
text as one copies it from a newspaper's page: an article in the newspaper's furniture, parts of which are left out at
random. There are N, by default 3,000, or fewer if there are few articles. Each is loaded as `newsgen inspect` loads it
and compared with what it was composed of. Two tables are printed: the shares of captures whose parts are right, and how
often each confidence is wrong.

--examples prints captures that were misread, with the true and the read role of each line, and --save writes them to
files. --bodies instead reads the paragraphs of articles that have no headline. The same seed composes the same.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from judge import FAULTS, judge, load_text
from newspapers import PAPERS, compose
from newspapers.articles import read_bodies, read_news

CONFIDENCES = ("high", "medium", "low")
COLUMNS = (*FAULTS, "wrong")
ENOUGH = 3000
"""Captures that are composed of many articles; of few articles, each newspaper has each once on average."""


class Tally:
    """The captures of one newspaper, and how many of them have each fault."""

    def __init__(self):
        """Begin with no captures."""
        self.captures = 0
        self.faults = Counter()
        self.paragraphs = self.lost = 0
        self.confidences = Counter()
        self.wrong = Counter()

    def add(self, verdict):
        """Count a verdict."""
        self.captures += 1
        self.paragraphs += verdict.paragraphs
        self.lost += verdict.lost
        self.faults.update([*verdict.faults, *(["wrong"] if verdict.wrong else [])])
        self.confidences[verdict.confidence] += 1
        self.wrong[verdict.confidence] += verdict.wrong


def measure(news, papers, count, seed):
    """Yield each of *count* captures, spread evenly over *papers*, with the verdict on its reading."""
    for number in range(count):
        capture = compose(papers[number % len(papers)], news, seed, number // len(papers))
        yield capture, judge(capture)


def tables(tallies):
    """Return the two tables, of the *tallies* by newspaper, in Markdown."""
    total = sum_of(tallies.values())
    rows = [*tallies.items(), ("all", total)]
    names = ["paper", "captures", *FAULTS[:4], "paragraphs", "every paragraph", *FAULTS[5:], "all right"]
    lines = [heading(names)]
    for name, tally in rows:
        shares = [share(tally.captures - tally.faults[fault], tally.captures) for fault in COLUMNS]
        kept = share(tally.paragraphs - tally.lost, tally.paragraphs)
        lines.append(row([name, tally.captures, *shares[:4], kept, *shares[4:]]))
    lines += ["", heading(["confidence", "captures", "wrong", "share"])]
    for name in (*CONFIDENCES, "refused"):
        if total.confidences[name]:
            size, wrong = total.confidences[name], total.wrong[name]
            lines.append(row([name, size, wrong, share(wrong, size)]))
    return "\n".join(lines)


def sum_of(tallies):
    """Return the sum of *tallies*."""
    total = Tally()
    for tally in tallies:
        total.captures += tally.captures
        total.paragraphs += tally.paragraphs
        total.lost += tally.lost
        total.faults += tally.faults
        total.confidences += tally.confidences
        total.wrong += tally.wrong
    return total


def heading(cells):
    """Return the heading of a table in Markdown."""
    return row(cells) + "\n|---" + "|---:" * (len(cells) - 1) + "|"


def row(cells):
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(map(str, cells))} |"


def share(part, whole):
    """Return a share in percent."""
    return f"{100 * part / whole:.2f}" if whole else "–"


def show(capture, verdict):
    """Return a capture with the true and the read role of each line, and what was misread."""
    read = {line.line: line.role.value for line in verdict.article.evidence[0].ledger} if verdict.article else {}
    lines = [
        f"=== {capture.paper} {capture.number} ({capture.stem}.txt): {verdict.confidence}, {', '.join(verdict.faults)}"
    ]
    placed = iter(capture.lines)
    for number, text in enumerate(capture.text.split("\n"), start=1):
        if text.strip():
            lines.append(f"{number:3} {next(placed).role:15} {read.get(number, '-'):15} {text[:110]}")
        elif number <= capture.text.count("\n"):
            lines.append(f"{number:3}")
    lines += [f"  ! {fault}: {detail}" for fault, detail in verdict.faults.items()]
    if verdict.article:
        lines += [f"  ? {warning}" for warning in verdict.article.warnings]
    return "\n".join(lines)


def say(text):
    """Print *text*."""
    sys.stdout.write(text + "\n")


def has_fault(verdict, fault):
    """Return whether a *verdict* is to be shown: with the *fault*, or with any if it is None."""
    if fault == "confidence":
        return verdict.wrong and verdict.confidence == "high"
    return fault in verdict.faults if fault else bool(verdict.faults)


def read_alone(file):
    """Return a table of how bodies without any furniture are read."""
    lost, confidences, lacking = 0, Counter(), Counter()
    paragraphs = 0
    for number, body in enumerate(read_bodies(file)):
        article = load_text(f"body-{number:04}", "\n\n".join(body))
        missing = sum((Counter(body) - Counter(article.body)).values())
        paragraphs, lost = paragraphs + len(body), lost + missing
        confidences[article.confidence] += 1
        lacking[article.confidence] += missing > 0
        if missing:
            say(f"body-{number:04}: {missing} of {len(body)} paragraphs lost, {article.confidence}")
    rows = [row([name, confidences[name], lacking[name]]) for name in CONFIDENCES if confidences[name]]
    found = f"{lost} of {paragraphs} paragraphs lost"
    return "\n".join([heading(["confidence", "bodies", "a paragraph lost"]), *rows, "", found])


def save(capture, folder):
    """Write a capture to *folder*, for `newsgen inspect`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{capture.paper}-{capture.number:05}.txt").write_text(capture.text, encoding="utf-8")


def arguments():
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", metavar="ARTICLES")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=12, metavar="N")
    parser.add_argument("--paper", choices=PAPERS, action="append", metavar="NAME")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    parser.add_argument("--fault", choices=[*FAULTS, "confidence"], metavar="NAME")
    parser.add_argument("--save", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--bodies", type=Path, metavar="FILE")
    found = parser.parse_args()
    if not (found.articles or found.bodies):
        parser.error("name a file of articles, or of --bodies")
    return found


def run(options):
    """Compose, read and judge the captures, and print what was found."""
    papers = options.paper or list(PAPERS)
    tallies = {paper: Tally() for paper in papers}
    examples = []
    news = read_news(options.articles)
    if not news:
        sys.exit(f"{options.articles}: no article has a title and three paragraphs that are sound enough to measure by")
    count = options.count or min(ENOUGH, len(papers) * len(news))
    for capture, verdict in measure(news, papers, count, options.seed):
        tallies[capture.paper].add(verdict)
        if len(examples) < options.examples and has_fault(verdict, options.fault):
            examples.append(show(capture, verdict))
            if options.save:
                save(capture, options.save)
    say("\n\n".join([*examples, tables(tallies)]))
    if options.json:
        found = {paper: vars(tally) for paper, tally in tallies.items()}
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    chosen = arguments()
    if chosen.bodies:
        say(read_alone(chosen.bodies))
    if chosen.articles:
        run(chosen)
