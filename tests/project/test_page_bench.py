"""Test the benchmark of web pages: what it judges wrong, what it prints, and what it finds in public sources."""

import dataclasses
import json
import sys
from datetime import date

import pytest

import page_judge
import pages
from invented_news import invented_news
from layouts import LAYOUTS, compose
from layouts.content import Gold
from newsgen.errors import SourceError
from newsgen.loaders.webpage.loader import read_webpage
from public_pages import public_pages

TEXTS = [text for news in invented_news()[:6:3] for text in news.paragraphs][:6]
PAGE = f"""<html lang="ar" dir="rtl"><head><title>عنوان الخبر هنا</title>
<meta property="article:published_time" content="2021-03-07T08:00:00+00:00"></head><body><h1>عنوان الخبر هنا</h1>
<article>{"".join(f"<p>{text}</p>" for text in TEXTS)}</article></body></html>"""


@dataclasses.dataclass(slots=True)
class Read:
    """A page as the judge takes it, with what is known of it."""

    gold: Gold
    data: bytes = PAGE.encode()
    layout: str = "page"
    url: str | None = None


def gold(**changes):
    """Return a perfect reading of the page, with *changes*."""
    return Gold(**{"headline": "عنوان الخبر هنا", "paragraphs": [*TEXTS], "dates": [date(2021, 3, 7)]} | changes)


def test_a_perfect_reading_has_no_fault(monkeypatch):
    """The judge finds nothing where everything is as it was composed."""
    article = dataclasses.replace(read_webpage(PAGE.encode(), "page.html"), published=date(2021, 3, 7))
    monkeypatch.setattr(page_judge, "read_webpage", lambda *_, **__: article)
    verdict = page_judge.judge(Read(gold()))
    assert (verdict.faults, verdict.wrong) == ({}, False)
    assert verdict.counts["kept"] == verdict.counts["sound blocks"] == verdict.counts["blocks"] == len(TEXTS)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"headline": "عنوان آخر"}, "headline"),
        ({"dates": []}, "date"),
        ({"authors": [("فلان",)]}, "author"),
        ({"paragraphs": [*TEXTS, "فقرة أخرى"]}, "paragraphs"),
        ({"paragraphs": TEXTS[::-1]}, "order"),
        ({"paragraphs": TEXTS[1:]}, "furniture"),
        ({"pictures": [frozenset(["https://a.example/a.jpg"])]}, "pictures"),
        ({"captions": ["تعليق"]}, "captions"),
    ],
)
def test_a_wrong_reading_is_found(changes, fault, monkeypatch):
    """Each fault of a reading is named."""
    article = dataclasses.replace(read_webpage(PAGE.encode(), "page.html"), published=date(2021, 3, 7))
    monkeypatch.setattr(page_judge, "read_webpage", lambda *_, **__: article)
    assert [*page_judge.judge(Read(gold(**changes))).faults] == [fault]


def test_a_refused_page_has_lost_everything(monkeypatch):
    """A page that is refused counts as one without headline, author and text."""

    def refuse(*_, **__):
        raise SourceError("page.html", "has no text", "save it again")

    monkeypatch.setattr(page_judge, "read_webpage", refuse)
    verdict = page_judge.judge(Read(gold()))
    assert verdict.confidence == "refused"
    assert verdict.wrong
    assert verdict.counts["kept"] == 0


def test_an_unknown_date_is_a_fault_only_where_the_page_tells_it(monkeypatch):
    """An article without a date is better than one with a wrong date."""
    article = dataclasses.replace(read_webpage(PAGE.encode(), "page.html"), published=None)
    monkeypatch.setattr(page_judge, "read_webpage", lambda *_, **__: article)
    assert not page_judge.judge(Read(gold())).faults
    verdict = page_judge.judge(Read(gold(is_dated=True)))
    assert ([*verdict.faults], verdict.wrong) == (["unknown date"], False)


def test_the_readings_are_counted_by_layout(tmp_path, monkeypatch, capsys):
    """The bench prints examples and a table with a row for each layout and for all together."""
    rows = [{"title": news.title, "body": "\n\n".join(news.paragraphs)} for news in invented_news()]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = ["--count", str(len(LAYOUTS)), "--examples", "1", "--save", str(tmp_path / "saved")]
    monkeypatch.setattr(sys, "argv", ["pages.py", str(tmp_path / "a.jsonl"), *options])
    pages.run(pages.arguments())
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert [line.split("|")[1].strip() for line in table[2:]] == [*LAYOUTS, "all"]
    assert len({line.count("|") for line in table}) == 1


def test_pages_are_of_the_encoding_that_they_declare():
    """Old pages are in windows-1256, and all others in UTF-8."""
    for layout in LAYOUTS:
        data = compose(layout, invented_news(), 13, 0).data
        declared = "windows-1256" if b"windows-1256" in data[:2000] else "utf-8"
        data.decode(declared)


def test_public_pages_are_found_with_what_their_projects_expect(tmp_path, capsys):
    """Texts and dates come from expected files, from assertions of tests, and from texts beside the pages."""
    url = "https://a.example/1"
    for folder in ("", "trafilatura-1/tests/cache", "htmldate-1/tests/cache", "newspaper4k-1/tests/data/html"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "expected_bodies.json").write_text(json.dumps({"one": "\n\n".join(TEXTS)}))
    (tmp_path / "expected_dates.json").write_text(json.dumps({"one": {"url": url, "date": "2021-03-07"}}))
    names = f"PAGES = {{{url!r}: 'one.html'}}\n"
    (tmp_path / "trafilatura-1/tests/realworld_tests.py").write_text(
        f"{names}def test():\n text = load_mock_page({url!r})\n assert {TEXTS[0]!r} in text and 'x y' not in text\n"
    )
    (tmp_path / "htmldate-1/tests/unit_tests.py").write_text(
        f"{names}def test():\n    assert find_date(load_mock_page({url!r})) == '2020-01-01'\n"
    )
    (tmp_path / "newspaper4k-1/tests/data/txt").mkdir()
    (tmp_path / "newspaper4k-1/tests/data/txt/one.txt").write_text("\n".join([*TEXTS, "x" * 40]))
    found = {name: known for name, (known,) in public_pages(tmp_path).items()}
    assert [*found] == ["expected", "trafilatura-1", "htmldate-1", "newspaper4k-1"]
    assert (found["expected"].url, found["expected"].days) == (url, {"2021-03-07"})
    assert (found["trafilatura-1"].wanted, found["trafilatura-1"].unwanted) == ([TEXTS[0]], ["x y"])
    assert found["htmldate-1"].days == {"2020-01-01"}
    pages.run_public(tmp_path, 9)
    said = capsys.readouterr().out
    assert "date 2021-03-07, expected 2020-01-01" in said
    assert "lost xxxx" in said
    assert len([line for line in said.splitlines() if line.startswith("|")]) == 6
