"""Evaluate related articles by the categories that newspapers gave to the articles.

usage: .venv/bin/python tests/bench/related.py ARTICLES.jsonl[.gz] [--trials N]

Each line of the file is a JSON object with title, body (paragraphs separated by a blank line), category or null,
date or null, and optionally id. All articles are candidates; only pairs in which both have a category count. Exit
code 1 if fewer than 60 % of the first three have the article's own category.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from newsgen.archive.related import relate as related
from newsgen.archive.related import relations as stored
from newsgen.build.cache import deserialise, serialise
from newsgen.text.profiles.profile import profile_of
from newsgen.text.stemming import stems_of

LEAST_SHARE = 0.60
FIRST = 3
SHOWN = 5
TAG = re.compile(r"[\u0621-\u064a]{5,}")
TAGS = 300
TAGS_EACH = 3


def read(file):
    """Return the articles of *file*, newest first and undated ones last, as in an archive."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        numbered = ({"id": f"{number:07}"} | json.loads(line) for number, line in enumerate(lines))
        articles = sorted(numbered, key=lambda article: article["id"])
    return sorted(articles, key=lambda article: str(article["date"] or "")[:10], reverse=True)


def text_of(article):
    """Return the id of an article and its profile."""
    return article["id"], profile_of(stems_of(article["title"], article["body"].split("\n\n")))


def by_tags(articles):
    """Return for each article the ids of those that share most tags with it; of equals, the newest come first."""
    words = [list(dict.fromkeys(TAG.findall(article["title"]))) for article in articles]
    commonest = {tag for tag, _ in Counter(word for title in words for word in title).most_common(TAGS)}
    tags = [[word for word in title if word in commonest][:TAGS_EACH] for title in words]
    places = defaultdict(list)
    for place, own in enumerate(tags):
        for tag in own:
            places[tag].append(place)
    related = {}
    for place, own in enumerate(tags):
        shared = Counter(other for tag in own for other in places[tag] if other != place)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:FIRST]
        related[articles[place]["id"]] = [articles[other]["id"] for other in best]
    return related


def pairs(related, category):
    """Return the pairs of categories of each article and its first related ones, if both have a category."""
    found = ((category[one], category[other]) for one, others in related.items() for other in others[:FIRST])
    return [pair for pair in found if all(pair)]


def share(found):
    """Return the share of pairs with equal categories."""
    return sum(one == other for one, other in found) / max(len(found), 1)


def chance(categories):
    """Return the share of pairs with equal categories among all possible pairs."""
    sizes = Counter(filter(None, categories)).values()
    return sum(n * (n - 1) for n in sizes) / max(sum(sizes) * (sum(sizes) - 1), 1)


def relate(texts, before=None):
    """Return the relations of *texts*, updated from *before* if it is given, and the CPU time in seconds."""
    started = time.process_time()
    relations = related.relate(texts, SHOWN, {}, before=before)
    return relations, time.process_time() - started


def lists_changed(before, after, but):
    """Count the articles other than *but* with other related articles, and those whose lists never had *but*."""
    changed = [key for key in before if key != but and before[key] != after[key]]
    strangers = [key for key in changed if but not in before[key] and but not in after[key]]
    return len(changed), len(strangers)


def one_added(texts, trial):
    """Return how many lists the newest article changes, and the CPU time in milliseconds."""
    newest, *others = texts[trial:]
    before, _ = relate(others)
    after, seconds = relate([newest, *others], before)
    return *lists_changed(before.lists(), after.lists(), newest[0]), 1000 * seconds


def one_edited(texts, articles, before, place):
    """Remove the second paragraph of the article at *place*; return how many lists change, and the milliseconds."""
    paragraphs = articles[place]["body"].split("\n\n")
    edited = articles[place] | {"body": "\n\n".join(paragraphs[:1] + paragraphs[2:])}
    after, seconds = relate([*texts[:place], text_of(edited), *texts[place + 1 :]], before)
    return *lists_changed(before.lists(), after.lists(), edited["id"]), 1000 * seconds


def mean(counts):
    """Return the mean of each column."""
    return [sum(column) / len(counts) for column in zip(*counts, strict=True)]


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--trials", type=int, default=10, help="articles added and edited (default 10)")
    options = parser.parse_args()
    articles = read(options.articles)
    started = time.process_time()
    texts = [text_of(article) for article in articles]
    reading = time.process_time() - started
    relations, relating = relate(texts)
    packed = serialise(stored.pack(relations))
    started = time.process_time()
    nearest = stored.unpack(deserialise(packed)).lists()
    unpacking = time.process_time() - started
    category = {article["id"]: article["category"] for article in articles}
    found, tagged = pairs(nearest, category), pairs(by_tags(articles), category)
    sample = texts[:10_000]
    added = mean([one_added(sample, trial) for trial in range(options.trials)])
    (before, _), places = relate(sample), Random(1).choices(range(len(sample)), k=options.trials)
    edited = mean([one_edited(sample, articles, before, place) for place in places])
    per_article = 1000 / len(articles)
    sys.stdout.write(f"""\
first {FIRST} of one category, among {len(articles):,} articles
  by text      {share(found):6.1%}  of {len(found):,} pairs
  by tags      {share(tagged):6.1%}  of {len(tagged):,} pairs
  by chance    {chance(category.values()):6.1%}
milliseconds of CPU an article
  terms_of     {reading * per_article:6.3f}
  relate       {relating * per_article:6.3f}
  unpack       {unpacking * per_article:6.3f}  of {len(packed) / len(articles):.0f} bytes
lists of others that change, mean of {options.trials} trials, among {len(sample):,} articles
  one added    {added[0]:6.1f}  of which without it {added[1]:.1f}, in {added[2]:.0f} ms
  one edited   {edited[0]:6.1f}  of which without it {edited[1]:.1f}, in {edited[2]:.0f} ms
articles with {SHOWN} related: {sum(len(others) == SHOWN for others in nearest.values()) / len(nearest):.1%}
""")
    return share(found) < LEAST_SHARE


if __name__ == "__main__":
    sys.exit(main())
