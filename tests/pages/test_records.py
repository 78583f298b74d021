import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.model.article import record
from newsgen.pages.records import records_file
from sample_records import CONFIG, a_capture, an_archive, an_article

CONFIG = replace(CONFIG, publish_records=True)


def written(*articles, config=CONFIG):
    """Return the file of records."""
    (file,) = records_file(an_archive(*articles, config=config), config)
    assert file.url == "archive.jsonl"
    return b"".join(file.make())


def records(*articles, config=CONFIG):
    """Return the records in the file."""
    return [json.loads(line) for line in written(*articles, config=config).split(b"\n")[:-1]]


def test_records_are_published_where_they_are_wanted():
    """By default they are not."""
    config = replace(CONFIG, publish_records=False)
    assert list(records_file(an_archive(an_article(), config=config), config)) == []


def test_an_empty_archive_has_an_empty_file():
    """A script that fetches it finds no article, and no error."""
    assert written() == b""


def test_a_line_is_the_whole_record_and_where_it_is():
    """What `newsgen inspect` prints, and the address."""
    article = an_article("سوق", published=date(2023, 3, 7), evidence=(a_capture(),))
    assert records(article) == [{**record(article), "url": "/articles/سوق/"}]


def test_with_its_address_known_a_site_gives_full_ones():
    """Percent-encoded, as they travel."""
    config = replace(CONFIG, base_url="https://archive.example.org/")
    assert records(an_article("سوق"), config=config)[0]["url"] == (
        "https://archive.example.org/articles/%D8%B3%D9%88%D9%82/"
    )


def test_lines_are_in_the_archives_order():
    """Newest first, undated last, however they were found."""
    articles = [an_article("a"), *(an_article(f"a{year}", published=date(year, 1, 1)) for year in (2011, 2023, 2019))]
    assert [one["id"] for one in records(*articles)] == ["a2023", "a2019", "a2011", "a"]
    assert written(*articles) == written(*reversed(articles))


@pytest.mark.parametrize(("publish", "there"), [(True, True), (False, False)])
def test_ledgers_are_published_with_the_captures_alone(publish, there):
    """They hold the captures' text."""
    article = an_article(evidence=(a_capture(),))
    (found,) = records(article, config=replace(CONFIG, publish_captures=publish))
    assert ("ledger" in found) == there
    assert found["captures"] == [{"source": "seeds/harbour.txt", "sha256": "1" * 64, "encoding": "utf-8"}]


def test_arabic_is_written_in_arabic():
    """The file can be read, and searched, as it is."""
    assert "الميناء يفتح".encode() in written(an_article())


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_any_text_is_one_line(paragraphs):
    """Line ends within it are escaped; a line feed ends a record, and nothing else does."""
    data = written(*(an_article(f"a{n}", body=(text,)) for n, text in enumerate(paragraphs)))
    assert data.count(b"\n") == len(paragraphs)
    assert [json.loads(line)["body"] for line in data.split(b"\n")[:-1]] == [[text] for text in paragraphs]
