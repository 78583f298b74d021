"""Compose web archives of real articles, as crawlers of several days write them."""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

sys.path.append(str(Path(__file__).parents[1] / "support"))

from layouts import LAYOUTS, compose
from newspapers.articles import News
from sample_pictures import noise
from warc_samples import packed, record

PAGES = 36
"""Pages of an archive, of which some are no article or were captured before."""
NEAR_COPIES, REVISITS, FRONT_PAGES = 5, 9, 11
"""Which of twelve pages is one of an earlier archive on another site, one that has not changed, or a list."""
SEED = 18
FIRST_DAY = date(2014, 1, 1)
PROFILE = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"


def write_archives(news, folder, number):
    """Write *number* archives of the articles *news* to the new *folder*; return their size in bytes."""
    folder.mkdir(parents=True)
    size = 0
    for archive in range(number):
        data = packed(*records(news, archive))
        (folder / f"crawl-{archive:05}.warc.gz").write_bytes(data)
        size += len(data)
    return size


def records(news, archive):
    """Yield the records of an archive: requests, responses of pages and pictures, and revisits."""
    day = f"{FIRST_DAY + timedelta(days=archive)}T20:06:24Z"
    about = {"WARC_Date": day, "WARC_Record_ID": name_of(archive, "crawl")}
    yield record(
        f"urn:crawl:{archive}", b"software: crawl\r\n", kind="warcinfo", media="application/warc-fields", **about
    )
    for place in range(PAGES):
        number, kind = archive * PAGES + place, place % 12 if archive else -1
        own = {"WARC_Date": day, "WARC_Record_ID": name_of(number)}
        if kind == REVISITS:
            url, _ = page_of(news, number - PAGES - 1)
            refers = {"WARC_Refers_To_Target_URI": url, "WARC_Profile": PROFILE}
            yield record(url, b"", kind="revisit", **own, **refers)
            continue
        if kind == FRONT_PAGES:
            yield record(f"https://site{archive}.example/", front_page(news, number), **own)
            continue
        url, page = page_of(news, number, copied=kind == NEAR_COPIES)
        asked = {"WARC_Date": day, "WARC_Record_ID": name_of(number, "request"), "WARC_Concurrent_To": name_of(number)}
        question = f"GET {url} HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode()
        yield record(url, question, kind="request", media="application/http; msgtype=request", **asked)
        yield record(url, page.data, **own)
        yield from pictures(page, number, day)


def name_of(number, kind="page"):
    """Return the name of a record, which is the same in every run."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {number}')}>"


def page_of(news, number, *, copied=False):
    """Return the address of a page and the page; one that is *copied* has most of an article of the archive before."""
    article = news[(number - PAGES * copied) % len(news)]
    if copied:
        article = News(article.title, article.paragraphs[: max(3, len(article.paragraphs) - 1)])
    layout = [*LAYOUTS][number % len(LAYOUTS)]
    page = compose(layout, news, SEED, number, article)
    return page.url or f"https://site{number % 40}.example/{number}.html", page


def front_page(news, number):
    """Return a page that lists headlines."""
    chosen = Random(number).choices(news, k=30)
    links = "".join(f'<li><a href="/{place}.html">{one.title}</a>' for place, one in enumerate(chosen))
    return f"<!doctype html><html lang=ar><title>الرئيسية</title><ul>{links}</ul></html>".encode()


def pictures(page, number, day):
    """Yield the records of the first picture of a page, in each of its sizes."""
    text = page.data.decode(LAYOUTS[page.layout].encoding)
    for addresses in page.gold.pictures[:1]:
        data = noise(240, 60, seed=number)
        for url in sorted(addresses):
            if url in text:
                own = {"WARC_Date": day, "WARC_Record_ID": name_of(number, url)}
                yield record(url, data, media="image/png", **own)
