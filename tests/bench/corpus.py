"""Write the same articles as Markdown with the front matter of Jekyll and Hugo, and as Pelican and Zola read them."""

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from random import Random

LEAST_BREAKS = 2
SUMMARY = 140
TAGS = 300
TAGS_EACH = 3
NO_DATE = "2015-01-01"
DAYS = (date(2005, 1, 1).toordinal(), date(2023, 1, 1).toordinal())
"""Of the articles that are mixed."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TAG = re.compile(r"[\u0621-\u064a]{5,}")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # neither YAML nor XML may hold them
NOT_IN_NAMES = re.compile(r"[^\w\u0600-\u06ff .-]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, with the same content for all generators."""

    slug: str
    title: str
    day: str
    author: str
    category: str
    tags: tuple[str, ...]
    summary: str
    body: str


def read(file):
    """Return the articles of *file* that have a title, a date and at least three paragraphs."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [row for row in rows if row["title"] and row["date"] and row["body"].count("\n\n") >= LEAST_BREAKS]


def repeated(rows):
    """Yield the articles endlessly, each time with another first paragraph, so that no two are the same."""
    for turn in count():
        for row in rows:
            yield row if turn == 0 else rotated(row, turn)


def rotated(row, turn):
    """Return the article with its first *turn* paragraphs moved to the end, and *turn* in its title."""
    paragraphs = row["body"].split("\n\n")
    at = turn % len(paragraphs)
    return row | {"title": f"{row['title']} ({turn})", "body": "\n\n".join(paragraphs[at:] + paragraphs[:at])}


def remixed(rows):
    """Yield the articles endlessly, each time mixed with others, so that the repeated ones are no copies."""
    yield from rows
    for turn in count(1):
        for place, row in enumerate(rows):
            yield mixed(row, rows, Random(f"{turn} {place}"))


def mixed(row, rows, chance):
    """Return the article with about half of its paragraphs, half of its title, and its day replaced at random."""
    body = [
        own if chance.random() < 1 / 2 else chance.choice(chance.choice(rows)["body"].split("\n\n"))
        for own in row["body"].split("\n\n")
    ]
    own, other = row["title"].split(), chance.choice(rows)["title"].split()
    title = " ".join(own[: len(own) // 2 + 1] + other[len(other) // 2 :])
    day = date.fromordinal(chance.randrange(*DAYS)).isoformat()
    return row | {"title": title, "body": "\n\n".join(body), "date": day}


def entries(rows, number, vary=repeated):
    """Return *number* entries; the tags of each are the words of its title that are most frequent in all titles.

    If there are not enough rows, *vary* yields them again, changed.
    """
    if not rows:
        raise ValueError("no article has a title, a date and three paragraphs")
    words = Counter(word for row in islice(vary(rows), number) for word in set(TAG.findall(row["title"])))
    common = {word for word, _ in sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:TAGS]}
    return (entry(row, f"a{place:06}", common) for place, row in enumerate(islice(vary(rows), number)))


def entry(row, slug, common):
    """Return the entry for a line of the file, without characters that one of the formats cannot hold."""
    source = one_line(row.get("source") or "x")
    tags = [word for word in dict.fromkeys(TAG.findall(row["title"])) if word in common]
    return Entry(
        slug=slug,
        title=one_line(row["title"]),
        day=day[0] if (day := DAY.match(str(row["date"]))) else NO_DATE,
        author=source,
        category=NOT_IN_NAMES.sub("", one_line(row.get("category") or source)) or "x",
        tags=tuple(tags[:TAGS_EACH]),
        summary=one_line(row["body"])[:SUMMARY].strip(),
        body=CONTROLS.sub("", row["body"]),
    )


def one_line(text):
    """Return the text on one line."""
    return " ".join(CONTROLS.sub(" ", str(text)).split())


def as_markdown(article):
    """Return an entry as Markdown with YAML front matter."""
    return f"""\
---
title: {quoted(article.title)}
date: {article.day}T08:00:00Z
slug: {article.slug}
author: {quoted(article.author)}
categories: [{quoted(article.category)}]
tags: [{", ".join(map(quoted, article.tags))}]
description: {quoted(article.summary)}
---

{article.body}
"""


def quoted(text):
    """Return the text as a JSON string, which is also valid YAML."""
    return json.dumps(text, ensure_ascii=False)


def as_pelican(article):
    """Return an entry in the format of Pelican."""
    return f"""\
Title: {article.title}
Date: {article.day} 08:00
Slug: {article.slug}
Category: {article.category}
Tags: {", ".join(article.tags)}
Author: {article.author}
Summary: {article.summary}

{article.body}
"""


def as_zola(article):
    """Return an entry as Markdown with the front matter of Zola."""
    return f"""\
---
title: {quoted(article.title)}
date: {article.day}T08:00:00Z
slug: {article.slug}
authors: [{quoted(article.author)}]
description: {quoted(article.summary)}
taxonomies:
  categories: [{quoted(article.category)}]
  tags: [{", ".join(map(quoted, article.tags))}]
---

{article.body}
"""


FORMATS = {"md": as_markdown, "pelican": as_pelican, "zola": as_zola}
"""By the folder of their files."""


def write(articles, folder, formats=tuple(FORMATS)):
    """Write entries to a folder of *folder* for each of *formats*; return the size of the Markdown in bytes."""
    for name in formats:
        (folder / name).mkdir(parents=True)
    size = 0
    for article in articles:
        for name in formats:
            written = FORMATS[name](article).encode()
            size += len(written) if name == "md" else 0
            (folder / name / f"{article.slug}.md").write_bytes(written)
    return size
