"""Measure the site's search beside stock Pagefind: recall, precision and cost, in real Chromium, over real articles.

usage: .venv/bin/python tests/bench/search_quality.py ARTICLES.jsonl[.gz] [--articles N] [--work FOLDER]
       [--throttle TIMES] [--stock-only] [--failures FILE]

Each line of the file is a JSON object with title, body (paragraphs separated by a blank line), date, and optionally
category and source. N articles, spread evenly over the file, become a site. The queries of search_queries.yml are
asked on its own /search/ page, and of stock Pagefind over the same article pages in an empty page; which articles
answer them is judged from the articles' own words (search_judge.py). Needs the extras `search` and `test`.

Near relatives (وزارة for وزير) count neither for nor against: they are passed over in the first thirty results.
Recall at ten: of the articles that answer a query, but at most ten, the share that is in the first ten.
Precision at ten: of the first ten, or of all if they are fewer, the share that answers the query; a query without
results has no precision, and the mean is over the others.
Exit code 1 if recall is below 0.95, precision below stock, a query slower than 200 ms, or a first search above 300 KB.
"""

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles

import corpus
from measure import adopt_orphans
from search_engines import OwnReader, Pages, StockReader, chromium, served, size_of
from search_judge import Shelf, read_queries

TEN = 10
DEEP = 30
"""How many results are asked for, so that ten are left when near relatives are passed over."""
LEAST_RECALL = 0.95
MOST_MILLISECONDS = 200
MOST_BYTES = 300_000
TIMED_EVERY = 4
FIRST_QUERY = "وزير الخارجية"
SITE = "title: أرشيف\nbase_url: https://example.org/\nfont: system\n"
OURS, STOCK = "newsgen", "stock"
READERS = {OURS: OwnReader, STOCK: StockReader}
LISTED = 3


@dataclass(frozen=True, slots=True)
class Score:
    """How well an engine answers a query."""

    recall: float
    precision: float | None
    """None if nothing is found."""
    missed: tuple[str, ...]
    """Articles that answer the query and are not among the results that were asked for."""
    wrong: tuple[str, ...]
    """Articles among the first ten that do not answer it."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What a reader waits for and loads."""

    milliseconds: list[float]
    """Of some queries, with a slow processor, after the first."""
    first: float
    """Milliseconds of the first query, with the index."""
    page: int
    """Bytes of the page before a query."""
    search: int
    """Bytes of the page with a first search."""
    requests: int


@dataclass(frozen=True, slots=True)
class Indexing:
    """What an index costs the newspaper."""

    seconds: float
    """In addition to a build without search."""
    peak: int
    """Bytes of memory."""
    size: int
    """Bytes of the index."""


