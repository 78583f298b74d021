"""Test the benchmark of a cluster, without one: its loads, what it compares, and what it reckons."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import islice

import pytest
from warcio.archiveiterator import ArchiveIterator

import cluster
import corpus
import hosts
import measure
import reckoning
import table
import web_archives
from invented_news import invented_news
from newspapers.articles import News


def test_repeated_articles_are_mixed_with_others():
    """The first ones are as they were; the next ones have other titles and days, and some paragraphs of others."""
    rows = [
        {"title": f"خبر المدينة {number}", "date": "2020", "body": "\n\n".join(f"فقرة {number} {n}" for n in range(20))}
        for number in range(5)
    ]
    found = list(islice(corpus.remixed(rows), 15))
    assert found[:5] == rows
    assert len({one["title"] + one["date"] for one in found}) == 15
    for place, one in enumerate(found[5:]):
        own = {*rows[place % 5]["body"].split("\n\n")} & {*one["body"].split("\n\n")}
        assert 0 < len(own) < 20
    assert found == list(islice(corpus.remixed(rows), 15))


def test_composed_archives_have_all_that_crawlers_write():
    """They have requests, pictures and unchanged pages, and the same articles make the same records."""
    news = [News(f"{one.title} {turn}", one.paragraphs) for turn in range(4) for one in invented_news()]
    found = list(web_archives.records(news, 1))
    kinds = Counter(record.rec_type for record in ArchiveIterator(BytesIO(b"".join(found))))
    assert (kinds["warcinfo"], kinds["request"], kinds["revisit"]) == (1, web_archives.PAGES - 6, 3)
    assert kinds["response"] > web_archives.PAGES
    assert list(islice(web_archives.records(news, 1), 5)) == found[:5]


RUN = reckoning.Run("1 worker", 1, 100, 12.0, 2.0, 90 * table.MEBIBYTE, 1.0, 8.0, 0.5, 250, hosts.Traffic(1, 2, 3))


def test_more_processors_shorten_only_what_workers_do():
    """What stays in one process is the limit, and the scheduler is another if all overlaps."""
    assert [reckoning.amdahl(RUN, cores) for cores in (1, 8, 800)] == [10, 3, 2.01]
    assert [reckoning.overlapped(RUN, cores) for cores in (1, 8)] == [8, 2]
    assert RUN.share == 0.2
    assert RUN.task_cost == 0.002
    assert reckoning.forecast(RUN).splitlines()[-1] == "| any number | 2 | 5.0 | – |"


def test_the_memory_of_a_million_articles_is_on_the_line_through_the_measured():
    """It is given with what each article takes."""
    runs = [replace(RUN, articles=size, peak=50 * table.MEBIBYTE + 2000 * size) for size in (10_000, 30_000, 100_000)]
    text = reckoning.memory(runs)
    assert text.startswith("2.00 kB an article and 50 MiB.")
    assert text.splitlines()[-1] == "| 1,000,000 (reckoned) | 1,957 |"


def test_the_tables_of_a_cluster_are_as_wide_as_their_headers():
    """A local run has dashes where a cluster has figures, and files that differ are counted."""
    local = reckoning.Run("one machine", 0, 0, 1.0, 1.0, None, differing=["site/index.html"])
    for text in (reckoning.table([local, RUN]), reckoning.memory([RUN, RUN])):
        assert len({line.count("|") for line in text.splitlines() if line.startswith("|")}) == 1
    assert "**1 differ**" in reckoning.table([local])


def test_files_that_differ_are_named(tmp_path):
    """Those of a run are compared with those of the first, except the cache."""
    load = cluster.Load("build", tmp_path)
    for name in ("site/a", "site/b", ".newsgen/cache"):
        file = load.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")
    assert load.differing() == []
    load.runs.append(RUN)
    (load.root / "site/a").write_text("2")
    (load.root / "site/b").rename(load.root / "site/c")
    (load.root / ".newsgen/cache").write_text("2")
    assert load.differing() == ["site/a", "site/b", "site/c"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_time_without_work_and_the_most_memory_of_a_run_are_watched():
    """The memory counts even after it was freed; a worker that waits is not at work."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker:
        watch = hosts.Watch({worker.pid})
        watch.every = 0.05
        measure.run([sys.executable, "-c", "import time; b'x' * 80_000_000; time.sleep(0.5)"], sampler=watch)
        worker.communicate(b"\n")
    assert 80_000_000 < watch.peak < 200_000_000
    assert watch.idle > 0.2
    assert hosts.cpu_of({os.getpid()}) > 0


@pytest.mark.parametrize("arguments", [["--workers", "0"], ["--only", "nothing"], ["--articles", "0"]])
def test_numbers_and_names_that_cannot_be_measured_are_refused(arguments, capsys):
    """Nothing is started."""
    with pytest.raises(SystemExit):
        cluster.options_of(["articles.jsonl", *arguments])
    assert arguments[0] in capsys.readouterr().err