def spread(rows, number):
    """Return *number* rows, evenly from the beginning to the end."""
    if len(rows) < number:
        raise SystemExit(f"{len(rows)} articles have a title, a date and three paragraphs; {number} are wanted")
    return [rows[place * len(rows) // number] for place in range(number)]


def write_project(folder, entries):
    """Write the articles as a project of newsgen; return what is to be found of each, by its id."""
    articles = folder / "content/articles"
    shutil.rmtree(articles, ignore_errors=True)
    articles.mkdir(parents=True)
    (folder / "content/site.yml").write_text(SITE, encoding="utf-8")
    texts = {}
    for entry in entries:
        (articles / f"{entry.slug}.md").write_text(corpus.as_markdown(entry), encoding="utf-8")
        texts[entry.slug] = "\n".join([entry.title, entry.summary, entry.body, *entry.tags, entry.author])
    return texts


def score(found, right, may):
    """Return how well the articles *found* answer a query that is answered by those in *right*."""
    first = [name for name in found if name not in may][:TEN]
    wrong = [name for name in first if name not in right]
    return Score(
        recall=len(right & {*first}) / min(len(right), TEN),
        precision=1 - len(wrong) / len(first) if first else None,
        missed=tuple(sorted(right - {*found})),
        wrong=tuple(wrong),
    )


def asked(reader, judged):
    """Return the score of each query."""
    reader.open()
    scores = {query: score(reader.ask(query.text, DEEP)[0], right, may) for query, (right, may) in judged.items()}
    reader.leave()
    return scores


def timed(browser, address, kind, queries, throttle):
    """Return what a reader with a slow processor waits for and loads."""
    visit = kind(browser, address, slowed=throttle)
    visit.open()
    page = visit.bytes
    first = visit.ask(FIRST_QUERY, TEN)[1]
    loaded, requests = visit.bytes, visit.requests
    milliseconds = [visit.ask(query.text, TEN)[1] for query in queries]
    visit.leave()
    fresh = kind(browser, address)
    fresh.open(FIRST_QUERY)
    fresh.page.wait_for_load_state("networkidle")
    loaded, requests = max(loaded, fresh.bytes), max(requests, fresh.requests)
    fresh.leave()
    return Speed(milliseconds, first, page, loaded, requests)


def number(value):
    """Return a share with three digits."""
    return "–" if value is None else f"{value:.3f}"


def mean(values):
    """Return the mean of those that are not None."""
    given = [value for value in values if value is not None]
    return fmean(given) if given else None


def table(scores):
    """Return the rows of the table: each kind, then all queries."""
    names = list(scores)
    kinds = defaultdict(list)
    for query in scores[names[0]]:
        kinds[query.kind].append(query)
    columns = [f"{what}, {name}" for what in ("recall at 10", "precision at 10") for name in names]
    yield f"| kind | queries | {' | '.join(columns)} |"
    yield "|---|" + "--:|" * (1 + len(columns))
    for kind, queries in [*kinds.items(), ("**all**", list(scores[names[0]]))]:
        cells = [
            number(mean(getattr(scores[name][query], what) for query in queries))
            for what in ("recall", "precision")
            for name in names
        ]
        yield f"| {kind} | {len(queries)} | {' | '.join(cells)} |"


def costs(speeds, indexing, throttle):
    """Return the rows of the table of costs."""
    names = list(speeds)
    yield f"| cost | {' | '.join(names)} |"
    yield "|---|" + "--:|" * len(names)
    rows = {
        f"a query, median, processor slowed {throttle} times": lambda n: f"{median(speeds[n].milliseconds):.0f} ms",
        "a query, nineteen in twenty are faster": lambda n: f"{quantiles(speeds[n].milliseconds, n=20)[-1]:.0f} ms",
        "the slowest query": lambda n: f"{max(speeds[n].milliseconds):.0f} ms",
        "the first query, which loads the index": lambda n: f"{speeds[n].first:.0f} ms",
        "the page loads": lambda n: f"{speeds[n].page / 1e3:.0f} KB",
        "the page with a first search loads": lambda n: f"{speeds[n].search / 1e3:.0f} KB",
        "in files": lambda n: str(speeds[n].requests),
        "indexing": lambda n: f"{indexing[n].seconds:.1f} s",
        "memory of it (newsgen: of the whole build)": lambda n: f"{indexing[n].peak / 1e6:.0f} MB",
        "the index": lambda n: f"{indexing[n].size / 1e6:.1f} MB",
    }
    for label, cell in rows.items():
        yield f"| {label} | {' | '.join(map(cell, names))} |"


def failures(scores, texts):
    """Yield the queries that fail, worst first, with examples of what is missed and of what is wrong."""
    titles = {name: text.split("\n", 1)[0] for name, text in texts.items()}
    failed = [(query, own) for query, own in scores.items() if own.recall < 1 or own.wrong]
    for query, own in sorted(failed, key=lambda pair: (pair[1].recall, pair[1].precision or 0)):
        yield (f"{query.kind}\t{query.text}\trecall {own.recall:.2f}\tprecision {number(own.precision)}")
        for label, names in (("missed", own.missed), ("wrong", own.wrong)):
            if names:
                yield f"\t{label} {len(names)}: " + "; ".join(f"{name} {titles[name]}" for name in names[:LISTED])


def verdicts(scores, speeds):
    """Yield each target that is missed."""
    ours, stock = scores[OURS].values(), scores[STOCK].values()
    recall = mean(own.recall for own in ours)
    if recall < LEAST_RECALL:
        yield f"recall {recall:.3f} is below {LEAST_RECALL}"
    precisions = mean(own.precision for own in ours), mean(own.precision for own in stock)
    if precisions[0] < precisions[1]:
        yield f"precision {precisions[0]:.3f} is below that of stock, {precisions[1]:.3f}"
    slow = quantiles(speeds[OURS].milliseconds, n=20)[-1]
    if slow > MOST_MILLISECONDS:
        yield f"one query in twenty takes more than {slow:.0f} ms"
    if speeds[OURS].search > MOST_BYTES:
        yield f"a first search loads {speeds[OURS].search} bytes"


def measure_all(options, folder):
    """Build, index, ask and print; return the targets that are missed."""
    entries = corpus.entries(spread(corpus.read(options.articles_file), options.articles), options.articles)
    texts = write_project(folder, entries)
    shelf = Shelf(texts)
    queries = read_queries()
    judged = {query: judgement for query in queries if (judgement := shelf.judge(query))[0]}
    say(f"{len(texts)} articles; {len(judged)} of {len(queries)} queries have an answer among them\n")
    pages = Pages(folder, searched=not options.stock_only)
    indexing = index(pages)
    scores, speeds = {}, {}
    for name in indexing:
        with served(pages.site if name == OURS else pages.stock_site) as address, chromium() as browser:
            scores[name] = asked(READERS[name](browser, address), judged)
            some = list(judged)[::TIMED_EVERY]
            speeds[name] = timed(browser, address, READERS[name], some, options.throttle)
    say("\n".join([*table(scores), "", *costs(speeds, indexing, options.throttle)]))
    if options.failures:
        options.failures.write_text("\n".join([*failures(next(iter(scores.values())), texts), ""]), encoding="utf-8")
    return [] if options.stock_only else list(verdicts(scores, speeds))


def index(pages):
    """Build the site and the indexes; return what each costs."""
    bare = pages.build(search=False)
    plain = size_of(pages.site)
    costs = {}
    if pages.searched:
        whole = pages.build(search=True)
        costs[OURS] = Indexing(whole.wall - bare.wall, whole.peak or 0, size_of(pages.site) - plain)
    stock = pages.index_stock()
    costs[STOCK] = Indexing(stock.wall, stock.peak or 0, size_of(pages.stock_site / STOCK))
    return costs


def say(text):
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main():
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("articles_file", type=Path, metavar="ARTICLES.jsonl")
    parser.add_argument("--articles", type=int, default=2000, metavar="N")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep the site and the index here")
    parser.add_argument("--throttle", type=int, default=4, metavar="TIMES", help="slow the processor (default: 4)")
    parser.add_argument("--stock-only", action="store_true", help="measure only stock Pagefind")
    parser.add_argument("--failures", type=Path, metavar="FILE", help="write the queries that fail, worst first")
    options = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        missed = measure_all(options, options.work or Path(folder))
    for target in missed:
        say(f"MISSED: {target}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
